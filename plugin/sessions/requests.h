// SPDX-License-Identifier: GPL-2.0-or-later
// The request ids of the messages that clients have sent. The server repeats the id when it acknowledges or refuses a
// message; a server error contains nothing else that identifies the message.
// Clients reuse ids, and not only for rendezvous. A request is therefore forgotten as soon as the client sends any
// other ICBM SNAC with the same id, and when it can no longer fail because the server or the recipient has answered it.
#ifndef OSCAR_SESSIONS_REQUESTS_H
#define OSCAR_SESSIONS_REQUESTS_H

#include "sessions/hash.h"
#include "sessions/number.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory_resource>
#include <unordered_map>

namespace oscar::sessions {

class Requests {
public:
    Requests(Hash hash, std::pmr::memory_resource* memory) : hash_(hash), messages_(0, hash, {}, memory) {}

    void add(std::uint32_t connection, std::uint32_t id, Number message);
    // The message with this request id, or kNone.
    Number find(std::uint32_t connection, std::uint32_t id) const;
    void forget(std::uint32_t connection, std::uint32_t id) { messages_.erase(key(connection, id)); }
    // Does nothing if another message has the id now.
    void forget(std::uint32_t connection, std::uint32_t id, Number message);

    // False if no message with this id was ever added, on any connection. This is a fast check for ordinary messages:
    // there are many of them, and looking up the connection of each takes time.
    bool may_have(std::uint32_t id) const { return (ids_[word(id)] & bit(id)) != 0; }

private:
    static constexpr std::uint64_t key(std::uint32_t connection, std::uint32_t id)
    {
        return static_cast<std::uint64_t>(connection) << 32 | id;
    }
    static constexpr std::size_t kWords = 1024;
    std::size_t word(std::uint32_t id) const { return hash_(std::uint64_t{id}) / 64 % kWords; }
    std::uint64_t bit(std::uint32_t id) const { return std::uint64_t{1} << hash_(std::uint64_t{id}) % 64; }

    Hash hash_;
    std::pmr::unordered_map<std::uint64_t, Number, Hash> messages_;
    std::array<std::uint64_t, kWords> ids_{}; // a bit for each id; ids whose hashes have the same low bits share one
};

} // namespace oscar::sessions

#endif
