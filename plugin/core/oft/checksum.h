// SPDX-License-Identifier: GPL-2.0-or-later
//
// The checksum of a file: a ones'-complement difference of 16-bit words, big-endian, from 0xFFFF on, kept in the upper
// half of 32 bits (libpurple oft.c, MirandaICQ, LibOrange). A byte counts 256 times if its position in the file is
// even, once if it is odd. So bytes may be added in any order, as long as each is added once, with its position.
//
// Some clients (joscar, MirandaAIM) take the parity from the start of each piece they read, so theirs can be another.
#ifndef OSCAR_CORE_OFT_CHECKSUM_H
#define OSCAR_CORE_OFT_CHECKSUM_H

#include <cstdint>
#include <span>
#include <utility>

namespace oscar::oft {

// The checksum of no bytes, which also stands where none was computed.
inline constexpr std::uint32_t kNoChecksum = 0xFFFF0000;

class Checksum {
public:
    void add(std::uint64_t position, std::span<const std::uint8_t> bytes);
    void add(const Checksum& other)
    {
        even_ += other.even_;
        odd_ += other.odd_;
    }
    // The same bytes, all of them further on by an odd number.
    void change_parity() { std::swap(even_, odd_); }

    std::uint32_t value() const { return after(kNoChecksum); }
    // The checksum of a file whose other bytes have the checksum `start`.
    std::uint32_t after(std::uint32_t start) const;

private:
    std::uint64_t even_ = 0; // sum of the bytes at even positions
    std::uint64_t odd_ = 0;
};

// In ones' complement, 0x0000 and 0xFFFF are one number. Clients leave the lower half zero.
constexpr bool same_checksum(std::uint32_t a, std::uint32_t b) { return (a >> 16) % 0xFFFF == (b >> 16) % 0xFFFF; }

} // namespace oscar::oft

#endif
