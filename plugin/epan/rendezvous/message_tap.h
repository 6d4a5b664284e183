// SPDX-License-Identifier: GPL-2.0-or-later
// The tap "aim_rendezvous", which passes each message to the statistics and the flow graph.
#ifndef OSCAR_EPAN_RENDEZVOUS_MESSAGE_TAP_H
#define OSCAR_EPAN_RENDEZVOUS_MESSAGE_TAP_H

#include "core/rendezvous/message.h"
#include "epan/compat.h"
#include "epan/recorder.h"
#include "sessions/context.h"

#include <span>

namespace oscar::epan {

// Valid as long as the packet is dissected.
struct Tapped {
    const char* line; // as in the Info column
    const char* type;
    const char* service;              // null if unknown
    const char* cancel_reason;        // null if there is none
    const char* nak;                  // null if there is none
    const sessions::Context* context; // null if the message belongs to no session
    bool first_pass;
    std::span<const Record> records;
};

void register_tap_of_messages();

// Must be called before anything that may throw, so that listeners count every message.
void tap_message(packet_info* pinfo, const View& flap, const rendezvous::Message& message, const char* line,
                 const sessions::Context* context, std::span<const Record> records);

} // namespace oscar::epan

#endif
