// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oscar/flap.h"

namespace oscar::flap {
namespace {

// Foodgroups of the NINA wiki; 0x0085 is the old beta-test group.
constexpr bool known_foodgroup(std::uint16_t group)
{
    return (group >= 0x0001 && group <= 0x0025) || group == 0x0085 || group == 0x044A;
}

// The highest subgroup in use is 0x0030, with room for what lists leave out.
constexpr bool plausible_subgroup(std::uint16_t subgroup) { return subgroup >= 0x0001 && subgroup <= 0x0040; }

// More replies follow (1), client SNAC (2), optional block (0x8000).
constexpr std::uint16_t kKnownSnacFlags = 0x8003;

bool plausible_sign_on(const View& v, std::uint32_t length)
{
    if (length < 4 || !v.has({kHeaderSize, 4}) || v.u32(kHeaderSize) != 1) {
        return false;
    }
    if (length == 4) {
        return true;
    }
    constexpr std::uint32_t tlv = kHeaderSize + 4;
    return length >= 8 && v.has({tlv, 4}) && v.u16(tlv) <= 0x00FF && v.u16(tlv + 2) + 8U <= length;
}

bool plausible_snac(const View& v, std::uint32_t length)
{
    if (length < 10 || !v.has({kHeaderSize, 6})) {
        return false;
    }
    return known_foodgroup(v.u16(kHeaderSize)) && plausible_subgroup(v.u16(kHeaderSize + 2)) &&
           (v.u16(kHeaderSize + 4) & ~kKnownSnacFlags) == 0;
}

} // namespace

bool looks_like_oscar(const View& segment)
{
    if (!segment.has({0, kHeaderSize}) || segment.bytes({0, 1})[0] != kMarker) {
        return false;
    }
    const std::uint32_t length = segment.u16(4);
    switch (static_cast<FrameType>(segment.bytes({1, 1})[0])) {
    case FrameType::sign_on:
        if (!plausible_sign_on(segment, length)) {
            return false;
        }
        break;
    case FrameType::data:
        if (!plausible_snac(segment, length)) {
            return false;
        }
        break;
    default:
        return false;
    }
    const auto next = segment.bytes({kHeaderSize + length, 2});
    return next.empty() || (next[0] == kMarker && (next.size() < 2 || (next[1] >= 1 && next[1] <= 5)));
}

} // namespace oscar::flap
