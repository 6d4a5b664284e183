// SPDX-License-Identifier: GPL-2.0-or-later
#include "bytes.h"

#include "core/oft/checksum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace oscar::test {
namespace {

using oft::Checksum;
using oft::same_checksum;

// As libpurple does it, byte by byte: 32 bits, one more subtracted after each borrow, folded at the end.
std::uint32_t byte_by_byte(const Bytes& file, std::uint32_t start = 0xFFFF0000, std::size_t first = 0)
{
    std::uint32_t c = start >> 16;
    for (std::size_t i = 0; i < file.size(); ++i) {
        const std::uint32_t before = c;
        c -= (first + i) % 2 == 0 ? file[i] * 256U : file[i];
        if (c > before) {
            --c;
        }
    }
    c = (c & 0xFFFF) + (c >> 16);
    c = (c & 0xFFFF) + (c >> 16);
    return c << 16;
}

std::uint32_t of(const Bytes& file)
{
    Checksum sum;
    sum.add(0, file);
    return sum.value();
}

Bytes random_bytes(std::mt19937& random, std::size_t n)
{
    Bytes out(n);
    for (std::uint8_t& b : out) {
        b = static_cast<std::uint8_t>(random());
    }
    return out;
}

TEST(OftChecksum, OfNothing) { EXPECT_EQ(Checksum().value(), 0xFFFF0000U); }

// Computed with the rule that a real transfer of 12008 bytes confirmed.
TEST(OftChecksum, OfThe65Bytes)
{
    const Bytes file = repeat(8, "12345678"_ascii) + "1"_ascii;
    ASSERT_EQ(file.size(), 65U);
    EXPECT_EQ(of(file), 0x48590000U);
    EXPECT_EQ(byte_by_byte(file), 0x48590000U);
}

TEST(OftChecksum, OfEveryLength)
{
    std::mt19937 random(1); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same numbers in every run
    for (std::size_t n = 0; n < 100; ++n) {
        const Bytes file = random_bytes(random, n);
        EXPECT_EQ(of(file), byte_by_byte(file)) << n;
    }
    // More than a lane of 16 bits takes, with the largest bytes.
    for (const std::size_t n : {2055U, 2056U, 2057U, 2064U, 4112U, 70'001U}) {
        EXPECT_EQ(of(repeat(n, "ff"_hex)), byte_by_byte(repeat(n, "ff"_hex))) << n;
    }
}

// Where the sum is a multiple of 0xFFFF, what clients write is 0 the first time, and 0xFFFF after that.
TEST(OftChecksum, AtTheTurn)
{
    EXPECT_EQ(of("ffff"_hex), 0U);
    EXPECT_EQ(of("ffff ffff"_hex), byte_by_byte("ffff ffff"_hex));
    EXPECT_EQ(of("ffff 0001"_hex), byte_by_byte("ffff 0001"_hex));
    EXPECT_EQ(of("fffe 0001 ffff"_hex), byte_by_byte("fffe 0001 ffff"_hex));
    EXPECT_TRUE(same_checksum(0x00000000, 0xFFFF0000));
    EXPECT_TRUE(same_checksum(0x48590000, 0x48590000));
    EXPECT_FALSE(same_checksum(0x48590000, 0x485A0000));
    EXPECT_FALSE(same_checksum(0x00010000, 0xFFFF0000));
}

TEST(OftChecksum, InPiecesOfAnySizeAndOrder)
{
    std::mt19937 random(2); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same numbers in every run
    for (int round = 0; round < 200; ++round) {
        const Bytes file = random_bytes(random, random() % 5000);
        struct Piece {
            std::size_t from;
            std::size_t size;
        };
        std::vector<Piece> pieces;
        for (std::size_t at = 0; at < file.size();) {
            const std::size_t size = std::min<std::size_t>(1 + random() % 700, file.size() - at);
            pieces.push_back({at, size});
            at += size;
        }
        std::shuffle(pieces.begin(), pieces.end(), random);
        Checksum sum;
        for (const Piece& p : pieces) {
            sum.add(p.from, std::span(file).subspan(p.from, p.size));
        }
        EXPECT_EQ(sum.value(), byte_by_byte(file));
    }
}

TEST(OftChecksum, FarInAFile)
{
    Checksum sum;
    sum.add(0x1'0000'0001, "01"_hex); // an odd position
    EXPECT_EQ(sum.value(), 0xFFFE0000U);
    sum.add(0xFFFF'FFFF'FFFE, "01"_hex);
    EXPECT_EQ(sum.value(), 0xFEFE0000U);
}

// A transfer that was resumed: the first bytes are known by their checksum alone.
TEST(OftChecksum, AfterWhatWasReceivedBefore)
{
    std::mt19937 random(3); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same numbers in every run
    for (std::size_t n = 0; n < 40; ++n) {
        const Bytes file = random_bytes(random, 40);
        const Bytes start(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(n));
        Checksum rest;
        rest.add(n, std::span(file).subspan(n));
        EXPECT_TRUE(same_checksum(rest.after(byte_by_byte(start)), byte_by_byte(file))) << n;
    }
}

// Whose positions are found to be others only later.
TEST(OftChecksum, MovedByAnOddNumber)
{
    const Bytes bytes = "0102030405"_hex;
    Checksum moved;
    moved.add(0, bytes);
    moved.change_parity();
    Checksum there;
    there.add(7, bytes);
    EXPECT_EQ(moved.value(), there.value());
    EXPECT_EQ(moved.value(), byte_by_byte(bytes, 0xFFFF0000, 7));
}

TEST(OftChecksum, OfTwoSums)
{
    const Bytes bytes = "0102030405"_hex;
    Checksum a;
    a.add(0, std::span(bytes).first(2));
    Checksum b;
    b.add(2, std::span(bytes).subspan(2));
    a.add(b);
    EXPECT_EQ(a.value(), of(bytes));
}

} // namespace
} // namespace oscar::test
