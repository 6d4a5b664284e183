// SPDX-License-Identifier: GPL-2.0-or-later
//
// The findings of aim_odc. Filter name, severity and text of each are defined in findings.def only.
#ifndef OSCAR_CORE_ODC_FINDINGS_H
#define OSCAR_CORE_ODC_FINDINGS_H

#include "core/schema/schema.h"

#include <cstddef>
#include <cstdint>

namespace oscar::odc {

enum class FindingId : std::uint16_t {
#define FINDING(id, ...) id,
#include "core/odc/findings.def"
#undef FINDING
};

constexpr ProtocolId protocol_of_finding(FindingId) { return ProtocolId::odc; }

inline constexpr std::size_t kFindingCount = 0
#define FINDING(...) +1
#include "core/odc/findings.def"
#undef FINDING
    ;
extern const FindingRow kFindingRows[kFindingCount];

} // namespace oscar::odc

#endif
