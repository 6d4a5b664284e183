// SPDX-License-Identifier: GPL-2.0-or-later
//
// Every protocol that the plugin adds to Wireshark.
#include "core/ars/fields.h"
#include "core/ars/findings.h"
#include "core/icq_dc/fields.h"
#include "core/icq_dc/findings.h"
#include "core/odc/fields.h"
#include "core/odc/findings.h"
#include "core/oft/fields.h"
#include "core/oft/findings.h"
#include "core/rendezvous/fields.h"
#include "core/rendezvous/findings.h"
#include "core/schema/schema.h"

namespace oscar {

constinit const Protocol kProtocols[kProtocolCount] = {
    {"AIM Rendezvous", "aim_rendezvous", rendezvous::kFieldRows, rendezvous::kFindingRows},
    {"AIM File Transfer", "aim_oft", oft::kFieldRows, oft::kFindingRows},
    {"AIM Direct IM", "aim_odc", odc::kFieldRows, odc::kFindingRows},
    {"AIM Rendezvous Proxy", "aim_ars", ars::kFieldRows, ars::kFindingRows},
    {"ICQ Direct Connection", "icq_dc", icq_dc::kFieldRows, icq_dc::kFindingRows},
};

} // namespace oscar
