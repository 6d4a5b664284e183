// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/tracker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <vector>

namespace oscar::sessions {

using namespace rendezvous;

namespace {

constexpr std::uint64_t kCookie = 0x1122334455667788;
constexpr std::uint32_t kAnn = 0; // connections
constexpr std::uint32_t kBob = 1;
constexpr std::int64_t kSecond = 1'000'000'000;

// A capture in the making: each message is a frame, a second after the one before.
class Capture {
public:
    std::uint32_t add(Event e)
    {
        e.place.frame = ++frame_;
        e.place.time = frame_ * kSecond;
        e.place.from_low = from_client_; // the client is the low end
        e.request_id = next_request_ != 0 ? next_request_ : frame_ | (from_client_ ? 0 : 0x80000000);
        next_request_ = 0;
        tracker_.add(e);
        return frame_;
    }
    std::uint32_t out(std::uint32_t connection, const char* to, Event e)
    {
        from_client_ = true;
        e.place.connection = connection;
        e.place.peer = to;
        e.to_host = e.kind != MessageKind::client_error;
        return add(e);
    }
    std::uint32_t in(std::uint32_t connection, const char* from, Event e)
    {
        from_client_ = false;
        e.place.connection = connection;
        e.place.peer = from;
        e.to_host = false;
        return add(e);
    }
    Capture& request(std::uint32_t id)
    {
        next_request_ = id;
        return *this;
    }
    // The client sends another ICBM SNAC than a rendezvous message.
    void other_request(std::uint32_t connection, std::uint32_t id)
    {
        tracker_.add_other_request({.connection = connection, .from_low = true, .request_id = id});
    }
    void own_name(std::uint32_t connection, const char* name) { tracker_.set_own_name(connection, name); }

    Context context(std::uint32_t frame, bool all_seen = true) const
    {
        Context f;
        EXPECT_TRUE(tracker_.find(frame, 0, all_seen, f)) << "frame " << frame;
        return f;
    }
    bool knows(std::uint32_t frame) const
    {
        Context f;
        return tracker_.find(frame, 0, true, f);
    }
    std::string outcome(std::uint32_t frame) const
    {
        OutcomeText text;
        const Context f = context(frame);
        return outcome_text(f.outcome, f.outcome_value, text);
    }
    Tracker& tracker() { return tracker_; }

private:
    Tracker tracker_{42};
    std::uint32_t frame_ = 0;
    std::uint32_t next_request_ = 0;
    bool from_client_ = true;
};

Event of_service(Event e, Service service)
{
    const auto row = std::ranges::find(service_table(), service, &ServiceRow::service);
    e.has_service = true;
    e.uuid = row->uuid;
    e.service_row = &*row;
    return e;
}

Event block(MessageKind kind, Outcome answer = Outcome::open)
{
    Event e;
    e.kind = kind;
    e.answer = answer;
    e.complete = true;
    e.cookie = kCookie;
    e.snapshot.whole = true;
    return of_service(e, Service::file_transfer);
}

Event propose(std::uint16_t sequence)
{
    Event e = block(MessageKind::propose);
    e.has_sequence = true;
    e.sequence = sequence;
    return e;
}
Event accept() { return block(MessageKind::accept, Outcome::accepted); }
Event cancel() { return block(MessageKind::cancel, Outcome::cancelled); }

Event without_service(MessageKind kind, Outcome answer, std::uint16_t value)
{
    Event e;
    e.kind = kind;
    e.complete = true;
    e.cookie = kCookie;
    e.answer = answer;
    e.answer_value = value;
    return e;
}
Event nak(std::uint16_t code) { return without_service(MessageKind::client_error, Outcome::refused_nak, code); }
Event ack() { return without_service(MessageKind::host_ack, Outcome::open, 0); }
Event server_error(std::uint16_t code)
{
    Event e = without_service(MessageKind::server_error, Outcome::server_error, code);
    e.cookie = 0;
    return e;
}

Event with_cookie(Event e, std::uint64_t cookie)
{
    e.cookie = cookie;
    return e;
}
Event for_chat(const Event& e) { return of_service(e, Service::chat); }

// ---- The story ----

TEST(Tracker, ProposalAndAccept)
{
    Capture c;
    c.own_name(kAnn, "Ann");
    const auto p = c.out(kAnn, "Bob", propose(1));
    const auto k = c.in(kAnn, "Bob", ack());
    const auto a = c.in(kAnn, "Bob", accept());

    EXPECT_EQ(c.context(p).answer_in, a);
    EXPECT_TRUE(c.context(p).opens);
    EXPECT_EQ(c.context(k).session, 0U);
    EXPECT_EQ(c.context(a).proposal_in, p);
    EXPECT_TRUE(c.context(a).decides);
    EXPECT_TRUE(c.context(a).has_time);
    EXPECT_EQ(c.context(a).time, 2 * kSecond);
    for (const auto frame : {p, k, a}) {
        EXPECT_STREQ(c.context(frame).proposer, "Ann");
        EXPECT_STREQ(c.context(frame).recipient, "Bob");
        EXPECT_EQ(c.outcome(frame), "accepted");
    }
}

TEST(Tracker, CounterProposals)
{
    Capture c;
    const auto first = c.out(kAnn, "Bob", propose(1));
    const auto second = c.in(kAnn, "Bob", propose(2));
    const auto third = c.out(kAnn, "Bob", propose(3));
    const auto a = c.in(kAnn, "Bob", accept());

    EXPECT_EQ(c.context(first).next_in, second);
    EXPECT_EQ(c.context(first).answer_in, 0U);
    EXPECT_EQ(c.context(second).previous_in, first);
    EXPECT_EQ(c.context(second).next_in, third);
    EXPECT_EQ(c.context(third).previous_in, second);
    EXPECT_EQ(c.context(third).answer_in, a);
    EXPECT_EQ(c.context(a).proposal_in, third);
    EXPECT_EQ(c.context(a).time, kSecond);
    EXPECT_STREQ(c.context(third).recipient, "Bob");
}

TEST(Tracker, WhoCancelsDecidesTheWord)
{
    Capture by_proposer;
    by_proposer.out(kAnn, "Bob", propose(1));
    EXPECT_EQ(by_proposer.outcome(by_proposer.out(kAnn, "Bob", cancel())), "cancelled by proposer");

    Capture by_recipient;
    by_recipient.out(kAnn, "Bob", propose(1));
    EXPECT_EQ(by_recipient.outcome(by_recipient.in(kAnn, "Bob", cancel())), "declined");

    // Who countered is not the proposer of the rendezvous.
    Capture after_counter;
    after_counter.out(kAnn, "Bob", propose(1));
    after_counter.in(kAnn, "Bob", propose(2));
    EXPECT_EQ(after_counter.outcome(after_counter.in(kAnn, "Bob", cancel())), "declined");
}

TEST(Tracker, NakTellsTheServiceThatItLeavesOut)
{
    Capture c;
    c.in(kAnn, "Bob", propose(1));
    const auto n = c.out(kAnn, "Bob", nak(5));
    EXPECT_EQ(c.outcome(1), "refused: Recipient away or busy");
    EXPECT_TRUE(c.context(n).has_service);
    EXPECT_FALSE(c.context(n).names_service);
}

TEST(Tracker, WhatLaterFramesTellIsNotThereYetOnTheFirstPass)
{
    Capture c;
    const auto p = c.out(kAnn, "Bob", propose(1));
    EXPECT_EQ(c.context(p, false).outcome, Outcome::open);
    EXPECT_EQ(c.outcome(p), "no answer in the capture");
    const auto a = c.in(kAnn, "Bob", accept());
    EXPECT_EQ(c.context(a, false).outcome, Outcome::accepted);
    EXPECT_EQ(c.context(p).answer_in, a);
}

TEST(Tracker, ScreenNamesCompareWithoutCaseAndSpaces)
{
    Capture c;
    c.out(kAnn, "paper crane 82", propose(1));
    EXPECT_EQ(c.context(c.in(kAnn, "PaperCrane82", accept())).proposal_in, 1U);
    EXPECT_STREQ(c.context(1).recipient, "paper crane 82");
}

// ---- Which session ----

TEST(Tracker, SessionsAreNumberedInOrderOfAppearance)
{
    Capture c;
    const auto one = c.out(kAnn, "Bob", propose(1));
    const auto two = c.out(kAnn, "Bob", with_cookie(propose(1), 2));
    const auto three = c.out(kAnn, "Cid", propose(1));
    const auto four = c.out(kAnn, "Bob", for_chat(propose(1)));
    EXPECT_EQ(c.context(one).session, 0U);
    EXPECT_EQ(c.context(two).session, 1U);
    EXPECT_EQ(c.context(three).session, 2U); // the same cookie, another user
    EXPECT_EQ(c.context(four).session, 3U);  // another service
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", accept())).session, 0U);
}

TEST(Tracker, ACookieIsUsedAgainAfterAnOutcome)
{
    Capture c;
    c.out(kAnn, "Bob", propose(1));
    c.in(kAnn, "Bob", accept());
    const auto again = c.out(kAnn, "Bob", propose(1));
    EXPECT_EQ(c.context(again).session, 1U);
    EXPECT_FALSE(c.context(again).after_outcome);
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", cancel())).proposal_in, again);
    EXPECT_EQ(c.outcome(1), "accepted");
}

TEST(Tracker, ZeroCookiesAreToldApartByUsersAndService)
{
    Capture c;
    const auto bob = c.in(kAnn, "Bob", with_cookie(for_chat(propose(1)), 0));
    const auto cid = c.in(kAnn, "Cid", with_cookie(for_chat(propose(1)), 0));
    const auto file = c.in(kAnn, "Bob", with_cookie(propose(1), 0));
    const auto again = c.in(kAnn, "Bob", with_cookie(for_chat(propose(1)), 0));
    EXPECT_EQ(c.tracker().session_count(), 4U);
    EXPECT_FALSE(c.context(again).sequence_gap);
    EXPECT_EQ(c.context(c.in(kAnn, "Cid", with_cookie(for_chat(cancel()), 0))).proposal_in, cid);
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", with_cookie(cancel(), 0))).proposal_in, file);
    EXPECT_EQ(c.outcome(bob), "no answer in the capture");
}

TEST(Tracker, ANakWithoutACookieMeansTheOnlyOpenSession)
{
    Capture c;
    const auto bob = c.out(kAnn, "Bob", propose(1));
    const auto cid = c.out(kAnn, "Cid", with_cookie(propose(1), 5));
    EXPECT_EQ(c.context(c.in(kAnn, "Cid", with_cookie(nak(1), 0))).proposal_in, cid);
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", with_cookie(nak(1), 0))).proposal_in, bob);
}

TEST(Tracker, ANakWithoutACookieMeansNothingWhereTwoAreOpen)
{
    Capture c;
    c.out(kAnn, "Bob", propose(1));
    c.out(kAnn, "Bob", with_cookie(propose(1), 5));
    EXPECT_FALSE(c.knows(c.in(kAnn, "Bob", with_cookie(nak(1), 0))));
    c.in(kAnn, "Bob", accept());
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", with_cookie(nak(1), 0))).proposal_in, 2U);
}

// ---- Answers from others ----

// He was asked under one of his names, and answers under another.
TEST(Tracker, AnAnswerFromAnotherUserThanWasAsked)
{
    for (const Event& answer : {accept(), cancel(), nak(1)}) {
        Capture c;
        const auto p = c.out(kAnn, "bob@example.com", propose(1));
        const auto a = c.in(kAnn, "Bob", answer);
        EXPECT_EQ(c.context(a).proposal_in, p);
        EXPECT_TRUE(c.context(a).other_user);
        EXPECT_FALSE(c.context(a).unasked);
        EXPECT_TRUE(c.context(a).has_time);
        EXPECT_EQ(c.context(p).answer_in, a);
        EXPECT_EQ(c.context(p).outcome_in, a);
        EXPECT_FALSE(c.context(p).other_user);
        EXPECT_STREQ(c.context(a).recipient, "bob@example.com");
        EXPECT_EQ(c.tracker().session_count(), 1U);
    }
}

TEST(Tracker, ACancelFromAnotherUserThanWasAskedDeclines)
{
    Capture c;
    c.out(kAnn, "bob@example.com", propose(1));
    EXPECT_EQ(c.outcome(c.in(kAnn, "Bob", cancel())), "declined");
}

TEST(Tracker, WhoAnsweredUnderAnotherNameGoesOnUnderIt)
{
    Capture c;
    const auto p = c.out(kAnn, "bob@example.com", propose(1));
    const auto a = c.in(kAnn, "Bob", accept());
    const auto end = c.in(kAnn, "Bob", cancel());
    EXPECT_EQ(c.context(end).session, c.context(p).session);
    EXPECT_EQ(c.context(end).outcome_in, a);
    EXPECT_TRUE(c.context(end).after_outcome);
    EXPECT_FALSE(c.context(end).unasked);
    EXPECT_EQ(c.context(c.out(kAnn, "Bob", cancel())).session, c.context(p).session);
}

TEST(Tracker, TheAnswerIsToTheLastProposal)
{
    Capture c;
    c.out(kAnn, "bob@example.com", propose(1));
    c.in(kAnn, "bob@example.com", propose(2));
    const auto last = c.out(kAnn, "bob@example.com", propose(3));
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", accept())).proposal_in, last);
}

// Both connections are in the capture, and clocks that disagree have put the copy first.
TEST(Tracker, AnAnswerFromAnotherUserWhereTheCopyOfTheProposalCameFirst)
{
    Capture c;
    c.own_name(kAnn, "Ann");
    c.own_name(kBob, "bob@example.com");
    c.in(kBob, "Ann", propose(1));
    const auto p = c.out(kAnn, "bob@example.com", propose(1));
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", accept())).proposal_in, p);
}

void expect_unasked(Capture& c, std::uint32_t frame)
{
    EXPECT_TRUE(c.context(frame).unasked);
    EXPECT_FALSE(c.context(frame).other_user);
}

TEST(Tracker, AnswersFromOthersJoinNothingElse)
{
    Capture of_two;
    of_two.out(kAnn, "Bob", propose(1));
    of_two.out(kAnn, "Cid", propose(1));
    expect_unasked(of_two, of_two.in(kAnn, "Dan", accept()));
    // As soon as one of them is over, the other is meant.
    of_two.in(kAnn, "Bob", accept());
    EXPECT_EQ(of_two.context(of_two.in(kAnn, "Eve", accept())).proposal_in, 2U);

    Capture over;
    over.out(kAnn, "Bob", propose(1));
    over.in(kAnn, "Bob", accept());
    expect_unasked(over, over.in(kAnn, "Cid", accept()));

    Capture other_connection;
    other_connection.own_name(kAnn, "Ann");
    other_connection.own_name(kBob, "Eve");
    other_connection.out(kAnn, "Bob", propose(1));
    expect_unasked(other_connection, other_connection.in(kBob, "Cid", accept()));

    Capture other_service;
    other_service.out(kAnn, "Bob", propose(1));
    expect_unasked(other_service, other_service.in(kAnn, "Cid", for_chat(accept())));

    Capture other_cookie;
    other_cookie.out(kAnn, "Bob", propose(1));
    expect_unasked(other_cookie, other_cookie.in(kAnn, "Cid", with_cookie(accept(), 5)));

    Capture without_cookie;
    without_cookie.out(kAnn, "Bob", with_cookie(propose(1), 0));
    expect_unasked(without_cookie, without_cookie.in(kAnn, "Cid", with_cookie(accept(), 0)));

    Capture own_answer;
    own_answer.out(kAnn, "Bob", propose(1));
    expect_unasked(own_answer, own_answer.out(kAnn, "Cid", cancel()));

    Capture not_asked;
    not_asked.in(kAnn, "Bob", propose(1));
    expect_unasked(not_asked, not_asked.in(kAnn, "Cid", cancel()));

    Capture nothing_proposed;
    nothing_proposed.out(kAnn, "Bob", block(MessageKind::other));
    expect_unasked(nothing_proposed, nothing_proposed.in(kAnn, "Cid", accept()));

    Capture no_answer;
    no_answer.out(kAnn, "Bob", propose(1));
    EXPECT_EQ(no_answer.context(no_answer.in(kAnn, "Cid", propose(2))).session, 1U);
    EXPECT_EQ(no_answer.context(no_answer.in(kAnn, "Dan", block(MessageKind::other))).session, 2U);
}

// ---- Both sides ----

TEST(Tracker, AMessageAndItsRelayedCopyAreOne)
{
    Capture c;
    c.own_name(kAnn, "Ann");
    c.own_name(kBob, "Bob");
    const auto sent = c.out(kAnn, "Bob", propose(1));
    const auto relayed = c.in(kBob, "ann", propose(1));
    const auto accepted = c.out(kBob, "Ann", accept());
    const auto passed_on = c.in(kAnn, "bob", accept());

    EXPECT_EQ(c.tracker().session_count(), 1U);
    EXPECT_EQ(c.context(sent).relay_in, relayed);
    EXPECT_EQ(c.context(relayed).relay_of, sent);
    EXPECT_TRUE(c.context(relayed).copy);
    EXPECT_FALSE(c.context(relayed).sequence_gap);
    EXPECT_EQ(c.context(accepted).relay_in, passed_on);
    // Each connection tells its own story.
    EXPECT_EQ(c.context(sent).answer_in, passed_on);
    EXPECT_EQ(c.context(relayed).answer_in, accepted);
    EXPECT_EQ(c.context(accepted).proposal_in, relayed);
    EXPECT_EQ(c.context(passed_on).proposal_in, sent);
    EXPECT_EQ(c.context(accepted).time, kSecond);
    EXPECT_EQ(c.context(passed_on).time, 3 * kSecond);
    EXPECT_FALSE(c.context(passed_on).after_outcome);
}

TEST(Tracker, CopiesTellTheNamesThatNoSignOnDid)
{
    Capture c;
    const auto sent = c.out(kAnn, "Bob", propose(1));
    EXPECT_EQ(c.context(sent).proposer, nullptr);
    EXPECT_EQ(c.context(c.in(kBob, "Ann", propose(1))).relay_of, sent);
    EXPECT_STREQ(c.context(sent).proposer, "Ann");
    EXPECT_STREQ(c.context(sent).recipient, "Bob");
    EXPECT_STREQ(c.context(c.in(kBob, "Cid", with_cookie(propose(1), 9))).recipient, "Bob");
    // From now on cookies of zeros can be followed too.
    const auto zero = c.out(kAnn, "Bob", with_cookie(propose(1), 0));
    EXPECT_EQ(c.context(c.in(kBob, "Ann", with_cookie(propose(1), 0))).relay_of, zero);
}

TEST(Tracker, ASessionGoesOnAfterItsUsersGotTheirNames)
{
    Capture c;
    const auto open = c.out(kAnn, "Bob", with_cookie(for_chat(propose(1)), 0));
    c.out(kAnn, "Bob", propose(1));
    c.in(kBob, "Ann", propose(1));
    c.in(kAnn, "Bob", accept());
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", with_cookie(for_chat(cancel()), 0))).proposal_in, open);
    const auto other = c.out(kAnn, "Bob", with_cookie(propose(1), 9));
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", with_cookie(nak(1), 0))).proposal_in, other);
}

TEST(Tracker, ACookieIsUsedAgainOnBothSidesWithoutNames)
{
    Capture c;
    for (std::uint32_t i = 0; i < 3; ++i) {
        const auto sent = c.out(kAnn, "Bob", propose(1));
        EXPECT_EQ(c.context(c.in(kBob, "Ann", propose(1))).relay_of, sent);
        const auto accepted = c.out(kBob, "Ann", accept());
        EXPECT_EQ(c.context(c.in(kAnn, "Bob", accept())).relay_of, accepted);
        EXPECT_EQ(c.context(sent).session, i);
    }
    EXPECT_EQ(c.tracker().session_count(), 3U);
}

TEST(Tracker, ABlockCutBeforeItsServiceJoinsLaterOnes)
{
    Capture c;
    Event cut = block(MessageKind::propose);
    cut.has_service = false;
    cut.uuid = {};
    const auto p = c.out(kAnn, "Bob", cut);
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", propose(2))).previous_in, p);
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", with_cookie(nak(1), 0))).proposal_in, 2U);
    EXPECT_TRUE(c.context(p).has_service);
}

TEST(Tracker, NaksAreRelayedToo)
{
    Capture c;
    c.out(kAnn, "Bob", propose(1));
    c.in(kBob, "Ann", propose(1));
    const auto refused = c.out(kBob, "Ann", nak(1));
    const auto told = c.in(kAnn, "Bob", nak(1));
    EXPECT_EQ(c.context(told).relay_of, refused);
    EXPECT_FALSE(c.context(told).after_outcome);
    EXPECT_EQ(c.context(1).answer_in, told);
    EXPECT_EQ(c.context(2).answer_in, refused);
}

// A copy is looked for among the last eight messages of its session.
TEST(Tracker, ACopyMayComeAfterSevenOtherMessages)
{
    for (const int others : {7, 8}) {
        Capture c;
        c.own_name(kAnn, "Ann");
        c.own_name(kBob, "Bob");
        const auto sent = c.out(kAnn, "Bob", propose(1));
        for (int i = 0; i < others; ++i) {
            c.out(kAnn, "Bob", block(MessageKind::other));
        }
        const auto relayed = c.in(kBob, "Ann", propose(1));
        EXPECT_EQ(c.context(relayed).relay_of, others < 8 ? sent : 0) << others;
        EXPECT_EQ(c.context(sent).relay_in, others < 8 ? relayed : 0) << others;
    }
}

// Of a client error, which goes both ways under one number, the request id tells the direction if nothing else does:
// those that the server makes have the top bit set.
TEST(Tracker, DirectionOfAClientErrorOnAConnectionOfWhichNothingElseIsKnown)
{
    Capture c;
    const auto sent = c.request(0x7FFFFFFF).out(kBob, "Ann", nak(1));
    const auto passed_on = c.request(0x80000000).in(kAnn, "Bob", nak(1));
    EXPECT_EQ(c.context(passed_on).relay_of, sent);
    EXPECT_EQ(c.context(sent).relay_in, passed_on);
}

// Any other message tells which end is the client, and then the request id does not count.
TEST(Tracker, DirectionOfAClientErrorOnAConnectionOfWhichMoreIsKnown)
{
    Capture c;
    c.out(kAnn, "Bob", propose(1));
    c.in(kBob, "Ann", propose(1));
    const auto sent = c.request(0x80000007).out(kBob, "Ann", nak(1));
    const auto passed_on = c.request(7).in(kAnn, "Bob", nak(1));
    EXPECT_EQ(c.context(passed_on).relay_of, sent);
    EXPECT_EQ(c.context(sent).relay_in, passed_on);
}

TEST(Tracker, ASessionThatTheServerRefusedIsNotOpen)
{
    Capture c;
    c.request(7).out(kAnn, "Bob", propose(1));
    const auto open = c.out(kAnn, "Bob", with_cookie(propose(1), 5));
    c.request(7).in(kAnn, "", server_error(4));
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", with_cookie(nak(1), 0))).proposal_in, open);
}

// The service that a block cut short leaves out is learned from the other connection as well.
TEST(Tracker, ABlockCutBeforeItsServiceJoinsItsCopy)
{
    Capture c;
    c.out(kAnn, "Cid", with_cookie(propose(1), 5));
    Event cut = block(MessageKind::propose);
    cut.has_service = false;
    cut.uuid = {};
    const auto sent = c.out(kAnn, "Bob", cut);
    Event whole = block(MessageKind::propose);
    EXPECT_EQ(c.context(c.in(kBob, "Ann", whole)).relay_of, sent);
    EXPECT_EQ(c.context(sent).session, 1U);
    EXPECT_STREQ(c.context(sent).service.c_str(), "File Transfer");
    ASSERT_NE(c.context(sent).service_uuid, nullptr);
    EXPECT_EQ(*c.context(sent).service_uuid, whole.uuid);
}

TEST(Tracker, ANakWithoutACookieOnTheOtherConnectionMeansTheOnlyOpenSession)
{
    Capture c;
    c.out(kAnn, "Bob", propose(1));
    const auto relayed = c.in(kBob, "Ann", propose(1));
    EXPECT_EQ(c.context(c.out(kBob, "Ann", with_cookie(nak(1), 0))).proposal_in, relayed);
}

TEST(Tracker, ANakBelongsToItsUsersWhereTheCookieIsThatOfOthersToo)
{
    Capture c;
    const auto bob = c.out(kAnn, "Bob", propose(1));
    const auto cid = c.out(kAnn, "Cid", propose(1));
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", nak(1))).proposal_in, bob);
    EXPECT_EQ(c.context(c.in(kAnn, "Cid", nak(1))).proposal_in, cid);
}

TEST(Tracker, ClocksThatDisagreeMayPutTheCopyFirst)
{
    Capture c;
    c.own_name(kAnn, "Ann");
    c.own_name(kBob, "Bob");
    const auto relayed = c.in(kBob, "Ann", propose(1));
    const auto sent = c.out(kAnn, "Bob", propose(1));
    EXPECT_EQ(c.context(sent).relay_in, relayed);
    EXPECT_EQ(c.context(relayed).relay_of, sent);
    ASSERT_NE(c.context(sent).sent, nullptr); // the comparison stands in the later one
    EXPECT_EQ(c.context(relayed).sent, nullptr);
}

TEST(Tracker, TheComparisonKnowsWhichWasSent)
{
    Capture c;
    Event sent = propose(1);
    sent.snapshot.port = 4443;
    Event relayed = propose(1);
    relayed.snapshot.port = 61004;
    c.out(kAnn, "Bob", sent);
    const Context f = c.context(c.in(kBob, "Ann", relayed));
    EXPECT_EQ(f.sent->port, 4443);
    EXPECT_EQ(f.relayed->port, 61004);
}

TEST(Tracker, OneUserWithTwoOthersIsNoCopy)
{
    Capture c;
    c.out(kAnn, "Bob", propose(1));
    c.in(kAnn, "Cid", propose(1));
    EXPECT_EQ(c.tracker().session_count(), 2U);
}

TEST(Tracker, TwoUnknownUsersWithTheSameCookieAreTwo)
{
    Capture c;
    c.out(kAnn, "Bob", propose(1));
    c.out(kBob, "Bob", propose(1));
    EXPECT_EQ(c.tracker().session_count(), 2U);
}

TEST(Tracker, AnAnswerAfterASecondSignOnJoins)
{
    Capture c;
    c.out(kAnn, "Bob", propose(1));
    const auto a = c.in(2, "Bob", accept());
    EXPECT_EQ(c.context(a).proposal_in, 1U);
    EXPECT_EQ(c.context(a).proposer, nullptr);
    c.own_name(2, "Ann");
    EXPECT_STREQ(c.context(a).proposer, "Ann");
}

// What was seen of a session before the owner of its connection was known counts for that owner on every connection.
TEST(Tracker, ASessionIsFoundByWhoItsUsersTurnedOutToBe)
{
    Capture c;
    c.own_name(kBob, "Bob");
    const auto sent = c.out(kAnn, "Bob", with_cookie(for_chat(propose(1)), 0));
    c.own_name(kAnn, "Ann");
    EXPECT_EQ(c.context(c.in(kBob, "Ann", with_cookie(for_chat(propose(1)), 0))).relay_of, sent);
    EXPECT_EQ(c.context(c.out(kBob, "Ann", with_cookie(nak(1), 0))).session, 0U);
}

TEST(Tracker, UsersWithoutNamesCanTurnOutToBeTheSameMoreThanOnce)
{
    constexpr std::uint32_t kThird = 2;
    constexpr std::uint32_t kFourth = 3;
    Capture c;
    const auto zero = c.out(kAnn, "Bob", with_cookie(for_chat(propose(1)), 0));
    // Two of whom nothing is known but that they are the same, and another two; then the four are.
    c.out(kAnn, "Bob", propose(1));
    c.in(kThird, "Bob", accept());
    c.out(kFourth, "Bob", with_cookie(propose(1), 5));
    c.in(4, "Bob", with_cookie(accept(), 5));
    c.out(kThird, "Bob", with_cookie(propose(1), 6));
    c.in(4, "Bob", with_cookie(accept(), 6));
    EXPECT_EQ(c.context(c.in(kFourth, "Bob", with_cookie(for_chat(cancel()), 0))).proposal_in, zero);
    c.own_name(kThird, "Ann");
    for (const std::uint32_t connection : {kAnn, kThird, kFourth, 4U}) {
        EXPECT_EQ(c.context(c.in(connection, "Bob", with_cookie(for_chat(cancel()), 0))).proposal_in, zero);
    }
    EXPECT_STREQ(c.context(zero).proposer, "Ann");
}

TEST(Tracker, ABlockCutBeforeItsServiceJoinsLaterOnesWithoutACookieToo)
{
    Capture c;
    Event cut = with_cookie(block(MessageKind::propose), 0);
    cut.has_service = false;
    cut.uuid = {};
    const auto p = c.out(kAnn, "Bob", cut);
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", with_cookie(accept(), 0))).proposal_in, p);
    EXPECT_TRUE(c.context(p).has_service);
}

TEST(Tracker, ACookieLeadsToTheLatestSessionEvenIfAnEarlierOneLearnsItsUsers)
{
    Capture c;
    c.own_name(kBob, "Bob");
    c.out(kAnn, "Bob", propose(1));
    c.in(kAnn, "Bob", accept());
    const auto again = c.out(kAnn, "Bob", propose(1));
    c.own_name(kAnn, "Ann");
    EXPECT_EQ(c.context(c.out(kBob, "Ann", accept())).proposal_in, again);
}

// ---- The server's own messages ----

TEST(Tracker, AServerErrorBelongsToItsRequest)
{
    Capture c;
    const auto one = c.request(0x101).out(kAnn, "Bob", propose(1));
    const auto two = c.request(0x102).out(kAnn, "Cid", with_cookie(propose(1), 5));
    const auto e = c.request(0x102).in(kAnn, "", server_error(4));
    EXPECT_EQ(c.context(e).proposal_in, two);
    EXPECT_EQ(c.context(two).answer_in, e);
    EXPECT_EQ(c.outcome(two), "server error: Recipient is not logged in");
    EXPECT_EQ(c.outcome(one), "no answer in the capture");
}

TEST(Tracker, AServerErrorAboutSomethingElseIsNotClaimed)
{
    Capture c;
    c.request(0x101).out(kAnn, "Bob", propose(1));
    EXPECT_FALSE(c.knows(c.request(0x999).in(kAnn, "", server_error(4))));
    EXPECT_FALSE(c.knows(c.request(0x101).in(kBob, "", server_error(4)))); // the same number on another connection
    EXPECT_TRUE(c.knows(c.request(0x101).in(kAnn, "", server_error(4))));
    EXPECT_FALSE(c.knows(c.request(0x101).in(kAnn, "", server_error(4)))); // an error is about one request
}

// Request ids are used again. From then on an error with the id is about the later message.
TEST(Tracker, AServerErrorIsAboutTheLatestRequestWithItsId)
{
    Capture c;
    const auto p = c.request(7).out(kAnn, "Bob", propose(1));
    c.other_request(kAnn, 7);
    EXPECT_FALSE(c.knows(c.request(7).in(kAnn, "", server_error(4))));
    EXPECT_EQ(c.context(p, false).outcome, Outcome::open);
    const auto later = c.request(7).out(kAnn, "Bob", with_cookie(propose(1), 5));
    EXPECT_EQ(c.context(c.request(7).in(kAnn, "", server_error(4))).proposal_in, later);
}

TEST(Tracker, OtherRequestsLeaveRequestsAlone)
{
    Capture c;
    const auto p = c.request(7).out(kAnn, "Bob", propose(1));
    EXPECT_TRUE(c.tracker().may_have_request(7));
    EXPECT_FALSE(c.tracker().may_have_request(8));
    c.other_request(kAnn, 8);
    c.other_request(kBob, 7); // the same number on another connection
    // What the server sends repeats the number, or has one of its own.
    c.tracker().add_other_request({.connection = kAnn, .from_low = false, .request_id = 7});
    EXPECT_EQ(c.context(c.request(7).in(kAnn, "", server_error(4))).proposal_in, p);
}

// Of which no session can be told, but the number is theirs now.
TEST(Tracker, MessagesThatJoinNothingAreRequestsToo)
{
    Capture c;
    c.request(7).out(kAnn, "Bob", propose(1));
    Event cut = propose(1);
    cut.complete = false;
    c.request(7).out(kAnn, "Bob", cut);
    EXPECT_FALSE(c.knows(c.request(7).in(kAnn, "", server_error(4))));

    c.request(8).out(kAnn, "Bob", with_cookie(propose(1), 5));
    EXPECT_FALSE(c.knows(c.request(8).out(kAnn, "Bob", with_cookie(nak(1), 0)))); // two are open
    EXPECT_FALSE(c.knows(c.request(8).in(kAnn, "", server_error(4))));
}

TEST(Tracker, ARequestThatWasAcknowledgedCannotFail)
{
    Capture c;
    c.request(7).out(kAnn, "Bob", propose(1));
    EXPECT_TRUE(c.knows(c.request(7).in(kAnn, "Bob", ack())));
    EXPECT_FALSE(c.knows(c.request(7).in(kAnn, "", server_error(4))));
}

TEST(Tracker, AProposalThatWasAnsweredCannotFail)
{
    for (const Event& answer : {accept(), cancel(), nak(1), propose(2)}) {
        Capture c;
        c.request(7).out(kAnn, "Bob", propose(1));
        c.in(kAnn, "Bob", answer);
        EXPECT_FALSE(c.knows(c.request(7).in(kAnn, "", server_error(4))));
    }
    // The recipient's connection shows that it arrived as well.
    Capture both;
    both.request(7).out(kAnn, "Bob", propose(1));
    both.in(kBob, "Ann", propose(1));
    both.out(kBob, "Ann", accept());
    EXPECT_FALSE(both.knows(both.request(7).in(kAnn, "", server_error(4))));
    // But what the proposer says next proves nothing.
    Capture again;
    const auto p = again.request(7).out(kAnn, "Bob", propose(1));
    again.request(8).out(kAnn, "Bob", cancel());
    EXPECT_EQ(again.context(again.request(7).in(kAnn, "", server_error(4))).proposal_in, p);
}

// The server's own requests have numbers of the server, which its errors never name.
TEST(Tracker, AServerErrorIsAboutWhatTheClientSent)
{
    Capture c;
    c.request(0x80000005).in(kAnn, "Bob", propose(1));
    EXPECT_FALSE(c.knows(c.request(0x80000005).in(kAnn, "", server_error(4))));
}

TEST(Tracker, AServerErrorAfterTheOutcomeIsNotTheOutcome)
{
    Capture c;
    const auto p = c.request(7).out(kAnn, "Bob", propose(1));
    const auto a = c.request(8).out(kAnn, "Bob", cancel());
    const auto e = c.request(7).in(kAnn, "", server_error(4));
    EXPECT_EQ(c.outcome(e), "cancelled by proposer");
    EXPECT_EQ(c.context(e).outcome_in, a);
    EXPECT_EQ(c.context(e).proposal_in, p);
    EXPECT_EQ(c.context(p).answer_in, a);
}

TEST(Tracker, AnAnswerThatTheServerRefusesDecidesNothing)
{
    Capture c;
    c.in(kAnn, "Bob", propose(1));
    const auto a = c.request(0x7).out(kAnn, "Bob", accept());
    EXPECT_EQ(c.outcome(1), "accepted");
    const auto e = c.request(0x7).in(kAnn, "", server_error(4));
    EXPECT_EQ(c.outcome(1), "server error: Recipient is not logged in");
    EXPECT_TRUE(c.context(e).decides);
    EXPECT_FALSE(c.context(a).decides);
    EXPECT_EQ(c.context(e, false).overruled, Outcome::accepted);
}

TEST(Tracker, AHostAckJoinsByRequestAndByCookie)
{
    Capture c;
    const auto one = c.request(7).out(kAnn, "Bob", with_cookie(propose(1), 0));
    c.request(8).out(kAnn, "Bob", with_cookie(propose(1), 0));
    EXPECT_EQ(c.context(c.request(7).in(kAnn, "Bob", with_cookie(ack(), 0))).proposal_in, one);
    c.out(kAnn, "Bob", propose(1));
    EXPECT_EQ(c.context(c.request(0x55).in(kAnn, "Bob", ack())).session, 2U);
    EXPECT_FALSE(c.knows(c.in(kAnn, "Cid", ack())));
}

// ---- Rules ----

TEST(Tracker, SequenceGap)
{
    Capture c;
    c.out(kAnn, "Bob", propose(1));
    const Context f = c.context(c.in(kAnn, "Bob", propose(3)));
    EXPECT_TRUE(f.sequence_gap);
    EXPECT_EQ(f.expected_sequence, 2U);
    EXPECT_EQ(f.sequence, 3);
    EXPECT_FALSE(c.context(c.out(kAnn, "Bob", propose(4))).sequence_gap);
}

TEST(Tracker, AProposalWithoutANumberCountsAllTheSame)
{
    Capture c;
    c.out(kAnn, "Bob", propose(1));
    EXPECT_FALSE(c.context(c.in(kAnn, "Bob", block(MessageKind::propose))).sequence_gap);
    EXPECT_FALSE(c.context(c.out(kAnn, "Bob", propose(3))).sequence_gap);
}

TEST(Tracker, TheFirstProposalSeenIsALaterOne)
{
    Capture c;
    const Context f = c.context(c.out(kAnn, "Bob", propose(3)));
    EXPECT_TRUE(f.sequence_first);
    EXPECT_FALSE(f.sequence_gap);
    EXPECT_EQ(f.expected_sequence, 1U);
}

TEST(Tracker, AckTypesAreNoSequence)
{
    for (const Service service : {Service::icq_relay, Service::send_buddy_list}) {
        Capture c;
        EXPECT_FALSE(c.context(c.out(kAnn, "Bob", of_service(propose(2), service))).sequence_first);
    }
}

TEST(Tracker, AnswersWithoutAProposal)
{
    for (const Event& e : {accept(), cancel(), nak(1)}) {
        Capture c;
        const Context f = c.context(c.in(kAnn, "Bob", e));
        EXPECT_TRUE(f.unasked);
        EXPECT_EQ(f.proposer, nullptr);
        EXPECT_FALSE(f.has_time);
    }
}

TEST(Tracker, MessagesAfterTheEnd)
{
    Capture c;
    c.out(kAnn, "Bob", propose(1));
    const auto a = c.in(kAnn, "Bob", accept());
    const Context f = c.context(c.out(kAnn, "Bob", cancel()));
    EXPECT_TRUE(f.after_outcome);
    EXPECT_EQ(f.outcome_in, a);
    EXPECT_EQ(f.proposal_in, 1U);
    EXPECT_FALSE(f.has_time);
    EXPECT_TRUE(c.context(c.in(kAnn, "Bob", propose(2))).after_outcome);
    EXPECT_FALSE(c.context(c.in(kAnn, "Bob", ack())).after_outcome);
    EXPECT_EQ(c.outcome(1), "accepted");
}

// What a message of a type unknown to the spec does cannot be known: it belongs to its session, and that is all.
TEST(Tracker, AnUnknownTypeNeitherProposesNorAnswers)
{
    Capture c;
    const auto p = c.out(kAnn, "Bob", propose(1));
    const auto other = c.in(kAnn, "Bob", block(MessageKind::other));
    EXPECT_EQ(c.context(other).session, 0U);
    EXPECT_FALSE(c.context(other).unasked);
    EXPECT_EQ(c.outcome(other), "no answer in the capture");
    EXPECT_EQ(c.context(p).answer_in, 0U);
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", accept())).proposal_in, p);
}

TEST(Tracker, AProposalWithoutACookieJoinsASessionThatHasNone)
{
    Capture c;
    c.in(kAnn, "Bob", with_cookie(block(MessageKind::other), 0));
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", with_cookie(propose(1), 0))).session, 0U);
    EXPECT_EQ(c.context(c.in(kAnn, "Bob", with_cookie(propose(1), 0))).session, 1U);
}

// ---- Bounds ----

TEST(Tracker, FindsNothingThatWasNotAdded)
{
    Capture c;
    EXPECT_FALSE(c.knows(1));
    const auto p = c.out(kAnn, "Bob", propose(1));
    EXPECT_FALSE(c.knows(p + 1));
    Context f;
    EXPECT_FALSE(c.tracker().find(p, 1, true, f));
}

TEST(Tracker, IncompleteMessagesAreLeftOut)
{
    Capture c;
    Event e = propose(1);
    e.complete = false;
    EXPECT_FALSE(c.knows(c.out(kAnn, "Bob", e)));
}

TEST(Tracker, SeveralMessagesInAFrame)
{
    Tracker t(42);
    for (std::uint32_t i = 0; i < 3; ++i) {
        Event e = with_cookie(propose(1), i + 1);
        e.to_host = true;
        e.place.frame = 9;
        e.place.index = i;
        e.place.peer = "Bob";
        t.add(e);
    }
    for (std::uint32_t i = 0; i < 3; ++i) {
        Context f;
        ASSERT_TRUE(t.find(9, i, true, f));
        EXPECT_EQ(f.session, i);
    }
}

Event about(Event event, const char* subject)
{
    event.place.subject = subject;
    return event;
}

TEST(Tracker, TheSubjectGoesToTheMessagesThatLackIt)
{
    Capture c;
    Event first = about(propose(1), "recipe.docx");
    first.snapshot.present = 1U << tag_index(tag::kServiceData);
    const auto p = c.out(kAnn, "Bob", first);
    EXPECT_EQ(c.context(p).subject, nullptr);
    EXPECT_EQ(c.context(c.in(kBob, "Ann", first)).subject, nullptr);
    EXPECT_STREQ(c.context(c.in(kAnn, "Bob", about(propose(2), "other.docx"))).subject, "recipe.docx");
}

TEST(Tracker, TheSubjectIsNotToldToTheMessageItCameFrom)
{
    Capture c;
    const auto without = c.out(kAnn, "Bob", propose(1));
    EXPECT_EQ(c.context(without).subject, nullptr);
    const auto p = c.out(kAnn, "Bob", about(propose(2), "5120 bytes"));
    EXPECT_EQ(c.context(p).subject, nullptr);
    EXPECT_EQ(c.context(c.in(kBob, "Ann", propose(2))).subject, nullptr);
    EXPECT_STREQ(c.context(without).subject, "5120 bytes");
    EXPECT_STREQ(c.context(c.in(kAnn, "Bob", accept())).subject, "5120 bytes");
}

// Answers say nothing of it, whatever text comes with them.
TEST(Tracker, OnlyAProposalSaysWhatTheSessionIsAbout)
{
    Capture c;
    const auto p = c.out(kAnn, "Bob", propose(1));
    c.in(kAnn, "Bob", about(accept(), "an answer"));
    EXPECT_EQ(c.context(p).subject, nullptr);
}

// That is the one it is a copy of, which need not be the last.
TEST(Tracker, TheSubjectOfACopyIsThatOfItsOriginal)
{
    Capture c;
    const auto first = c.in(kAnn, "Bob", propose(1));
    const auto second = c.in(kAnn, "Bob", propose(1)); // sent again
    Event with_subject = propose(1);
    with_subject.place.subject = "recipe.docx";
    const auto sent = c.out(kBob, "Ann", with_subject);
    ASSERT_EQ(c.context(sent).relay_in, first);
    EXPECT_EQ(c.context(first).subject, nullptr);
    EXPECT_EQ(c.context(sent).subject, nullptr);
    EXPECT_STREQ(c.context(second).subject, "recipe.docx");
}

// Users of whom nobody knows the name, joined in every order: no chain of them may get long, nor may one close.
TEST(Tracker, NamelessUsersAreFoundInFewSteps)
{
    constexpr std::uint32_t kMany = 2000;
    Capture c;
    for (std::uint32_t i = 0; i < kMany; ++i) {
        c.out(i, "Bob", with_cookie(propose(1), i + 1));
    }
    for (std::uint32_t i = kMany - 1; i > 0; --i) {
        c.in(i - 1, "Bob", with_cookie(accept(), i + 1));
    }
    for (std::uint32_t i = 0; i < kMany; ++i) {
        c.in((i * 7919) % kMany, "Bob", with_cookie(cancel(), i + 1));
    }
    c.own_name(0, "Ann");
    EXPECT_STREQ(c.context(1).proposer, "Ann");
}

// What a message is found guilty of must not depend on the pass.
void expect_same_findings(const Context& first, const Context& later)
{
    EXPECT_EQ(first.session, later.session);
    EXPECT_EQ(first.copy, later.copy);
    EXPECT_EQ(first.unasked, later.unasked);
    EXPECT_EQ(first.other_user, later.other_user);
    EXPECT_EQ(first.after_outcome, later.after_outcome);
    EXPECT_EQ(first.sequence_gap, later.sequence_gap);
    EXPECT_EQ(first.sequence_first, later.sequence_first);
    EXPECT_EQ(first.expected_sequence, later.expected_sequence);
    EXPECT_EQ(first.sent, later.sent);
    EXPECT_EQ(first.relayed, later.relayed);
}

// Few users, cookies and numbers in every order, so that everything collides with everything.
TEST(Tracker, AnyOrderOfMessagesIsTaken)
{
    static constexpr const char* kNames[] = {"Ann", "Bob", "Cid"};
    const Event events[] = {propose(1), propose(2), propose(3), accept(),        cancel(),
                            nak(1),     nak(5),     ack(),      server_error(4), propose(1)};
    for (unsigned seed = 0; seed < 10; ++seed) {
        std::mt19937 random(seed);
        const auto any = [&random](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
        Capture c;
        std::vector<std::optional<Context>> first_pass;
        for (int i = 0; i < 500; ++i) {
            Event e = events[any(std::size(events))];
            e.cookie = any(3);
            if (e.has_service && any(3) == 0) {
                e = for_chat(e);
            }
            if (any(50) == 0) {
                c.own_name(any(4), kNames[any(3)]);
            }
            c.request(1 + any(8));
            const bool outgoing = e.kind != MessageKind::host_ack && e.kind != MessageKind::server_error && any(2) == 0;
            const auto frame = outgoing ? c.out(any(4), kNames[any(3)], e) : c.in(any(4), kNames[any(3)], e);
            Context f;
            first_pass.push_back(c.tracker().find(frame, 0, false, f) ? std::optional(f) : std::nullopt);
        }
        for (std::uint32_t frame = 1; frame <= first_pass.size(); ++frame) {
            const std::optional<Context>& first = first_pass[frame - 1];
            ASSERT_EQ(c.knows(frame), first.has_value());
            if (first) {
                expect_same_findings(*first, c.context(frame));
            }
        }
    }
}

TEST(Tracker, NotesEachEndpointOnce)
{
    Tracker t(42);
    EXPECT_TRUE(t.note_endpoint({0xC0A8019E, 5190}));
    EXPECT_TRUE(t.note_endpoint({0xC0A8019E, 5191}));
    EXPECT_TRUE(t.note_endpoint({0xC0A8019F, 5190}));
    EXPECT_FALSE(t.note_endpoint({0xC0A8019E, 5190}));
    EXPECT_FALSE(t.note_endpoint({0xC0A8019E, 5191}));
}

} // namespace
} // namespace oscar::sessions
