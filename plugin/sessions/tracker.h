// SPDX-License-Identifier: GPL-2.0-or-later
//
// Joins the messages of a capture into rendezvous sessions: who proposed, what answered what, how it ended.
//
// A message belongs to the session with its cookie, its two users and its service. Each message names only one user,
// who is not the owner of its connection. Who the owner is, SNAC 0001/000F says (set_own_name()); else the owner is a
// user without a name, until a message and its relayed copy on another connection tell it. That copy is found by cookie
// alone, if the users may be the same, and never with a cookie of zeros, which identifies nothing. In the same way an
// answer is found that reaches an owner who has connected anew.
//
// A cookie is used again where a proposal with sequence 1 follows an outcome (with a zero cookie: always).
//
// Every step takes constant time, whatever the capture holds: a key leads to the latest session that has it, never to
// a list, and the search for a relayed copy looks at a fixed number of messages.
#ifndef OSCAR_SESSIONS_TRACKER_H
#define OSCAR_SESSIONS_TRACKER_H

#include "sessions/context.h"
#include "sessions/event.h"
#include "sessions/hash.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory_resource>
#include <string>
#include <string_view>
#include <unordered_map>

namespace oscar::sessions {

class Tracker {
public:
    // `seed`: any number that is not known beforehand.
    explicit Tracker(std::uint64_t seed);

    // On the first pass, in the order of the frames, and of the messages in a frame. May throw std::bad_alloc.
    void add(const Event& event);
    // The screen name of the user whose connection this is.
    void set_own_name(std::uint32_t connection, std::string_view name);

    // What is known of a message, by what was seen so far; `all_seen` if that is the whole capture. False if the
    // message was not added, or belongs to no session.
    bool find(std::uint32_t frame, std::uint32_t index, bool all_seen, Context& out) const;

    std::size_t session_count() const { return sessions_.size(); }

private:
    using Number = std::uint32_t;
    static constexpr Number kNone = 0xFFFFFFFF;
    static constexpr Number kAnyService = 0;
    // How far back in a session a copy looks for its message. Servers relay at once: two are the usual.
    static constexpr int kRelayWindow = 8;

    // Somebody who sends or receives.
    struct User {
        std::string name;    // as first written
        Number same = kNone; // who this nameless user turned out to be
        bool nameless = true;
        bool is_meant = false; // some other's `same` is this one
    };
    // The two users of a message: whose connection it is, and the other.
    struct Pair {
        Number owner = kNone;
        Number peer = kNone;
    };
    struct Connection {
        Number owner = kNone;
        bool client_known = false;
        bool client_is_low = false; // which end of the connection the client is
    };
    struct ServiceEntry {
        Uuid uuid;
        rendezvous::Service service;
    };
    // One message in one frame.
    struct Record {
        std::uint32_t frame;
        std::uint32_t index;
        std::int64_t time;
        Number connection;
        Number session = kNone;
        Number actor = kNone;    // the user who sent it; kNone: the server
        Number earlier = kNone;  // the message before it in its session
        Number proposal = kNone; // that it answers or counters
        Number answer = kNone;   // to this proposal
        Number counter = kNone;  // to this proposal
        Number relay = kNone;    // the same message, on its way from or to the server
        Kind kind;
        Outcome overruled = Outcome::open; // by this answer
        bool outgoing = false;             // from client to server
        bool copy = false;                 // the other one of the two was seen first
        bool service_told = false;
        bool unasked = false;
        bool after_outcome = false;
        bool sequence_gap = false;
        bool has_sequence = false;
        std::uint16_t sequence = 0;
        std::uint16_t answer_value = 0;
        std::uint32_t expected_sequence = 0; // 0: as it is
        Snapshot snapshot;
    };
    struct Session {
        std::uint64_t cookie = 0;
        Number service = kAnyService;
        Pair users = {};       // as the connection of the first message has them
        Pair other_users = {}; // as another connection has them, if that cannot be told from the numbers
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
    };
    // The open sessions of two users. As long as there is only one, `numbers` tells which.
    struct Open {
        std::uint32_t count = 0;
        Number numbers = 0; // of all of them, XORed
    };

    Number intern_user(std::string_view name);
    Number intern_service(const Event& event);
    Connection& connection_of(const Event& event);
    static bool is_outgoing(const Connection& connection, const Event& event);
    Number named(Number user) const;
    Pair named(Pair users) const;
    void learn(Number a, Number b);
    bool may_be_same(Number a, Number b) const;
    bool may_be_users_of(const Session& session, Pair ours, Pair& theirs) const;

    static RendezvousKey key(std::uint64_t cookie, Pair users, Number service);
    Number session_for(const Event& event, Pair users, Number service);
    Open open_sessions(Pair users) const;
    bool is_ambiguous(const Event& event, Pair users) const;
    Number join_over_connections(const Event& event, Pair users, Number service);
    void count_open(Pair users, Number session, int change);
    void enter(Number session, Pair users);
    Number start(const Event& event, Pair users, Number service);

    static Record record_of(const Event& event);
    Number append(Record record, Number session);
    void add_message(const Event& event);
    void add_ack(const Event& event);
    void add_server_error(const Event& event);
    static bool starts_anew(const Event& event, const Session& session);
    Number other_copy(const Session& session, const Record& record) const;

    void advance(Number number, const Event& event, Number other_user);
    void propose(Session& session, Number number, Number other_user);
    void keep_subject(Session& session, std::string_view subject);
    static void check_sequence(Session& session, Record& record);
    void answer(Session& session, Number number, const Event& event);
    void decide(Session& session, Number number, const Event& event);

    const Record* find_record(std::uint32_t frame, std::uint32_t index) const;
    const Record& first_seen(const Record& record) const;
    const Record& seen_from(Number connection, Number number) const;
    std::uint32_t frame_from(Number connection, Number number) const;
    const char* name_of(Number user) const;
    void fill_session(const Record& record, bool all_seen, Context& out) const;
    void fill_links(const Record& record, Context& out) const;
    void fill_rules(const Record& record, Context& out) const;

    template <class Key>
    using Map = std::pmr::unordered_map<Key, Number, Hash, std::equal_to<>>;

    // What never shrinks needs no allocation of its own.
    std::pmr::monotonic_buffer_resource arena_;
    Hash hash_;

    std::deque<User> users_;
    std::deque<ServiceEntry> services_; // number - 1
    std::deque<Session> sessions_;
    std::deque<Record> records_;

    Map<std::pmr::string> user_numbers_; // by normalised name
    Map<Uuid> service_numbers_;
    std::pmr::unordered_map<std::uint64_t, Connection, Hash> connections_;
    std::pmr::unordered_map<std::uint64_t, Open, Hash> open_; // by two users
    Map<RendezvousKey> by_users_;                             // the latest session
    Map<std::uint64_t> by_cookie_;                            // the latest session
    Map<std::uint64_t> by_request_;                           // the latest message, by connection and request id
};

} // namespace oscar::sessions

#endif
