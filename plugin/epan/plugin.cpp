// SPDX-License-Identifier: GPL-2.0-or-later
//
// The plugin's interface to Wireshark: the symbols that Wireshark looks up. No others are exported.
#include "epan/compat.h"
#include "epan/data/dissector.h"
#include "epan/embedded.h"
#include "epan/preferences.h"
#include "epan/registry.h"
#include "epan/rendezvous/attach.h"
#include "epan/rendezvous/flow.h"
#include "epan/rendezvous/sessions_table.h"
#include "epan/rendezvous/stats.h"
#include "epan/rendezvous/tracking.h"
#include "epan/session_tap.h"
#include "epan/tracker.h"

#include <gmodule.h>

extern "C" {

G_MODULE_EXPORT extern const char plugin_version[] = PLUGIN_VERSION;
G_MODULE_EXPORT extern const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
G_MODULE_EXPORT extern const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

G_MODULE_EXPORT void plugin_register();

#if OSCAR_WIRESHARK(4, 2)
// WS_PLUGIN_DESC_DISSECTOR; Debian does not ship the header that names it in every version.
G_MODULE_EXPORT std::uint32_t plugin_describe();
std::uint32_t plugin_describe() { return 1U << 0; }
#endif

void plugin_register()
{
    static proto_plugin plugin;
    plugin.register_protoinfo = [] {
        oscar::epan::register_protocols();
        oscar::epan::register_preferences();
        oscar::epan::register_attachment();
        oscar::epan::register_tracker();
        oscar::epan::register_tracking();
        oscar::epan::register_data();
        oscar::epan::register_session_taps();
        oscar::epan::register_stats();
        oscar::epan::register_sessions_table();
        oscar::epan::register_flow();
    };
    plugin.register_handoff = [] {
        oscar::epan::hand_off_embedded();
        oscar::epan::hand_off_data();
        oscar::epan::hand_off_attachment();
    };
    proto_register_plugin(&plugin);
}

} // extern "C"
