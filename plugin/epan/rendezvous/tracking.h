// SPDX-License-Identifier: GPL-2.0-or-later
//
// The sessions of the open capture, as a message needs them. They are built on the first pass, and looked up on every
// pass.
#ifndef OSCAR_EPAN_RENDEZVOUS_TRACKING_H
#define OSCAR_EPAN_RENDEZVOUS_TRACKING_H

#include "core/oscar/snac.h"
#include "core/rendezvous/message.h"
#include "core/rendezvous/summary.h"
#include "epan/compat.h"
#include "sessions/context.h"

#include <string_view>

namespace oscar::epan {

void register_tracking();

// Must be called once for each message, in the order of the packet. `summary` is its content, and `subject` describes
// what it offers; that is empty if the message does not tell. False if the message belongs to no session.
bool track(packet_info* pinfo, tvbuff_t* flap_tvb, const View& flap, const rendezvous::Message& message,
           const rendezvous::Summary& summary, std::string_view subject, sessions::Context& out);

// Must be called for every other SNAC, which is in the FLAP frame at `frame` in the tvb: one at sign-on names the owner
// of the connection, and an ordinary ICBM may reuse the request id of a rendezvous.
void track_other(packet_info* pinfo, tvbuff_t* tvb, Slice frame, const View& flap, const Snac& snac);

} // namespace oscar::epan

#endif
