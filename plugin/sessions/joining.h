// SPDX-License-Identifier: GPL-2.0-or-later
//
// Which session a message belongs to.
//
// That is the latest session with its cookie, its two users and its service. Not every message tells all of these:
//
// - The owner of a connection may have no name yet. Then a message and its relayed copy on another connection, or an
//   answer that reaches an owner who has connected anew, is found by cookie alone, if the users may be the same; this
//   tells who they are. A cookie of zeros identifies nothing, so it is never searched for alone.
// - Acknowledgements and client errors leave the service out. WinAIM is said to refuse with a cookie of zeros besides,
//   which must mean the only session of the two users that is open.
// - An answer may come from another user than was asked. It is taken to be about the only open session with its cookie,
//   if that was proposed over the same connection.
//
// Every step takes constant time: a key leads to the latest session that has it, never to a list.
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

private:
    struct SameCookie {
        Number latest = kNone;
        OpenSessions open;
    };

    Number find_by_cookie(const Event& event, Pair users, Number service);
    bool may_be_users_of(const Session& session, Pair ours, Pair& theirs) const;
    bool was_proposed_over(std::uint32_t connection, const Session& session) const;
    OpenSessions open_with(Pair users) const;
    void enter(Number session, Pair users);
    static void learn_service(Session& session, Number service);

    Users& users_;
    Store& store_;
    std::pmr::unordered_map<RendezvousKey, Number, Hash> by_users_; // the latest session
    std::pmr::unordered_map<std::uint64_t, SameCookie, Hash> by_cookie_;
    std::pmr::unordered_map<std::uint64_t, OpenSessions, Hash> open_; // by two users
};

} // namespace oscar::sessions

#endif
