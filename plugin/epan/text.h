// SPDX-License-Identifier: GPL-2.0-or-later
//
// Packet bytes as text that Wireshark can show: always valid UTF-8, whatever the bytes are.
#ifndef OSCAR_EPAN_TEXT_H
#define OSCAR_EPAN_TEXT_H

#include "core/wire/text.h"
#include "core/wire/view.h"
#include "epan/compat.h"
#include "epan/line.h"

namespace oscar::epan {

// `at` is wholly captured; `charset_name` is the MIME name, for Charset::named. Trailing NULs are dropped; one in the
// middle shows as U+2400, so that nothing after it stays hidden.
const char* to_utf8(wmem_allocator_t* scope, tvbuff_t* tvb, Slice at, Charset charset, Slice charset_name = {});

// For columns and labels that Wireshark does not escape itself: control characters escaped, and no longer than `most`
// characters.
const char* one_line(wmem_allocator_t* scope, const char* utf8, glong most);

// For the label of an item: what there is no room for is left out, never part of a character, and an ellipsis stands in
// its place.
void append_to_item(proto_item* item, const char* utf8);

// Text for the Info column. Wireshark 4.0 cuts the column within a character, so there has to be room for what the AIM
// dissector appends to it, which is a screen name of 255 characters and a few words.
using InfoLine = BasicLine<COL_MAX_INFO_LEN - 1024>;
// Replaces all that the Info column holds. Other dissectors can only append to it.
void set_info(packet_info* pinfo, const InfoLine& line);

} // namespace oscar::epan

#endif
