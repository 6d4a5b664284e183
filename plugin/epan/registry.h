// SPDX-License-Identifier: GPL-2.0-or-later
//
// Registers protocols, fields, subtrees and expert items with Wireshark, from the core's tables of each protocol.
#ifndef OSCAR_EPAN_REGISTRY_H
#define OSCAR_EPAN_REGISTRY_H

#include "core/schema/schema.h"
#include "epan/compat.h"

namespace oscar::epan {

void register_protocols();

// Wireshark's ids. They are valid after register_protocols().
int proto(ProtocolId id);
bool is_enabled(ProtocolId id);

int hf(FieldRef field);
expert_field* ei(FindingRef finding);
// The subtree type of a protocol's own item, or of the items under a field.
int ett(ProtocolId id);
int ett(FieldRef field);

} // namespace oscar::epan

#endif
