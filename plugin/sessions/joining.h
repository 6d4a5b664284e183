// SPDX-License-Identifier: GPL-2.0-or-later
// Finds the session that a message belongs to.
//
// That is the latest session with the same cookie, users and service. Not every message contains all of these:
//
// - The owner of a connection may not have a name yet. The relayed copy of a message on another connection, or an
//   answer that arrives after its recipient has reconnected, is then found by the cookie alone, if the users may be the
//   same. That identifies the users, also in earlier messages. A cookie of zeros identifies nothing and is never
//   searched for alone.
// - Acknowledgements and client errors do not contain the service, and a block can end before it. WinAIM is said to
//   refuse with a cookie of zeros, too; that can only mean the only session of the two users that is open.
// - An answer may come from a user other than the one who was asked. It is taken to be about the only open session with
//   its cookie, if that was proposed over the same connection.
//
// Every step takes constant time: a key leads to the latest session that has it, never to a list. Only when an owner
// turns out to be another user are the sessions of that owner traversed. That can happen to a session more than once,
// but at most as often as the logarithm of the number of connections; see Users::unite().
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
    Joining(Hash hash, std::pmr::memory_resource* memory, Users& users, Store& store);

    // The session of a message, or kNone if there is none. Here and below, `service` is kNone if the message does not
    // contain it.
    Number find(const Event& event, Pair users, Number service);
    // The session of an answer that comes from a user other than the one who was asked.
    Number find_for_other_user(const Event& event, Pair users, Number service);
    // Whether a message refuses one of several proposals without telling which.
    bool is_ambiguous(const Event& event, Pair users) const;

    // kNone also for a cookie of zeros, which identifies nothing.
    Number latest_with_cookie(std::uint64_t cookie) const;

    Number start(const Event& event, Pair users, Number service);
    // Must be called when a session has got its outcome.
    void close(Number session);
    // Must be called when a user has turned out to be another one. Does nothing for kNone.
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
    std::pmr::unordered_map<std::uint64_t, Number, Hash> owned_;      // the first session of a user without a name
};

} // namespace oscar::sessions

#endif
