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

    // Whether a message starts a new session, although its cookie is that of `session`.
    static bool starts_anew(const Event& event, const Session& session);

    // Updates the session of a message that is already in the store and is not a copy. `receiver` is the user to whom
    // it is sent.
    void advance(Number message, const Event& event, Number receiver);
    // Updates the session after `error`, in which the server refuses the message `request`.
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
