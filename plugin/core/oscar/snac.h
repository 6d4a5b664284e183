// SPDX-License-Identifier: GPL-2.0-or-later
//
// SNAC, what a FLAP data frame holds (NINA wiki, SNAC): u16 foodgroup, u16 subgroup, u16 flags, u32 request id. With
// flag 0x8000 an optional block follows, u16 length and that many bytes, before the body. All numbers are big-endian.
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

// Reads a FLAP frame that starts at offset 0 of `flap` and ends where its header says. False if it is no data frame, or
// ends before the body.
bool read_snac(const View& flap, Snac& out);

} // namespace oscar

#endif
