// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/tracker.h"

#include <algorithm>
#include <utility>

namespace oscar::sessions {

using namespace rendezvous;

namespace {

constexpr std::uint64_t pair_key(std::uint32_t a, std::uint32_t b)
{
    return static_cast<std::uint64_t>(std::min(a, b)) << 32 | std::max(a, b);
}

constexpr std::uint64_t request_key(std::uint32_t connection, std::uint32_t request_id)
{
    return static_cast<std::uint64_t>(connection) << 32 | request_id;
}

// Screen names compare without case and spaces.
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

bool is_first(const Event& event) { return event.kind == Kind::propose && event.has_sequence && event.sequence == 1; }

// In ICQ messages and contact lists SEQUENCE_NUM is an acknowledgement type instead (MirandaICQ, micq).
bool counts_proposals(Service service) { return service != Service::icq_relay && service != Service::send_buddy_list; }

} // namespace

Tracker::Tracker(std::uint64_t seed)
    : hash_(seed), user_numbers_(0, hash_, {}, &arena_), service_numbers_(0, hash_, {}, &arena_),
      connections_(0, hash_, {}, &arena_), open_(0, hash_, {}, &arena_), by_users_(0, hash_, {}, &arena_),
      by_cookie_(0, hash_, {}, &arena_), by_request_(0, hash_, {}, &arena_)
{
}

// ---- Users and connections ----

Tracker::Number Tracker::intern_user(std::string_view name)
{
    const std::string key = normalised(name);
    if (const auto found = user_numbers_.find(std::string_view(key)); found != user_numbers_.end()) {
        return found->second;
    }
    users_.push_back({.name = std::string(name), .nameless = false});
    const auto number = static_cast<Number>(users_.size() - 1);
    user_numbers_.emplace(key, number);
    return number;
}

Tracker::Number Tracker::intern_service(const Event& event)
{
    if (!event.has_service) {
        return kAnyService;
    }
    const auto [at, is_new] = service_numbers_.try_emplace(event.uuid, static_cast<Number>(services_.size() + 1));
    if (is_new) {
        services_.push_back({event.uuid, event.service});
    }
    return at->second;
}

Tracker::Number Tracker::named(Number user) const
{
    while (users_[user].same != kNone) {
        user = users_[user].same;
    }
    return user;
}

Tracker::Pair Tracker::named(Pair users) const { return {named(users.owner), named(users.peer)}; }

Tracker::Connection& Tracker::connection_of(const Event& event)
{
    Connection& c = connections_[event.place.connection];
    if (c.owner == kNone) {
        users_.emplace_back();
        c.owner = static_cast<Number>(users_.size() - 1);
    }
    if (event.kind != Kind::client_error) {
        c.client_known = true;
        c.client_is_low = event.to_host == event.place.from_low;
    }
    return c;
}

bool Tracker::is_outgoing(const Connection& connection, const Event& event)
{
    if (event.kind != Kind::client_error) {
        return event.to_host;
    }
    if (connection.client_known) {
        return event.place.from_low == connection.client_is_low;
    }
    // Request ids that the server makes have the top bit set (joscar wiki; captures).
    return (event.request_id & 0x80000000) == 0;
}

void Tracker::set_own_name(std::uint32_t connection, std::string_view name)
{
    const Number user = intern_user(name);
    Connection& c = connections_[connection];
    if (c.owner == kNone) {
        c.owner = user;
    } else {
        learn(c.owner, user);
    }
}

// Two users turned out to be the same one. No chain of them gets longer than two steps, so that named() stays quick.
void Tracker::learn(Number a, Number b)
{
    a = named(a);
    b = named(b);
    const auto can_turn = [](const User& from, const User& into) {
        return from.nameless && !(from.is_meant && into.nameless);
    };
    if (!can_turn(users_[a], users_[b])) {
        std::swap(a, b);
    }
    if (a != b && can_turn(users_[a], users_[b])) {
        users_[a].same = b;
        users_[b].is_meant = true;
    }
}

bool Tracker::may_be_same(Number a, Number b) const
{
    a = named(a);
    b = named(b);
    return a == b || users_[a].nameless || users_[b].nameless;
}

// `theirs` are the session's users in the order of ours.
bool Tracker::may_be_users_of(const Session& session, Pair ours, Pair& theirs) const
{
    const bool same_peer = named(ours.peer) == named(session.users.peer);
    if (!same_peer && named(ours.owner) == named(session.users.owner)) {
        return false; // one user with two others
    }
    theirs = same_peer ? session.users : Pair{session.users.peer, session.users.owner};
    return may_be_same(ours.owner, theirs.owner) && may_be_same(ours.peer, theirs.peer);
}

// ---- Which session ----

RendezvousKey Tracker::key(std::uint64_t cookie, Pair users, Number service)
{
    return {cookie, std::min(users.owner, users.peer), std::max(users.owner, users.peer), service};
}

Tracker::Number Tracker::session_for(const Event& event, Pair users, Number service)
{
    // WinAIM is said to refuse with a cookie of zeros (joscar): that must mean the only session that is open.
    if (event.kind == Kind::client_error && event.cookie == 0) {
        if (const Open open = open_sessions(users); open.count == 1) {
            return open.numbers;
        }
    }
    // A session may have begun before the owner's name was learned.
    for (const Pair pair : {named(users), users}) {
        const auto found = by_users_.find(key(event.cookie, pair, service));
        if (found != by_users_.end()) {
            return found->second;
        }
    }
    return event.cookie != 0 ? join_over_connections(event, users, service) : kNone;
}

Tracker::Open Tracker::open_sessions(Pair users) const
{
    Open sum;
    const auto add = [&](Pair pair) {
        if (const auto found = open_.find(pair_key(pair.owner, pair.peer)); found != open_.end()) {
            sum.count += found->second.count;
            sum.numbers ^= found->second.numbers;
        }
    };
    add(users);
    if (named(users.owner) != users.owner) {
        add(named(users));
    }
    return sum;
}

// It refuses one of several proposals, and nothing tells which.
bool Tracker::is_ambiguous(const Event& event, Pair users) const
{
    return event.kind == Kind::client_error && event.cookie == 0 && open_sessions(users).count > 1;
}

// The session was begun on another connection, and the owner of that or of ours has no name yet.
Tracker::Number Tracker::join_over_connections(const Event& event, Pair users, Number service)
{
    const auto found = by_cookie_.find(event.cookie);
    if (found == by_cookie_.end()) {
        return kNone;
    }
    const Number number = found->second;
    Session& s = sessions_[number];
    const bool service_fits = service == kAnyService || s.service == kAnyService || s.service == service;
    Pair theirs{};
    if (!service_fits || !may_be_users_of(s, users, theirs)) {
        return kNone;
    }
    // To the same user from another connection: the same sender, connected anew, unless it is a first proposal.
    if (is_first(event) && users_[named(users.owner)].nameless && users_[named(theirs.owner)].nameless) {
        return kNone;
    }
    learn(users.owner, theirs.owner);
    learn(users.peer, theirs.peer);
    if (s.service == kAnyService) {
        s.service = service;
    }
    users = named(users);
    if (s.other_users.owner == kNone && pair_key(users.owner, users.peer) != pair_key(s.users.owner, s.users.peer)) {
        s.other_users = users;
        if (s.outcome == Outcome::open) {
            count_open(users, number, +1);
        }
    }
    enter(number, users);
    return number;
}

void Tracker::count_open(Pair users, Number session, int change)
{
    if (users.owner != kNone) {
        Open& open = open_[pair_key(users.owner, users.peer)];
        open.count += static_cast<std::uint32_t>(change);
        open.numbers ^= session;
    }
}

// Makes a session the one that its cookie and these users lead to.
void Tracker::enter(Number session, Pair users)
{
    const Session& s = sessions_[session];
    by_users_.insert_or_assign(key(s.cookie, users, s.service), session);
    by_users_.insert_or_assign(key(s.cookie, users, kAnyService), session);
    if (s.cookie != 0) {
        by_cookie_.insert_or_assign(s.cookie, session);
    }
}

Tracker::Number Tracker::start(const Event& event, Pair users, Number service)
{
    users = named(users);
    sessions_.push_back({.cookie = event.cookie, .service = service, .users = users});
    const auto number = static_cast<Number>(sessions_.size() - 1);
    enter(number, users);
    count_open(users, number, +1);
    return number;
}

// ---- Messages ----

void Tracker::add(const Event& event)
{
    if (!event.complete) {
        return;
    }
    switch (event.kind) {
    case Kind::host_ack:
        add_ack(event);
        break;
    case Kind::server_error:
        add_server_error(event);
        break;
    default:
        add_message(event);
        break;
    }
}

Tracker::Record Tracker::record_of(const Event& event)
{
    return {.frame = event.place.frame,
            .index = event.place.index,
            .time = event.place.time,
            .connection = event.place.connection,
            .kind = event.kind,
            .service_told = event.has_service,
            .has_sequence = event.has_sequence,
            .sequence = event.sequence,
            .answer_value = event.answer_value,
            .snapshot = event.snapshot};
}

Tracker::Number Tracker::append(Record record, Number session)
{
    const auto number = static_cast<Number>(records_.size());
    Session& s = sessions_[session];
    record.session = session;
    if (s.first == kNone) {
        s.first = number;
    }
    records_.push_back(record);
    return number;
}

void Tracker::add_message(const Event& event)
{
    const Connection& connection = connection_of(event);
    const Pair users{connection.owner, intern_user(event.place.peer)};
    const Number service = intern_service(event);

    Record record = record_of(event);
    record.outgoing = is_outgoing(connection, event);
    record.actor = record.outgoing ? users.owner : users.peer;

    Number session = session_for(event, users, service);
    if (session == kNone && is_ambiguous(event, users)) {
        return;
    }
    if (session != kNone) {
        record.relay = other_copy(sessions_[session], record);
        record.copy = record.relay != kNone;
    }
    if (session == kNone || (!record.copy && starts_anew(event, sessions_[session]))) {
        session = start(event, users, service);
    }
    record.earlier = sessions_[session].last;
    const Number number = append(record, session);
    sessions_[session].last = number;
    if (record.outgoing && event.request_id != 0) {
        by_request_.insert_or_assign(request_key(record.connection, event.request_id), number);
    }
    if (record.copy) {
        records_[record.relay].relay = number;
    } else {
        advance(number, event, record.outgoing ? users.peer : users.owner);
    }
    if (event.kind == Kind::propose) {
        keep_subject(sessions_[session], event.place.subject);
    }
}

// A cookie is used again: see tracker.h.
bool Tracker::starts_anew(const Event& event, const Session& session)
{
    const bool over = session.outcome != Outcome::open || (session.cookie == 0 && session.last_proposal != kNone);
    return is_first(event) && over;
}

// The same message on the other connection, on its way from or to the server. That is the oldest that fits.
Tracker::Number Tracker::other_copy(const Session& session, const Record& record) const
{
    Number found = kNone;
    Number number = session.last;
    for (int i = 0; i < kRelayWindow && number != kNone; ++i) {
        const Record& r = records_[number];
        if (r.relay == kNone && r.outgoing != record.outgoing && r.kind == record.kind &&
            named(r.actor) == named(record.actor) && r.has_sequence == record.has_sequence &&
            r.sequence == record.sequence && r.answer_value == record.answer_value) {
            found = number;
        }
        number = r.earlier;
    }
    return found;
}

// The receipt names the request, and repeats its cookie; one of the two may have been used again.
void Tracker::add_ack(const Event& event)
{
    const Connection& connection = connection_of(event);
    Number session = kNone;
    Number proposal = kNone;
    const auto request = by_request_.find(request_key(event.place.connection, event.request_id));
    if (request != by_request_.end() && sessions_[records_[request->second].session].cookie == event.cookie) {
        session = records_[request->second].session;
        proposal = records_[request->second].kind == Kind::propose ? request->second : kNone;
    } else {
        session = session_for(event, {connection.owner, intern_user(event.place.peer)}, kAnyService);
        proposal = session != kNone ? sessions_[session].last_proposal : kNone;
    }
    if (session != kNone) {
        Record record = record_of(event);
        record.proposal = proposal;
        append(record, session);
    }
}

void Tracker::add_server_error(const Event& event)
{
    const auto found = by_request_.find(request_key(event.place.connection, event.request_id));
    if (found == by_request_.end()) {
        return; // about some other SNAC
    }
    const Number request = found->second;
    by_request_.erase(found); // a request fails once: a second error with its number is about another
    const Number session = records_[request].session;
    Session& s = sessions_[session];
    const bool is_proposal = records_[request].kind == Kind::propose;

    Record record = record_of(event);
    record.proposal = is_proposal ? request : s.last_proposal;
    const Number number = append(record, session);
    if (is_proposal && records_[request].answer == kNone) {
        records_[request].answer = number;
    }
    // An answer that the server did not pass on has decided nothing.
    if (s.outcome == Outcome::open || s.decided_by == request) {
        decide(s, number, event);
    }
}

// ---- The course of a session ----

void Tracker::advance(Number number, const Event& event, Number other_user)
{
    Record& r = records_[number];
    Session& s = sessions_[r.session];
    r.after_outcome = s.outcome != Outcome::open;
    if (event.kind == Kind::propose) {
        propose(s, number, other_user);
    } else if (event.answer != Outcome::open) {
        answer(s, number, event);
    }
}

void Tracker::propose(Session& s, Number number, Number other_user)
{
    Record& r = records_[number];
    if (s.proposer == kNone) {
        s.proposer = r.actor;
        s.recipient = other_user;
    }
    if (s.service == kAnyService || counts_proposals(services_[s.service - 1].service)) {
        check_sequence(s, r);
    }
    if (s.last_proposal != kNone) {
        r.proposal = s.last_proposal;
        records_[s.last_proposal].counter = number;
    }
    s.last_proposal = number;
}

// The first proposal that says what the session is about speaks for all messages that leave it out.
void Tracker::keep_subject(Session& s, std::string_view subject)
{
    if (subject.empty() || s.subject != nullptr) {
        return;
    }
    auto* copy = static_cast<char*>(arena_.allocate(subject.size() + 1, 1));
    copy[subject.copy(copy, subject.size())] = '\0';
    s.subject = copy;
    s.subject_from = s.last_proposal;
}

void Tracker::check_sequence(Session& s, Record& r)
{
    const std::uint32_t expected = s.next_sequence != 0 ? s.next_sequence : 1;
    if (r.has_sequence && r.sequence != expected) {
        r.expected_sequence = expected;
        r.sequence_gap = s.next_sequence != 0;
    }
    s.next_sequence = (r.has_sequence ? r.sequence : expected) + 1U;
}

void Tracker::answer(Session& s, Number number, const Event& event)
{
    Record& r = records_[number];
    r.proposal = s.last_proposal;
    r.unasked = s.last_proposal == kNone;
    if (s.outcome != Outcome::open) {
        return;
    }
    if (!r.unasked) {
        records_[s.last_proposal].answer = number;
    }
    decide(s, number, event);
}

void Tracker::decide(Session& s, Number number, const Event& event)
{
    Record& r = records_[number];
    r.overruled = s.outcome;
    if (s.outcome == Outcome::open) {
        count_open(s.users, r.session, -1);
        count_open(s.other_users, r.session, -1);
    }
    s.decided_by = number;
    s.outcome = event.answer;
    s.outcome_value = event.answer_value;
    if (event.answer == Outcome::cancelled && s.proposer == kNone) {
        s.outcome = Outcome::called_off;
    } else if (event.answer == Outcome::cancelled && named(r.actor) != named(s.proposer)) {
        s.outcome = Outcome::declined;
    }
}

} // namespace oscar::sessions
