// SPDX-License-Identifier: GPL-2.0-or-later
//
// The parts of an ICQ direct connection: how each is decoded, what the sessions learn of it, and how it is shown. `at`:
// the bytes in the segment.
#ifndef OSCAR_EPAN_DATA_ICQ_PARTS_H
#define OSCAR_EPAN_DATA_ICQ_PARTS_H

#include "epan/data/segment.h"
#include "sessions/streams/peer.h"

#include <cstdint>

namespace oscar::epan {

// Any frame. For the statistics: what kind of messages it has, and how many.
proto_tree* show_frame(const Segment& s, Slice at, const Line& line, Recorder& recorder, const char* said = nullptr,
                       std::uint32_t count = 1);
// A frame that tells nothing that is remembered.
void dissect_plain_frame(const Segment& s, Slice at, const char* text, void (*decode)(const View&, Listener&));

void dissect_handshake(const Segment& s, Slice at, bool has_length);
void dissect_channel(const Segment& s, Slice at);
void dissect_message(const Segment& s, Slice at);

void dissect_file_packet(const Segment& s, Slice at);
// The head of a frame with content, if it is here, and as much of the content as is here. Returns how much that is.
std::uint32_t dissect_file_data(const Segment& s, std::uint32_t offset, sessions::PeerPart part);

void dissect_chat_hello(const Segment& s, Slice at);
// Text and commands. Returns how much was dissected: less if TCP is asked for the rest of a command.
std::uint32_t dissect_chat(const Segment& s, std::uint32_t offset);

// The first frame of a connection is distinct enough for the heuristic. It only has to be expected where another
// dissector is at home; elsewhere that would cost TCP its analysis of how the connection began.
void expect_where_needed(packet_info* pinfo, std::uint32_t ip, std::uint16_t port);

} // namespace oscar::epan

#endif
