// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the plugin registers with Wireshark, made from the core's tables.
#ifndef OSCAR_EPAN_REGISTRY_H
#define OSCAR_EPAN_REGISTRY_H

#include "core/rendezvous/fields.h"
#include "core/rendezvous/findings.h"
#include "epan/compat.h"

namespace oscar::epan {

extern int proto_aim_rendezvous;

void register_protocol();

int hf(Field field);
expert_field* ei(FindingId id);
// The subtree type of the message, or of what stands under a field.
int ett_message();
int ett(Field field);

} // namespace oscar::epan

#endif
