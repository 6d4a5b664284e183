// SPDX-License-Identifier: GPL-2.0-or-later
//
// The tracker's answers.
#include "sessions/tracker.h"

#include <algorithm>
#include <utility>

namespace oscar::sessions {

using namespace rendezvous;

namespace {

constexpr std::uint32_t kServiceDataBit = 1U << tag_index(tag::kServiceData);

} // namespace

bool Tracker::find(std::uint32_t frame, std::uint32_t index, bool all_seen, Context& out) const
{
    const Record* record = find_record(frame, index);
    if (record == nullptr) {
        return false;
    }
    out = {};
    out.kind = record->kind;
    out.outgoing = record->outgoing;
    out.copy = record->copy;
    out.session = record->session;
    fill_session(*record, all_seen, out);
    fill_links(*record, out);
    fill_rules(*record, out);
    return true;
}

// Messages are added in the order in which they stand in the capture.
const Tracker::Record* Tracker::find_record(std::uint32_t frame, std::uint32_t index) const
{
    const auto place = [](const Record& r) { return std::pair(r.frame, r.index); };
    // On the first pass it is the one that was added last.
    if (!records_.empty() && place(records_.back()) == std::pair(frame, index)) {
        return &records_.back();
    }
    const auto at = std::ranges::lower_bound(records_, std::pair(frame, index), {}, place);
    return at != records_.end() && place(*at) == std::pair(frame, index) ? &*at : nullptr;
}

// A message, or its copy if that went over the same connection as the one who asks: a user follows one connection.
const Tracker::Record& Tracker::seen_from(Number connection, Number number) const
{
    const Record& r = records_[number];
    const bool copy_is_nearer =
        r.connection != connection && r.relay != kNone && records_[r.relay].connection == connection;
    return copy_is_nearer ? records_[r.relay] : r;
}

std::uint32_t Tracker::frame_from(Number connection, Number number) const
{
    return number != kNone ? seen_from(connection, number).frame : 0;
}

const char* Tracker::name_of(Number user) const
{
    if (user == kNone || users_[named(user)].nameless) {
        return nullptr;
    }
    return users_[named(user)].name.c_str();
}

// What a message is in its session, that one of its two copies knows that was seen first.
const Tracker::Record& Tracker::first_seen(const Record& r) const { return r.copy ? records_[r.relay] : r; }

void Tracker::fill_session(const Record& r, bool all_seen, Context& out) const
{
    const Session& s = sessions_[r.session];
    out.opens = &r == &records_[s.first];
    out.decides = s.decided_by != kNone && &r == &records_[s.decided_by];
    out.overruled = all_seen ? Outcome::open : r.overruled;
    out.proposer = name_of(s.proposer);
    out.recipient = name_of(s.recipient);
    const bool tells_itself = (r.snapshot.present & kServiceDataBit) != 0 ||
                              (s.subject_from != kNone && &first_seen(r) == &records_[s.subject_from]);
    out.subject = tells_itself ? nullptr : s.subject;
    out.has_service = s.service != kAnyService;
    out.service_told = r.service_told;
    if (out.has_service) {
        out.service = service_name(services_[s.service - 1].uuid);
    }
    out.ended = s.outcome != Outcome::open || all_seen;
    out.outcome = s.outcome;
    out.outcome_value = s.outcome_value;
    out.outcome_in = frame_from(r.connection, s.decided_by);
}

void Tracker::fill_links(const Record& r, Context& out) const
{
    const Record& known = first_seen(r);
    if (r.kind == Kind::propose) {
        out.previous_in = frame_from(r.connection, known.proposal);
        out.next_in = frame_from(r.connection, known.counter);
        out.answer_in = frame_from(r.connection, known.answer);
    } else {
        out.proposal_in = frame_from(r.connection, known.proposal);
    }
    if (r.kind != Kind::propose && known.proposal != kNone && records_[known.proposal].answer != kNone &&
        &records_[records_[known.proposal].answer] == &known) {
        out.has_time = true;
        out.time = r.time - seen_from(r.connection, known.proposal).time;
    }
    if (r.relay != kNone) {
        (r.outgoing ? out.relay_in : out.relay_of) = records_[r.relay].frame;
    }
}

void Tracker::fill_rules(const Record& r, Context& out) const
{
    out.unasked = r.unasked;
    out.after_outcome = r.after_outcome;
    out.sequence = r.sequence;
    out.expected_sequence = r.expected_sequence;
    out.sequence_gap = r.sequence_gap;
    out.sequence_first = r.expected_sequence != 0 && !r.sequence_gap;
    if (r.copy) {
        const Record& other = records_[r.relay];
        out.sent = r.outgoing ? &r.snapshot : &other.snapshot;
        out.relayed = r.outgoing ? &other.snapshot : &r.snapshot;
    }
}

} // namespace oscar::sessions
