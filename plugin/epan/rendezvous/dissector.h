// SPDX-License-Identifier: GPL-2.0-or-later
//
// The dissector "aim_rendezvous": one message on the rendezvous channel.
#ifndef OSCAR_EPAN_RENDEZVOUS_DISSECTOR_H
#define OSCAR_EPAN_RENDEZVOUS_DISSECTOR_H

#include "core/wire/view.h"
#include "epan/compat.h"

namespace oscar::epan {

// Of a tvb that starts with a FLAP frame. The bytes stay where they are as long as the packet is dissected.
View view_of(tvbuff_t* tvb);

// A dissector_t. `data` may point to the Message read from the same bytes, else they are read here.
int dissect_message(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data);

} // namespace oscar::epan

#endif
