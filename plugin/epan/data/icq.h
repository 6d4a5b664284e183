// SPDX-License-Identifier: GPL-2.0-or-later
//
// Direct connections between ICQ clients: the dissector "icq_dc".
#ifndef OSCAR_EPAN_DATA_ICQ_H
#define OSCAR_EPAN_DATA_ICQ_H

#include "core/oscar/dc_info.h"
#include "core/rendezvous/offer.h"
#include "epan/compat.h"
#include "sessions/streams/connection.h"

#include <cstdint>
#include <span>

namespace oscar::epan {

void register_peers();
void hand_off_peers();

// Where an ICQ client says that it listens. On the first pass.
void expect_client(packet_info* pinfo, const DcInfo& info);
// A proposal names an address at which a client waits. On the first pass.
void expect_peer(packet_info* pinfo, const rendezvous::Offer& offer);

// See the functions of the same kind in dissector.h.
bool looks_like_peer(std::span<const std::uint8_t> bytes, std::uint32_t size);
dissector_handle_t peer_dissector();
int dissect_found_peer(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const tcpinfo* tcp);

// Whether a segment may begin a connection to a client of which it was said that it listens here, so that less will do.
// On the first pass; false on others.
bool begins_expected_peer(tvbuff_t* tvb, packet_info* pinfo);

// Counts content of files in a segment that TCP keeps from dissectors.
void count_late_content(packet_info* pinfo, tvbuff_t* tvb, sessions::DataConnection& connection, sessions::Side side,
                        std::uint64_t place);

} // namespace oscar::epan

#endif
