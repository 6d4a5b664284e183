// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oscar/dc_info.h"

#include "core/wire/tlv.h"

namespace oscar {
namespace {

constexpr std::uint16_t kServiceFoodgroup = 0x0001;
constexpr std::uint16_t kSetStatus = 0x001E;
constexpr std::uint32_t kPortOffset = 4;
constexpr std::uint32_t kCookieOffset = 11;

} // namespace

bool read_dc_info(const View& view, Slice info, Slice external_ip, DcInfo& out)
{
    if (info.length < kDcInfoSize || !view.has(info)) {
        return false;
    }
    const std::uint32_t port = view.u32(info.offset + kPortOffset);
    if (port == 0 || port > 0xFFFF) {
        return false;
    }
    out.internal_ip = view.u32(info.offset);
    out.port = static_cast<std::uint16_t>(port);
    out.auth_cookie = view.u32(info.offset + kCookieOffset);
    out.external_ip = external_ip.length == 4 && view.has(external_ip) ? view.u32(external_ip.offset) : 0;
    return true;
}

bool find_own_dc_info(const View& flap, const Snac& snac, Slice& info)
{
    if (snac.foodgroup != kServiceFoodgroup || snac.subgroup != kSetStatus) {
        return false;
    }
    TlvWalk walk(flap, snac.body);
    Tlv tlv;
    while (walk.next(tlv)) {
        if (tlv.tag == kDcInfoTlv && tlv.fault == Fault::none) {
            info = tlv.value;
            return true;
        }
    }
    return false;
}

} // namespace oscar
