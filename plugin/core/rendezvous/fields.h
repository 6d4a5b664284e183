// SPDX-License-Identifier: GPL-2.0-or-later
//
// The fields of aim_rendezvous. Filter name, label, type and description of each are defined in fields.def only.
#ifndef OSCAR_CORE_RENDEZVOUS_FIELDS_H
#define OSCAR_CORE_RENDEZVOUS_FIELDS_H

#include "core/schema/schema.h"

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace oscar::rendezvous {

enum class Field : std::uint16_t {
#define FIELD(id, ...) id,
#include "core/rendezvous/fields.def"
#undef FIELD
};

constexpr ProtocolId protocol_of_field(Field) { return ProtocolId::rendezvous; }

inline constexpr Field kAllFields[] = {
#define FIELD(id, ...) Field::id,
#include "core/rendezvous/fields.def"
#undef FIELD
};
inline constexpr std::size_t kFieldCount = std::size(kAllFields);
extern const FieldRow kFieldRows[kFieldCount];

} // namespace oscar::rendezvous

#endif
