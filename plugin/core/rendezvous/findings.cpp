// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/findings.h"

namespace oscar::rendezvous {

#define FINDING(id, filter, severity, group, about, text)                                                              \
    {"aim_rendezvous." filter, Severity::severity, Group::group, about, text},
constinit const FindingRow kFindingRows[kFindingCount] = {
#include "core/rendezvous/findings.def"
};
#undef FINDING

} // namespace oscar::rendezvous
