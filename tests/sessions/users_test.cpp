// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/users.h"

#include <gtest/gtest.h>

#include <ctime>
#include <memory_resource>

namespace oscar::sessions {
namespace {

class UsersTest : public testing::Test {
protected:
    Number nameless() { return users_.connection(next_connection_++).owner; }

    std::pmr::monotonic_buffer_resource memory_;
    Users users_{Hash(42), &memory_};

private:
    std::uint32_t next_connection_ = 1000;
};

TEST_F(UsersTest, NamesCompareWithoutCaseAndSpaces)
{
    const Number user = users_.with_name("Paper Crane 82");
    EXPECT_EQ(users_.with_name("papercrane82"), user);
    EXPECT_EQ(users_.with_name(" PAPERCRANE 82"), user);
    EXPECT_NE(users_.with_name("papercrane8"), user);
    EXPECT_STREQ(users_.name(user), "Paper Crane 82");
}

TEST_F(UsersTest, AConnectionHasOneOwner)
{
    EXPECT_EQ(users_.find_connection(7), nullptr);
    const Number owner = users_.connection(7).owner;
    EXPECT_EQ(users_.connection(7).owner, owner);
    EXPECT_EQ(users_.find_connection(7)->owner, owner);
    EXPECT_NE(users_.connection(8).owner, owner);
    EXPECT_TRUE(users_.is_nameless(owner));
    EXPECT_EQ(users_.name(owner), nullptr);
    EXPECT_EQ(users_.name(kNone), nullptr);
}

TEST_F(UsersTest, ANameIsLearnedOnce)
{
    const Number owner = users_.connection(7).owner;
    EXPECT_EQ(users_.set_own_name(7, "Ann"), owner);
    EXPECT_EQ(users_.resolve(owner), users_.with_name("ann"));
    EXPECT_EQ(users_.set_own_name(7, "ANN"), kNone);
    EXPECT_EQ(users_.set_own_name(7, "Bob"), kNone); // a connection has no second owner
    EXPECT_STREQ(users_.name(owner), "Ann");
    // Before anything else was seen of the connection there is nobody to turn into Ann.
    EXPECT_EQ(users_.set_own_name(8, "Ann"), kNone);
    EXPECT_TRUE(users_.are_same(users_.connection(8).owner, owner));
}

TEST_F(UsersTest, WhoeverHasNoNameMayBeAnybody)
{
    const Number ann = users_.with_name("Ann");
    const Number bob = users_.with_name("Bob");
    const Number a = nameless();
    const Number b = nameless();
    EXPECT_TRUE(users_.may_be_same(ann, ann));
    EXPECT_FALSE(users_.may_be_same(ann, bob));
    EXPECT_TRUE(users_.may_be_same(ann, a));
    EXPECT_TRUE(users_.may_be_same(a, bob));
    EXPECT_TRUE(users_.may_be_same(a, b));
    EXPECT_FALSE(users_.are_same(a, b));

    EXPECT_EQ(users_.unite(ann, a), a); // a name is kept, whatever the order
    EXPECT_EQ(users_.resolve(a), ann);
    EXPECT_FALSE(users_.may_be_same(a, bob));
    EXPECT_EQ(users_.unite(a, bob), kNone);
    EXPECT_EQ(users_.unite(a, ann), kNone);
    EXPECT_EQ(users_.unite(b, a), b);
    EXPECT_TRUE(users_.are_same(b, ann));
}

TEST_F(UsersTest, OfTwoWithoutANameTheOneWhoStandsForFewerTurns)
{
    const Number a = nameless();
    const Number b = nameless();
    const Number c = nameless();
    users_.unite(a, b);
    EXPECT_EQ(users_.unite(c, a), c);
    const Number d = nameless();
    EXPECT_EQ(users_.unite(a, d), d);
    for (const Number user : {b, c, d}) {
        EXPECT_TRUE(users_.are_same(a, user));
        EXPECT_TRUE(users_.is_nameless(user));
    }
    users_.unite(d, users_.with_name("Ann"));
    for (const Number user : {a, b, c, d}) {
        EXPECT_STREQ(users_.name(user), "Ann");
    }
}

// Each turns out to be the same as the first one: were that a chain, it would take a second or more.
TEST_F(UsersTest, ChainsStayShort)
{
    const auto time_to_unite = [this](bool first_in_front) {
        const Number first = nameless();
        const std::clock_t start = std::clock();
        for (int i = 0; i < 30'000; ++i) {
            const Number other = nameless();
            first_in_front ? users_.unite(first, other) : users_.unite(other, first);
        }
        return std::clock() - start;
    };
    const std::clock_t one = time_to_unite(true);
    const std::clock_t other = time_to_unite(false);
    EXPECT_LT(one, 10 * other);
    EXPECT_LT(other, 10 * one);
}

} // namespace
} // namespace oscar::sessions
