// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/icbm.h"

#include "core/flap.h"

namespace oscar {
namespace {

constexpr std::uint16_t kIcbmFoodgroup = 0x0004;
constexpr std::uint16_t kOptionalBlockFlag = 0x8000;

bool skip_tlvs(Reader& r, std::uint16_t count)
{
    for (; count > 0; --count) {
        std::uint16_t tag = 0;
        std::uint16_t length = 0;
        if (!r.read_u16(tag) || !r.read_u16(length) || !r.skip(length)) {
            return false;
        }
    }
    return true;
}

// TLVs may stand on both sides of the block; those after it are no concern of a rendezvous.
bool find_block(Reader& r, Icbm& out)
{
    while (r.remaining() > 0) {
        std::uint16_t tag = 0;
        std::uint16_t length = 0;
        if (!r.read_u16(tag) || !r.read_u16(length)) {
            return false;
        }
        if (tag == kBlockTlv) {
            out.block = {r.offset(), length};
            out.has_block = true;
            return true;
        }
        if (!r.skip(length)) {
            return false;
        }
    }
    return true;
}

void read_body(Reader& r, Icbm& out)
{
    if (!r.read_string08(out.peer)) {
        return;
    }
    out.has_peer = true;
    switch (out.subgroup) {
    case Subgroup::to_client: {
        std::uint16_t count = 0;
        if (!r.skip(2) || !r.read_u16(count) || !skip_tlvs(r, count)) {
            return;
        }
        [[fallthrough]];
    }
    case Subgroup::to_host:
        find_block(r, out);
        return;
    case Subgroup::client_error:
        if (r.read(2, out.code)) {
            out.has_code = true;
            out.error_info = r.rest();
        }
        return;
    }
}

} // namespace

bool read_icbm(const View& flap, Icbm& out)
{
    // The cheap checks first: this runs for every data frame of a sign-on.
    constexpr std::uint32_t snac = flap::kHeaderSize;
    if (!flap.has({0, flap::kHeaderSize}) || flap.bytes({0, 1})[0] != flap::kMarker ||
        flap.bytes({1, 1})[0] != static_cast<std::uint8_t>(flap::FrameType::data)) {
        return false;
    }
    const View frame = flap.first(flap::kHeaderSize + flap.u16(4));
    if (!frame.has({snac, 10}) || frame.u16(snac) != kIcbmFoodgroup) {
        return false;
    }
    const std::uint16_t subgroup = frame.u16(snac + 2);
    if (subgroup != 0x0006 && subgroup != 0x0007 && subgroup != 0x000B) {
        return false;
    }

    Reader r(frame, {snac + 10, frame.size()});
    if ((frame.u16(snac + 4) & kOptionalBlockFlag) != 0) {
        std::uint16_t length = 0;
        if (!r.read_u16(length) || !r.skip(length)) {
            return false;
        }
    }
    Slice cookie;
    std::uint16_t channel = 0;
    if (!r.read(kCookieSize, cookie) || !r.read_u16(channel) || channel != kRendezvousChannel) {
        return false;
    }

    out = {};
    out.subgroup = static_cast<Subgroup>(subgroup);
    out.request_id = frame.u32(snac + 6);
    out.cookie = cookie;
    read_body(r, out);
    out.fault = r.fault();
    out.fault_at = r.fault_at();
    return true;
}

} // namespace oscar
