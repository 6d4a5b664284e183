// SPDX-License-Identifier: GPL-2.0-or-later
//
// From a FLAP frame to the rendezvous in it: SNAC header, ICBM message, and what of it belongs to channel 2.
//
// SNAC header (NINA wiki, SNAC): u16 foodgroup, u16 subgroup, u16 flags, u32 request id. With flag 0x8000 an
// optional block follows, u16 length and that many bytes, before the body. All numbers are big-endian.
//
//   0004/0006 to host    cookie[8] u16 channel string08 destination, TLVs to the end
//   0004/0007 to client  cookie[8] u16 channel string08 sender u16 warning u16 n, n user-info TLVs, TLVs to the end
//   0004/000B error      cookie[8] u16 channel string08 peer u16 code, error info to the end
//
// The two TLV lists of 0004/0007 share tag numbers: a user-info TLV 5 ("member since") is not the rendezvous
// block, and only the count separates them.
#ifndef OSCAR_CORE_ICBM_H
#define OSCAR_CORE_ICBM_H

#include "core/view.h"

#include <cstdint>

namespace oscar {

enum class Subgroup : std::uint16_t {
    to_host = 0x0006,
    to_client = 0x0007,
    client_error = 0x000B,
};

inline constexpr std::uint16_t kRendezvousChannel = 2;
inline constexpr std::uint16_t kBlockTlv = 0x0005;
inline constexpr std::uint32_t kCookieSize = 8;

// An ICBM message on channel 2. Offsets count from the start of the FLAP frame.
struct Icbm {
    Subgroup subgroup{};
    std::uint32_t request_id = 0;
    Slice cookie; // always captured
    Slice peer;   // screen name: the destination in to_host, the other side otherwise
    bool has_peer = false;

    // to_host and to_client: the value of TLV 5, as long as it was declared, even where it runs past the frame.
    Slice block;
    bool has_block = false;
    // client_error.
    Slice code;
    bool has_code = false;
    Slice error_info;

    // Where the search for the block or the code ended early, and why.
    Fault fault = Fault::none;
    std::uint32_t fault_at = 0;
};

// Reads a FLAP frame that starts at offset 0 of `flap` and ends where its header says. True if it is an ICBM
// message of one of the three subgroups on channel 2, readable at least as far as its channel.
bool read_icbm(const View& flap, Icbm& out);

} // namespace oscar

#endif
