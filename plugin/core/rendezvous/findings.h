// SPDX-License-Identifier: GPL-2.0-or-later
//
// The findings of aim_rendezvous. Filter name, severity and text of each are defined in findings.def only.
#ifndef OSCAR_CORE_RENDEZVOUS_FINDINGS_H
#define OSCAR_CORE_RENDEZVOUS_FINDINGS_H

#include "core/schema/schema.h"

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace oscar::rendezvous {

enum class FindingId : std::uint16_t {
#define FINDING(id, ...) id,
#include "core/rendezvous/findings.def"
#undef FINDING
};

constexpr ProtocolId protocol_of_finding(FindingId) { return ProtocolId::rendezvous; }

inline constexpr FindingId kAllFindings[] = {
#define FINDING(id, ...) FindingId::id,
#include "core/rendezvous/findings.def"
#undef FINDING
};
inline constexpr std::size_t kFindingCount = std::size(kAllFindings);
extern const FindingRow kFindingRows[kFindingCount];

} // namespace oscar::rendezvous

#endif
