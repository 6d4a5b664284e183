// SPDX-License-Identifier: GPL-2.0-or-later
//
// The fields of aim_rendezvous, whose rows are in fields.def: the one home of filter name, label, type, value names and
// description.
#ifndef OSCAR_CORE_RENDEZVOUS_FIELDS_H
#define OSCAR_CORE_RENDEZVOUS_FIELDS_H

#include "core/schema/schema.h"

#include <cstdint>
#include <span>

namespace oscar::rendezvous {

enum class Field : std::uint16_t {
#define FIELD(id, ...) id,
#include "core/rendezvous/fields.def"
#undef FIELD
};

constexpr ProtocolId protocol_of_field(Field) { return ProtocolId::rendezvous; }

std::span<const FieldRow> field_rows();

} // namespace oscar::rendezvous

#endif
