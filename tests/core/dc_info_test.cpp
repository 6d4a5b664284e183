// SPDX-License-Identifier: GPL-2.0-or-later
//
// Where an ICQ client can be reached directly. The real value is from TICQ's dump of ICQ 2002.
#include "trace.h"

#include "core/oscar/dc_info.h"
#include "core/oscar/icbm.h"

#include <gtest/gtest.h>

namespace oscar::test {
namespace {

const Bytes kInfo = "d438c482 00002058 04 0008 4c4f4897 00000050 00000003 3d5ab9d2 3d5ab9d2 3d5ab541 0000"_hex;

// A message with these TLVs in its user info, which begin at offset 34.
Bytes message(std::size_t count, const Bytes& tlvs)
{
    return icbm(0x0007, kCookie + kChannel2 + kPeer + "0000"_hex + u16(count) + tlvs + tlv(0x0005, block(kPropose)));
}
Icbm read(const Bytes& frame)
{
    Icbm out;
    EXPECT_TRUE(read_icbm(View(frame), out));
    return out;
}

TEST(DcInfo, InTheUserInfo)
{
    const Bytes frame = message(3, tlv(1, "0050"_hex) + tlv(0x0A, "cb00712d"_hex) + tlv(0x0C, kInfo));
    const Icbm icbm = read(frame);
    EXPECT_EQ(icbm.dc_info, (Slice{52, 37}));
    EXPECT_EQ(icbm.external_ip, (Slice{44, 4}));
    DcInfo info;
    ASSERT_TRUE(read_dc_info(View(frame), icbm.dc_info, icbm.external_ip, info));
    EXPECT_EQ(info.internal_ip, 0xd438c482U);
    EXPECT_EQ(info.external_ip, 0xcb00712dU);
    EXPECT_EQ(info.port, 8280U);
    EXPECT_EQ(info.auth_cookie, 0x4c4f4897U);
    const std::string shown = trace(frame);
    for (const char* line :
         {"  dc_info.ip 52+4 212.56.196.130\n", "  dc_info.port 56+4 8280\n", "  dc_info.connection_type 60+1 4\n",
          "  dc_info.version 61+2 8\n", "  dc_info.auth_cookie 63+4 0x4c4f4897\n", "  dc_info.web_port 67+4 80\n",
          "  dc_info.features 71+4 0x0003\n", "  dc_info.updated 75+4 1029355986\n",
          "  dc_info.phone_status 79+4 1029355986\n", "  dc_info.phone_book 83+4 1029354817\n",
          "  dc_info.rest 87+2 0000\n", "  dc_info.external_ip 44+4 203.0.113.45\n"}) {
        EXPECT_NE(shown.find(line), std::string::npos) << line << shown;
    }
    EXPECT_EQ(shown.find("dc_info.length"), std::string::npos);
}

TEST(DcInfo, OfAnotherLength)
{
    const Bytes longer = message(1, tlv(0x0C, kInfo + "ff"_hex));
    EXPECT_NE(trace(longer).find("!dc_info.length 38+38 expected 37 found 38"), std::string::npos) << trace(longer);
    const Bytes shorter = message(1, tlv(0x0C, "d438c482 00002058 04"_hex));
    EXPECT_NE(trace(shorter).find("!dc_info.length 38+9 expected 37 found 9"), std::string::npos) << trace(shorter);
    EXPECT_NE(trace(shorter).find("dc_info.connection_type 46+1 4"), std::string::npos);
    EXPECT_EQ(trace(message(1, tlv(0x0C))).find("dc_info"), std::string::npos);
    for (std::uint32_t n = 1; n < 35; ++n) {
        const std::string shown = trace(message(1, tlv(0x0C, Bytes(kInfo.begin(), kInfo.begin() + n))));
        EXPECT_NE(shown.find("!dc_info.length 38+" + std::to_string(n) + " expected 37"), std::string::npos) << shown;
        EXPECT_EQ(shown.find("dc_info.phone_book"), std::string::npos) << n;
    }
    const Bytes no_ip = message(2, tlv(0x0C, kInfo) + tlv(0x0A, "cb00"_hex));
    EXPECT_EQ(trace(no_ip).find("external"), std::string::npos);
}

TEST(DcInfo, NotCaptured)
{
    const Bytes frame = message(2, tlv(0x0C, kInfo) + tlv(0x0A, "cb00712d"_hex));
    const auto size = static_cast<std::uint32_t>(frame.size());
    const Icbm icbm = read(frame);
    DcInfo info;
    EXPECT_FALSE(read_dc_info(View(frame.data(), 70, size), icbm.dc_info, icbm.external_ip, info));
    ASSERT_TRUE(read_dc_info(View(frame.data(), 80, size), icbm.dc_info, icbm.external_ip, info));
    EXPECT_EQ(info.external_ip, 0U);
    for (const std::uint32_t n : {60U, 80U}) {
        Collector to;
        Message m;
        ASSERT_TRUE(read_message(View(frame.data(), n, size), m));
        decode_message(View(frame.data(), n, size), m, to);
        for (const Event& event : to.events()) {
            EXPECT_LE(event.item.at.end(), n);
        }
    }
}

TEST(DcInfo, WithoutAPort)
{
    DcInfo info;
    Bytes bytes = kInfo;
    const auto read = [&](std::uint32_t length) { return read_dc_info(View(bytes), {0, length}, {}, info); };
    EXPECT_TRUE(read(37));
    EXPECT_EQ(info.external_ip, 0U);
    EXPECT_FALSE(read(36));
    bytes[5] = 1; // above 16 bits
    EXPECT_FALSE(read(37));
    bytes = kInfo;
    bytes[6] = bytes[7] = 0;
    EXPECT_FALSE(read(37));
}

TEST(DcInfo, OfOneself)
{
    const auto find = [](const Bytes& frame, Slice& info) {
        Snac snac;
        EXPECT_TRUE(read_snac(View(frame), snac));
        return find_own_dc_info(View(frame), snac, info);
    };
    const Bytes head = "0001 001e 0000 00000001"_hex;
    Slice info;
    EXPECT_TRUE(find(flap(head + tlv(6, "10000000"_hex) + tlv(0x0C, kInfo)), info));
    EXPECT_EQ(info, (Slice{28, 37}));
    EXPECT_FALSE(find(flap(head + tlv(6, "10000000"_hex)), info));
    EXPECT_FALSE(find(flap(head + "000c 0025 d438"_hex), info));
    EXPECT_FALSE(find(flap("0001 000f 0000 00000001"_hex + tlv(0x0C, kInfo)), info));
    EXPECT_FALSE(find(flap("0002 001e 0000 00000001"_hex + tlv(0x0C, kInfo)), info));
}

} // namespace
} // namespace oscar::test
