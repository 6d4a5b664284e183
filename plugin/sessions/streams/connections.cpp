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
    const auto found = cookie != 0 ? requests_.find(std::uint64_t{uin} << 32 | cookie) : requests_.end();
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

void Connections::add(Announced& to, std::uint64_t key, Number announcement)
{
    auto& there = to[key];
    if (there.size() == kMostAnnouncements) {
        there.erase(there.begin());
    }
    there.push_back(announcement);
}

Number Connections::announce(std::span<const Endpoint> at, const Announcement& announcement)
{
    announcements_.push_back(announcement);
    const auto number = static_cast<Number>(announcements_.size() - 1);
    for (std::size_t i = 0; i < at.size(); ++i) {
        const bool is_new = std::find(at.begin(), at.begin() + static_cast<std::ptrdiff_t>(i), at[i]) ==
                            at.begin() + static_cast<std::ptrdiff_t>(i);
        if (at[i].ip != 0 && at[i].port != 0 && is_new) {
            add(announced_, key(at[i]), number);
        }
    }
    return number;
}

void Connections::announce(std::uint32_t uin, std::uint16_t port, const Announcement& announcement)
{
    announcements_.push_back(announcement);
    add(announced_by_user_, key({uin, port}), static_cast<Number>(announcements_.size() - 1));
}

Number Connections::find_in(const Announced& all, std::uint64_t key, const Arrival& arrival) const
{
    const auto found = all.find(key);
    if (found == all.end()) {
        return kNone;
    }
    const auto& uins = arrival.uins;
    const auto may_be_one = [&](std::uint32_t uin) {
        return uin == 0 || std::ranges::count(uins, uin) != 0 || std::ranges::count(uins, 0U) != 0;
    };
    const auto fits = [&](Number n) {
        const Announcement& a = announcements_[n];
        return a.is_open() && std::ranges::all_of(a.uins, may_be_one) && (arrival.size == 0 || a.size == arrival.size);
    };
    const auto first = std::ranges::find_if(found->second, fits);
    return first != found->second.end() ? *first : kNone;
}

Number Connections::find_announced(const Arrival& arrival) const
{
    for (const Endpoint e : arrival.ends) {
        if (const Number n = find_in(announced_, key(e), arrival); n != kNone) {
            return n;
        }
    }
    for (const std::uint32_t uin : arrival.uins) {
        for (const Endpoint e : arrival.ends) {
            const Number n = uin != 0 ? find_in(announced_by_user_, key({uin, e.port}), arrival) : kNone;
            if (n != kNone) {
                return n;
            }
        }
    }
    return kNone;
}

bool Connections::expects_client(Endpoint a, Endpoint b) const
{
    return std::ranges::any_of(std::array{key(a), key(b)},
                               [this](std::uint64_t k) { return announced_.contains(k) || clients_.contains(k); });
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
