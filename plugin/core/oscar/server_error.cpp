// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oscar/server_error.h"

#include "core/wire/tlv.h"

namespace oscar {
namespace {

constexpr std::uint16_t kSubcodeTlv = 0x0008;
constexpr std::uint16_t kTextTlv = 0x001B;

} // namespace

ServerError read_server_error(const View& flap, const Icbm& icbm)
{
    ServerError out;
    if (!icbm.has_code) {
        return out;
    }
    out.code = flap.u16(icbm.code.offset);
    TlvWalk walk(flap, icbm.error_info);
    Tlv tlv;
    while (walk.next(tlv) && tlv.fault == Fault::none) {
        if (tlv.tag == kSubcodeTlv && tlv.length == 2) {
            out.has_subcode = true;
            out.subcode_at = tlv.value;
            out.subcode = flap.u16(tlv.value.offset);
        } else if (tlv.tag == kTextTlv) {
            out.text = tlv.value;
        }
    }
    return out;
}

} // namespace oscar
