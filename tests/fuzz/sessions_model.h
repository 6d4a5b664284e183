// SPDX-License-Identifier: GPL-2.0-or-later
//
// The rules by which messages are joined to sessions, once more: written from what the headers in plugin/sessions say,
// with plain lists that are searched from end to end, so that one can see that it does what they say. The tracker,
// which has to be fast, must come to the same.
#ifndef OSCAR_TESTS_FUZZ_SESSIONS_MODEL_H
#define OSCAR_TESTS_FUZZ_SESSIONS_MODEL_H

#include "sessions/context.h"
#include "sessions/event.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oscar::fuzz {

// What is known of a message, with frames by their numbers (0: none).
struct Known {
    sessions::Context context; // without the pointers into the tracker
    std::optional<std::string> proposer;
    std::optional<std::string> recipient;
    std::optional<std::string> subject;
    std::optional<Uuid> service;
    std::uint32_t sent_in = 0; // of a message and its copy, if this is the later one
    std::uint32_t relayed_in = 0;
};

class SessionsModel {
public:
    void add(const sessions::Event& event);
    void add_other_request(const sessions::OtherRequest& request);
    void set_own_name(std::uint32_t connection, std::string_view name);
    std::optional<Known> find(std::uint32_t frame, bool all_seen) const;

private:
    using Index = std::size_t; // of a user, a message or a session
    using Maybe = std::optional<Index>;

    struct User {
        std::optional<std::string> name; // as first written
        Index person = 0;                // those who turned out to be the same have the same number
    };
    struct Connection {
        std::uint32_t number = 0;
        Index owner = 0;
        std::optional<bool> client_is_low;
    };
    struct Message {
        sessions::Event event;
        std::string subject; // the event's is gone when add() returns
        Index session = 0;
        bool from_server = false; // an acknowledgement or error of its own
        bool outgoing = false;    // from client to server
        Index sender = 0;         // a user; of no meaning if `from_server`
        Maybe original;           // the same message, seen before on its way from or to the server
        Maybe copy;               // the same message, seen after it
        Maybe proposal;           // that it answers, counters or is about
        Maybe counter;            // to this proposal
        Maybe answer;             // to this proposal
        sessions::Outcome overruled = sessions::Outcome::open;
        bool unasked = false;
        bool other_user = false; // answers instead of the one who was asked
        bool after_outcome = false;
        bool is_settled = false;             // the server, or its recipient, has said what became of it
        std::uint32_t expected_sequence = 0; // if it is not what was expected; else 0
        bool is_gap = false;
    };
    // What a client has sent under a request id: a message, or something else.
    struct Request {
        std::uint32_t connection = 0;
        std::uint32_t id = 0;
        Maybe message;
    };
    struct Users {
        Index owner = 0; // of the connection
        Index peer = 0;
    };
    struct Session {
        std::uint64_t cookie = 0;
        std::optional<Uuid> uuid;
        const rendezvous::ServiceRow* service = nullptr;
        Users users;               // as the connection of its first message has them
        std::vector<Users> others; // of answers from other users than was asked
        Maybe proposer;
        Maybe recipient;
        Maybe last_proposal;
        Maybe decided_by;
        sessions::Outcome outcome = sessions::Outcome::open;
        std::uint16_t outcome_value = 0;
        std::uint32_t next_sequence = 0; // 0: any
        std::optional<std::string> subject;
        Maybe subject_from;
    };

    // Users
    Index add_user(std::optional<std::string> name);
    Index user_named(std::string_view name);
    Connection& connection_of(std::uint32_t number);
    bool are_same(Index a, Index b) const { return users_[a].person == users_[b].person; }
    std::optional<std::string> name_of(Index user) const;
    bool may_be_same(Index a, Index b) const;
    void unite(Index a, Index b);

    // Which session
    bool are_same(Users a, Users b) const;
    static bool may_have_service(const Session& session, const sessions::Event& event);
    static void learn_service(Session& session, const sessions::Event& event);
    std::vector<Index> open_sessions(Users users) const;
    Maybe session_of(const sessions::Event& event, Users users);
    Maybe session_by_cookie(const sessions::Event& event, Users users);
    Maybe session_of_others(const sessions::Event& event, Users users);
    Maybe original_of(const Message& copy) const;
    Maybe request_of(const sessions::Event& event) const;

    // Messages
    static bool is_from_client(const Connection& connection, bool from_low, std::uint32_t request_id);
    static bool is_outgoing(const Connection& connection, const sessions::Event& event);
    Index append(Message message);
    void add_message(const sessions::Event& event);
    void add_ack(const sessions::Event& event);
    void add_server_error(const sessions::Event& event);
    void settle(Index message);
    void propose(Index number, Index other_user);
    void answer(Index number);
    void decide(Index number);

    std::uint32_t frame_seen_from(std::uint32_t connection, Maybe message) const;

    std::vector<User> users_;
    std::vector<Connection> connections_;
    std::vector<Message> messages_;
    std::vector<Session> sessions_;
    std::vector<Request> requests_;
};

} // namespace oscar::fuzz

#endif
