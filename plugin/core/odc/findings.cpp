// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/odc/findings.h"

namespace oscar::odc {

#define FINDING(id, filter, severity, group, about, text)                                                              \
    {"aim_odc." filter, Severity::severity, Group::group, about, text},
constinit const FindingRow kFindingRows[kFindingCount] = {
#include "core/odc/findings.def"
};
#undef FINDING

} // namespace oscar::odc
