// SPDX-License-Identifier: GPL-2.0-or-later
//
// Dissector tables for service data. A dissector in the table "aim_rendezvous.service", keyed by service UUID, replaces
// our own decoder. Lua cannot add to a table with GUIDs as keys, so there is also "aim_rendezvous.service.uuid", keyed
// by the UUID as text, which is searched first. A dissector in these tables is called with a tvb of the service data
// only.
#ifndef OSCAR_EPAN_RENDEZVOUS_SERVICE_TABLE_H
#define OSCAR_EPAN_RENDEZVOUS_SERVICE_TABLE_H

#include "core/rendezvous/block.h"
#include "epan/compat.h"

namespace oscar::epan {

void register_service_table();

// Null if neither table has a dissector for the service of the block.
dissector_handle_t service_dissector(packet_info* pinfo, const View& flap, const rendezvous::Block& block);

} // namespace oscar::epan

#endif
