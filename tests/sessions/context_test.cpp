// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/context.h"

#include "listing.h"

#include <gtest/gtest.h>

namespace oscar::sessions {

using namespace rendezvous;

namespace {

using Lines = std::vector<std::string>;

std::string text(Outcome outcome, std::uint16_t value = 0)
{
    OutcomeText storage;
    return outcome_text(outcome, value, storage);
}

Lines reports_of(const Context& context)
{
    Listing listing;
    OutcomeText storage;
    emit_context(context, storage, listing);
    return listing.lines;
}

TEST(OutcomeText, NamesTheReason)
{
    EXPECT_EQ(text(Outcome::open), "open");
    EXPECT_EQ(text(Outcome::no_answer), "no answer in the capture");
    EXPECT_EQ(text(Outcome::accepted), "accepted");
    EXPECT_EQ(text(Outcome::cancelled), "cancelled by proposer");
    EXPECT_EQ(text(Outcome::acknowledged), "acknowledged");
    EXPECT_EQ(text(Outcome::called_off), "cancelled");
    EXPECT_EQ(text(Outcome::declined), "declined");
    EXPECT_EQ(text(Outcome::reverse_failed), "refused: reverse connection failed");
    EXPECT_EQ(text(Outcome::refused), "refused");
    EXPECT_EQ(text(Outcome::refused_nak, 5), "refused: Recipient away or busy");
    EXPECT_EQ(text(Outcome::refused_nak, 0x4242), "refused: code 16962");
    EXPECT_EQ(text(Outcome::refused_code, 2), "refused: Busted payload");
    EXPECT_EQ(text(Outcome::server_error, 9), "server error: Not supported by the other client");
}

TEST(OutcomeText, EveryReasonFits)
{
    const auto expect_whole = [](Outcome outcome, Field codes) {
        for (const ValueName& v : row(codes).values) {
            const std::string whole = text(outcome, static_cast<std::uint16_t>(v.value));
            EXPECT_TRUE(whole.ends_with(v.name)) << whole;
        }
    };
    expect_whole(Outcome::refused_nak, Field::nak);
    expect_whole(Outcome::refused_code, Field::client_error_code);
    expect_whole(Outcome::server_error, Field::server_error);
}

TEST(EmitContext, OnlyWhatIsKnown)
{
    Context f;
    f.session = 7;
    EXPECT_EQ(reports_of(f), (Lines{"session 7", "  outcome open"}));
}

TEST(EmitContext, FindingsFollowTheItemsThatTheyAreAbout)
{
    Context f;
    f.proposer = "Ann";
    f.recipient = "Bob";
    f.subject = "recipe.docx";
    f.previous_in = 3;
    f.sequence_gap = true;
    f.sequence = 4;
    f.expected_sequence = 2;
    f.outcome = Outcome::accepted;
    f.outcome_in = 9;
    f.after_outcome = true;
    EXPECT_EQ(reports_of(f),
              (Lines{"session 0", "  proposer Ann", "  recipient Bob", "  gist recipe.docx", "  previous_proposal_in 3",
                     "  ! sequence.gap: SEQUENCE_NUM is not one more than the last: expected 2, found 4",
                     "  outcome accepted",
                     // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one line in two pieces
                     "  ! after_outcome: Message after the rendezvous has ended: expected none after the outcome in "
                     "frame 9"}));
}

TEST(EmitContext, AnAnswer)
{
    Context f;
    f.has_service = true;
    f.service.text = "File Transfer";
    f.proposal_in = 3;
    f.has_time = true;
    f.time = 1'500'000'000;
    f.relay_in = 5;
    f.outcome = Outcome::refused_nak;
    f.outcome_value = 1;
    EXPECT_EQ(reports_of(f), (Lines{"session 0", "  service.name File Transfer", "  proposal_in 3", "  time 1500000000",
                                    "  relay_in 5", "  outcome refused: Not authorized, or user declined"}));
    // Where the message names its service itself, it is not said again.
    f.names_service = true;
    EXPECT_EQ(reports_of(f)[1], "  proposal_in 3");
}

TEST(EmitContext, AProposal)
{
    Context f;
    f.sequence_first = true;
    f.sequence = 2;
    f.expected_sequence = 1;
    f.next_in = 6;
    f.answer_in = 8;
    EXPECT_EQ(reports_of(f),
              (Lines{"session 0",
                     // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one line in two pieces
                     "  ! sequence.first: First proposal seen has SEQUENCE_NUM 2: expected 1 (did the capture start "
                     "after the first?)",
                     "  next_proposal_in 6", "  answer_in 8", "  outcome open"}));
}

// Nothing of it is in the message's own bytes.
TEST(EmitContext, AllIsMarkedAsGenerated)
{
    struct Marks final : Listener {
        int items = 0;
        void on_item(const Item& item) override
        {
            EXPECT_TRUE(item.generated) << row(item.field).filter;
            EXPECT_EQ(item.at, Slice{}) << row(item.field).filter;
            ++items;
        }
        void on_open() override {}
        void on_close() override {}
        void embedded(const char*, Slice) override {}
        void finding(const Finding& finding) override { EXPECT_EQ(finding.at, Slice{}); }
    } marks;
    Context f;
    f.has_service = true;
    f.proposer = f.recipient = f.subject = "Ann";
    f.previous_in = f.next_in = f.proposal_in = f.answer_in = f.relay_in = f.relay_of = 1;
    f.has_time = f.unasked = f.other_user = f.sequence_gap = f.after_outcome = true;
    f.outcome = Outcome::accepted;
    OutcomeText storage;
    emit_context(f, storage, marks);
    EXPECT_EQ(marks.items, 13);
}

TEST(EmitContext, AnAnswerUnasked)
{
    Context f;
    f.unasked = true;
    EXPECT_EQ(reports_of(f),
              (Lines{"session 0",
                     "! answer.unasked: Answer without a proposal in the capture: expected one before it "
                     "(did the capture start late?)",
                     "  outcome open"}));
}

TEST(EmitContext, AnAnswerFromAnotherUserThanWasAsked)
{
    Context f;
    f.other_user = true;
    EXPECT_EQ(reports_of(f),
              (Lines{"session 0",
                     "! answer.other_user: Answer from another user than the proposal was sent to: joined by "
                     "its cookie, service and connection",
                     "  outcome open"}));
}

TEST(EmitContext, ARelayedCopy)
{
    Snapshot sent;
    Snapshot relayed;
    sent.whole = relayed.whole = true;
    sent.present = relayed.present = 1U << tag_index(tag::kPort);
    sent.port = 5190;
    relayed.port = 61004;
    Context f;
    f.relay_of = 4;
    f.sent = &sent;
    f.relayed = &relayed;
    EXPECT_EQ(reports_of(f),
              (Lines{"session 0", "  relay_of 4",
                     "  ! relay.address_changed: PORT was changed on the way: expected 5190 as sent, found "
                     "61004",
                     "  outcome open"}));
}

} // namespace
} // namespace oscar::sessions
