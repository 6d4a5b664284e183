// SPDX-License-Identifier: GPL-2.0-or-later
//
// Frames of direct IMs: the fields and their places are those of libpurple odc.c and joscar.
#include "data_samples.h"
#include "prefixes.h"
#include "trace.h"

#include "core/odc/fields.h"
#include "core/odc/frame.h"

#include <gtest/gtest.h>

namespace oscar::test {
namespace {

using namespace odc;
using odc::Field;
using odc::Kind;

void decode_whole(const View& view, Listener& to) { decode_frame(view, read_frame(view), Extent::whole, to); }
Reports decoded(const Bytes& frame) { return reports_of(View(frame), decode_whole); }
Frame read(const Bytes& frame) { return read_frame(View(frame)); }

Lines findings_of(const OdcFields& fields) { return decoded(odc_frame(fields)).findings; }

std::string nuls(std::size_t count)
{
    std::string out;
    for (; count > 0; --count) {
        out += "\\x00";
    }
    return out;
}

TEST(OdcFrame, Message)
{
    const Reports t = decoded(odc_text("<HTML>hi</HTML>"_ascii));
    EXPECT_EQ(t.items, (Lines{
                           R"(magic 0+4 "ODC2")",
                           "header_length 4+2 76",
                           "type 6+2 1",
                           "subtype 8+2 6",
                           "reserved 10+2 0000",
                           "cookie 12+8 0102030405060708",
                           "reserved 20+8 0000000000000000",
                           "length 28+4 15",
                           "charset 32+2 0",
                           "charset.sub 34+2 0",
                           "flags 36+4 0x0000",
                           "flags.auto_response 39+1 not set",
                           "flags.typing_note 39+1 not set",
                           "flags.typed 39+1 not set",
                           "flags.typing 39+1 not set",
                           "flags.confirmation 39+1 not set",
                           "flags.confirmation_too 39+1 not set",
                           "reserved 40+4 00000000",
                           R"(sender 44+32 "kestrel)" + nuls(25) + '"',
                           R"(text 76+15 "<HTML>hi</HTML>")",
                       }));
    EXPECT_EQ(t.findings, Lines{});
}

TEST(OdcFrame, NumbersOfARealFrame)
{
    // nDPI's first 16 bytes.
    const Bytes start = "4f444332 004c 0001 0006 0000 00000000"_hex;
    EXPECT_TRUE(looks_like_frame(start));
    const Frame f = read(start);
    EXPECT_FALSE(f.numbers);
    EXPECT_EQ(f.header_length, 76U);
    EXPECT_EQ(f.size(), 76U);
}

TEST(OdcFrame, Numbers)
{
    const Bytes bytes = odc_frame({.charset = 2, .flags = 0x60, .more_header = "01"_hex, .payload = Bytes(300)});
    const Frame f = read(bytes);
    EXPECT_TRUE(f.numbers);
    EXPECT_EQ(f.header_length, 77U);
    EXPECT_EQ(f.cookie, 0x0102030405060708U);
    EXPECT_EQ(f.payload_length, 300U);
    EXPECT_EQ(f.charset, 2U);
    EXPECT_EQ(f.flags, 0x60U);
    EXPECT_EQ(View(bytes).chars(f.sender), "kestrel");
    EXPECT_EQ(f.payload_offset(), 77U);
    EXPECT_EQ(f.size(), 377U);
}

TEST(OdcFrame, SizesOfAnyLengths)
{
    EXPECT_EQ(read(odc_frame({.length = 0xFFFFFFFF})).size(), 76 + std::uint64_t{0xFFFFFFFF});
    for (const std::size_t length : {0U, 5U, 6U, 39U}) {
        const Bytes frame = "4f444332"_hex + u16(length) + Bytes(70);
        EXPECT_FALSE(read(frame).numbers) << length;
        EXPECT_EQ(read(frame).size(), std::max<std::size_t>(length, 6)) << length;
    }
    EXPECT_TRUE(read("4f444332 0028"_hex + Bytes(34)).numbers);
    EXPECT_FALSE(read("4f444332 0028"_hex + Bytes(33)).numbers);
    EXPECT_FALSE(read("4f4443 32 00"_hex).numbers);
    EXPECT_EQ(read(Bytes(4)).header_length, 0U);
}

TEST(OdcFrame, SenderOfAnyLength)
{
    const Bytes full = odc_frame({.sender = repeat(32, "x"_ascii)});
    EXPECT_EQ(read(full).sender, (Slice{44, 32}));
    EXPECT_EQ(read(odc_frame({.sender = {}})).sender.length, 0U);
    EXPECT_EQ(read(odc_frame({.sender = "a\0b"_ascii})).sender, (Slice{44, 1}));
    Bytes shorter = full;
    shorter[5] = 75; // the header ends in it
    EXPECT_EQ(read(shorter).sender.length, 0U);
    EXPECT_EQ(read({full.begin(), full.begin() + 75}).sender.length, 0U);
}

TEST(OdcFrame, Kinds)
{
    const auto kind = [](std::uint32_t flags) { return read(odc_frame({.flags = flags})).kind(); };
    EXPECT_EQ(kind(0), Kind::message);
    EXPECT_EQ(kind(0x01), Kind::message);
    EXPECT_EQ(kind(0x02), Kind::typing_note);
    EXPECT_EQ(kind(0x06), Kind::typing_note);
    EXPECT_EQ(kind(0x0A), Kind::typing_note);
    EXPECT_EQ(kind(0x20), Kind::confirmation);
    EXPECT_EQ(kind(0x60), Kind::confirmation);
    EXPECT_TRUE(read(odc_frame({.flags = 0x01})).has(Flag::auto_response));
    EXPECT_FALSE(read(odc_frame({.flags = 0x02})).has(Flag::auto_response));
}

TEST(OdcFrame, FlagsByBit)
{
    const std::pair<std::uint32_t, const char*> bits[] = {{0x01, "auto_response"}, {0x02, "typing_note"},
                                                          {0x04, "typed"},         {0x08, "typing"},
                                                          {0x20, "confirmation"},  {0x40, "confirmation_too"}};
    for (const auto& [bit, name] : bits) {
        const Lines items = decoded(odc_frame({.flags = bit})).items;
        for (const auto& [other, other_name] : bits) {
            const std::string expected =
                std::string("flags.") + other_name + " 39+1 " + (bit == other ? "set" : "not set");
            EXPECT_EQ(std::count(items.begin(), items.end(), expected), 1) << expected;
        }
    }
}

TEST(OdcFrame, LongerHeader)
{
    const Reports t = decoded(odc_frame({.more_header = "0102"_hex, .payload = "x"_ascii}));
    EXPECT_EQ(Lines(t.items.end() - 2, t.items.end()), (Lines{"header.rest 76+2 0102", R"(text 78+1 "x")"}));
    EXPECT_EQ(t.findings, Lines{});
}

TEST(OdcFrame, ShortHeaders)
{
    Bytes frame = odc_text("x"_ascii);
    frame[5] = 60;
    frame.erase(frame.begin() + 60, frame.begin() + 76);
    Reports t = decoded(frame);
    EXPECT_EQ(t.items.back(), R"(text 60+1 "x")");
    EXPECT_EQ(t.findings, Lines{"!header.short 4+2 expected 76 found 60"});
    frame[5] = 39; // too short to say how much follows
    t = decoded(frame);
    EXPECT_EQ(t.items.back(), "charset.sub 34+2 0");
    EXPECT_EQ(t.findings, Lines{"!header.short 4+2 expected 76 found 39"});
    frame[5] = 0;
    t = decoded(frame);
    EXPECT_EQ(t.items, (Lines{R"(magic 0+4 "ODC2")", "header_length 4+2 0"}));
    EXPECT_EQ(t.findings, Lines{"!header.short 4+2 expected 76"});
    EXPECT_EQ(decoded("4f4443"_hex).items, Lines{});
}

TEST(OdcFrame, Charsets)
{
    const auto charset_in = [](std::size_t charset) {
        for (const Event& event : decoded(odc_frame({.charset = charset, .payload = "ab"_ascii})).events) {
            if (event.kind == Event::Kind::item && event.item.at == Slice{76, 2}) {
                return event.item.charset;
            }
        }
        return Charset::legacy;
    };
    EXPECT_EQ(charset_in(0), Charset::unknown); // may be UTF-8
    EXPECT_EQ(charset_in(2), Charset::ucs2_be);
    EXPECT_EQ(charset_in(3), Charset::iso_8859_1);
    EXPECT_EQ(charset_in(7), Charset::unknown);
    EXPECT_EQ(findings_of({.charset = 7}), Lines{"!charset.unknown 32+2 found 7"});
    EXPECT_STREQ(value_name(odc::Field::charset, 2), "UCS-2, big-endian");
}

TEST(OdcFrame, UnusualNumbers)
{
    EXPECT_EQ(findings_of({.type = 2}), Lines{"!type.unknown 6+2 expected 1 found 2"});
    EXPECT_EQ(findings_of({.subtype = 5}), Lines{"!subtype.unknown 8+2 expected 6 found 5"});
    EXPECT_EQ(findings_of({.flags = 0x0A, .payload = "x"_ascii}), Lines{"!typing.payload 28+4 found 1"});
    EXPECT_EQ(findings_of({.flags = 0x0A}), Lines{});
}

TEST(OdcFrame, FrameThatRunsPastTheEnd)
{
    EXPECT_EQ(findings_of({.payload = "x"_ascii, .length = 2}), Lines{"!frame.truncated 4+2 expected 78 found 77"});
    EXPECT_EQ(findings_of({.length = 52'428'800}), Lines{"!frame.truncated 4+2 expected 52428876 found 76"});
    EXPECT_EQ(findings_of({.length = 52'428'801}), (Lines{"!frame.truncated 4+2 expected 52428877 found 76",
                                                          "!length.large 28+4 expected 52428800 found 52428801"}));
    // Of a header that the capture cuts, it is not known how much follows it.
    const Bytes cut = odc_frame({.length = 2});
    EXPECT_EQ(reports_of(View(cut.data(), 39, 60), decode_whole).findings, Lines{});
    EXPECT_EQ(reports_of(View(cut.data(), 40, 60), decode_whole).findings,
              Lines{"!frame.truncated 4+2 expected 78 found 60"});
    // Unless it is known that there is more.
    const Bytes frame = odc_frame({.payload = "x"_ascii, .length = 2});
    const Reports t = reports_of(View(frame), [](const View& view, Listener& to) {
        decode_frame(view, read_frame(view), Extent::beginning, to);
    });
    EXPECT_EQ(t.findings, Lines{});
}

TEST(OdcFrame, Images)
{
    const Bytes frame = odc_text("see<BINARY>"_ascii + odc_image("1"_ascii, kGif) + odc_image("b"_ascii, "?"_ascii) +
                                 "</BINARY>that"_ascii);
    const Reports t = decoded(frame);
    const std::string gif = "47494638396101000100800000000000ffffff2c000000000100010000020244"
                            "01003b";
    EXPECT_EQ(Lines(t.items.begin() + 19, t.items.end()), (Lines{
                                                              R"(text 76+3 "see")",
                                                              "binary 79+8",
                                                              "image 87+58",
                                                              R"(image.id 97+1 "1")",
                                                              "image.size 106+2 35",
                                                              R"(=image.type 110+35 "image/gif")",
                                                              "image.data 110+35 " + gif,
                                                              "@image/gif 110+35",
                                                              "image 152+23",
                                                              R"(image.id 162+1 "b")",
                                                              "image.size 171+1 1",
                                                              "image.data 174+1 3f",
                                                              R"(text 191+4 "that")",
                                                          }));
    EXPECT_EQ(t.findings, Lines{});
}

TEST(OdcFrame, ContentForALine)
{
    const Bytes frame = odc_text("a<BINARY>"_ascii + odc_image("1"_ascii, kGif) + "</BINARY>b"_ascii);
    Collector ignored;
    const Content content = decode_frame(View(frame), read(frame), Extent::whole, ignored);
    EXPECT_EQ(content.images, 1U);
    ASSERT_EQ(content.all_texts().size(), 2U);
    EXPECT_EQ(View(frame).chars(content.all_texts()[0]), "a");
    EXPECT_EQ(View(frame).chars(content.all_texts()[1]), "b");
    const Bytes many = odc_text(repeat(20, "x<BINARY></BINARY>"_ascii));
    EXPECT_EQ(decode_frame(View(many), read(many), Extent::whole, ignored).text_count, Content::kMostTexts);
    EXPECT_EQ(decode_frame(View(frame).first(5), {}, Extent::whole, ignored).images, 0U);
}

TEST(OdcFrame, ImagesThatLie)
{
    const auto findings_in = [](const Bytes& payload) { return decoded(odc_text(payload)).findings; };
    EXPECT_EQ(findings_in("<BINARY><DATA SIZE=\"9\">abc"_ascii),
              (Lines{"!image.size_range 96+1 expected 3 found 9", "!binary.unclosed 102+0"}));
    EXPECT_EQ(findings_in("<BINARY><DATA SIZE=2>abc</DATA></BINARY>"_ascii),
              (Lines{"!image.end_missing 99+1 expected 2", "!binary.unknown_bytes 99+1 found 1"}));
    EXPECT_EQ(findings_in("<BINARY><DATA SIZE=2>ab</BINARY>"_ascii), Lines{"!image.end_missing 99+7 expected 2"});
    EXPECT_EQ(findings_in("<BINARY><DATA ID=1></BINARY>"_ascii), Lines{"!image.size_missing 84+11"});
    EXPECT_EQ(findings_in("<BINARY>what</BINARY>"_ascii), Lines{"!binary.unknown_bytes 84+4 found 4"});
    EXPECT_EQ(findings_in("<BINARY> \r\n\t</BINARY>"_ascii), Lines{});
    EXPECT_EQ(findings_in("<BINARY>"_ascii), Lines{"!binary.unclosed 84+0"});
    const Lines items =
        decoded(odc_frame({.more_header = "000000"_hex, .payload = "<BINARY><DATA ID=1>x"_ascii})).items;
    EXPECT_EQ(Lines(items.end() - 2, items.end()), (Lines{R"(text 87+11 "<DATA ID=1>")", "binary.unknown 98+1 78"}));
}

TEST(OdcFrame, ImageOfWhichAPartIsThere)
{
    const Bytes frame = odc_frame({.payload = "<BINARY><DATA ID=1 SIZE=99>GIF8"_ascii, .length = 200});
    const Reports t = reports_of(View(frame), [](const View& view, Listener& to) {
        decode_frame(view, read_frame(view), Extent::beginning, to);
    });
    // No dissector of images gets it.
    EXPECT_EQ(t.items.back(), "image.data 103+4 47494638");
    EXPECT_EQ(t.findings, Lines{});
    // Nothing of it was captured.
    const Reports cut = reports_of(View(frame.data(), 103, 107), decode_whole);
    EXPECT_EQ(cut.items.back(), "image.size 100+2 99");
}

TEST(OdcFrame, Passage)
{
    const Bytes bytes = "</DATA>x"_ascii;
    const Payload payload{.length = 8, .in_binary = true, .after_image = true, .image_size = 5};
    const Reports t = reports_of(View(bytes), [&](const View& view, Listener& to) {
        EXPECT_EQ(decode_passage(view, 0, payload, to).images, 0U);
    });
    EXPECT_EQ(t.items, Lines{"binary.unknown 7+1 78"});
    EXPECT_EQ(t.findings, (Lines{"!binary.unknown_bytes 7+1 found 1", "!binary.unclosed 8+0"}));
    const Bytes text = "\0a"_ascii;
    const Reports u =
        reports_of(View(text), [](const View& view, Listener& to) { decode_passage(view, 2, {.length = 2}, to); });
    EXPECT_EQ(u.events.front().item.charset, Charset::ucs2_be);
    const Bytes tag = "a<BI"_ascii;
    const Reports v =
        reports_of(View(tag), [](const View& view, Listener& to) { decode_passage(view, 0, {.length = 99}, to); });
    EXPECT_EQ(v.items, (Lines{R"(text 0+1 "a")", R"(text 1+3 "<BI")"}));
    const Bytes end = "</BI"_ascii;
    const Reports w = reports_of(View(end), [](const View& view, Listener& to) {
        decode_passage(view, 0, {.length = 99, .in_binary = true}, to);
    });
    EXPECT_EQ(w.items, Lines{"binary.unknown 0+4 3c2f4249"});
}

TEST(OdcFrame, WhereItBegins)
{
    EXPECT_EQ(start_of("4f444332"_hex), Start::frame);
    EXPECT_EQ(start_of("4f444332ff"_hex), Start::frame);
    EXPECT_EQ(start_of("4f4443"_hex), Start::partial);
    EXPECT_EQ(start_of({}), Start::partial);
    EXPECT_EQ(start_of("4f444333"_hex), Start::other);
    EXPECT_EQ(start_of("4f465432"_hex), Start::other);
}

TEST(OdcFrame, WhatLooksLikeOne)
{
    const Bytes frame = odc_text("x"_ascii);
    for (std::size_t n = 0; n <= frame.size(); ++n) {
        EXPECT_EQ(looks_like_frame(std::span(frame).first(n)), n >= 4) << n;
    }
    for (const auto& [at, value] : {std::pair<std::size_t, std::uint8_t>{5, 75}, {7, 2}, {9, 7}, {3, '3'}}) {
        Bytes other = frame;
        other[at] = value;
        EXPECT_FALSE(looks_like_frame(other)) << at;
    }
}

TEST(OdcFrame, UnknownBytesThatTheCaptureCuts)
{
    const Bytes frame = odc_text("<BINARY><DATA SIZE=1>aunknown<B>more</BINARY>"_ascii);
    EXPECT_EQ(decoded(frame).findings,
              (Lines{"!image.end_missing 98+7 expected 1", "!binary.unknown_bytes 98+14 found 14"}));
    const auto size = static_cast<std::uint32_t>(frame.size());
    for (std::uint32_t n = 76; n < 121; ++n) {
        const Bytes there(frame.begin(), frame.begin() + n);
        const Reports t = reports_of(View(there.data(), n, size), decode_whole);
        EXPECT_EQ(t.findings, Lines{}) << n;
        const bool is_shown =
            std::ranges::any_of(t.items, [](const std::string& item) { return item.starts_with("binary.unknown 98"); });
        EXPECT_EQ(is_shown, n > 98) << n;
    }
    // Not of those behind which the block ends, or the frame.
    const auto cut_behind = [](const Bytes& payload) {
        const Bytes bytes = odc_text(payload) + Bytes(9);
        const auto there = static_cast<std::uint32_t>(bytes.size());
        return reports_of(View(bytes.data(), there - 4, there), decode_whole).findings;
    };
    EXPECT_EQ(cut_behind("<BINARY>unknown</BINARY>"_ascii), (Lines{"!binary.unknown_bytes 84+7 found 7"}));
    EXPECT_EQ(cut_behind("<BINARY>unknown"_ascii),
              (Lines{"!binary.unknown_bytes 84+7 found 7", "!binary.unclosed 91+0"}));
}

TEST(OdcFrame, EveryPrefix)
{
    expect_sound_prefixes(odc_text("see<BINARY>"_ascii + odc_image("1"_ascii, kGif) + "</BINARY> that"_ascii), 6,
                          decode_whole);
    expect_sound_prefixes(odc_frame({.charset = 2, .flags = 1, .more_header = "0102"_hex, .payload = "\0a\0b"_ascii}),
                          6, decode_whole);
}

} // namespace
} // namespace oscar::test
