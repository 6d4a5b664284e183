// SPDX-License-Identifier: GPL-2.0-or-later
//
// Helpers for messages written by hand: bytes in hex, and functions that prepend headers and lengths. Layouts are those
// of the NINA wiki (FLAP, SNAC, ICBM) and of its Rendezvous page; nothing here uses the plugin's code.
#ifndef OSCAR_TESTS_CORE_BYTES_H
#define OSCAR_TESTS_CORE_BYTES_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace oscar::rendezvous {
}

namespace oscar::test {

using namespace rendezvous;

using Bytes = std::vector<std::uint8_t>;

inline Bytes from_hex(std::string_view text)
{
    Bytes out;
    int high = -1;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '-') {
            continue;
        }
        const bool digit = c >= '0' && c <= '9';
        if (!digit && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F')) {
            throw std::invalid_argument("not hex: " + std::string(text));
        }
        const int nibble = digit ? c - '0' : (c | 0x20) - 'a' + 10;
        if (high < 0) {
            high = nibble;
        } else {
            out.push_back(static_cast<std::uint8_t>(high << 4 | nibble));
            high = -1;
        }
    }
    if (high >= 0) {
        throw std::invalid_argument("half a byte: " + std::string(text));
    }
    return out;
}

// "0005 0002 1446"_hex; spaces, line ends and hyphens are ignored.
inline Bytes operator""_hex(const char* text, std::size_t length) { return from_hex({text, length}); }
// "midendian"_ascii
// cppcheck-suppress pointerOutOfBounds  // a literal is as long as it says
inline Bytes operator""_ascii(const char* text, std::size_t length) { return {text, text + length}; }

inline Bytes operator+(const Bytes& a, const Bytes& b)
{
    Bytes out(a.size() + b.size());
    std::copy(b.begin(), b.end(), std::copy(a.begin(), a.end(), out.begin()));
    return out;
}

inline Bytes repeat(std::size_t times, const Bytes& b)
{
    Bytes out;
    for (; times > 0; --times) {
        out.insert(out.end(), b.begin(), b.end());
    }
    return out;
}

inline Bytes u8(std::size_t n) { return {static_cast<std::uint8_t>(n)}; }
inline Bytes u16(std::size_t n) { return {static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n)}; }
inline Bytes string08(const Bytes& text) { return u8(text.size()) + text; }
inline Bytes tlv(std::size_t tag, const Bytes& value = {}) { return u16(tag) + u16(value.size()) + value; }

// A data frame, and one with a SNAC of the ICBM foodgroup.
inline Bytes flap(const Bytes& data) { return "2a 02 0000"_hex + u16(data.size()) + data; }
inline Bytes icbm(std::size_t subgroup, const Bytes& body)
{
    return flap("0004"_hex + u16(subgroup) + "0000 00000000"_hex + body);
}

// Parts that most messages here share: from or to "bob", the cookie "COOKIE01", channel 2, and a service that has
// neither data nor tags of its own.
inline const Bytes kCookie = "COOKIE01"_ascii;
inline const Bytes kChannel2 = u16(2);
inline const Bytes kPeer = string08("bob"_ascii);
inline const Bytes kDirectIm = "09461345-4c7f-11d1-8222-444553540000"_hex;
inline const Bytes kFileTransfer = "09461343-4c7f-11d1-8222-444553540000"_hex;

inline constexpr std::size_t kPropose = 0;
inline constexpr std::size_t kCancel = 1;
inline constexpr std::size_t kAccept = 2;

inline Bytes block(std::size_t type, const Bytes& tlvs = {}, const Bytes& service = kDirectIm,
                   const Bytes& cookie = kCookie)
{
    return u16(type) + cookie + service + tlvs;
}

// The block begins at offset 34 of the frame, its TLVs at 60.
inline Bytes to_host(const Bytes& block) { return icbm(0x0006, kCookie + kChannel2 + kPeer + tlv(0x0005, block)); }
// With no warning level and no user-info TLVs, the block begins at offset 38 of the frame, its TLVs at 64.
inline Bytes to_client(const Bytes& block)
{
    return icbm(0x0007, kCookie + kChannel2 + kPeer + "0000 0000"_hex + tlv(0x0005, block));
}
// The code is at offset 30, the error information begins at 32.
inline Bytes client_error(std::size_t code, const Bytes& info = {})
{
    return icbm(0x000B, kCookie + kChannel2 + kPeer + u16(code) + info);
}

// Tags with which a proposal has no findings: SEQUENCE_NUM 1, IP_ADDR 192.0.2.1.
inline const Bytes kSequence1 = "000a 0002 0001"_hex; // 6 bytes
inline const Bytes kIp = "0002 0004 c0000201"_hex;    // 8 bytes
inline const Bytes kProposalTags = kSequence1 + kIp;  // 14 bytes

} // namespace oscar::test

#endif
