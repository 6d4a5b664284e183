// SPDX-License-Identifier: GPL-2.0-or-later
//
// The dissector of one message on the rendezvous channel.
#ifndef OSCAR_EPAN_RENDEZVOUS_DISSECTOR_H
#define OSCAR_EPAN_RENDEZVOUS_DISSECTOR_H

#include "core/wire/view.h"
#include "epan/compat.h"
#include "epan/view_of.h"

namespace oscar::epan {

// One FLAP frame. Its end may not have been captured, or may be in a segment that is not reassembled.
tvbuff_t* tvb_of_frame(tvbuff_t* tvb, Slice frame);

// A dissector_t for a tvb of one FLAP frame. `data` points to the rendezvous::Message that was read from the same
// bytes. This must never be registered under a name or in a table, where other dissectors could call it with any data.
// It writes the Info and Protocol columns. Returns 0 for a server error that is not about a rendezvous.
int dissect_message(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data);

// A dissector_t for the FLAP frame at the start of a tvb. Any dissector may call it: `data` is ignored. Returns 0 if
// the frame is not a rendezvous message.
int dissect_first_frame(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data);

} // namespace oscar::epan

#endif
