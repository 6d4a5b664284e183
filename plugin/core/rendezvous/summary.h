// SPDX-License-Identifier: GPL-2.0-or-later
//
// The content of a message, reduced to the few values that fit on one line. Decoders of service data fill it in.
#ifndef OSCAR_CORE_RENDEZVOUS_SUMMARY_H
#define OSCAR_CORE_RENDEZVOUS_SUMMARY_H

#include "core/icq/message.h"
#include "core/schema/listener.h"

#include <cstdint>

namespace oscar::rendezvous {

struct Summary {
    Item name;                  // file name, chat room or text; there is none if its length is zero
    char name_separator = '\0'; // the byte between the parts of the name; NUL if it has no parts
    // Static text about an ICQ message: its type, function or plugin manager, and what is requested from the manager.
    const char* request = nullptr;
    const char* request_about = nullptr;
    bool has_size = false;
    std::uint64_t size = 0; // bytes of all files
    bool has_count = false;
    std::uint16_t count = 0; // files
    // Of an ICQ acknowledgement: the port at which its sender waits, and the connection it waits for; 0 if it does not.
    std::uint16_t port = 0;
    icq::Facts::Opens opens = icq::Facts::Opens::nothing;
};

} // namespace oscar::rendezvous

#endif
