// SPDX-License-Identifier: GPL-2.0-or-later
//
// Where somebody waits to be connected to: the addresses of a block, read once for summary, rules and sessions.
#ifndef OSCAR_CORE_RENDEZVOUS_OFFER_H
#define OSCAR_CORE_RENDEZVOUS_OFFER_H

#include "core/rendezvous/block.h"

#include <cstdint>

namespace oscar::rendezvous {

// Addresses are in host order; 0 where absent, malformed, or zero on the wire.
struct Offer {
    std::uint32_t ip = 0; // with use_ars: the proxy's
    std::uint32_t requester_ip = 0;
    std::uint32_t verified_ip = 0;
    std::uint32_t data_ip = 0; // named by the service data
    bool has_port = false;
    std::uint16_t port = 0; // with use_ars: the pin
    std::uint16_t data_port = 0;
    bool use_ars = false;
    bool secure = false;    // TLS
    bool has_place = false; // CHANNEL, IP_ADDR or PORT was there, whatever its value

    // The address to try first: the one proposed, or else what is known of the proposer.
    std::uint32_t best_ip() const
    {
        return ip != 0 ? ip : verified_ip != 0 ? verified_ip : requester_ip != 0 ? requester_ip : data_ip;
    }
};

Offer read_offer(const View& view, const Block& block);

// What a rule can say of one address.
bool is_unusable(std::uint32_t ip); // nobody can be reached there from another machine: 0/8, 127/8, 255.255.255.255
bool is_private(std::uint32_t ip);  // RFC 1918 and link-local

} // namespace oscar::rendezvous

#endif
