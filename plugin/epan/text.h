// SPDX-License-Identifier: GPL-2.0-or-later
//
// Packet bytes as text that Wireshark can show: always valid UTF-8, whatever the bytes are.
#ifndef OSCAR_EPAN_TEXT_H
#define OSCAR_EPAN_TEXT_H

#include "core/wire/text.h"
#include "core/wire/view.h"
#include "epan/compat.h"

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

// The same for the Info column, in place of all that it holds. Other dissectors can only append to it, unless it is so
// full that what they append would be cut within a character.
void set_info(packet_info* pinfo, const char* utf8);

} // namespace oscar::epan

#endif
