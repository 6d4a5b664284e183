// SPDX-License-Identifier: GPL-2.0-or-later
//
// Input: the bytes at the start of a TCP segment.
#include "checker.h"

#include "core/ars/packet.h"

using namespace oscar;
using fuzz::require;

namespace {

void decode(const View& view, Listener& to)
{
    ars::Packet packet;
    if (ars::read_packet(view, packet)) {
        require(view.has(packet.name), "the name is captured");
        require(packet.data.end() <= view.size(), "the data are inside the input");
        ars::decode_packet(view, packet, to);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span<const std::uint8_t> bytes(data, size);
    fuzz::check_decoder(bytes, decode);
    if (ars::looks_like_packet(bytes, static_cast<std::uint32_t>(size))) {
        ars::Packet packet;
        require(ars::read_packet(View(bytes), packet) && packet.has_header, "what looks like a packet has its header");
        require(packet.command >= 1 && packet.command <= 5, "what looks like a packet has a known command");
    }
    return 0;
}
