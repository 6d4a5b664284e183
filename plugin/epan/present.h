// SPDX-License-Identifier: GPL-2.0-or-later
//
// From records to Wireshark's tree and expert information. Decides nothing about any protocol.
#ifndef OSCAR_EPAN_PRESENT_H
#define OSCAR_EPAN_PRESENT_H

#include "epan/compat.h"
#include "epan/recorder.h"

#include <span>

namespace oscar::epan {

// `root` is the protocol's own item, `tree` what stands under it; both are null if no tree is built. Returns false if
// the packet has too many items for all of them to be shown; findings always are.
bool present(tvbuff_t* tvb, packet_info* pinfo, proto_item* root, proto_tree* tree, std::span<const Record> records);

} // namespace oscar::epan

#endif
