// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions_model.h"

#include <algorithm>
#include <cctype>

namespace oscar::fuzz {

using sessions::Context;
using sessions::Event;
using sessions::Kind;
using sessions::Outcome;

namespace {

// A message of a client, in a block or as a client error; the rest are the server's own.
bool is_servers_own(Kind kind) { return kind == Kind::host_ack || kind == Kind::server_error; }

bool is_first_proposal(const Event& event)
{
    return event.kind == Kind::propose && event.has_sequence && event.sequence == 1;
}

// Screen names compare without case and spaces.
bool is_same_name(std::string_view a, std::string_view b)
{
    const auto plain = [](std::string_view name) {
        std::string out;
        for (const char c : name) {
            if (c != ' ') {
                out += static_cast<char>(c >= 'A' && c <= 'Z' ? std::tolower(c) : c);
            }
        }
        return out;
    };
    return plain(a) == plain(b);
}

} // namespace

// ---- Users ----

SessionsModel::Index SessionsModel::add_user(std::optional<std::string> name)
{
    users_.push_back({std::move(name), users_.size()});
    return users_.size() - 1;
}

SessionsModel::Index SessionsModel::user_named(std::string_view name)
{
    for (Index i = 0; i < users_.size(); ++i) {
        if (users_[i].name && is_same_name(*users_[i].name, name)) {
            return i;
        }
    }
    return add_user(std::string(name));
}

// As long as nobody says who the owner is, it is a user of its own, without a name.
SessionsModel::Connection& SessionsModel::connection_of(std::uint32_t number)
{
    for (Connection& c : connections_) {
        if (c.number == number) {
            return c;
        }
    }
    return connections_.emplace_back(Connection{number, add_user({}), {}});
}

void SessionsModel::set_own_name(std::uint32_t connection, std::string_view name)
{
    unite(connection_of(connection).owner, user_named(name));
}

std::optional<std::string> SessionsModel::name_of(Index user) const
{
    for (const User& other : users_) {
        if (other.person == users_[user].person && other.name) {
            return other.name;
        }
    }
    return {};
}

bool SessionsModel::may_be_same(Index a, Index b) const { return are_same(a, b) || !name_of(a) || !name_of(b); }

void SessionsModel::unite(Index a, Index b)
{
    if (!may_be_same(a, b)) {
        return;
    }
    const Index from = users_[a].person;
    for (User& user : users_) {
        if (user.person == from) {
            user.person = users_[b].person;
        }
    }
}

// ---- Which session ----

bool SessionsModel::has_users(const Session& s, Index owner, Index peer) const
{
    return (are_same(s.owner, owner) && are_same(s.peer, peer)) || (are_same(s.owner, peer) && are_same(s.peer, owner));
}

bool SessionsModel::may_have_service(const Session& s, const Event& event) const
{
    return !event.has_service || !s.uuid || *s.uuid == event.uuid;
}

std::vector<SessionsModel::Index> SessionsModel::open_sessions(Index owner, Index peer) const
{
    std::vector<Index> found;
    for (Index i = 0; i < sessions_.size(); ++i) {
        if (sessions_[i].outcome == Outcome::open && has_users(sessions_[i], owner, peer)) {
            found.push_back(i);
        }
    }
    return found;
}

SessionsModel::Maybe SessionsModel::session_of(const Event& event, Index owner, Index peer)
{
    // A refusal with a cookie of zeros must mean the only session that is open.
    if (event.kind == Kind::client_error && event.cookie == 0) {
        if (const auto open = open_sessions(owner, peer); open.size() == 1) {
            return open.front();
        }
    }
    std::vector<Index> of_users;
    for (Index i = sessions_.size(); i-- > 0;) {
        if (sessions_[i].cookie == event.cookie && has_users(sessions_[i], owner, peer)) {
            of_users.push_back(i);
        }
    }
    for (const Index i : of_users) {
        if (!event.has_service || sessions_[i].uuid == event.uuid) {
            return i;
        }
    }
    if (!of_users.empty() && !sessions_[of_users.front()].uuid) { // its first message ended before its service
        sessions_[of_users.front()].uuid = event.uuid;
        return of_users.front();
    }
    return event.cookie != 0 ? session_by_cookie(event, owner, peer) : Maybe{};
}

// Where one of the owners has no name: the latest session with the cookie, if its users may be the same.
SessionsModel::Maybe SessionsModel::session_by_cookie(const Event& event, Index owner, Index peer)
{
    for (Index i = sessions_.size(); i-- > 0;) {
        Session& s = sessions_[i];
        if (s.cookie != event.cookie) {
            continue;
        }
        if (!may_have_service(s, event)) {
            return {};
        }
        // Who names the same user is the same sender; who names another one is that other one, to whom the first does.
        Index same_as_owner = s.owner;
        Index same_as_peer = s.peer;
        if (!are_same(peer, s.peer)) {
            if (are_same(owner, s.owner)) {
                return {}; // one user with two others
            }
            std::swap(same_as_owner, same_as_peer);
        } else if (is_first_proposal(event) && !name_of(owner) && !name_of(s.owner)) {
            return {}; // two of whom nothing is known begin something with the same user
        }
        if (!may_be_same(owner, same_as_owner) || !may_be_same(peer, same_as_peer)) {
            return {};
        }
        unite(owner, same_as_owner);
        unite(peer, same_as_peer);
        if (!s.uuid && event.has_service) {
            s.uuid = event.uuid;
        }
        return i;
    }
    return {};
}

// The oldest of the last eight messages of clients in the session that can be the same one on its way from or to the
// server.
SessionsModel::Maybe SessionsModel::original_of(const Message& copy) const
{
    Maybe found;
    int looked_at = 0;
    for (Index i = messages_.size(); i-- > 0 && looked_at < 8;) {
        const Message& m = messages_[i];
        if (m.session != copy.session || m.from_server) {
            continue;
        }
        ++looked_at;
        if (!m.copy && !m.original && m.outgoing != copy.outgoing && m.event.kind == copy.event.kind &&
            are_same(m.sender, copy.sender) && m.event.has_sequence == copy.event.has_sequence &&
            m.event.sequence == copy.event.sequence && m.event.answer_value == copy.event.answer_value) {
            found = i;
        }
    }
    return found;
}

// The latest message that a client sent under this number, unless that has failed.
SessionsModel::Maybe SessionsModel::request_of(const Event& event) const
{
    for (Index i = messages_.size(); i-- > 0;) {
        const Message& m = messages_[i];
        if (!m.from_server && m.outgoing && m.event.request_id != 0 && m.event.request_id == event.request_id &&
            m.event.place.connection == event.place.connection) {
            return m.has_failed ? Maybe{} : i;
        }
    }
    return {};
}

// ---- Messages ----

void SessionsModel::add(const Event& event)
{
    if (!event.complete) {
        return;
    }
    if (event.kind == Kind::host_ack) {
        add_ack(event);
    } else if (event.kind == Kind::server_error) {
        add_server_error(event);
    } else {
        add_message(event);
    }
}

bool SessionsModel::is_outgoing(const Connection& c, const Event& event) const
{
    if (event.kind != Kind::client_error) {
        return event.to_host;
    }
    return c.client_is_low ? event.place.from_low == *c.client_is_low : event.request_id < 0x80000000;
}

SessionsModel::Index SessionsModel::append(Message message)
{
    message.from_server = is_servers_own(message.event.kind);
    message.subject = message.event.place.subject;
    messages_.push_back(std::move(message));
    return messages_.size() - 1;
}

void SessionsModel::add_message(const Event& event)
{
    Connection& c = connection_of(event.place.connection);
    if (event.kind != Kind::client_error) {
        c.client_is_low = event.to_host == event.place.from_low;
    }
    const Index owner = c.owner;
    Message m;
    m.event = event;
    m.outgoing = is_outgoing(c, event);
    const Index peer = user_named(event.place.peer);
    m.sender = m.outgoing ? owner : peer;

    Maybe session = session_of(event, owner, peer);
    if (session) {
        m.session = *session;
        m.original = original_of(m);
    } else if (event.kind == Kind::client_error && event.cookie == 0 && open_sessions(owner, peer).size() > 1) {
        return; // nothing tells which of them it refuses
    }
    if (session && !m.original && is_first_proposal(event)) {
        // The cookie is used again where the session is over; without a cookie, that is where it was begun.
        const Session& s = sessions_[*session];
        if (s.outcome != Outcome::open || (s.cookie == 0 && s.last_proposal)) {
            session.reset();
        }
    }
    if (!session) {
        Session s;
        s.cookie = event.cookie;
        if (event.has_service) {
            s.uuid = event.uuid;
        }
        s.owner = owner;
        s.peer = peer;
        session = sessions_.size();
        sessions_.push_back(s);
    }
    Session& s = sessions_[*session];
    if (event.has_service) {
        s.counts_proposals = event.service != rendezvous::Service::icq_relay && event.service != rendezvous::Service::send_buddy_list;
    }
    m.session = *session;
    m.after_outcome = !m.original && s.outcome != Outcome::open;
    const Index number = append(std::move(m));
    if (const Maybe original = messages_[number].original) {
        messages_[*original].copy = number;
    } else if (event.kind == Kind::propose) {
        propose(number, messages_[number].outgoing ? peer : owner);
    } else if (event.answer != Outcome::open) {
        answer(number);
    }
    if (event.kind == Kind::propose && !event.place.subject.empty() && !s.subject) {
        s.subject = event.place.subject;
        s.subject_from = messages_[number].original.value_or(number);
    }
}

// It names a request and repeats its cookie. One of the two may have been used again.
void SessionsModel::add_ack(const Event& event)
{
    Connection& c = connection_of(event.place.connection);
    c.client_is_low = event.to_host == event.place.from_low;
    Message m;
    m.event = event;
    const Maybe request = request_of(event);
    if (request && sessions_[messages_[*request].session].cookie == event.cookie) {
        m.session = messages_[*request].session;
        m.proposal = messages_[*request].event.kind == Kind::propose ? request : Maybe{};
    } else if (const Maybe session = session_of(event, c.owner, user_named(event.place.peer))) {
        m.session = *session;
        m.proposal = sessions_[*session].last_proposal;
    } else {
        return;
    }
    append(std::move(m));
}

void SessionsModel::add_server_error(const Event& event)
{
    const Maybe request = request_of(event);
    if (!request) {
        return; // about something else
    }
    messages_[*request].has_failed = true;
    const bool is_proposal = messages_[*request].event.kind == Kind::propose;
    Message m;
    m.event = event;
    m.session = messages_[*request].session;
    m.proposal = is_proposal ? request : sessions_[m.session].last_proposal;
    const Index number = append(std::move(m));
    if (is_proposal && !messages_[*request].answer) {
        messages_[*request].answer = number;
    }
    // An answer that the server did not pass on has decided nothing.
    const Session& s = sessions_[messages_[number].session];
    if (s.outcome == Outcome::open || s.decided_by == request) {
        decide(number);
    }
}

// ---- The course of a session ----

void SessionsModel::propose(Index number, Index other_user)
{
    Message& m = messages_[number];
    Session& s = sessions_[m.session];
    if (!s.proposer) {
        s.proposer = m.sender;
        s.recipient = other_user;
    }
    if (s.counts_proposals) {
        const std::uint32_t expected = s.next_sequence != 0 ? s.next_sequence : 1;
        if (m.event.has_sequence && m.event.sequence != expected) {
            m.expected_sequence = expected;
            m.is_gap = s.next_sequence != 0;
        }
        s.next_sequence = 1 + (m.event.has_sequence ? m.event.sequence : expected);
    }
    m.proposal = s.last_proposal;
    if (s.last_proposal) {
        messages_[*s.last_proposal].counter = number;
    }
    s.last_proposal = number;
}

void SessionsModel::answer(Index number)
{
    Message& m = messages_[number];
    Session& s = sessions_[m.session];
    m.proposal = s.last_proposal;
    m.unasked = !s.last_proposal;
    if (s.outcome != Outcome::open) {
        return;
    }
    if (s.last_proposal) {
        messages_[*s.last_proposal].answer = number;
    }
    decide(number);
}

void SessionsModel::decide(Index number)
{
    Message& m = messages_[number];
    Session& s = sessions_[m.session];
    m.overruled = s.outcome;
    s.decided_by = number;
    s.outcome = m.event.answer;
    s.outcome_value = m.event.answer_value;
    if (s.outcome == Outcome::cancelled && !s.proposer) {
        s.outcome = Outcome::called_off;
    } else if (s.outcome == Outcome::cancelled && !are_same(m.sender, *s.proposer)) {
        s.outcome = Outcome::declined;
    }
}

// ---- What is known of a message ----

// A message, or its copy where that went over the connection of the one who asks: a user follows one connection.
std::uint32_t SessionsModel::frame_seen_from(std::uint32_t connection, Maybe message) const
{
    if (!message) {
        return 0;
    }
    const Message& m = messages_[*message];
    const Maybe other = m.copy ? m.copy : m.original;
    const bool other_is_nearer = m.event.place.connection != connection && other &&
                                 messages_[*other].event.place.connection == connection;
    return other_is_nearer ? messages_[*other].event.place.frame : m.event.place.frame;
}

std::optional<Known> SessionsModel::find(std::uint32_t frame, bool all_seen) const
{
    const auto at = std::ranges::find_if(messages_, [frame](const Message& m) { return m.event.place.frame == frame; });
    if (at == messages_.end()) {
        return {};
    }
    const Message& m = *at;
    const Message& first = m.original ? messages_[*m.original] : m; // the one of the two that did something
    const Session& s = sessions_[m.session];
    const auto number = static_cast<Index>(at - messages_.begin());
    const auto link = [&](Maybe message) { return frame_seen_from(m.event.place.connection, message); };

    Known known;
    Context& c = known.context;
    c.kind = m.event.kind;
    c.session = static_cast<std::uint32_t>(m.session);
    c.opens = std::ranges::none_of(messages_.begin(), at, [&m](const Message& o) { return o.session == m.session; });
    c.decides = s.decided_by == number;
    c.overruled = all_seen ? Outcome::open : m.overruled;
    c.outgoing = m.outgoing;
    c.copy = m.original.has_value();

    if (m.event.kind == Kind::propose) {
        c.previous_in = link(first.proposal);
        c.next_in = link(first.counter);
        c.answer_in = link(first.answer);
    } else {
        c.proposal_in = link(first.proposal);
        const auto first_number = m.original.value_or(number);
        if (first.proposal && messages_[*first.proposal].answer == first_number) {
            c.has_time = true;
            const std::uint32_t asked_in = link(first.proposal);
            const auto asked =
                std::ranges::find_if(messages_, [&](const Message& o) { return o.event.place.frame == asked_in; });
            c.time = m.event.place.time - asked->event.place.time;
        }
    }
    if (const Maybe other = m.copy ? m.copy : m.original) {
        const std::uint32_t other_frame = messages_[*other].event.place.frame;
        (m.outgoing ? c.relay_in : c.relay_of) = other_frame;
        if (m.original) {
            known.sent_in = m.outgoing ? frame : other_frame;
            known.relayed_in = m.outgoing ? other_frame : frame;
        }
    }

    known.proposer = s.proposer ? name_of(*s.proposer) : std::nullopt;
    known.recipient = s.recipient ? name_of(*s.recipient) : std::nullopt;
    const bool has_service_data = (m.event.snapshot.present & 1U << rendezvous::tag_index(rendezvous::tag::kServiceData)) != 0;
    const bool is_where_the_subject_is_from = s.subject_from && &messages_[*s.subject_from] == &first;
    if (!has_service_data && !is_where_the_subject_is_from) {
        known.subject = s.subject;
    }
    known.service = s.uuid;
    c.has_service = s.uuid.has_value();
    c.service_told = m.event.has_service;

    c.ended = s.outcome != Outcome::open || all_seen;
    c.outcome = s.outcome;
    c.outcome_value = s.outcome_value;
    c.outcome_in = link(s.decided_by);

    c.unasked = m.unasked;
    c.after_outcome = m.after_outcome;
    c.sequence = m.event.sequence;
    c.expected_sequence = m.expected_sequence;
    c.sequence_gap = m.is_gap;
    c.sequence_first = m.expected_sequence != 0 && !m.is_gap;
    return known;
}

} // namespace oscar::fuzz
