// SPDX-License-Identifier: GPL-2.0-or-later
//
// Data connections: the proxy before the transfer, what is derived from all of it, and whose they are.
#include "../core/data_samples.h"
#include "listing.h"

#include "sessions/streams/connections.h"
#include "sessions/streams/report.h"
#include "sessions/tracker.h"

#include <gtest/gtest.h>

#include <algorithm>
namespace oscar::sessions {
namespace {

using namespace test;
using Lines = std::vector<std::string>;

constexpr std::uint64_t kStart = 0x1'0000'0001;
constexpr Side kSender = Side::low;
constexpr Side kReceiver = Side::high;
constexpr std::uint64_t kCookie = 0x0102030405060708; // in the headers of the samples

const Bytes kFile = "12345678"_ascii + "12345678"_ascii + "12345678"_ascii + "12345678"_ascii + "12345678"_ascii +
                    "12345678"_ascii + "12345678"_ascii + "12345678"_ascii + "1"_ascii; // checksum 0x48590000

// Feeds what each side sends, as a dissector does.
class Feed {
public:
    explicit Feed(bool from_the_middle = false) : connection(from_the_middle) {}

    DataConnection connection;

    Part add(Side side, const Bytes& bytes)
    {
        std::uint64_t& at = at_[static_cast<std::size_t>(side)];
        const auto size = static_cast<std::uint32_t>(bytes.size());
        const Part part = connection.add(side, at, bytes, size);
        ++frame_;
        if (part.kind == Part::Kind::header) {
            connection.add_header(side, at, frame_, oft::read_header(View(bytes)), "notes.txt");
        } else if (part.kind == Part::Kind::proxy) {
            connection.add_proxy_packet(side, at);
        }
        EXPECT_EQ(connection.find(side, at, bytes, size), part);
        at += size;
        return part;
    }
    void lose(Side side, std::uint64_t size) { at_[static_cast<std::size_t>(side)] += size; }
    const Transfer& transfer() const { return connection.transfer(); }

private:
    std::uint64_t at_[2] = {kStart, kStart};
    std::uint32_t frame_ = 0;
};

Feed whole_transfer(const Bytes& content = kFile)
{
    Feed feed;
    feed.add(kSender, oft_header());
    feed.add(kReceiver, oft_header({.type = 0x0202}));
    feed.add(kSender, content);
    feed.add(kReceiver, oft_header({.type = 0x0204, .received = 65, .received_checksum = 0x48590000}));
    return feed;
}

TEST(DataConnection, TransferBehindTheProxy)
{
    Feed feed;
    EXPECT_EQ(feed.add(kSender, ars_create()), (Part{.kind = Part::Kind::proxy, .length = 46}));
    EXPECT_EQ(feed.add(kReceiver, ars_created()), (Part{.kind = Part::Kind::proxy, .length = 18}));
    EXPECT_EQ(feed.add(kReceiver, ars_ready()), (Part{.kind = Part::Kind::proxy, .length = 12}));
    EXPECT_TRUE(feed.connection.has_proxy());
    EXPECT_EQ(feed.add(kSender, oft_header()).kind, Part::Kind::header);
    EXPECT_EQ(feed.add(kSender, kFile).kind, Part::Kind::content);
}

TEST(DataConnection, PacketOfTheProxyInContentIsContent)
{
    Feed feed;
    feed.add(kSender, oft_header());
    const Part part = feed.add(kSender, ars_ready() + Bytes(53));
    EXPECT_EQ(part.kind, Part::Kind::content);
    EXPECT_EQ(part.length, 65U);
    EXPECT_FALSE(feed.connection.has_proxy());
}

TEST(DataConnection, PacketOfAnotherFoodgroupIsToldByItsLength)
{
    Bytes other = ars_created();
    other[3] = 0x4B;
    Feed feed;
    EXPECT_EQ(feed.add(kReceiver, other).kind, Part::Kind::other);
    feed.add(kSender, ars_create());
    EXPECT_EQ(feed.add(kReceiver, other), (Part{.kind = Part::Kind::proxy, .length = 18}));
    EXPECT_EQ(feed.add(kReceiver, other + Bytes(1)).kind, Part::Kind::other);
}

TEST(DataConnection, WhatBeginsOtherwiseIsUnknown)
{
    Feed feed;
    EXPECT_EQ(feed.add(kSender, "GET / HTTP/1.1"_ascii), (Part{.kind = Part::Kind::other, .length = 14}));
    EXPECT_TRUE(feed.transfer().files().empty());
    EXPECT_FALSE(feed.connection.is_known());
}

TEST(DataConnection, FromTheMiddleItIsContent)
{
    Feed feed(true);
    EXPECT_EQ(feed.add(kSender, "GET / HTTP/1.1"_ascii).kind, Part::Kind::content);
}

TEST(DataConnection, TakesMoreBytesToTell)
{
    DataConnection connection(false);
    EXPECT_EQ(connection.add(kSender, kStart, "OFT"_ascii, 3), (Part{.kind = Part::Kind::more}));
    EXPECT_EQ(connection.add(kSender, kStart, "OFT2"_ascii, 4), (Part{.kind = Part::Kind::more}));
}

TEST(DataConnection, FirstHeaderDecidesWhatItCarries)
{
    const Bytes frame = odc_text("hi"_ascii);
    DataConnection direct_im(false);
    EXPECT_EQ(direct_im.add(kSender, kStart, "O"_ascii, 1).kind, Part::Kind::more);
    const Part part = direct_im.add(kSender, kStart, frame, 78);
    EXPECT_EQ(part, (Part{.kind = Part::Kind::frame, .length = 78, .direct_im = true}));
    EXPECT_FALSE(direct_im.is_direct_im());
    direct_im.add_frame(kSender, kStart, 1, View(frame), odc::read_frame(View(frame)), "");
    EXPECT_TRUE(direct_im.is_direct_im() && direct_im.has_begun());
    EXPECT_EQ(direct_im.add(kReceiver, kStart, oft_header(), 256).kind, Part::Kind::other);
    EXPECT_EQ(direct_im.find(kReceiver, kStart, oft_header(), 256).kind, Part::Kind::other);
    EXPECT_EQ(direct_im.add(kReceiver, kStart, ars_ready(), 12).kind, Part::Kind::other) << "no packet of the proxy";
    // The content of a file may be anything.
    Feed transfer;
    transfer.add(kSender, oft_header());
    EXPECT_EQ(transfer.add(kSender, odc_text({})).kind, Part::Kind::content);
    EXPECT_FALSE(transfer.connection.is_direct_im());
    // Nothing is known of bytes that were not captured.
    EXPECT_EQ(DataConnection(false).add(kSender, kStart, {}, 9).direct_im, false);
}

TEST(DataConnection, DirectImBehindTheProxy)
{
    Feed feed;
    feed.add(kSender, ars_create());
    feed.add(kReceiver, ars_ready());
    EXPECT_EQ(feed.add(kSender, odc_text("hi"_ascii)).kind, Part::Kind::frame);
}

TEST(DataConnection, PartsOfALongDirectIm)
{
    DataConnection connection(false);
    const Bytes frame = odc_frame({.payload = "<BINARY><DATA ID=1 SIZE=9>abc"_ascii, .length = 29 + 6 + 2'000'000});
    connection.add_frame(kSender, kStart, 1, View(frame), odc::read_frame(View(frame)), "");
    std::uint64_t at = kStart + frame.size();
    Part part = connection.add(kSender, at, "defghi</DATA>"_ascii, 13);
    EXPECT_EQ(part.kind, Part::Kind::image);
    EXPECT_EQ(part.length, 6U);
    EXPECT_EQ(part.spot.offset, 3U);
    EXPECT_EQ(connection.find(kSender, at, "defghi</DATA>"_ascii, 13), part);
    EXPECT_TRUE(connection.direct_im().images()[0].is_complete());
    connection.count_image(part, "defghi"_ascii); // again
    EXPECT_EQ(connection.direct_im().images()[0].content.seen(), 9U);
    at += 6;
    part = connection.add(kSender, at, "</DATA></BINARY>"_ascii, 16);
    EXPECT_EQ(part, (Part{.kind = Part::Kind::passage, .length = DirectIm::kPassage, .direct_im = true}));
    connection.add_passage(kSender, at, View("</DATA></BINARY>"_ascii));
    part = connection.add(kSender, at + 16, "more"_ascii, 4);
    EXPECT_EQ(part, (Part{.kind = Part::Kind::rest, .length = 4, .direct_im = true}));
    const std::uint64_t seen = connection.direct_im().seen();
    connection.add_rest(4);
    EXPECT_EQ(connection.direct_im().seen(), seen + 4);
    EXPECT_EQ(progress_of(connection).seen, seen + 4);
    EXPECT_FALSE(progress_of(connection).complete);
}

TEST(DataConnection, DirectImFromTheMiddle)
{
    const Bytes bytes = "the end of one"_ascii + odc_text("hi"_ascii);
    DataConnection expected(true);
    expected.expect_direct_im();
    EXPECT_EQ(expected.add(kSender, kStart, bytes, 92),
              (Part{.kind = Part::Kind::other, .length = 14, .direct_im = true}));
    EXPECT_EQ(expected.find(kSender, kStart, bytes, 92).length, 14U);
    DataConnection from_the_start(false);
    from_the_start.expect_direct_im();
    EXPECT_EQ(from_the_start.add(kSender, kStart, bytes, 92), (Part{.kind = Part::Kind::other, .length = 92}));
}

const Bytes kClientHello = "16 03 01 0040 01"_hex + Bytes(63);

TEST(DataConnection, TlsWhereAProposalLetsOneExpectIt)
{
    Feed stranger;
    EXPECT_EQ(stranger.add(kReceiver, kClientHello).kind, Part::Kind::other);

    Feed feed;
    feed.connection.session = 0;
    EXPECT_EQ(feed.add(kReceiver, kClientHello), (Part{.kind = Part::Kind::tls, .length = 69}));
    for (const Bytes& other : {"16 02 01 0040 01"_hex, "16 03 05 0040 01"_hex, "17 03 01 0040 01"_hex, "16 03"_hex}) {
        EXPECT_EQ(feed.add(kReceiver, other).kind, Part::Kind::other);
    }
    EXPECT_EQ(feed.add(kReceiver, "16 03 04"_hex).kind, Part::Kind::tls);
    // Not within a transfer.
    feed.add(kSender, oft_header());
    EXPECT_EQ(feed.add(kSender, kClientHello).kind, Part::Kind::content);
}

TEST(DataConnection, TlsBehindTheProxy)
{
    Feed feed;
    feed.add(kSender, ars_create());
    feed.add(kReceiver, ars_ready());
    EXPECT_EQ(feed.add(kSender, kClientHello).kind, Part::Kind::tls);
}

TEST(DataConnection, CountedBytesThatComeAgain)
{
    DataConnection connection(false);
    const std::uint64_t first = connection.count_bytes(kSender, 100);
    EXPECT_EQ(connection.count_bytes(kSender, 50), first + 100);
    connection.give_back(kSender, 30);
    EXPECT_EQ(connection.count_bytes(kSender, 70), first + 120);
    EXPECT_EQ(connection.count_bytes(kReceiver, 1), first);
}

TEST(DataConnection, KeepsNoMorePacketsOfTheProxyThanThereMayBe)
{
    DataConnection connection(false);
    const Bytes ready = ars_ready();
    for (std::uint64_t i = 0; i < 1000; ++i) {
        connection.add_proxy_packet(kSender, kStart + 12 * i);
    }
    const auto is_proxy = [&](std::uint64_t i) {
        return connection.find(kSender, kStart + 12 * i, ready, 12).kind == Part::Kind::proxy;
    };
    EXPECT_TRUE(is_proxy(DataConnection::kMostProxyPackets - 1));
    EXPECT_FALSE(is_proxy(DataConnection::kMostProxyPackets));
}

TEST(DataConnection, TimesOfContent)
{
    DataConnection connection(false);
    connection.note_frame(5, 100, 0);
    connection.note_frame(7, 300, 1460);
    connection.note_frame(9, 450, 10);
    connection.note_frame(10, 500, 0);
    EXPECT_EQ(connection.first_frame(), 5U);
    EXPECT_EQ(connection.first_time(), 100);
    EXPECT_EQ(connection.last_time(), 500);
    EXPECT_EQ(connection.first_content(), 7U);
    EXPECT_EQ(connection.first_content_time(), 300);
    EXPECT_EQ(connection.last_content_time(), 450);
}

TEST(DataConnection, CountsBytesWhereNothingElseTellsTheirPlace)
{
    DataConnection connection(false);
    const std::uint64_t first = connection.count_bytes(kSender, 10);
    EXPECT_EQ(connection.count_bytes(kSender, 5), first + 10);
    EXPECT_EQ(connection.count_bytes(kReceiver, 5), first);
    EXPECT_EQ(connection.count_bytes(kSender, 1), first + 15);
}

TEST(DataConnection, SizeOfMoreThanTheHeaderHasRoomFor)
{
    constexpr std::uint64_t size = 0x1'0000'0041; // the header has 65
    Feed feed;
    feed.connection.set_total_size(size);
    feed.add(kSender, oft_header());
    EXPECT_EQ(feed.transfer().files()[0].size, size);
    feed.lose(kSender, size - 10);
    const Part part = feed.add(kSender, Bytes(10));
    EXPECT_EQ(part.step.offset, size - 10);
    EXPECT_EQ(part.step.length, 10U);
}

TEST(DataConnection, SizeInTheProposalIsOfAllFiles)
{
    Feed feed;
    feed.connection.set_total_size(0x1'0000'0041);
    feed.add(kSender, oft_header({.counts = "0002 0002 0001 0001"_hex}));
    EXPECT_EQ(feed.transfer().files()[0].size, 65U);
    Feed other;
    other.connection.set_total_size(0x1'0000'0042);
    other.add(kSender, oft_header());
    EXPECT_EQ(other.transfer().files()[0].size, 65U);
}

TEST(DataConnection, DoneWithAFileAfterTheNextHeader)
{
    Feed feed;
    const Bytes two = "0002 0002 0001 0001"_hex;
    const Bytes last = "0002 0001 0001 0001"_hex;
    feed.add(kSender, oft_header({.counts = two, .total_size = 130}));
    feed.add(kReceiver, oft_header({.type = 0x0202, .counts = two, .total_size = 130}));
    feed.add(kSender, kFile);
    feed.add(kSender, oft_header({.counts = last, .total_size = 130}));
    feed.add(kReceiver, oft_header({.type = 0x0204, .counts = two, .total_size = 130}));
    feed.add(kReceiver, oft_header({.type = 0x0202, .counts = last, .total_size = 130}));
    ASSERT_EQ(feed.transfer().files().size(), 2U);
    EXPECT_EQ(feed.transfer().files()[0].done_frame, 5U);
    EXPECT_EQ(feed.transfer().files()[1].done_frame, 0U);
    EXPECT_EQ(feed.transfer().files()[1].ack_frame, 6U);
}

TEST(DataConnection, HeaderThatComesAfterItsAcknowledgement)
{
    Feed feed;
    feed.add(kReceiver, oft_header({.type = 0x0202}));
    feed.add(kSender, oft_header());
    feed.add(kSender, kFile);
    feed.add(kReceiver, oft_header({.type = 0x0204}));
    ASSERT_EQ(feed.transfer().files().size(), 1U);
    EXPECT_EQ(feed.transfer().files()[0].prompt_frame, 2U);
    EXPECT_EQ(feed.transfer().files()[0].ack_frame, 1U);
    EXPECT_TRUE(feed.transfer().files()[0].is_complete());
}

TEST(DataConnection, RestOfAHeaderIsNoFile)
{
    Feed feed(true);
    const Bytes header = oft_header();
    feed.add(kSender, {header.begin() + 100, header.end()});
    feed.add(kReceiver, oft_header({.type = 0x0202}));
    feed.add(kSender, kFile);
    feed.add(kReceiver, oft_header({.type = 0x0204}));
    const Progress progress = progress_of(feed.transfer());
    EXPECT_EQ(progress.files, 1U);
    EXPECT_EQ(progress.seen, 65U);
    EXPECT_TRUE(progress.complete);
    RangeText text;
    EXPECT_STREQ(range_text(feed.transfer().files()[0], {}, text), "rest of a header whose start was lost");
}

// ---- What is derived ----

std::string progress(const Transfer& transfer) { return progress_text(progress_of(transfer)); }

TEST(Report, ProgressOfATransfer)
{
    EXPECT_EQ(progress(whole_transfer().transfer()), "complete, checksum correct");
    EXPECT_EQ(progress(whole_transfer(Bytes(65)).transfer()), "complete, checksum incorrect");
    EXPECT_EQ(progress(whole_transfer("1234"_ascii).transfer()), "incomplete");
    EXPECT_EQ(progress(Transfer()), "incomplete");
}

TEST(Report, NoChecksumStated)
{
    Feed feed;
    feed.add(kSender, oft_header({.checksum = oft::kNoChecksum}));
    feed.add(kSender, kFile);
    EXPECT_EQ(progress(feed.transfer()), "complete");
}

TEST(Report, FilesThatAreStillToCome)
{
    Feed feed;
    feed.add(kSender, oft_header({.counts = "0002 0002 0001 0001"_hex, .total_size = 130}));
    feed.add(kSender, kFile);
    EXPECT_EQ(progress(feed.transfer()), "incomplete");
    const Progress p = progress_of(feed.transfer());
    EXPECT_EQ(p.seen, 65U);
    EXPECT_EQ(p.expected, 65U);
    feed.add(kSender, oft_header({.counts = "0002 0001 0001 0001"_hex, .total_size = 130}));
    feed.add(kReceiver, oft_header({.type = 0x0204, .counts = "0002 0001 0001 0001"_hex, .total_size = 130}));
    EXPECT_EQ(progress(feed.transfer()), "complete, checksum correct"); // the other one was skipped
}

TEST(Report, ResumedTransferCountsWhatWasSent)
{
    Feed feed;
    oft::Checksum had;
    had.add(0, Bytes(kFile.begin(), kFile.begin() + 60));
    feed.add(kSender, oft_header());
    feed.add(kReceiver, oft_header({.type = 0x0205, .received = 60, .received_checksum = had.value()}));
    feed.add(kSender, oft_header({.type = 0x0106, .received = 60, .received_checksum = had.value()}));
    feed.add(kReceiver, oft_header({.type = 0x0207}));
    feed.add(kSender, {kFile.begin() + 60, kFile.end()});
    const Progress p = progress_of(feed.transfer());
    EXPECT_EQ(p.seen, 5U);
    EXPECT_EQ(p.expected, 5U);
    EXPECT_STREQ(progress_text(p), "complete, checksum correct");
}

TEST(Report, RangeInWords)
{
    const Feed feed = whole_transfer();
    const File& file = feed.transfer().files()[0];
    RangeText text;
    EXPECT_STREQ(range_text(file, {.length = 20, .offset = 10}, text), "bytes 10 to 29 of 65 (46 %)");
    File huge;
    huge.has_header = true;
    huge.size = ~std::uint64_t{0};
    huge.resource_size = 0xFFFFFFFF;
    const Step step{.length = 1, .offset = huge.size - 1};
    EXPECT_STREQ(range_text(huge, step, text),
                 "bytes 18446744073709551614 to 18446744073709551614 of 18446744073709551615 (100 %)");
    EXPECT_STREQ(range_text(huge, {.length = 1, .offset = 0xFFFFFFFE, .fork = true}, text),
                 "resource fork, bytes 4294967294 to 4294967294 of 4294967295 (100 %)");
    EXPECT_STREQ(range_text({}, {.length = 5, .offset = 0}, text), "bytes 0 to 4 of an unknown file");
}

TEST(Report, ItemsOfContent)
{
    const Feed feed = whole_transfer();
    Listing listing;
    RangeText text;
    emit_content(feed.transfer(), {.kind = Step::Kind::content, .length = 65}, {0, 65}, text, listing);
    EXPECT_EQ(listing.lines, (Lines{"data bytes 0 to 64 of 65 (100 %)", "  file.name notes.txt", "  data.from 0",
                                    "  data.to 64", "  data.progress 100", "  prompt_in 1", "  done_in 4"}));
}

Lines of_header(const Feed& feed, const OftFields& fields)
{
    Listing listing;
    const Bytes bytes = oft_header(fields);
    emit_file(feed.transfer(), 0, oft::read_header(View(bytes)), listing);
    return listing.lines;
}

TEST(Report, ItemsOfHeaders)
{
    const Feed feed = whole_transfer();
    const Lines about_file = {"file.seen 65", "file.complete 0", "checksum.computed 1213792256", "checksum.status 2"};
    Lines prompt = {"ack_in 2", "done_in 4"};
    prompt.insert(prompt.end(), about_file.begin(), about_file.end());
    EXPECT_EQ(of_header(feed, {}), prompt);
    Lines done = {"prompt_in 1"};
    done.insert(done.end(), about_file.begin(), about_file.end());
    EXPECT_EQ(of_header(feed, {.type = 0x0204, .received = 65, .received_checksum = 0x48590000}), done);
    Listing nothing;
    emit_file(feed.transfer(), Transfer::kNoFile, {}, nothing);
    EXPECT_EQ(nothing.lines, Lines{});
}

TEST(Report, ChecksumsThatAreNotThoseOfTheContent)
{
    const Feed feed = whole_transfer(Bytes(65));
    const Lines lines = of_header(feed, {.type = 0x0204, .received = 65, .received_checksum = 0x48590000});
    EXPECT_EQ(lines.back(),
              "! received_checksum.incorrect: Receiver's checksum 0x48590000: expected 0xFFFF0000, that of the content "
              "(some clients compute it in another way)");
    EXPECT_EQ(lines[lines.size() - 2],
              "! checksum.incorrect: Checksum of the content 0xFFFF0000: expected 0x48590000, which the sender states "
              "(some clients compute it in another way)");
}

TEST(Report, ChecksumOfAPartIsNoFinding)
{
    // What the receiver has is less than the file, so its sum cannot be compared.
    const Feed feed = whole_transfer();
    EXPECT_EQ(of_header(feed, {.type = 0x0204, .received = 64, .received_checksum = 0x11110000}).back(),
              "checksum.status 2");
    EXPECT_EQ(of_header(feed, {.type = 0x0204, .received = 65, .received_checksum = oft::kNoChecksum}).back(),
              "checksum.status 2");
    // What was not seen says nothing about the sum.
    EXPECT_EQ(of_header(whole_transfer("1234"_ascii), {.type = 0x0204}).back(), "checksum.status 0");
}

// ---- Whose they are ----

constexpr std::uint32_t kAlice = 0xC0000211; // addresses
constexpr std::uint32_t kBob = 0xCB00712D;
constexpr std::uint16_t kPort = 4443;

Event proposal(std::uint16_t sequence, std::uint32_t ip, std::uint64_t cookie = kCookie, std::uint16_t port = kPort)
{
    Event e;
    e.kind = rendezvous::MessageKind::propose;
    e.complete = true;
    e.has_sequence = true;
    e.sequence = sequence;
    e.cookie = cookie;
    e.to_host = true;
    e.offer.ip = ip;
    e.offer.port = port;
    e.place.peer = "bob";
    e.place.from_low = true;
    return e;
}

class DataOfSessions : public testing::Test {
protected:
    Tracker tracker{1};
    std::uint32_t frame = 0;

    Number propose(Event e)
    {
        e.place.frame = ++frame;
        e.request_id = frame;
        tracker.add(e);
        return find(frame).session;
    }
    Context find(std::uint32_t number)
    {
        Context context;
        EXPECT_TRUE(tracker.find(number, 0, true, context));
        return context;
    }
    DataConnection& open(std::uint32_t number, Endpoint to = {kAlice, kPort})
    {
        return tracker.add_data(number, {kBob, 1602}, to, false);
    }
};

TEST_F(DataOfSessions, ByTheAddressOfAProposal)
{
    const Number session = propose(proposal(1, kAlice));
    DataConnection& data = open(7);
    EXPECT_EQ(data.session, session);
    EXPECT_EQ(tracker.proposal_frame(data), 1U);
    EXPECT_EQ(tracker.find_data(7), &data);
    EXPECT_EQ(tracker.find_data(8), nullptr);
    EXPECT_EQ(find(1).data, nullptr); // nothing was recognised on it
    data.note_frame(5, 0, 0);
    EXPECT_EQ(find(1).data, &data);
    EXPECT_STREQ(find(1).data_way, "directly");
}

TEST_F(DataOfSessions, ByEachAddressOfAProposal)
{
    Event e = proposal(1, kAlice);
    e.offer.requester_ip = kAlice + 1;
    e.offer.verified_ip = kAlice + 2;
    e.offer.data_ip = kAlice + 3;
    propose(e);
    for (std::uint32_t i = 0; i < 4; ++i) {
        EXPECT_EQ(open(i, {kAlice + i, kPort}).session, 0U) << i;
    }
    EXPECT_EQ(open(9, {kAlice + 4, kPort}).session, kNone);
    EXPECT_EQ(open(10, {kAlice, kPort + 1}).session, kNone);
}

TEST_F(DataOfSessions, AddressThatIsTheOtherEnd)
{
    propose(proposal(1, kBob, kCookie, 1602));
    EXPECT_EQ(open(7).session, 0U);
}

TEST_F(DataOfSessions, LatestProposalOfAnAddress)
{
    propose(proposal(1, kAlice));
    const Number second = propose(proposal(1, kAlice, kCookie + 1));
    EXPECT_EQ(second, 1U);
    EXPECT_EQ(open(7).session, second);
}

TEST_F(DataOfSessions, WhatRunsInsideTlsBelongsToTheSameSession)
{
    const Number session = propose(proposal(1, kAlice));
    DataConnection& carrier = open(7);
    DataConnection& inside = tracker.add_data(kInsideTls | 7, {kBob, 1602}, {kAlice, kPort}, false);
    EXPECT_NE(&inside, &carrier);
    EXPECT_EQ(tracker.find_data(7), &carrier);
    EXPECT_EQ(tracker.find_data(kInsideTls | 7), &inside);
    EXPECT_EQ(inside.session, session);
    EXPECT_FALSE(inside.is_proxied());
    inside.note_frame(5, 0, 0);
    EXPECT_STREQ(find(1).data_way, "directly");
}

TEST_F(DataOfSessions, TlsBehindTheProxyIsProxied)
{
    DataConnection& carrier = open(7, {kAlice + 9, 5190});
    carrier.add_proxy_packet(Side::low, kStart);
    const Number session = propose(proposal(1, kAlice));
    tracker.join_data(carrier, kCookie);
    DataConnection& inside = tracker.add_data(kInsideTls | 7, {kBob, 1602}, {kAlice + 9, 5190}, false);
    EXPECT_EQ(inside.session, session);
    EXPECT_TRUE(inside.is_proxied());
    EXPECT_FALSE(inside.has_proxy());
    carrier.note_frame(4, 0, 0);
    inside.note_frame(5, 0, 0);
    EXPECT_EQ(find(1).data, &inside);
    EXPECT_STREQ(find(1).data_way, "through the proxy");
    // Without what carries it, it is a connection like any other.
    EXPECT_EQ(tracker.add_data(kInsideTls | 8, {kBob, 1603}, {kAlice, kPort}, false).session, session);
}

TEST_F(DataOfSessions, NobodyWaitsAtTheProxyItself)
{
    Event e = proposal(1, kAlice);
    e.offer.use_ars = true; // the port is a pin
    propose(e);
    EXPECT_EQ(open(7).session, kNone);
    EXPECT_EQ(tracker.proposal_frame(*tracker.find_data(7)), 0U);
}

TEST_F(DataOfSessions, CookieIsStrongerThanTheAddress)
{
    propose(proposal(1, kAlice));
    propose(proposal(1, kAlice + 9, kCookie + 1));
    DataConnection& data = open(7);
    EXPECT_EQ(data.session, 0U);
    tracker.join_data(data, 0);
    tracker.join_data(data, kCookie + 2); // of nobody
    EXPECT_EQ(data.session, 0U);
    tracker.join_data(data, kCookie + 1);
    EXPECT_EQ(data.session, 1U);
    EXPECT_EQ(tracker.proposal_frame(data), 2U);
    tracker.join_data(data, kCookie); // the first one counts
    EXPECT_EQ(data.session, 1U);
}

TEST_F(DataOfSessions, WhoHasTheFiles)
{
    EXPECT_EQ(tracker.file_owner(open(6)), nullptr); // no session
    tracker.set_own_name(0, "alice");
    Event e = proposal(1, kAlice);
    e.place.connection = 0;
    propose(e);
    EXPECT_STREQ(tracker.file_owner(open(7)), "alice");
    // Who asks for files does not have them.
    const auto row =
        std::ranges::find(rendezvous::service_table(), rendezvous::Service::get_file, &rendezvous::ServiceRow::service);
    e = proposal(1, kAlice, kCookie + 1, kPort + 1);
    e.has_service = true;
    e.uuid = row->uuid;
    e.service_row = &*row;
    propose(e);
    EXPECT_STREQ(tracker.file_owner(open(8, {kAlice, kPort + 1})), "bob");
}

TEST_F(DataOfSessions, ProxyIsOpenedBeforeItIsProposed)
{
    DataConnection& data = open(7, {kAlice + 5, 5190});
    data.note_frame(1, 0, 0);
    tracker.join_data(data, kCookie);
    EXPECT_EQ(data.session, kNone);
    frame = 1;
    propose(proposal(1, kAlice, kCookie + 1));
    EXPECT_EQ(data.session, kNone);
    Event e = proposal(1, kAlice);
    e.offer.use_ars = true;
    EXPECT_EQ(propose(e), 1U);
    EXPECT_EQ(data.session, 1U);
    EXPECT_EQ(tracker.proposal_frame(data), 3U);
    EXPECT_EQ(find(3).data, &data);
}

TEST_F(DataOfSessions, WaysToConnect)
{
    propose(proposal(1, kAlice));
    propose(proposal(2, kAlice + 1));
    DataConnection& data = open(7, {kAlice + 1, kPort});
    data.note_frame(5, 0, 0);
    EXPECT_EQ(data.session, 0U);
    EXPECT_STREQ(find(1).data_way, "redirected");
    data.add_proxy_packet(Side::low, kStart);
    EXPECT_STREQ(find(1).data_way, "through the proxy");
}

TEST_F(DataOfSessions, FirstConnectionOnWhichAnythingWasSent)
{
    propose(proposal(1, kAlice));
    open(7);
    DataConnection& second = open(8);
    second.note_frame(5, 0, 0);
    DataConnection& third = open(9);
    third.note_frame(6, 0, 0);
    EXPECT_EQ(find(1).data, &second);
}

TEST_F(DataOfSessions, SizeOfTheProposal)
{
    Event e = proposal(1, kAlice);
    e.place.size = 0x1'0000'0041;
    propose(e);
    DataConnection& data = open(7);
    const Bytes bytes = oft_header();
    data.add_header(kSender, kStart, 5, oft::read_header(View(bytes)), "");
    EXPECT_EQ(data.transfer().files()[0].size, 0x1'0000'0041U);
}

TEST_F(DataOfSessions, MiddleOfWhatNobodyExpectsIsNotContent)
{
    DataConnection& data = tracker.add_data(7, {kBob, 1602}, {kAlice, kPort}, true);
    EXPECT_EQ(data.add(kSender, kStart, "1234"_ascii, 4).kind, Part::Kind::other);
    propose(proposal(1, kAlice));
    DataConnection& expected = tracker.add_data(8, {kBob, 1602}, {kAlice, kPort}, true);
    EXPECT_EQ(expected.add(kSender, kStart, "1234"_ascii, 4).kind, Part::Kind::content);
}

TEST_F(DataOfSessions, ServiceTellsWhatIsInTheMiddle)
{
    const auto row = std::ranges::find(rendezvous::service_table(), rendezvous::Service::direct_im,
                                       &rendezvous::ServiceRow::service);
    Event e = proposal(1, kAlice);
    e.has_service = true;
    e.uuid = row->uuid;
    e.service_row = &*row;
    propose(e);
    DataConnection& data = tracker.add_data(8, {kBob, 1602}, {kAlice, kPort}, true);
    EXPECT_TRUE(data.is_direct_im());
    EXPECT_EQ(data.add(kSender, kStart, "1234"_ascii, 4).kind, Part::Kind::other);
}

TEST_F(DataOfSessions, DirectImsToldWithTheMessages)
{
    propose(proposal(1, kAlice));
    Context context = find(1);
    DataConnection data(false);
    const Bytes image = odc_text("look<BINARY>"_ascii + odc_image("1"_ascii, kGif) + "</BINARY>"_ascii);
    data.add_frame(kSender, kStart, 4, View(image), odc::read_frame(View(image)), "");
    data.note_frame(4, 1'000'000'000, 88);
    context.data = &data;
    Listing listing;
    OutcomeText text;
    emit_context(context, text, listing);
    const auto from = std::find(listing.lines.begin(), listing.lines.end(), "  data_in 4");
    EXPECT_EQ(Lines(from, listing.lines.end()),
              (Lines{"  data_in 4", "    data.messages 1", "    data.images 1", "    data.seen 86",
                     "    data.expected 86", "    data.duration 0", "    data.state complete"}));
}

TEST_F(DataOfSessions, ToldWithTheMessages)
{
    propose(proposal(1, kAlice));
    Context context = find(1);
    Feed feed = whole_transfer();
    feed.connection.note_frame(4, 1'000'000'000, 0);
    feed.connection.note_frame(5, 2'000'000'000, 65);
    feed.connection.note_frame(6, 2'500'000'000, 65);
    context.data = &feed.connection;
    context.data_way = "directly";
    context.accept_time = 3'000'000'000;
    Listing listing;
    OutcomeText text;
    emit_context(context, text, listing);
    const auto from = std::find(listing.lines.begin(), listing.lines.end(), "  data_in 4");
    EXPECT_EQ(Lines(from, listing.lines.end()),
              (Lines{"  data_in 4", "    data.way directly", "    data.seen 65", "    data.expected 65",
                     "    data.duration 500000000", "    data.throughput 130",
                     "    data.delay " + std::to_string(static_cast<std::uint64_t>(-1'000'000'000LL)),
                     "    data.state complete, checksum correct"}));
}

} // namespace
} // namespace oscar::sessions
