// SPDX-License-Identifier: GPL-2.0-or-later
//
// Passes embedded data to the dissectors of its format.
#ifndef OSCAR_EPAN_EMBEDDED_H
#define OSCAR_EPAN_EMBEDDED_H

#include "epan/compat.h"
#include "epan/recorder.h"

namespace oscar::epan {

void hand_off_embedded();

// Calls the dissector with a tvb of the embedded bytes only. An exception in it is shown in the tree and does not stop
// our own dissection, and it cannot write to the columns. Does nothing if no dissector knows the media type.
void dissect_embedded(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const Embedded& embedded);

} // namespace oscar::epan

#endif
