// SPDX-License-Identifier: GPL-2.0-or-later
//
// Who takes part. A message names one of its two users; the other one is the owner of the connection that it goes over,
// whose name SNAC 0001/000F may tell. As long as nobody has told it, the owner is a nameless user, who can turn out to
// be the same as another one later.
#ifndef OSCAR_SESSIONS_USERS_H
#define OSCAR_SESSIONS_USERS_H

#include "sessions/hash.h"
#include "sessions/number.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory_resource>
#include <string>
#include <string_view>
#include <unordered_map>

namespace oscar::sessions {

// The two users of a message: whose connection it is, and the other.
struct Pair {
    Number owner = kNone;
    Number peer = kNone;
};

// Of a client to the server.
struct Connection {
    Number owner = kNone;
    bool client_known = false;
    bool client_is_low = false; // which end of the connection the client is
};

class Users {
public:
    Users(Hash hash, std::pmr::memory_resource* memory)
        : by_name_(0, hash, {}, memory), connections_(0, hash, {}, memory)
    {
    }

    // The user of this screen name. Names compare without case and spaces.
    Number with_name(std::string_view name);
    // With its owner.
    Connection& connection(std::uint32_t number);
    // Null for a connection that nothing was seen of.
    const Connection* find_connection(std::uint32_t number) const;
    // These return the user who turned out to be another one by it, so that resolve() leads away from there; kNone if
    // nobody did.
    Number set_own_name(std::uint32_t connection, std::string_view name);
    // Two users turned out to be the same one, if that is possible: one of them has no name yet.
    Number unite(Number a, Number b);
    // Who a user turned out to be.
    Number resolve(Number user) const;
    Pair resolve(Pair users) const { return {resolve(users.owner), resolve(users.peer)}; }
    bool is_nameless(Number user) const { return users_[resolve(user)].nameless; }
    bool are_same(Number a, Number b) const { return resolve(a) == resolve(b); }
    bool may_be_same(Number a, Number b) const { return are_same(a, b) || is_nameless(a) || is_nameless(b); }

    // As it was first written; null if it is not known.
    const char* name(Number user) const;

private:
    struct User {
        std::string name;
        Number same = kNone;     // who this nameless user turned out to be
        std::uint32_t count = 1; // of those who turned out to be this one, with itself
        bool nameless = true;
    };

    Number add_nameless();

    std::deque<User> users_;
    std::pmr::unordered_map<std::pmr::string, Number, Hash, std::equal_to<>> by_name_; // normalised
    std::pmr::unordered_map<std::uint64_t, Connection, Hash> connections_;
};

} // namespace oscar::sessions

#endif
