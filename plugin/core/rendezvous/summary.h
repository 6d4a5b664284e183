// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a rendezvous is about, in the few values that fit into a summary line.
#ifndef OSCAR_CORE_RENDEZVOUS_SUMMARY_H
#define OSCAR_CORE_RENDEZVOUS_SUMMARY_H

#include "core/rendezvous/message.h"
#include "core/schema/listener.h"

namespace oscar {

struct Summary {
    Item name; // file name, chat room or ICQ text; nothing if its length is zero
    bool has_size = false;
    std::uint64_t size = 0; // bytes of all files
    bool has_count = false;
    std::uint16_t count = 0; // files
    bool has_icq_type = false;
    std::uint8_t icq_type = 0;
};

Summary read_summary(const View& flap, const Message& message);

} // namespace oscar

#endif
