// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/icq_dc/scramble.h"

#include <algorithm>
#include <string_view>

namespace oscar::icq_dc {
namespace {

constexpr std::uint32_t kFactor = 0x67657268;
constexpr std::uint32_t kFirst = kCheckSize; // nothing before it is hidden
constexpr std::uint32_t kLeastPosition = 10;
constexpr std::uint32_t kEntries = 220; // receivers compare no further ones

// A text of the client, of which scrambling uses the first 256 characters.
constexpr std::string_view kTable =
    "As part of this software beta version Mirabilis is granting a limited access to the ICQ network, servers, "
    "directories, listings, information and databases (\"ICQ Services and Information\"). The ICQ Service and "
    "Information may databases (\"ICQ Services and Information\"). The ICQ Service and Information may";
static_assert(kTable.size() == 304);

constexpr std::uint8_t entry(std::uint32_t index) { return static_cast<std::uint8_t>(kTable[index & 0xFF]); }

struct Key {
    std::uint32_t number;
    std::uint32_t end; // of what is hidden

    explicit Key(const View& area)
        : number(kFactor * area.size() + le32(area.bytes({0, kCheckSize}).data())), end(end_of(area.size()))
    {
    }
    static constexpr std::uint32_t end_of(std::uint32_t size)
    {
        const std::uint32_t limit = size / 4 + (size % 4 != 0 ? 1 : 0);
        return std::max(kFirst, (limit + 3) / 4 * 4);
    }
    // What the number at `word`, a multiple of four, is XORed with.
    std::uint32_t pad(std::uint32_t word) const { return number + entry(word); }
    // A byte behind the check code, in the clear.
    std::uint8_t clear(const View& area, std::uint32_t at) const
    {
        const std::uint8_t byte = area.u8(at);
        return at >= end ? byte : static_cast<std::uint8_t>(byte ^ pad(at & ~3U) >> 8 * (at & 3));
    }
};

} // namespace

Proof prove(const View& area)
{
    if (!area.has({0, kLeastProvable})) {
        return Proof::unknown;
    }
    const Key key(area);
    const std::uint32_t command = key.clear(area, 4);
    const std::uint32_t length = key.clear(area, 6);
    const std::uint32_t proof =
        le32(area.bytes({0, kCheckSize}).data()) ^ (command << 24 | length << 16 | command << 8 | length);
    const std::uint32_t position = proof >> 24;
    if (position < kLeastPosition || position >= area.size()) {
        return Proof::wrong_position;
    }
    if (!area.has({position, 1})) {
        return Proof::unknown;
    }
    if ((key.clear(area, position) ^ 0xFFU) != (proof >> 16 & 0xFF)) {
        return Proof::wrong_byte;
    }
    const std::uint32_t index = proof >> 8 & 0xFF;
    return index < kEntries && (entry(index) ^ 0xFFU) != (proof & 0xFF) ? Proof::wrong_entry : Proof::proven;
}

void unscramble(const View& area, std::span<std::uint8_t> out)
{
    const auto bytes = area.bytes(area.whole());
    std::copy(bytes.begin(), bytes.end(), out.begin());
    if (bytes.size() < kCheckSize) {
        return;
    }
    const Key key(area);
    const auto end = std::min<std::uint32_t>(key.end, area.captured());
    for (std::uint32_t word = kFirst; word < end; word += 4) {
        std::uint32_t pad = key.pad(word);
        for (std::uint32_t at = word; at < std::min(word + 4, end); ++at, pad >>= 8) {
            out[at] = static_cast<std::uint8_t>(out[at] ^ pad);
        }
    }
}

} // namespace oscar::icq_dc
