// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/facts.h"

#include "listing.h"

#include <gtest/gtest.h>

namespace oscar::sessions {
namespace {

using Lines = std::vector<std::string>;

std::string text(Outcome outcome, std::uint16_t value = 0)
{
    OutcomeText storage;
    return outcome_text(outcome, value, storage);
}

Lines told(const Facts& facts)
{
    Listing listing;
    OutcomeText storage;
    tell_facts(facts, storage, listing);
    return listing.lines;
}

TEST(OutcomeText, NamesTheReason)
{
    EXPECT_EQ(text(Outcome::open), "unanswered");
    EXPECT_EQ(text(Outcome::accepted), "accepted");
    EXPECT_EQ(text(Outcome::cancelled), "cancelled by proposer");
    EXPECT_EQ(text(Outcome::declined), "declined");
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

TEST(TellFacts, OnlyWhatIsKnown)
{
    Facts f;
    f.session = 7;
    EXPECT_EQ(told(f), (Lines{"session 7"}));
}

TEST(TellFacts, FindingsFollowTheItemsThatTheyAreAbout)
{
    Facts f;
    f.proposer = "Ann";
    f.recipient = "Bob";
    f.gist = "recipe.docx";
    f.previous_in = 3;
    f.sequence_gap = true;
    f.sequence = 4;
    f.expected_sequence = 2;
    f.ended = true;
    f.outcome = Outcome::accepted;
    f.outcome_in = 9;
    f.after_outcome = true;
    EXPECT_EQ(told(f),
              (Lines{"session 0", "  proposer Ann", "  recipient Bob", "  gist recipe.docx", "  previous_proposal_in 3",
                     "  ! sequence.gap: SEQUENCE_NUM is not one more than the last: expected 2, found 4",
                     "  outcome accepted",
                     "  ! after_outcome: Message after the rendezvous has ended: expected none after the outcome in "
                     "frame 9"}));
}

} // namespace
} // namespace oscar::sessions
