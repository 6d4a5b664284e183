// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oft/findings.h"

namespace oscar::oft {

#define FINDING(id, filter, severity, group, about, text)                                                              \
    {"aim_oft." filter, Severity::severity, Group::group, about, text},
constinit const FindingRow kFindingRows[kFindingCount] = {
#include "core/oft/findings.def"
};
#undef FINDING

} // namespace oscar::oft
