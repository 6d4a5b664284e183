// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/tracker.h"

#include "sessions/context_of.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

namespace oscar::sessions {

using rendezvous::MessageKind;

namespace {

// How many messages of its session are searched for the original of a copy. Servers relay at once, so it is usually
// among the last two.
constexpr int kRelayWindow = 8;

bool is_from_client(const Connection& connection, bool from_low, std::uint32_t request_id)
{
    if (connection.client_known) {
        return from_low == connection.client_is_low;
    }
    // Request ids made by the server have the top bit set (joscar wiki; captures).
    return (request_id & 0x80000000) == 0;
}

bool is_outgoing(const Connection& connection, const Event& event)
{
    return event.kind == MessageKind::client_error ? is_from_client(connection, event.place.from_low, event.request_id)
                                                   : event.to_host;
}

MessageRecord record_of(const Event& event)
{
    return {.frame = event.place.frame,
            .index = event.place.index,
            .time = event.place.time,
            .connection = event.place.connection,
            .request_id = event.request_id,
            .kind = event.kind,
            .names_service = event.has_service,
            .has_sequence = event.has_sequence,
            .sequence = event.sequence,
            .answer_value = event.answer_value,
            .snapshot = event.snapshot};
}

Peer::Use use_of(icq::Opens opens) { return opens == icq::Opens::file ? Peer::Use::files : Peer::Use::chat; }

// The ICQ user with this screen name; 0 if it is not a number.
std::uint32_t uin_of(std::string_view name)
{
    std::uint32_t uin = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), uin);
    return error == std::errc{} && end == name.data() + name.size() ? uin : 0;
}

} // namespace

Tracker::Tracker(std::uint64_t seed)
    : hash_(seed), services_(0, hash_, {}, &arena_), users_(hash_, &arena_), joining_(hash_, &arena_, users_, store_),
      requests_(hash_, &arena_), course_(users_, store_), connections_(hash_, &arena_)
{
}

void Tracker::set_own_name(std::uint32_t connection, std::string_view name)
{
    joining_.follow(users_.set_own_name(connection, name));
}

void Tracker::add_other_request(const OtherRequest& request)
{
    const Connection* connection = users_.find_connection(request.connection);
    if (connection != nullptr && is_from_client(*connection, request.from_low, request.request_id)) {
        requests_.forget(request.connection, request.request_id);
    }
}

void Tracker::add(const Event& event)
{
    if (!event.complete) {
        add_other_request({event.place.connection, event.place.from_low, event.request_id});
        return;
    }
    switch (event.kind) {
    case MessageKind::host_ack:
        add_ack(event);
        break;
    case MessageKind::server_error:
        add_server_error(event);
        break;
    default:
        add_message(event);
        break;
    }
}

void Tracker::add_message(const Event& event)
{
    const Connection& connection = connection_of(event);
    const Pair users{connection.owner, users_.with_name(event.place.peer)};
    const Number service = service_of(event);

    MessageRecord record = record_of(event);
    record.outgoing = is_outgoing(connection, event);
    record.actor = record.outgoing ? users.owner : users.peer;

    Number session = joining_.find(event, users, service);
    if (session == kNone && joining_.is_ambiguous(event, users)) {
        add_other_request({event.place.connection, event.place.from_low, event.request_id});
        return;
    }
    if (session == kNone && !record.outgoing && event.answer != Outcome::open) {
        session = joining_.find_for_other_user(event, users, service);
        record.other_user = session != kNone;
    }
    if (session != kNone) {
        record.relay = other_copy(store_.sessions[session], record);
        record.copy = record.relay != kNone;
    }
    if (session == kNone || (!record.copy && Course::starts_anew(event, store_.sessions[session]))) {
        session = joining_.start(event, users, service);
    }
    record.earlier = store_.sessions[session].last;
    const Number number = append(record, session);
    store_.sessions[session].last = number;
    if (record.outgoing) {
        requests_.add(record.connection, event.request_id, number);
    }
    if (record.copy) {
        store_.messages[record.relay].relay = number;
    } else {
        course_.advance(number, event, record.outgoing ? users.peer : users.owner);
        close_if_over(session);
        settle(store_.messages[number].proposal, record.actor);
    }
    if (event.kind == MessageKind::propose) {
        keep_subject(number, event.place.subject);
        connections_.expect(event.offer, {session, number});
        if (event.place.size != 0) {
            store_.sessions[session].total_size = event.place.size;
        }
        if (DataConnection* waiting = connections_.take_waiting(event.cookie)) {
            join_data(*waiting, event.cookie);
        }
    } else if (event.answer == Outcome::acknowledged && !record.copy) {
        announce_port(event, number);
    }
}

// An acknowledgement repeats the request id and the cookie of the message. Either of them may have been reused.
void Tracker::add_ack(const Event& event)
{
    const Connection& connection = connection_of(event);
    const Number request = requests_.find(event.place.connection, event.request_id);
    Number session = kNone;
    Number proposal = kNone;
    if (request != kNone && store_.sessions[store_.messages[request].session].cookie == event.cookie) {
        session = store_.messages[request].session;
        proposal = store_.messages[request].kind == MessageKind::propose ? request : kNone;
        forget_request(request);
    } else {
        session = joining_.find(event, {connection.owner, users_.with_name(event.place.peer)}, kNone);
        proposal = session != kNone ? store_.sessions[session].last_proposal : kNone;
    }
    if (session != kNone) {
        MessageRecord record = record_of(event);
        record.proposal = proposal;
        append(record, session);
    }
}

void Tracker::add_server_error(const Event& event)
{
    const Number request = requests_.find(event.place.connection, event.request_id);
    if (request == kNone) {
        return; // about some other SNAC
    }
    forget_request(request); // it can fail only once
    const Number session = store_.messages[request].session;
    const Number error = append(record_of(event), session);
    course_.fail(error, event, request);
    close_if_over(session);
}

Connection& Tracker::connection_of(const Event& event)
{
    Connection& c = users_.connection(event.place.connection);
    if (event.kind != MessageKind::client_error) {
        c.client_known = true;
        c.client_is_low = event.to_host == event.place.from_low;
    }
    return c;
}

Number Tracker::service_of(const Event& event)
{
    if (!event.has_service) {
        return kNone;
    }
    const auto [at, is_new] = services_.try_emplace(event.uuid, static_cast<Number>(store_.services.size()));
    if (is_new) {
        store_.services.push_back({event.uuid, event.service_row});
    }
    return at->second;
}

Number Tracker::append(MessageRecord record, Number session)
{
    const auto number = static_cast<Number>(store_.messages.size());
    Session& s = store_.sessions[session];
    record.session = session;
    if (s.first == kNone) {
        s.first = number;
    }
    store_.messages.push_back(record);
    return number;
}

// The same message on the other connection, which is the oldest one that matches.
Number Tracker::other_copy(const Session& session, const MessageRecord& record) const
{
    Number found = kNone;
    Number number = session.last;
    for (int i = 0; i < kRelayWindow && number != kNone; ++i) {
        const MessageRecord& m = store_.messages[number];
        if (m.relay == kNone && m.outgoing != record.outgoing && m.kind == record.kind &&
            users_.are_same(m.actor, record.actor) && m.has_sequence == record.has_sequence &&
            m.sequence == record.sequence && m.answer_value == record.answer_value) {
            found = number;
        }
        number = m.earlier;
    }
    return found;
}

void Tracker::close_if_over(Number session)
{
    if (store_.sessions[session].outcome != Outcome::open) {
        joining_.close(session);
    }
}

// A proposal that somebody other than its sender answers or counters has arrived, and can no longer fail.
void Tracker::settle(Number proposal, Number answerer)
{
    if (proposal == kNone || users_.are_same(store_.messages[proposal].actor, answerer)) {
        return;
    }
    forget_request(proposal);
    if (const Number relay = store_.messages[proposal].relay; relay != kNone) {
        forget_request(relay);
    }
}

void Tracker::forget_request(Number message)
{
    MessageRecord& m = store_.messages[message];
    if (m.outgoing && m.request_id != 0) {
        requests_.forget(m.connection, m.request_id, message);
        m.request_id = 0;
    }
}

// The first proposal that has a subject supplies it for all messages without one.
void Tracker::keep_subject(Number proposal, std::string_view subject)
{
    const MessageRecord& m = store_.messages[proposal];
    Session& s = store_.sessions[m.session];
    if (subject.empty() || s.subject != nullptr) {
        return;
    }
    auto* copy = static_cast<char*>(arena_.allocate(subject.size() + 1, 1));
    copy[subject.copy(copy, subject.size())] = '\0';
    s.subject = copy;
    s.subject_from = m.copy ? m.relay : proposal;
}

DataConnection& Tracker::add_data(std::uint64_t connection, Endpoint a, Endpoint b, bool from_the_middle)
{
    const bool inside = (connection & kInsideTls) != 0;
    const DataConnection* carrier = inside ? connections_.find(connection & ~kInsideTls) : nullptr;
    const Expected expected =
        carrier != nullptr ? Expected{carrier->session, carrier->proposal} : connections_.find_expected(a, b);
    DataConnection& data = connections_.add(connection, from_the_middle && expected.session != kNone);
    data.number = connections_.number_of_latest();
    assign_data(data, expected);
    if (carrier != nullptr) {
        data.carrier = carrier->number;
        data.carrier_is_proxied = carrier->is_proxied();
        if (expected.session != kNone && store_.sessions[expected.session].data == carrier->number) {
            store_.sessions[expected.session].data = data.number; // the carrier has nothing but the proxy's packets
        }
    }
    return data;
}

void Tracker::join_data(DataConnection& data, std::uint64_t cookie, std::string_view user)
{
    if (cookie == 0 || data.session_is_certain) {
        return;
    }
    if (!user.empty()) {
        data.user = user;
    }
    const Number session = joining_.latest_with_cookie(cookie);
    if (session == kNone) {
        connections_.wait_for(cookie, data); // who opens the proxy proposes it afterwards
        return;
    }
    data.session_is_certain = true;
    if (session != data.session) {
        assign_data(data, {session, store_.sessions[session].last_proposal});
    }
    if (!data.user.empty()) {
        name_user(store_.sessions[session], data.user);
    }
}

// One of the two users of the session has this name. If it is not the one whose name is known, it is the other.
void Tracker::name_user(const Session& session, std::string_view name)
{
    if (session.proposer == kNone || session.recipient == kNone) {
        return;
    }
    const Number user = users_.with_name(name);
    const bool is_proposer_named = !users_.is_nameless(session.proposer);
    const Number named = is_proposer_named ? session.proposer : session.recipient;
    if (!users_.is_nameless(named) && !users_.are_same(named, user)) {
        joining_.follow(users_.unite(is_proposer_named ? session.recipient : session.proposer, user));
    }
}

void Tracker::begin_peer(DataConnection& data, bool has_handshake)
{
    data.peer = std::make_unique<Peer>();
    if (data.carrier != kNone && connections_[data.carrier].peer != nullptr) {
        data.peer->continue_inside(*connections_[data.carrier].peer);
    }
    // A handshake tells who the two are.
    if (!has_handshake) {
        open_announced(data, connections_.find_announced({.ends = data.ends}));
    }
}

void Tracker::open_announced(DataConnection& data, Number number)
{
    if (number == kNone) {
        return;
    }
    Announcement& announcement = connections_.announcement(number);
    data.peer->expect(announcement.use);
    data.peer->announcement = number;
    if (announcement.opened == kNone) {
        announcement.opened = data.number;
    }
    Expected who = announcement.who;
    if (announcement.connection != kNone) {
        const DataConnection& from = connections_[announcement.connection];
        who = {from.session, from.proposal};
    }
    if (data.session == kNone && who.session != kNone) {
        assign_data(data, who);
        data.session_is_announced = true;
    }
}

void Tracker::leave_announced(DataConnection& data)
{
    Peer& peer = *data.peer;
    Announcement& announcement = connections_.announcement(peer.announcement);
    if (announcement.opened == data.number) {
        announcement.opened = kNone;
    }
    peer.announcement = kNone;
    if (data.session_is_announced && !data.session_is_certain) {
        Session& s = store_.sessions[data.session];
        s.data = s.data == data.number ? kNone : s.data;
        assign_data(data, {});
    }
}

void Tracker::keep_announced(DataConnection& data)
{
    const Peer& peer = *data.peer;
    if (peer.announcement == kNone) {
        return;
    }
    if (peer.use() == Peer::Use::messages) {
        leave_announced(data);
        return;
    }
    // If the same port was named for several files, the size tells which one comes.
    const std::uint64_t size = peer.total_size();
    const std::uint64_t announced = connections_.announcement(peer.announcement).size;
    if (size == 0 || announced == 0 || size == announced) {
        return;
    }
    Arrival arrival = arrival_of(data);
    arrival.size = size;
    if (const Number other = connections_.find_announced(arrival); other != kNone) {
        leave_announced(data);
        open_announced(data, other);
    }
}

Arrival Tracker::arrival_of(const DataConnection& data)
{
    const Peer& peer = *data.peer;
    Arrival out{.ends = {data.ends[0], data.ends[1]}};
    for (const Side side : {Side::low, Side::high}) {
        const std::uint32_t uin = peer.init(side).uin;
        out.uins[static_cast<std::size_t>(side)] = uin != 0 ? uin : peer.init(other(side)).to_uin;
    }
    return out;
}

void Tracker::join_peer(DataConnection& data, const icq_dc::Init& init)
{
    if (data.peer->info_in == 0) {
        data.peer->info_in = connections_.find_client(init.auth_cookie, data.ends[0], data.ends[1]);
    }
    if (data.peer->announcement == kNone) {
        const Arrival arrival{.ends = {data.ends[0], data.ends[1]}, .uins = {init.uin, init.to_uin}};
        open_announced(data, connections_.find_announced(arrival));
    }
    if (data.session_is_certain) {
        return;
    }
    // The client that connects repeats the cookie of the other one. It may leave out the UIN (Licq), which the other
    // one states in its own handshake.
    Expected found = connections_.find_request(init.to_uin, init.request_cookie);
    for (const Side side : {Side::low, Side::high}) {
        if (found.session == kNone) {
            found = connections_.find_request(init.uin, data.peer->init(side).request_cookie);
        }
    }
    if (found.session == kNone) {
        return;
    }
    data.session_is_certain = true;
    if (found.session != data.session) {
        assign_data(data, found);
    }
}

// An acknowledgement through the server names a port, but no address. Its peer is one of the two who will meet there.
void Tracker::announce_port(const Event& event, Number message)
{
    const std::uint32_t uin = uin_of(event.place.peer);
    const icq::Answer& answer = event.place.icq_answer;
    if (answer.is_waited_for() && uin != 0) {
        const char* own = users_.name(connection_of(event).owner);
        const MessageRecord& m = store_.messages[message];
        connections_.announce(uin, answer.port,
                              {.use = use_of(answer.opens),
                               .frame = m.frame,
                               .who = {m.session, store_.first_seen(m).proposal},
                               .uins = {uin, own != nullptr ? uin_of(own) : 0},
                               .size = event.place.size});
    }
}

Number Tracker::announce(const DataConnection& data, Side side, const icq::Summary& acknowledgement,
                         std::uint32_t frame)
{
    const icq::Answer& answer = acknowledgement.answer;
    const icq_dc::Init& init = data.peer->init(side);
    const Endpoint at[] = {{data.ends[static_cast<std::size_t>(side)].ip, answer.port},
                           {init.external_ip, answer.port},
                           {init.internal_ip, answer.port}};
    return connections_.announce(at, {.use = use_of(answer.opens),
                                      .frame = frame,
                                      .connection = data.number,
                                      .uins = arrival_of(data).uins,
                                      .size = acknowledgement.size});
}

std::uint32_t Tracker::opened_frame(Number announcement) const
{
    const Number opened = connections_.announcement(announcement).opened;
    return opened != kNone ? connections_[opened].first_frame() : 0;
}

void Tracker::assign_data(DataConnection& data, Expected to)
{
    data.session = to.session;
    data.proposal = to.proposal;
    data.session_is_announced = false;
    if (to.session == kNone) {
        return;
    }
    data.set_total_size(store_.sessions[to.session].total_size);
    const Number service = store_.sessions[to.session].service;
    const rendezvous::ServiceRow* row = service != kNone ? store_.services[service].row : nullptr;
    if (row != nullptr && row->connection == rendezvous::Connection::odc) {
        data.expect_direct_im();
    }
    // The first one on which anything was sent is the one that users look for.
    Session& s = store_.sessions[to.session];
    if (s.data == kNone || !connections_[s.data].is_known()) {
        s.data = data.number;
    }
}

std::uint32_t Tracker::proposal_frame(const DataConnection& data) const
{
    return data.proposal != kNone ? store_.messages[data.proposal].frame : 0;
}

const char* Tracker::file_owner(const DataConnection& data) const
{
    if (data.session == kNone) {
        return nullptr;
    }
    const Session& s = store_.sessions[data.session];
    const rendezvous::ServiceRow* row = s.service != kNone ? store_.services[s.service].row : nullptr;
    const bool asks_for_files = row != nullptr && row->service == rendezvous::Service::get_file;
    const Number owner = asks_for_files ? s.recipient : s.proposer;
    return owner != kNone ? users_.name(owner) : nullptr;
}

// Messages are sorted, because they were added in the order of the capture.
bool Tracker::find(std::uint32_t frame, std::uint32_t index, bool all_seen, Context& out) const
{
    const auto place = [](const MessageRecord& m) { return std::pair(m.frame, m.index); };
    const auto& messages = store_.messages;
    const std::pair wanted(frame, index);
    if (messages.empty()) {
        return false;
    }
    // On the first pass, the one that is wanted was added last.
    const bool is_last = place(messages.back()) == wanted;
    const auto at = is_last ? messages.end() - 1 : std::ranges::lower_bound(messages, wanted, {}, place);
    if (at == messages.end() || place(*at) != wanted) {
        return false;
    }
    out = context_of(*at, store_, users_, all_seen);
    if (const Number data = store_.sessions[at->session].data; data != kNone && connections_[data].is_known()) {
        out.data = &connections_[data];
        out.data_way = way_of(connections_[data], store_);
    }
    return true;
}

} // namespace oscar::sessions
