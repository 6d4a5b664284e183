// SPDX-License-Identifier: GPL-2.0-or-later
//
// Payloads of direct IMs, in the forms of libpurple's odc.c and of joscar's tests.
#include "data_samples.h"

#include "core/odc/payload.h"

#include <gtest/gtest.h>

namespace oscar::test {
namespace {

using odc::Part;
using odc::Payload;
using odc::PayloadWalk;
using Kind = Part::Kind;

const char* name_of(Kind kind)
{
    switch (kind) {
    case Kind::text:
        return "text";
    case Kind::binary:
        return "binary";
    case Kind::image_tag:
        return "tag";
    case Kind::image:
        return "image";
    case Kind::sizeless_tag:
        return "sizeless";
    case Kind::image_end:
        return "end";
    case Kind::binary_end:
        return "binary_end";
    case Kind::unknown:
        return "unknown";
    case Kind::unfinished:
        return "unfinished";
    }
    return "";
}

// Each part as its kind and its bytes; of a tag also the id and the size.
std::string walked(const View& view, std::uint32_t offset, const Payload& payload)
{
    std::string out;
    PayloadWalk walk(view, offset, payload);
    std::uint32_t at = offset;
    for (Part part; walk.next(part);) {
        EXPECT_EQ(part.at.offset, at) << "without gaps";
        EXPECT_TRUE(part.at.length > 0 || part.kind == Kind::image) << "progress";
        at = part.at.end();
        out += std::string(out.empty() ? "" : " ") + name_of(part.kind) + "[" + std::string(view.chars(part.at)) + "]";
        if (part.kind == Kind::image_tag) {
            out += std::string(view.chars(part.id)) + ":" + std::to_string(part.declared) + "/" +
                   std::to_string(part.size);
            EXPECT_GT(part.size_at.length, 0U);
        }
        out += part.end_missing ? "!" + std::to_string(part.image_size) : "";
    }
    EXPECT_EQ(walk.offset(), at);
    return out;
}
std::string walked(const Bytes& payload) { return walked(View(payload), 0, {.length = payload.size()}); }
std::string walked(std::string_view payload) { return walked(Bytes(payload.begin(), payload.end())); }

TEST(OdcPayload, Text)
{
    EXPECT_EQ(walked(""), "");
    EXPECT_EQ(walked("hi"), "text[hi]");
    EXPECT_EQ(walked("<HTML>1 < 2</HTML>"), "text[<HTML>1 < 2</HTML>]");
    // Outside of a block, the tags of images are text.
    EXPECT_EQ(walked("<DATA ID=\"1\" SIZE=\"1\">x</DATA></BINARY>"),
              "text[<DATA ID=\"1\" SIZE=\"1\">x</DATA></BINARY>]");
}

TEST(OdcPayload, Image)
{
    EXPECT_EQ(walked("look<BINARY><DATA ID=\"1\" SIZE=\"3\">abc</DATA></BINARY>"),
              "text[look] binary[<BINARY>] tag[<DATA ID=\"1\" SIZE=\"3\">]1:3/3 image[abc] end[</DATA>] "
              "binary_end[</BINARY>]");
}

TEST(OdcPayload, SeveralBlocksWithTextBetween)
{
    EXPECT_EQ(
        walked("a<BINARY><DATA ID=\"x y\" SIZE=\"1\">1</DATA><DATA ID=\"z\" SIZE=\"2\">22</DATA></BINARY>b<BINARY>"
               "</BINARY>c"),
        "text[a] binary[<BINARY>] tag[<DATA ID=\"x y\" SIZE=\"1\">]x y:1/1 image[1] end[</DATA>] "
        "tag[<DATA ID=\"z\" SIZE=\"2\">]z:2/2 image[22] end[</DATA>] binary_end[</BINARY>] text[b] "
        "binary[<BINARY>] binary_end[</BINARY>] text[c]");
}

TEST(OdcPayload, TagsInAnyCaseAndForm)
{
    EXPECT_EQ(walked("<binary ><data size='2' id=1>ab</Data\r\n></BiNaRy>"),
              "binary[<binary >] tag[<data size='2' id=1>]1:2/2 image[ab] end[</Data\r\n>] binary_end[</BiNaRy>]");
    EXPECT_EQ(walked("<BINARY><DATA ID = \"SIZE=7>\" X SIZE = 002 >ab</DATA></BINARY>"),
              "binary[<BINARY>] tag[<DATA ID = \"SIZE=7>\" X SIZE = 002 >]SIZE=7>:2/2 image[ab] end[</DATA>] "
              "binary_end[</BINARY>]");
    EXPECT_EQ(walked("<BINARY><DATA SIZE=1x ID=\">a"), "binary[<BINARY>] unknown[<DATA SIZE=1x ID=\">a]") << "quoted";
    EXPECT_EQ(walked("<BINARY><DATA SIZE=\"1x\">a</DATA>"),
              "binary[<BINARY>] tag[<DATA SIZE=\"1x\">]:1/1 image[a] end[</DATA>]");
    EXPECT_EQ(walked("<BINARY><DATA SIZE=1 =2 ID>a"), "binary[<BINARY>] tag[<DATA SIZE=1 =2 ID>]:1/1 image[a]");
    EXPECT_EQ(walked("<BINARY><DATA SIZE=\"1\"\">a"), "binary[<BINARY>] unknown[<DATA SIZE=\"1\"\">a]");
    EXPECT_EQ(walked("<BINARYX><DATAS SIZE=1>"), "text[<BINARYX><DATAS SIZE=1>]");
    EXPECT_EQ(walked("<BINARY><DATA\nID=1\tSIZE=1>a"), "binary[<BINARY>] tag[<DATA\nID=1\tSIZE=1>]1:1/1 image[a]");
    EXPECT_EQ(walked("hi<BINAR"), "text[hi<BINAR]") << "no more is to come";
}

TEST(OdcPayload, BytesOfAnImageMayBeTags)
{
    EXPECT_EQ(walked("<BINARY><DATA ID=\"1\" SIZE=\"16\"></DATA></BINARY></DATA></BINARY>"),
              "binary[<BINARY>] tag[<DATA ID=\"1\" SIZE=\"16\">]1:16/16 image[</DATA></BINARY>] end[</DATA>] "
              "binary_end[</BINARY>]");
}

TEST(OdcPayload, EmptyImage)
{
    EXPECT_EQ(walked("<BINARY><DATA ID=\"1\" SIZE=\"0\"></DATA>"),
              "binary[<BINARY>] tag[<DATA ID=\"1\" SIZE=\"0\">]1:0/0 image[] end[</DATA>]");
    EXPECT_EQ(walked("<BINARY><DATA SIZE=0>"), "binary[<BINARY>] tag[<DATA SIZE=0>]:0/0 image[]");
}

TEST(OdcPayload, WithoutSizeItIsText)
{
    EXPECT_EQ(walked("<BINARY><DATA ID=\"1\">abc</DATA></BINARY>"),
              "binary[<BINARY>] sizeless[<DATA ID=\"1\">] unknown[abc] end[</DATA>] binary_end[</BINARY>]");
    for (const char* size : {"SIZE", "SIZE=", "SIZE=\"\"", "SIZE=-1", "SIZE=x", "XSIZE=1", "SIZES=1", "SIZ=1"}) {
        const std::string tag = std::string("<DATA ") + size + ">";
        EXPECT_EQ(walked("<BINARY>" + tag), "binary[<BINARY>] sizeless[" + tag + "]");
    }
}

TEST(OdcPayload, SizesThatLie)
{
    // Too small, too large with another image behind it, larger than the payload, and than any number.
    EXPECT_EQ(walked("<BINARY><DATA SIZE=2>abc</DATA></BINARY>"),
              "binary[<BINARY>] tag[<DATA SIZE=2>]:2/2 image[ab] unknown[c]!2 end[</DATA>] binary_end[</BINARY>]");
    EXPECT_EQ(walked("<BINARY><DATA SIZE=9>abc</DATA><DATA SIZE=1>d</DATA></BINARY>"),
              "binary[<BINARY>] tag[<DATA SIZE=9>]:9/9 image[abc</DATA] unknown[>]!9 tag[<DATA SIZE=1>]:1/1 image[d] "
              "end[</DATA>] binary_end[</BINARY>]");
    EXPECT_EQ(walked("<BINARY><DATA SIZE=100>abc"), "binary[<BINARY>] tag[<DATA SIZE=100>]:100/3 image[abc]");
    EXPECT_EQ(walked("<BINARY><DATA SIZE=99999999999999999999999999>abc"),
              "binary[<BINARY>] tag[<DATA SIZE=99999999999999999999999999>]:18446744073709551615/3 image[abc]");
    EXPECT_EQ(walked("<BINARY><DATA SIZE=1>a<DATA SIZE=1>b</BINARY>"),
              "binary[<BINARY>] tag[<DATA SIZE=1>]:1/1 image[a] tag[<DATA SIZE=1>]:1/1!1 image[b] "
              "binary_end[</BINARY>]!1");
}

TEST(OdcPayload, OtherBytesInABlock)
{
    EXPECT_EQ(walked("<BINARY>a<b><BINARY></BINARY>"), "binary[<BINARY>] unknown[a<b><BINARY>] binary_end[</BINARY>]");
}

TEST(OdcPayload, TagsThatAreTooLong)
{
    const auto tag_of = [](std::size_t length) {
        return "<BINARY><DATA SIZE=1 X=" + std::string(length - 16, 'x') + ">a";
    };
    EXPECT_NE(walked(tag_of(odc::kLongestTag)).find("image[a]"), std::string::npos);
    EXPECT_EQ(walked(tag_of(odc::kLongestTag + 1)).find("image[a]"), std::string::npos);
    // One that goes on in the next part may be a tag as long as it is not too long already.
    for (const std::size_t length : {odc::kLongestTag - 1, odc::kLongestTag}) {
        const std::string open = "<BINARY><DATA X=" + std::string(length - 8, 'x');
        const Bytes bytes(open.begin(), open.end());
        const std::string found = walked(View(bytes), 0, {.length = 2 * bytes.size()});
        EXPECT_EQ(found.find("unfinished") != std::string::npos, length < odc::kLongestTag) << length;
    }
}

TEST(OdcPayload, TagInATag)
{
    EXPECT_EQ(walked("<BINARY><DATA <DATA SIZE=1>a"),
              "binary[<BINARY>] unknown[<DATA ] tag[<DATA SIZE=1>]:1/1 image[a]");
}

// What is at hand may end anywhere: what comes before the cut is the same, and nothing is taken for what it may not be.
TEST(OdcPayload, CutAnywhere)
{
    const std::string_view text = "a<BINARY><DATA ID=\"1\" SIZE=\"3\">a<c</DATA></BINARY>b<c";
    const Bytes whole(text.begin(), text.end());
    const std::string all = walked(text);
    for (std::uint32_t n = 0; n < whole.size(); ++n) {
        const Bytes start(whole.begin(), whole.begin() + n);
        // More is to come in the payload, or was not captured: both are the same but for the name.
        const std::string here = walked(View(start), 0, {.length = whole.size()});
        const std::string captured =
            walked(View(start.data(), n, static_cast<std::uint32_t>(whole.size())), 0, {.length = whole.size()});
        EXPECT_EQ(here.find("unfinished"), captured.find("unfinished")) << n;
        // All but the part that is cut, and the one before it, which it may belong to.
        std::string sure = here.substr(0, here.find(" unfinished"));
        sure.erase(std::min(sure.size(), sure.rfind(' ') + 1));
        EXPECT_EQ(all.substr(0, sure.size()), sure) << n;
        if (n == 4) {
            EXPECT_EQ(here, "text[a] unfinished[<BI]");
        }
    }
}

TEST(OdcPayload, ImageBeyondTheView)
{
    const Bytes start = "<BINARY><DATA SIZE=10>abc"_ascii;
    PayloadWalk walk(View(start), 0, {.length = 100});
    Part part;
    while (walk.next(part)) {
    }
    EXPECT_EQ(part.kind, Kind::image);
    EXPECT_EQ(part.at.length, 3U);
    EXPECT_EQ(walk.image_left(), 7U);
    EXPECT_FALSE(walk.is_cut());
    EXPECT_EQ(walk.rest(), (Payload{.length = 75, .in_binary = true, .after_image = true, .image_size = 10}));
}

TEST(OdcPayload, ImageThatWasNotCaptured)
{
    const Bytes start = "<BINARY><DATA SIZE=10>abc"_ascii;
    // In a view of 40 bytes: of the rest of the image and what follows it, the capture has nothing.
    const View view(start.data(), 25, 40);
    PayloadWalk walk(view, 0, {.length = 100});
    Part part;
    while (walk.next(part)) {
    }
    EXPECT_EQ(part.kind, Kind::image);
    EXPECT_EQ(part.at, (Slice{22, 10}));
    EXPECT_EQ(walk.image_left(), 0U);
    EXPECT_EQ(walk.offset(), 32U);
    EXPECT_TRUE(walk.is_cut());
}

// From where one part has ended, the next one goes on.
TEST(OdcPayload, GoesOnInAnotherView)
{
    const Bytes end = "</DATA>x</BINARY>y"_ascii;
    EXPECT_EQ(walked(View(end), 0, {.length = end.size(), .in_binary = true, .after_image = true, .image_size = 10}),
              "end[</DATA>] unknown[x] binary_end[</BINARY>] text[y]");
    const Bytes other = "oops</BINARY>"_ascii;
    EXPECT_EQ(walked(View(other), 0, {.length = 13, .in_binary = true, .after_image = true, .image_size = 10}),
              "unknown[oops]!10 binary_end[</BINARY>]");
    Part part;
    EXPECT_FALSE(PayloadWalk(View(other), 99, {.length = 13}).next(part)) << "beyond the view";
}

} // namespace
} // namespace oscar::test
