// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/streams/connections.h"

namespace oscar::sessions {

std::array<std::uint32_t, 4> addresses_of(const rendezvous::Offer& offer)
{
    if (offer.use_ars || offer.port == 0) {
        return {};
    }
    return {offer.ip, offer.requester_ip, offer.verified_ip, offer.data_ip};
}

void Connections::expect(const rendezvous::Offer& offer, Expected who)
{
    for (const std::uint32_t ip : addresses_of(offer)) {
        if (ip != 0) {
            expected_[key({ip, offer.port})] = who;
        }
    }
}

Expected Connections::find_expected(Endpoint a, Endpoint b) const
{
    for (const Endpoint e : {a, b}) {
        const auto found = e.ip != 0 ? expected_.find(key(e)) : expected_.end();
        if (found != expected_.end()) {
            return found->second;
        }
    }
    return {};
}

DataConnection& Connections::add(std::uint64_t number, bool from_the_middle)
{
    by_number_[number] = static_cast<Number>(all_.size());
    return all_.emplace_back(from_the_middle);
}

} // namespace oscar::sessions
