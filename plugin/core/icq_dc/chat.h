// SPDX-License-Identifier: GPL-2.0-or-later
//
// A direct connection for a chat: three frames, then text and commands without frames. Source: Licq, chat.cpp. Numbers
// are little-endian, except for the port in the first frame; a string is a u16 length, which counts its NUL, and the
// text; a colour is R, G, B, 0.
//
//   1       u32 0x65 (0x64 up to version 6), u32 -version, u32 UIN, string nick, u16 port, colours, u8 0
//   2       u32 0x65, u32 UIN, string nick, colours, u32 version, place, font, u8 n, n clients
//   3       u32 version, place, font
//   place   u32 port, IP, IP, u8 type, u16 session
//   font    u32 size, u32 face, string family, u8 charset, u8 style
//   client  u32 version, u32 port, u32 UIN, IP, IP, u8 type, u16, u16 session, u32 0x64 or 0x65
//   then    text; or 00, u8 command, u32 length, data
#ifndef OSCAR_CORE_ICQ_DC_CHAT_H
#define OSCAR_CORE_ICQ_DC_CHAT_H

#include "core/schema/listener.h"
#include "core/wire/view.h"

#include <cstdint>
#include <span>

namespace oscar::icq_dc {

struct ChatHello {
    enum class Form : std::uint8_t { from_connector, from_listener, answer };
    Form form{};
    std::uint32_t uin = 0;
    std::uint32_t port = 0;
    Item nick;
};

// Whether a frame of which `body` is what follows the length opens a chat: the first one, or the second.
bool looks_like_chat(std::span<const std::uint8_t> body);

// Reports all items and findings of one of the three frames, which is all of the view.
ChatHello decode_chat_hello(const View& frame, Listener& to);

// What comes next in the stream: text up to the next command, or a command.
struct ChatPiece {
    bool is_command = false;
    std::uint8_t command = 0;
    Slice at;               // as far as it is there
    std::uint32_t size = 0; // of a command, all of it: 0 if even that is not known yet
    std::uint32_t declared = 0;
};
// No command of Licq's is longer.
inline constexpr std::uint32_t kMostChatData = 1024;
// `offset` must be inside the captured part of the view.
ChatPiece next_chat_piece(const View& stream, std::uint32_t offset);
void decode_chat_piece(const View& stream, const ChatPiece& piece, Listener& to);

} // namespace oscar::icq_dc

#endif
