// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/odc/fields.h"

namespace oscar::odc {
namespace {

constexpr ValueName kCharsets[] = {
    {0, "ASCII"},
    {2, "UCS-2, big-endian"},
    {3, "ISO-8859-1"},
};

} // namespace

#define FIELD(id, filter, label, type, base, values, ...)                                                              \
    {"aim_odc" filter, label, FieldType::type, Base::base, values, __VA_ARGS__},
constinit const FieldRow kFieldRows[kFieldCount] = {
#include "core/odc/fields.def"
};
#undef FIELD

} // namespace oscar::odc
