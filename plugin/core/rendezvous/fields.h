// SPDX-License-Identifier: GPL-2.0-or-later
//
// The fields of aim_rendezvous. Filter name, label, type and description of each are defined in fields.def only.
#ifndef OSCAR_CORE_RENDEZVOUS_FIELDS_H
#define OSCAR_CORE_RENDEZVOUS_FIELDS_H

#include "core/schema/schema.h"

#include <cstddef>
#include <cstdint>

namespace oscar::rendezvous {

enum class Field : std::uint16_t {
#define FIELD(id, ...) id,
#include "core/rendezvous/fields.def"
#undef FIELD
};

constexpr ProtocolId protocol_of_field(Field) { return ProtocolId::rendezvous; }

inline constexpr std::size_t kFieldCount = [] {
    enum Rows : std::size_t {
#define FIELD(id, ...) id,
#include "core/rendezvous/fields.def"
#undef FIELD
        count
    };
    return count;
}();
extern const FieldRow kFieldRows[kFieldCount];

} // namespace oscar::rendezvous

#endif
