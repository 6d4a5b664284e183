// SPDX-License-Identifier: GPL-2.0-or-later
//
// Which session a message belongs to.
//
// That is the latest session with its cookie, its two users and its service. Not every message tells all of these:
//
// - The owner of a connection may have no name yet. Then a message and its relayed copy on another connection, or an
//   answer that reaches an owner who has connected anew, is found by cookie alone, if the users may be the same; this
//   tells who they are. A cookie of zeros identifies nothing, so it is never searched for alone. Once it is known who
//   an owner is, that holds for what was seen before, too.
// - Acknowledgements and client errors leave the service out, and a block can end before it. WinAIM is said to refuse
// with a cookie of zeros besides,
//   which must mean the only session of the two users that is open.
// - An answer may come from another user than was asked. It is taken to be about the only open session with its cookie,
//   if that was proposed over the same connection.
//
// Every step takes constant time: a key leads to the latest session that has it, never to a list. Only where an owner
// turns out to be somebody else are the sessions of that owner gone through. That can happen to a session again, but no
// more often than the logarithm of the number of connections, see Users::unite().
#ifndef OSCAR_SESSIONS_JOINING_H
#define OSCAR_SESSIONS_JOINING_H

#include "sessions/event.h"
#include "sessions/hash.h"
#include "sessions/number.h"
#include "sessions/session.h"
#include "sessions/users.h"

#include <cstdint>
#include <functional>
#include <memory_resource>
#include <unordered_map>

namespace oscar::sessions {

class Joining {
public:
    // `service` is kNone where a message does not say it.
    Joining(Hash hash, std::pmr::memory_resource* memory, Users& users, Store& store);

    // The session of a message; kNone if none is known.
    Number find(const Event& event, Pair users, Number service);
    // The session that an answer belongs to which comes from another user than was asked.
    Number find_for_other_user(const Event& event, Pair users, Number service);
    // Whether it refuses one of several proposals, and nothing tells which.
    bool is_ambiguous(const Event& event, Pair users) const;

    Number start(const Event& event, Pair users, Number service);
    // The session has an outcome.
    void close(Number session);
    // This user turned out to be another one. kNone: nobody did.
    void follow(Number user);

private:
    struct SameCookie {
        Number latest = kNone;
        OpenSessions open;
    };

    Number find_by_cookie(const Event& event, Pair users, Number service);
    bool may_be_users_of(const Session& session, Pair ours, Pair& theirs) const;
    bool was_proposed_over(std::uint32_t connection, const Session& session) const;
    OpenSessions open_with(Pair users) const;
    void enter(Number session);
    void enter(Number session, Pair users);
    void learn_service(Number session, Number service);
    void count_as_open(Number session);

    Users& users_;
    Store& store_;
    std::pmr::unordered_map<RendezvousKey, Number, Hash> by_users_; // the latest session
    std::pmr::unordered_map<std::uint64_t, SameCookie, Hash> by_cookie_;
    std::pmr::unordered_map<std::uint64_t, OpenSessions, Hash> open_; // by two users
    std::pmr::unordered_map<std::uint64_t, Number, Hash> owned_;      // the first in the list of a user without a name
};

} // namespace oscar::sessions

#endif
