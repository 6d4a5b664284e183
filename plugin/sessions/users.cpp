// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/users.h"

#include <utility>

namespace oscar::sessions {
namespace {

std::string normalised(std::string_view name)
{
    std::string out;
    for (const char c : name) {
        if (c != ' ') {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return out;
}

} // namespace

Number Users::with_name(std::string_view name)
{
    const std::string key = normalised(name);
    if (const auto found = by_name_.find(std::string_view(key)); found != by_name_.end()) {
        return found->second;
    }
    users_.push_back({.name = std::string(name), .nameless = false});
    const auto number = static_cast<Number>(users_.size() - 1);
    by_name_.emplace(key, number);
    return number;
}

Number Users::add_nameless()
{
    users_.emplace_back();
    return static_cast<Number>(users_.size() - 1);
}

Connection& Users::connection(std::uint32_t number)
{
    Connection& c = connections_[number];
    if (c.owner == kNone) {
        c.owner = add_nameless();
    }
    return c;
}

const Connection* Users::find_connection(std::uint32_t number) const
{
    const auto found = connections_.find(number);
    return found != connections_.end() ? &found->second : nullptr;
}

Number Users::set_own_name(std::uint32_t connection, std::string_view name)
{
    const Number user = with_name(name);
    Connection& c = connections_[connection];
    if (c.owner == kNone) {
        c.owner = user;
    }
    return unite(c.owner, user);
}

Number Users::resolve(Number user) const
{
    while (users_[user].same != kNone) {
        user = users_[user].same;
    }
    return user;
}

// Of two users without a name, the one with the smaller count is merged into the other. That keeps chains of users
// short: their length grows with the logarithm of the number of users.
Number Users::unite(Number a, Number b)
{
    a = resolve(a);
    b = resolve(b);
    if (a == b || (!users_[a].nameless && !users_[b].nameless)) {
        return kNone;
    }
    if (!users_[a].nameless || (users_[b].nameless && users_[b].count < users_[a].count)) {
        std::swap(a, b);
    }
    users_[a].same = b;
    users_[b].count += users_[a].count;
    return a;
}

const char* Users::name(Number user) const
{
    if (user == kNone || is_nameless(user)) {
        return nullptr;
    }
    return users_[resolve(user)].name.c_str();
}

} // namespace oscar::sessions
