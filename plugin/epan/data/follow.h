// SPDX-License-Identifier: GPL-2.0-or-later
//
// Segments of data connections that TCP keeps from dissectors: sent again, or out of order, even where they fill a gap.
#ifndef OSCAR_EPAN_DATA_FOLLOW_H
#define OSCAR_EPAN_DATA_FOLLOW_H

#include "epan/compat.h"
#include "sessions/streams/connection.h"

namespace oscar::epan {

void register_follow();

// From now on, all segments of the TCP connection of this packet count for its files. A frame that calls this is
// dissected as usual.
void follow_stream(packet_info* pinfo, sessions::DataConnection& connection);

} // namespace oscar::epan

#endif
