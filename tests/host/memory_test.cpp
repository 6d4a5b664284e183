// SPDX-License-Identifier: GPL-2.0-or-later
//
// What happens when memory runs out while the sessions learn something: the tracker is given up, and whoever asked is
// told so. The tracker here is the test's own.
#include "epan/tracker.h"

#include <gtest/gtest.h>

#include <new>
#include <optional>

namespace oscar::epan {
namespace {

std::optional<sessions::Tracker> the_tracker;

} // namespace

sessions::Tracker* tracker() { return the_tracker ? &*the_tracker : nullptr; }
void forget_tracker() { the_tracker.reset(); }

namespace {

TEST(Memory, WithoutItTheTrackerIsGivenUp)
{
    the_tracker.emplace(1);
    EXPECT_TRUE(update_tracker([](sessions::Tracker& t) { EXPECT_EQ(&t, tracker()); }));
    EXPECT_NE(tracker(), nullptr);
    EXPECT_FALSE(update_tracker([](sessions::Tracker&) { throw std::bad_alloc(); }));
    EXPECT_EQ(tracker(), nullptr);
}

} // namespace
} // namespace oscar::epan
