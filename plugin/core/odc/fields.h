// SPDX-License-Identifier: GPL-2.0-or-later
//
// The fields of aim_odc. Filter name, label, type and description of each are defined in fields.def only.
#ifndef OSCAR_CORE_ODC_FIELDS_H
#define OSCAR_CORE_ODC_FIELDS_H

#include "core/schema/schema.h"

#include <cstddef>
#include <cstdint>

namespace oscar::odc {

enum class Field : std::uint16_t {
#define FIELD(id, ...) id,
#include "core/odc/fields.def"
#undef FIELD
};

constexpr ProtocolId protocol_of_field(Field) { return ProtocolId::odc; }

inline constexpr std::size_t kFieldCount = 0
#define FIELD(...) +1
#include "core/odc/fields.def"
#undef FIELD
    ;
extern const FieldRow kFieldRows[kFieldCount];

} // namespace oscar::odc

#endif
