// SPDX-License-Identifier: GPL-2.0-or-later
//
// The sessions of the capture that is open: built on the first pass, asked on every pass.
#ifndef OSCAR_EPAN_RENDEZVOUS_TRACKING_H
#define OSCAR_EPAN_RENDEZVOUS_TRACKING_H

#include "core/oscar/snac.h"
#include "core/rendezvous/message.h"
#include "epan/compat.h"
#include "sessions/context.h"

#include <string_view>

namespace oscar::epan {

void register_tracking();

// Once for each message, in the order in which they stand in the packet. `subject` is what it is about, in words; empty
// if it does not say. False if the message belongs to no session.
bool track(packet_info* pinfo, tvbuff_t* flap_tvb, const View& flap, const rendezvous::Message& message,
           std::string_view subject, sessions::Context& out);

// For every other SNAC, in the FLAP frame at `frame` in the tvb: one at sign-on tells whose connection it is, and
// another ICBM may use the request id of a rendezvous again.
void track_other(packet_info* pinfo, tvbuff_t* tvb, Slice frame, const View& flap, const Snac& snac);

} // namespace oscar::epan

#endif
