// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the messages of one packet share while the packet is dissected.
#ifndef OSCAR_EPAN_PACKET_STATE_H
#define OSCAR_EPAN_PACKET_STATE_H

#include "core/schema/schema.h"
#include "epan/compat.h"
#include "epan/text.h"

namespace oscar::epan {

struct PacketState {
    static constexpr std::uint32_t kNoSession = 0xFFFFFFFF;
    std::uint32_t items = 0;                 // number of items in our trees
    std::uint32_t messages = 0;              // number of messages that were looked up in the sessions
    std::uint32_t lines = 0;                 // number of messages with a line in the Info column
    std::uint32_t counted = 0;               // number of parts of data connections whose bytes were counted
    std::uint32_t data_session = kNoSession; // that the data connection belongs to
    InfoLine info;                           // these lines, separated by "; "
};

// Created on first use.
PacketState* packet_state(packet_info* pinfo);
// Null if packet_state() was not called for this packet.
const PacketState* known_packet_state(packet_info* pinfo);

// Adds the line of a message to the Info column, after the lines of our earlier messages, and sets the Protocol column.
// Replaces what other dissectors have written there.
void add_info(packet_info* pinfo, ProtocolId id, const char* line);

} // namespace oscar::epan

#endif
