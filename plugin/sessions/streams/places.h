// SPDX-License-Identifier: GPL-2.0-or-later
//
// Places in one direction of a connection, from TCP's sequence numbers, which begin again after 4 GiB.
#ifndef OSCAR_SESSIONS_STREAMS_PLACES_H
#define OSCAR_SESSIONS_STREAMS_PLACES_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace oscar::sessions {

// A place is a number of 64 bits whose lower half is the sequence number. It is known by the frame in which the number
// stands: every GiB leaves a mark, to which what comes after it is the nearest.
class Places {
public:
    static constexpr std::uint64_t kMarkEvery = std::uint64_t{1} << 30;
    static constexpr std::size_t kMostMarks = 4096; // 4 TiB, or as many jumps that somebody made up

    // On the first pass, in the order of the frames; on others it is the same as find(). May throw std::bad_alloc.
    std::uint64_t add(std::uint32_t frame, std::uint32_t sequence)
    {
        if (marks_.empty()) {
            // Not 0 as the upper half: segments may turn up that are before the first one.
            marks_.push_back({frame, (std::uint64_t{1} << 32) + sequence});
        }
        if (frame < marks_.back().frame) {
            return find(frame, sequence);
        }
        const std::uint64_t place = near(marks_.back(), sequence);
        if (place >= marks_.back().place + kMarkEvery && marks_.size() < kMostMarks) {
            marks_.push_back({frame, place});
        }
        return place;
    }
    // Later, in any order. The same as add() said; 0 if there is nothing to go by.
    std::uint64_t find(std::uint32_t frame, std::uint32_t sequence) const
    {
        const auto after = std::upper_bound(marks_.begin(), marks_.end(), frame,
                                            [](std::uint32_t at, const Mark& mark) { return at < mark.frame; });
        return after == marks_.begin() ? 0 : near(*(after - 1), sequence);
    }

private:
    struct Mark {
        std::uint32_t frame;
        std::uint64_t place;
    };
    static std::uint64_t near(const Mark& mark, std::uint32_t sequence)
    {
        const auto distance = static_cast<std::int32_t>(sequence - static_cast<std::uint32_t>(mark.place));
        return mark.place + static_cast<std::uint64_t>(static_cast<std::int64_t>(distance));
    }

    std::vector<Mark> marks_;
};

} // namespace oscar::sessions

#endif
