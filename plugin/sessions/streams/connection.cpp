// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/streams/connection.h"

#include <algorithm>

namespace oscar::sessions {

namespace {

// On a connection with the proxy, a packet of another foodgroup can still be told by its length.
bool fills_a_segment(std::span<const std::uint8_t> bytes, std::uint32_t size)
{
    return bytes.size() >= ars::kHeaderSize && ars::kLengthSize + std::uint32_t{be16(bytes.data())} == size;
}

// A record with which a handshake begins: its type, and a version from SSL 3.0 to TLS 1.3.
bool starts_tls(std::span<const std::uint8_t> bytes)
{
    constexpr std::uint8_t handshake = 0x16;
    return bytes.size() >= 3 && bytes[0] == handshake && bytes[1] == 3 && bytes[2] <= 4;
}

Part part_of(const Step& step)
{
    Part part{.length = step.length};
    switch (step.kind) {
    case Step::Kind::header:
        part.kind = Part::Kind::header;
        break;
    case Step::Kind::content:
        part.kind = Part::Kind::content;
        part.step = step;
        break;
    case Step::Kind::other:
        part.kind = Part::Kind::other;
        break;
    case Step::Kind::more:
        part.kind = Part::Kind::more;
        break;
    }
    return part;
}

Part part_of(const Spot& spot)
{
    Part part{.length = spot.length, .direct_im = true};
    switch (spot.kind) {
    case Spot::Kind::frame:
        part.kind = Part::Kind::frame;
        break;
    case Spot::Kind::passage:
        part.kind = Part::Kind::passage;
        break;
    case Spot::Kind::image:
        part.kind = Part::Kind::image;
        part.spot = spot;
        break;
    case Spot::Kind::rest:
        part.kind = Part::Kind::rest;
        break;
    case Spot::Kind::other:
        part.kind = Part::Kind::other;
        break;
    case Spot::Kind::more:
        part.kind = Part::Kind::more;
        break;
    }
    return part;
}

} // namespace

bool DataConnection::is_proxy_packet(Side side, std::uint64_t place) const
{
    const auto& packets = proxy_packets_[static_cast<std::size_t>(side)];
    return std::binary_search(packets.begin(), packets.end(), place);
}

// The first header decides what the connection carries from there on.
bool DataConnection::is_of_direct_im(std::span<const std::uint8_t> captured) const
{
    return transfer_.files().empty() &&
           (is_direct_im() || (!captured.empty() && odc::start_of(captured) != odc::Start::other));
}

// Where a proposal asks for it (REQUEST_SECURE), TLS begins with the connection, or behind the packets of the proxy.
bool DataConnection::is_start_of_tls(std::span<const std::uint8_t> captured) const
{
    return !has_begun() && (session != kNone || has_proxy()) && starts_tls(captured);
}

Part DataConnection::find(Side side, std::uint64_t place, std::span<const std::uint8_t> captured,
                          std::uint32_t size) const
{
    if (captured.size() >= ars::kLengthSize && is_proxy_packet(side, place)) {
        return {.kind = Part::Kind::proxy, .length = ars::kLengthSize + be16(captured.data())};
    }
    if (is_start_of_tls(captured)) {
        return {.kind = Part::Kind::tls, .length = size};
    }
    if (is_of_direct_im(captured)) {
        return part_of(direct_im_.find(side, place, captured, size));
    }
    return part_of(transfer_.find(side, place, captured, size));
}

Part DataConnection::add(Side side, std::uint64_t place, std::span<const std::uint8_t> captured, std::uint32_t size)
{
    // A packet of the proxy can only come before what it passes on: later, these bytes are content.
    if (!has_begun() && (ars::has_foodgroup(captured) || (has_proxy() && fills_a_segment(captured, size)))) {
        return {.kind = Part::Kind::proxy, .length = ars::kLengthSize + be16(captured.data())};
    }
    if (is_start_of_tls(captured)) {
        return {.kind = Part::Kind::tls, .length = size};
    }
    if (is_of_direct_im(captured)) {
        const Part part = part_of(direct_im_.find(side, place, captured, size));
        if (part.kind == Part::Kind::image) {
            count_image(part, captured);
        }
        return part;
    }
    // Without a header before it, content can only be told from something else if the start was not captured.
    if (transfer_.files().empty() && !from_the_middle_ && oft::start_of(captured) == oft::Start::other) {
        return {.kind = Part::Kind::other, .length = size};
    }
    return part_of(transfer_.add(side, place, captured, size));
}

void DataConnection::add_proxy_packet(Side side, std::uint64_t place)
{
    auto& packets = proxy_packets_[static_cast<std::size_t>(side)];
    const auto at = std::lower_bound(packets.begin(), packets.end(), place);
    if (packets.size() < kMostProxyPackets && (at == packets.end() || *at != place)) {
        packets.insert(at, place);
    }
}

void DataConnection::note_frame(std::uint32_t frame, std::int64_t time, std::uint32_t content)
{
    if (first_frame_ == 0) {
        first_frame_ = frame;
        first_time_ = time;
    }
    last_time_ = time;
    if (content == 0) {
        return;
    }
    if (first_content_ == 0) {
        first_content_ = frame;
        first_content_time_ = time;
    }
    last_content_time_ = time;
}

} // namespace oscar::sessions
