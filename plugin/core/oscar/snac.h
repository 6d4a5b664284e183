// SPDX-License-Identifier: GPL-2.0-or-later
//
// SNAC, the content of a FLAP data frame (NINA wiki, SNAC): u16 foodgroup, u16 subgroup, u16 flags, u32 request id,
// body. If flag 0x8000 is set, an optional block (u16 length and that many bytes) precedes the body. All numbers are
// big-endian.
#ifndef OSCAR_CORE_OSCAR_SNAC_H
#define OSCAR_CORE_OSCAR_SNAC_H

#include "core/wire/view.h"

#include <cstdint>

namespace oscar {

struct Snac {
    std::uint16_t foodgroup = 0;
    std::uint16_t subgroup = 0;
    std::uint32_t request_id = 0;
    Slice body; // to the end of the frame
};

// Reads the FLAP frame that starts at offset 0 of `flap` and ends where its header says. Returns false if it is not a
// data frame or ends before the body. The body need not be captured.
bool read_snac(const View& flap, Snac& out);

} // namespace oscar

#endif
