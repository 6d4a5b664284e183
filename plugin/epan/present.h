// SPDX-License-Identifier: GPL-2.0-or-later
//
// From records to Wireshark's tree and expert information. Decides nothing about the protocol.
#ifndef OSCAR_EPAN_PRESENT_H
#define OSCAR_EPAN_PRESENT_H

#include "core/rendezvous/message.h"
#include "epan/compat.h"
#include "epan/recorder.h"

namespace oscar::epan {

// `root` is the message's own item, `tree` what stands under it; both are null if no tree is built. Returns false if
// the packet has too many items for all of them to be shown; findings always are.
bool present(tvbuff_t* tvb, packet_info* pinfo, const Message& message, proto_item* root, proto_tree* tree,
             std::span<const Record> records);

} // namespace oscar::epan

#endif
