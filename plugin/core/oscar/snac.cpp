// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oscar/snac.h"

#include "core/oscar/flap.h"

namespace oscar {
namespace {

constexpr std::uint16_t kOptionalBlockFlag = 0x8000;

} // namespace

bool read_snac(const View& flap, Snac& out)
{
    if (!flap.has({0, flap::kHeaderSize}) || flap.u8(0) != flap::kMarker ||
        flap.u8(1) != static_cast<std::uint8_t>(flap::FrameType::data)) {
        return false;
    }
    Reader r(flap, {flap::kHeaderSize, flap.u16(4)});
    std::uint16_t flags = 0;
    if (!r.read_u16_u16(out.foodgroup, out.subgroup) || !r.read_u16(flags) || !r.read_u32(out.request_id)) {
        return false;
    }
    if ((flags & kOptionalBlockFlag) != 0) {
        std::uint16_t length = 0;
        if (!r.read_u16(length) || !r.skip(length)) {
            return false;
        }
    }
    out.body = r.rest();
    return true;
}

} // namespace oscar
