// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the plugin has to remember between the messages of one packet, while it is dissected.
#ifndef OSCAR_EPAN_PACKET_STATE_H
#define OSCAR_EPAN_PACKET_STATE_H

#include "core/schema/schema.h"
#include "epan/compat.h"

namespace oscar::epan {

struct PacketState {
    std::uint32_t items = 0;    // in our trees
    std::uint32_t messages = 0; // that sessions were asked about
    // What our messages say in the Info column, with "; " between them; null if there was none yet.
    const char* info = nullptr;
};

// Made when it is first asked for.
PacketState* packet_state(packet_info* pinfo);
// Null if nobody has asked for it yet.
const PacketState* known_packet_state(packet_info* pinfo);

// Writes the protocol's name and, behind what our earlier messages said, the line into the columns, in place of all
// that other dissectors wrote there.
void add_info(packet_info* pinfo, ProtocolId id, const char* line);

} // namespace oscar::epan

#endif
