// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/findings.h"

namespace oscar::rendezvous {
namespace {

#define FINDING(id, filter, severity, group, about, text)                                                              \
    {"aim_rendezvous." filter, Severity::severity, Group::group, about, text},
constexpr FindingRow kRows[] = {
#include "core/rendezvous/findings.def"
};
#undef FINDING

} // namespace

std::span<const FindingRow> finding_rows() { return kRows; }

} // namespace oscar::rendezvous
