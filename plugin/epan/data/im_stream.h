// SPDX-License-Identifier: GPL-2.0-or-later
//
// Analyze > Follow, and tshark -z follow,aim_odc or follow,icq_dc: who said what on a connection, line by line.
// Wireshark 4.0 itself shows there only the protocols that it knows; its tshark shows these, too.
#ifndef OSCAR_EPAN_DATA_IM_STREAM_H
#define OSCAR_EPAN_DATA_IM_STREAM_H

#include "epan/compat.h"
#include "epan/registry.h"

#include <cstdint>

namespace oscar::epan {

void register_im_stream();

// A message, or a line of a chat, on a connection of this protocol. `sender`, which may be null, and `text` are valid
// UTF-8. `tvb` is one of the packet.
void tap_said(packet_info* pinfo, ProtocolId id, tvbuff_t* tvb, const char* sender, const char* text,
              std::uint32_t images = 0);

} // namespace oscar::epan

#endif
