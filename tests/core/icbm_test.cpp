// SPDX-License-Identifier: GPL-2.0-or-later
//
// Finding the block in a FLAP frame: SNAC header, ICBM header, and the TLVs around the block.
#include "samples.h"
#include "trace.h"

#include "core/oscar/icbm.h"

#include <gtest/gtest.h>

namespace oscar::test {
namespace {

const Bytes kAcceptBlock = block(kAccept);
const Bytes kUserClass = tlv(0x0001, "0010"_hex);
const Bytes kMemberSince = tlv(0x0005, "4a834806"_hex); // part of the user information, not the block

// 0004/0007 that declares `count` user-info TLVs, rightly or wrongly. The TLVs begin at offset 34.
Bytes to_client_with(std::size_t count, const Bytes& tlvs)
{
    return icbm(0x0007, kCookie + kChannel2 + kPeer + "0000"_hex + u16(count) + tlvs);
}

Icbm read(const Bytes& frame)
{
    Icbm out;
    EXPECT_TRUE(read_icbm(View(frame), out));
    return out;
}

TEST(Icbm, ToHost)
{
    const Icbm m = read(real_file_proposal());
    EXPECT_EQ(m.subgroup, Subgroup::to_host);
    EXPECT_EQ(m.request_id, 0x47U);
    EXPECT_EQ(m.cookie, (Slice{16, 8}));
    ASSERT_TRUE(m.has_peer);
    EXPECT_EQ(m.peer, (Slice{27, 11}));
    ASSERT_TRUE(m.has_block);
    EXPECT_EQ(m.block, (Slice{46, 82}));
    EXPECT_EQ(m.fault, Fault::none);
}

TEST(Icbm, ToClient)
{
    const Icbm m = read(real_file_accept());
    EXPECT_EQ(m.subgroup, Subgroup::to_client);
    EXPECT_EQ(m.request_id, 0x852AD07FU);
    ASSERT_TRUE(m.has_block);
    EXPECT_EQ(m.block, (Slice{98, 26}));
}

TEST(Icbm, ClientError)
{
    const Icbm m = read(real_icq_acknowledgement());
    EXPECT_EQ(m.subgroup, Subgroup::client_error);
    EXPECT_FALSE(m.has_block);
    ASSERT_TRUE(m.has_code);
    EXPECT_EQ(m.code, (Slice{34, 2}));
    EXPECT_EQ(m.error_info, (Slice{36, 80}));
}

// Only data frames with foodgroup 0004, a subgroup of messages or answers, and channel 2 are accepted.
TEST(Icbm, OthersAreRefused)
{
    Icbm m;
    const Bytes good = to_host(kAcceptBlock);
    ASSERT_TRUE(read_icbm(View(good), m));
    struct Change {
        std::size_t offset;
        std::uint8_t value;
    };
    for (const Change& c :
         {Change{0, 0x2B}, Change{1, 0x01}, Change{1, 0x05}, Change{6, 0x01}, Change{7, 0x05}, Change{8, 0x01},
          Change{9, 0x05}, Change{9, 0x08}, Change{24, 0x01}, Change{25, 0x01}, Change{25, 0x04}}) {
        Bytes changed = good;
        changed[c.offset] = c.value;
        EXPECT_FALSE(read_icbm(View(changed), m)) << c.offset;
    }
}

// A frame that ends before its channel is not recognised; from there on it is a rendezvous message.
TEST(Icbm, ReadableAtLeastToItsChannel)
{
    const Bytes frame = to_host(kAcceptBlock);
    for (std::uint32_t n = 0; n <= frame.size(); ++n) {
        const Bytes there(frame.begin(), frame.begin() + n);
        Icbm m;
        EXPECT_EQ(read_icbm(View(there.data(), n, static_cast<std::uint32_t>(frame.size())), m), n >= 26) << n;
    }
}

TEST(Icbm, UserInfoTlv5IsNotTheBlock)
{
    const Bytes frame = to_client_with(2, kUserClass + kMemberSince + tlv(0x0005, kAcceptBlock));
    EXPECT_EQ(read(frame).block, (Slice{52, 26}));
    EXPECT_EQ(findings(frame), Lines{});
}

// Only the count separates the two lists: with a count that is too low, "member since" is taken for the block.
TEST(Icbm, CountDecidesWhichTlv5IsTheBlock)
{
    const Bytes frame = to_client_with(1, kUserClass + kMemberSince + tlv(0x0005, kAcceptBlock));
    EXPECT_EQ(read(frame).block, (Slice{44, 4}));
    EXPECT_EQ(findings(frame),
              (Lines{"!block.truncated 44+4 tag 0x0005 expected 26 found 4", "!type.unknown 44+2 found 19075"}));
}

TEST(Icbm, CountThatTakesTheBlockToo)
{
    const Bytes frame = to_client_with(3, kUserClass + kMemberSince + tlv(0x0005, kAcceptBlock));
    EXPECT_FALSE(read(frame).has_block);
    EXPECT_EQ(findings(frame), (Lines{"!block.missing 16+62"}));
}

TEST(Icbm, CountOverrun)
{
    for (const std::size_t count : {4U, 0xFFFFU}) {
        const Bytes frame = to_client_with(count, kUserClass + kMemberSince + tlv(0x0005, kAcceptBlock));
        EXPECT_FALSE(read(frame).has_block);
        EXPECT_EQ(findings(frame), (Lines{"!icbm.malformed 78+0 found 78"}));
    }
}

TEST(Icbm, UserInfoTlvOverrun)
{
    const Bytes frame = to_client_with(2, kUserClass + "001d 0100"_hex + tlv(0x0005, kAcceptBlock));
    EXPECT_EQ(findings(frame), (Lines{"!icbm.malformed 44+0 found 44"}));
}

TEST(Icbm, OptionalBlock)
{
    const Bytes body = kCookie + kChannel2 + kPeer + tlv(0x0005, kAcceptBlock);
    const Bytes optional = tlv(0x0002, "00000047"_hex) + tlv(0x0001, u16(4));
    const Bytes frame = flap("0004 0006 8000 00000047"_hex + u16(optional.size()) + optional + body);
    const Icbm m = read(frame);
    EXPECT_EQ(m.cookie, (Slice{32, 8}));
    EXPECT_EQ(m.block, (Slice{50, 26}));
    EXPECT_EQ(findings(frame), Lines{});

    // An empty optional block, and other flags.
    const Bytes empty = flap("0004 0006 8001 00000047 0000"_hex + body);
    EXPECT_EQ(read(empty).block, (Slice{36, 26}));
    // Without the flag there is no optional block.
    Icbm unused;
    EXPECT_FALSE(read_icbm(View(flap("0004 0006 0000 00000047"_hex + u16(optional.size()) + optional + body)), unused));
    // An optional block that runs past the end of the frame.
    EXPECT_FALSE(read_icbm(View(flap("0004 0006 8000 00000047 ffff"_hex + body)), unused));
    EXPECT_FALSE(read_icbm(View(flap("0004 0006 8000 00000047 00"_hex)), unused));
}

TEST(Icbm, TlvsOnBothSidesOfTheBlock)
{
    const Bytes head = kCookie + kChannel2 + kPeer;
    const Bytes five = tlv(0x0005, kAcceptBlock);
    EXPECT_EQ(read(icbm(6, head + tlv(0x0003) + five)).block, (Slice{38, 26}));
    EXPECT_EQ(read(icbm(6, head + five + tlv(0x0003))).block, (Slice{34, 26}));
    EXPECT_EQ(read(icbm(6, head + tlv(0x0003) + tlv(0x1234, "010203"_hex) + five + tlv(0x0013, "03"_hex))).block,
              (Slice{45, 26}));
    EXPECT_EQ(read(to_client_with(0, five + tlv(0x0013, "03"_hex))).block, (Slice{38, 26}));
    // Of two blocks, the first.
    EXPECT_EQ(read(icbm(6, head + five + tlv(0x0005, "00"_hex))).block, (Slice{34, 26}));
    // A TLV after the block that ends too early does not matter.
    EXPECT_EQ(findings(icbm(6, head + five + "0013 0009 03"_hex)), Lines{});
}

TEST(Icbm, NoTlvs)
{
    const Bytes frame = icbm(6, kCookie + kChannel2 + kPeer);
    EXPECT_EQ(trace(frame), R"(
!block.missing 16+14
peer 27+3 "bob"
cookie 16+8 434f4f4b49453031
  =cookie.text 16+8 "COOKIE01" us-ascii
)");
    EXPECT_EQ(findings(to_client_with(0, {})), (Lines{"!block.missing 16+18"}));
    EXPECT_EQ(findings(icbm(6, kCookie + kChannel2 + kPeer + tlv(0x0003))), (Lines{"!block.missing 16+18"}));
}

TEST(Icbm, BrokenOff)
{
    EXPECT_EQ(trace(icbm(6, kCookie + kChannel2)), R"(
!icbm.malformed 26+0 found 26
cookie 16+8 434f4f4b49453031
  =cookie.text 16+8 "COOKIE01" us-ascii
)");
    EXPECT_EQ(findings(icbm(6, kCookie + kChannel2 + "0a 626f62"_hex)), (Lines{"!icbm.malformed 27+0 found 27"}));
    EXPECT_EQ(findings(icbm(6, kCookie + kChannel2 + kPeer + "00"_hex)), (Lines{"!icbm.malformed 30+0 found 30"}));
    EXPECT_EQ(findings(icbm(6, kCookie + kChannel2 + kPeer + "0003 00"_hex)), (Lines{"!icbm.malformed 32+0 found 32"}));
    EXPECT_EQ(findings(icbm(6, kCookie + kChannel2 + kPeer + "0003 0001"_hex)),
              (Lines{"!icbm.malformed 34+0 found 34"}));
    EXPECT_EQ(findings(icbm(7, kCookie + kChannel2 + kPeer + "0000"_hex)), (Lines{"!icbm.malformed 32+0 found 32"}));
    EXPECT_EQ(findings(icbm(0xB, kCookie + kChannel2 + kPeer)), (Lines{"!icbm.malformed 30+0 found 30"}));
}

TEST(Icbm, EmptyPeer)
{
    const Icbm m = read(icbm(6, kCookie + kChannel2 + "00"_hex + tlv(0x0005, kAcceptBlock)));
    EXPECT_TRUE(m.has_peer);
    EXPECT_EQ(m.peer, (Slice{27, 0}));
    EXPECT_EQ(m.block, (Slice{31, 26}));
}

// TLV 5 is longer than the SNAC: the block is decoded as far as it goes, and reported as too short.
TEST(Icbm, BlockPastTheEndOfTheSnac)
{
    const Bytes frame = icbm(6, kCookie + kChannel2 + kPeer + "0005 0030"_hex + block(kAccept, "2712 0001 00"_hex));
    EXPECT_EQ(read(frame).block, (Slice{34, 48}));
    EXPECT_EQ(findings(frame), (Lines{"!block.truncated 34+31 tag 0x0005 expected 48 found 31"}));
    EXPECT_EQ(values(frame), (Lines{"tlv.value 64+1 00"}));
}

// Bytes after the frame in the same buffer do not belong to it.
TEST(Icbm, EndsWithItsFrame)
{
    const Bytes frame = icbm(6, kCookie + kChannel2 + kPeer + "0005 0030"_hex + block(kAccept, "2712 0001 00"_hex));
    const Bytes next = "2a 05 0000 0000 2712 0000 2712 0000 2712 0000"_hex;
    EXPECT_EQ(trace(frame + next), trace(frame));
    EXPECT_EQ(decode(frame + next).extent, decode(frame).extent);
    const Bytes error = client_error(3, "0002"_hex);
    EXPECT_EQ(trace(error + next), trace(error));
    EXPECT_EQ(decode(error + next).extent, decode(error).extent);
    const Bytes none = icbm(6, kCookie + kChannel2 + kPeer);
    EXPECT_EQ(trace(none + next), trace(none));
}

// The header declares more than the buffer contains.
TEST(Icbm, FrameLongerThanThePacket)
{
    Bytes frame = to_host(kAcceptBlock);
    frame[5] = 0xFF;
    EXPECT_EQ(findings(frame), Lines{});
    EXPECT_EQ(read(frame).block, (Slice{34, 26}));
}

} // namespace
} // namespace oscar::test
