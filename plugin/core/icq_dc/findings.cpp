// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/icq_dc/findings.h"

namespace oscar::icq_dc {

#define FINDING(id, filter, severity, group, about, text)                                                              \
    {"icq_dc." filter, Severity::severity, Group::group, about, text},
constinit const FindingRow kFindingRows[kFindingCount] = {
#include "core/icq_dc/findings.def"
};
#undef FINDING

} // namespace oscar::icq_dc
