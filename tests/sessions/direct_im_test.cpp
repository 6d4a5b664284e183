// SPDX-License-Identifier: GPL-2.0-or-later
//
// Frames of direct IMs on a connection, cut into segments in every way, and frames that are too long to be put
// together.
#include "../core/data_samples.h"
#include "listing.h"

#include "sessions/streams/direct_im.h"
#include "sessions/streams/report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace oscar::sessions {
namespace {

using namespace test;
using Lines = std::vector<std::string>;

constexpr std::uint64_t kStart = 0x1'0000'0001;
constexpr Side kSide = Side::low;

// Gives segments of one direction to a DirectIm as a dissector does: what takes more bytes is kept until they are
// there.
class Reader {
public:
    DirectIm im;
    Lines lines; // of what was found

    explicit Reader(bool puts_together = true) : puts_together_(puts_together) {}

    void segment(const Bytes& bytes)
    {
        ++frame_;
        waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
        read(static_cast<std::uint32_t>(waiting_.size()), waiting_.size());
    }
    void segments(const Bytes& bytes, std::size_t size)
    {
        for (std::size_t at = 0; at < bytes.size(); at += size) {
            segment({bytes.begin() + static_cast<std::ptrdiff_t>(at),
                     bytes.begin() + static_cast<std::ptrdiff_t>(std::min(at + size, bytes.size()))});
        }
    }
    // Of a segment of this size, the capture has the start.
    void cut_segment(const Bytes& bytes, std::uint32_t size)
    {
        ++frame_;
        waiting_ = bytes;
        read(size, bytes.size());
    }
    void lose(std::uint64_t size)
    {
        waiting_.clear();
        place_ += size;
    }
    std::size_t waiting() const { return waiting_.size(); }
    std::size_t most_waiting() const { return most_waiting_; }

    // A later pass finds the same.
    void check_again()
    {
        for (const Seen& seen : seen_) {
            EXPECT_EQ(im.find(kSide, seen.place, seen.bytes, seen.size), seen.spot);
        }
    }

private:
    struct Seen {
        std::uint64_t place;
        Bytes bytes;
        std::uint32_t size;
        Spot spot;
    };

    void read(std::uint32_t size, std::size_t captured)
    {
        std::uint32_t offset = 0;
        while (offset < size && offset < captured) {
            const std::span<const std::uint8_t> rest = std::span(waiting_).subspan(offset, captured - offset);
            const std::uint32_t there = size - offset;
            const std::uint64_t place = place_ + offset;
            const Spot spot = im.find(kSide, place, rest, there);
            const bool can_wait = puts_together_ && captured == size;
            const bool is_unit = spot.kind == Spot::Kind::frame || spot.kind == Spot::Kind::passage;
            if (can_wait && (spot.kind == Spot::Kind::more || (is_unit && spot.length > there))) {
                waiting_.erase(waiting_.begin(), waiting_.begin() + offset);
                most_waiting_ = std::max(most_waiting_, waiting_.size());
                place_ += offset;
                return;
            }
            seen_.push_back({place, Bytes(rest.begin(), rest.end()), there, spot});
            const std::uint32_t length = spot.kind == Spot::Kind::more ? there : std::min(spot.length, there);
            ASSERT_GT(length, 0U) << "no progress";
            take(spot, place, View(rest.data(), static_cast<std::uint32_t>(rest.size()), length));
            offset += length;
        }
        waiting_.clear();
        place_ += size;
    }

    void take(const Spot& spot, std::uint64_t place, const View& view)
    {
        const std::string size = std::to_string(view.size());
        switch (spot.kind) {
        case Spot::Kind::frame:
            im.add_frame(kSide, place, frame_, view, odc::read_frame(view), html);
            lines.push_back("frame " + size);
            break;
        case Spot::Kind::passage:
            lines.push_back("passage " + size + " of " + std::to_string(im.payload_at(kSide, place).length));
            im.add_passage(kSide, place, view);
            break;
        case Spot::Kind::image: {
            im.count(spot, view.bytes(view.whole()));
            const std::string line = "image " + std::to_string(spot.image);
            if (lines.empty() || lines.back() != line) {
                lines.push_back(line);
            }
            break;
        }
        case Spot::Kind::rest:
            im.add_rest(view.size());
            if (lines.empty() || lines.back() != "rest") {
                lines.push_back("rest");
            }
            break;
        case Spot::Kind::other:
        case Spot::Kind::more:
            lines.push_back("other " + size);
            break;
        }
    }

public:
    std::string html;

private:
    bool puts_together_;
    std::uint32_t frame_ = 0;
    std::uint64_t place_ = kStart;
    Bytes waiting_;
    std::size_t most_waiting_ = 0;
    std::vector<Seen> seen_;
};

Bytes tag(const std::string& id, std::size_t size)
{
    const std::string text = "<DATA ID=\"" + id + "\" SIZE=\"" + std::to_string(size) + "\">";
    return {text.begin(), text.end()};
}

TEST(DirectIm, Frames)
{
    Reader reader;
    reader.segment(odc_frame({.flags = 0x60}));
    reader.segment(odc_text("hello"_ascii) + odc_frame({.flags = 0x0A}));
    EXPECT_EQ(reader.lines, (Lines{"frame 76", "frame 81", "frame 76"}));
    EXPECT_EQ(reader.im.messages(), 1U);
    EXPECT_EQ(reader.im.expected(), 5U);
    EXPECT_EQ(reader.im.seen(), 5U);
    EXPECT_TRUE(reader.im.has_sent(Side::low));
    EXPECT_FALSE(reader.im.has_sent(Side::high));
    EXPECT_EQ(reader.im.run_count(), 0U);
    reader.check_again();
}

TEST(DirectIm, CutIntoSegmentsInEveryWay)
{
    const Bytes stream = odc_frame({.flags = 0x20}) +
                         odc_text("see<BINARY>"_ascii + odc_image("1"_ascii, kGif) + "</BINARY>"_ascii) +
                         odc_text("that"_ascii);
    for (std::size_t size = 1; size <= stream.size(); ++size) {
        Reader reader;
        reader.segments(stream, size);
        EXPECT_EQ(reader.lines, (Lines{"frame 76", "frame 161", "frame 80"})) << size;
        EXPECT_EQ(reader.waiting(), 0U);
        reader.check_again();
    }
    for (std::size_t cut = 1; cut < stream.size(); ++cut) {
        Reader reader;
        reader.segment({stream.begin(), stream.begin() + static_cast<std::ptrdiff_t>(cut)});
        reader.segment({stream.begin() + static_cast<std::ptrdiff_t>(cut), stream.end()});
        EXPECT_EQ(reader.lines, (Lines{"frame 76", "frame 161", "frame 80"})) << cut;
        EXPECT_EQ(reader.im.image_count(), 1U);
        EXPECT_EQ(reader.im.seen(), reader.im.expected());
    }
}

TEST(DirectIm, NextFrameAfterUnknownBytes)
{
    // Magics that begin no frame are unknown, too.
    const Bytes unknown = "the end of something ODC ODC2\0\x4b ODCOD"_ascii;
    const Bytes frame = odc_text("hi"_ascii);
    Reader reader;
    reader.segment(unknown + frame);
    EXPECT_EQ(reader.lines, (Lines{"other " + std::to_string(unknown.size()), "frame 78"}));
    reader.check_again();
    // The magic may be cut.
    for (std::size_t cut = 1; cut < frame.size(); ++cut) {
        Reader cut_reader;
        cut_reader.segment("xx"_ascii + Bytes(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(cut)));
        cut_reader.segment({frame.begin() + static_cast<std::ptrdiff_t>(cut), frame.end()});
        EXPECT_EQ(cut_reader.lines, (Lines{"other 2", "frame 78"})) << cut;
    }
    // What looked like one was none.
    Reader none;
    none.segment("xxODC"_ascii);
    none.segment("3yy"_ascii);
    EXPECT_EQ(none.lines, (Lines{"other 2", "other 6"}));
    EXPECT_FALSE(none.im.has_begun());
    EXPECT_EQ(none.im.find(kSide, kStart, {}, 0).kind, Spot::Kind::other);
}

TEST(DirectIm, HeadersOfAnyLength)
{
    Reader reader;
    Bytes frame = odc_text({});
    frame[5] = 0;
    reader.segment(frame);
    EXPECT_EQ(reader.lines, (Lines{"frame 6", "other 70"}));
    EXPECT_EQ(reader.im.messages(), 1U);
    // As short a segment as tells it.
    EXPECT_EQ(DirectIm().find(kSide, kStart, "ODC2\0\x27"_ascii, 6), (Spot{.kind = Spot::Kind::frame, .length = 39}));
    EXPECT_EQ(DirectIm().find(kSide, kStart, "ODC2\0\x28"_ascii, 6).kind, Spot::Kind::more);
    // What was not captured will not come.
    EXPECT_EQ(DirectIm().find(kSide, kStart, "ODC2\0\x28"_ascii, 9), (Spot{.kind = Spot::Kind::frame, .length = 9}));
    EXPECT_EQ(DirectIm().find(kSide, kStart, "ODC"_ascii, 9), (Spot{.kind = Spot::Kind::other, .length = 9}));
}

// An image of 3 MB, then a message.
Bytes long_frame(std::size_t size, const Bytes& text = "<IMG SRC=\"c:\\bay.gif\" ID=1>"_ascii)
{
    const Bytes payload =
        text + "<BINARY>"_ascii + tag("1", size) + kGif + Bytes(size - kGif.size()) + "</DATA></BINARY>"_ascii;
    return odc_text(payload);
}

TEST(DirectIm, LongFrame)
{
    const Bytes stream = long_frame(3'000'000) + odc_text("after it"_ascii);
    for (const std::size_t size : {1460UL, 1UL << 20, 100'000UL, 9'999'999UL}) {
        Reader reader;
        reader.html = "<IMG SRC=\"c:\\bay.gif\" ID=1>";
        reader.segments(stream, size);
        EXPECT_EQ(reader.lines, (Lines{"frame " + std::to_string(76 + DirectIm::kPassage), "image 0",
                                       "passage 16 of 16", "frame 84"}))
            << size;
        EXPECT_LT(reader.most_waiting(), 76 + DirectIm::kPassage + size);
        ASSERT_EQ(reader.im.images().size(), 1U);
        const File& image = reader.im.images()[0];
        EXPECT_TRUE(image.is_complete());
        EXPECT_EQ(image.size, 3'000'000U);
        EXPECT_EQ(image.name, "bay.gif");
        EXPECT_EQ(image.prompt_frame, size == 1460 ? 45U : 1U);
        EXPECT_EQ(reader.im.seen(), reader.im.expected());
        EXPECT_EQ(reader.im.run_count(), 2U);
        EXPECT_EQ(reader.im.messages(), 2U);
        reader.check_again();
    }
}

TEST(DirectIm, AsLongAsCanBePutTogether)
{
    const Bytes frame = long_frame(DirectIm::kMostWhole - 200);
    const Bytes padding = Bytes(DirectIm::kMostWhole - frame.size(), 'x');
    const Bytes longest = long_frame(DirectIm::kMostWhole - 200, "<IMG SRC=\"c:\\bay.gif\" ID=1>"_ascii + padding);
    ASSERT_EQ(longest.size(), DirectIm::kMostWhole);
    Reader reader;
    reader.segments(longest, 1460);
    EXPECT_EQ(reader.lines, Lines{"frame 1048576"});
    const Bytes longer = long_frame(DirectIm::kMostWhole - 200, "x<IMG SRC=\"c:\\bay.gif\" ID=1>"_ascii + padding);
    Reader other;
    other.segments(longer, 1460);
    EXPECT_EQ(other.lines.size(), 3U);
}

TEST(DirectIm, SeveralImagesInALongFrame)
{
    const std::size_t half = 700'000;
    const Bytes payload = "left<BINARY>"_ascii + tag("l", half) + Bytes(half) +
                          "</DATA></BINARY> and right<BINARY>"_ascii + tag("r", half) + Bytes(half) + "</DATA>"_ascii +
                          odc_image("s"_ascii, kGif) + "</BINARY>x"_ascii;
    const Bytes stream = odc_text(payload) + odc_text("after it"_ascii);
    for (const std::size_t size : {1UL, 1460UL, 5'000'000UL}) {
        if (size == 1) { // once is enough for so many
            continue;
        }
        Reader reader;
        reader.segments(stream, size);
        const std::size_t left = half + 100 + 8; // roughly
        ASSERT_EQ(reader.lines.size(), 6U);
        EXPECT_EQ(reader.lines[0], "frame 65612");
        EXPECT_EQ(reader.lines[1], "image 0");
        EXPECT_EQ(reader.lines[2].substr(0, 17), "passage 65536 of ");
        EXPECT_GT(std::stoul(reader.lines[2].substr(17)), left - 200);
        EXPECT_EQ(reader.lines[3], "image 1");
        EXPECT_EQ(reader.lines[4].substr(0, 8), "passage ");
        EXPECT_EQ(reader.lines[5], "frame 84");
        ASSERT_EQ(reader.im.images().size(), 3U);
        for (const File& image : reader.im.images()) {
            EXPECT_TRUE(image.is_complete());
        }
        EXPECT_EQ(reader.im.images()[2].name, "image s.gif");
        EXPECT_EQ(reader.im.image_count(), 3U);
        EXPECT_EQ(reader.im.seen(), reader.im.expected());
        reader.check_again();
    }
}

// Wherever a passage ends: in a tag, it goes on to the end of the tag.
TEST(DirectIm, TagAtTheEndOfAPassage)
{
    const Bytes the_tag = tag("1", 1'200'000);
    for (std::size_t before = 0; before <= the_tag.size() + 1; ++before) {
        const Bytes text(DirectIm::kPassage - 8 - before, 'x');
        const Bytes payload = text + "<BINARY>"_ascii + the_tag + Bytes(1'200'000) + "</DATA></BINARY>"_ascii;
        const Bytes stream = odc_text(payload) + odc_text("after it"_ascii);
        for (const std::size_t size : {1460UL, 2'000'000UL}) {
            Reader reader;
            reader.segments(stream, size);
            ASSERT_EQ(reader.im.images().size(), 1U) << before;
            EXPECT_TRUE(reader.im.images()[0].is_complete()) << before;
            EXPECT_EQ(reader.lines.back(), "frame 84");
            // Where the tag begins behind the passage, there is another one.
            const std::size_t end = 76 + text.size() + 8 + (before > 0 ? the_tag.size() : 0);
            const std::size_t length = std::max<std::size_t>(76 + DirectIm::kPassage, end);
            EXPECT_EQ(reader.lines[0], "frame " + std::to_string(length));
            reader.check_again();
        }
    }
}

TEST(DirectIm, WhatOnlyLooksLikeATagAtTheEndOfAPassage)
{
    for (const char* end : {"<BINARY", "<BI", "<"}) {
        const std::string start(end);
        for (const std::string& after :
             {std::string("!"), std::string("x"), std::string(std::size_t{2} * odc::kLongestTag, ' ')}) {
            Bytes payload(DirectIm::kPassage - start.size(), 'x');
            const std::string text = start + after;
            payload.insert(payload.end(), text.begin(), text.end());
            payload.resize(1'100'000, 'x');
            Reader reader;
            reader.segments(odc_text(payload) + odc_text("after it"_ascii), 1460);
            EXPECT_EQ(reader.lines, (Lines{"frame 65612", "rest", "frame 84"})) << text;
            EXPECT_EQ(reader.im.seen(), reader.im.expected());
            reader.check_again();
        }
    }
}

TEST(DirectIm, LostInAnImage)
{
    const Bytes frame = long_frame(3'000'000);
    Reader reader;
    reader.segment({frame.begin(), frame.begin() + 70'000});
    reader.lose(frame.size() - 70'000 - 100);
    reader.segment({frame.end() - 100, frame.end()});
    reader.segment(odc_text("after it"_ascii));
    EXPECT_EQ(reader.lines, (Lines{"frame 65612", "image 0", "passage 16 of 16", "frame 84"}));
    const File& image = reader.im.images()[0];
    EXPECT_FALSE(image.is_complete());
    EXPECT_EQ(image.content.ranges().size(), 2U);
    EXPECT_EQ(image.content.ranges().back().to, 3'000'000U);
    EXPECT_LT(reader.im.seen(), reader.im.expected());
}

TEST(DirectIm, LostWhereAPassageBegins)
{
    const Bytes frame = long_frame(1'200'000);
    Reader reader;
    reader.segment({frame.begin(), frame.begin() + 70'000});
    reader.lose(frame.size() - 70'000 - 5);
    reader.segment({frame.end() - 5, frame.end()});
    reader.segment(odc_text("after it"_ascii));
    EXPECT_EQ(reader.lines, (Lines{"frame 65612", "image 0", "rest", "frame 84"}));
    reader.check_again();
}

TEST(DirectIm, WithoutPuttingTogether)
{
    const Bytes stream = long_frame(3'000'000) + odc_text("after it"_ascii);
    Reader reader(false);
    reader.segments(stream, 1460);
    ASSERT_EQ(reader.im.images().size(), 1U);
    EXPECT_TRUE(reader.im.images()[0].is_complete());
    EXPECT_EQ(reader.lines.front(), "frame 1460");
    EXPECT_LE(reader.im.run_count(), 4U);
    // The message whose frame is cut, too.
    Reader text(false);
    text.segments(odc_text(Bytes(3000, 'x')) + odc_text("after it"_ascii), 1460);
    EXPECT_EQ(text.lines, (Lines{"frame 1460", "rest", "frame 84"}));
    EXPECT_EQ(text.im.seen(), text.im.expected());
    EXPECT_EQ(text.im.run_count(), 1U);
    text.check_again();
}

TEST(DirectIm, HeaderThatIsNotPutTogether)
{
    const Bytes frame = odc_text("hello"_ascii);
    Reader reader(false);
    reader.segments(frame + odc_text("after it"_ascii), 72);
    EXPECT_EQ(reader.lines[0], "frame 72");
    EXPECT_EQ(reader.lines[1], "rest");
    EXPECT_EQ(reader.lines[2], "frame 63");
    EXPECT_EQ(reader.im.seen(), reader.im.expected());
    DirectIm longest;
    const Bytes start = odc_frame({.length = 0xFFFFFFFF});
    longest.add_frame(kSide, kStart, 1, View(start).first(60), odc::read_frame(View(start)), "");
    EXPECT_EQ(longest.expected(), 16 + std::uint64_t{0xFFFFFFFF});
}

TEST(DirectIm, CutByTheCapture)
{
    const Bytes frame = long_frame(5000);
    // In an image, its size tells where it ends.
    Reader reader;
    reader.cut_segment({frame.begin(), frame.begin() + 300}, 1460);
    ASSERT_EQ(reader.im.images().size(), 1U);
    EXPECT_EQ(reader.lines, Lines{"frame 1460"});
    reader.cut_segment({frame.begin() + 1460, frame.begin() + 1500}, static_cast<std::uint32_t>(frame.size() - 1460));
    EXPECT_EQ(reader.lines, (Lines{"frame 1460", "image 0"}));
    reader.segment(odc_text("after it"_ascii));
    EXPECT_EQ(reader.lines.back(), "frame 84");
    // In the text, nothing does.
    Reader text;
    text.cut_segment({frame.begin(), frame.begin() + 80}, 1460);
    text.segment({frame.begin() + 1460, frame.end()});
    text.segment(odc_text("after it"_ascii));
    EXPECT_EQ(text.lines, (Lines{"frame 1460", "rest", "frame 84"}));
    // Nor does the header.
    Reader header;
    header.cut_segment({frame.begin(), frame.begin() + 20}, 1460);
    EXPECT_EQ(header.lines, Lines{"frame 1460"});
    EXPECT_EQ(header.im.expected(), 0U);
}

TEST(DirectIm, AFrameOfAllThatALengthCanSay)
{
    Reader reader;
    reader.segment(odc_frame({.payload = Bytes(70'000, 'x'), .length = 0xFFFFFFFF}));
    EXPECT_EQ(reader.lines, (Lines{"frame 65612", "rest"}));
    reader.lose(0xFFFFFFFF - 70'000);
    reader.segment(odc_text("after it"_ascii));
    EXPECT_EQ(reader.lines.back(), "frame 84");
}

TEST(DirectIm, NamesOfImages)
{
    const auto name = [](const char* html, const char* id, const Bytes& content = "?"_ascii) {
        DirectIm im;
        const std::string text =
            std::string("<BINARY><DATA ID=\"") + id + "\" SIZE=" + std::to_string(content.size()) + ">";
        const Bytes frame = odc_text(Bytes(text.begin(), text.end()) + content);
        im.add_frame(kSide, kStart, 1, View(frame), odc::read_frame(View(frame)), html);
        return im.images()[0].name;
    };
    EXPECT_EQ(name("<IMG SRC=\"file:///C:/birds/heron.gif\" ID=1>", "1"), "heron.gif");
    EXPECT_EQ(name("<IMG SRC=\"C:\\birds\\heron\" ID=1>", "1", kGif), "heron.gif");
    EXPECT_EQ(name("<IMG SRC=\"..\" ID=1>", "1", kGif), "..");
    EXPECT_EQ(name("<IMG SRC=\"x/\" ID=1>", "1", "\xff\xd8\xff\xe0"_ascii), "image 1.jpg");
    EXPECT_EQ(name("<IMG SRC=x ID=2>", "1", "\x89PNG"_ascii), "image 1.png");
    EXPECT_EQ(name("", "1"), "image 1");
    EXPECT_EQ(name("", ""), "image");
}

TEST(DirectIm, ImagesByPlace)
{
    const Bytes frame = odc_text("<BINARY>"_ascii + odc_image("1"_ascii, kGif) + odc_image("2"_ascii, kGif));
    DirectIm im;
    im.add_frame(kSide, kStart, 3, View(frame), odc::read_frame(View(frame)), "");
    EXPECT_EQ(im.image_at(kSide, kStart + 84), 0U);
    EXPECT_EQ(im.image_at(kSide, kStart + 85), DirectIm::kNoImage);
    EXPECT_EQ(im.image_at(kSide, kStart + 84 + 23 + 35 + 7), 1U);
    EXPECT_EQ(im.image_at(Side::high, kStart + 84), DirectIm::kNoImage);
    EXPECT_EQ(im.images()[1].sender, kSide);
    EXPECT_EQ(im.images()[1].prompt_frame, 3U);
    // The same frame again.
    im.add_frame(kSide, kStart, 4, View(frame), odc::read_frame(View(frame)), "");
    EXPECT_EQ(im.images().size(), 2U);
}

TEST(DirectIm, NoMoreImagesThanThereMayBe)
{
    const Bytes image = odc_image({}, "x"_ascii);
    const Bytes frame = odc_text("<BINARY>"_ascii + repeat(10'000, image));
    DirectIm im;
    for (std::uint64_t i = 0; i < 2; ++i) {
        im.add_frame(kSide, kStart + i * frame.size(), 1, View(frame), odc::read_frame(View(frame)),
                     "<IMG ID=x SRC=y>");
    }
    EXPECT_EQ(im.images().size(), DirectIm::kMostImages);
    EXPECT_EQ(im.image_count(), 20'000U);
    EXPECT_EQ(im.seen(), im.expected());
    // The content of one that is not kept is the rest of its frame.
    const Bytes start = odc_frame({.payload = "<BINARY>"_ascii + tag("1", 5000) + "x"_ascii, .length = 5100});
    const std::uint64_t place = kStart + 2 * frame.size();
    im.add_frame(kSide, place, 1, View(start), odc::read_frame(View(start)), "");
    EXPECT_EQ(im.find(kSide, place + start.size(), "abc"_ascii, 3), (Spot{.kind = Spot::Kind::rest, .length = 3}));
}

TEST(DirectIm, PassagesThatWereNeverFound)
{
    DirectIm im;
    im.add_passage(kSide, kStart, View(kGif));
    EXPECT_EQ(im.run_count(), 0U);
    EXPECT_EQ(im.long_frame(kSide, kStart), nullptr);
    EXPECT_EQ(im.payload_at(kSide, kStart), odc::Payload{});
}

TEST(DirectIm, FramesThatOverlap)
{
    // Of what was read at two places, the first one stays.
    DirectIm im;
    const Bytes frame = odc_frame({.payload = Bytes(10, 'x'), .length = 1000});
    im.add_frame(kSide, kStart + 500, 1, View(frame), odc::read_frame(View(frame)), "");
    im.add_frame(kSide, kStart, 2, View(frame), odc::read_frame(View(frame)), "");
    im.add_frame(kSide, kStart + 600, 3, View(frame), odc::read_frame(View(frame)), "");
    EXPECT_EQ(im.run_count(), 2U);
    EXPECT_EQ(im.long_frame(kSide, kStart + 500)->frame, 2U);
    EXPECT_EQ(im.long_frame(kSide, kStart + 700)->frame, 1U);
    // What is unknown ends where a frame goes on.
    EXPECT_EQ(im.find(kSide, kStart + 80, Bytes(100), 100), (Spot{.kind = Spot::Kind::other, .length = 6}));
}

TEST(DirectIm, ImageThatTakesAllTheRest)
{
    Reader reader;
    const Bytes start = "<BINARY>"_ascii + tag("1", 9'000'000) + kGif;
    reader.segments(odc_text(start + Bytes(1'200'000)) + odc_text("after it"_ascii), 1460);
    EXPECT_EQ(reader.lines, (Lines{"frame 65612", "image 0", "frame 84"}));
    EXPECT_EQ(reader.im.images()[0].size, kGif.size() + 1'200'000);
    EXPECT_TRUE(reader.im.images()[0].is_complete());
}

TEST(DirectIm, PassageThatComesAgain)
{
    DirectIm im;
    const Bytes frame = odc_frame({.payload = "<BINARY>"_ascii + tag("1", 1) + "x"_ascii, .length = 1000});
    im.add_frame(kSide, kStart, 1, View(frame), odc::read_frame(View(frame)), "");
    const std::uint64_t place = kStart + frame.size();
    const Bytes passage = "</DATA>"_ascii + tag("2", 1) + "y"_ascii;
    for (int i = 0; i < 2; ++i) {
        im.add_passage(kSide, place, View(passage));
        EXPECT_EQ(im.image_count(), 2U);
        EXPECT_EQ(im.run_count(), 2U);
        EXPECT_EQ(im.seen(), frame.size() - 76 + passage.size());
    }
    // Elsewhere in it there is no passage.
    im.add_passage(kSide, place + 1, View(passage));
    EXPECT_EQ(im.image_count(), 2U);
}

TEST(DirectIm, ImageWhereAnotherFrameIs)
{
    DirectIm im;
    const Bytes frame = odc_frame({.payload = Bytes(10, 'x'), .length = 1000});
    im.add_frame(kSide, kStart, 1, View(frame), odc::read_frame(View(frame)), "");
    const Bytes other = odc_frame({.payload = "<BINARY>"_ascii + tag("1", 100) + "x"_ascii, .length = 1000});
    im.add_frame(kSide, kStart + 200, 2, View(other), odc::read_frame(View(other)), "");
    EXPECT_EQ(im.run_count(), 1U);
    EXPECT_EQ(im.images().size(), 1U);
}

TEST(DirectIm, InWords)
{
    DirectIm im;
    CountText text;
    EXPECT_STREQ(count_text(im, text), "0 messages");
    const Bytes frame = odc_text("<BINARY>"_ascii + odc_image("1"_ascii, kGif));
    im.add_frame(kSide, kStart, 3, View(frame), odc::read_frame(View(frame)), "");
    EXPECT_STREQ(count_text(im, text), "1 message, 1 image");
    im.add_frame(kSide, kStart + 1000, 3, View(frame), odc::read_frame(View(frame)), "");
    EXPECT_STREQ(count_text(im, text), "2 messages, 2 images");
    EXPECT_STREQ(progress_text(progress_of(im)), "complete");
    RangeText range;
    EXPECT_STREQ(image_range_text(im.images()[0], Spot{.length = 10, .offset = 5}, range),
                 "bytes 5 to 14 of 35 (42 %)");
    Listing listing;
    emit_image(im, {.kind = Spot::Kind::image, .length = 10, .image = 0, .offset = 5}, {0, 10}, listing);
    EXPECT_EQ(listing.lines, (Lines{"image.data 0", "  image.name image 1.gif", "  data.from 5", "  data.to 14",
                                    "  data.progress 42", "  message_in 3"}));
}

} // namespace
} // namespace oscar::sessions
