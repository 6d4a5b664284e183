// SPDX-License-Identifier: GPL-2.0-or-later
// The input of the tracker: one message on the rendezvous channel, or an acknowledgement or error about one, and the
// place where it was captured.
#ifndef OSCAR_SESSIONS_EVENT_H
#define OSCAR_SESSIONS_EVENT_H

#include "core/rendezvous/message.h"
#include "sessions/snapshot.h"

#include <cstdint>
#include <string_view>

namespace oscar::sessions {

enum class Outcome : std::uint8_t {
    open,      // no outcome yet
    no_answer, // open at the end of the capture
    accepted,
    acknowledged,   // an ICQ message
    cancelled,      // by the proposer
    declined,       // cancelled by the recipient
    called_off,     // cancelled by one of the two, it is not known by which
    refused,        // without a reason: by a block of type 3, or the status of an ICQ acknowledgement
    refused_nak,    // by a client error with a NAK
    refused_code,   // by a client error without a NAK
    reverse_failed, // ICQ: the reverse direct connection failed
    server_error,
};

// Where a message was captured, and what its bytes alone do not tell.
struct Place {
    std::uint32_t frame = 0;
    std::uint32_t index = 0;      // among the messages of the frame, from 0
    std::uint32_t connection = 0; // number of the TCP connection
    bool from_low = false;   // sent by the end with the lower address, or the lower port if the addresses are the same
    std::int64_t time = 0;   // nanoseconds
    std::string_view peer{}; // screen name in the message, valid UTF-8
    std::uint64_t size = 0;  // bytes of all files, as a proposal says; 0 if it does not
    std::string_view subject{}; // a short description of what a proposal offers, valid UTF-8; empty if unknown
    icq::Answer icq_answer{};   // what an ICQ acknowledgement says
};

struct Event {
    Place place;
    rendezvous::MessageKind kind{};
    Outcome answer = Outcome::open; // the outcome that the message gives its session, if any
    std::uint16_t answer_value = 0; // NAK or error code
    bool to_host = false;           // meaningless for a client_error, whose SNAC is the same in both directions
    bool complete = false;          // the values that identify its session were captured
    bool has_service = false;
    bool has_sequence = false;
    std::uint16_t sequence = 0;
    std::uint32_t request_id = 0;
    std::uint64_t cookie = 0;
    Uuid uuid{};
    const rendezvous::ServiceRow* service_row = nullptr; // null if the UUID is unknown
    Snapshot snapshot;
    rendezvous::Offer offer; // of a proposal

    bool is_first_proposal() const { return kind == rendezvous::MessageKind::propose && has_sequence && sequence == 1; }
};

// An ICBM SNAC that is not a rendezvous message, such as an ordinary instant message.
struct OtherRequest {
    std::uint32_t connection = 0;
    bool from_low = false;
    std::uint32_t request_id = 0;
};

Event event_of(const View& flap, const rendezvous::Message& message, const Place& place);

} // namespace oscar::sessions

#endif
