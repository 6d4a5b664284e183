// SPDX-License-Identifier: GPL-2.0-or-later
//
// From a FLAP frame to the rendezvous in it: the ICBM message, and what of it belongs to channel 2.
//
// All numbers are big-endian.
//
//   0004/0006 to host    cookie[8] u16 channel string08 destination, TLVs to the end
//   0004/0007 to client  cookie[8] u16 channel string08 sender u16 warning u16 n, n user-info TLVs, TLVs to the end
//   0004/000B error      cookie[8] u16 channel string08 peer u16 code, error info to the end
//   0004/000C host ack   cookie[8] u16 channel string08 destination
//   0004/0001 error      u16 code, TLVs to the end; the request id says what it is about
//
// The two TLV lists of 0004/0007 share tag numbers: a user-info TLV 5 ("member since") is not the rendezvous
// block, and only the count separates them.
#ifndef OSCAR_CORE_OSCAR_ICBM_H
#define OSCAR_CORE_OSCAR_ICBM_H

#include "core/oscar/snac.h"
#include "core/wire/view.h"

#include <cstdint>

namespace oscar {

inline constexpr std::uint16_t kIcbmFoodgroup = 0x0004;

enum class Subgroup : std::uint16_t {
    to_host = 0x0006,
    to_client = 0x0007,
    client_error = 0x000B,
    host_ack = 0x000C,
    server_error = 0x0001, // about any ICBM, on whatever channel: only its request can tell
};

inline constexpr std::uint16_t kRendezvousChannel = 2;
inline constexpr std::uint16_t kBlockTlv = 0x0005;
inline constexpr std::uint32_t kCookieSize = 8;

// An ICBM message on channel 2, or an error that may be about one. Offsets count from the start of the FLAP frame.
struct Icbm {
    Subgroup subgroup{};
    std::uint32_t request_id = 0;
    Slice cookie; // always captured; none in a server_error
    Slice peer;   // screen name: the destination in to_host, the other side otherwise
    bool has_peer = false;

    // to_host and to_client: the value of TLV 5, as long as it was declared, even where it runs past the frame.
    Slice block;
    bool has_block = false;
    // client_error and server_error; what follows the code.
    Slice code;
    bool has_code = false;
    Slice error_info;

    // Where the search for the block or the code ended early, and why.
    Fault fault = Fault::none;
    std::uint32_t fault_at = 0;
};

// Reads the body of a SNAC that read_snac() has read from the same view. True if it is an ICBM message of one of these
// subgroups on channel 2, readable at least as far as its channel, or a server_error, whose channel is that of its
// request.
bool read_icbm(const View& flap, const Snac& snac, Icbm& out);
inline bool read_icbm(const View& flap, Icbm& out)
{
    Snac snac;
    return read_snac(flap, snac) && read_icbm(flap, snac, out);
}

} // namespace oscar

#endif
