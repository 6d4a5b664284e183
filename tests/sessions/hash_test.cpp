// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/hash.h"

#include "sessions/tracker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <random>
#include <string>
#include <unordered_set>
#include <vector>

namespace oscar::sessions {
namespace {

// ---- The hash ----

// The generator SplitMix64 returns its finalizer of seed, seed + 1 * gamma, seed + 2 * gamma and so on. These are its
// first numbers for the seeds 0 and 1234567, as its author's C program prints them.
TEST(Hash, IsTheFinalizerOfSplitMix64)
{
    constexpr std::uint64_t gamma = 0x9E3779B97F4A7C15;
    EXPECT_EQ(Hash(0)(std::uint64_t{0}), 0xE220A8397B1DCDAF);
    EXPECT_EQ(Hash(0)(gamma), 0x6E789E6AA1B965F4);
    EXPECT_EQ(Hash(0)(std::uint64_t{1234567}), 6457827717110365317U);
    EXPECT_EQ(Hash(0)(1234567 + gamma), 3203168211198807973U);
}

TEST(Hash, EverySeedGivesAnotherOne)
{
    const RendezvousKey key{.cookie = 1, .low_user = 2, .high_user = 3, .service = 4};
    const Uuid uuid{0x09, 0x46, 0x13, 0x43};
    for (const std::uint64_t seed : {1ULL, 0x100000000ULL, 0x8000000000000000ULL}) {
        EXPECT_NE(Hash(0)(std::uint64_t{7}), Hash(seed)(std::uint64_t{7}));
        EXPECT_NE(Hash(0)(key), Hash(seed)(key));
        EXPECT_NE(Hash(0)(uuid), Hash(seed)(uuid));
        EXPECT_NE(Hash(0)(std::string_view("Ann")), Hash(seed)(std::string_view("Ann")));
    }
}

TEST(Hash, EveryPartOfAKeyCounts)
{
    std::unordered_set<std::size_t> seen;
    std::size_t keys = 0;
    for (const std::uint64_t cookie : {0ULL, 1ULL, 0x100000000ULL}) {
        for (std::uint32_t low = 0; low < 4; ++low) {
            for (std::uint32_t high = 0; high < 4; ++high) {
                for (std::uint32_t service = 0; service < 4; ++service) {
                    seen.insert(Hash(42)(RendezvousKey{cookie, low, high, service}));
                    ++keys;
                }
            }
        }
    }
    EXPECT_EQ(seen.size(), keys);
}

TEST(Hash, EveryByteOfATextCounts)
{
    const Hash hash(42);
    for (std::size_t length = 0; length < 20; ++length) {
        const std::string text(length, 'a');
        for (std::size_t i = 0; i < length; ++i) {
            std::string other = text;
            other[i] = 'b';
            EXPECT_NE(hash(std::string_view(text)), hash(std::string_view(other))) << length << ", " << i;
        }
        // A text is not the one that has more NULs at its end.
        EXPECT_NE(hash(std::string_view(text)), hash(std::string_view(text + '\0')));
    }
}

// ---- The tracker's use of it ----

std::uint64_t undo_shift(std::uint64_t x, unsigned shift)
{
    std::uint64_t out = x;
    for (unsigned known = shift; known < 64; known += shift) {
        out = x ^ out >> shift;
    }
    return out;
}

// The number whose finalizer is `hash`. The factors are the inverses of those of SplitMix64.
std::uint64_t unmixed(std::uint64_t hash)
{
    std::uint64_t x = undo_shift(hash, 31) * 0x319642B2D24D8EC3;
    x = undo_shift(x, 27) * 0x96DE1B173F119089;
    return undo_shift(x, 30) - 0x9E3779B97F4A7C15;
}

// Screen names of 16 bytes that a hash with this seed takes for one another: what somebody would write into a capture
// who knew the seed.
std::vector<std::string> names_that_meet(std::uint64_t seed, std::size_t count)
{
    std::vector<std::string> names;
    std::mt19937_64 random(1); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same names in every run
    while (names.size() < count) {
        const std::uint64_t first = random();
        const std::uint64_t after_first = Hash(Hash(seed)(std::uint64_t{16}))(first);
        const std::uint64_t second = after_first ^ unmixed(0x1234);
        std::string name(16, '\0');
        std::memcpy(name.data(), &first, 8);
        std::memcpy(name.data() + 8, &second, 8);
        // What the tracker changes before it compares names would not be the same to the hash any more.
        if (std::ranges::none_of(name, [](char c) { return c == ' ' || (c >= 'A' && c <= 'Z'); })) {
            names.push_back(name);
        }
    }
    return names;
}

// The processor's time, as others may be at work on it.
std::clock_t time_to_add(const std::vector<std::string>& names, std::uint64_t seed)
{
    Tracker tracker(seed);
    Event e;
    e.kind = rendezvous::MessageKind::propose;
    e.to_host = true;
    e.complete = true;
    const std::clock_t start = std::clock();
    for (const std::string& name : names) {
        ++e.place.frame;
        ++e.cookie;
        e.place.peer = name;
        tracker.add(e);
    }
    return std::clock() - start;
}

TEST(Hash, NamesMadeToMeetMeetUnderTheirOwnSeedAlone)
{
    constexpr std::uint64_t seed = 0;
    const auto names = names_that_meet(seed, 2000);
    ASSERT_EQ(Hash(seed)(std::string_view(names.front())), Hash(seed)(std::string_view(names.back())));
    ASSERT_NE(Hash(1)(std::string_view(names.front())), Hash(1)(std::string_view(names.back())));

    // Quadratic in the number of names against linear: a factor of about a hundred.
    EXPECT_GT(time_to_add(names, seed), 4 * time_to_add(names, 1));
}

} // namespace
} // namespace oscar::sessions
