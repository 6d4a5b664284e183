// SPDX-License-Identifier: GPL-2.0-or-later
//
// Every protocol that the plugin adds to Wireshark.
#include "core/rendezvous/fields.h"
#include "core/rendezvous/findings.h"
#include "core/schema/schema.h"

namespace oscar {

const Protocol& protocol(ProtocolId id)
{
    // In the order of the ids.
    static const Protocol protocols[kProtocolCount] = {
        {"AIM Rendezvous", "aim_rendezvous", rendezvous::field_rows(), rendezvous::finding_rows()},
    };
    return protocols[static_cast<std::size_t>(id)];
}

} // namespace oscar
