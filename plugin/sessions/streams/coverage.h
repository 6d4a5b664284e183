// SPDX-License-Identifier: GPL-2.0-or-later
//
// Which bytes of a file were seen, and the sum of their checksum. Each byte counts once, however often it is sent.
#ifndef OSCAR_SESSIONS_STREAMS_COVERAGE_H
#define OSCAR_SESSIONS_STREAMS_COVERAGE_H

#include "core/oft/checksum.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace oscar::sessions {

class Coverage {
public:
    struct Range {
        std::uint64_t from;
        std::uint64_t to;
        bool operator==(const Range&) const = default;
    };
    // Where there are as many, what would make one more is not counted. Each is a gap that is still open.
    static constexpr std::size_t kMostRanges = 64;

    // May throw std::bad_alloc.
    void add(std::uint64_t offset, std::span<const std::uint8_t> bytes);
    // All of it turns out to be further on.
    void move(std::uint64_t by);

    std::uint64_t seen() const { return seen_; }
    // By how much, in all.
    std::uint64_t moved() const { return moved_; }
    bool covers(std::uint64_t from, std::uint64_t to) const;
    const oft::Checksum& sum() const { return sum_; }
    std::span<const Range> ranges() const { return ranges_; }

private:
    std::vector<Range> ranges_; // sorted; no two of them touch
    std::uint64_t seen_ = 0;
    std::uint64_t moved_ = 0;
    oft::Checksum sum_;
};

} // namespace oscar::sessions

#endif
