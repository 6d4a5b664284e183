// SPDX-License-Identifier: GPL-2.0-or-later
//
// The connection that a rendezvous leads to: what runs over the proxy, file transfers, direct IMs. One dissector shows
// all of it, because one connection can hold several protocols: wherever a header is due, its first bytes tell which.
#ifndef OSCAR_EPAN_DATA_DISSECTOR_H
#define OSCAR_EPAN_DATA_DISSECTOR_H

#include "core/rendezvous/offer.h"
#include "core/rendezvous/services.h"
#include "epan/compat.h"

#include <cstdint>
#include <span>

namespace oscar::epan {

void register_data();
void hand_off_data();

// A proposal names an address: what is sent there is shown as the protocol of its service, whatever else is at home on
// that port. On the first pass.
void expect_data(packet_info* pinfo, const rendezvous::Offer& offer, rendezvous::Connection connection);

// Whether the first bytes of a TCP segment (of `size` bytes) can only be those of a data connection whose protocol is
// enabled. Quick, because every unclaimed packet is put to it.
bool looks_like_data(std::span<const std::uint8_t> bytes, std::uint32_t size);
// For a segment that looks like data: which dissector shows its connection from now on.
dissector_handle_t dissector_of_data(tvbuff_t* tvb);
// For a heuristic that was called by TCP, with TCP's data, or by anything else with null: dissects a segment that looks
// like data.
int dissect_found_data(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const tcpinfo* tcp);

} // namespace oscar::epan

#endif
