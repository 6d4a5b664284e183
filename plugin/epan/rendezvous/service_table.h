// SPDX-License-Identifier: GPL-2.0-or-later
//
// Handing service data, and formats inside it, on to the dissectors that know them.
//
// Service data goes through the dissector table "aim_rendezvous.service", keyed by service UUID, where our own decoders
// stand too: another plugin can add a service or replace one of ours. Lua cannot add to a table of GUIDs, so it finds
// "aim_rendezvous.service.uuid", keyed by the UUID as text, which is asked first. A dissector there gets
// a tvb of the service data alone. Formats with a media type go through Wireshark's own "media_type".
#ifndef OSCAR_EPAN_RENDEZVOUS_SERVICE_TABLE_H
#define OSCAR_EPAN_RENDEZVOUS_SERVICE_TABLE_H

#include "core/rendezvous/message.h"
#include "epan/compat.h"

namespace oscar::epan {

void register_service_table();
void hand_off_service_table();

// Bytes of `flap_tvb`, which holds the FLAP frame that `message` was read from. `media_type` as in
// Listener::embedded().
void dissect_embedded(tvbuff_t* flap_tvb, packet_info* pinfo, proto_tree* tree, const Message& message,
                      const char* media_type, Slice at);

} // namespace oscar::epan

#endif
