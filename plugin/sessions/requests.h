// SPDX-License-Identifier: GPL-2.0-or-later
//
// The request ids under which clients have sent their messages. The server repeats one where it acknowledges a message
// or refuses it; a server error names nothing else.
//
// Clients use an id again, and not only for rendezvous. So a request is forgotten as soon as the client sends any other
// ICBM SNAC under the same id, and when it can no longer fail: the server has answered it, or its recipient has.
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
    // The message; kNone if none is known.
    Number find(std::uint32_t connection, std::uint32_t id) const;
    void forget(std::uint32_t connection, std::uint32_t id) { messages_.erase(key(connection, id)); }
    // Unless another message has taken its id over.
    void forget(std::uint32_t connection, std::uint32_t id, Number message);

    // False if no connection has ever had a message with this id. A quick look that needs no connection: ordinary
    // messages are many, and finding the connection of one takes time.
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
    std::array<std::uint64_t, kWords> ids_{}; // a bit for each id, shared by those whose hashes end alike
};

} // namespace oscar::sessions

#endif
