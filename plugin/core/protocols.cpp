// SPDX-License-Identifier: GPL-2.0-or-later
//
// Every protocol that the plugin adds to Wireshark.
#include "core/rendezvous/fields.h"
#include "core/rendezvous/findings.h"
#include "core/schema/schema.h"

namespace oscar {

constinit const Protocol kProtocols[kProtocolCount] = {
    {"AIM Rendezvous", "aim_rendezvous", rendezvous::kFieldRows, rendezvous::kFindingRows},
};

} // namespace oscar
