// SPDX-License-Identifier: GPL-2.0-or-later
//
// The data connections of a capture, and the addresses at which proposals let one expect them.
#ifndef OSCAR_SESSIONS_STREAMS_CONNECTIONS_H
#define OSCAR_SESSIONS_STREAMS_CONNECTIONS_H

#include "core/oscar/dc_info.h"
#include "core/rendezvous/offer.h"
#include "sessions/hash.h"
#include "sessions/number.h"
#include "sessions/streams/connection.h"

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory_resource>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace oscar::sessions {

// Who waits at an endpoint, by the latest proposal that names it.
struct Expected {
    Number session = kNone;
    Number proposal = kNone;
};

// A port that the acknowledgement of an ICQ message names.
struct Announcement {
    Peer::Use use{};
    std::uint32_t frame = 0;   // of the acknowledgement
    Number connection = kNone; // the direct connection that it is on; kNone: it came through the server
    Expected who{};            // of one through the server
    // The two users who will meet there, and the size of all files. 0: not known
    std::array<std::uint32_t, 2> uins{};
    std::uint64_t size = 0;
    Number opened = kNone; // the connection to the port; kNone if there is none so far

    // A chat can have further members.
    bool is_open() const { return opened == kNone || use == Peer::Use::chat; }
};

// A connection that may be to a port that was announced. What is 0 is not known.
struct Arrival {
    std::array<Endpoint, 2> ends;
    std::array<std::uint32_t, 2> uins{};
    std::uint64_t size = 0; // of all files
};

// What runs inside the TLS of a TCP connection is a connection of its own, because its places are others.
constexpr std::uint64_t kInsideTls = std::uint64_t{1} << 32;

class Connections {
public:
    Connections(Hash hash, std::pmr::memory_resource* memory)
        : expected_(0, hash, {}, memory), by_number_(0, hash, {}, memory), waiting_(0, hash, {}, memory),
          announced_(0, hash, {}, memory), announced_by_user_(0, hash, {}, memory), requests_(0, hash, {}, memory),
          clients_(0, hash, {}, memory), client_cookies_(0, hash, {}, memory), noted_(0, hash, {}, memory)
    {
    }

    // Only an address and a port at which a client waits itself. At a proxy many do.
    void expect(const rendezvous::Offer& offer, Expected who);
    // True the first time that it is called with this endpoint. May throw std::bad_alloc.
    bool note(Endpoint e) { return noted_.insert(key(e)).second; }
    // Nobody if no proposal names either of the two.
    Expected find_expected(Endpoint a, Endpoint b) const;

    // The proposal of a reverse connection; none if no proposal has this cookie of this user's.
    Expected find_request(std::uint32_t uin, std::uint32_t cookie) const;

    // Where an ICQ client says that it listens, in this frame.
    void expect_client(const DcInfo& info, std::uint32_t frame);
    // The frame that says so of one of these; by the cookie, if there is one. 0 if none does.
    std::uint32_t find_client(std::uint32_t auth_cookie, Endpoint a, Endpoint b) const;

    // Ports of ICQ direct connections.
    Number announce(std::span<const Endpoint> at, const Announcement& announcement);
    // A port without an address: one of the two ICQ users who meet there tells which connection is meant.
    void announce(std::uint32_t uin, std::uint16_t port, const Announcement& announcement);
    // The earliest that fits and is open. Many clients listen on one port for everything. kNone if there is none.
    Number find_announced(const Arrival& arrival) const;
    // Whether a client is expected at one of these. Costs nothing where there are none.
    bool may_expect_client() const { return !announced_.empty() || !clients_.empty(); }
    bool expects_client(Endpoint a, Endpoint b) const;
    Announcement& announcement(Number n) { return announcements_[n]; }
    const Announcement& announcement(Number n) const { return announcements_[n]; }

    // `number`: of the TCP connection, with kInsideTls for what runs inside its TLS. Null if there is none under it.
    DataConnection* find(std::uint64_t number)
    {
        const auto found = by_number_.find(number);
        return found != by_number_.end() ? &all_[found->second] : nullptr;
    }
    // May throw std::bad_alloc.
    DataConnection& add(std::uint64_t number, bool from_the_middle);
    // A cookie on the connection that no proposal had so far.
    void wait_for(std::uint64_t cookie, const DataConnection& data) { waiting_[cookie] = data.number; }
    // The latest connection that waits for it. Null if none does.
    DataConnection* take_waiting(std::uint64_t cookie)
    {
        const auto found = waiting_.find(cookie);
        if (found == waiting_.end()) {
            return nullptr;
        }
        DataConnection& data = all_[found->second];
        waiting_.erase(found);
        return &data;
    }
    std::size_t size() const { return all_.size(); }
    Number number_of_latest() const { return static_cast<Number>(all_.size() - 1); }
    const DataConnection& operator[](Number n) const { return all_[n]; }

private:
    // The number of announcements that are kept for one port: the latest ones.
    static constexpr std::size_t kMostAnnouncements = 16;
    using Announced = std::pmr::unordered_map<std::uint64_t, std::pmr::vector<Number>, Hash>;

    static constexpr std::uint64_t key(Endpoint e) { return std::uint64_t{e.ip} << 16 | e.port; }
    static void add(Announced& to, std::uint64_t key, Number announcement);
    Number find_in(const Announced& all, std::uint64_t key, const Arrival& arrival) const;

    std::pmr::unordered_map<std::uint64_t, Expected, Hash> expected_;
    std::pmr::unordered_map<std::uint64_t, Number, Hash> by_number_;
    std::pmr::unordered_map<std::uint64_t, Number, Hash> waiting_;               // by cookie
    Announced announced_;                                                        // by endpoint
    Announced announced_by_user_;                                                // by UIN and port
    std::pmr::unordered_map<std::uint64_t, Expected, Hash> requests_;            // by UIN and cookie
    std::pmr::unordered_map<std::uint64_t, std::uint32_t, Hash> clients_;        // frames by endpoint
    std::pmr::unordered_map<std::uint64_t, std::uint32_t, Hash> client_cookies_; // and by auth cookie
    std::pmr::unordered_set<std::uint64_t, Hash> noted_;                         // endpoints
    std::deque<DataConnection> all_;
    std::deque<Announcement> announcements_;
};

// The addresses in an offer at which its port can be reached; 0 where there is none.
std::array<std::uint32_t, 4> addresses_of(const rendezvous::Offer& offer);

} // namespace oscar::sessions

#endif
