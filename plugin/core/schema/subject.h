// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a message is about, in the few values that fit on one line.
#ifndef OSCAR_CORE_SCHEMA_SUBJECT_H
#define OSCAR_CORE_SCHEMA_SUBJECT_H

#include "core/schema/listener.h"

#include <cstdint>

namespace oscar {

struct Subject {
    Item name;                  // file name, chat room or text; there is none if its length is zero
    char name_separator = '\0'; // the byte between the parts of the name; NUL if it has no parts
    // Static text about an ICQ message: its type, function or plugin manager, and what is requested from the manager.
    const char* request = nullptr;
    const char* request_about = nullptr;
    bool has_size = false;
    std::uint64_t size = 0; // bytes of all files
    bool has_count = false;
    std::uint16_t count = 0; // files
};

} // namespace oscar

#endif
