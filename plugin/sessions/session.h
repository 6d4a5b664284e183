// SPDX-License-Identifier: GPL-2.0-or-later
// The stored sessions and messages.
#ifndef OSCAR_SESSIONS_SESSION_H
#define OSCAR_SESSIONS_SESSION_H

#include "core/rendezvous/services.h"
#include "core/wire/uuid.h"
#include "sessions/event.h"
#include "sessions/number.h"
#include "sessions/snapshot.h"
#include "sessions/users.h"

#include <array>
#include <cstdint>
#include <deque>

namespace oscar::sessions {

// One message in one frame. A message and the copy that the server relays have a record each.
struct MessageRecord {
    std::uint32_t frame;
    std::uint32_t index;
    std::int64_t time;
    std::uint32_t connection;
    std::uint32_t request_id;
    Number session = kNone;
    Number actor = kNone;    // the user who sent it; kNone: the server
    Number earlier = kNone;  // the previous message of its session
    Number proposal = kNone; // the proposal that it answers or counters
    Number answer = kNone;   // the answer to this proposal
    Number counter = kNone;  // the counter-proposal to this proposal
    Number relay = kNone;    // the same message on the other side of the server
    rendezvous::MessageKind kind;
    Outcome overruled = Outcome::open; // the outcome that this answer replaced
    bool outgoing = false;             // from client to server
    bool copy = false;                 // `relay` was seen first
    bool names_service = false;
    bool unasked = false;
    bool other_user = false; // an answer from a user other than the one who was asked
    bool after_outcome = false;
    bool sequence_gap = false;
    bool has_sequence = false;
    std::uint16_t sequence = 0;
    std::uint16_t answer_value = 0;
    std::uint32_t expected_sequence = 0; // 0 if the number is as expected
    Snapshot snapshot;
};

// The open sessions of a set. If there is exactly one, `numbers` is its number.
struct OpenSessions {
    std::uint32_t count = 0;
    Number numbers = 0; // the numbers of all of them, XORed

    void add(Number session)
    {
        ++count;
        numbers ^= session;
    }
    void remove(Number session)
    {
        --count;
        numbers ^= session;
    }
};

struct Session {
    std::uint64_t cookie = 0;
    Number service = kNone;       // kNone: not known yet
    Pair users = {};              // as seen from the connection of the first message
    Pair other_users = {};        // if somebody other than the user who was asked has answered
    Number next_of_owner = kNone; // in the list that Joining keeps for a user without a name
    Number proposer = kNone;
    Number recipient = kNone;
    Number first = kNone; // a message, as are the next three
    Number last = kNone;
    Number last_proposal = kNone;
    Number decided_by = kNone;
    std::uint32_t next_sequence = 0; // 0: any
    Number subject_from = kNone;     // the proposal that supplied `subject`
    const char* subject = nullptr;
    Outcome outcome = Outcome::open;
    std::uint16_t outcome_value = 0;
    Number data = kNone;          // the data connection
    std::uint64_t total_size = 0; // of all files, by the latest proposal that says it

    // The sets in which the session counts as open, by its users and by its cookie. Null if it does not.
    OpenSessions* open_with_users = nullptr;
    OpenSessions* open_with_cookie = nullptr;
};

struct KnownService {
    Uuid uuid;
    const rendezvous::ServiceRow* row; // null if the UUID is unknown
};

// All services, sessions and messages of a capture, indexed by their numbers.
struct Store {
    std::deque<KnownService> services;
    std::deque<Session> sessions;
    std::deque<MessageRecord> messages; // in the order of the capture

    // The part that a message plays in its session is recorded only for the copy that was seen first.
    const MessageRecord& first_seen(const MessageRecord& m) const { return m.copy ? messages[m.relay] : m; }
};

} // namespace oscar::sessions

#endif
