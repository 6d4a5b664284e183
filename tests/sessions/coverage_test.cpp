// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/streams/coverage.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

namespace oscar::sessions {
namespace {

using Ranges = std::vector<Coverage::Range>;

Ranges ranges_of(const Coverage& coverage) { return {coverage.ranges().begin(), coverage.ranges().end()}; }

TEST(Coverage, JoinsWhatTouches)
{
    const std::vector<std::uint8_t> bytes(10, 1);
    Coverage c;
    c.add(0, bytes);
    c.add(20, bytes);
    EXPECT_EQ(ranges_of(c), (Ranges{{0, 10}, {20, 30}}));
    EXPECT_FALSE(c.covers(0, 30));
    c.add(10, bytes);
    EXPECT_EQ(ranges_of(c), (Ranges{{0, 30}}));
    EXPECT_EQ(c.seen(), 30U);
    EXPECT_TRUE(c.covers(0, 30));
    EXPECT_TRUE(c.covers(5, 20));
    EXPECT_FALSE(c.covers(5, 31));
    EXPECT_TRUE(c.covers(31, 31)); // nothing
    c.add(40, {});
    EXPECT_EQ(c.ranges().size(), 1U);
}

// In any order and with any overlap, each byte counts once; where two differ, the first.
TEST(Coverage, CountsEachByteOnce)
{
    std::mt19937 random(4); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same numbers in every run
    for (int round = 0; round < 300; ++round) {
        std::vector<int> there(600, -1);
        Coverage c;
        for (int piece = 0; piece < 30; ++piece) {
            const std::size_t from = random() % 500;
            std::vector<std::uint8_t> bytes(random() % 100);
            for (std::size_t i = 0; i < bytes.size(); ++i) {
                bytes[i] = static_cast<std::uint8_t>(random());
                if (there[from + i] < 0) {
                    there[from + i] = bytes[i];
                }
            }
            c.add(from, bytes);
        }
        std::uint64_t seen = 0;
        oft::Checksum sum;
        Ranges ranges;
        for (std::size_t i = 0; i < there.size(); ++i) {
            if (there[i] < 0) {
                continue;
            }
            ++seen;
            const auto byte = static_cast<std::uint8_t>(there[i]);
            sum.add(i, {&byte, 1});
            if (!ranges.empty() && ranges.back().to == i) {
                ++ranges.back().to;
            } else {
                ranges.push_back({i, i + 1});
            }
        }
        EXPECT_EQ(c.seen(), seen);
        EXPECT_EQ(c.sum().value(), sum.value());
        EXPECT_EQ(ranges_of(c), ranges);
    }
}

TEST(Coverage, IsLimited)
{
    const std::vector<std::uint8_t> byte(1, 7);
    Coverage c;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        c.add(2 * i, byte);
    }
    EXPECT_EQ(c.ranges().size(), Coverage::kMostRanges);
    EXPECT_EQ(c.seen(), Coverage::kMostRanges);
    // What takes no further range still counts.
    c.add(1, byte);
    EXPECT_EQ(c.ranges().size(), Coverage::kMostRanges - 1);
    EXPECT_EQ(c.seen(), Coverage::kMostRanges + 1);
}

TEST(Coverage, Moves)
{
    const std::vector<std::uint8_t> bytes = {1, 2, 3};
    Coverage moved;
    moved.add(0, bytes);
    moved.move(0x1'0000'0000);
    moved.move(3);
    EXPECT_EQ(moved.moved(), 0x1'0000'0003U);
    Coverage there;
    there.add(0x1'0000'0003, bytes);
    EXPECT_EQ(ranges_of(moved), ranges_of(there));
    EXPECT_EQ(moved.sum().value(), there.sum().value());
}

} // namespace
} // namespace oscar::sessions
