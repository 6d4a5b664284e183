// SPDX-License-Identifier: GPL-2.0-or-later
//
// Puts the pieces of a file into the order of the file, for whoever can take it in no other, such as a hash.
#ifndef OSCAR_SESSIONS_STREAMS_IN_ORDER_H
#define OSCAR_SESSIONS_STREAMS_IN_ORDER_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <span>
#include <vector>

namespace oscar::sessions {

// A piece that comes too early waits for its turn. There is a limit to what waits: what would exceed it is dropped, and
// has to come again. Where two pieces overlap, the bytes that came first count, as they do in Coverage.
class InOrder {
public:
    static constexpr std::size_t kMostWaiting = std::size_t{8} << 20;
    static constexpr std::size_t kOverhead = 64; // of each piece that waits, roughly

    // Calls `take` with the bytes whose turn it is. `room`: how many bytes may still wait, of all files together. May
    // throw std::bad_alloc.
    template <class Take>
    void add(std::uint64_t offset, std::span<const std::uint8_t> bytes, std::size_t& room, const Take& take);
    // To be called before this is forgotten.
    void release(std::size_t& room)
    {
        room += held_;
        held_ = 0;
        waiting_.clear();
    }

    // All bytes before this one were taken.
    std::uint64_t position() const { return position_; }
    std::size_t waiting() const { return held_; }

private:
    using Waiting = std::map<std::uint64_t, std::vector<std::uint8_t>>; // by offset; no two overlap

    template <class Take>
    void take_waiting(std::size_t& room, const Take& take);
    void keep(std::uint64_t offset, std::span<const std::uint8_t> bytes, std::size_t& room);

    std::uint64_t position_ = 0;
    std::size_t held_ = 0;
    Waiting waiting_;
};

template <class Take>
void InOrder::add(std::uint64_t offset, std::span<const std::uint8_t> bytes, std::size_t& room, const Take& take)
{
    const auto skip = [&](std::uint64_t length) {
        const std::uint64_t skipped = std::min<std::uint64_t>(length, bytes.size());
        bytes = bytes.subspan(static_cast<std::size_t>(skipped));
        offset += skipped;
    };
    bytes = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), ~offset)));
    while (true) {
        if (offset < position_) {
            skip(position_ - offset);
        }
        if (bytes.empty()) {
            return;
        }
        auto next = waiting_.upper_bound(offset);
        if (next != waiting_.begin()) {
            const auto& [from, before] = *std::prev(next);
            if (from + before.size() > offset) {
                skip(from + before.size() - offset);
                continue;
            }
        }
        std::size_t length = bytes.size();
        if (next != waiting_.end()) {
            length = static_cast<std::size_t>(std::min<std::uint64_t>(length, next->first - offset));
        }
        if (offset == position_) {
            take(bytes.first(length));
            position_ += length;
            take_waiting(room, take);
        } else {
            keep(offset, bytes.first(length), room);
        }
        skip(length);
    }
}

template <class Take>
void InOrder::take_waiting(std::size_t& room, const Take& take)
{
    for (auto next = waiting_.begin(); next != waiting_.end() && next->first == position_; next = waiting_.begin()) {
        take(std::span<const std::uint8_t>(next->second));
        position_ += next->second.size();
        held_ -= next->second.size() + kOverhead;
        room += next->second.size() + kOverhead;
        waiting_.erase(next);
    }
}

inline void InOrder::keep(std::uint64_t offset, std::span<const std::uint8_t> bytes, std::size_t& room)
{
    const std::size_t cost = bytes.size() + kOverhead;
    if (cost > room || held_ + cost > kMostWaiting) {
        return;
    }
    waiting_.emplace(offset, std::vector<std::uint8_t>(bytes.begin(), bytes.end()));
    held_ += cost;
    room -= cost;
}

} // namespace oscar::sessions

#endif
