// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/packet_state.h"

#include "epan/registry.h"
#include "epan/text.h"

namespace oscar::epan {
namespace {

constexpr std::uint32_t kKey = 0;

PacketState* find(packet_info* pinfo)
{
    return static_cast<PacketState*>(p_get_proto_data(pinfo->pool, pinfo, proto(ProtocolId::rendezvous), kKey));
}

} // namespace

PacketState* packet_state(packet_info* pinfo)
{
    PacketState* state = find(pinfo);
    if (state == nullptr) {
        state = wmem_new0(pinfo->pool, PacketState);
        p_add_proto_data(pinfo->pool, pinfo, proto(ProtocolId::rendezvous), kKey, state);
    }
    return state;
}

const PacketState* known_packet_state(packet_info* pinfo) { return find(pinfo); }

void add_info(packet_info* pinfo, ProtocolId id, const char* line)
{
    PacketState* state = packet_state(pinfo);
    state->info = state->info != nullptr ? wmem_strdup_printf(pinfo->pool, "%s; %s", state->info, line)
                                         : wmem_strdup(pinfo->pool, line);
    col_set_str(pinfo->cinfo, COL_PROTOCOL, protocol(id).name);
    set_info(pinfo, state->info);
}

} // namespace oscar::epan
