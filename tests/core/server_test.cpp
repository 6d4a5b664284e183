// SPDX-License-Identifier: GPL-2.0-or-later
//
// SNACs that only servers send: errors (0004/0001), acknowledgements (0004/000C), and the user's own name (0001/000F).
#include "trace.h"

#include "core/oscar/online_info.h"
#include "core/oscar/server_error.h"
#include "core/oscar/snac.h"

#include <gtest/gtest.h>

namespace oscar::test {
namespace {

// libfaim's capture of 1999: the answer to the chat invitation.
TEST(ServerError, Real)
{
    EXPECT_EQ(trace("2a02c221000c 0004 0001 0000 00008000 0009"_hex), "\nserver_error 16+2 0x0009\n");
}

TEST(ServerError, WithTlvs)
{
    EXPECT_EQ(trace(icbm(0x0001, "0004"_hex + tlv(0x0004, "http://a.example/"_ascii) + tlv(0x0008, "000e"_hex) +
                                     tlv(0x001B, "No offline messages"_ascii))),
              R"(
server_error 16+2 0x0004
server_error.subcode 43+2 0x000e
server_error.text 49+19 "No offline messages"
)");
}

TEST(ServerError, WithBrokenTlvs)
{
    // A sub-code of the wrong length is ignored, and so is everything after a TLV that ends too early.
    EXPECT_EQ(trace(icbm(0x0001, "0004 0008 0001 0e"_hex)), "\nserver_error 16+2 0x0004\n");
    EXPECT_EQ(trace(icbm(0x0001, "0004 001b 0000"_hex)), "\nserver_error 16+2 0x0004\n");
    EXPECT_EQ(trace(icbm(0x0001, "0004 0099 0009 0008 0002 000e"_hex)), "\nserver_error 16+2 0x0004\n");
    EXPECT_EQ(trace(icbm(0x0001, "0004 0008 0002 000e 001b 0009 61"_hex)), R"(
server_error 16+2 0x0004
server_error.subcode 22+2 0x000e
)");
}

TEST(ServerError, WithoutItsCode)
{
    EXPECT_EQ(trace(icbm(0x0001, "00"_hex)), "\n!icbm.malformed 16+0 found 16\n");
    EXPECT_EQ(trace(icbm(0x0001, {})), "\n!icbm.malformed 16+0 found 16\n");
    EXPECT_EQ(decode(icbm(0x0001, "00"_hex)).extent, (Slice{16, 1}));

    const Bytes frame = icbm(0x0001, "00"_hex);
    Icbm icbm;
    ASSERT_TRUE(read_icbm(View(frame), icbm));
    const ServerError error = read_server_error(View(frame), icbm);
    EXPECT_EQ(error.code, 0);
    EXPECT_FALSE(error.has_subcode);
    EXPECT_EQ(error.text, Slice{});
}

TEST(ServerError, CutByTheCapture)
{
    const Bytes frame = icbm(0x0001, "0004 0008 0002 000e"_hex + tlv(0x001B, "text"_ascii));
    for (std::uint32_t n = 16; n <= frame.size(); ++n) {
        const Bytes there(frame.begin(), frame.begin() + n);
        const Decoded decoded = decode(View(there.data(), n, static_cast<std::uint32_t>(frame.size())));
        EXPECT_EQ(decoded.is_rendezvous, true) << n;
        EXPECT_EQ(decoded.cut, n < frame.size()) << n;
        EXPECT_EQ(decoded.events.size(), 1 + (n < 18 ? 0U : n < 24 ? 1U : n < 32 ? 2U : 3U)) << n;
    }
}

TEST(HostAck, Real)
{
    // Network forensics puzzle 1, frame 97.
    EXPECT_EQ(trace("2a0256d70020 0004 000c 0000 00000047 3731373436343700 0002 0b 5365633535387573657231"_hex), R"(
peer 27+11 "Sec558user1"
cookie 16+8 3731373436343700
  =cookie.text 16+7 "7174647" us-ascii
)");
    EXPECT_FALSE(decode(icbm(0x000C, kCookie + "0001"_hex + kPeer)).is_rendezvous);
}

std::string own_name(const Bytes& frame)
{
    const View view(frame);
    Snac snac;
    Slice name;
    return read_snac(view, snac) && read_own_name(view, snac, name) ? std::string(view.chars(name)) : "none";
}

Bytes online_info(const Bytes& body) { return flap("0001 000f 0000 00000001"_hex + body); }

TEST(OnlineInfo, OwnName)
{
    const Bytes rest = "0000 0001 0001 0002 0010"_hex;
    EXPECT_EQ(own_name(online_info(string08("Sec558user1"_ascii) + rest)), "Sec558user1");
    EXPECT_EQ(own_name(flap("0001 000f 8000 00000001 0006 0001 0002 0004"_hex + string08("bob"_ascii) + rest)), "bob");
}

TEST(OnlineInfo, NoName)
{
    EXPECT_EQ(own_name(online_info("00 0000 0000"_hex)), "none");
    EXPECT_EQ(own_name(online_info("09 626f62"_hex)), "none");
    EXPECT_EQ(own_name(online_info({})), "none");
    EXPECT_EQ(own_name(flap("0001 0010 0000 00000001"_hex + kPeer)), "none");
    EXPECT_EQ(own_name(flap("0002 000f 0000 00000001"_hex + kPeer)), "none");
    EXPECT_EQ(own_name("2a 01 0000 000e 0001 000f 0000 00000001 03 626f62"_hex), "none");
}

TEST(Snac, BodyIsTheRestOfTheFrame)
{
    const Bytes frame = flap("0123 4567 0001 89abcdef"_hex + "aabb"_hex) + "2a 05 0000 0000"_hex;
    Snac snac;
    ASSERT_TRUE(read_snac(View(frame), snac));
    EXPECT_EQ(snac.foodgroup, 0x0123);
    EXPECT_EQ(snac.subgroup, 0x4567);
    EXPECT_EQ(snac.request_id, 0x89ABCDEFU);
    EXPECT_EQ(snac.body, (Slice{16, 2}));
}

TEST(Snac, Short)
{
    const Bytes frame = flap("0123 4567 8000 89abcdef 0002 aabb"_hex);
    for (std::uint32_t n = 0; n <= frame.size(); ++n) {
        const Bytes there(frame.begin(), frame.begin() + n);
        Snac snac;
        // The length of the optional block must be captured, its content need not be.
        EXPECT_EQ(read_snac(View(there.data(), n, static_cast<std::uint32_t>(frame.size())), snac), n >= 18) << n;
    }
}

} // namespace
} // namespace oscar::test
