// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/joining.h"

#include <algorithm>

namespace oscar::sessions {

using rendezvous::MessageKind;

namespace {

constexpr Number kAnyService = kNone;

constexpr std::uint64_t pair_key(Pair users)
{
    const auto [low, high] = std::minmax(users.owner, users.peer);
    return static_cast<std::uint64_t>(low) << 32 | high;
}

constexpr RendezvousKey rendezvous_key(std::uint64_t cookie, Pair users, Number service)
{
    return {cookie, std::min(users.owner, users.peer), std::max(users.owner, users.peer), service};
}

bool refuses_without_cookie(const Event& event) { return event.kind == MessageKind::client_error && event.cookie == 0; }

bool fits(Number service, const Session& session)
{
    return service == kAnyService || session.service == kAnyService || service == session.service;
}

} // namespace

Joining::Joining(Hash hash, std::pmr::memory_resource* memory, Users& users, Store& store)
    : users_(users), store_(store), by_users_(0, hash, {}, memory), by_cookie_(0, hash, {}, memory),
      open_(0, hash, {}, memory)
{
}

Number Joining::find(const Event& event, Pair users, Number service)
{
    if (refuses_without_cookie(event)) {
        if (const OpenSessions open = open_with(users); open.count == 1) {
            return open.numbers;
        }
    }
    // A session may have begun before the owner's name was learned.
    for (const Pair pair : {users_.resolve(users), users}) {
        const auto found = by_users_.find(rendezvous_key(event.cookie, pair, service));
        if (found != by_users_.end()) {
            return found->second;
        }
    }
    return event.cookie != 0 ? find_by_cookie(event, users, service) : kNone;
}

// The session was begun on another connection, and the owner of that or of ours has no name yet.
Number Joining::find_by_cookie(const Event& event, Pair users, Number service)
{
    const auto found = by_cookie_.find(event.cookie);
    if (found == by_cookie_.end()) {
        return kNone;
    }
    const Number number = found->second.latest;
    Session& s = store_.sessions[number];
    Pair theirs{};
    if (!fits(service, s) || !may_be_users_of(s, users, theirs)) {
        return kNone;
    }
    // To the same user from another connection: the same sender, connected anew, unless it is a first proposal.
    if (event.is_first_proposal() && users_.is_nameless(users.owner) && users_.is_nameless(theirs.owner)) {
        return kNone;
    }
    users_.unite(users.owner, theirs.owner);
    users_.unite(users.peer, theirs.peer);
    learn_service(s, service);
    users = users_.resolve(users);
    const bool is_open = s.outcome == Outcome::open;
    if (is_open && s.open_with_other_users == nullptr && pair_key(users) != pair_key(s.users)) {
        s.open_with_other_users = &open_[pair_key(users)];
        s.open_with_other_users->add(number);
    }
    enter(number, users);
    return number;
}

Number Joining::find_for_other_user(const Event& event, Pair users, Number service)
{
    const auto found = by_cookie_.find(event.cookie); // never zeros
    if (found == by_cookie_.end() || found->second.open.count != 1) {
        return kNone;
    }
    const Number number = found->second.open.numbers;
    Session& s = store_.sessions[number];
    if (!fits(service, s) || !was_proposed_over(event.place.connection, s)) {
        return kNone;
    }
    learn_service(s, service);
    enter(number, users_.resolve(users)); // for what this user goes on to say
    return number;
}

// The client sent the last proposal there.
bool Joining::was_proposed_over(std::uint32_t connection, const Session& s) const
{
    const auto was_sent = [&](Number number) {
        const MessageRecord* m = number != kNone ? &store_.messages[number] : nullptr;
        return m != nullptr && m->outgoing && m->connection == connection;
    };
    return s.last_proposal != kNone && (was_sent(s.last_proposal) || was_sent(store_.messages[s.last_proposal].relay));
}

// `theirs` are the session's users in the order of ours.
bool Joining::may_be_users_of(const Session& session, Pair ours, Pair& theirs) const
{
    const bool same_peer = users_.are_same(ours.peer, session.users.peer);
    if (!same_peer && users_.are_same(ours.owner, session.users.owner)) {
        return false; // one user with two others
    }
    theirs = same_peer ? session.users : Pair{session.users.peer, session.users.owner};
    return users_.may_be_same(ours.owner, theirs.owner) && users_.may_be_same(ours.peer, theirs.peer);
}

OpenSessions Joining::open_with(Pair users) const
{
    OpenSessions sum;
    const auto add = [&](Pair pair) {
        if (const auto found = open_.find(pair_key(pair)); found != open_.end()) {
            sum.count += found->second.count;
            sum.numbers ^= found->second.numbers;
        }
    };
    add(users);
    if (const Pair resolved = users_.resolve(users); resolved.owner != users.owner) {
        add(resolved);
    }
    return sum;
}

bool Joining::is_ambiguous(const Event& event, Pair users) const
{
    return refuses_without_cookie(event) && open_with(users).count > 1;
}

// Makes a session the one that its cookie and these users lead to.
void Joining::enter(Number session, Pair users)
{
    const Session& s = store_.sessions[session];
    by_users_.insert_or_assign(rendezvous_key(s.cookie, users, s.service), session);
    by_users_.insert_or_assign(rendezvous_key(s.cookie, users, kAnyService), session);
    if (s.cookie != 0) {
        by_cookie_[s.cookie].latest = session;
    }
}

void Joining::learn_service(Session& session, Number service)
{
    if (session.service == kAnyService) {
        session.service = service;
    }
}

Number Joining::start(const Event& event, Pair users, Number service)
{
    users = users_.resolve(users);
    const auto number = static_cast<Number>(store_.sessions.size());
    Session& s = store_.sessions.emplace_back();
    s.cookie = event.cookie;
    s.service = service;
    s.users = users;
    enter(number, users);
    s.open_with_users = &open_[pair_key(users)];
    s.open_with_users->add(number);
    if (s.cookie != 0) {
        s.open_with_cookie = &by_cookie_[s.cookie].open;
        s.open_with_cookie->add(number);
    }
    return number;
}

void Joining::close(Number session)
{
    Session& s = store_.sessions[session];
    for (OpenSessions** open : {&s.open_with_users, &s.open_with_other_users, &s.open_with_cookie}) {
        if (*open != nullptr) {
            (*open)->remove(session);
            *open = nullptr;
        }
    }
}

} // namespace oscar::sessions
