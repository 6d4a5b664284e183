// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/rendezvous/flow.h"

#include "epan/registry.h"
#include "epan/session_tap.h"

#include <cerrno>
#include <cstring>

namespace oscar::epan {

#if OSCAR_HAS_FLOW_GRAPH

namespace {

// Content comes in many segments, of which the first has an arrow.
bool goes_on(const packet_info* pinfo, const Tapped& tapped)
{
    return tapped.data != nullptr && tapped.part == sessions::Part::Kind::content &&
           tapped.data->transfer().files()[tapped.file].content_frame != pinfo->num;
}

tap_packet_status draw(void* data, packet_info* pinfo, epan_dissect_t*, const void* tapped, tap_flags_t)
{
    auto* graph = static_cast<seq_analysis_info_t*>(data);
    const auto& m = *static_cast<const Tapped*>(tapped);
    if (!m.findings.empty() || goes_on(pinfo, m)) {
        return TAP_PACKET_DONT_REDRAW;
    }
    seq_analysis_item_t* arrow = sequence_analysis_create_sai_with_addresses(pinfo, graph);
    if (arrow == nullptr) {
        return TAP_PACKET_DONT_REDRAW;
    }
    arrow->frame_number = pinfo->num;
    arrow->port_src = static_cast<std::uint16_t>(pinfo->srcport);
    arrow->port_dst = static_cast<std::uint16_t>(pinfo->destport);
    arrow->frame_label = g_strdup(m.line);
    if (m.session != sessions::kNone) {
        arrow->comment = g_strdup_printf("Session %u: %s", m.session, m.line);
        arrow->conv_num = static_cast<std::uint16_t>(m.session);
    } else {
        arrow->comment = g_strdup(m.line);
    }
    arrow->line_style = 1;
    arrow->display = true;
    g_queue_push_tail(graph->items, arrow);
    return TAP_PACKET_REDRAW;
}

} // namespace

void register_flow()
{
    // Wireshark's dialog starts with the flows named "any", but shows the flow type that sorts first as selected.
    // There, our name must sort after "any".
    const bool has_dialog = std::strcmp(program_invocation_short_name, "wireshark") == 0;
    register_seq_analysis(has_dialog ? "oscar_rendezvous" : "aim_rendezvous", "OSCAR Rendezvous Flows",
                          proto(ProtocolId::rendezvous), kSessionTap, 0, draw);
}

#else

void register_flow() {}

#endif

} // namespace oscar::epan
