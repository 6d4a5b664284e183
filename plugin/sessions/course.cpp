// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/course.h"

namespace oscar::sessions {

using rendezvous::MessageKind;

// A proposal with sequence number 1 after an outcome means that its cookie is being reused. A cookie of zeros
// identifies nothing, so with it each such proposal starts a new session.
bool Course::starts_anew(const Event& event, const Session& session)
{
    const bool over = session.outcome != Outcome::open || (session.cookie == 0 && session.last_proposal != kNone);
    return event.is_first_proposal() && over;
}

void Course::advance(Number message, const Event& event, Number receiver)
{
    MessageRecord& m = store_.messages[message];
    Session& s = store_.sessions[m.session];
    m.after_outcome = s.outcome != Outcome::open;
    if (event.kind == MessageKind::propose) {
        propose(s, message, receiver);
    } else if (event.answer != Outcome::open) {
        answer(s, message, event);
    }
}

void Course::propose(Session& s, Number message, Number receiver)
{
    MessageRecord& m = store_.messages[message];
    if (s.proposer == kNone) {
        s.proposer = m.actor;
        s.recipient = receiver;
    }
    check_sequence(s, m);
    if (s.last_proposal != kNone) {
        m.proposal = s.last_proposal;
        store_.messages[s.last_proposal].counter = message;
    }
    s.last_proposal = message;
}

void Course::check_sequence(Session& s, MessageRecord& m) const
{
    const rendezvous::ServiceRow* service = s.service != kNone ? store_.services[s.service].row : nullptr;
    if (service != nullptr && !service->counts_proposals) {
        return;
    }
    const std::uint32_t expected = s.next_sequence != 0 ? s.next_sequence : 1;
    if (m.has_sequence && m.sequence != expected) {
        m.expected_sequence = expected;
        m.sequence_gap = s.next_sequence != 0;
    }
    s.next_sequence = (m.has_sequence ? m.sequence : expected) + 1U;
}

void Course::answer(Session& s, Number message, const Event& event)
{
    MessageRecord& m = store_.messages[message];
    m.proposal = s.last_proposal;
    m.unasked = s.last_proposal == kNone;
    if (s.outcome != Outcome::open) {
        return;
    }
    if (!m.unasked) {
        store_.messages[s.last_proposal].answer = message;
    }
    decide(s, message, event);
}

void Course::fail(Number error, const Event& event, Number request)
{
    MessageRecord& refused = store_.messages[request];
    Session& s = store_.sessions[refused.session];
    const bool is_proposal = refused.kind == MessageKind::propose;
    store_.messages[error].proposal = is_proposal ? request : s.last_proposal;
    if (is_proposal && refused.answer == kNone) {
        refused.answer = error;
    }
    // An answer that the server did not deliver has decided nothing.
    if (s.outcome == Outcome::open || s.decided_by == request) {
        decide(s, error, event);
    }
}

void Course::decide(Session& s, Number message, const Event& event)
{
    MessageRecord& m = store_.messages[message];
    m.overruled = s.outcome;
    s.decided_by = message;
    s.outcome = event.answer;
    s.outcome_value = event.answer_value;
    if (event.answer == Outcome::cancelled && s.proposer == kNone) {
        s.outcome = Outcome::called_off;
    } else if (event.answer == Outcome::cancelled && !users_.are_same(m.actor, s.proposer)) {
        s.outcome = Outcome::declined;
    }
}

} // namespace oscar::sessions
