// SPDX-License-Identifier: GPL-2.0-or-later
//
// Iterating over FLAP frames, and distinguishing OSCAR from everything else that a TCP segment may begin with.
#include "bytes.h"
#include "samples.h"

#include "core/oscar/flap.h"

#include <gtest/gtest.h>

#include <string>

namespace oscar::test {
namespace {

std::vector<Slice> frames(const View& view)
{
    std::vector<Slice> out;
    flap::Walk walk(view);
    Slice frame;
    while (walk.next(frame)) {
        out.push_back(frame);
    }
    return out;
}

using Slices = std::vector<Slice>;

const Bytes kKeepAlive = "2a 05 0060 0000"_hex;
const Bytes kSignOn = "2a 01 0001 0004 00000001"_hex;

TEST(FlapWalk, OneAfterAnother)
{
    const Bytes b = kKeepAlive + kSignOn + flap("0001 0002 0000 00000003"_hex);
    EXPECT_EQ(frames(View(b)), (Slices{{0, 6}, {6, 10}, {16, 16}}));
}

TEST(FlapWalk, Nothing)
{
    EXPECT_EQ(frames(View(nullptr, 0, 0)), Slices{});
    EXPECT_EQ(frames(View(nullptr, 0, 100)), Slices{});
}

// The frame is returned with its declared length although its data is missing.
TEST(FlapWalk, DataPastTheEnd)
{
    const Bytes b = kKeepAlive + "2a 02 0001 ffff 00"_hex;
    EXPECT_EQ(frames(View(b)), (Slices{{0, 6}, {6, 65541}}));
}

TEST(FlapWalk, EndsInAHeader)
{
    for (std::size_t more = 0; more < 6; ++more) {
        const Bytes b = kSignOn + Bytes(kKeepAlive.begin(), kKeepAlive.begin() + static_cast<std::ptrdiff_t>(more));
        EXPECT_EQ(frames(View(b)), (Slices{{0, 10}})) << more;
    }
}

// After the end of the captured bytes, the lengths of further frames are unknown.
TEST(FlapWalk, StopsWhereTheCaptureDoes)
{
    const Bytes b = kSignOn + kKeepAlive;
    EXPECT_EQ(frames(View(b.data(), 12, 16)), (Slices{{0, 10}}));
    EXPECT_EQ(frames(View(b.data(), 16, 100)), (Slices{{0, 10}, {10, 6}}));
}

TEST(FlapWalk, TakesAsManyStepsAsThereAreFrames) { EXPECT_EQ(frames(View(repeat(10000, kKeepAlive))).size(), 10000U); }

using flap::Evidence;

Evidence evidence(const Bytes& segment) { return flap::evidence_of_oscar(View(segment)); }
bool is_oscar(const Bytes& segment) { return evidence(segment) == Evidence::certain; }
Bytes ascii(std::string_view text) { return {text.begin(), text.end()}; }
Bytes sign_on(const Bytes& tlvs) { return "2a 01 1234"_hex + u16(4 + tlvs.size()) + "00000001"_hex + tlvs; }

TEST(Heuristic, AcceptsRealFrames)
{
    EXPECT_TRUE(is_oscar(real_file_proposal()));
    EXPECT_TRUE(is_oscar(real_file_accept()));
    EXPECT_TRUE(is_oscar(real_chat_invitation()));
    EXPECT_TRUE(is_oscar(real_icq_message()));
    EXPECT_TRUE(is_oscar(real_icq_acknowledgement()));
    EXPECT_TRUE(is_oscar(real_icq_channel_4_to_client()));
    // From the same captures: SNAC 0001/0004, 0001/000A with the optional block, and 10 bytes of a larger frame.
    EXPECT_TRUE(is_oscar("2a027668000c00010004000000000009000d"_hex));
    EXPECT_TRUE(is_oscar("2a0256d400cb0001000a8000852a8b41000e000200040000004500010002"_hex));
    EXPECT_TRUE(is_oscar("2a020065004a00040006 0000 00000000"_hex));
}

// The client's first frame to the server that it stays connected to, and that of ICQ clients of 2000 to the authorizer.
TEST(Heuristic, AcceptsSignOnsThatOnlyOscarHas)
{
    EXPECT_TRUE(is_oscar(sign_on(tlv(0x0006, Bytes(256, 0xA5)))));
    EXPECT_TRUE(is_oscar(sign_on(tlv(0x0006, Bytes(256, 0xA5)) + tlv(0x0003, "AOL Instant Messenger"_ascii) +
                                 tlv(0x004A, "01"_hex) + tlv(0x8003, "00100000"_hex))));
    EXPECT_TRUE(is_oscar(sign_on(tlv(0x0003, "ICQ Inc."_ascii) + tlv(0x0006, Bytes(16, 1)))));
    // The cookie cut by the segment, and by the capture.
    EXPECT_TRUE(is_oscar("2a 01 1234 0108 00000001 0006 0100 aabbccdd"_hex));
    const Bytes cut = "2a 01 1234 0108 00000001 0006 0100"_hex;
    EXPECT_EQ(flap::evidence_of_oscar(View(cut.data(), static_cast<std::uint32_t>(cut.size()), 270)),
              Evidence::certain);

    const Bytes name = tlv(0x0001, "123456789"_ascii);
    const Bytes password = tlv(0x0002, "c74ee47b"_hex);
    EXPECT_TRUE(is_oscar(sign_on(name + password)));
    EXPECT_TRUE(is_oscar(sign_on(name + password + tlv(0x0003, "ICQ Inc."_ascii) + tlv(0x0016, "010a"_hex))));
    EXPECT_EQ(evidence(sign_on(name + tlv(0x0002))), Evidence::possible);
    EXPECT_EQ(evidence(sign_on(tlv(0x0001) + password)), Evidence::possible);
    EXPECT_EQ(evidence(sign_on(tlv(0x0006))), Evidence::possible);
}

// The server's first frame, that of a client that logs in by MD5, TOC's, and two of AOL's own client.
TEST(Heuristic, OtherSignOnsAreTooLittle)
{
    EXPECT_EQ(evidence(kSignOn), Evidence::possible);
    EXPECT_EQ(evidence("2a 01 1545 0004 00000001"_hex), Evidence::possible);
    EXPECT_EQ(evidence("2a 01 7274 0010 00000001 0001 0000 8003 0004 00100000"_hex), Evidence::possible);
    EXPECT_EQ(evidence(sign_on(tlv(0x0001, "kestrelwatch"_ascii))), Evidence::possible);
    EXPECT_EQ(evidence(sign_on(tlv(0x0001))), Evidence::possible);
    EXPECT_EQ(evidence(sign_on(tlv(0x0100))), Evidence::possible);
    // What could say more is in the next segment.
    EXPECT_EQ(evidence("2a 01 0001 000c 00000001 0006"_hex), Evidence::possible);
    EXPECT_EQ(evidence("2a 01 0001 0108 00000001"_hex), Evidence::possible);
}

TEST(Heuristic, RefusesOtherSignOns)
{
    for (const Bytes& frame : {
             "2a 01 0001 0004 00000002"_hex,           // version
             "2a 01 0001 0003 000000"_hex,             // too short for one
             "2a 01 0001 0000"_hex,                    //
             "2a 01 0001 0005 00000001 00"_hex,        // no room for a TLV
             "2a 01 0001 0008 00000001 0001 0001"_hex, // a TLV that does not fit
             "2a 01 0001 0108 00000001 0006 0101"_hex, // a cookie that does not
             "2a 01 0001 000a 00000001 0001 0000 0006"_hex,
             "2a 01 0001 0004 000000"_hex, // version not there
         }) {
        EXPECT_EQ(evidence(frame), Evidence::none);
    }
}

Bytes snac(std::size_t foodgroup, std::size_t subgroup, std::size_t flags = 0)
{
    return flap(u16(foodgroup) + u16(subgroup) + u16(flags) + "00000001"_hex);
}

TEST(Heuristic, KnowsFoodgroupsSubgroupsAndFlags)
{
    EXPECT_TRUE(is_oscar(snac(0x0001, 0x0001)));
    EXPECT_TRUE(is_oscar(snac(0x0025, 0x0040)));
    EXPECT_TRUE(is_oscar(snac(0x044A, 0x0002)));
    EXPECT_TRUE(is_oscar(snac(0x0085, 0x0002)));
    EXPECT_TRUE(is_oscar(snac(0x0004, 0x0007, 0x8003)));

    EXPECT_EQ(Evidence::none, evidence(snac(0x0000, 0x0001)));
    EXPECT_EQ(Evidence::none, evidence(snac(0x0026, 0x0001)));
    EXPECT_EQ(Evidence::none, evidence(snac(0x044B, 0x0001)));
    EXPECT_EQ(Evidence::none, evidence(snac(0x0400, 0x0001)));
    EXPECT_EQ(Evidence::none, evidence(snac(0x0001, 0x0000)));
    EXPECT_EQ(Evidence::none, evidence(snac(0x0001, 0x0041)));
    EXPECT_EQ(Evidence::none, evidence(snac(0x0001, 0x0100)));
    for (const std::size_t flag : {0x0004U, 0x0010U, 0x0100U, 0x4000U}) {
        EXPECT_EQ(Evidence::none, evidence(snac(0x0004, 0x0007, flag))) << flag;
    }
    // A frame too short for a SNAC header.
    EXPECT_EQ(Evidence::none, evidence("2a 02 0000 0009 0001 0002 0000 000000"_hex));
}

TEST(Heuristic, OtherFrameTypesAreTooLittleEvidence)
{
    for (const char* header : {"2a 00", "2a 03", "2a 04", "2a 05", "2a 06", "2a 20", "2a ff"}) {
        EXPECT_EQ(evidence(from_hex(header) + "0001 0000"_hex), Evidence::none) << header;
        EXPECT_EQ(evidence(from_hex(header) + "0001 000a 0004 0006 0000 00000001"_hex), Evidence::none) << header;
    }
}

TEST(Heuristic, NextFrame)
{
    const Bytes first = snac(0x0004, 0x0006);
    for (const char* next : {"2a", "2a 01", "2a 02", "2a 03", "2a 04", "2a 05", "2a 05 0000 0000"}) {
        EXPECT_EQ(evidence(first + from_hex(next)), Evidence::certain) << next;
        EXPECT_EQ(evidence(kSignOn + from_hex(next)), Evidence::possible) << next;
    }
    for (const char* next : {"00", "2b", "5a", "2a 00", "2a 06", "2b 02", "00 2a", "0d 0a"}) {
        EXPECT_EQ(evidence(first + from_hex(next)), Evidence::none) << next;
        EXPECT_EQ(evidence(kSignOn + from_hex(next)), Evidence::none) << next;
        EXPECT_EQ(evidence(kKeepAlive + from_hex(next)), Evidence::none) << next;
    }
}

// A later frame of the segment says what the first one leaves open.
TEST(Heuristic, GoesOnUntilItIsCertain)
{
    const Bytes a_snac = snac(0x0004, 0x0006);
    const Bytes no_snac = flap(ascii("toc_send_im papercrane82 hello"));
    EXPECT_EQ(evidence(kSignOn + a_snac), Evidence::certain);
    EXPECT_EQ(evidence(kKeepAlive + a_snac), Evidence::certain);
    EXPECT_EQ(evidence(kSignOn + kKeepAlive + kKeepAlive + a_snac + a_snac), Evidence::certain);
    EXPECT_EQ(evidence(kKeepAlive + kSignOn), Evidence::possible);
    EXPECT_EQ(evidence(kKeepAlive + kKeepAlive), Evidence::none);
    EXPECT_EQ(evidence(kSignOn + no_snac), Evidence::none);
    EXPECT_EQ(evidence(kSignOn + kSignOn + no_snac), Evidence::none);
    EXPECT_EQ(evidence(kSignOn + "2a 02 0001 0009 0004 0006 0000 000000"_hex), Evidence::none);
    // The SNAC header is in the next segment.
    EXPECT_EQ(evidence(kSignOn + "2a 02 0001 0020 0004 0006"_hex), Evidence::possible);
    // What comes behind what is certain is not looked at, but for its first bytes.
    EXPECT_EQ(evidence(a_snac + no_snac), Evidence::certain);
}

// What is there must suffice: six bytes of header, and the SNAC header without its request id.
TEST(Heuristic, ShortSegments)
{
    const Bytes frame = real_file_proposal();
    for (std::uint32_t n = 0; n <= frame.size(); ++n) {
        const Bytes start(frame.begin(), frame.begin() + n);
        const Evidence expected = n >= 12 ? Evidence::certain : Evidence::none;
        EXPECT_EQ(evidence(start), expected) << n;
        EXPECT_EQ(flap::evidence_of_oscar(View(start.data(), n, static_cast<std::uint32_t>(frame.size()))), expected)
            << n;
    }
    for (std::uint32_t n = 0; n <= kSignOn.size(); ++n) {
        EXPECT_EQ(evidence(Bytes(kSignOn.begin(), kSignOn.begin() + n)), n == 10 ? Evidence::possible : Evidence::none)
            << n;
    }
}

// AOL's own protocol on port 5190: 'Z' (or '*'), checksum, length, two sequence numbers, type, data, a carriage return.
TEST(Heuristic, RefusesAol)
{
    EXPECT_EQ(Evidence::none,
              evidence("5a 413c 0024 7f7f a3 035f3000100800000 91c000000000000160600000504 0000 0d"_hex));
    EXPECT_EQ(Evidence::none, evidence("5a b71100037f18a40d"_hex));
    EXPECT_EQ(Evidence::none, evidence("5a 0201 0004 0006 0000 00 00 0d"_hex));
    EXPECT_EQ(Evidence::none, evidence("2a 0211 0003 0010 a4 0d"_hex));
    EXPECT_EQ(Evidence::none, evidence("2a 413c 0024 7f7f a3 035f30001008000009"_hex));
}

// TOC has the same frames, including the sign-on frame. Its data frames contain text.
TEST(Heuristic, RefusesTocCommands)
{
    EXPECT_EQ(Evidence::none, evidence(ascii("FLAPON\r\n\r\n")));
    EXPECT_EQ(Evidence::none,
              evidence(flap(ascii("toc_signon login.oscar.aol.com 5190 user 0x1234 english \"TIC\"") + u8(0))));
    EXPECT_EQ(Evidence::none, evidence(flap(ascii("SIGN_ON:TOC1.0"))));
}

// Connections to which a rendezvous leads.
TEST(Heuristic, RefusesDataConnections)
{
    EXPECT_EQ(Evidence::none, evidence(ascii("OFT2") + "0100 0101 4142434445464748 0000 0000 0001 0001"_hex));
    EXPECT_EQ(Evidence::none, evidence(ascii("ODC2") + "004c 0001 0006 0000 4142434445464748"_hex));
    // Rendezvous proxy: length, version 044A, command.
    EXPECT_EQ(Evidence::none, evidence("0029 044a 0002 00000000 0000 03626f62 4142434445464748 0001 0010"_hex));
}

TEST(Heuristic, RefusesOthers)
{
    EXPECT_EQ(Evidence::none, evidence({}));
    EXPECT_EQ(Evidence::none, evidence("16 0301 0200 01 0001fc 0303"_hex)); // TLS
    EXPECT_EQ(Evidence::none, evidence("17 0303 0020 2a02 0000 000a 0004 0006 0000 00000000"_hex));
    EXPECT_EQ(Evidence::none, evidence(ascii("GET / HTTP/1.1\r\nHost: www.example\r\n\r\n")));
    EXPECT_EQ(Evidence::none, evidence(ascii("*1\r\n$4\r\nPING\r\n")));     // Redis
    EXPECT_EQ(Evidence::none, evidence(ascii("* OK IMAP4rev1 ready\r\n"))); // IMAP
    EXPECT_EQ(Evidence::none, evidence(Bytes(64, 0x2A)));
    EXPECT_EQ(Evidence::none, evidence(Bytes(64, 0x00)));
}

// Of random bytes after the marker, hardly any are accepted.
TEST(Heuristic, RefusesRandomBytes)
{
    std::uint32_t state = 1;
    int accepted = 0;
    for (int i = 0; i < 200000; ++i) {
        Bytes segment(32);
        for (std::uint8_t& b : segment) {
            state = state * 1664525 + 1013904223;
            b = static_cast<std::uint8_t>(state >> 24);
        }
        segment[0] = 0x2A;
        accepted += evidence(segment) != Evidence::none ? 1 : 0;
    }
    EXPECT_EQ(accepted, 0);
}

} // namespace
} // namespace oscar::test
