// SPDX-License-Identifier: GPL-2.0-or-later
// What the other messages of a capture say about one message. Plain data, so that it may be alive when Wireshark leaves
// by longjmp; the tracker owns what it points to.
#ifndef OSCAR_SESSIONS_CONTEXT_H
#define OSCAR_SESSIONS_CONTEXT_H

#include "core/rendezvous/services.h"
#include "core/schema/listener.h"
#include "sessions/event.h"
#include "sessions/snapshot.h"
#include "sessions/streams/connection.h"

#include <array>
#include <cstdint>
#include <type_traits>

namespace oscar::sessions {

struct Context {
    std::uint32_t session = 0;
    bool opens = false;                // the first message of its session
    bool decides = false;              // the message that gave the session its outcome
    Outcome overruled = Outcome::open; // the outcome before that
    bool outgoing = false;             // sent from the client to the server
    bool copy = false;                 // the same message was seen before, on the other side of the server

    // Frame numbers; 0 if there is none.
    std::uint32_t proposal_in = 0;
    std::uint32_t answer_in = 0;
    std::uint32_t previous_in = 0;
    std::uint32_t next_in = 0;
    std::uint32_t relay_in = 0;
    std::uint32_t relay_of = 0;

    bool has_time = false; // this message answers the proposal in proposal_in
    std::int64_t time = 0; // nanoseconds

    // Null if unknown.
    const char* proposer = nullptr;
    const char* recipient = nullptr;
    const char* subject = nullptr; // null, too, for a message with service data of its own

    bool has_service = false;
    bool names_service = false; // the message itself contains the service
    rendezvous::ServiceName service;
    const Uuid* service_uuid = nullptr; // not null if has_service

    Outcome outcome = Outcome::open;
    std::uint16_t outcome_value = 0;
    std::uint32_t outcome_in = 0; // the frame that decided it; 0 if there is none

    bool sequence_gap = false;
    bool sequence_first = false;
    bool unasked = false;
    bool other_user = false;
    bool after_outcome = false;
    std::uint16_t sequence = 0;
    std::uint32_t expected_sequence = 0;

    // Set in the later of the two if the capture contains both a message and its relayed copy.
    const Snapshot* sent = nullptr;
    const Snapshot* relayed = nullptr;

    const DataConnection* data = nullptr; // null if it is not in the capture
    const char* data_way = nullptr;       // how it came about; null if not known
    std::int64_t accept_time = 0;         // 0: not accepted
};
static_assert(std::is_trivially_destructible_v<Context>);

// Large enough for the longest text of an outcome.
using OutcomeText = std::array<char, 96>;
// For example "refused: Recipient away or busy". Returns a pointer to the start of `out`.
const char* outcome_text(Outcome outcome, std::uint16_t value, OutcomeText& out);

// Reports the context as generated items, with the findings that take several messages. `text` must live as long as the
// items that the listener keeps.
void emit_context(const Context& context, OutcomeText& text, Listener& to);

} // namespace oscar::sessions

#endif
