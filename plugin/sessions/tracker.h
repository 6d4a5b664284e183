// SPDX-License-Identifier: GPL-2.0-or-later
//
// Joins the messages of a capture into rendezvous sessions: who proposed, what answered what, how it ended.
// Each message passes through these classes:
//
//   Users     whose connection it is, and whom it names
//   Joining   which session it belongs to
//   Requests  which message the server acknowledges or refuses
//   Course    what the message does to its session
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
#include "sessions/requests.h"
#include "sessions/session.h"
#include "sessions/users.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory_resource>
#include <string_view>
#include <unordered_map>

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

    // Memory for the maps and subjects, which hardly ever shrink. It is freed with the tracker.
    std::pmr::monotonic_buffer_resource arena_;
    Hash hash_;
    Store store_;
    std::pmr::unordered_map<Uuid, Number, Hash> services_;
    Users users_;
    Joining joining_;
    Requests requests_;
    Course course_;
};

} // namespace oscar::sessions

#endif
