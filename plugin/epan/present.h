// SPDX-License-Identifier: GPL-2.0-or-later
//
// Shows records in Wireshark's tree and as expert information. Nothing here depends on a particular protocol.
#ifndef OSCAR_EPAN_PRESENT_H
#define OSCAR_EPAN_PRESENT_H

#include "epan/compat.h"
#include "epan/recorder.h"

#include <span>

namespace oscar::epan {

// `root` is the protocol's own item and `tree` the subtree below it; both are null if no tree is built. Returns false
// if the packet has too many items to show all of them. Findings are always shown.
bool present(tvbuff_t* tvb, packet_info* pinfo, proto_item* root, proto_tree* tree, std::span<const Record> records);

} // namespace oscar::epan

#endif
