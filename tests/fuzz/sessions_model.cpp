// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions_model.h"

#include <algorithm>
#include <cctype>

namespace oscar::fuzz {

using rendezvous::MessageKind;
using sessions::Context;
using sessions::Event;
using sessions::OtherRequest;
using sessions::Outcome;

namespace {

// A message of a client, in a block or as a client error; the rest are the server's own.
bool is_servers_own(MessageKind kind) { return kind == MessageKind::host_ack || kind == MessageKind::server_error; }

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

bool SessionsModel::are_same(Users a, Users b) const
{
    return (are_same(a.owner, b.owner) && are_same(a.peer, b.peer)) ||
           (are_same(a.owner, b.peer) && are_same(a.peer, b.owner));
}

bool SessionsModel::may_have_service(const Session& s, const Event& event)
{
    return !event.has_service || !s.uuid || *s.uuid == event.uuid;
}

void SessionsModel::learn_service(Session& s, const Event& event)
{
    if (event.has_service && !s.uuid) {
        s.uuid = event.uuid;
        s.service = event.service_row;
    }
}

std::vector<SessionsModel::Index> SessionsModel::open_sessions(Users users) const
{
    std::vector<Index> found;
    for (Index i = 0; i < sessions_.size(); ++i) {
        if (sessions_[i].outcome == Outcome::open && are_same(sessions_[i].users, users)) {
            found.push_back(i);
        }
    }
    return found;
}

SessionsModel::Maybe SessionsModel::session_of(const Event& event, Users users)
{
    // A refusal with a cookie of zeros must mean the only session that is open.
    if (event.kind == MessageKind::client_error && event.cookie == 0) {
        if (const auto open = open_sessions(users); open.size() == 1) {
            return open.front();
        }
    }
    std::vector<Index> with_these; // cookie and users, the latest first
    for (Index i = sessions_.size(); i-- > 0;) {
        const Session& s = sessions_[i];
        const auto are_these = [&](Users others) { return are_same(others, users); };
        if (s.cookie == event.cookie && (are_these(s.users) || std::ranges::any_of(s.others, are_these))) {
            with_these.push_back(i);
        }
    }
    for (const Index i : with_these) {
        if (!event.has_service || sessions_[i].uuid == event.uuid) {
            return i;
        }
    }
    if (!with_these.empty() && !sessions_[with_these.front()].uuid) { // its messages ended before their service
        learn_service(sessions_[with_these.front()], event);
        return with_these.front();
    }
    return event.cookie != 0 ? session_by_cookie(event, users) : Maybe{};
}

// Where one of the owners has no name: the latest session with the cookie, if its users may be the same.
SessionsModel::Maybe SessionsModel::session_by_cookie(const Event& event, Users users)
{
    for (Index i = sessions_.size(); i-- > 0;) {
        Session& s = sessions_[i];
        if (s.cookie != event.cookie) {
            continue;
        }
        if (!may_have_service(s, event)) {
            return {};
        }
        // Who names the same user is the same sender; who names another one is that other one, named by the first.
        Users theirs = s.users;
        if (!are_same(users.peer, s.users.peer)) {
            if (are_same(users.owner, s.users.owner)) {
                return {}; // one user with two others
            }
            std::swap(theirs.owner, theirs.peer);
        } else if (event.is_first_proposal() && !name_of(users.owner) && !name_of(s.users.owner)) {
            return {}; // two of whom nothing is known begin something with the same user
        }
        if (!may_be_same(users.owner, theirs.owner) || !may_be_same(users.peer, theirs.peer)) {
            return {};
        }
        unite(users.owner, theirs.owner);
        unite(users.peer, theirs.peer);
        learn_service(s, event);
        return i;
    }
    return {};
}

// An answer from another user than was asked: about the only open session with its cookie, if the client proposed that
// over the same connection.
SessionsModel::Maybe SessionsModel::session_of_others(const Event& event, Users users)
{
    std::vector<Index> open;
    for (Index i = 0; i < sessions_.size(); ++i) {
        if (event.cookie != 0 && sessions_[i].cookie == event.cookie && sessions_[i].outcome == Outcome::open) {
            open.push_back(i);
        }
    }
    if (open.size() != 1) {
        return {};
    }
    Session& s = sessions_[open.front()];
    if (!may_have_service(s, event) || !s.last_proposal) {
        return {};
    }
    const auto was_sent_here = [&](Maybe message) {
        return message && messages_[*message].outgoing &&
               messages_[*message].event.place.connection == event.place.connection;
    };
    const Message& proposal = messages_[*s.last_proposal];
    if (!was_sent_here(s.last_proposal) && !was_sent_here(proposal.copy) && !was_sent_here(proposal.original)) {
        return {};
    }
    learn_service(s, event);
    s.others.push_back(users); // who may go on to say more
    return open.front();
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

// The latest that a client sent under this number, if that is a message, and nothing is known yet of what became of it.
SessionsModel::Maybe SessionsModel::request_of(const Event& event) const
{
    for (Index i = requests_.size(); i-- > 0;) {
        const Request& r = requests_[i];
        if (r.connection == event.place.connection && r.id == event.request_id) {
            return r.message && !messages_[*r.message].is_settled ? r.message : Maybe{};
        }
    }
    return {};
}

// ---- Messages ----

void SessionsModel::add(const Event& event)
{
    if (!event.complete) {
        add_other_request({event.place.connection, event.place.from_low, event.request_id});
    } else if (event.kind == MessageKind::host_ack) {
        add_ack(event);
    } else if (event.kind == MessageKind::server_error) {
        add_server_error(event);
    } else {
        add_message(event);
    }
}

void SessionsModel::add_other_request(const OtherRequest& request)
{
    for (const Connection& c : connections_) {
        if (c.number == request.connection && request.request_id != 0 &&
            is_from_client(c, request.from_low, request.request_id)) {
            requests_.push_back({request.connection, request.request_id, {}});
        }
    }
}

// Request ids that the server makes have the top bit set.
bool SessionsModel::is_from_client(const Connection& c, bool from_low, std::uint32_t request_id)
{
    return c.client_is_low ? from_low == *c.client_is_low : request_id < 0x80000000;
}

bool SessionsModel::is_outgoing(const Connection& c, const Event& event)
{
    return event.kind == MessageKind::client_error ? is_from_client(c, event.place.from_low, event.request_id)
                                                   : event.to_host;
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
    if (event.kind != MessageKind::client_error) {
        c.client_is_low = event.to_host == event.place.from_low;
    }
    const Users users{c.owner, user_named(event.place.peer)};
    Message m;
    m.event = event;
    m.outgoing = is_outgoing(c, event);
    m.sender = m.outgoing ? users.owner : users.peer;

    Maybe session = session_of(event, users);
    if (!session && event.kind == MessageKind::client_error && event.cookie == 0 && open_sessions(users).size() > 1) {
        add_other_request({event.place.connection, event.place.from_low, event.request_id});
        return; // nothing tells which of them it refuses
    }
    if (!session && !m.outgoing && event.answer != Outcome::open) {
        session = session_of_others(event, users);
        m.other_user = session.has_value();
    }
    if (session) {
        m.session = *session;
        m.original = original_of(m);
    }
    if (session && !m.original && event.is_first_proposal()) {
        // The cookie is used again where the session is over; a cookie of zeros, where the session was begun.
        const Session& s = sessions_[*session];
        if (s.outcome != Outcome::open || (s.cookie == 0 && s.last_proposal)) {
            session.reset();
        }
    }
    if (!session) {
        Session s;
        s.cookie = event.cookie;
        s.users = users;
        learn_service(s, event);
        session = sessions_.size();
        sessions_.push_back(s);
    }
    Session& s = sessions_[*session];
    m.session = *session;
    m.after_outcome = !m.original && s.outcome != Outcome::open;
    const Index number = append(std::move(m));
    if (messages_[number].outgoing && event.request_id != 0) {
        requests_.push_back({event.place.connection, event.request_id, number});
    }
    if (const Maybe original = messages_[number].original) {
        messages_[*original].copy = number;
    } else {
        if (event.kind == MessageKind::propose) {
            propose(number, messages_[number].outgoing ? users.peer : users.owner);
        } else if (event.answer != Outcome::open) {
            answer(number);
        }
        // What somebody else answers has arrived.
        const Maybe proposal = messages_[number].proposal;
        if (proposal && !are_same(messages_[*proposal].sender, messages_[number].sender)) {
            settle(*proposal);
        }
    }
    if (event.kind == MessageKind::propose && !event.place.subject.empty() && !s.subject) {
        s.subject = event.place.subject;
        s.subject_from = messages_[number].original.value_or(number);
    }
}

void SessionsModel::settle(Index message)
{
    Message& m = messages_[message];
    m.is_settled = true;
    for (const Maybe other : {m.copy, m.original}) {
        if (other) {
            messages_[*other].is_settled = true;
        }
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
        m.proposal = messages_[*request].event.kind == MessageKind::propose ? request : Maybe{};
        messages_[*request].is_settled = true;
    } else if (const Maybe session = session_of(event, {c.owner, user_named(event.place.peer)})) {
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
    messages_[*request].is_settled = true;
    const bool is_proposal = messages_[*request].event.kind == MessageKind::propose;
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
    if (s.service == nullptr || s.service->counts_proposals) {
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
    const Session& s = sessions_[m.session];
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
    const bool other_is_nearer =
        m.event.place.connection != connection && other && messages_[*other].event.place.connection == connection;
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
    c.session = static_cast<std::uint32_t>(m.session);
    c.opens = std::ranges::none_of(messages_.begin(), at, [&m](const Message& o) { return o.session == m.session; });
    c.decides = s.decided_by == number;
    c.overruled = m.overruled;
    c.outgoing = m.outgoing;
    c.copy = m.original.has_value();

    if (m.event.kind == MessageKind::propose) {
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
    const bool has_service_data =
        (m.event.snapshot.present & 1U << rendezvous::tag_index(rendezvous::tag::kServiceData)) != 0;
    const bool is_where_the_subject_is_from = s.subject_from && &messages_[*s.subject_from] == &first;
    if (!has_service_data && !is_where_the_subject_is_from) {
        known.subject = s.subject;
    }
    known.service = s.uuid;
    c.has_service = s.uuid.has_value();
    c.names_service = m.event.has_service;

    c.outcome = s.outcome == Outcome::open && all_seen ? Outcome::no_answer : s.outcome;
    c.outcome_value = s.outcome_value;
    c.outcome_in = link(s.decided_by);

    c.unasked = m.unasked;
    c.other_user = m.other_user;
    c.after_outcome = m.after_outcome;
    c.sequence = m.event.sequence;
    c.expected_sequence = m.expected_sequence;
    c.sequence_gap = m.is_gap;
    c.sequence_first = m.expected_sequence != 0 && !m.is_gap;
    return known;
}

} // namespace oscar::fuzz
