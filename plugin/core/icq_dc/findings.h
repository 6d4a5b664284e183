// SPDX-License-Identifier: GPL-2.0-or-later
//
// The findings of icq_dc. Filter name, severity and text of each are defined in findings.def only.
#ifndef OSCAR_CORE_ICQ_DC_FINDINGS_H
#define OSCAR_CORE_ICQ_DC_FINDINGS_H

#include "core/schema/schema.h"

#include <cstddef>
#include <cstdint>

namespace oscar::icq_dc {

enum class FindingId : std::uint16_t {
#define FINDING(id, ...) id,
#include "core/icq_dc/findings.def"
#undef FINDING
};

constexpr ProtocolId protocol_of_finding(FindingId) { return ProtocolId::icq_dc; }

inline constexpr std::size_t kFindingCount = 0
#define FINDING(...) +1
#include "core/icq_dc/findings.def"
#undef FINDING
    ;
extern const FindingRow kFindingRows[kFindingCount];

} // namespace oscar::icq_dc

#endif
