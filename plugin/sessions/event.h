// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the tracker is fed with: one message on the rendezvous channel, or about one, and where it was seen.
#ifndef OSCAR_SESSIONS_EVENT_H
#define OSCAR_SESSIONS_EVENT_H

#include "core/rendezvous/message.h"
#include "sessions/snapshot.h"

#include <cstdint>
#include <string_view>

namespace oscar::sessions {

enum class Outcome : std::uint8_t {
    open,      // so far
    no_answer, // open at the end of the capture
    accepted,
    acknowledged,   // an ICQ message
    cancelled,      // by the proposer
    declined,       // cancelled by the recipient
    called_off,     // cancelled, by whom of the two is not known
    refused,        // by a block of type 3, which gives no reason
    refused_nak,    // by a client error with a NAK
    refused_code,   // by a client error without
    reverse_failed, // ICQ: the reverse direct connection failed
    server_error,
};

// Where a message was seen, and what its bytes do not say.
struct Place {
    std::uint32_t frame = 0;
    std::uint32_t index = 0;      // among the messages of the frame, from 0
    std::uint32_t connection = 0; // number of the TCP connection
    bool from_low = false;        // which of the connection's two ends sent it
    std::int64_t time = 0;        // nanoseconds
    std::string_view peer;        // screen name in the message, valid UTF-8
    std::string_view subject;     // what a proposal is about, in words of valid UTF-8; empty if it does not say
};

struct Event {
    Place place;
    rendezvous::MessageKind kind{};
    Outcome answer = Outcome::open; // what the message makes of the session, if anything
    std::uint16_t answer_value = 0; // NAK or error code
    bool to_host = false;           // not valid for a client_error, which goes both ways under one number
    bool complete = false;          // what joins it to a session was there
    bool has_service = false;
    bool has_sequence = false;
    std::uint16_t sequence = 0;
    std::uint32_t request_id = 0;
    std::uint64_t cookie = 0;
    Uuid uuid{};
    const rendezvous::ServiceRow* service_row = nullptr; // null if the UUID is in no list
    Snapshot snapshot;

    bool is_first_proposal() const { return kind == rendezvous::MessageKind::propose && has_sequence && sequence == 1; }
};

// An ICBM SNAC that is no rendezvous message, such as an ordinary instant message.
struct OtherRequest {
    std::uint32_t connection = 0;
    bool from_low = false;
    std::uint32_t request_id = 0;
};

Event event_of(const View& flap, const rendezvous::Message& message, const Place& place);

} // namespace oscar::sessions

#endif
