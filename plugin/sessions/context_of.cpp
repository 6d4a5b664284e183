// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/context_of.h"

#include "core/rendezvous/tags.h"

namespace oscar::sessions {

using rendezvous::MessageKind;

namespace {

constexpr std::uint32_t kServiceDataBit = 1U << rendezvous::tag_index(rendezvous::tag::kServiceData);

// The message itself, or its copy if only that was sent over `connection`. Links stay on one connection where possible,
// because that is what the reader of a capture follows.
const MessageRecord& seen_from(std::uint32_t connection, const MessageRecord& m, const Store& store)
{
    const bool copy_is_nearer =
        m.connection != connection && m.relay != kNone && store.messages[m.relay].connection == connection;
    return copy_is_nearer ? store.messages[m.relay] : m;
}

void fill_session(const MessageRecord& m, const Store& store, const Users& users, bool all_seen, Context& out)
{
    const Session& s = store.sessions[m.session];
    out.session = m.session;
    out.opens = &m == &store.messages[s.first];
    out.decides = s.decided_by != kNone && &m == &store.messages[s.decided_by];
    out.overruled = m.overruled;
    out.proposer = users.name(s.proposer);
    out.recipient = users.name(s.recipient);
    out.outcome = s.outcome == Outcome::open && all_seen ? Outcome::no_answer : s.outcome;
    out.outcome_value = s.outcome_value;
    if (s.outcome == Outcome::accepted && s.decided_by != kNone) {
        out.accept_time = store.messages[s.decided_by].time;
    }

    const bool has_subject = (m.snapshot.present & kServiceDataBit) != 0 ||
                             (s.subject_from != kNone && &store.first_seen(m) == &store.messages[s.subject_from]);
    out.subject = has_subject ? nullptr : s.subject;

    out.has_service = s.service != kNone;
    out.names_service = m.names_service;
    if (out.has_service) {
        const KnownService& service = store.services[s.service];
        name_service(service.uuid, service.row, out.service);
        out.service_uuid = &service.uuid;
    }
}

void fill_frames(const MessageRecord& m, const Store& store, Context& out)
{
    const auto frame_of = [&](Number number) {
        return number != kNone ? seen_from(m.connection, store.messages[number], store).frame : 0;
    };
    const MessageRecord& known = store.first_seen(m);
    if (m.kind == MessageKind::propose) {
        out.previous_in = frame_of(known.proposal);
        out.next_in = frame_of(known.counter);
        out.answer_in = frame_of(known.answer);
    } else {
        out.proposal_in = frame_of(known.proposal);
    }
    out.outcome_in = frame_of(store.sessions[m.session].decided_by);
    if (m.relay != kNone) {
        (m.outgoing ? out.relay_in : out.relay_of) = store.messages[m.relay].frame;
    }
    if (m.kind == MessageKind::propose || known.proposal == kNone) {
        return;
    }
    const MessageRecord& proposal = store.messages[known.proposal];
    if (proposal.answer != kNone && &store.messages[proposal.answer] == &known) {
        out.has_time = true;
        out.time = m.time - seen_from(m.connection, proposal, store).time;
    }
}

void fill_findings(const MessageRecord& m, const Store& store, Context& out)
{
    out.unasked = m.unasked;
    out.other_user = m.other_user;
    out.after_outcome = m.after_outcome;
    out.sequence = m.sequence;
    out.expected_sequence = m.expected_sequence;
    out.sequence_gap = m.sequence_gap;
    out.sequence_first = m.expected_sequence != 0 && !m.sequence_gap;
    if (m.copy) {
        const MessageRecord& other = store.messages[m.relay];
        out.sent = m.outgoing ? &m.snapshot : &other.snapshot;
        out.relayed = m.outgoing ? &other.snapshot : &m.snapshot;
    }
}

} // namespace

Context context_of(const MessageRecord& m, const Store& store, const Users& users, bool all_seen)
{
    Context out;
    out.outgoing = m.outgoing;
    out.copy = m.copy;
    fill_session(m, store, users, all_seen, out);
    fill_frames(m, store, out);
    fill_findings(m, store, out);
    return out;
}

} // namespace oscar::sessions
