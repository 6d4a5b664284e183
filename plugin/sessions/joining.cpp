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
      open_(0, hash, {}, memory), owned_(0, hash, {}, memory)
{
}

Number Joining::find(const Event& event, Pair users, Number service)
{
    if (refuses_without_cookie(event)) {
        if (const OpenSessions open = open_with(users); open.count == 1) {
            return open.numbers;
        }
    }
    const Pair resolved = users_.resolve(users);
    const auto latest = [&](Number with_service) {
        const auto found = by_users_.find(rendezvous_key(event.cookie, resolved, with_service));
        return found != by_users_.end() ? found->second : kNone;
    };
    if (const Number number = latest(service); number != kNone) {
        return number;
    }
    // The messages of the session so far may have been cut before the service.
    if (const Number number = latest(kAnyService); number != kNone && store_.sessions[number].service == kAnyService) {
        learn_service(number, service);
        return number;
    }
    return event.cookie != 0 ? find_by_cookie(event, users, service) : kNone;
}

// For a session that began on another connection: the owner of that connection or of this one has no name yet.
Number Joining::find_by_cookie(const Event& event, Pair users, Number service)
{
    const auto found = by_cookie_.find(event.cookie);
    if (found == by_cookie_.end()) {
        return kNone;
    }
    const Number number = found->second.latest;
    Pair theirs{};
    if (!fits(service, store_.sessions[number]) || !may_be_users_of(store_.sessions[number], users, theirs)) {
        return kNone;
    }
    // A message to the same user over another connection is from the same sender, who has reconnected, unless it is a
    // first proposal.
    if (event.is_first_proposal() && users_.is_nameless(users.owner) && users_.is_nameless(theirs.owner)) {
        return kNone;
    }
    follow(users_.unite(users.owner, theirs.owner));
    follow(users_.unite(users.peer, theirs.peer));
    learn_service(number, service);
    return number;
}

Number Joining::latest_with_cookie(std::uint64_t cookie) const
{
    const auto found = by_cookie_.find(cookie);
    return cookie != 0 && found != by_cookie_.end() ? found->second.latest : kNone;
}

Number Joining::find_for_other_user(const Event& event, Pair users, Number service)
{
    const auto found = by_cookie_.find(event.cookie); // which has no cookie of zeros
    if (found == by_cookie_.end() || found->second.open.count != 1) {
        return kNone;
    }
    const Number number = found->second.open.numbers;
    Session& s = store_.sessions[number];
    if (!fits(service, s) || !was_proposed_over(event.place.connection, s)) {
        return kNone;
    }
    s.other_users = users; // who may send more messages
    learn_service(number, service);
    enter(number);
    return number;
}

// Whether the client sent the last proposal over this connection.
bool Joining::was_proposed_over(std::uint32_t connection, const Session& s) const
{
    const auto was_sent = [&](Number number) {
        const MessageRecord* m = number != kNone ? &store_.messages[number] : nullptr;
        return m != nullptr && m->outgoing && m->connection == connection;
    };
    return s.last_proposal != kNone && (was_sent(s.last_proposal) || was_sent(store_.messages[s.last_proposal].relay));
}

// Sets `theirs` to the users of the session, in the order of `ours`.
bool Joining::may_be_users_of(const Session& session, Pair ours, Pair& theirs) const
{
    const bool same_peer = users_.are_same(ours.peer, session.users.peer);
    if (!same_peer && users_.are_same(ours.owner, session.users.owner)) {
        return false; // the same user with somebody else
    }
    theirs = same_peer ? session.users : Pair{session.users.peer, session.users.owner};
    return users_.may_be_same(ours.owner, theirs.owner) && users_.may_be_same(ours.peer, theirs.peer);
}

OpenSessions Joining::open_with(Pair users) const
{
    const auto found = open_.find(pair_key(users_.resolve(users)));
    return found != open_.end() ? found->second : OpenSessions{};
}

bool Joining::is_ambiguous(const Event& event, Pair users) const
{
    return refuses_without_cookie(event) && open_with(users).count > 1;
}

// Makes this session the one that is found by its cookie, users and service, unless a later one has the same.
void Joining::enter(Number session)
{
    const Session& s = store_.sessions[session];
    enter(session, users_.resolve(s.users));
    if (s.other_users.peer != kNone) {
        enter(session, users_.resolve(s.other_users));
    }
}

void Joining::enter(Number session, Pair users)
{
    const Session& s = store_.sessions[session];
    for (const Number service : {s.service, kAnyService}) {
        Number& latest = by_users_.try_emplace(rendezvous_key(s.cookie, users, service), session).first->second;
        latest = std::max(latest, session);
    }
}

void Joining::learn_service(Number session, Number service)
{
    if (Session& s = store_.sessions[session]; s.service == kAnyService && service != kAnyService) {
        s.service = service;
        enter(session);
    }
}

void Joining::count_as_open(Number session)
{
    Session& s = store_.sessions[session];
    s.open_with_users = &open_[pair_key(users_.resolve(s.users))];
    s.open_with_users->add(session);
}

void Joining::follow(Number user)
{
    const auto list = owned_.find(user);
    if (list == owned_.end()) {
        return;
    }
    const Number first = list->second;
    Number last = kNone;
    for (Number number = first; number != kNone; number = store_.sessions[number].next_of_owner) {
        enter(number);
        if (Session& s = store_.sessions[number]; s.open_with_users != nullptr) {
            s.open_with_users->remove(number);
            count_as_open(number);
        }
        last = number;
    }
    owned_.erase(list);
    if (const Number other = users_.resolve(user); users_.is_nameless(other)) {
        Number& head = owned_.try_emplace(other, kNone).first->second;
        store_.sessions[last].next_of_owner = head;
        head = first;
    }
}

Number Joining::start(const Event& event, Pair users, Number service)
{
    const auto number = static_cast<Number>(store_.sessions.size());
    Session& s = store_.sessions.emplace_back();
    s.cookie = event.cookie;
    s.service = service;
    s.users = users;
    enter(number);
    count_as_open(number);
    if (s.cookie != 0) {
        SameCookie& same = by_cookie_[s.cookie];
        same.latest = number;
        s.open_with_cookie = &same.open;
        s.open_with_cookie->add(number);
    }
    if (const Number owner = users_.resolve(users.owner); users_.is_nameless(owner)) {
        Number& head = owned_.try_emplace(owner, kNone).first->second;
        s.next_of_owner = head;
        head = number;
    }
    return number;
}

void Joining::close(Number session)
{
    Session& s = store_.sessions[session];
    for (OpenSessions** open : {&s.open_with_users, &s.open_with_cookie}) {
        if (*open != nullptr) {
            (*open)->remove(session);
            *open = nullptr;
        }
    }
}

} // namespace oscar::sessions
