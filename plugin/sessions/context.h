// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the other messages of a capture say about one message. Plain data, so that it may be alive when Wireshark leaves
// by longjmp; what it points to belongs to the tracker.
#ifndef OSCAR_SESSIONS_CONTEXT_H
#define OSCAR_SESSIONS_CONTEXT_H

#include "core/rendezvous/services.h"
#include "core/schema/listener.h"
#include "sessions/event.h"
#include "sessions/snapshot.h"

#include <array>
#include <cstdint>
#include <type_traits>

namespace oscar::sessions {

struct Context {
    std::uint32_t session = 0;
    bool opens = false;                // the first message of its session
    bool decides = false;              // the one that gave the session its outcome
    Outcome overruled = Outcome::open; // what it had been before that
    bool outgoing = false;             // sent by the client whose connection it is
    bool copy = false;                 // the same message was seen before, on the way to or from the server

    // Numbers of frames; 0: none.
    std::uint32_t proposal_in = 0;
    std::uint32_t answer_in = 0;
    std::uint32_t previous_in = 0;
    std::uint32_t next_in = 0;
    std::uint32_t relay_in = 0;
    std::uint32_t relay_of = 0;

    bool has_time = false; // this message answers the proposal in proposal_in
    std::int64_t time = 0; // nanoseconds

    // Null if not known.
    const char* proposer = nullptr;
    const char* recipient = nullptr;
    const char* subject = nullptr; // not for a message that has service data itself

    bool has_service = false;
    bool names_service = false; // the message itself says it
    rendezvous::ServiceName service;
    const Uuid* service_uuid = nullptr; // not null if has_service

    Outcome outcome = Outcome::open;
    std::uint16_t outcome_value = 0;
    std::uint32_t outcome_in = 0; // the frame that decided it; 0: none

    bool sequence_gap = false;
    bool sequence_first = false;
    bool unasked = false;
    bool other_user = false;
    bool after_outcome = false;
    std::uint16_t sequence = 0;
    std::uint32_t expected_sequence = 0;

    // Where message and copy are both there, in the later of the two.
    const Snapshot* sent = nullptr;
    const Snapshot* relayed = nullptr;
};
static_assert(std::is_trivially_destructible_v<Context>);

// Room for the longest outcome in words.
using OutcomeText = std::array<char, 96>;
// For example "refused: Recipient away or busy". Returns `out`'s start.
const char* outcome_text(Outcome outcome, std::uint16_t value, OutcomeText& out);

// Tells all of it as generated items, with the findings that only several messages together can show. `text` has to
// live as long as what the listener keeps.
void emit_context(const Context& context, OutcomeText& text, Listener& to);

} // namespace oscar::sessions

#endif
