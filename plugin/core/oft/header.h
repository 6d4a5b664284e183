// SPDX-License-Identifier: GPL-2.0-or-later
//
// OFT2, the protocol in which clients send files to each other: headers, and between them the content of the files
// without any framing. Sources: libpurple oft.c and oft.h, joscar FileTransferHeader, MirandaICQ, LibOrange, Clark
// 2005.
//
//   0    magic "OFT2"            4   header length          6   type                  8   cookie, 8 bytes
//   16   encryption              18  compression            20  files                 22  files left
//   24   parts                   26  parts left             28  total size, u32       32  size, u32
//   36   modified, u32           40  checksum, u32          44  received checksum of the resource fork, u32
//   48   resource fork size, u32 52  created, u32           56  checksum of the resource fork, u32
//   60   received, u32           64  received checksum, u32 68  identification, 32 bytes
//   100  flags, u8               101 list name offset, u8   102 list size offset, u8  103 reserved, 69 bytes
//   172  Finder information, 16  188 name encoding          190 its subcode           192 name
//
// All numbers are big-endian, and of 16 bits where nothing else is said. The name takes what the header has left, at
// least 64 bytes.
#ifndef OSCAR_CORE_OFT_HEADER_H
#define OSCAR_CORE_OFT_HEADER_H

#include "core/oft/list.h"
#include "core/schema/listener.h"
#include "core/wire/view.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace oscar::oft {

inline constexpr std::string_view kMagic = "OFT2";
inline constexpr std::uint32_t kMagicSize = 4;
inline constexpr std::uint32_t kLengthEnd = 6;     // magic and length
inline constexpr std::uint32_t kNumbersEnd = 68;   // all that Header holds, but for the name
inline constexpr std::uint32_t kNameOffset = 192;  // the least that can be a header: all fields but the name
inline constexpr std::uint32_t kUsualLength = 256; // with the shortest name

enum class Type : std::uint16_t {
    prompt = 0x0101,
    resume_granted = 0x0106,
    acknowledge = 0x0202,
    done = 0x0204,
    resume_wish = 0x0205,
    resume_acknowledged = 0x0207,
    list = 0x1108,
    list_acknowledged = 0x1209,
    list_damaged = 0x120A,
    list_received = 0x120B,
    file_request = 0x120C,
    folder_request = 0x120E,
};
constexpr bool is_known(std::uint16_t type)
{
    switch (static_cast<Type>(type)) {
    case Type::prompt:
    case Type::resume_granted:
    case Type::acknowledge:
    case Type::done:
    case Type::resume_wish:
    case Type::resume_acknowledged:
    case Type::list:
    case Type::list_acknowledged:
    case Type::list_damaged:
    case Type::list_received:
    case Type::file_request:
    case Type::folder_request:
        return true;
    }
    return false;
}

// What the bytes at a place where a header may begin are.
enum class Start : std::uint8_t {
    other,   // no header
    partial, // a part of the magic, with which the bytes end
    header,
};
Start start_of(std::span<const std::uint8_t> bytes);

// Whether the bytes at the start of a TCP segment can only be a header: its magic, and as far as they are there, a
// length of at least all fields but the name, and a known type.
bool looks_like_header(std::span<const std::uint8_t> segment);

struct Header {
    bool numbers = false; // all numbers below were there
    std::uint16_t length = 0;
    std::uint16_t type = 0;
    std::uint64_t cookie = 0;
    std::uint16_t files = 0;
    std::uint16_t files_left = 0;
    std::uint32_t total_size = 0;
    std::uint32_t size = 0;
    std::uint32_t checksum = 0;
    std::uint32_t resource_size = 0;
    std::uint32_t received = 0;
    std::uint32_t received_checksum = 0;
    ListColumns columns; // if the header is long enough for them
    Item name;           // none if its length is zero

    bool is(Type t) const { return numbers && type == static_cast<std::uint16_t>(t); }
};

// Reads the header at the start of the view, and of it what is there.
Header read_header(const View& view);

// Reports all items and findings of the header at the start of the view, which holds the magic.
void decode_header(const View& view, Listener& to);

} // namespace oscar::oft

#endif
