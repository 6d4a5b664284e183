// SPDX-License-Identifier: GPL-2.0-or-later
//
// Analyze > Follow > AIM Direct IM Stream, and tshark -z follow,aim_odc: who said what on a connection, line by line.
// Wireshark 4.0 itself shows there only the protocols that it knows; its tshark shows this one, too.
#ifndef OSCAR_EPAN_DATA_IM_STREAM_H
#define OSCAR_EPAN_DATA_IM_STREAM_H

#include "epan/compat.h"

#include <cstdint>

namespace oscar::epan {

void register_im_stream();

// A message; `sender` and `text` are valid UTF-8. `tvb` is one of the packet.
void tap_im(packet_info* pinfo, tvbuff_t* tvb, const char* sender, const char* text, std::uint32_t images);

} // namespace oscar::epan

#endif
