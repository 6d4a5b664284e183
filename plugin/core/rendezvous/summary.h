// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a rendezvous is about, in the few values that fit into a line: decoders of service data fill it in as they go.
#ifndef OSCAR_CORE_RENDEZVOUS_SUMMARY_H
#define OSCAR_CORE_RENDEZVOUS_SUMMARY_H

#include "core/schema/listener.h"

#include <cstdint>

namespace oscar::rendezvous {

struct Summary {
    Item name; // file name, chat room or text; none if its length is zero
    // Of an ICQ message, in static text: what it is or which manager it is for, and what it asks that one for.
    const char* request = nullptr;
    const char* request_about = nullptr;
    bool has_size = false;
    std::uint64_t size = 0; // bytes of all files
    bool has_count = false;
    std::uint16_t count = 0; // files
};

} // namespace oscar::rendezvous

#endif
