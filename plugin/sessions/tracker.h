// SPDX-License-Identifier: GPL-2.0-or-later
//
// Joins the messages of a capture into rendezvous sessions: who proposed, what answered what, how it ended.
// Each message passes through these classes:
//
//   Users     whose connection it is, and whom it names
//   Joining   which session it belongs to
//   Requests  which message the server acknowledges or refuses
//   Course    what the message does to its session
//
// Connections are the data connections that it leads to.
//
// Every step takes constant time, whatever the capture contains.
#ifndef OSCAR_SESSIONS_TRACKER_H
#define OSCAR_SESSIONS_TRACKER_H

#include "core/wire/uuid.h"
#include "sessions/context.h"
#include "sessions/course.h"
#include "sessions/event.h"
#include "sessions/hash.h"
#include "sessions/joining.h"
#include "sessions/number.h"
#include "sessions/overview.h"
#include "sessions/requests.h"
#include "sessions/session.h"
#include "sessions/streams/connections.h"
#include "sessions/users.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory_resource>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace oscar::sessions {

class Tracker {
public:
    // `seed` is a number that nobody can predict; see hash.h.
    explicit Tracker(std::uint64_t seed);

    // Must be called on the first pass, in the order of the frames, and of the messages in a frame. May throw
    // std::bad_alloc.
    void add(const Event& event);
    // The server may refuse such a request as well, and then repeats nothing but its request id. There are many of
    // them, so call this only if may_have_request() is true.
    void add_other_request(const OtherRequest& request);
    bool may_have_request(std::uint32_t request_id) const { return requests_.may_have(request_id); }
    // Sets the screen name of the user who owns a connection.
    void set_own_name(std::uint32_t connection, std::string_view name);

    // Gets the context of a message from what was added so far; `all_seen` is true if that is the whole capture. False
    // if the message was not added, or belongs to no session.
    bool find(std::uint32_t frame, std::uint32_t index, bool all_seen, Context& out) const;

    // True the first time that it is called with this endpoint. May throw std::bad_alloc.
    bool note_endpoint(Endpoint e) { return connections_.note(e); }
    // The data connection with this number; see Connections::find().
    DataConnection* find_data(std::uint64_t connection) { return connections_.find(connection); }
    // On the first pass: a new one between these ends. Belongs to the session that is expected there, if any. May throw
    // std::bad_alloc.
    DataConnection& add_data(std::uint64_t connection, Endpoint a, Endpoint b, bool from_the_middle);
    // A cookie on it, which tells the session beyond doubt, unless it is zero; and if whoever sent it also gives a
    // screen name, who one of the two users is.
    void join_data(DataConnection& data, std::uint64_t cookie, std::string_view user = {});
    // Makes it an ICQ direct connection. It belongs to the session of the acknowledgement that named its port, if one
    // did; where there is a handshake, that tells first who the users are. May throw std::bad_alloc, as may those up to
    // announce().
    void begin_peer(DataConnection& data, bool has_handshake);
    // Where an ICQ client says that it listens, in this frame.
    void expect_client(const DcInfo& info, std::uint32_t frame) { connections_.expect_client(info, frame); }
    // The content of its handshake: a request cookie tells the session beyond doubt, and the users which port is meant
    // that was named through the server.
    void join_peer(DataConnection& data, const icq_dc::Init& init);
    // To be called when a message or a packet of files was added: many clients listen on one port for everything, so
    // this may not be the connection for which the port was named.
    void keep_announced(DataConnection& data);
    // An acknowledgement on it, from this side, names a port. Returns the number of the announcement.
    Number announce(const DataConnection& data, Side side, const icq::Summary& acknowledgement, std::uint32_t frame);
    // Whether an ICQ client listens at one of these, as was said before.
    bool may_expect_client() const { return connections_.may_expect_client(); }
    bool expects_client(Endpoint a, Endpoint b) const { return connections_.expects_client(a, b); }
    const Announcement& announcement(Number n) const { return connections_.announcement(n); }
    // The first frame of the connection to an announced port; 0 if there is none.
    std::uint32_t opened_frame(Number announcement) const;
    // The frame of the proposal that led to it; 0 if that is not known.
    std::uint32_t proposal_frame(const DataConnection& data) const;
    // The screen name of the user who has the files: who proposed the session, unless it was to get files. Null if it
    // is not known.
    const char* file_owner(const DataConnection& data) const;

    // The table of all sessions; see there.
    std::vector<RowKey> rows() const { return rows_of(store_, connections_); }
    Row row(const RowKey& key, bool all_seen) const { return row_of(key, store_, users_, connections_, all_seen); }

    std::size_t session_count() const { return store_.sessions.size(); }

private:
    Connection& connection_of(const Event& event);
    Number service_of(const Event& event);
    Number append(MessageRecord record, Number session);
    void add_message(const Event& event);
    void add_ack(const Event& event);
    void add_server_error(const Event& event);
    Number other_copy(const Session& session, const MessageRecord& record) const;
    void close_if_over(Number session);
    void settle(Number proposal, Number answerer);
    void forget_request(Number message);
    void keep_subject(Number proposal, std::string_view subject);
    void announce_port(const Event& event, Number message);
    void open_announced(DataConnection& data, Number announcement);
    void leave_announced(DataConnection& data);
    static Arrival arrival_of(const DataConnection& data);
    void assign_data(DataConnection& data, Expected to);
    void name_user(const Session& session, std::string_view name);

    // Memory for the maps and subjects, which hardly ever shrink. It is freed with the tracker.
    std::pmr::monotonic_buffer_resource arena_;
    Hash hash_;
    Store store_;
    std::pmr::unordered_map<Uuid, Number, Hash> services_;
    Users users_;
    Joining joining_;
    Requests requests_;
    Course course_;
    Connections connections_;
};

} // namespace oscar::sessions

#endif
