// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/wire/tlv.h"

namespace oscar {

Tlv TlvWalk::broken(const View& view, Slice rest)
{
    Tlv tlv;
    tlv.at = rest;
    Reader r(view, rest);
    if (r.read_u16(tlv.tag) && r.read_u16(tlv.length)) {
        tlv.header = true;
        tlv.value = r.rest();
        // False, unless what is captured goes on behind what belongs to the list.
        r.read(tlv.length, tlv.value);
        // Cut by the capture: the value's extent is still known.
        tlv.value.length = std::min<std::uint32_t>(tlv.length, tlv.value.length);
        tlv.at.length = kTlvHeaderSize + tlv.value.length;
    }
    tlv.fault = r.fault();
    return tlv;
}

} // namespace oscar
