// SPDX-License-Identifier: GPL-2.0-or-later
//
// Handing bytes inside our data on to the dissectors that know them.
#ifndef OSCAR_EPAN_EMBEDDED_H
#define OSCAR_EPAN_EMBEDDED_H

#include "epan/compat.h"
#include "epan/recorder.h"

namespace oscar::epan {

void hand_off_embedded();

// The dissector gets a tvb of these bytes of `tvb` alone. Whatever goes wrong in it costs nothing that follows, and it
// cannot write into the columns.
void dissect_embedded(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const Embedded& embedded);

} // namespace oscar::epan

#endif
