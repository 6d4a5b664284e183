// SPDX-License-Identifier: GPL-2.0-or-later
//
// Files on a connection: courses as libpurple, MirandaICQ and joscar describe them.
#include "../core/data_samples.h"

#include "sessions/streams/transfer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace oscar::sessions {
namespace {

using namespace test;

constexpr std::uint64_t kStart = 0x1'0000'1000;
constexpr Side kSender = Side::high;
constexpr Side kReceiver = Side::low;

// The rule of the fact sheet, over the whole file.
std::uint32_t checksum_of(const Bytes& file)
{
    oft::Checksum sum;
    sum.add(0, file);
    return sum.value();
}

Bytes content(std::size_t size, unsigned seed = 1)
{
    Bytes out(size);
    for (std::size_t i = 0; i < size; ++i) {
        seed = seed * 1103515245 + 12345;
        out[i] = static_cast<std::uint8_t>(seed >> 16);
    }
    return out;
}

OftFields about(const Bytes& file, std::size_t type = 0x0101)
{
    return {.type = type,
            .total_size = static_cast<std::uint32_t>(file.size()),
            .size = static_cast<std::uint32_t>(file.size()),
            .checksum = checksum_of(file)};
}

// A connection, fed as a dissector feeds it.
class Connection {
public:
    Transfer transfer;
    std::uint64_t at[2] = {kStart, kStart};
    std::uint32_t frame = 0;

    // One segment at a place. What is there, in words.
    std::string segment_at(Side side, std::uint64_t place, const Bytes& bytes)
    {
        ++frame;
        std::string out;
        std::span<const std::uint8_t> rest(bytes);
        while (!rest.empty()) {
            const auto size = static_cast<std::uint32_t>(rest.size());
            const Step step = transfer.add(side, place, rest, size);
            out += (out.empty() ? "" : ", ") + in_words(step);
            if (step.kind == Step::Kind::more || step.length > size) {
                break;
            }
            EXPECT_GT(step.length, 0U);
            if (step.kind == Step::Kind::header) {
                const auto header = oft::read_header(View(rest.first(step.length)));
                transfer.add_header(side, place, frame, header, "name");
            }
            place += step.length;
            rest = rest.subspan(step.length);
        }
        waiting_[static_cast<std::size_t>(side)] = {rest.begin(), rest.end()};
        return out;
    }
    // The next segment. What was not taken of the one before comes again, with this one behind it.
    std::string send(Side side, const Bytes& bytes)
    {
        const auto i = static_cast<std::size_t>(side);
        const Bytes all = waiting_[i] + bytes;
        at[i] += bytes.size();
        return segment_at(side, at[i] - all.size(), all);
    }
    // Bytes that the capture lacks.
    void lose(Side side, std::uint64_t size) { at[static_cast<std::size_t>(side)] += size; }

    // In segments of this size.
    void send_file(const Bytes& file, std::size_t segment = 1460)
    {
        for (std::size_t i = 0; i < file.size(); i += segment) {
            const auto end = std::min(file.size(), i + segment);
            send(kSender,
                 {file.begin() + static_cast<std::ptrdiff_t>(i), file.begin() + static_cast<std::ptrdiff_t>(end)});
        }
    }

    const File& file(std::size_t number) const { return transfer.files()[number]; }
    std::string find(Side side, std::uint64_t place, std::uint32_t size = 10) const
    {
        const Bytes bytes(size, 'x');
        return in_words(transfer.find(side, place, bytes, size));
    }

private:
    Bytes waiting_[2];

    static std::string in_words(const Step& step)
    {
        switch (step.kind) {
        case Step::Kind::header:
            return "header " + std::to_string(step.length);
        case Step::Kind::other:
            return "other " + std::to_string(step.length);
        case Step::Kind::more:
            return "more";
        case Step::Kind::content:
            break;
        }
        return "file " + std::to_string(step.file) + (step.fork ? " fork" : "") + " at " + std::to_string(step.offset) +
               '+' + std::to_string(step.length);
    }
};

void expect_whole(const File& file, const Bytes& bytes)
{
    EXPECT_TRUE(file.is_complete());
    EXPECT_EQ(file.verdict(), Verdict::correct);
    EXPECT_EQ(file.size, bytes.size());
    EXPECT_EQ(file.content.seen(), bytes.size() - file.start);
}

TEST(Transfer, OfOneFile)
{
    const Bytes file = content(5001);
    Connection c;
    EXPECT_EQ(c.send(kSender, oft_header(about(file))), "header 256");
    EXPECT_EQ(c.send(kReceiver, oft_header(about(file, 0x0202))), "header 256");
    c.send_file(file, 1461);
    EXPECT_EQ(c.file(0).verdict(), Verdict::correct);
    EXPECT_EQ(c.send(kReceiver, oft_header(about(file, 0x0204))), "header 256");
    ASSERT_EQ(c.transfer.files().size(), 1U);
    expect_whole(c.file(0), file);
    EXPECT_EQ(c.file(0).prompt_frame, 1U);
    EXPECT_EQ(c.file(0).ack_frame, 2U);
    EXPECT_EQ(c.file(0).done_frame, 7U);
    EXPECT_EQ(c.file(0).name, "name");
    EXPECT_EQ(c.find(kSender, kStart + 256 + 1000), "file 0 at 1000+10");
    EXPECT_EQ(c.find(kSender, kStart + 256 + 4995), "file 0 at 4995+6");
    EXPECT_EQ(c.find(kSender, kStart + 256 + 5001), "other 10");
    EXPECT_EQ(c.find(kSender, kStart), "other 10"); // the bytes of a header would tell
    EXPECT_EQ(c.find(kReceiver, kStart + 256 + 1000), "other 10");
    EXPECT_EQ(c.transfer.file_of_header(kSender, kStart), 0U);
    EXPECT_EQ(c.transfer.file_of_header(kReceiver, kStart + 256), 0U);
    EXPECT_EQ(c.transfer.file_of_header(kReceiver, kStart + 1), Transfer::kNoFile);
    EXPECT_EQ(c.transfer.run_count(), 1U);
}

// However a stream is cut into segments, what is known in the end is the same.
TEST(Transfer, EveryCut)
{
    const Bytes file = content(40);
    const Bytes second = content(30, 7);
    OftFields first_fields = about(file);
    first_fields.counts = "0002 0002 0001 0001"_hex;
    first_fields.total_size = 70;
    OftFields second_fields = about(second);
    second_fields.counts = "0002 0001 0001 0001"_hex;
    second_fields.total_size = 70;
    const Bytes stream = oft_header(first_fields) + file + oft_header(second_fields) + second;
    for (std::size_t cut = 1; cut < stream.size(); ++cut) {
        Connection c;
        const auto middle = stream.begin() + static_cast<std::ptrdiff_t>(cut);
        c.send(kSender, {stream.begin(), middle});
        c.send(kSender, {middle, stream.end()});
        ASSERT_EQ(c.transfer.files().size(), 2U) << cut;
        expect_whole(c.file(0), file);
        expect_whole(c.file(1), second);
    }
    Connection byte_by_byte;
    for (const std::uint8_t byte : stream) {
        byte_by_byte.send(kSender, {byte});
    }
    ASSERT_EQ(byte_by_byte.transfer.files().size(), 2U);
    expect_whole(byte_by_byte.file(0), file);
    expect_whole(byte_by_byte.file(1), second);
}

// The ack was lost, or data came before it: the prompt alone says where the content is.
TEST(Transfer, WithoutAnAck)
{
    const Bytes file = content(3000);
    Connection c;
    c.send(kSender, oft_header(about(file)) + Bytes(file.begin(), file.begin() + 1000));
    c.send(kReceiver, oft_header(about(file, 0x0202)));
    EXPECT_EQ(c.send(kSender, {file.begin() + 1000, file.end()}), "file 0 at 1000+2000");
    expect_whole(c.file(0), file);
}

TEST(Transfer, EmptyFileAndTheNext)
{
    const Bytes empty;
    const Bytes file = content(10);
    Connection c;
    EXPECT_EQ(c.send(kSender, oft_header(about(empty))), "header 256");
    c.send(kReceiver, oft_header(about(empty, 0x0202)));
    c.send(kReceiver, oft_header(about(empty, 0x0204)));
    expect_whole(c.file(0), empty);
    EXPECT_EQ(c.send(kSender, oft_header(about(file)) + file), "header 256, file 1 at 0+10");
    expect_whole(c.file(1), file);
}

OftFields of_two(OftFields fields, std::size_t left)
{
    fields.counts = "0002"_hex + u16(left) + "0001 0001"_hex;
    fields.total_size = 5000;
    return fields;
}

// The receiver has the file already: it is done without a byte.
TEST(Transfer, SkippedFile)
{
    const Bytes skipped = content(2000);
    const Bytes file = content(3000);
    Connection c;
    c.send(kSender, oft_header(of_two(about(skipped), 2)));
    c.send(kReceiver, oft_header(of_two(about(skipped, 0x0204), 2)));
    EXPECT_EQ(c.send(kSender, oft_header(of_two(about(file), 1)) + file), "header 256, file 1 at 0+3000");
    EXPECT_EQ(c.file(0).content.seen(), 0U);
    EXPECT_FALSE(c.file(0).is_complete());
    expect_whole(c.file(1), file);
}

// The sender alone was captured: that the file was skipped is known from what the sender does.
TEST(Transfer, SkippedFileOfWhichTheReceiverWasNotSeen)
{
    const Bytes file = content(3000);
    Connection c;
    c.send(kSender, oft_header(of_two(about(content(2000)), 2)));
    EXPECT_EQ(c.send(kSender, oft_header(of_two(about(file), 1)) + file), "header 256, file 1 at 0+3000");
    expect_whole(c.file(1), file);
}

// Miranda sends a second prompt after the ack.
TEST(Transfer, SecondPrompt)
{
    const Bytes file = content(3000);
    Connection c;
    c.send(kSender, oft_header(about(file)));
    c.send(kReceiver, oft_header(about(file, 0x0202)));
    EXPECT_EQ(c.send(kSender, oft_header(about(file))), "header 256");
    EXPECT_EQ(c.send(kSender, file), "file 0 at 0+3000");
    ASSERT_EQ(c.transfer.files().size(), 1U);
    expect_whole(c.file(0), file);
    EXPECT_EQ(c.find(kSender, kStart + 256), "other 10"); // with its own bytes, a header
    EXPECT_EQ(c.find(kSender, kStart + 512), "file 0 at 0+10");
}

// A file that is itself a recorded transfer: its first bytes are a header, but not one of this transfer.
TEST(Transfer, FileThatBeginsWithAHeader)
{
    const Bytes file = winaim_prompt() + content(500);
    for (const bool with_ack : {true, false}) {
        Connection c;
        c.send(kSender, oft_header(about(file)));
        if (with_ack) {
            c.send(kReceiver, oft_header(about(file, 0x0202)));
        }
        EXPECT_EQ(c.send(kSender, Bytes(file.begin(), file.begin() + 20)), "more");
        EXPECT_EQ(c.send(kSender, Bytes(file.begin() + 20, file.end())), "file 0 at 0+756");
        ASSERT_EQ(c.transfer.files().size(), 1U);
        expect_whole(c.file(0), file);
    }
    // Too short to be one.
    Connection c;
    c.send(kSender, oft_header(about("OFT2"_ascii)));
    c.send(kReceiver, oft_header(about("OFT2"_ascii, 0x0202)));
    EXPECT_EQ(c.send(kSender, "OFT2"_ascii), "file 0 at 0+4");
}

// Kopete, MirandaICQ, libpurple: what is granted counts, not what was wished.
TEST(Transfer, Resumed)
{
    const Bytes file = content(3001);
    const Bytes had(file.begin(), file.begin() + 1001);
    Connection c;
    c.send(kSender, oft_header(about(file)));
    OftFields wish = about(file, 0x0205);
    wish.received = 1500;
    wish.received_checksum = 0x12340000;
    c.send(kReceiver, oft_header(wish));
    OftFields grant = about(file, 0x0106);
    grant.received = 1001;
    grant.received_checksum = checksum_of(had);
    EXPECT_EQ(c.send(kSender, oft_header(grant)), "header 256");
    c.send(kReceiver, oft_header(about(file, 0x0207)));
    EXPECT_EQ(c.send(kSender, {file.begin() + 1001, file.end()}), "file 0 at 1001+2000");
    expect_whole(c.file(0), file);
    EXPECT_EQ(c.file(0).start, 1001U);
    EXPECT_EQ(c.file(0).resume_frame, 3U);
    EXPECT_EQ(c.file(0).ack_frame, 4U);
    c.send(kReceiver, oft_header(about(file, 0x0204)));
    EXPECT_EQ(c.file(0).done_frame, 6U);
}

TEST(Transfer, ResumedFromTheStart)
{
    const Bytes file = content(300);
    Connection c;
    c.send(kSender, oft_header(about(file)));
    c.send(kReceiver, oft_header(about(file, 0x0205)));
    c.send(kSender, oft_header(about(file, 0x0106)));
    c.send(kReceiver, oft_header(about(file, 0x0207)));
    EXPECT_EQ(c.send(kSender, file), "file 0 at 0+300");
    expect_whole(c.file(0), file);
}

TEST(Transfer, ResumedWithNothingLeft)
{
    const Bytes file = content(300);
    Connection c;
    c.send(kSender, oft_header(about(file)));
    OftFields grant = about(file, 0x0106);
    grant.received = 300;
    grant.received_checksum = checksum_of(file);
    EXPECT_EQ(c.send(kSender, oft_header(grant)), "header 256");
    expect_whole(c.file(0), file);
}

// MirandaAIM stops sending when the receiver says that it is done.
TEST(Transfer, DoneInTheMiddle)
{
    const Bytes file = content(3000);
    const Bytes second = content(200);
    Connection c;
    c.send(kSender, oft_header(of_two(about(file), 2)) + Bytes(file.begin(), file.begin() + 1000));
    c.send(kReceiver, oft_header(of_two(about(file, 0x0204), 2)));
    EXPECT_EQ(c.send(kSender, {file.begin() + 1000, file.begin() + 1500}), "file 0 at 1000+500");
    EXPECT_EQ(c.send(kSender, oft_header(of_two(about(second), 1)) + second), "header 256, file 1 at 0+200");
    EXPECT_EQ(c.file(0).content.seen(), 1500U);
    EXPECT_EQ(c.file(0).verdict(), Verdict::not_all_seen);
    expect_whole(c.file(1), second);
    EXPECT_EQ(c.find(kSender, kStart + 256 + 1495), "file 0 at 1495+5");
}

TEST(Transfer, FourGiBAndMore)
{
    constexpr std::uint64_t size = 0x1'0000'0000 + 100;
    OftFields fields{.total_size = 100, .size = 100};
    Connection c;
    c.send(kSender, oft_header(fields));
    c.send(kReceiver, oft_header(fields));
    const Bytes piece(100, 0);
    EXPECT_EQ(c.send(kSender, piece), "file 0 at 0+100");
    EXPECT_EQ(c.send(kSender, piece), "file 0 at 100+100");
    EXPECT_EQ(c.file(0).size, size);
    c.lose(kSender, size - 300);
    EXPECT_EQ(c.send(kSender, piece), "file 0 at 4294967296+100");
    EXPECT_EQ(c.send(kSender, oft_header(about("x"_ascii))), "header 256");
    EXPECT_EQ(c.file(0).content.seen(), 300U);
    EXPECT_EQ(c.find(kSender, kStart + 256 + 0x1'0000'0000), "file 0 at 4294967296+10");
}

// All 6 GiB of it, in 100,000 segments: what is kept does not grow.
TEST(Transfer, StateDoesNotGrowWithSegments)
{
    constexpr std::uint64_t size = 6 * (std::uint64_t{1} << 30);
    const Bytes segment(65'536, 0);
    OftFields fields{.total_size = static_cast<std::uint32_t>(size), .size = static_cast<std::uint32_t>(size)};
    Connection c;
    c.send(kSender, oft_header(fields));
    for (std::uint64_t at = 0; at < size; at += segment.size()) {
        c.transfer.add(kSender, kStart + 256 + at, segment, static_cast<std::uint32_t>(segment.size()));
    }
    EXPECT_EQ(c.file(0).size, size);
    EXPECT_TRUE(c.file(0).is_complete());
    EXPECT_EQ(c.transfer.run_count(), 2U);
    EXPECT_EQ(c.file(0).content.ranges().size(), 1U);
}

TEST(Transfer, ResourceFork)
{
    const Bytes file = content(100);
    const Bytes fork = content(50, 9);
    OftFields fields = about(file);
    fields.resource_size = 50;
    Connection c;
    c.send(kSender, oft_header(fields));
    c.send(kReceiver, oft_header(fields));
    EXPECT_EQ(c.send(kSender, file + fork), "file 0 at 0+100, file 0 fork at 0+50");
    expect_whole(c.file(0), file);
    EXPECT_EQ(c.file(0).fork.seen(), 50U);
    EXPECT_EQ(c.file(0).size, 100U);
}

TEST(Transfer, LostAndRepeatedSegments)
{
    const Bytes file = content(5000);
    const auto part = [&file](std::ptrdiff_t from, std::ptrdiff_t to) {
        return Bytes(file.begin() + from, file.begin() + to);
    };
    Connection c;
    c.send(kSender, oft_header(about(file)));
    constexpr std::uint64_t start = kStart + 256;
    c.segment_at(kSender, start + 3000, part(3000, 5000));
    EXPECT_EQ(c.file(0).verdict(), Verdict::not_all_seen);
    c.segment_at(kSender, start + 1000, part(1000, 3500));
    c.segment_at(kSender, start + 1000, part(1000, 1100));
    EXPECT_EQ(c.file(0).content.seen(), 4000U);
    EXPECT_EQ(c.file(0).content.ranges().size(), 1U);
    c.segment_at(kSender, start, part(0, 1000));
    expect_whole(c.file(0), file);
}

TEST(Transfer, CutByTheCapture)
{
    const Bytes file = content(5000);
    Connection c;
    c.send(kSender, oft_header(about(file)));
    const Step step = c.transfer.add(kSender, kStart + 256, std::span(file).first(100), 1460);
    EXPECT_EQ(step.length, 1460U);
    EXPECT_EQ(c.file(0).content.seen(), 100U);
    // A header of which too little was captured is none.
    const Bytes header = oft_header(about(file));
    EXPECT_EQ(c.transfer.add(kReceiver, kStart, std::span(header).first(3), 256).kind, Step::Kind::content);
    // That was a guess: the next one is seen.
    EXPECT_EQ(c.segment_at(kReceiver, kStart + 256, oft_header(about(file, 0x0204))), "header 256");
    EXPECT_NE(c.file(0).done_frame, 0U);
}

TEST(Transfer, WrongChecksum)
{
    const Bytes file = content(100);
    OftFields fields = about(file);
    fields.checksum ^= 0x00010000;
    Connection c;
    c.send(kSender, oft_header(fields) + file);
    EXPECT_EQ(c.file(0).verdict(), Verdict::incorrect);
    EXPECT_EQ(c.file(0).computed_checksum(), checksum_of(file));
    fields.checksum = 0xFFFF0000;
    Connection unset;
    unset.send(kSender, oft_header(fields) + file);
    EXPECT_EQ(unset.file(0).verdict(), Verdict::not_stated);
}

// The capture began in the middle. Where in the file the content belongs, the end tells.
TEST(Transfer, FromTheMiddleOn)
{
    const Bytes file = content(3001);
    Connection c;
    EXPECT_EQ(c.send(kSender, {file.begin() + 1501, file.begin() + 2501}), "file 0 at 0+1000");
    EXPECT_FALSE(c.file(0).has_header);
    c.send(kSender, {file.begin() + 2501, file.end()});
    OftFields done = about(file, 0x0204);
    done.received = 3001;
    c.send(kReceiver, oft_header(done));
    EXPECT_TRUE(c.file(0).has_header);
    EXPECT_EQ(c.file(0).size, 3001U);
    EXPECT_EQ(c.find(kSender, kStart), "file 0 at 1501+10");
    EXPECT_EQ(c.file(0).moved, 1501U);
    EXPECT_TRUE(c.file(0).content.covers(1501, 3001));
    EXPECT_EQ(c.file(0).verdict(), Verdict::not_all_seen);
    // The sum is that of the bytes at their places in the file.
    oft::Checksum rest;
    rest.add(1501, std::span(file).subspan(1501));
    EXPECT_EQ(c.file(0).content.sum().value(), rest.value());
    // The next file.
    EXPECT_EQ(c.send(kSender, oft_header(about(file))), "header 256");
    c.send_file(file);
    expect_whole(c.file(1), file);
}

// Between the prompt and the content.
TEST(Transfer, FromTheAckOn)
{
    const Bytes file = content(3000);
    Connection c;
    c.send(kReceiver, oft_header(about(file, 0x0202)));
    EXPECT_EQ(c.send(kSender, file), "file 0 at 0+3000");
    expect_whole(c.file(0), file);
    EXPECT_EQ(c.file(0).prompt_frame, 0U);
}

TEST(Transfer, PromptThatComesLate)
{
    const Bytes file = content(3000);
    Connection c;
    c.segment_at(kSender, kStart + 256 + 999, {file.begin() + 999, file.end()});
    EXPECT_EQ(c.segment_at(kSender, kStart, oft_header(about(file))), "header 256");
    EXPECT_EQ(c.file(0).moved, 999U);
    c.segment_at(kSender, kStart + 256, {file.begin(), file.begin() + 999});
    ASSERT_EQ(c.transfer.files().size(), 1U);
    expect_whole(c.file(0), file);
}

TEST(Transfer, PromptOfTheSecondFileLost)
{
    const Bytes first = content(100);
    const Bytes second = content(200, 5);
    Connection c;
    c.send(kSender, oft_header(of_two(about(first), 2)) + first);
    c.send(kReceiver, oft_header(of_two(about(first, 0x0204), 2)));
    c.lose(kSender, 256);
    c.send(kReceiver, oft_header(of_two(about(second, 0x0202), 1)));
    EXPECT_EQ(c.send(kSender, second), "file 1 at 0+200");
    expect_whole(c.file(1), second);
}

TEST(Transfer, OfWhichTheReceiverAloneWasSeen)
{
    const Bytes file = content(100);
    Connection c;
    c.send(kReceiver, oft_header(about(file, 0x0202)));
    c.send(kReceiver, oft_header(about(file, 0x0204)));
    ASSERT_EQ(c.transfer.files().size(), 1U);
    EXPECT_EQ(c.file(0).size, 100U);
    EXPECT_EQ(c.file(0).ack_frame, 1U);
    EXPECT_EQ(c.file(0).done_frame, 2U);
    EXPECT_EQ(c.file(0).verdict(), Verdict::not_all_seen);
}

TEST(Transfer, ListOfGetFile)
{
    const Bytes list = content(120);
    const Bytes file = content(300);
    Connection c;
    EXPECT_EQ(c.send(kSender, oft_header(about(list, 0x1108))), "header 256");
    c.send(kReceiver, oft_header(about(list, 0x1209)));
    EXPECT_EQ(c.send(kSender, list), "file 0 at 0+120");
    c.send(kReceiver, oft_header(about(list, 0x120B)));
    c.send(kReceiver, oft_header(about(file, 0x120C)));
    EXPECT_EQ(c.send(kSender, oft_header(about(file)) + file), "header 256, file 1 at 0+300");
    expect_whole(c.file(0), list);
    expect_whole(c.file(1), file);
    EXPECT_GT(c.file(0).done_frame, c.file(0).ack_frame);
    EXPECT_TRUE(c.file(0).is_list);
    EXPECT_EQ(c.file(0).columns, (oft::ListColumns{.name = 0x1C, .size = 0x11}));
    EXPECT_FALSE(c.file(1).is_list);
}

TEST(Transfer, HeadersThatAreTooShort)
{
    Bytes bytes = oft_header();
    bytes[4] = 0;
    bytes[5] = 0;
    Connection c;
    EXPECT_EQ(c.send(kReceiver, Bytes(bytes.begin(), bytes.begin() + 6)), "header 6");
    bytes[5] = 70;
    EXPECT_EQ(c.send(kReceiver, Bytes(bytes.begin(), bytes.begin() + 70)), "header 70");
    EXPECT_TRUE(c.transfer.files().empty());
}

TEST(Transfer, NoMoreFilesThanThereMayBe)
{
    Transfer transfer;
    const Bytes bytes = oft_header({.total_size = 0, .size = 0});
    auto header = oft::read_header(View(bytes));
    for (std::uint32_t i = 0; i < 5 * Transfer::kMostFiles; ++i) {
        header.checksum = i;
        transfer.add_header(kSender, kStart + std::uint64_t{256} * i, 1, header, "");
    }
    EXPECT_EQ(transfer.files().size(), Transfer::kMostFiles);
    const Bytes junk(10, 1);
    EXPECT_EQ(transfer.add(kSender, 1, junk, 10).kind, Step::Kind::other);
}

} // namespace
} // namespace oscar::sessions
