// SPDX-License-Identifier: GPL-2.0-or-later
//
// The list of shared files that "get file" begins with. It is sent as the content of a file that the header calls
// "listing.txt", and has two forms.
//
// The old form is text, one line for each file (libfaim ft.c): date and time, the size in decimal digits, and the name.
// The header says at which columns size and name begin (offsets 102 and 101); where it does not, they are 17 and 28.
//
// The new form (joscar) is the magic "Lst1" and TLVs as in wire/tlv.h, of which those up to 0x0909 make up an entry:
//
//   0x0101  modified, u32 seconds since 1970     0x0303  size in bytes, u32     0x0404  name
//   0x0505  reserved, u16                        0x0900  flags, u32             0x0909  end of the entry, empty
//
// All numbers are big-endian. Both forms separate the folders in a name by 0x01.
#ifndef OSCAR_CORE_OFT_LIST_H
#define OSCAR_CORE_OFT_LIST_H

#include "core/schema/listener.h"
#include "core/wire/view.h"

#include <cstdint>

namespace oscar::oft {

// Columns of the old form, counted from 0.
struct ListColumns {
    std::uint8_t name = 0;
    std::uint8_t size = 0;
    bool operator==(const ListColumns&) const = default;
};

// Reports the entries of the list that begins with the view. `whole`: the view ends where the list does, so that an
// entry that it breaks off is wrong.
void decode_list(const View& view, ListColumns columns, bool whole, Listener& to);

} // namespace oscar::oft

#endif
