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
        // next() has found that the value does not fit, so this fails and sets the fault.
        r.read(tlv.length, tlv.value);
        // If only the capture cut the value, its extent is known.
        tlv.value.length = std::min<std::uint32_t>(tlv.length, tlv.value.length);
        tlv.at.length = kTlvHeaderSize + tlv.value.length;
    }
    tlv.fault = r.fault();
    return tlv;
}

} // namespace oscar
