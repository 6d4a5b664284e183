// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/schema/schema.h"

namespace oscar {

const char* value_name(FieldRef field, std::uint64_t value)
{
    for (const ValueName& v : row(field).values) {
        if (v.value == value) {
            return v.name;
        }
    }
    return nullptr;
}

} // namespace oscar
