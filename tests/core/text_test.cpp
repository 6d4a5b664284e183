// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/wire/media_type.h"
#include "core/wire/text.h"

#include <gtest/gtest.h>

#include <string>

namespace oscar::test {
namespace {

TEST(Charset, NamesThatClientsSend)
{
    EXPECT_EQ(charset_from_name("us-ascii"), Charset::us_ascii);
    EXPECT_EQ(charset_from_name("utf-8"), Charset::utf8);
    EXPECT_EQ(charset_from_name("iso-8859-1"), Charset::iso_8859_1);
    EXPECT_EQ(charset_from_name("unicode-2-0"), Charset::ucs2_be);
}

TEST(Charset, WithoutRegardToCase)
{
    EXPECT_EQ(charset_from_name("US-ASCII"), Charset::us_ascii);
    EXPECT_EQ(charset_from_name("Utf-8"), Charset::utf8);
    EXPECT_EQ(charset_from_name("ISO-8859-1"), Charset::iso_8859_1);
    EXPECT_EQ(charset_from_name("Unicode-2-0"), Charset::ucs2_be);
}

TEST(Charset, CutShort)
{
    EXPECT_EQ(charset_from_name("us-asci"), Charset::us_ascii);
    EXPECT_EQ(charset_from_name("us-as"), Charset::us_ascii);
    EXPECT_EQ(charset_from_name("unicode-2-"), Charset::ucs2_be);
    EXPECT_EQ(charset_from_name("unicode"), Charset::ucs2_be);
}

// "iso-8859-" may be the start of fifteen names, and "utf-" also that of UTF-16.
TEST(Charset, NotCutSoShortThatItCouldBeAnother)
{
    EXPECT_EQ(charset_from_name("iso-8859-"), Charset::named);
    EXPECT_EQ(charset_from_name("utf-"), Charset::named);
    EXPECT_EQ(charset_from_name("us"), Charset::named);
    EXPECT_EQ(charset_from_name("u"), Charset::named);
}

TEST(Charset, OthersByTheirName)
{
    for (const char* name : {"iso-8859-15", "iso-8859-2", "utf-80", "utf-16", "us-ascii2", "windows-1251", "koi8-r",
                             "unicode-2-0x", "x-us-ascii", " utf-8"}) {
        EXPECT_EQ(charset_from_name(name), Charset::named) << name;
    }
    EXPECT_EQ(charset_from_name(""), Charset::unknown);
}

// Only letters are folded. 0x0D and 0x18 differ from '-' and '8' only in the bit in which upper and lower case differ.
TEST(Charset, OnlyLettersAreFolded)
{
    EXPECT_EQ(charset_from_name("utf\r8"), Charset::named);
    EXPECT_EQ(charset_from_name("utf-\x18"), Charset::named);
}

TEST(StrayLength, OfMacAim)
{
    EXPECT_TRUE(has_stray_length("\x08us-asci")); // length of the whole name, whose last character is missing
    EXPECT_TRUE(has_stray_length("\x07"
                                 "englis"));
    EXPECT_TRUE(has_stray_length("\x08us-ascii")); // nothing is missing
    EXPECT_TRUE(has_stray_length("\x01"
                                 "e"));
    EXPECT_TRUE(has_stray_length("\x02"
                                 "en"));
}

TEST(StrayLength, NotInOrdinaryText)
{
    EXPECT_FALSE(has_stray_length(""));
    EXPECT_FALSE(has_stray_length("\x01"));
    EXPECT_FALSE(has_stray_length("en"));
    EXPECT_FALSE(has_stray_length("us-ascii"));
    EXPECT_FALSE(has_stray_length("\x09us-asci"));
    EXPECT_FALSE(has_stray_length("\x06us-asci"));
    // A printable first byte is part of the text, whatever its value.
    EXPECT_FALSE(has_stray_length(std::string(0x20, ' ')));
    EXPECT_FALSE(has_stray_length('!' + std::string(0x21, 'a')));
    EXPECT_TRUE(has_stray_length('\x1F' + std::string(0x1F, 'a')));
}

TEST(MediaType, OfImages)
{
    EXPECT_STREQ(image_media_type("GIF87a"), "image/gif");
    EXPECT_STREQ(image_media_type("\x89PNG\r\n"), "image/png");
    EXPECT_STREQ(image_media_type("\xFF\xD8\xFF\xE0"), "image/jpeg");
    for (const char* other : {"", "GIF", "BM", "<HTML>", "\xFF\xD8"}) {
        EXPECT_EQ(image_media_type(other), nullptr) << other;
    }
}

} // namespace
} // namespace oscar::test
