// SPDX-License-Identifier: GPL-2.0-or-later
#include "../core/data_samples.h"

#include "sessions/tracker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace oscar::sessions {

using namespace rendezvous;
using namespace test;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::uint64_t kStart = 0x1'0000'1000;
constexpr Endpoint kListener{0xC0000205, 4443};
constexpr Endpoint kCaller{0xC0000207, 50000};
constexpr Endpoint kProxy{0xC0000209, 5190};

// A capture of Ann's connection to the server, and of data connections. Each step is a frame, a second after the one
// before.
class Capture {
public:
    Tracker tracker{42};

    void message(std::uint64_t cookie, MessageKind kind, Service service, Outcome answer = Outcome::open,
                 std::uint64_t size = 0, std::uint16_t sequence = 1)
    {
        const auto row = std::ranges::find(service_table(), service, &ServiceRow::service);
        Event e;
        e.kind = kind;
        e.answer = answer;
        e.complete = true;
        e.cookie = cookie;
        e.has_service = true;
        e.uuid = row->uuid;
        e.service_row = &*row;
        e.to_host = kind == MessageKind::propose;
        e.has_sequence = kind == MessageKind::propose;
        e.sequence = sequence;
        e.request_id = ++frame_ | (e.to_host ? 0 : 0x80000000);
        e.place = {.frame = frame_,
                   .from_low = e.to_host,
                   .time = frame_ * kSecond,
                   .peer = "Bob",
                   .size = size,
                   .subject = kind == MessageKind::propose ? "\"notes.txt\"" : ""};
        if (kind == MessageKind::propose) {
            e.offer.ip = kListener.ip;
            e.offer.port = kListener.port;
        }
        tracker.add(e);
    }
    void propose(std::uint64_t cookie, Service service = Service::file_transfer, std::uint64_t size = 0,
                 std::uint16_t sequence = 1)
    {
        tracker.set_own_name(0, "Ann");
        message(cookie, MessageKind::propose, service, Outcome::open, size, sequence);
    }
    DataConnection& data(std::uint32_t number, Endpoint from, Endpoint to)
    {
        DataConnection& found = tracker.add_data(number, from, to, false);
        found.ends = {from, to};
        return found;
    }
    // The low side sends a file, all of it or only the first `part` bytes.
    void send(DataConnection& to, const Bytes& content, const char* name = "notes.txt", std::size_t part = ~0UL)
    {
        const Bytes bytes = oft_header({.counts = "0001 0001 0001 0001"_hex,
                                        .total_size = static_cast<std::uint32_t>(content.size()),
                                        .size = static_cast<std::uint32_t>(content.size())});
        to.add(Side::low, place_, bytes, static_cast<std::uint32_t>(bytes.size()));
        to.add_header(Side::low, place_, ++frame_, oft::read_header(View(bytes)), name);
        to.note_frame(frame_, frame_ * kSecond, 0);
        place_ += bytes.size();
        const std::size_t length = std::min(part, content.size());
        if (length > 0) {
            to.add(Side::low, place_, std::span(content).first(length), static_cast<std::uint32_t>(length));
            ++frame_;
            to.note_frame(frame_, frame_ * kSecond, static_cast<std::uint32_t>(length));
        }
        place_ += content.size();
    }
    void through_proxy(DataConnection& to, std::uint64_t cookie, const char* user = "")
    {
        to.add_proxy_packet(Side::low, place_);
        ++frame_;
        to.note_frame(frame_, frame_ * kSecond, 0);
        tracker.join_data(to, cookie, user);
        place_ += 40;
    }

    std::vector<Row> rows(bool all_seen = true) const
    {
        std::vector<Row> out;
        for (const RowKey& key : tracker.rows()) {
            out.push_back(tracker.row(key, all_seen));
        }
        return out;
    }

private:
    std::uint32_t frame_ = 0;
    std::uint64_t place_ = kStart;
};

std::string text(const char* text) { return text != nullptr ? text : "-"; }

TEST(Overview, NothingInIt)
{
    const Capture capture;
    EXPECT_TRUE(capture.rows().empty());
}

TEST(Overview, ASessionWithoutFiles)
{
    Capture capture;
    capture.propose(1, Service::file_transfer, 12008);
    ASSERT_EQ(capture.rows().size(), 1U);
    const Row row = capture.rows()[0];
    EXPECT_EQ(row.key, (RowKey{.session = 0}));
    EXPECT_EQ(row.start, kSecond);
    EXPECT_STREQ(row.service.c_str(), "File Transfer");
    EXPECT_EQ(text(row.from) + " " + text(row.to), "Ann Bob");
    EXPECT_EQ(text(row.subject), "\"notes.txt\"");
    EXPECT_TRUE(row.has_outcome);
    EXPECT_EQ(row.outcome, Outcome::no_answer);
    EXPECT_EQ(capture.rows(false)[0].outcome, Outcome::open);
    EXPECT_EQ(row.way, nullptr);
    EXPECT_EQ(row.file, nullptr);
    EXPECT_EQ(row.connection, nullptr);
    EXPECT_TRUE(row.has_seen && row.has_expected);
    EXPECT_EQ(row.seen, 0U);
    EXPECT_EQ(row.expected, 12008U);
}

TEST(Overview, NoSizesWhereThereIsNothingToSend)
{
    Capture capture;
    capture.propose(1, Service::chat);
    const Row row = capture.rows().at(0);
    EXPECT_FALSE(row.has_seen || row.has_expected);
}

TEST(Overview, ARowForEachFile)
{
    Capture capture;
    capture.propose(1, Service::file_transfer, 300);
    DataConnection& data = capture.data(7, kCaller, kListener);
    capture.send(data, Bytes(100, 'a'));
    capture.send(data, Bytes(200, 'b'), "more.txt", 50);
    capture.message(1, MessageKind::accept, Service::file_transfer, Outcome::accepted);
    const auto rows = capture.rows();
    ASSERT_EQ(rows.size(), 2U);
    for (const Row& row : rows) {
        EXPECT_EQ(row.key.session, 0U);
        EXPECT_EQ(row.start, kSecond);
        EXPECT_EQ(text(row.from) + " " + text(row.to), "Ann Bob");
        EXPECT_EQ(text(row.way), "directly");
        EXPECT_EQ(row.from_end, kCaller); // for users without a name
        EXPECT_EQ(row.to_end, kListener);
        EXPECT_EQ(row.outcome, Outcome::accepted);
        EXPECT_EQ(row.connection, &data);
        ASSERT_NE(row.file, nullptr);
    }
    EXPECT_EQ(rows[0].file->name, "notes.txt");
    EXPECT_EQ(rows[0].seen, 100U);
    EXPECT_EQ(rows[0].expected, 100U);
    EXPECT_EQ(rows[1].file->name, "more.txt");
    EXPECT_EQ(rows[1].seen, 50U);
    EXPECT_EQ(rows[1].expected, 200U);
}

// The receiver of what the proposal is about is its sender.
TEST(Overview, GetFileGoesTheOtherWay)
{
    Capture capture;
    capture.propose(1, Service::get_file);
    EXPECT_EQ(text(capture.rows().at(0).from), "Ann");
    capture.send(capture.data(7, kListener, kCaller), Bytes(100, 'a'));
    EXPECT_EQ(text(capture.rows().at(0).from) + " " + text(capture.rows().at(0).to), "Bob Ann");
}

TEST(Overview, Redirected)
{
    Capture capture;
    capture.propose(1);
    capture.message(1, MessageKind::propose, Service::file_transfer, Outcome::open, 0, 2);
    capture.send(capture.data(7, kCaller, kListener), Bytes(100, 'a'));
    EXPECT_EQ(text(capture.rows().at(0).way), "redirected");
}

TEST(Overview, ADataConnectionWithoutASession)
{
    Capture capture;
    capture.send(capture.data(7, kCaller, kListener), Bytes(100, 'a'));
    const Row row = capture.rows().at(0);
    EXPECT_EQ(row.key, (RowKey{kNone, 0, 0}));
    EXPECT_FALSE(row.has_outcome || row.has_service);
    EXPECT_EQ(row.start, kSecond);
    EXPECT_EQ(row.from_end, kCaller); // the low side, which sends
    EXPECT_EQ(row.to_end, kListener);
    EXPECT_EQ(row.way, nullptr);
}

// What was not recognised is not ours.
TEST(Overview, NoRowForAnUnknownConnection)
{
    Capture capture;
    capture.propose(1);
    capture.data(7, kCaller, kListener);
    ASSERT_EQ(capture.rows().size(), 1U);
    EXPECT_EQ(capture.rows()[0].connection, nullptr);
}

TEST(Overview, BothLegsOfTheProxyAreOneRow)
{
    Capture capture;
    capture.propose(1);
    const Bytes content(100, 'a');
    DataConnection& sender = capture.data(7, kCaller, kProxy);
    DataConnection& receiver = capture.data(8, kListener, kProxy);
    capture.through_proxy(sender, 1);
    capture.through_proxy(receiver, 1);
    capture.send(sender, content, "notes.txt", 60);
    capture.send(receiver, content, "notes.txt", 60);
    auto rows = capture.rows();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].key, (RowKey{0, 0, 0}));
    EXPECT_EQ(text(rows[0].way), "through the proxy");
    EXPECT_EQ(rows[0].from_end, Endpoint{}); // one of its ends is the proxy

    // Another file, and more of a file than the first connection shows, are rows of their own.
    capture.send(sender, content, "second.txt", 10);
    capture.send(receiver, content, "second.txt");
    capture.send(sender, content, "third.txt");
    capture.send(receiver, content, "fourth.txt");
    rows = capture.rows();
    ASSERT_EQ(rows.size(), 5U);
    EXPECT_EQ(rows[3].key, (RowKey{0, 1, 1}));
    EXPECT_EQ(rows[4].file->name, "fourth.txt");
}

TEST(Overview, TheProxyIsToldWhoProposes)
{
    for (const bool first : {true, false}) { // before or after the proposal
        Capture capture;
        DataConnection& data = capture.data(7, kCaller, kProxy);
        if (first) {
            capture.through_proxy(data, 1, "Ann");
        }
        capture.message(1, MessageKind::propose, Service::file_transfer);
        if (!first) {
            capture.through_proxy(data, 1, "Ann");
        }
        ASSERT_EQ(capture.rows().size(), 1U);
        EXPECT_EQ(text(capture.rows()[0].from) + " " + text(capture.rows()[0].to), "Ann Bob") << first;
        // From now on the OSCAR connection is known to be hers.
        capture.message(2, MessageKind::propose, Service::file_transfer);
        EXPECT_EQ(text(capture.rows()[1].from), "Ann");
    }
}

TEST(Overview, WhoJoinsAtTheProxyIsTheOtherUser)
{
    Capture capture;
    capture.message(1, MessageKind::propose, Service::file_transfer);
    capture.through_proxy(capture.data(7, kListener, kProxy), 1, "b o b");
    EXPECT_EQ(text(capture.rows()[0].from) + " " + text(capture.rows()[0].to), "- Bob");
    // Nobody whose name is known becomes somebody else.
    capture.propose(2);
    capture.through_proxy(capture.data(8, kCaller, kProxy), 2, "Mallory");
    EXPECT_EQ(text(capture.rows()[1].from) + " " + text(capture.rows()[1].to), "Ann Bob");
}

TEST(Overview, SessionsInTheirOrderAndTheRestBehind)
{
    Capture capture;
    capture.send(capture.data(5, kCaller, kProxy), Bytes(10, 'a'));
    capture.propose(1, Service::chat);
    capture.propose(2);
    capture.send(capture.data(6, kCaller, kListener), Bytes(10, 'a'));
    capture.propose(3, Service::direct_im);
    std::vector<RowKey> expected = {{0}, {1, 1, 0}, {2}, {kNone, 0, 0}};
    EXPECT_EQ(capture.tracker.rows(), expected);
    EXPECT_TRUE(std::ranges::is_sorted(expected));
}

TEST(Overview, DirectIms)
{
    Capture capture;
    capture.propose(1, Service::direct_im);
    DataConnection& data = capture.data(7, kCaller, kListener);
    const Bytes frame = odc_text("hello"_ascii);
    data.add_frame(Side::low, kStart, 5, View(frame), odc::read_frame(View(frame)), "");
    data.note_frame(5, 5 * kSecond, 5);
    ASSERT_EQ(capture.rows().size(), 1U);
    const Row row = capture.rows()[0];
    EXPECT_EQ(row.key, (RowKey{.session = 0, .connection = 0}));
    EXPECT_EQ(row.direct_im, &data.direct_im());
    EXPECT_EQ(row.file, nullptr);
    EXPECT_TRUE(row.has_seen && row.has_expected);
    EXPECT_EQ(row.seen, 5U);
    EXPECT_EQ(row.expected, 5U);
}

} // namespace
} // namespace oscar::sessions
