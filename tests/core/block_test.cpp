// SPDX-License-Identifier: GPL-2.0-or-later
//
// The block itself: its header, iterating over its TLVs, and where it ends too early.
#include "trace.h"

#include "core/rendezvous/block.h"

#include <gtest/gtest.h>

namespace oscar::test {
namespace {

Block read(const Bytes& bytes)
{
    Block out;
    read_block(View(bytes), {0, static_cast<std::uint32_t>(bytes.size())}, out);
    return out;
}

TEST(Block, Header)
{
    const Block b = read(block(kAccept));
    ASSERT_TRUE(b.has_type && b.has_cookie && b.has_uuid);
    EXPECT_EQ(b.type, 2);
    EXPECT_EQ(b.cookie, (Slice{2, 8}));
    EXPECT_EQ(b.uuid, (Slice{10, 16}));
    EXPECT_EQ(b.service, Service::direct_im);
    EXPECT_EQ(b.tlvs, (Slice{26, 0}));
    EXPECT_EQ(b.tlv_count, 0U);
    EXPECT_EQ(b.fault, Fault::none);
}

TEST(Block, ShorterThanItsHeader)
{
    const Bytes whole = block(kAccept);
    for (std::size_t n = 0; n < 26; ++n) {
        const Block b = read({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n)});
        EXPECT_EQ(b.has_type, n >= 2) << n;
        EXPECT_EQ(b.has_cookie, n >= 10) << n;
        EXPECT_FALSE(b.has_uuid) << n;
        EXPECT_EQ(b.fault, Fault::past_end) << n;
        EXPECT_EQ(b.find(tag::kIp), nullptr);
    }
}

TEST(Block, TooShortShowsWhatThereIs)
{
    EXPECT_EQ(trace(to_host({})), R"(
peer 27+3 "bob"
!block.truncated 34+0 tag 0x0005 expected 26
)");
    EXPECT_EQ(trace(to_host("0002"_hex + kCookie + "0946"_hex)), R"(
peer 27+3 "bob"
!block.truncated 34+12 tag 0x0005 expected 26 found 12
type 34+2 2
cookie 36+8 434f4f4b49453031
  =cookie.text 36+8 "COOKIE01" us-ascii
)");
}

// A TLV that ends too early is shown as far as it goes: with part of its value, with its header, or with neither.
TEST(Block, BrokenOffTlvs)
{
    const std::string head = R"(
peer 27+3 "bob"
type 34+2 2
cookie 36+8 434f4f4b49453031
  =cookie.text 36+8 "COOKIE01" us-ascii
service 44+16 09461345-4c7f-11d1-8222-444553540000
  =service.name 44+16 "Direct IM"
)";
    EXPECT_EQ(trace(to_host(block(kAccept, "2712 0003 6162"_hex))), head + R"(tlv 60+6 0x2712
!tlv.truncated 60+6 tag 0x2712 expected 7 found 6
  tlv.tag 60+2 0x2712
  tlv.length 62+2 3
  tlv.value 64+2 6162
)");
    EXPECT_EQ(trace(to_host(block(kAccept, "2712 0003"_hex))), head + R"(tlv 60+4 0x2712
!tlv.truncated 60+4 tag 0x2712 expected 7 found 4
  tlv.tag 60+2 0x2712
  tlv.length 62+2 3
)");
    EXPECT_EQ(trace(to_host(block(kAccept, "2712 00"_hex))), head + R"(tlv 60+3 0x2712
!tlv.truncated 60+3 expected 4 found 3
)");
    EXPECT_EQ(trace(to_host(block(kAccept, "27"_hex))), head + R"(tlv 60+1
!tlv.truncated 60+1 expected 4 found 1
)");
}

TEST(Block, FindsTheFirstOfEachTag)
{
    const Bytes tlvs = kIp + "2712 0001 00 0002 0004 cb007101 0005 0002 1446 2714 0001 00 2712 0000"_hex;
    const Bytes bytes = block(kPropose, tlvs);
    const Block b = read(bytes);
    const View view(bytes);
    EXPECT_EQ(b.tlv_count, 6U);
    std::uint32_t ip = 0;
    ASSERT_TRUE(b.u32(view, tag::kIp, ip));
    EXPECT_EQ(ip, 0xC0000201U);
    ASSERT_NE(b.find(tag::kIp), nullptr);
    EXPECT_EQ(b.find(tag::kIp)->at, (Slice{26, 8}));
    EXPECT_EQ(b.find(tag::kIp)->value, (Slice{30, 4}));
    std::uint16_t port = 0;
    ASSERT_TRUE(b.u16(view, tag::kPort, port));
    EXPECT_EQ(port, 5190);

    EXPECT_EQ(b.find(tag::kSequence), nullptr);
    EXPECT_EQ(b.find(0x2714), nullptr); // a tag without a slot
    ASSERT_NE(b.find(0x2712), nullptr); // a service's tag, with a slot because the file name depends on it
    EXPECT_EQ(b.find(0x2712)->value, (Slice{38, 1}));
    EXPECT_EQ(b.find(0x2713), nullptr);
    EXPECT_FALSE(b.u16(view, tag::kSequence, port));
    EXPECT_FALSE(b.u32(view, tag::kSequence, ip));
    // Values of the wrong length.
    EXPECT_FALSE(b.u16(view, tag::kIp, port));
    EXPECT_FALSE(b.u32(view, tag::kPort, ip));
}

TEST(Block, ATruncatedValueHasNoNumber)
{
    const Bytes bytes = block(kPropose, "0005 0002 14"_hex);
    const Block b = read(bytes);
    ASSERT_NE(b.find(tag::kPort), nullptr);
    EXPECT_EQ(b.find(tag::kPort)->fault, Fault::past_end);
    std::uint16_t port = 7;
    EXPECT_FALSE(b.u16(View(bytes), tag::kPort, port));
    EXPECT_EQ(port, 7);
}

// The plugin reuses the object for the next message. Nothing of the previous one must remain.
TEST(Block, KeepsNothingOfTheLastOne)
{
    const Bytes first = block(kPropose, kProposalTags);
    const Bytes second = block(kAccept, kSequence1, "00112233-4455-6677-8899-aabbccddeeff"_hex);
    Block b;
    read_block(View(first), {0, static_cast<std::uint32_t>(first.size())}, b);
    ASSERT_NE(b.find(tag::kIp), nullptr);
    read_block(View(second), {0, static_cast<std::uint32_t>(second.size())}, b);
    EXPECT_EQ(b.find(tag::kIp), nullptr);
    EXPECT_NE(b.find(tag::kSequence), nullptr);
    EXPECT_EQ(b.tlv_count, 1U);
    EXPECT_EQ(b.service, Service::other);
    EXPECT_EQ(b.type, 2);
    read_block(View(second), {0, 1}, b);
    EXPECT_FALSE(b.has_type || b.has_cookie || b.has_uuid);
    EXPECT_EQ(b.find(tag::kSequence), nullptr);
    EXPECT_EQ(b.fault, Fault::past_end);
}

// A block is whole if it ends where one of its TLVs does, and only then.
TEST(Block, EveryLength)
{
    const Bytes bytes = block(kPropose, kSequence1 + "000f 0000"_hex + kIp + "2711 0003 616263 2712 0000"_hex);
    const std::vector<std::size_t> ends = {26, 32, 36, 44, 51, 55};
    ASSERT_EQ(bytes.size(), ends.back());
    for (std::size_t n = 0; n <= bytes.size(); ++n) {
        const Block b = read({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n)});
        const auto end = std::find(ends.begin(), ends.end(), n);
        EXPECT_EQ(b.fault, end != ends.end() ? Fault::none : Fault::past_end) << n;
        if (end != ends.end()) {
            EXPECT_EQ(b.tlv_count, static_cast<std::uint32_t>(end - ends.begin())) << n;
        }
    }
}

TEST(Block, CutByTheCapture)
{
    const Bytes bytes = block(kPropose, kSequence1 + kIp);
    const auto size = static_cast<std::uint32_t>(bytes.size());
    for (std::uint32_t n = 0; n < size; ++n) {
        const Bytes there(bytes.begin(), bytes.begin() + n);
        Block b;
        read_block(View(there.data(), n, size), {0, size}, b);
        EXPECT_EQ(b.fault, Fault::cut) << n;
        EXPECT_EQ(b.at, (Slice{0, size})) << n;
        EXPECT_EQ(b.has_uuid, n >= 26) << n;
        EXPECT_EQ(b.find(tag::kSequence) != nullptr, n >= 30) << n;
    }
}

Lines walked(const Bytes& tlvs)
{
    Lines lines;
    const View view(tlvs);
    TlvWalk walk(view, view.whole());
    Tlv t;
    while (walk.next(t)) {
        char text[96];
        std::snprintf(text, sizeof text, "%04x+%u at %u+%u value %u+%u%s", t.tag, t.length, t.at.offset, t.at.length,
                      t.value.offset, t.value.length,
                      t.fault == Fault::none ? ""
                      : t.header             ? " short"
                                             : " no header");
        lines.push_back(text);
    }
    return lines;
}

TEST(TlvWalk, Steps)
{
    EXPECT_EQ(walked({}), Lines{});
    EXPECT_EQ(walked("000f 0000 0005 0002 1446"_hex), (Lines{"000f+0 at 0+4 value 4+0", "0005+2 at 4+6 value 8+2"}));
}

// A TLV that ends too early is the last one, because where another would begin is unknown.
TEST(TlvWalk, BreaksOff)
{
    EXPECT_EQ(walked("000f 0000 0005 0003 1446"_hex),
              (Lines{"000f+0 at 0+4 value 4+0", "0005+3 at 4+6 value 8+2 short"}));
    EXPECT_EQ(walked("000f 0000 0005 ffff"_hex),
              (Lines{"000f+0 at 0+4 value 4+0", "0005+65535 at 4+4 value 8+0 short"}));
    EXPECT_EQ(walked("000f 0000 0005 00"_hex), (Lines{"000f+0 at 0+4 value 4+0", "0005+0 at 4+3 value 0+0 no header"}));
    EXPECT_EQ(walked("00"_hex), (Lines{"0000+0 at 0+1 value 0+0 no header"}));
}

TEST(TlvWalk, AsManyAsThereAre) { EXPECT_EQ(walked(repeat(16000, tlv(0x2712))).size(), 16000U); }

} // namespace
} // namespace oscar::test
