// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is kept of sessions and their messages.
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

// One message in one frame. Where a capture holds a message and the copy that the server passes on, they are two.
struct MessageRecord {
    std::uint32_t frame;
    std::uint32_t index;
    std::int64_t time;
    std::uint32_t connection;
    std::uint32_t request_id;
    Number session = kNone;
    Number actor = kNone;    // the user who sent it; kNone: the server
    Number earlier = kNone;  // the message before it in its session
    Number proposal = kNone; // that it answers or counters
    Number answer = kNone;   // to this proposal
    Number counter = kNone;  // to this proposal
    Number relay = kNone;    // the same message, on its way from or to the server
    rendezvous::MessageKind kind;
    Outcome overruled = Outcome::open; // by this answer
    bool outgoing = false;             // from client to server
    bool copy = false;                 // the other one of the two was seen first
    bool names_service = false;
    bool unasked = false;
    bool other_user = false; // an answer, but not from who was asked
    bool after_outcome = false;
    bool sequence_gap = false;
    bool has_sequence = false;
    std::uint16_t sequence = 0;
    std::uint16_t answer_value = 0;
    std::uint32_t expected_sequence = 0; // 0: as it is
    Snapshot snapshot;
};

// The open ones among some sessions. As long as there is only one, `numbers` tells which.
struct OpenSessions {
    std::uint32_t count = 0;
    Number numbers = 0; // of all of them, XORed

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
    Pair users = {};              // as the connection of the first message has them
    Pair other_users = {};        // where another one answered than was asked
    Number next_of_owner = kNone; // of the sessions that Joining lists for a user without a name
    Number proposer = kNone;
    Number recipient = kNone;
    Number first = kNone; // messages
    Number last = kNone;
    Number last_proposal = kNone;
    Number decided_by = kNone;
    std::uint32_t next_sequence = 0; // 0: any
    Number subject_from = kNone;     // a proposal
    const char* subject = nullptr;
    Outcome outcome = Outcome::open;
    std::uint16_t outcome_value = 0;

    // Where it counts as open: with its users, and with its cookie. Null: it does not.
    OpenSessions* open_with_users = nullptr;
    OpenSessions* open_with_cookie = nullptr;
};

struct KnownService {
    Uuid uuid;
    const rendezvous::ServiceRow* row; // null if it is in no list
};

// All of a capture, by number.
struct Store {
    std::deque<KnownService> services;
    std::deque<Session> sessions;
    std::deque<MessageRecord> messages; // in the order of the capture

    // What a message is in its session, that one of its two copies knows that was seen first.
    const MessageRecord& first_seen(const MessageRecord& m) const { return m.copy ? messages[m.relay] : m; }
};

} // namespace oscar::sessions

#endif
