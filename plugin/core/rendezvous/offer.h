// SPDX-License-Identifier: GPL-2.0-or-later
//
// The endpoint in a block: the addresses and the port at which the other client is to connect. Read once for the Info
// column, the rules and the sessions.
#ifndef OSCAR_CORE_RENDEZVOUS_OFFER_H
#define OSCAR_CORE_RENDEZVOUS_OFFER_H

#include "core/rendezvous/block.h"

#include <cstdint>

namespace oscar::rendezvous {

// Addresses and ports are in host order, and 0 if they are absent, malformed, or zero on the wire.
struct Offer {
    std::uint32_t ip = 0; // with use_ars: of the proxy
    std::uint32_t requester_ip = 0;
    std::uint32_t verified_ip = 0;
    std::uint32_t data_ip = 0; // named by the service data
    bool has_port = false;
    std::uint16_t port = 0; // with use_ars: the proxy's pin
    std::uint16_t data_port = 0;
    std::uint32_t request_uin = 0;    // of a request for a reverse connection between ICQ clients: who asks,
    std::uint32_t request_cookie = 0; // and the cookie that whoever connects has to repeat
    bool use_ars = false;
    bool secure = false;    // TLS
    bool has_place = false; // RENDEZVOUS_CHANNEL, RENDEZVOUS_IP_ADDR or PORT is present, whatever its value

    // The proposed address or, without one, the best known address of the proposer.
    std::uint32_t best_ip() const
    {
        return ip != 0 ? ip : verified_ip != 0 ? verified_ip : requester_ip != 0 ? requester_ip : data_ip;
    }
};

Offer read_offer(const View& view, const Block& block);

// Whether an address (in host order) cannot be reached from another machine: 0/8, 127/8, 255.255.255.255.
constexpr bool is_unusable(std::uint32_t ip) { return ip >> 24 == 0 || ip >> 24 == 127 || ip == 0xFFFFFFFF; }
// Whether it is of RFC 1918, or link-local (169.254/16).
constexpr bool is_private(std::uint32_t ip)
{
    return ip >> 24 == 10 || ip >> 20 == 0xAC1 || ip >> 16 == 0xC0A8 || ip >> 16 == 0xA9FE;
}

} // namespace oscar::rendezvous

#endif
