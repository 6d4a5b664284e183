// SPDX-License-Identifier: GPL-2.0-or-later
//
// Finds the rendezvous part of a FLAP frame: ICBM messages on channel 2, and errors that may be about one.
//
// Layouts of the SNACs (NINA wiki, ICBM). All numbers are big-endian.
//
//   0004/0006 to host    cookie[8] u16 channel string08 destination, TLVs to the end
//   0004/0007 to client  cookie[8] u16 channel string08 sender u16 warning u16 n, n user-info TLVs, TLVs to the end
//   0004/000B error      cookie[8] u16 channel string08 peer u16 code, error info to the end
//   0004/000C host ack   cookie[8] u16 channel string08 destination
//   0004/0001 error      u16 code, TLVs to the end; the request id identifies the message that it is about
//
// The two TLV lists of 0004/0007 share tag numbers: a user-info TLV 5 ("member since") is not the rendezvous
// block, and only the count separates the lists.
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
    server_error = 0x0001, // about an ICBM on any channel: only the request id identifies it
};

inline constexpr std::uint16_t kRendezvousChannel = 2;
inline constexpr std::uint16_t kBlockTlv = 0x0005;
inline constexpr std::uint32_t kCookieSize = 8;

// An ICBM message on channel 2, or an error that may be about one. Offsets count from the start of the FLAP frame.
struct Icbm {
    Subgroup subgroup{};
    std::uint32_t request_id = 0;
    Slice cookie; // always captured; empty in a server_error
    Slice peer;   // screen name: the destination in to_host, otherwise the other user
    bool has_peer = false;

    // to_client: the values of two TLVs of the user info, for direct connections between ICQ clients; empty if absent.
    Slice dc_info;
    Slice external_ip;

    // to_host and to_client: the value of TLV 5 with its declared length, which may run past the frame.
    Slice block;
    bool has_block = false;
    // client_error and server_error: the code, and all bytes after it.
    Slice code;
    bool has_code = false;
    Slice error_info;

    // Why and where the search for the block or the code stopped early.
    Fault fault = Fault::none;
    std::uint32_t fault_at = 0;
};

// Reads the body of a SNAC that read_snac() has read from the same view. Returns true for an ICBM message of one of
// these subgroups on channel 2 that is readable at least up to its channel, and for a server_error, whose channel is
// that of its request. Otherwise `out` is unchanged.
bool read_icbm(const View& flap, const Snac& snac, Icbm& out);
inline bool read_icbm(const View& flap, Icbm& out)
{
    Snac snac;
    return read_snac(flap, snac) && read_icbm(flap, snac, out);
}

} // namespace oscar

#endif
