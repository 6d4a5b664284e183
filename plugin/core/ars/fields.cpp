// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/ars/fields.h"

#include "core/ars/packet.h"

namespace oscar::ars {
namespace {

// NINA wiki, foodgroup ARS: LISTEN_QUERY and so on; the words are those of the clients.
constexpr ValueName kFoodgroups[] = {{kFoodgroup, "ARS"}};
constexpr ValueName kCommands[] = {
    {1, "Error"}, {2, "Create"}, {3, "Created"}, {4, "Join"}, {5, "Ready"},
};

// libpurple, Kopete, Ireen, MirandaICQ and MirandaAIM, which do not agree in all of it.
constexpr ValueName kErrors[] = {
    {0x0D, "Bad request"},
    {0x0E, "Malformed request"},
    {0x10, "No request in time"},
    {0x16, "Unknown command"},
    {0x1A, "The other side did not join in time"},
    {0x1C, "Invalid data"},
};

constexpr ValueName kTags[] = {{1, "Service"}};

} // namespace

#define FIELD(id, filter, label, type, base, values, ...)                                                              \
    {"aim_ars" filter, label, FieldType::type, Base::base, values, __VA_ARGS__},
constinit const FieldRow kFieldRows[kFieldCount] = {
#include "core/ars/fields.def"
};
#undef FIELD

} // namespace oscar::ars
