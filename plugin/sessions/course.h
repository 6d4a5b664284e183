// SPDX-License-Identifier: GPL-2.0-or-later
//
// The course of a session: proposals and counter-proposals, their sequence numbers, and what decides the outcome.
#ifndef OSCAR_SESSIONS_COURSE_H
#define OSCAR_SESSIONS_COURSE_H

#include "sessions/event.h"
#include "sessions/number.h"
#include "sessions/session.h"
#include "sessions/users.h"

namespace oscar::sessions {

class Course {
public:
    Course(const Users& users, Store& store) : users_(users), store_(store) {}

    // Whether a message begins a session of its own, although the latest session with its cookie is this one.
    static bool starts_anew(const Event& event, const Session& session);

    // A message that is in its session already, and no copy. `receiver` is the user to whom it goes.
    void advance(Number message, const Event& event, Number receiver);
    // The server refuses the message `request`.
    void fail(Number error, const Event& event, Number request);

private:
    void propose(Session& session, Number message, Number receiver);
    void check_sequence(Session& session, MessageRecord& message) const;
    void answer(Session& session, Number message, const Event& event);
    void decide(Session& session, Number message, const Event& event);

    const Users& users_;
    Store& store_;
};

} // namespace oscar::sessions

#endif
