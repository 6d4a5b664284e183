// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/packet_state.h"

#include "epan/registry.h"

#include "epan/text.h"
#include <new>
#include <type_traits>

namespace oscar::epan {
namespace {

constexpr std::uint32_t kKey = 0;
static_assert(std::is_trivially_destructible_v<PacketState>);

PacketState* find(packet_info* pinfo)
{
    return static_cast<PacketState*>(p_get_proto_data(pinfo->pool, pinfo, proto(ProtocolId::rendezvous), kKey));
}

} // namespace

PacketState* packet_state(packet_info* pinfo)
{
    PacketState* state = find(pinfo);
    if (state == nullptr) {
        state = new (wmem_new(pinfo->pool, PacketState)) PacketState;
        p_add_proto_data(pinfo->pool, pinfo, proto(ProtocolId::rendezvous), kKey, state);
    }
    return state;
}

const PacketState* known_packet_state(packet_info* pinfo) { return find(pinfo); }

void add_info(packet_info* pinfo, ProtocolId id, const char* line)
{
    PacketState* state = packet_state(pinfo);
    state->info << (state->lines > 0 ? "; " : "") << line;
    ++state->lines;
    col_set_str(pinfo->cinfo, COL_PROTOCOL, protocol(id).name);
    set_info(pinfo, state->info);
}

} // namespace oscar::epan
