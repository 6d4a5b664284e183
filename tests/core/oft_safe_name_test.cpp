// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oft/safe_name.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

namespace {

using namespace std::literals;
using oscar::oft::kMostNameBytes;
using oscar::oft::name_with_remark;
using oscar::oft::safe_name;

TEST(SafeName, LeavesUsualNamesAsTheyAre)
{
    for (const std::string_view name :
         {"heron notes.txt"sv, "r\u00e9sum\u00e9.tar.gz"sv, "\u96ea \U0001f426.txt"sv, "x"sv, "README"sv, "a.b.c"sv,
          "50% (draft) [2] {x} #1 & ~.doc"sv, "console.txt"sv, "com.txt"sv, "com10"sv, "lpt"sv, "nul-and-void"sv}) {
        EXPECT_EQ(safe_name(name), name);
    }
}

TEST(SafeName, HasNoPath)
{
    EXPECT_EQ(safe_name("../../etc/passwd"), "_.._.._etc_passwd");
    EXPECT_EQ(safe_name("..\\..\\x"), "_.._.._x");
    EXPECT_EQ(safe_name("Lake/night/stars.txt"), "Lake_night_stars.txt");
    EXPECT_EQ(safe_name("Lake\x01night"), "Lake_night");
    EXPECT_EQ(safe_name("/x"), "_x");
    EXPECT_EQ(safe_name("C:\\x"), "C__x");
    EXPECT_EQ(safe_name("x.txt:stream"), "x.txt_stream");
    EXPECT_EQ(safe_name("/"), "_");
}

TEST(SafeName, HasNoForbiddenOrControlCharacters)
{
    EXPECT_EQ(safe_name("<a>:\"b\"|c?*"), "_a___b__c__");
    EXPECT_EQ(safe_name("x\r\ny\t\x1b[31m\x7f"), "x__y__[31m_");
    EXPECT_EQ(safe_name("a\0b"sv), "a_b");
    EXPECT_EQ(safe_name("a\u0085b"), "a_b");
}

TEST(SafeName, ShowsAllOfItselfInItsOrder)
{
    EXPECT_EQ(safe_name("txt.\u202egpj.exe"), "txt._gpj.exe");
    EXPECT_EQ(safe_name("a\u200b\u2066\ufeff\u2028\u061cz"), "a_____z");
}

TEST(SafeName, IsNotReserved)
{
    EXPECT_EQ(safe_name("CON"), "_CON");
    EXPECT_EQ(safe_name("nul.txt"), "_nul.txt");
    EXPECT_EQ(safe_name("Aux .tar.gz"), "_Aux .tar.gz");
    EXPECT_EQ(safe_name("com1"), "_com1");
    EXPECT_EQ(safe_name("LPT\u00b2.x"), "_LPT\u00b2.x");
    EXPECT_EQ(safe_name("conin$"), "_conin$");
    EXPECT_EQ(safe_name("prn..."), "_prn");
}

TEST(SafeName, IsNeitherEmptyNorHiddenNorAnOption)
{
    for (const std::string_view name : {""sv, "."sv, ".."sv, " "sv, " . . "sv}) {
        EXPECT_EQ(safe_name(name), "unnamed") << name;
    }
    EXPECT_EQ(safe_name(".profile"), "_.profile");
    EXPECT_EQ(safe_name("-rf x"), "_-rf x");
    EXPECT_EQ(safe_name(" x"), "_ x");
    EXPECT_EQ(safe_name("x. . ."), "x");
}

TEST(SafeName, ReplacesWhatIsNotUtf8)
{
    EXPECT_EQ(safe_name("\xff\xfe\xfdx"), "___x");
    EXPECT_EQ(safe_name("a\xc0\xaf"
                        "b"),
              "a__b"); // a slash in two bytes
    EXPECT_EQ(safe_name("a\xe2\x82"), "a__");
    EXPECT_EQ(safe_name("a\xed\xa0\x80"
                        "b"),
              "a_b"); // half of a surrogate pair
}

TEST(SafeName, DevicesByTheirNumbers)
{
    EXPECT_EQ(safe_name("COM\u00B9"), "_COM\u00B9");
    EXPECT_EQ(safe_name("LPT\u00B2.txt"), "_LPT\u00B2.txt");
    EXPECT_EQ(safe_name("com\u00B3"), "_com\u00B3");
    for (const std::string name : {"COMA", "COM!", "COM12", "LPT", "COM\u00B4"}) {
        EXPECT_EQ(safe_name(name), name);
    }
}

TEST(SafeName, BeyondTheLastCharacter)
{
    EXPECT_EQ(safe_name("a\xf4\x90\x80\x80"
                        "b")
                  .find_first_not_of("a_b"),
              std::string::npos);
}

TEST(SafeName, WhatIsNoExtension)
{
    EXPECT_EQ(name_with_remark("a.t~t", "2"), "a.t~t (2)");
    EXPECT_EQ(name_with_remark(".profile", "2"), ".profile (2)");
}

TEST(SafeName, IsCutAtAWholeCharacterAndKeepsItsExtension)
{
    EXPECT_EQ(safe_name(std::string(1500, 'a')), std::string(kMostNameBytes, 'a'));
    EXPECT_EQ(safe_name(std::string(1500, 'a') + ".jpeg"), std::string(kMostNameBytes - 5, 'a') + ".jpeg");
    std::string snow;
    for (int i = 0; i < 100; ++i) {
        snow += "\u96ea"; // three bytes
    }
    EXPECT_EQ(safe_name(snow + ".txt"), snow.substr(0, 195) + ".txt");
    EXPECT_EQ(safe_name(std::string(kMostNameBytes - 3, 'a') + " . " + std::string(300, 'b')),
              std::string(kMostNameBytes - 3, 'a'));
    // Too long to be one.
    EXPECT_EQ(safe_name("a." + std::string(1500, 'b')), "a." + std::string(kMostNameBytes - 2, 'b'));
}

TEST(SafeName, TakesARemarkBeforeTheExtension)
{
    EXPECT_EQ(name_with_remark("photo.jpg", "incomplete"), "photo (incomplete).jpg");
    EXPECT_EQ(name_with_remark("README", "2"), "README (2)");
    EXPECT_EQ(name_with_remark("notes of 3. May", "2"), "notes of 3. May (2)");
    const std::string longest = safe_name(std::string(300, 'a') + ".txt");
    const std::string remarked = name_with_remark(longest, "incomplete");
    EXPECT_EQ(remarked.size(), kMostNameBytes);
    EXPECT_TRUE(remarked.ends_with("a (incomplete).txt")) << remarked;
}

// Whatever it is, the name stays a single harmless one, and is not changed a second time.
TEST(SafeName, IsSafeForAnyBytes)
{
    constexpr std::string_view likely = "./\\ :-\0\xff\xe2\x80\xae\xc2\x9f?*conul1Z\x01"sv;
    std::mt19937 random(1); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same numbers in every run
    for (int round = 0; round < 20'000; ++round) {
        std::string name;
        for (std::size_t length = random() % 12; length > 0; --length) {
            name += likely[random() % likely.size()];
        }
        name.append(random() % 8 == 0 ? random() % 400 : 0, 'x');
        const std::string safe = safe_name(name);
        ASSERT_FALSE(safe.empty());
        ASSERT_LE(safe.size(), kMostNameBytes);
        ASSERT_EQ(safe.find_first_of("/\\<>:\"|?*\0\x01\x7f"sv), std::string::npos) << safe;
        ASSERT_EQ(safe.find_first_of(".- "), safe.find_first_of(".- ", 1)) << safe;
        ASSERT_EQ(safe.find_last_not_of(". "), safe.size() - 1) << safe;
        ASSERT_EQ(safe_name(safe), safe);
    }
}

} // namespace
