// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/ars/findings.h"

namespace oscar::ars {

#define FINDING(id, filter, severity, group, about, text)                                                              \
    {"aim_ars." filter, Severity::severity, Group::group, about, text},
constinit const FindingRow kFindingRows[kFindingCount] = {
#include "core/ars/findings.def"
};
#undef FINDING

} // namespace oscar::ars
