// SPDX-License-Identifier: GPL-2.0-or-later
// Wireshark's headers, and all differences between its versions that concern the plugin. No other file checks the
// version.
#ifndef OSCAR_EPAN_COMPAT_H
#define OSCAR_EPAN_COMPAT_H

#include <cstdint>
#include <cstring>

#include <ws_version.h>

#define OSCAR_WIRESHARK(major, minor)                                                                                  \
    (WIRESHARK_VERSION_MAJOR * 1000 + WIRESHARK_VERSION_MINOR >= (major)*1000 + (minor))

#include <epan/packet.h>

#include <epan/charsets.h>
#include <epan/conversation.h>
#include <epan/conversation_filter.h>
#include <epan/exceptions.h>
#include <epan/expert.h>
#include <epan/export_object.h>
#include <epan/follow.h>
#include <epan/prefs.h>
#include <epan/proto_data.h>
#include <epan/strutil.h>
#include <epan/tap.h>
#include <epan/to_str.h>

#include <epan/stat_tap_ui.h>
#include <epan/stats_tree.h> // needs tap.h

// Only these headers do not declare themselves extern "C".
extern "C" {
#include <epan/dissectors/packet-tcp.h>
#include <epan/show_exception.h>
#if OSCAR_WIRESHARK(4, 4)
#include <epan/dissectors/packet-tls.h>
#endif
}

#if OSCAR_WIRESHARK(4, 4)
using ws_bool = bool;
#else
using ws_bool = gboolean;
#endif

inline int try_uint(dissector_table_t table, std::uint32_t key, tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree,
                    bool add_proto_name, void* data)
{
#if OSCAR_WIRESHARK(4, 6)
    return dissector_try_uint_with_data(table, key, tvb, pinfo, tree, add_proto_name, data);
#else
    return dissector_try_uint_new(table, key, tvb, pinfo, tree, add_proto_name, data);
#endif
}

// Where a heuristic on "tls" stores the dissector for the rest of the TLS session. `data` is what TLS passed to the
// heuristic.
inline dissector_handle_t* tls_session_dissector(void* data)
{
#if OSCAR_WIRESHARK(4, 4)
    return static_cast<tlsinfo*>(data)->app_handle;
#else
    return static_cast<dissector_handle_t*>(data);
#endif
}

// Named STRING_CASE_INSENSITIVE from 4.2 on.
inline constexpr int kStringCaseInsensitive = 1;

// Adds an entry to the menu Conversation Filter.
template <bool (*valid)(packet_info*), char* (*build)(packet_info*)>
void add_conversation_filter(const char* protocol, const char* name)
{
#if OSCAR_WIRESHARK(4, 4)
    register_conversation_filter(
        protocol, name, [](packet_info* pinfo, void*) { return valid(pinfo); },
        [](packet_info* pinfo, void*) { return build(pinfo); }, nullptr);
#else
    register_conversation_filter(
        protocol, name, [](packet_info* pinfo) -> gboolean { return valid(pinfo); },
        [](packet_info* pinfo) { return build(pinfo); });
#endif
}

// Adds an entry to the menu Follow, and to tshark's "-z follow". `count` says how many streams there are.
template <char* (*of_packet)(epan_dissect_t*, packet_info*, unsigned*, unsigned*),
          char* (*of_number)(unsigned, unsigned), char* (*of_addresses)(address*, address*, int, int),
          std::uint32_t (*count)()>
void add_follow_stream(int protocol, const char* tap, char* (*port_name)(wmem_allocator_t*, unsigned))
{
#if OSCAR_WIRESHARK(4, 4)
    register_follow_stream(protocol, tap, of_packet, of_number, of_addresses, port_name, follow_tvb_tap_listener, count,
                           nullptr);
#else
    register_follow_stream(protocol, tap, of_packet, of_number, of_addresses, port_name, follow_tvb_tap_listener);
#endif
}

// Escapes characters that are not printable.
inline const char* escape_text(wmem_allocator_t* scope, const char* utf8)
{
#if OSCAR_WIRESHARK(4, 4)
    return format_text(scope, utf8, std::strlen(utf8));
#else
    return format_text(scope, reinterpret_cast<const guchar*>(utf8), std::strlen(utf8));
#endif
}

// Flow graphs. Every libwireshark exports these functions to plugins, but most packages leave out the header.
#if __has_include(<epan/sequence_analysis.h>)
#include <epan/sequence_analysis.h>
#define OSCAR_HAS_FLOW_GRAPH 1
#elif OSCAR_WIRESHARK(4, 0) && !OSCAR_WIRESHARK(4, 8)
// The beginning of each struct as in 4.0, 4.4 and 4.6, up to the last member that is used here. Wireshark allocates
// them.
#define OSCAR_HAS_FLOW_GRAPH 1
extern "C" {
struct seq_analysis_item_t {
    std::uint32_t frame_number;
    address src_addr;
    std::uint16_t port_src;
    address dst_addr;
    std::uint16_t port_dst;
    char* frame_label;
    char* time_str;
    char* comment;
    std::uint16_t conv_num;
    unsigned fg_color;
    unsigned bg_color;
    ws_bool has_color_filter;
    ws_bool display;
    unsigned src_node;
    unsigned dst_node;
    std::uint16_t line_style;
};
struct seq_analysis_info_t {
    const char* name;
    ws_bool any_addr;
    int nconv;
    GQueue* items;
};
WS_DLL_PUBLIC void register_seq_analysis(const char* name, const char* ui_name, const int proto_id,
                                         const char* tap_listener, unsigned tap_flags, tap_packet_cb tap_func);
WS_DLL_PUBLIC seq_analysis_item_t* sequence_analysis_create_sai_with_addresses(packet_info* pinfo,
                                                                               seq_analysis_info_t* sainfo);
}
#else
#define OSCAR_HAS_FLOW_GRAPH 0
#endif

#endif
