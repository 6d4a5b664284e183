// SPDX-License-Identifier: GPL-2.0-or-later
// The keys of the tracker's maps, and their hash. Cookies and names come from the network, so an attacker can choose
// them. The hash is therefore seeded with a random number: nobody can prepare keys that all fall into one bucket.
#ifndef OSCAR_SESSIONS_HASH_H
#define OSCAR_SESSIONS_HASH_H

#include "core/wire/uuid.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace oscar::sessions {

// What identifies a rendezvous in a single message.
struct RendezvousKey {
    std::uint64_t cookie;
    std::uint32_t low_user; // the two users, in the order of their numbers
    std::uint32_t high_user;
    std::uint32_t service;

    bool operator==(const RendezvousKey&) const = default;
};

class Hash {
public:
    using is_transparent = void;

    explicit Hash(std::uint64_t seed) : seed_(seed) {}

    std::size_t operator()(std::uint64_t key) const { return mix(seed_ ^ key); }
    std::size_t operator()(const RendezvousKey& k) const
    {
        const std::uint64_t users = std::uint64_t{k.low_user} << 32 | k.high_user;
        return mix(mix(mix(seed_ ^ k.cookie) ^ users) ^ k.service);
    }
    std::size_t operator()(const Uuid& uuid) const
    {
        return (*this)(std::string_view(reinterpret_cast<const char*>(uuid.data()), uuid.size()));
    }
    std::size_t operator()(std::string_view text) const
    {
        std::uint64_t hash = mix(seed_ ^ text.size());
        for (; text.size() > 0; text.remove_prefix(text.size() < 8 ? text.size() : 8)) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data(), text.size() < 8 ? text.size() : 8);
            hash = mix(hash ^ word);
        }
        return hash;
    }

private:
    // The finalizer of SplitMix64: every bit of the result depends on every bit of `x`.
    static constexpr std::uint64_t mix(std::uint64_t x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
        x = (x ^ x >> 27) * 0x94D049BB133111EB;
        return x ^ x >> 31;
    }

    std::uint64_t seed_;
};

} // namespace oscar::sessions

#endif
