// SPDX-License-Identifier: GPL-2.0-or-later
//
// Packets of a direct connection for files, each behind a u16 with its length. Sources: Licq, climm, MirandaICQ, SIM,
// TICQ's dump of ICQ 2002. Numbers are little-endian; a string is a u16 length, which counts its NUL, and the text.
//
//   00 start      u32 0, u32 files, u32 total size, u32 speed, string nick
//   01 its answer u32 speed, string nick
//   02 next file  u8 folder, string name, string folder, u32 size, u32 modified, u32 speed
//   03 go ahead   u32 offset, u32 0, u32 speed, u32 number of the file
//   04 stop       u32 number of the file, or one byte
//   05 speed      u32
//   06 data       up to the end of the packet
#ifndef OSCAR_CORE_ICQ_DC_FILE_PACKET_H
#define OSCAR_CORE_ICQ_DC_FILE_PACKET_H

#include "core/schema/listener.h"
#include "core/wire/view.h"

#include <cstdint>
#include <span>

namespace oscar::icq_dc {

enum class FileCommand : std::uint8_t { init, init_ack, next, start, stop, speed, data };
inline constexpr std::uint32_t kDataHead = 3; // of a packet with content: length and command

struct FilePacket {
    bool has_command = false;
    std::uint8_t command = 0;
    std::uint32_t files = 0;
    std::uint32_t size = 0; // of all files, or of the next one
    std::uint32_t offset = 0;
    std::uint32_t number = 0;
    std::uint32_t speed = 0;
    bool is_folder = false;
    bool is_whole = false; // all values are there
    Item nick;
    Item name;
    Item folder;

    bool is(FileCommand c) const { return has_command && command == static_cast<std::uint8_t>(c); }
};

// Whether a frame of which `body` is what follows the length begins a connection for files. `size`: as declared.
bool looks_like_file_init(std::span<const std::uint8_t> body, std::uint32_t size);

// Reports all items and findings of a packet, which is all of the view. Not the content of files: that is told apart
// by its place in the connection.
FilePacket decode_file_packet(const View& frame, Listener& to);

} // namespace oscar::icq_dc

#endif
