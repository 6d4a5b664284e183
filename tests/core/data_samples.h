// SPDX-License-Identifier: GPL-2.0-or-later
//
// Headers and packets of data connections, written by hand after the layouts of libpurple, joscar and Clark 2005.
#ifndef OSCAR_TESTS_CORE_DATA_SAMPLES_H
#define OSCAR_TESTS_CORE_DATA_SAMPLES_H

#include "bytes.h"

#include <algorithm>

namespace oscar::test {

// WinAIM's prompt for a file in a folder: the test file of joscar.
inline Bytes winaim_prompt()
{
    return "4f465432 0100 0101 3a9054517f94c7a9 0000 0000 0001 0001 0001 0001 0005130b 0005130b 43fbe38e e48d0000"
           "ffff0000 00000000 00000000 ffff0000 00000000 ffff0000 436f6f6c2046696c6558666572"_hex +
           Bytes(19) + "20 1c 11"_hex + Bytes(69) + Bytes(16) +
           "0000 0000 446f6e6e6120436f76657220416761696e2e707364 01 446f6e6e6120436f76657220416761696e2e707364"_hex +
           Bytes(21);
}

// What fills a header, each at its own place.
struct OftFields {
    std::size_t type = 0x0101;
    Bytes cookie = "0102030405060708"_hex;
    Bytes counts = "0001 0001 0001 0001"_hex; // files, left, parts, left
    std::uint32_t total_size = 65;
    std::uint32_t size = 65;
    std::uint32_t checksum = 0x48590000;
    std::uint32_t resource_size = 0;
    std::uint32_t received = 0;
    std::uint32_t received_checksum = 0xFFFF0000;
    Bytes finder = Bytes(16);
    Bytes encoding = "0000 0000"_hex;
    Bytes name = "notes.txt"_ascii;
};

inline Bytes u32(std::uint32_t n) { return u16(n >> 16) + u16(n & 0xFFFF); }

inline Bytes oft_header(const OftFields& f = {})
{
    const std::size_t room = std::max<std::size_t>(f.name.size() + 1, 64);
    return "4f465432"_hex + u16(192 + room) + u16(f.type) + f.cookie + "0000 0000"_hex + f.counts + u32(f.total_size) +
           u32(f.size) + "42fc7f00"_hex + u32(f.checksum) + "ffff0000"_hex + u32(f.resource_size) +
           "00000000 ffff0000"_hex + u32(f.received) + u32(f.received_checksum) + "Cool FileXfer"_ascii + Bytes(19) +
           "20 1c 11"_hex + Bytes(69) + f.finder + f.encoding + f.name + Bytes(room - f.name.size());
}

// A frame of a direct IM. Of a whole one, nothing but its first 16 bytes is public (nDPI).
struct OdcFields {
    std::size_t type = 1;
    std::size_t subtype = 6;
    Bytes cookie = "0102030405060708"_hex;
    std::size_t charset = 0;
    std::uint32_t flags = 0;
    Bytes sender = "kestrel"_ascii;
    Bytes more_header = {};
    Bytes payload = {};
    std::int64_t length = -1; // as declared, if not that of the payload
};
inline Bytes odc_frame(const OdcFields& f = {})
{
    const auto length =
        static_cast<std::uint32_t>(f.length >= 0 ? f.length : static_cast<std::int64_t>(f.payload.size()));
    return "4f444332"_hex + u16(76 + f.more_header.size()) + u16(f.type) + u16(f.subtype) + "0000"_hex + f.cookie +
           Bytes(8) + u32(length) + u16(f.charset) + "0000"_hex + u32(f.flags) + Bytes(4) + f.sender +
           Bytes(32 - f.sender.size()) + f.more_header + f.payload;
}
inline Bytes odc_text(const Bytes& text) { return odc_frame({.payload = text}); }
inline Bytes odc_image(const Bytes& id, const Bytes& content)
{
    const std::string size = std::to_string(content.size());
    return "<DATA ID=\""_ascii + id + "\" SIZE=\""_ascii + Bytes(size.begin(), size.end()) + "\">"_ascii + content +
           "</DATA>"_ascii;
}
inline const Bytes kGif = "474946383961 0100 0100 80 00 00 000000 ffffff 2c 00000000 01000100 00 02 02 4401 00 3b"_hex;

// Packets of the proxy. No real one is public.
inline Bytes ars_packet(std::size_t command, const Bytes& data, bool from_proxy)
{
    return u16(10 + data.size()) + "044a"_hex + u16(command) +
           (from_proxy ? "0000 00000220"_hex : "0000 00000000"_hex) + data;
}
inline const Bytes kArsCookie = "3a9054517f94c7a9"_hex;
inline Bytes ars_service() { return tlv(1, kFileTransfer); }
inline Bytes ars_error(std::size_t code) { return ars_packet(1, u16(code), true); }
inline Bytes ars_create() { return ars_packet(2, string08("alice"_ascii) + kArsCookie + ars_service(), false); }
inline Bytes ars_created() { return ars_packet(3, "3b1c 400c1f41"_hex, true); }
inline Bytes ars_join()
{
    return ars_packet(4, string08("bob"_ascii) + "3b1c"_hex + kArsCookie + ars_service(), false);
}
inline Bytes ars_ready() { return ars_packet(5, {}, true); }

} // namespace oscar::test

#endif
