// SPDX-License-Identifier: GPL-2.0-or-later
#include "bytes.h"

#include "core/wire/view.h"

#include <gtest/gtest.h>

#include <string>

namespace oscar::test {
namespace {

TEST(View, ByteOrder)
{
    const Bytes b = "01 02 03 fe"_hex;
    EXPECT_EQ(be16(b.data()), 0x0102);
    EXPECT_EQ(be32(b.data()), 0x010203FEU);
    EXPECT_EQ(le16(b.data()), 0x0201);
    EXPECT_EQ(le32(b.data()), 0xFE030201U);
    EXPECT_EQ(View(b).u16(2), 0x03FE);
    EXPECT_EQ(View(b).u32(0), 0x010203FEU);
}

TEST(View, KnowsWhatWasCaptured)
{
    const Bytes b = "01 02 03 04"_hex;
    const View v(b.data(), 4, 10);
    EXPECT_EQ(v.captured(), 4U);
    EXPECT_EQ(v.size(), 10U);
    EXPECT_EQ(v.whole(), (Slice{0, 10}));
    EXPECT_TRUE(v.has({0, 4}));
    EXPECT_TRUE(v.has({4, 0}));
    EXPECT_FALSE(v.has({4, 1}));
    EXPECT_FALSE(v.has({5, 0}));
    EXPECT_FALSE(v.has({3, 0xFFFFFFFF})); // no overflow
    EXPECT_EQ(v.bytes({2, 5}).size(), 2U);
    EXPECT_EQ(v.bytes({4, 5}).size(), 0U);
    EXPECT_EQ(v.bytes({9, 1}).size(), 0U);
    EXPECT_EQ(v.chars({1, 2}), "\x02\x03");
}

TEST(View, NeverMoreCapturedThanThereWas)
{
    const Bytes b = "01 02 03 04"_hex;
    EXPECT_EQ(View(b.data(), 4, 3).captured(), 3U);
    const View first = View(b.data(), 4, 10).first(2);
    EXPECT_EQ(first.captured(), 2U);
    EXPECT_EQ(first.size(), 2U);
    const View more = View(b.data(), 4, 10).first(20);
    EXPECT_EQ(more.captured(), 4U);
    EXPECT_EQ(more.size(), 10U);
}

TEST(Reader, ReadsForward)
{
    const Bytes b = "01 0203 04050607 02 6869 ff"_hex;
    const View v(b);
    Reader r(v, v.whole());
    std::uint8_t one = 0;
    std::uint16_t two = 0;
    std::uint32_t four = 0;
    Slice text;
    ASSERT_TRUE(r.read_u8(one) && r.read_u16(two) && r.read_u32(four) && r.read_string08(text));
    EXPECT_EQ(one, 1);
    EXPECT_EQ(two, 0x0203);
    EXPECT_EQ(four, 0x04050607U);
    EXPECT_EQ(text, (Slice{8, 2}));
    EXPECT_EQ(r.offset(), 10U);
    EXPECT_EQ(r.remaining(), 1U);
    EXPECT_EQ(r.rest(), (Slice{10, 1}));
    EXPECT_TRUE(r.ok());
}

TEST(Reader, TheFirstFailureSticks)
{
    const Bytes b = "01 02 03"_hex;
    const View v(b);
    Reader r(v, v.whole());
    std::uint8_t one = 0;
    std::uint16_t two = 0;
    std::uint32_t four = 0x55;
    ASSERT_TRUE(r.read_u16(two));
    EXPECT_FALSE(r.read_u32(four));
    EXPECT_EQ(four, 0x55U);
    EXPECT_EQ(r.fault(), Fault::past_end);
    EXPECT_EQ(r.fault_at(), 2U);
    // One byte remains, but the reader has already failed.
    EXPECT_FALSE(r.read_u8(one));
    EXPECT_FALSE(r.skip(0));
    EXPECT_EQ(r.fault(), Fault::past_end);
    EXPECT_EQ(r.fault_at(), 2U);
    EXPECT_EQ(r.remaining(), 0U);
}

TEST(Reader, TellsCutFromPastTheEnd)
{
    const Bytes b = "01 02 03"_hex;
    const View v(b.data(), 3, 6);
    std::uint32_t four = 0;
    Slice s;
    Reader cut(v, v.whole());
    EXPECT_FALSE(cut.read_u32(four));
    EXPECT_EQ(cut.fault(), Fault::cut);
    EXPECT_EQ(cut.fault_at(), 0U);

    Reader both(v, v.whole());
    EXPECT_FALSE(both.read(7, s));
    EXPECT_EQ(both.fault(), Fault::past_end);

    // take() does not need captured bytes.
    Reader taker(v, v.whole());
    EXPECT_TRUE(taker.take(5, s));
    EXPECT_EQ(s, (Slice{0, 5}));
    EXPECT_FALSE(taker.take(2, s));
    EXPECT_EQ(taker.fault(), Fault::past_end);
}

TEST(Reader, StaysInItsSlice)
{
    const Bytes b = "01 02 03 04 05"_hex;
    const View v(b);
    std::uint16_t two = 0;
    Reader r(v, {1, 3});
    EXPECT_EQ(r.offset(), 1U);
    EXPECT_TRUE(r.read_u16(two));
    EXPECT_EQ(two, 0x0203);
    EXPECT_FALSE(r.read_u16(two));
    EXPECT_EQ(r.fault(), Fault::past_end);

    // A slice that runs past the view ends with the view.
    EXPECT_EQ(Reader(v, {3, 10}).rest(), (Slice{3, 2}));
    EXPECT_EQ(Reader(v, {9, 10}).rest(), (Slice{5, 0}));
}

TEST(Reader, TwoNumbersAtOnce)
{
    const Bytes b = "01 02 03 04 05 06 07"_hex;
    const View v(b);
    std::uint16_t first = 0;
    std::uint16_t second = 0;
    Reader r(v, v.whole());
    EXPECT_TRUE(r.read_u16_u16(first, second));
    EXPECT_EQ(first, 0x0102);
    EXPECT_EQ(second, 0x0304);
    EXPECT_EQ(r.offset(), 4U);
    // As if the two were read separately: the first is still read.
    EXPECT_FALSE(r.read_u16_u16(first, second));
    EXPECT_EQ(first, 0x0506);
    EXPECT_EQ(second, 0x0304);
    EXPECT_EQ(r.fault(), Fault::past_end);
    EXPECT_EQ(r.fault_at(), 6U);

    const View cut(b.data(), 3, 7);
    Reader of_cut(cut, cut.whole());
    EXPECT_FALSE(of_cut.read_u16_u16(first, second));
    EXPECT_EQ(of_cut.fault(), Fault::cut);
    EXPECT_EQ(of_cut.fault_at(), 2U);
}

TEST(Reader, String08ThatRunsOut)
{
    const Bytes b = "03 6869"_hex;
    const View v(b);
    Slice text{7, 7};
    Reader r(v, v.whole());
    EXPECT_FALSE(r.read_string08(text));
    EXPECT_EQ(text, (Slice{7, 7}));
    EXPECT_EQ(r.fault(), Fault::past_end);
}

TEST(View, PartOfAView)
{
    const Bytes bytes = "0102030405"_hex;
    const View view(bytes.data(), 4, 5); // the last byte was not captured
    const View part = view.sub({1, 3});
    EXPECT_EQ(part.size(), 3U);
    EXPECT_EQ(part.captured(), 3U);
    EXPECT_EQ(part.u8(0), 2);
    const View end = view.sub({2, 3});
    EXPECT_EQ(end.size(), 3U);
    EXPECT_EQ(end.captured(), 2U);
    EXPECT_EQ(view.sub({4, 1}).captured(), 0U);
}

} // namespace
} // namespace oscar::test
