// SPDX-License-Identifier: GPL-2.0-or-later
//
// Packets of the rendezvous proxy (ARS), at which two clients meet that cannot connect to each other. Sources: NINA
// wiki, libpurple peer_proxy.c, joscar, Clark 2005, LibOrange.
//
//   0   length of what follows       2   foodgroup 0x044A      4   command
//   6   SNAC flags, 0                8   request id, u32: 0 from a client, 0x00000220 from the proxy
//   12  of an error:    its code
//       of Create:      string08 screen name, 8-byte cookie, TLVs
//       of Created:     pin, u32 IP address
//       of Join:        string08 screen name, pin, 8-byte cookie, TLVs
//       of Ready:       nothing; what follows on the connection is the protocol of the service
//
// All numbers are big-endian, and of 16 bits where nothing else is said. There is no FLAP around a packet.
#ifndef OSCAR_CORE_ARS_PACKET_H
#define OSCAR_CORE_ARS_PACKET_H

#include "core/rendezvous/services.h"
#include "core/schema/listener.h"
#include "core/wire/view.h"

#include <cstdint>
#include <span>

namespace oscar::ars {

inline constexpr std::uint16_t kFoodgroup = 0x044A;
inline constexpr std::uint32_t kLengthSize = 2;
inline constexpr std::uint32_t kFoodgroupEnd = 4; // length and foodgroup
inline constexpr std::uint32_t kHeaderSize = 12;

enum class Command : std::uint16_t { error = 1, create = 2, created = 3, join = 4, ready = 5 };

// Whether the bytes have a foodgroup, and it is that of the proxy. This is quick, and proves little.
constexpr bool has_foodgroup(std::span<const std::uint8_t> bytes)
{
    return bytes.size() >= kFoodgroupEnd && be16(bytes.data() + kLengthSize) == kFoodgroup;
}

// Whether the bytes at the start of a TCP segment can only be a packet of the proxy. It takes a whole header, whose
// length is one that the command can have; on the wire the segment has `size` bytes.
bool looks_like_packet(std::span<const std::uint8_t> segment, std::uint32_t size);

struct Packet {
    std::uint32_t size = 0; // all of it as declared, with the length itself
    bool has_header = false;
    std::uint16_t command = 0;
    Slice data; // as far as it goes
    // What the command says, where it is there.
    bool has_cookie = false;
    std::uint64_t cookie = 0;
    bool has_pin = false;
    std::uint16_t pin = 0;
    bool has_ip = false;
    std::uint32_t ip = 0;
    bool has_error = false;
    std::uint16_t error = 0;
    Slice name; // none if its length is zero
    rendezvous::ServiceName service_name;

    bool is(Command c) const { return has_header && command == static_cast<std::uint16_t>(c); }
};

// Reads the packet at the start of the view. False if not even its length is there.
bool read_packet(const View& view, Packet& out);

// Reports all items and findings of a packet that read_packet() has read from the same view.
void decode_packet(const View& view, const Packet& packet, Listener& to);

} // namespace oscar::ars

#endif
