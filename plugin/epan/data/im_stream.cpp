// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/im_stream.h"

#include "epan/registry.h"
#include "epan/tracker.h"

namespace oscar::epan {

namespace {

int odc_tap = -1;
int peer_tap = -1;

char* filter_of_packet(epan_dissect_t*, packet_info* pinfo, unsigned* stream, unsigned*)
{
    const tcp_analysis* tcp = tcp_analysis_of(pinfo);
    if (tcp == nullptr) {
        return nullptr;
    }
    *stream = tcp->stream;
    return g_strdup_printf("tcp.stream eq %u", tcp->stream);
}

char* filter_of_number(unsigned stream, unsigned) { return g_strdup_printf("tcp.stream eq %u", stream); }

char* filter_of_addresses(address* a, address* b, int port_a, int port_b)
{
    const char* field = a->type == AT_IPv6 ? "ipv6" : "ip";
    char* from = address_to_str(nullptr, a);
    char* to = address_to_str(nullptr, b);
    char* filter = g_strdup_printf("((%s.src eq %s and tcp.srcport eq %d) and (%s.dst eq %s and tcp.dstport eq %d)) or "
                                   "((%s.src eq %s and tcp.srcport eq %d) and (%s.dst eq %s and tcp.dstport eq %d))",
                                   field, from, port_a, field, to, port_b, field, to, port_b, field, from, port_a);
    wmem_free(nullptr, from);
    wmem_free(nullptr, to);
    return filter;
}

char* port_name(wmem_allocator_t* scope, unsigned port) { return wmem_strdup_printf(scope, "%u", port); }

int register_stream(ProtocolId id, const char* tap)
{
    const int number = register_tap(tap);
    add_follow_stream<filter_of_packet, filter_of_number, filter_of_addresses, get_tcp_stream_count>(proto(id), tap,
                                                                                                     port_name);
    return number;
}

} // namespace

void register_im_stream()
{
    odc_tap = register_stream(ProtocolId::odc, "aim_odc_follow");
    peer_tap = register_stream(ProtocolId::icq_dc, "icq_dc_follow");
}

void tap_said(packet_info* pinfo, ProtocolId id, tvbuff_t* tvb, const char* sender, const char* text,
              std::uint32_t images)
{
    const int tap = id == ProtocolId::odc ? odc_tap : peer_tap;
    if (!have_tap_listener(tap)) {
        return;
    }
    wmem_strbuf_t* line = wmem_strbuf_new(pinfo->pool, sender != nullptr && *sender != '\0' ? sender : "?");
    wmem_strbuf_append(line, ":");
    if (*text != '\0') {
        wmem_strbuf_append_printf(line, " %s", text);
    }
    if (images > 0) {
        wmem_strbuf_append_printf(line, " (%u image%s)", images, images == 1 ? "" : "s");
    }
    wmem_strbuf_append(line, "\n");
    const auto length = static_cast<unsigned>(wmem_strbuf_get_len(line));
    tap_queue_packet(tap, pinfo,
                     tvb_new_child_real_data(tvb, reinterpret_cast<const std::uint8_t*>(wmem_strbuf_get_str(line)),
                                             length, static_cast<int>(length)));
}

} // namespace oscar::epan
