// SPDX-License-Identifier: GPL-2.0-or-later
//
// Wraps the fuzzed bytes in a valid frame, so that the fuzzer need not find valid headers.
#ifndef OSCAR_TESTS_FUZZ_FRAME_H
#define OSCAR_TESTS_FUZZ_FRAME_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace oscar::fuzz {

// The number of bytes that fit into a frame besides its headers.
inline constexpr std::size_t kMostContent = 0xFF00;

class Frame {
public:
    explicit Frame(std::uint8_t subgroup)
        : bytes_{0x2A, 2,   0,   0,        0,   0,               // FLAP; its length follows in finish()
                 0,    4,   0,   subgroup, 0,   0,   0, 0, 0, 0, // SNAC
                 'C',  'O', 'O', 'K',      'I', 'E', 0, 1,       // cookie
                 0,    2,   3,   'b',      'o', 'b'}             // channel, peer
    {
    }

    Frame& add(std::span<const std::uint8_t> content)
    {
        bytes_.insert(bytes_.end(), content.begin(), content.end());
        return *this;
    }
    Frame& add_u16(std::size_t number)
    {
        bytes_.push_back(static_cast<std::uint8_t>(number >> 8));
        bytes_.push_back(static_cast<std::uint8_t>(number));
        return *this;
    }
    // Writes the length into the header.
    std::span<const std::uint8_t> finish()
    {
        const std::size_t length = bytes_.size() - 6;
        bytes_[4] = static_cast<std::uint8_t>(length >> 8);
        bytes_[5] = static_cast<std::uint8_t>(length);
        bytes_.shrink_to_fit(); // a read past its end must not find spare room
        return bytes_;
    }

private:
    std::vector<std::uint8_t> bytes_;
};

} // namespace oscar::fuzz

#endif
