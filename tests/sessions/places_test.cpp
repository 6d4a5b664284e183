// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/streams/places.h"

#include <gtest/gtest.h>

namespace oscar::sessions {
namespace {

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;

TEST(Places, HaveTheSequenceNumberAsTheirLowerHalf)
{
    Places places;
    EXPECT_EQ(places.find(1, 5), 0U);
    EXPECT_EQ(places.add(1, 0xFFFFFFF0), 0x1'FFFFFFF0U);
    EXPECT_EQ(places.add(2, 0x10), 0x2'00000010U);
    EXPECT_EQ(places.add(3, 0xFFFFFFF0), 0x1'FFFFFFF0U); // again
    EXPECT_EQ(places.add(4, 0xFFFFFF00), 0x1'FFFFFF00U); // from before the first
    EXPECT_EQ(places.find(2, 0x10), 0x2'00000010U);
    EXPECT_EQ(places.find(0, 0x10), 0U); // before everything
}

// 20 GiB: each sequence number occurs five times, and the frame tells which one is meant.
TEST(Places, OfALongConnection)
{
    Places places;
    constexpr std::uint64_t start = 0x1'12345678;
    constexpr std::uint64_t step = 1'460'000;
    std::uint32_t frame = 0;
    for (std::uint64_t at = start; at < start + 20 * kGiB; at += step) {
        EXPECT_EQ(places.add(++frame, static_cast<std::uint32_t>(at)), at);
    }
    for (std::uint32_t f = 1; f <= frame; f += 7) {
        const std::uint64_t at = start + (f - 1) * step;
        ASSERT_EQ(places.find(f, static_cast<std::uint32_t>(at)), at);
        ASSERT_EQ(places.add(f, static_cast<std::uint32_t>(at)), at); // on another pass
        // A segment that was sent again.
        const std::uint64_t before = at - 4'380;
        ASSERT_EQ(places.find(f, static_cast<std::uint32_t>(before)), before);
    }
}

TEST(Places, JumpsThatSomebodyMadeUp)
{
    Places places;
    for (std::uint32_t frame = 1; frame < 100'000; ++frame) {
        const std::uint32_t sequence = frame * 0x7FFF'0001;
        const std::uint64_t place = places.add(frame, sequence);
        ASSERT_EQ(places.find(frame, sequence), place);
        ASSERT_EQ(static_cast<std::uint32_t>(place), sequence);
    }
}

} // namespace
} // namespace oscar::sessions
