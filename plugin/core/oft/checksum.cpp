// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oft/checksum.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>

namespace oscar::oft {
namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);
constexpr std::uint64_t kLanes = 0x00FF00FF00FF00FF;
// Each lane of 16 bits holds the sum of this many bytes.
constexpr std::size_t kMostWords = 0xFFFF / 0xFF;

std::uint64_t sum_of_lanes(std::uint64_t lanes)
{
    return (lanes & 0xFFFF) + (lanes >> 16 & 0xFFFF) + (lanes >> 32 & 0xFFFF) + (lanes >> 48);
}

} // namespace

void Checksum::add(std::uint64_t position, std::span<const std::uint8_t> bytes)
{
    std::uint64_t first = 0; // sum of the bytes at 0, 2, ... of the piece
    std::uint64_t second = 0;
    while (bytes.size() >= kWord) {
        const std::size_t words = std::min(bytes.size() / kWord, kMostWords);
        std::uint64_t low = 0; // lanes of the lower byte of each 16 bits
        std::uint64_t high = 0;
        for (std::size_t i = 0; i < words; ++i) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data() + i * kWord, kWord);
            low += word & kLanes;
            high += word >> 8 & kLanes;
        }
        constexpr bool little = std::endian::native == std::endian::little;
        first += sum_of_lanes(little ? low : high);
        second += sum_of_lanes(little ? high : low);
        bytes = bytes.subspan(words * kWord);
    }
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        (i % 2 == 0 ? first : second) += bytes[i];
    }
    even_ += position % 2 == 0 ? first : second;
    odd_ += position % 2 == 0 ? second : first;
}

std::uint32_t Checksum::after(std::uint32_t start) const
{
    // Clients subtract in 32 bits, one more after each borrow, which is arithmetic modulo 2^32 - 1.
    constexpr std::uint64_t modulus = 0xFFFFFFFF;
    const std::uint64_t sum = (even_ % modulus * 256 + odd_ % modulus) % modulus;
    std::uint64_t c = ((start >> 16) + modulus - sum) % modulus;
    c = (c & 0xFFFF) + (c >> 16);
    c = (c & 0xFFFF) + (c >> 16);
    return static_cast<std::uint32_t>(c << 16);
}

} // namespace oscar::oft
