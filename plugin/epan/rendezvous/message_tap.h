// SPDX-License-Identifier: GPL-2.0-or-later
//
// What listeners to the taps of sessions, such as the statistics and the flow graph, get to know of each message.
#ifndef OSCAR_EPAN_RENDEZVOUS_MESSAGE_TAP_H
#define OSCAR_EPAN_RENDEZVOUS_MESSAGE_TAP_H

#include "core/rendezvous/message.h"
#include "epan/compat.h"
#include "epan/session_tap.h"
#include "sessions/context.h"

namespace oscar::epan {

// Valid as long as the packet is dissected.
struct TappedMessage {
    const char* type;
    const char* service;              // null if unknown
    const char* cancel_reason;        // null if there is none
    const char* nak;                  // null if there is none
    const sessions::Context* context; // null if the message belongs to no session
    bool first_pass;
};

// Only if there is a listener.
void tap_message(packet_info* pinfo, const View& flap, const rendezvous::Message& message, const char* line,
                 const sessions::Context* context);

} // namespace oscar::epan

#endif
