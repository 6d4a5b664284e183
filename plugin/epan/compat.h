// SPDX-License-Identifier: GPL-2.0-or-later
//
// Wireshark's headers, and every difference between its versions that the plugin meets. No other file looks at the
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
#include <epan/exceptions.h>
#include <epan/expert.h>
#include <epan/prefs.h>
#include <epan/proto_data.h>
#include <epan/strutil.h>
#include <epan/to_str.h>

// This header alone has no C++ guard.
extern "C" {
#include <epan/show_exception.h>
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

// Named STRING_CASE_INSENSITIVE from 4.2 on.
inline constexpr int kStringCaseInsensitive = 1;

// UTF-8 with its control characters escaped.
inline const char* escape_text(wmem_allocator_t* scope, const char* utf8)
{
#if OSCAR_WIRESHARK(4, 4)
    return format_text(scope, utf8, std::strlen(utf8));
#else
    return format_text(scope, reinterpret_cast<const guchar*>(utf8), std::strlen(utf8));
#endif
}

#endif
