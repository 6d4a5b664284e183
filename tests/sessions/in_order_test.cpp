// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/streams/in_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace oscar::sessions {
namespace {

constexpr std::size_t kMuchRoom = std::size_t{1} << 30;

// A file in the making.
struct File {
    InOrder order;
    std::size_t room = kMuchRoom;
    std::string taken;

    void add(std::uint64_t offset, std::string_view bytes)
    {
        const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
        order.add(offset, {data, bytes.size()}, room,
                  [this](std::span<const std::uint8_t> part) { taken.append(part.begin(), part.end()); });
        EXPECT_EQ(order.position(), taken.size());
        EXPECT_EQ(order.waiting(), kMuchRoom - room);
    }
};

TEST(InOrder, TakesPiecesThatComeInTurn)
{
    File file;
    file.add(0, "abc");
    file.add(3, "def");
    EXPECT_EQ(file.taken, "abcdef");
    EXPECT_EQ(file.room, kMuchRoom);
}

TEST(InOrder, APieceThatIsTooEarlyWaits)
{
    File file;
    file.add(6, "ghi");
    file.add(3, "def");
    EXPECT_EQ(file.taken, "");
    EXPECT_EQ(file.room, kMuchRoom - 2 * (3 + InOrder::kOverhead));
    file.add(0, "abc");
    EXPECT_EQ(file.taken, "abcdefghi");
    EXPECT_EQ(file.room, kMuchRoom);
}

TEST(InOrder, WhatCameFirstCounts)
{
    File file;
    file.add(4, "ef");
    file.add(9, "j");
    file.add(2, "CDEFGHIJKL");
    EXPECT_EQ(file.taken, "");
    file.add(0, "abXXX");
    EXPECT_EQ(file.taken, "abCDefGHIjKL");
    file.add(0, "nothing of it");
    EXPECT_EQ(file.taken, "abCDefGHIjKLt");
}

TEST(InOrder, AGapStaysOpen)
{
    File file;
    file.add(0, "ab");
    file.add(3, "d");
    EXPECT_EQ(file.taken, "ab");
    file.add(2, "");
    EXPECT_EQ(file.taken, "ab");
}

TEST(InOrder, OffsetsOfAnySize)
{
    File file;
    const std::uint64_t far = ~std::uint64_t{0} - 8;
    file.add(far, "abc");
    file.add(0, "x");
    file.add(far, "abcd");
    EXPECT_EQ(file.taken, "x");
}

TEST(InOrder, DropsWhatIsTooMuchForOneFile)
{
    File file;
    const std::string half(InOrder::kMostWaiting / 2 - InOrder::kOverhead, 'b');
    file.add(1, half);
    file.add(1 + half.size(), half);
    file.add(1 + 2 * half.size(), "c");
    file.add(0, "a");
    EXPECT_EQ(file.order.position(), 1 + 2 * half.size());
    file.add(1 + 2 * half.size(), "c"); // comes again
    EXPECT_EQ(file.taken, "a" + half + half + "c");
}

TEST(InOrder, DropsWhatIsTooMuchForAllFilesTogether)
{
    std::size_t little = InOrder::kOverhead + 2;
    InOrder order;
    const std::uint8_t bytes[] = {1, 2, 3};
    const auto nothing = [](std::span<const std::uint8_t>) { FAIL(); };
    order.add(1, bytes, little, nothing);
    EXPECT_EQ(order.waiting(), 0U);
    order.add(1, std::span(bytes).first(2), little, nothing);
    EXPECT_EQ(little, 0U);
    order.release(little);
    EXPECT_EQ(little, InOrder::kOverhead + 2);
}

// Against the plain way: a byte counts from the piece that was the first to have it.
TEST(InOrder, RandomPieces)
{
    constexpr std::size_t size = 300;
    std::mt19937 random(7); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same numbers in every run
    for (int round = 0; round < 300; ++round) {
        File file;
        std::vector<int> expected(size, -1);
        const auto all_before = [&] {
            return static_cast<std::size_t>(std::ranges::find(expected, -1) - expected.begin());
        };
        for (int i = 0; i < 400 && all_before() < size; ++i) {
            const std::size_t offset = random() % size;
            const std::size_t length = std::min<std::size_t>(random() % 20, size - offset);
            const std::string piece(length, static_cast<char>('a' + random() % 26));
            for (std::size_t k = 0; k < length; ++k) {
                int& byte = expected[offset + k];
                byte = byte < 0 ? piece[k] : byte;
            }
            file.add(offset, piece);
            ASSERT_EQ(file.taken, std::string(expected.begin(), expected.begin() + static_cast<long>(all_before())));
        }
    }
}

} // namespace
} // namespace oscar::sessions
