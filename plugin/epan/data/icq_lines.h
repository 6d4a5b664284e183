// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a frame of a direct connection between ICQ clients says, in one line for the Info column and the label of its
// tree. The text is valid UTF-8 and printable. Items are in `tvb`, which is the frame itself.
#ifndef OSCAR_EPAN_DATA_ICQ_LINES_H
#define OSCAR_EPAN_DATA_ICQ_LINES_H

#include "core/icq_dc/chat.h"
#include "core/icq_dc/file_packet.h"
#include "core/icq_dc/frame.h"
#include "epan/compat.h"
#include "epan/line.h"

namespace oscar::epan {

// For example "Handshake of 4024781 with 164915098, version 8".
Line init_line(const icq_dc::Init& init);
// For example "Channel for messages", or "Channel to the info manager, answer".
Line channel_line(const icq_dc::Channel& channel);
// For example "4024781: File "file2.txt" (503 bytes)". `user`: null if not known.
Line direct_message_line(packet_info* pinfo, tvbuff_t* tvb, const icq_dc::Message& message, const char* user);
// For example "Next file "file2.txt" (503 bytes)". `name`: with its folder.
Line file_packet_line(packet_info* pinfo, const icq_dc::FilePacket& packet, const char* name);
// For example "Chat opened by ana".
Line hello_line(packet_info* pinfo, const icq_dc::ChatHello& hello, const char* nick);
// What was typed in a chat, which is valid UTF-8, in quotation marks.
void add_quoted(packet_info* pinfo, const char* text, Line& line);
// For example "[Beep]".
void add_chat_command(const icq_dc::ChatPiece& piece, Line& line);
// What a message says, as a whole: its text, or what it is about. `tvb`: with the items.
const char* said_in(packet_info* pinfo, tvbuff_t* tvb, const icq_dc::Message& message);

} // namespace oscar::epan

#endif
