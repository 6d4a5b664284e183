// SPDX-License-Identifier: GPL-2.0-or-later
// Conversion of packet bytes to text for Wireshark. The result is always valid UTF-8, whatever the bytes are.
#ifndef OSCAR_EPAN_TEXT_H
#define OSCAR_EPAN_TEXT_H

#include "core/wire/text.h"
#include "core/wire/view.h"
#include "epan/compat.h"
#include "epan/line.h"

namespace oscar::epan {

// `at` must be captured in full. `charset_name` is the MIME name in the packet, for Charset::named. Trailing NULs are
// dropped; a NUL in the middle becomes U+2400, so that it does not hide the text after it.
const char* to_utf8(wmem_allocator_t* scope, tvbuff_t* tvb, Slice at, Charset charset, Slice charset_name = {});

// For columns and labels that Wireshark does not escape itself. Keeps at most `most` characters of the text, followed
// by an ellipsis if there are more, and then escapes what is not printable. The result can therefore be longer than
// `most`: an escape has up to ten characters.
const char* one_line(wmem_allocator_t* scope, const char* utf8, glong most);

// A name in which U+0001 separates folders, with slashes instead.
const char* path_text(wmem_allocator_t* scope, const char* utf8);

// Appends text to the label of an item. Text that does not fit is cut between two characters, and an ellipsis marks the
// cut.
void append_to_item(proto_item* item, const char* utf8);

// Text for the Info column. Wireshark 4.0 may cut a full column within a character, so this leaves room for what the
// AIM dissector appends: a screen name of up to 255 characters and a few words.
using InfoLine = BasicLine<COL_MAX_INFO_LEN - 1024>;
// Replaces the content of the Info column and sets a fence, so that other dissectors can only append to it.
void set_info(packet_info* pinfo, const InfoLine& line);

} // namespace oscar::epan

#endif
