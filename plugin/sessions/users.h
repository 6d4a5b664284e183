// SPDX-License-Identifier: GPL-2.0-or-later
// The users. A message names one of its two users. The other one is the owner of its connection, whose name is known if
// the capture contains SNAC 0001/000F. Until then the owner is a user without a name, who may turn out to be the same
// as another user.
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

// The two users of a message: the owner of its connection, and the other one.
struct Pair {
    Number owner = kNone;
    Number peer = kNone;
};

// A connection between a client and the server.
struct Connection {
    Number owner = kNone;
    bool client_known = false;
    bool client_is_low = false; // the client has the lower address, or the lower port if the addresses are the same
};

class Users {
public:
    Users(Hash hash, std::pmr::memory_resource* memory)
        : by_name_(0, hash, {}, memory), connections_(0, hash, {}, memory)
    {
    }

    // The user with this screen name. Case and spaces make no difference.
    Number with_name(std::string_view name);
    // The connection with this number. It is created, with an owner, if it is new.
    Connection& connection(std::uint32_t number);
    // Null if there is none with this number.
    const Connection* find_connection(std::uint32_t number) const;
    // These two return the user who has turned out to be another one, to whom resolve() leads from now on. They return
    // kNone if there is none.
    Number set_own_name(std::uint32_t connection, std::string_view name);
    // Merges two users who have turned out to be the same. Does nothing if both have names.
    Number unite(Number a, Number b);
    // The user that this one has turned out to be, or the same user.
    Number resolve(Number user) const;
    Pair resolve(Pair users) const { return {resolve(users.owner), resolve(users.peer)}; }
    bool is_nameless(Number user) const { return users_[resolve(user)].nameless; }
    bool are_same(Number a, Number b) const { return resolve(a) == resolve(b); }
    bool may_be_same(Number a, Number b) const { return are_same(a, b) || is_nameless(a) || is_nameless(b); }

    // The name as it was first written; null if it is unknown.
    const char* name(Number user) const;

private:
    struct User {
        std::string name;
        Number same = kNone;     // who this user without a name has turned out to be
        std::uint32_t count = 1; // of the users who have turned out to be this one, including itself
        bool nameless = true;
    };

    Number add_nameless();

    std::deque<User> users_;
    std::pmr::unordered_map<std::pmr::string, Number, Hash, std::equal_to<>> by_name_; // normalised
    std::pmr::unordered_map<std::uint64_t, Connection, Hash> connections_;
};

} // namespace oscar::sessions

#endif
