// SPDX-License-Identifier: GPL-2.0-or-later
//
// The scrambling of messages on direct connections. What is scrambled is the "area": the frame without its length and,
// from version 7 on, without its first byte. The first four bytes of the area are a check code, which is the key, and
// at the same time proves that what comes out is right. Sources: Licq, climm, libicq2000, MirandaICQ, SIM, pwICQ, YSM
// and TICQ agree.
//
//   key = 0x67657268 * size of the area + check code
//   The number at each multiple of four, from 4 on and as long as that is below a quarter of the size (rounded up), is
//   XORed with the sum of the key and an entry of a table.
//   The check code, XORed with four bytes of the result, states a position and the byte that is there, and an index and
//   the byte that the table has there.
#ifndef OSCAR_CORE_ICQ_DC_SCRAMBLE_H
#define OSCAR_CORE_ICQ_DC_SCRAMBLE_H

#include "core/wire/view.h"

#include <cstdint>
#include <span>

namespace oscar::icq_dc {

inline constexpr std::uint32_t kCheckSize = 4;
// The least that can be proved. A message takes more; see frame.h.
inline constexpr std::uint32_t kLeastProvable = 11;

enum class Proof : std::uint8_t {
    proven,
    wrong_position, // outside the area
    wrong_byte,
    wrong_entry, // of the table
    unknown,     // the area is too short, or not all of it was captured that the proof takes
};

// Takes constant time.
Proof prove(const View& area);

// Writes the area, as far as it was captured, to `out`, which has room for just that. The check code stays as it is.
void unscramble(const View& area, std::span<std::uint8_t> out);

} // namespace oscar::icq_dc

#endif
