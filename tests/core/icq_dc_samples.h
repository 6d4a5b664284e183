// SPDX-License-Identifier: GPL-2.0-or-later
//
// Frames of ICQ direct connections: real ones from TICQ's dump of ICQ 2002 and from pwICQ's notes, and others written
// by hand after Licq, climm and MirandaICQ. The scrambling here is an implementation of its own, which has to make the
// real ones again.
#ifndef OSCAR_TESTS_CORE_ICQ_DC_SAMPLES_H
#define OSCAR_TESTS_CORE_ICQ_DC_SAMPLES_H

#include "bytes.h"

#include <cstdint>
#include <string>

namespace oscar::test {

inline Bytes le16_bytes(std::size_t n) { return {static_cast<std::uint8_t>(n), static_cast<std::uint8_t>(n >> 8)}; }
inline Bytes le32_bytes(std::size_t n) { return le16_bytes(n & 0xFFFF) + le16_bytes(n >> 16); }
inline Bytes dc_frame(const Bytes& body) { return le16_bytes(body.size()) + body; }
// With its NUL.
inline Bytes dc_string(const Bytes& text) { return le16_bytes(text.size() + 1) + text + "00"_hex; }

// The handshake of ICQ 2002, and the answer of a Windows client.
inline const Bytes kDcInit = "3000 ff 0800 2b00 9a67d409 0000 58200000 cd693d00 d438c482 d438c482 04 58200000 97484f4c"
                             "50000000 03000000 00000000"_hex;
inline const Bytes kDcInitOfWindows = "3000 ff 0800 2b00 dc586800 0000 c27a0000 88df5300 c88c06ef ac111fe6 04 c27a0000"
                                      "0ef447aa 50000000 03000000 00000000"_hex;
inline const Bytes kDcAck = "0400 01000000"_hex;
inline const Bytes kDcChannel = "2100 03 0a000000 01000000 00000000 0000000000000000 0000000000000000 0100 0400"_hex;
inline const Bytes kDcChannelAnswer =
    "2100 03 0a000000 01000000 01000000 0000000000000000 0100 0400 00000000 00000000"_hex;
// Version 6, as Licq and as climm write it.
inline const Bytes kDcInitOfLicq = "2c00 ff 0800 2700 9a67d409 0000 58200000 cd693d00 c0a80105 d438c482 04 58200000"
                                   "97484f4c 50000000 03000000"_hex;
inline const Bytes kDcInitOfClimm =
    "2400 ff 0600 0000 9a67d409 0000 58200000 cd693d00 d438c482 c0a80105 04 58200000 12345678"_hex;

// A request of ICQ 2002 to send a file, and its acknowledgement.
inline const Bytes kDcFileRequest = "6b00 02 96d4dfde e933efaefccbe1ae0e34e1ae1934e1ae1d34fbaec633e0ae 010000 2900"
                                    "f02d12d93091d3118dd700104b06462e 0000 04000000 46696c65"
                                    "000001000001000000000000000000 1c000000 00000000 7055 6b01 0a00"
                                    "66696c65322e74787400 f7010000 55700000"_hex;
inline const Bytes kDcFileAck = "6c00 02 976af1e1 aa3b561997c35819773c5819823c5819863c42192f3c581901 0000 2900"
                                "f02d12d93091d3118dd700104b06462e 0000 04000000 46696c65"
                                "000001000001000000000000000000 1d000000 00000000 0bb9 0000 0b00"
                                "66696c65322e7478740000 f7010000 b90b0000"_hex;
// pwICQ, 2003: the same pair, and what its developer logged of the clear text.
inline const Bytes kDcPwIcqRequest =
    "840002bcc8f1f3bb53d5dc9dabdbdc5c54dbdc6754dbdc6b54c1dc1454fadc5454dbf566a4f6ced93091d311"
    "8dd700104b06462e00000400000046696c65000001000001000000000000000000350000001a000000546573"
    "74652c20706f72206661766f72206163656974652e2e2efd080000090066696c656e616d65000000000008fd"
    "0000"_hex;
inline const Bytes kDcPwIcqRequestClear =
    "00000000ee070e00feff0000000000000000000000001a00000021000100002900f02d12d93091d3118dd700"
    "104b06462e00000400000046696c65000001000001000000000000000000350000001a00000054657374652c"
    "20706f72206661766f72206163656974652e2e2efd080000090066696c656e616d65000000000008fd0000"_hex;
inline const Bytes kDcPwIcqAck =
    "85000298a2f1c043a74e11595f4011a0a04011aba04011afa05a1158a0401198a04038aa506d03d93091d311"
    "8dd700104b06462e00000400000046696c65000001000001000000000000000000360000001a000000546573"
    "74652c20706f72206661766f72206163656974652e2e2e3bae00000a0066696c656e616d65000000000000ae"
    "3b0000"_hex;
inline const Bytes kDcPwIcqAckClear =
    "98a2f1c0da070e00feff0000000000000000000000001a00000000000100002900f02d12d93091d3118dd700"
    "104b06462e00000400000046696c65000001000001000000000000000000360000001a00000054657374652c"
    "20706f72206661766f72206163656974652e2e2e3bae00000a0066696c656e616d65000000000000ae3b0000"_hex;

// "Hello" of version 8 and of version 6, position 20 and entry 7, made by the script of the fact sheet.
inline const Bytes kDcHello = "2d00 02 d1e9f1fa fc936fc0df6b61c0 0000 0000000000000000 0100 0000 1000 0600 48656c6c6f00"
                              "00000000 ffffff00"_hex;
inline const Bytes kDcOldHello = "2c00 d1e9f1fa fc936fc0df6b61c0 0000 0000000000000000 0100 0000 1000 0600 48656c6c6f00"
                                 "00000000 ffffff00"_hex;
inline const Bytes kDcHelloClear = "00000000 ee070e00ffff0000 0000 0000000000000000 0100 0000 1000 0600 48656c6c6f00"
                                   "00000000 ffffff00"_hex;

// Scrambles an area, whose check code is made, for this position and entry of the table.
inline Bytes dc_scrambled(Bytes area, std::size_t position, std::size_t entry)
{
    static const std::string table =
        "As part of this software beta version Mirabilis is granting a limited access to the ICQ network, servers, "
        "directories, listings, information and databases (\"ICQ Services and Information\"). The ICQ Service and "
        "Information may databases (\"ICQ Services and Information\"). The ICQ Service and Information may";
    const auto mix = static_cast<std::uint32_t>(area[4] << 24 | area[6] << 16 | area[4] << 8 | area[6]);
    const auto byte = static_cast<std::uint8_t>(~area.at(position));
    const auto letter = static_cast<std::uint8_t>(~table.at(entry));
    const auto check =
        static_cast<std::uint32_t>(position << 24 | static_cast<std::uint32_t>(byte << 16) | entry << 8 | letter) ^ mix;
    const auto key = static_cast<std::uint32_t>(0x67657268 * area.size() + check);
    for (std::size_t i = 4; i < (area.size() + 3) / 4; i += 4) {
        const Bytes pad = le32_bytes(static_cast<std::uint32_t>(key + static_cast<unsigned char>(table.at(i & 0xFF))));
        for (std::size_t k = 0; k < 4 && i + k < area.size(); ++k) {
            area[i + k] ^= pad[k];
        }
    }
    const Bytes code = le32_bytes(check);
    std::copy(code.begin(), code.end(), area.begin());
    return area;
}

// A message in the clear, with a check code of zeros.
struct DcMessage {
    std::size_t command = 0x07EE;
    std::size_t sequence = 0xFFFF;
    Bytes type = "01 00"_hex; // and its flags
    std::size_t status = 0;
    std::size_t flags = 1;
    Bytes text = {};
    Bytes rest = {};
};
inline Bytes dc_area(const DcMessage& m)
{
    return "00000000"_hex + le16_bytes(m.command) + "0e00"_hex + le16_bytes(m.sequence) + Bytes(12) + m.type +
           le16_bytes(m.status) + le16_bytes(m.flags) + dc_string(m.text) + m.rest;
}
inline Bytes dc_message(const DcMessage& m) { return dc_frame("02"_hex + dc_scrambled(dc_area(m), 10, 0)); }
inline Bytes dc_manager_area(const Bytes& direction, const Bytes& rest)
{
    return "00000000 ee07 1200 feff"_hex + Bytes(12) + direction + rest;
}

// The packets of the transfer in TICQ's dump.
inline const Bytes kDcFileInit = "1900 00 00000000 01000000 f7010000 64000000 0600 436f62616e00"_hex;
inline const Bytes kDcFileInitAck = "1100 01 40000000 0a00 31363439313530393800"_hex;
inline const Bytes kDcFileNext = "1d00 02 00 0a00 66696c65322e74787400 0100 00 f7010000 dfac603d 64000000"_hex;
inline const Bytes kDcFileStart = "1100 03 00000000 00000000 64000000 01000000"_hex;
inline const Bytes kDcFileSpeed = "0500 05 64000000"_hex;
inline const Bytes kDcFileStop = "0500 04 02000000"_hex;

// A chat, after Licq.
inline const Bytes kDcFont = "0a000000 03000000"_hex + dc_string("Courier"_ascii) + "cc 31"_hex;
inline const Bytes kDcChatFirst =
    dc_frame("65000000 f8ffffff cd693d00"_hex + dc_string("ana"_ascii) + "1f90 0000ff00 ffffff00 00"_hex);
inline const Bytes kDcChatPlace = "08000000 911f0000 c0000207 0a000007 04 3412"_hex;
inline const Bytes kDcChatClient = "08000000 921f0000 9a67d509 c0000208 0a000008 04 0000 3412 64000000"_hex;
inline const Bytes kDcChatSecond = dc_frame("65000000 9a67d409"_hex + dc_string("ben"_ascii) + "00000000 ffff0000"_hex +
                                            kDcChatPlace + kDcFont + "01"_hex + kDcChatClient);
inline const Bytes kDcChatThird = dc_frame(kDcChatPlace + kDcFont);

} // namespace oscar::test

#endif
