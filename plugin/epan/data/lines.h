// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a part of a data connection says, in one line for the Info column and the label of its tree. The text is valid
// UTF-8 and printable.
#ifndef OSCAR_EPAN_DATA_LINES_H
#define OSCAR_EPAN_DATA_LINES_H

#include "core/ars/packet.h"
#include "core/odc/frame.h"
#include "core/oft/header.h"
#include "epan/compat.h"
#include "epan/line.h"
#include "sessions/streams/transfer.h"

namespace oscar::epan {

// The name in a header that begins at `offset`: valid UTF-8, with a slash between folders.
const char* file_name(wmem_allocator_t* scope, tvbuff_t* tvb, std::uint32_t offset, const Item& name);

// For example "Prompt "recipe.docx" (12008 bytes), file 1 of 2".
Line header_line(packet_info* pinfo, const oft::Header& header, const char* name);

// For example ""recipe.docx", bytes 0 to 1459 of 12008 (12 %)".
Line content_line(packet_info* pinfo, const sessions::File& file, const char* range);

// For all of the content of a file, for example "File data "recipe.docx" (12008 bytes)".
Line file_line(packet_info* pinfo, const sessions::File& file);

// For example "kestrel: "see you at eight" (1 image)". `sender` and `text` are valid UTF-8, `text` without HTML.
Line frame_line(packet_info* pinfo, const odc::Frame& frame, const char* sender, const char* text,
                std::uint32_t images);
// For a further part of a long frame, for example "Message, continued (2 images)".
Line passage_line(packet_info* pinfo, const char* text, std::uint32_t images);
// For example "Image "heron.jpg", bytes 0 to 1459 of 12008 (12 %)".
Line image_line(packet_info* pinfo, const sessions::File& image, const char* range);

// For example "Join by Sec558user1, pin 4660". The packet begins at `offset`.
Line proxy_line(packet_info* pinfo, tvbuff_t* tvb, std::uint32_t offset, const ars::Packet& packet);

} // namespace oscar::epan

#endif
