// SPDX-License-Identifier: GPL-2.0-or-later
//
// Other dissectors for service data. A plugin adds one to the dissector table "aim_rendezvous.service", keyed by
// service UUID, and it then takes the place of our own decoder. Lua cannot add to a table of GUIDs, so it finds
// "aim_rendezvous.service.uuid", keyed by the UUID as text, which is asked first. A dissector there gets a tvb of the
// service data alone.
#ifndef OSCAR_EPAN_RENDEZVOUS_SERVICE_TABLE_H
#define OSCAR_EPAN_RENDEZVOUS_SERVICE_TABLE_H

#include "core/rendezvous/block.h"
#include "epan/compat.h"

namespace oscar::epan {

void register_service_table();

// Null if nobody has added one for the service of the block.
dissector_handle_t service_dissector(packet_info* pinfo, const View& flap, const rendezvous::Block& block);

} // namespace oscar::epan

#endif
