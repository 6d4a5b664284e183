// SPDX-License-Identifier: GPL-2.0-or-later
//
// The text of the Info column: what does not fit is left out, with all that follows it, and never within a character.
#include "epan/line.h"

#include <gtest/gtest.h>

#include <string>

namespace oscar::epan {
namespace {

constexpr std::string_view kEuro = "\xE2\x82\xAC";
constexpr std::string_view kClef = "\xF0\x9D\x84\x9E";

std::string text(const Line& line)
{
    EXPECT_EQ(line.length(), std::string_view(line.c_str()).size());
    return line.c_str();
}

std::string text_of(std::size_t n, std::string_view part)
{
    std::string out;
    while (n-- > 0) {
        out += part;
    }
    return out;
}

// How much text a line holds without a mark that something was left out.
std::size_t capacity()
{
    std::size_t n = 0;
    for (Line line;; ++n) {
        line << "x";
        if (line.from(0).ends_with(kEllipsis)) {
            return n;
        }
    }
}

TEST(Line, PutsTogether)
{
    Line line;
    EXPECT_EQ(text(line), "");
    line << "at ";
    line.ipv4(0xCB007101) << ":" << 65535 << " (" << 0xFFFFFFFFFFFFFFFF << " bytes)";
    EXPECT_EQ(text(line), "at 203.0.113.1:65535 (18446744073709551615 bytes)");
    EXPECT_EQ(line.from(3), "203.0.113.1:65535 (18446744073709551615 bytes)");
}

TEST(Line, Addresses)
{
    for (const auto& [ip, written] : {std::pair{0x00000000U, "0.0.0.0"}, std::pair{0xFFFFFFFFU, "255.255.255.255"},
                                      std::pair{0x0A000001U, "10.0.0.1"}, std::pair{0x01020304U, "1.2.3.4"}}) {
        Line line;
        line.ipv4(ip);
        EXPECT_EQ(text(line), written);
    }
}

TEST(Line, HoldsNamesOfTheUsualLengths) { EXPECT_GE(capacity(), 600U); }

TEST(Line, TakesWhatJustFits)
{
    const std::string full(capacity(), 'x');
    Line line;
    line << full;
    EXPECT_EQ(text(line), full);
    line << "";
    EXPECT_EQ(text(line), full);
    line << "y";
    EXPECT_EQ(text(line), full + std::string(kEllipsis));
}

// What a long name once made of an address and of a size.
TEST(Line, NothingBehindWhatDoesNotFit)
{
    for (std::size_t room = 0; room < 40; ++room) {
        const std::string before(capacity() - room, 'x');
        Line line;
        line << before << " (" << 12008 << " bytes) at ";
        line.ipv4(0xCB007101) << ":" << 4443 << ", seq " << 1;
        const std::string whole = before + " (12008 bytes) at 203.0.113.1:4443, seq 1";
        const std::string shown = text(line);
        ASSERT_TRUE(shown.ends_with(kEllipsis)) << shown;
        const std::string kept = shown.substr(0, shown.size() - kEllipsis.size());
        EXPECT_TRUE(whole.starts_with(kept)) << kept;
        // Not within a number or an address.
        const std::string end = kept.substr(before.size());
        EXPECT_TRUE(end.size() <= 2 || end.starts_with(" (12008")) << end;
        const std::size_t at = end.find(" at ");
        EXPECT_TRUE(at == std::string::npos || end.size() == at + 4 || end.starts_with(" (12008 bytes) at 203.0.113.1"))
            << end;
    }
}

TEST(Line, NeverMoreOnceItIsCut)
{
    Line line;
    line << std::string(capacity() + 1, 'x');
    const std::string cut = text(line);
    line << ""
         << "y" << 7;
    line.ipv4(1);
    line << std::string(1000, 'z');
    EXPECT_EQ(text(line), cut);
}

TEST(Line, CutsBetweenCharacters)
{
    for (std::size_t offset = 0; offset < 12; ++offset) {
        for (const std::string_view character : {kEuro, kClef}) {
            const std::string before(offset, 'x');
            Line line;
            line << before << text_of(1000, character);
            std::string shown = text(line);
            ASSERT_TRUE(shown.ends_with(kEllipsis));
            shown.resize(shown.size() - kEllipsis.size());
            const std::size_t characters = (shown.size() - offset) / character.size();
            EXPECT_EQ(shown, before + text_of(characters, character));
            EXPECT_GT(shown.size() + character.size(), capacity()); // one more would not have fitted
        }
    }
}

TEST(WholeCharacters, EndBeforeTheOneThatDoesNotFit)
{
    const std::string mixed = "a" + std::string(kEuro) + std::string(kClef); // 1, 3 and 4 bytes
    const std::size_t expected[] = {0, 1, 1, 1, 4, 4, 4, 4, 8, 8};
    for (std::size_t room = 0; room < std::size(expected); ++room) {
        EXPECT_EQ(whole_characters(mixed, room), expected[room]) << room;
    }
    EXPECT_EQ(whole_characters("", 0), 0U);
    EXPECT_EQ(whole_characters("\x80\x80\x80", 2), 0U); // no character begins there
}

} // namespace
} // namespace oscar::epan
