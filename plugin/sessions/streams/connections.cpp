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
    if (offer.data_ip != 0 && offer.data_port != 0) {
        expected_[key({offer.data_ip, offer.data_port})] = who;
    }
    if (offer.request_cookie != 0) {
        requests_[std::uint64_t{offer.request_uin} << 32 | offer.request_cookie] = who;
    }
}

Expected Connections::find_request(std::uint32_t uin, std::uint32_t cookie) const
{
    const auto found = requests_.find(std::uint64_t{uin} << 32 | cookie);
    return found != requests_.end() ? found->second : Expected{};
}

void Connections::expect_client(const DcInfo& info, std::uint32_t frame)
{
    for (const std::uint32_t ip : {info.internal_ip, info.external_ip}) {
        if (ip != 0) {
            clients_[key({ip, info.port})] = frame;
        }
    }
    if (info.auth_cookie != 0) {
        client_cookies_[info.auth_cookie] = frame;
    }
}

std::uint32_t Connections::find_client(std::uint32_t auth_cookie, Endpoint a, Endpoint b) const
{
    if (const auto found = client_cookies_.find(auth_cookie); found != client_cookies_.end()) {
        return found->second;
    }
    for (const Endpoint e : {a, b}) {
        if (const auto found = clients_.find(key(e)); found != clients_.end()) {
            return found->second;
        }
    }
    return 0;
}

Number Connections::announce(std::span<const Endpoint> at, const Announcement& announcement)
{
    announcements_.push_back(announcement);
    const auto number = static_cast<Number>(announcements_.size() - 1);
    for (const Endpoint e : at) {
        if (e.ip != 0 && e.port != 0) {
            announced_[key(e)] = number;
        }
    }
    return number;
}

Number Connections::find_announced(Endpoint a, Endpoint b) const
{
    for (const Endpoint e : {a, b}) {
        if (const auto found = announced_.find(key(e)); found != announced_.end()) {
            return found->second;
        }
    }
    return kNone;
}

void Connections::announce(std::uint32_t uin, std::uint16_t port, const Announcement& announcement)
{
    announcements_.push_back(announcement);
    announced_by_user_[key({uin, port})] = static_cast<Number>(announcements_.size() - 1);
}

Number Connections::find_announced(std::span<const std::uint32_t> uins, std::span<const Endpoint> ends) const
{
    for (const std::uint32_t uin : uins) {
        for (const Endpoint e : ends) {
            if (const auto found = announced_by_user_.find(key({uin, e.port})); found != announced_by_user_.end()) {
                return found->second;
            }
        }
    }
    return kNone;
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
