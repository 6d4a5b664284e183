// SPDX-License-Identifier: GPL-2.0-or-later
//
// ICQ direct connections: what is where in them, which messages belong together, and whose session they are.
#include "../core/data_samples.h"
#include "../core/icq_dc_samples.h"
#include "listing.h"

#include "sessions/overview.h"
#include "sessions/streams/peer.h"
#include "sessions/streams/peer_report.h"
#include "sessions/tracker.h"

#include <gtest/gtest.h>

#include <string_view>

namespace oscar::sessions {
namespace {

using namespace test;
using Kind = PeerPart::Kind;

constexpr std::uint64_t kStart = 0x1'0000'0001;
constexpr Side kCaller = Side::high; // who connects
constexpr Side kCallee = Side::low;

Bytes cut(const Bytes& bytes, std::size_t from, std::size_t to = static_cast<std::size_t>(-1))
{
    return {bytes.begin() + static_cast<std::ptrdiff_t>(from),
            bytes.begin() + static_cast<std::ptrdiff_t>(std::min(to, bytes.size()))};
}

// Feeds what each side sends as a dissector does, and sees to it that find() says the same as add() did, at the end
// too.
class Feed {
public:
    Peer peer;
    Transfer files;

    // Everything in a segment, which holds whole frames. Returns the kinds of its parts.
    std::vector<Kind> add(Side side, const Bytes& segment)
    {
        ++frame;
        std::vector<Kind> kinds;
        std::uint64_t& at = at_[static_cast<std::size_t>(side)];
        for (std::size_t done = 0; done < segment.size();) {
            const std::span<const std::uint8_t> rest = std::span(segment).subspan(done);
            const PeerPart part = add_part(side, at + done, rest);
            kinds.push_back(part.kind);
            if (part.kind == Kind::more || part.length > rest.size()) {
                break; // a dissector asks for more
            }
            seen_.push_back({side, at + done, Bytes(rest.begin(), rest.end()), part});
            tell(side, at + done, Bytes(rest.begin(), rest.begin() + part.length), part);
            done += part.length;
        }
        at += segment.size();
        return kinds;
    }
    // What the capture has of a segment of this size.
    std::vector<Kind> add_cut(Side side, const Bytes& captured, std::uint32_t size)
    {
        std::vector<Kind> kinds;
        std::uint64_t& at = at_[static_cast<std::size_t>(side)];
        for (std::uint32_t done = 0; done < size;) {
            const auto there = std::span(captured).subspan(std::min<std::size_t>(done, captured.size()));
            const PeerPart part = peer.add(side, at + done, there, size - done, files);
            kinds.push_back(part.kind);
            done += part.length;
        }
        at += size;
        return kinds;
    }
    void go_to(Side side, std::uint64_t place) { at_[static_cast<std::size_t>(side)] = place; }
    void lose(Side side, std::size_t size) { at_[static_cast<std::size_t>(side)] += size; }
    std::uint64_t place(Side side) const { return at_[static_cast<std::size_t>(side)]; }
    void expect_the_same_later() const
    {
        for (const Seen& s : seen_) {
            EXPECT_EQ(peer.find(s.side, s.place, s.bytes, static_cast<std::uint32_t>(s.bytes.size())), s.part)
                << s.place - kStart;
        }
    }
    void shake_hands()
    {
        add(kCaller, kDcInit);
        add(kCallee, kDcAck + kDcInitOfWindows);
        add(kCaller, kDcAck);
    }

    std::uint32_t frame = 0;
    Exchange* exchange = nullptr; // of the latest message

private:
    struct Seen {
        Side side;
        std::uint64_t place;
        Bytes bytes;
        PeerPart part;
    };

    PeerPart add_part(Side side, std::uint64_t at, std::span<const std::uint8_t> bytes)
    {
        return peer.add(side, at, bytes, static_cast<std::uint32_t>(bytes.size()), files);
    }
    void tell(Side side, std::uint64_t at, const Bytes& bytes, const PeerPart& part)
    {
        NullListener to;
        const View view(bytes);
        switch (part.kind) {
        case Kind::init:
        case Kind::init_without_length:
            peer.add_init(side, icq_dc::decode_init(view, part.kind == Kind::init, to));
            break;
        case Kind::channel:
            peer.add_channel(icq_dc::decode_channel(view, to));
            break;
        case Kind::message:
            tell_message(side, at, view);
            break;
        case Kind::file_packet: {
            const icq_dc::FilePacket packet = icq_dc::decode_file_packet(view, to);
            const std::string_view name = view.chars(packet.name.at);
            peer.add_file_packet(side, at, frame, packet, name.substr(0, name.find('\0')), files);
            break;
        }
        case Kind::hello: {
            const icq_dc::ChatHello hello = icq_dc::decode_chat_hello(view, to);
            const std::string_view nick = view.chars(hello.nick.at);
            peer.add_hello(side, at + bytes.size(), hello, nick.substr(0, nick.find('\0')));
            break;
        }
        case Kind::content:
            files.count(part.step, bytes);
            files.note_content(part.step.file, frame);
            break;
        default:
            break;
        }
    }
    void tell_message(Side side, std::uint64_t at, const View& view)
    {
        NullListener to;
        const std::uint16_t version = peer.version();
        const icq_dc::Scrambled found = icq_dc::decode_scrambled(view, version, to);
        Bytes clear(found.bytes.captured());
        icq_dc::unscramble(found.bytes, clear);
        const icq_dc::Message message = icq_dc::decode_area(View(clear), version, nullptr, to);
        const auto text = View(clear).chars(message.summary.text.at);
        exchange = peer.add_message(side, at + view.size(), frame, std::int64_t{1000} * frame, message,
                                    text.substr(0, 1) == "1");
    }

    std::uint64_t at_[2] = {kStart, kStart};
    std::vector<Seen> seen_;
};

using Kinds = std::vector<Kind>;
using Lines = std::vector<std::string>;

Bytes words(std::size_t sequence, const Bytes& text = "hello"_ascii)
{
    return dc_message({.sequence = sequence, .text = text});
}
Bytes ack(std::size_t sequence, const DcMessage& like = {})
{
    DcMessage m = like;
    m.command = 0x07DA;
    m.sequence = sequence;
    return dc_message(m);
}

TEST(Peer, Messages)
{
    Feed feed;
    EXPECT_EQ(feed.add(kCaller, kDcInit), (Kinds{Kind::init}));
    EXPECT_EQ(feed.peer.version(), 8U);
    EXPECT_FALSE(feed.peer.has_both_versions());
    EXPECT_STREQ(feed.peer.user(kCaller), "4024781");
    EXPECT_STREQ(feed.peer.user(kCallee), "164915098");
    EXPECT_EQ(feed.add(kCallee, kDcAck + kDcInitOfWindows), (Kinds{Kind::ack, Kind::init}));
    EXPECT_TRUE(feed.peer.has_both_versions());
    EXPECT_EQ(feed.peer.first(), kCaller);
    EXPECT_EQ(feed.add(kCaller, kDcAck), (Kinds{Kind::ack}));
    EXPECT_EQ(feed.add(kCaller, kDcChannel), (Kinds{Kind::channel}));
    EXPECT_EQ(feed.add(kCallee, kDcChannelAnswer), (Kinds{Kind::channel}));
    EXPECT_EQ(feed.peer.use(), Peer::Use::unknown);
    EXPECT_EQ(feed.add(kCaller, words(0xFFFF) + words(0xFFFE)), (Kinds{Kind::message, Kind::message}));
    EXPECT_EQ(feed.peer.use(), Peer::Use::messages);
    EXPECT_EQ(feed.add(kCallee, words(0xFFFF)), (Kinds{Kind::message}));
    EXPECT_EQ(feed.peer.message_count(), 3U);
    // What other kinds of connections have is nothing here, and the handshake can be repeated.
    EXPECT_EQ(feed.add(kCaller, kDcFileInit), (Kinds{Kind::frame}));
    EXPECT_EQ(feed.add(kCaller, kDcChatFirst), (Kinds{Kind::frame}));
    EXPECT_EQ(feed.add(kCaller, kDcInit + kDcAck + kDcChannel), (Kinds{Kind::init, Kind::ack, Kind::channel}));
    EXPECT_EQ(feed.add(kCaller, "0000"_hex), (Kinds{Kind::frame}));
    feed.expect_the_same_later();
}

TEST(Peer, TheLowerVersionIsUsed)
{
    Feed feed;
    Bytes init = kDcInit;
    init[3] = 11;
    feed.add(kCaller, init);
    EXPECT_EQ(feed.peer.version(), 11U);
    Bytes again = kDcInitOfWindows;
    again[3] = 7;
    feed.add(kCallee, kDcAck + again);
    EXPECT_EQ(feed.peer.version(), 7U);
    again[3] = 6;
    feed.add(kCallee, again); // the first one counts
    EXPECT_EQ(feed.peer.version(), 7U);
    EXPECT_EQ(feed.peer.init(kCaller).version, 11U);
}

TEST(Peer, Version6HasNoStartByte)
{
    Feed feed;
    feed.add(kCaller, kDcInitOfClimm);
    feed.add(kCallee, kDcAck + kDcInitOfClimm);
    feed.add(kCaller, kDcAck);
    EXPECT_EQ(feed.peer.version(), 6U);
    EXPECT_EQ(feed.add(kCaller, kDcOldHello), (Kinds{Kind::message}));
    EXPECT_EQ(feed.add(kCaller, dc_frame(dc_scrambled(dc_area({}), 10, 0))), (Kinds{Kind::message}));
    feed.expect_the_same_later();
    Feed files;
    files.add(kCaller, kDcInitOfClimm);
    EXPECT_EQ(files.add(kCaller, kDcFileInit), (Kinds{Kind::file_packet}));
    // A message that is not proved says nothing.
    Feed nothing;
    nothing.add(kCaller, kDcInitOfClimm);
    EXPECT_EQ(nothing.add(kCaller, dc_frame("02"_hex + Bytes(28))), (Kinds{Kind::frame}));
    EXPECT_EQ(nothing.peer.use(), Peer::Use::unknown);
    // Unless it can be nothing else.
    EXPECT_EQ(nothing.add(kCaller, dc_frame("02"_hex + Bytes(29))), (Kinds{Kind::message}));
    EXPECT_EQ(nothing.peer.use(), Peer::Use::messages);
}

TEST(Peer, Version6GoesOnAfterAGap)
{
    Feed feed;
    feed.add(kCaller, kDcInitOfClimm);
    feed.add(kCaller, kDcOldHello);
    feed.lose(kCaller, 30);
    EXPECT_EQ(feed.add(kCaller, dc_frame(Bytes(44))), (Kinds{Kind::lost}));
    EXPECT_EQ(feed.add(kCaller, kDcOldHello + kDcOldHello), (Kinds{Kind::message, Kind::message}));
    feed.expect_the_same_later();
}

TEST(Peer, FramesThatComeInParts)
{
    Feed feed;
    const auto add = [&](const Bytes& bytes, std::size_t size = 0) {
        return feed.peer.add(kCaller, kStart, bytes, static_cast<std::uint32_t>(size != 0 ? size : bytes.size()),
                             feed.files);
    };
    EXPECT_EQ(add("30"_hex).kind, Kind::more);
    EXPECT_EQ(add("3000"_hex).kind, Kind::more);
    EXPECT_EQ(add("3000ff"_hex), (PeerPart{.kind = Kind::init, .length = 50}));
    EXPECT_EQ(add(kDcInit), (PeerPart{.kind = Kind::init, .length = 50}));
    EXPECT_EQ(feed.peer.add(kCaller, kStart, {}, 0, feed.files).kind, Kind::lost);
    // The capture has no more of it.
    Feed other;
    EXPECT_EQ(other.peer.add(kCaller, kStart, "30"_hex, 50, other.files), (PeerPart{.kind = Kind::lost, .length = 50}));
    EXPECT_EQ(other.peer.add(kCaller, kStart, "3000"_hex, 50, other.files).kind, Kind::lost);
    // What the connection is for is not decided before all of the frame is there.
    Feed third;
    third.shake_hands();
    const Bytes first = kDcFileInit;
    EXPECT_EQ(third.add(kCaller, cut(first, 0, 10)), (Kinds{Kind::frame}));
    EXPECT_EQ(third.peer.use(), Peer::Use::unknown);
}

TEST(Peer, HandshakeWithoutItsLength)
{
    Feed feed;
    EXPECT_EQ(feed.add(kCaller, cut(kDcInit, 2)), (Kinds{Kind::init_without_length}));
    EXPECT_EQ(feed.add(kCallee, kDcAck), (Kinds{Kind::ack}));
    EXPECT_EQ(feed.add(kCaller, kDcAck), (Kinds{Kind::ack}));
    EXPECT_EQ(feed.peer.version(), 8U);
    feed.expect_the_same_later();
}

TEST(Peer, MissingBytes)
{
    Feed feed;
    feed.shake_hands();
    feed.add(kCaller, words(3));
    feed.lose(kCaller, 100);
    EXPECT_EQ(feed.add(kCaller, "whatever this is"_ascii), (Kinds{Kind::lost}));
    EXPECT_EQ(feed.add(kCaller, "01"_hex), (Kinds{Kind::lost}));
    EXPECT_EQ(feed.add(kCaller, words(2)), (Kinds{Kind::message}));
    feed.lose(kCaller, 10);
    EXPECT_EQ(feed.add(kCaller, kDcInit), (Kinds{Kind::init}));
    feed.lose(kCaller, 10);
    EXPECT_EQ(feed.add(kCaller, cut(words(1), 0, 30)), (Kinds{Kind::lost}));
    feed.expect_the_same_later();
    // Inside of what was lost.
    const std::uint64_t place = feed.place(kCaller);
    EXPECT_EQ(feed.peer.find(kCaller, place - 30, Bytes(50), 50), (PeerPart{.kind = Kind::lost, .length = 30}));
    // What is sent again is what it was.
    EXPECT_EQ(feed.peer.add(kCaller, kStart, kDcInit, 50, feed.files).kind, Kind::init);
}

TEST(Peer, LostPlacesAreLimited)
{
    Feed feed;
    feed.shake_hands();
    for (std::size_t i = 0; i < Peer::kMostLost + 10; ++i) {
        feed.lose(kCaller, 5);
        EXPECT_EQ(feed.add(kCaller, "????"_ascii), (Kinds{Kind::lost}));
    }
    EXPECT_EQ(feed.add(kCaller, words(1)), (Kinds{Kind::message}));
}

TEST(Peer, Exchanges)
{
    Feed feed;
    feed.shake_hands();
    feed.add(kCaller, words(0xFFFF) + words(0xFFFE));
    const std::uint32_t asked = feed.frame;
    feed.add(kCallee, words(0xFFFF));
    feed.add(kCallee, ack(0xFFFE) + ack(0xFFFF));
    const std::uint32_t answered = feed.frame;
    const Exchange* exchange = feed.peer.begun_in(asked, kCaller, 0xFFFE);
    ASSERT_NE(exchange, nullptr);
    EXPECT_EQ(exchange->ack_frame, answered);
    EXPECT_EQ(exchange->ack_time - exchange->time, (answered - asked) * 1000);
    EXPECT_EQ(feed.peer.ended_in(answered, kCallee, 0xFFFE), exchange);
    EXPECT_EQ(feed.peer.ended_in(answered, kCallee, 0xFFFF), feed.peer.begun_in(asked, kCaller, 0xFFFF));
    EXPECT_EQ(feed.peer.ended_in(answered, kCaller, 0xFFFF), nullptr);
    EXPECT_EQ(feed.peer.begun_in(asked, kCallee, 0xFFFF), nullptr);
    EXPECT_EQ(feed.peer.begun_in(asked + 1, kCallee, 0xFFFF)->ack_frame, 0U);
    EXPECT_EQ(feed.peer.begun_in(9999, kCallee, 1), nullptr);
    // Acknowledged again: the first one counts. One without a message; and the number used once more.
    feed.add(kCallee, ack(0xFFFE));
    EXPECT_EQ(exchange->ack_frame, answered);
    feed.add(kCallee, ack(0x1234));
    EXPECT_EQ(feed.exchange, nullptr);
    feed.add(kCaller, words(0xFFFE));
    feed.add(kCallee, ack(0xFFFE));
    EXPECT_EQ(feed.exchange, feed.peer.begun_in(feed.frame - 1, kCaller, 0xFFFE));
    feed.add(kCallee, dc_message({.command = 0x0102}));
    EXPECT_EQ(feed.exchange, nullptr);
    feed.add(kCallee, dc_frame("02"_hex + dc_scrambled("00000000 ee07 0e00"_hex + Bytes(10), 10, 0)));
    EXPECT_EQ(feed.exchange, nullptr);
}

TEST(Peer, Cancels)
{
    Feed feed;
    feed.shake_hands();
    const auto cancel = [](std::size_t sequence) { return dc_message({.command = 0x07D0, .sequence = sequence}); };
    feed.add(kCaller, words(0xFFFF));
    const std::uint32_t asked = feed.frame;
    feed.add(kCallee, words(0xFFFF));
    feed.add(kCallee, cancel(0xFFFE)); // of nothing
    EXPECT_EQ(feed.exchange, nullptr);
    feed.add(kCaller, cancel(0xFFFF));
    const std::uint32_t cancelled = feed.frame;
    const Exchange* exchange = feed.peer.begun_in(asked, kCaller, 0xFFFF);
    EXPECT_EQ(feed.exchange, exchange);
    EXPECT_EQ(exchange->cancel_frame, cancelled);
    EXPECT_EQ(exchange->ack_frame, 0U);
    EXPECT_EQ(feed.peer.begun_in(asked + 1, kCallee, 0xFFFF)->cancel_frame, 0U);
    EXPECT_EQ(feed.peer.cancelled_in(cancelled, kCaller, 0xFFFF), exchange);
    EXPECT_EQ(feed.peer.cancelled_in(cancelled, kCallee, 0xFFFF), nullptr);
    EXPECT_EQ(feed.peer.cancelled_in(cancelled, kCaller, 0xFFFE), nullptr);
    EXPECT_EQ(feed.peer.ended_in(cancelled, kCaller, 0xFFFF), nullptr);
    // Once more: the first one counts.
    feed.add(kCaller, cancel(0xFFFF));
    EXPECT_EQ(exchange->cancel_frame, cancelled);
    EXPECT_EQ(feed.peer.cancelled_in(feed.frame, kCaller, 0xFFFF), exchange);

    const auto shown = [&](std::uint32_t frame, std::uint16_t command) {
        icq_dc::Message message;
        message.command = command;
        message.sequence = 0xFFFF;
        message.has_sequence = true;
        Listing to;
        emit_exchange(feed.peer, kCaller, frame, message, 0, to);
        return to.lines;
    };
    EXPECT_EQ(shown(asked, 0x07EE), Lines{"cancelled_in " + std::to_string(cancelled)});
    EXPECT_EQ(shown(cancelled, 0x07D0), Lines{"request_in " + std::to_string(asked)});
    EXPECT_EQ(shown(asked, 0x07D0), Lines{});
}

TEST(Peer, WhatIsNotPutTogether)
{
    Feed feed;
    feed.shake_hands();
    feed.add(kCaller, words(1));
    // The first ten bytes of a message, and its length alone; TCP puts neither together.
    const Bytes long_one = words(2);
    for (const std::size_t there : {std::size_t{10}, std::size_t{2}}) {
        EXPECT_TRUE(feed.add(kCaller, cut(long_one, 0, there)).back() == (there == 2 ? Kind::more : Kind::message));
        const std::uint64_t begin = feed.place(kCaller) - there;
        feed.peer.give_up(kCaller, begin + there, begin + long_one.size());
        EXPECT_EQ(feed.add(kCaller, cut(long_one, there, there + 3)), (Kinds{Kind::lost}));
        EXPECT_EQ(feed.add(kCaller, cut(long_one, there + 3) + words(3) + words(4)),
                  (Kinds{Kind::lost, Kind::message, Kind::message}));
    }
    // What lies behind is known already.
    const std::uint64_t at = feed.place(kCaller);
    feed.peer.give_up(kCaller, at - 20, at - 10);
    feed.peer.give_up(kCaller, at + 10, at + 10);
    EXPECT_EQ(feed.add(kCaller, words(5)), (Kinds{Kind::message}));
    feed.expect_the_same_later();
}

TEST(Peer, ExchangesAreShown)
{
    Feed feed;
    feed.shake_hands();
    feed.add(kCaller, words(0xFFFF));
    const std::uint32_t asked = feed.frame;
    feed.add(kCallee, ack(0xFFFF));
    const auto shown = [&](std::size_t command, Side side, std::uint32_t frame, std::uint32_t opened = 0) {
        icq_dc::Message message;
        message.command = static_cast<std::uint16_t>(command);
        message.sequence = 0xFFFF;
        message.has_sequence = true;
        Listing to;
        emit_exchange(feed.peer, side, frame, message, opened, to);
        return to.lines;
    };
    EXPECT_EQ(shown(0x07EE, kCaller, asked), (Lines{"ack_in " + std::to_string(feed.frame)}));
    EXPECT_EQ(shown(0x07DA, kCallee, feed.frame, 77),
              (Lines{"request_in " + std::to_string(asked), "ack_time 1000", "opened_in 77"}));
    EXPECT_EQ(shown(0x07EE, kCaller, 9999), Lines{});
    EXPECT_EQ(shown(0x07D0, kCaller, asked), Lines{});
    EXPECT_EQ(shown(0x07DA, kCallee, 9999).size(), 1U);
    feed.add(kCallee, ack(0xFFFF));
    EXPECT_EQ(shown(0x07DA, kCallee, feed.frame), (Lines{"request_in " + std::to_string(asked)}));
    Listing to;
    emit_exchange(feed.peer, kCaller, asked, {}, 0, to);
    emit_version(feed.peer, to);
    EXPECT_EQ(to.lines, (Lines{"version.used 8"}));
}

// ---- Files ----

Bytes data_frame(const Bytes& content) { return dc_frame("06"_hex + content); }
Bytes content(std::size_t size, std::uint8_t seed = 7)
{
    Bytes out(size);
    for (std::size_t i = 0; i < size; ++i) {
        out[i] = static_cast<std::uint8_t>(i * 31 + i / 251 + seed);
    }
    return out;
}
Bytes next_file(const Bytes& name, std::size_t size)
{
    return dc_frame("02 00"_hex + dc_string(name) + dc_string({}) + le32_bytes(size) + "00000000 64000000"_hex);
}
Bytes start_file(std::size_t number, std::size_t offset = 0)
{
    return dc_frame("03"_hex + le32_bytes(offset) + "00000000 64000000"_hex + le32_bytes(number));
}
Feed files_begun()
{
    Feed feed;
    feed.shake_hands();
    feed.add(kCaller, dc_frame("00 00000000 02000000 e8030000 64000000"_hex + dc_string("ana"_ascii)));
    feed.add(kCallee, kDcFileInitAck);
    return feed;
}

TEST(Peer, Files)
{
    Feed feed;
    feed.shake_hands();
    EXPECT_EQ(feed.add(kCaller, kDcFileInit), (Kinds{Kind::file_packet}));
    EXPECT_EQ(feed.add(kCallee, kDcFileInitAck), (Kinds{Kind::file_packet}));
    EXPECT_EQ(feed.peer.use(), Peer::Use::files);
    EXPECT_EQ(feed.add(kCaller, kDcFileNext), (Kinds{Kind::file_packet}));
    EXPECT_EQ(feed.add(kCallee, kDcFileStart), (Kinds{Kind::file_packet}));
    const Bytes bytes = content(503);
    EXPECT_EQ(feed.add(kCaller, data_frame(cut(bytes, 0, 200)) + data_frame(cut(bytes, 200))),
              (Kinds{Kind::data_head, Kind::content, Kind::data_head, Kind::content}));
    ASSERT_EQ(feed.files.files().size(), 1U);
    const File& file = feed.files.files()[0];
    EXPECT_EQ(file.name, "file2.txt");
    EXPECT_EQ(file.size, 503U);
    EXPECT_EQ(file.sender, kCaller);
    EXPECT_EQ(file.files, 1U);
    EXPECT_EQ(file.files_left, 1U);
    EXPECT_NE(file.ack_frame, 0U);
    EXPECT_TRUE(file.is_complete());
    EXPECT_EQ(file.verdict(), Verdict::not_stated);
    EXPECT_EQ(file.content.sum().value(), [&] {
        oft::Checksum sum;
        sum.add(0, bytes);
        return sum.value();
    }());
    EXPECT_TRUE(progress_of(feed.files).complete);
    feed.expect_the_same_later();
}

TEST(Peer, SeveralFilesFoldersAndResumption)
{
    Feed feed = files_begun();
    feed.add(kCaller, next_file("a"_ascii, 10));
    feed.add(kCallee, start_file(1));
    feed.add(kCaller, data_frame(content(10)));
    feed.add(kCaller, dc_frame("02 01"_hex + dc_string("folder"_ascii) + dc_string({}) + Bytes(12)));
    feed.add(kCallee, start_file(2)); // of the folder
    feed.add(kCaller, next_file("b"_ascii, 30));
    feed.add(kCallee, start_file(3, 20));
    feed.add(kCallee, start_file(3, 5)); // the first one counts
    feed.add(kCaller, data_frame(content(10)));
    feed.add(kCallee, start_file(3, 25));
    ASSERT_EQ(feed.files.files().size(), 2U);
    const File& second = feed.files.files()[1];
    EXPECT_EQ(second.start, 20U);
    EXPECT_TRUE(second.is_complete());
    EXPECT_EQ(second.content.ranges()[0], (Coverage::Range{20, 30}));
    EXPECT_EQ(second.files, 3U); // more than were announced
    EXPECT_EQ(second.files_left, 1U);
    EXPECT_EQ(feed.files.files()[0].files_left, 2U);
    feed.expect_the_same_later();
    // A packet that is not whole says nothing.
    feed.add(kCaller, dc_frame("02 00 ff00"_hex));
    EXPECT_EQ(feed.files.files().size(), 2U);
}

TEST(Peer, ContentInParts)
{
    Feed feed = files_begun();
    feed.add(kCaller, next_file("a"_ascii, 5000));
    const Bytes bytes = content(5000);
    const Bytes stream =
        data_frame(cut(bytes, 0, 2048)) + data_frame(cut(bytes, 2048, 4096)) + data_frame(cut(bytes, 4096));
    feed.add(kCaller, cut(stream, 0, 1460));
    EXPECT_EQ(feed.add(kCaller, cut(stream, 1460, 2920)), (Kinds{Kind::content, Kind::data_head, Kind::content}));
    feed.add(kCaller, cut(stream, 2920, 4380));
    feed.add(kCaller, cut(stream, 4380));
    EXPECT_TRUE(feed.files.files()[0].is_complete());
    EXPECT_EQ(feed.peer.run_count(), 2U); // two whole frames, and a shorter one
    feed.expect_the_same_later();
    // In the middle of a head.
    const std::uint64_t begin = feed.place(kCaller) - stream.size();
    EXPECT_EQ(feed.peer.find(kCaller, begin + 2051 + 1, cut(stream, 2052), 100),
              (PeerPart{.kind = Kind::data_head,
                        .length = 2,
                        .step = {.kind = Step::Kind::content, .length = 2048, .file = 0, .offset = 2048}}));
}

TEST(Peer, TheFirstMessageComesLate)
{
    Feed feed;
    feed.shake_hands();
    const std::uint64_t begin = feed.place(kCaller);
    feed.lose(kCaller, words(1).size());
    EXPECT_EQ(feed.add(kCaller, words(2)), (Kinds{Kind::message}));
    feed.go_to(kCaller, begin);
    EXPECT_EQ(feed.add(kCaller, words(1)), (Kinds{Kind::message}));
    // But nothing of the handshake is taken for one.
    feed.go_to(kCaller, kStart);
    EXPECT_EQ(feed.add(kCaller, kDcInit + kDcAck), (Kinds{Kind::init, Kind::ack}));
    feed.expect_the_same_later();
}

TEST(Peer, HandshakesWhoseLengthCameAlone)
{
    for (const Bytes& init : {kDcInit, kDcInitOfLicq, kDcInitOfClimm}) {
        Feed feed;
        EXPECT_EQ(feed.add(kCaller, Bytes(init.begin() + 2, init.end())), (Kinds{Kind::init_without_length}));
        EXPECT_EQ(feed.add(kCaller, kDcAck), (Kinds{Kind::ack}));
        feed.expect_the_same_later();
    }
}

// The size of the file tells where each frame begins and where the file ends.
TEST(Peer, OtherFilesAfterAGap)
{
    const Bytes bytes = content(950);
    Bytes stream;
    for (std::size_t at = 0; at < 950; at += 100) {
        stream = stream + data_frame(cut(bytes, at, std::min<std::size_t>(at + 100, 950)));
    }
    ASSERT_EQ(stream.size(), 9U * 103 + 53);
    // From 150 to here, the capture has nothing.
    for (const std::size_t goes_on : {927U, 929U, 930U, 940U, 979U, 980U}) {
        Feed feed = files_begun();
        feed.add(kCaller, next_file("a"_ascii, 950));
        feed.add(kCaller, cut(stream, 0, 150));
        feed.lose(kCaller, goes_on - 150);
        if (goes_on < stream.size()) {
            EXPECT_EQ(feed.add(kCaller, cut(stream, goes_on)).back(), Kind::content) << goes_on;
        }
        EXPECT_EQ(feed.add(kCaller, next_file("b"_ascii, 10)), (Kinds{Kind::file_packet})) << goes_on;
        feed.add(kCaller, data_frame(content(10)));
        ASSERT_EQ(feed.files.files().size(), 2U);
        EXPECT_FALSE(feed.files.files()[0].is_complete());
        EXPECT_TRUE(feed.files.files()[1].is_complete());
        feed.expect_the_same_later();
    }
    // Beyond the end of the file, nothing is known; nor if a head says otherwise.
    for (const std::size_t length : {1U, 103U}) {
        Feed feed = files_begun();
        feed.add(kCaller, next_file("a"_ascii, 950));
        feed.add(kCaller, cut(stream, 0, 150));
        feed.lose(kCaller, (length == 1 ? stream.size() + 1 : std::size_t{9} * 103) - 150);
        EXPECT_EQ(feed.add(kCaller, data_frame(Bytes(length))), (Kinds{Kind::lost})) << length;
    }
}

TEST(Peer, HeadsThatTheCaptureLacks)
{
    Feed feed = files_begun();
    feed.add(kCaller, next_file("a"_ascii, 250));
    const Bytes bytes = content(250);
    feed.add(kCaller, data_frame(cut(bytes, 0, 100)));
    const Bytes rest = data_frame(cut(bytes, 100, 200)) + data_frame(cut(bytes, 200));
    EXPECT_EQ(feed.add_cut(kCaller, cut(rest, 0, 1), 50), (Kinds{Kind::data_head, Kind::content}));
    EXPECT_EQ(feed.add_cut(kCaller, cut(rest, 50, 52), 100), (Kinds{Kind::content, Kind::data_head, Kind::content}));
    EXPECT_EQ(feed.add(kCaller, cut(rest, 150)), (Kinds{Kind::content}));
    EXPECT_EQ(feed.add(kCaller, next_file("b"_ascii, 10)), (Kinds{Kind::file_packet}));
}

TEST(Peer, ContentThatGoesOnAfterAGap)
{
    Feed feed = files_begun();
    feed.add(kCaller, next_file("a"_ascii, 1000));
    const Bytes bytes = content(1000);
    Bytes stream;
    for (std::size_t at = 0; at < 1000; at += 100) {
        stream = stream + data_frame(cut(bytes, at, at + 100));
    }
    feed.add(kCaller, cut(stream, 0, 150));
    feed.lose(kCaller, 250);
    EXPECT_EQ(feed.add(kCaller, cut(stream, 400, 412 - 3)), (Kinds{Kind::content})); // no head is in it
    EXPECT_EQ(feed.add(kCaller, cut(stream, 409, 700)).back(), Kind::content);
    feed.add(kCaller, cut(stream, 700));
    const File& file = feed.files.files()[0];
    EXPECT_FALSE(file.is_complete());
    EXPECT_EQ(file.content.ranges().size(), 2U);
    EXPECT_EQ(file.content.ranges()[1].to, 1000U);
    EXPECT_EQ(feed.peer.run_count(), 1U);
    // What was missing, and comes late.
    const std::uint64_t begin = feed.place(kCaller) - stream.size();
    for (std::uint64_t at = 150; at < 409;) {
        const PeerPart part =
            feed.peer.find(kCaller, begin + at, cut(stream, at, 409), static_cast<std::uint32_t>(409 - at));
        if (part.kind == Kind::content) {
            feed.files.count(part.step, cut(stream, at));
        }
        at += part.length;
    }
    EXPECT_TRUE(file.is_complete());
    oft::Checksum sum;
    sum.add(0, bytes);
    EXPECT_EQ(file.content.sum().value(), sum.value());
}

TEST(Peer, ContentOfAnotherLengthAfterAGap)
{
    Feed feed = files_begun();
    feed.add(kCaller, next_file("a"_ascii, 1000));
    feed.add(kCaller, data_frame(content(100)));
    feed.lose(kCaller, 103);
    EXPECT_EQ(feed.add(kCaller, data_frame(content(90))), (Kinds{Kind::lost}));
    EXPECT_EQ(feed.add(kCaller, next_file("b"_ascii, 1)), (Kinds{Kind::lost}));
    // By chance as long, but no content.
    feed.lose(kCaller, 2 * 103 - 93 - next_file("b"_ascii, 1).size());
    Bytes other = data_frame(content(100));
    other[2] = 5;
    EXPECT_EQ(feed.add(kCaller, other), (Kinds{Kind::lost}));
}

TEST(Peer, ContentOfNoFile)
{
    Feed feed = files_begun();
    EXPECT_EQ(feed.add(kCaller, data_frame(content(10))), (Kinds{Kind::data_head, Kind::content}));
    EXPECT_EQ(feed.add(kCaller, "0100 06"_hex), (Kinds{Kind::data_head}));
    ASSERT_EQ(feed.files.files().size(), 1U);
    EXPECT_FALSE(feed.files.files()[0].has_header);
    feed.expect_the_same_later();
}

TEST(Peer, RunsAndFilesAreLimited)
{
    Feed feed = files_begun();
    feed.add(kCaller, next_file("a"_ascii, 1000));
    for (std::size_t i = 0; i < Peer::kMostRuns + 10; ++i) {
        feed.add(kCaller, data_frame(content(1 + i % 2)));
    }
    EXPECT_EQ(feed.peer.run_count(), Peer::kMostRuns);
    EXPECT_EQ(feed.add(kCaller, data_frame(content(5))), (Kinds{Kind::file_packet}));
    Feed many = files_begun();
    for (std::size_t i = 0; i < Transfer::kMostFiles + 2; ++i) {
        many.add(kCaller, next_file("a"_ascii, 1000));
    }
    EXPECT_EQ(many.files.files().size(), Transfer::kMostFiles);
    EXPECT_EQ(many.add(kCaller, data_frame(content(5))), (Kinds{Kind::file_packet}));
    many.add(kCallee, start_file(1));
}

TEST(Peer, ContentIsShown)
{
    Feed feed = files_begun();
    feed.add(kCaller, next_file("a"_ascii, 20));
    const std::uint32_t named = feed.frame;
    feed.add(kCaller, data_frame(content(10)));
    const auto shown = [&](std::uint32_t file, std::uint64_t offset, std::uint32_t length) {
        Listing to;
        RangeText text{};
        emit_peer_content(feed.files, {.kind = Step::Kind::content, .length = length, .file = file, .offset = offset},
                          {}, text, to);
        return to.lines;
    };
    EXPECT_EQ(shown(0, 0, 10),
              (Lines{"content bytes 0 to 9 of 20 (50 %)", "  content.file a", "  content.from 0", "  content.to 9",
                     "  content.progress 50", "  content.named_in " + std::to_string(named)}));
    EXPECT_EQ(shown(0, 15, 10).size(), 7U); // too much
    Listing to;
    emit_peer_file(feed.files.files()[0], to);
    EXPECT_EQ(to.lines, (Lines{"content.seen 10"}));
    feed.add(kCaller, data_frame(content(10)));
    emit_peer_file(feed.files.files()[0], to);
    EXPECT_EQ(to.lines.back(), "content.complete 0");
    feed.add(kCaller, next_file({}, 0));
    feed.add(kCaller, data_frame(content(10)));
    EXPECT_EQ(shown(1, 0, 10).size(), 5U); // no progress of nothing
}

TEST(Peer, FilesOfPackets)
{
    Feed feed = files_begun();
    const std::uint64_t asked = feed.place(kCaller);
    const std::uint64_t answered = feed.place(kCallee);
    const Bytes first = next_file("a"_ascii, 0);
    // Two files in one segment.
    feed.add(kCaller, first + next_file("b"_ascii, 0));
    feed.add(kCallee, start_file(2));
    EXPECT_EQ(feed.peer.file_at(kCaller, asked), 0U);
    EXPECT_EQ(feed.peer.file_at(kCaller, asked + first.size()), 1U);
    EXPECT_EQ(feed.peer.file_at(kCallee, answered), 1U);
    EXPECT_EQ(feed.peer.file_at(kCaller, asked + 1), Transfer::kNoFile);
    EXPECT_EQ(feed.peer.file_at(kCallee, answered + 1), Transfer::kNoFile);
    // What was sent before names no other file, and starts none.
    NullListener to;
    const Bytes again = next_file("c"_ascii, 0);
    feed.peer.add_file_packet(kCaller, asked, 99, icq_dc::decode_file_packet(View(again), to), "c", feed.files);
    EXPECT_EQ(feed.peer.file_at(kCaller, asked), 0U);
    feed.add(kCallee, start_file(3));
    const std::uint64_t twice = feed.place(kCallee);
    feed.add(kCallee, start_file(3));
    EXPECT_EQ(feed.peer.file_at(kCallee, twice), Transfer::kNoFile);
}

// ---- Chats and TLS ----

Lines lines_of(const ChatLines& lines, std::uint64_t from = 0, std::uint64_t to = 1000)
{
    Lines texts;
    for (const auto& line : lines.in(from, to)) {
        texts.push_back(std::to_string(line.place) + " " + lines.text(line));
    }
    return texts;
}

TEST(Peer, Chat)
{
    Feed feed;
    feed.shake_hands();
    EXPECT_EQ(feed.add(kCaller, kDcChatFirst), (Kinds{Kind::hello}));
    EXPECT_EQ(feed.add(kCallee, kDcChatSecond + "hi"_ascii), (Kinds{Kind::hello, Kind::chat}));
    EXPECT_EQ(feed.add(kCaller, kDcChatThird), (Kinds{Kind::hello}));
    EXPECT_EQ(feed.add(kCaller, "what"_ascii), (Kinds{Kind::chat}));
    feed.lose(kCaller, 10);
    EXPECT_EQ(feed.add(kCaller, kDcInit), (Kinds{Kind::chat})); // it may be text
    EXPECT_STREQ(feed.peer.user(kCaller), "ana");
    EXPECT_STREQ(feed.peer.user(kCallee), "ben");
    feed.peer.add_chat_text(kCaller, 900, "what\r");
    feed.peer.add_chat_text(kCallee, 900, "?\r");
    EXPECT_EQ(feed.peer.chat_count(), 2U);
    EXPECT_EQ(lines_of(feed.peer.chat_lines(kCaller)), Lines{"900 what"});
    EXPECT_EQ(lines_of(feed.peer.chat_lines(kCallee)), Lines{"900 ?"});
    feed.expect_the_same_later();
}

TEST(ChatLines, TypedKeyByKey)
{
    ChatLines lines;
    lines.add(1, "h");
    lines.add(2, "u");
    lines.add(3, "\b");
    lines.add(4, "i");
    EXPECT_EQ(lines_of(lines), Lines{});
    lines.add(5, "\r");
    EXPECT_EQ(lines_of(lines), Lines{"5 hi"});
    lines.add(6, "\b\b\r"); // nothing to take back, and nothing in the line
    EXPECT_EQ(lines_of(lines), Lines{"5 hi"});
    lines.add(9, "one\ntwo\r\nthr");
    lines.add(18, "ee\r");
    EXPECT_EQ(lines_of(lines), (Lines{"5 hi", "9 one", "9 two", "18 three"}));
    EXPECT_EQ(lines_of(lines, 6, 18), (Lines{"9 one", "9 two"}));
    EXPECT_EQ(lines_of(lines, 9, 9), Lines{});
    EXPECT_EQ(lines_of(lines, 18, 19), Lines{"18 three"});
    // What is sent once more does not count again.
    lines.add(18, "ee\r");
    lines.add(9, "one\r");
    EXPECT_EQ(lines_of(lines).size(), 4U);
    lines.add(19, "end\r");
    EXPECT_EQ(lines_of(lines).back(), "19 end");
}

TEST(ChatLines, WholeCharactersAreTakenBack)
{
    ChatLines lines;
    lines.add(1, "caf\xC3\xA9\b\xE2\x99\xA5x\b\b\be\r");
    EXPECT_EQ(lines_of(lines), Lines{"1 cae"});
}

TEST(ChatLines, LongLinesAreSplit)
{
    ChatLines lines;
    const std::string most(ChatLines::kLongest - 1, 'a');
    lines.add(1, most);
    lines.add(2, "\xC3\xA9"
                 "b\r");
    // Not within a character.
    EXPECT_EQ(lines_of(lines), (Lines{"2 " + most + "\xC3\xA9", "2 b"}));
    lines.add(3, std::string(3 * ChatLines::kLongest, 'c') + "\r");
    EXPECT_EQ(lines.in(3, 4).size(), 3U);
}

TEST(ChatLines, NoMoreThanSoMany)
{
    ChatLines lines;
    std::string text;
    for (std::size_t i = 0; i < ChatLines::kMost; ++i) {
        text += "a\r";
    }
    lines.add(1, text);
    lines.add(2, "b\rc");
    lines.add(3, "\b\b\r");
    EXPECT_EQ(lines.in(0, 9).size(), ChatLines::kMost);
    EXPECT_STREQ(lines.text(lines.in(0, 9).back()), "a");
}

TEST(Peer, WhatAPortWasNamedFor)
{
    Feed feed;
    feed.peer.expect(Peer::Use::files);
    feed.shake_hands();
    EXPECT_EQ(feed.add(kCaller, kDcFileNext), (Kinds{Kind::file_packet})); // the first packets are missing
    Feed other;
    other.shake_hands();
    EXPECT_EQ(other.add(kCaller, kDcFileNext), (Kinds{Kind::message})); // as its first byte says
    Feed third;
    third.shake_hands();
    EXPECT_EQ(third.add(kCaller, kDcFileStop), (Kinds{Kind::frame}));
    EXPECT_EQ(third.peer.use(), Peer::Use::unknown);
    EXPECT_EQ(third.add(kCaller, kDcFileSpeed), (Kinds{Kind::file_packet})); // SIM
}

TEST(Peer, TlsAfterAYes)
{
    Feed feed;
    feed.shake_hands();
    const DcMessage no{.type = "ef00"_hex, .text = "0"_ascii};
    const DcMessage yes{.type = "ef00"_hex, .text = "1"_ascii};
    feed.add(kCaller, dc_message({.sequence = 5, .type = "ef00"_hex}));
    feed.add(kCallee, ack(5, no));
    feed.add(kCaller, words(4, "1"_ascii));
    feed.add(kCallee, ack(4, {.text = "1"_ascii}));
    EXPECT_EQ(feed.add(kCaller, words(3)), (Kinds{Kind::message}));
    feed.add(kCaller, dc_message({.sequence = 2, .type = "ef00"_hex}));
    EXPECT_FALSE(feed.peer.is_secure());
    EXPECT_EQ(feed.add(kCallee, ack(2, yes) + "1503"_hex), (Kinds{Kind::message, Kind::secure}));
    EXPECT_TRUE(feed.peer.is_secure());
    EXPECT_EQ(feed.add(kCaller, "160301"_hex), (Kinds{Kind::secure}));
    feed.expect_the_same_later();
    Feed old;
    old.shake_hands();
    old.add(kCaller, dc_message({.sequence = 2, .type = "ed00"_hex}));
    old.add(kCallee, ack(2, {.type = "ed00"_hex, .text = "1"_ascii}));
    EXPECT_EQ(old.add(kCaller, "160301"_hex), (Kinds{Kind::secure}));
}

TEST(Peer, InsideTlsMessagesGoOn)
{
    Feed outside;
    outside.shake_hands();
    outside.peer.add_channel({.number = 0x3EA, .plugin = "Status manager"});
    Feed inside;
    inside.peer.continue_inside(outside.peer);
    EXPECT_STREQ(inside.peer.plugin(), "Status manager");
    EXPECT_EQ(inside.add(kCaller, words(7)), (Kinds{Kind::message}));
    EXPECT_EQ(inside.add(kCallee, kDcChannel + ack(7)), (Kinds{Kind::channel, Kind::message}));
    EXPECT_EQ(inside.peer.use(), Peer::Use::messages);
    EXPECT_EQ(inside.peer.version(), 8U);
    EXPECT_TRUE(inside.peer.has_both_versions());
    EXPECT_EQ(inside.peer.first(), kCaller);
    EXPECT_STREQ(inside.peer.user(kCaller), "4024781");
    inside.expect_the_same_later();
}

// ---- Whose connection it is ----

constexpr Endpoint kAna{0xC0000211, 1601};
constexpr Endpoint kBen{0xCB00712D, 3570};

icq_dc::Init init_of(const Bytes& frame)
{
    NullListener to;
    return icq_dc::decode_init(View(frame), true, to);
}

DataConnection& connect(Tracker& t, std::uint64_t number, Endpoint a, Endpoint b)
{
    DataConnection& data = t.add_data(number, a, b, false);
    data.ends = {a, b};
    t.begin_peer(data, false);
    return data;
}

std::uint32_t announced_in(const Tracker& t, const DataConnection& data)
{
    return data.peer->announcement != kNone ? t.announcement(data.peer->announcement).frame : 0;
}

icq::Summary acknowledgement(const icq::Answer& answer, std::uint64_t size = 0)
{
    icq::Summary out;
    out.answer = answer;
    out.size = size;
    return out;
}

TEST(PeerTracker, AnnouncedPorts)
{
    Tracker t(1);
    DataConnection& messages = connect(t, 1, kAna, kBen);
    messages.peer->add_init(Side::high, init_of(kDcInit)); // whose addresses are others
    messages.note_frame(10, 100, 0);
    const Number files =
        t.announce(messages, Side::high, acknowledgement({.opens = icq::Opens::file, .port = 4000}), 20);
    const Number chat = t.announce(messages, Side::low, acknowledgement({.opens = icq::Opens::chat, .port = 4001}), 21);
    EXPECT_EQ(t.opened_frame(files), 0U);
    DataConnection& data = connect(t, 2, {kAna.ip, 1602}, {kBen.ip, 4000});
    data.note_frame(30, 200, 0);
    EXPECT_EQ(announced_in(t, data), 20U);
    EXPECT_EQ(t.opened_frame(files), 30U);
    EXPECT_EQ(t.opened_frame(chat), 0U);
    // Of connections for files, only the first one is meant.
    EXPECT_EQ(announced_in(t, connect(t, 3, {kAna.ip, 1603}, {kBen.ip, 4000})), 0U);
    EXPECT_EQ(t.opened_frame(files), 30U);
    // By the address in the handshake.
    t.announce(messages, Side::high, acknowledgement({.opens = icq::Opens::file, .port = 4003}), 22);
    EXPECT_EQ(announced_in(t, connect(t, 7, {kAna.ip, 1603}, {0xd438c482, 4003})), 22U);
    EXPECT_EQ(announced_in(t, connect(t, 4, {kBen.ip, 1604}, {kAna.ip, 4001})), 21U);
    EXPECT_EQ(announced_in(t, connect(t, 6, {kBen.ip, 1605}, {kAna.ip, 4001})), 21U); // one more member
    EXPECT_EQ(announced_in(t, connect(t, 5, {kBen.ip, 1604}, {kAna.ip, 4002})), 0U);
    EXPECT_EQ(t.announcement(chat).use, Peer::Use::chat);
}

// Many clients listen on one port for everything, and for everybody.
TEST(PeerTracker, APortThatIsNamedSeveralTimes)
{
    constexpr std::uint32_t ana = 1, ben = 2, cem = 3;
    const auto init = [](std::uint32_t from, std::uint32_t to) {
        icq_dc::Init out;
        out.version = 8;
        out.uin = from;
        out.to_uin = to;
        return out;
    };
    Tracker t(1);
    const auto arrive = [&](std::uint64_t number, std::uint32_t from) -> DataConnection& {
        DataConnection& data = t.add_data(number, {kAna.ip, 1700}, {kBen.ip, 4000}, false);
        data.ends = {Endpoint{kAna.ip, 1700}, Endpoint{kBen.ip, 4000}};
        t.begin_peer(data, true);
        EXPECT_EQ(announced_in(t, data), 0U); // not before it is known who it is
        data.peer->add_init(Side::low, init(from, ben));
        t.join_peer(data, init(from, ben));
        return data;
    };
    const auto add_files = [&](DataConnection& data, std::uint32_t size) {
        icq_dc::FilePacket packet;
        packet.has_command = packet.is_whole = true;
        packet.command = static_cast<std::uint8_t>(icq_dc::FileCommand::init);
        packet.files = 1;
        packet.size = size;
        data.peer->add_file_packet(Side::low, 1, 50, packet, "", data.files());
        t.keep_announced(data);
    };
    const auto file = [](std::uint64_t size) {
        return acknowledgement({.opens = icq::Opens::file, .port = 4000}, size);
    };
    DataConnection& of_ana = connect(t, 1, kAna, kBen);
    of_ana.peer->add_init(Side::low, init(ana, ben));
    DataConnection& of_cem = connect(t, 2, kAna, kBen);
    of_cem.peer->add_init(Side::low, init(cem, ben));
    t.announce(of_ana, Side::high, file(300), 10);
    t.announce(of_ana, Side::high, file(400), 11);
    t.announce(of_ana, Side::high, file(0), 12);
    t.announce(of_cem, Side::high, file(300), 13);
    // Each has its own; of one user's, the earliest, unless the size says another.
    DataConnection& of_a_stranger = arrive(3, 4);
    EXPECT_EQ(announced_in(t, of_a_stranger), 0U);
    EXPECT_EQ(announced_in(t, arrive(4, cem)), 13U);
    DataConnection& second = arrive(5, ana);
    EXPECT_EQ(announced_in(t, second), 10U);
    add_files(second, 400);
    EXPECT_EQ(announced_in(t, second), 11U);
    DataConnection& first = arrive(6, ana);
    EXPECT_EQ(announced_in(t, first), 10U);
    add_files(first, 300);
    EXPECT_EQ(announced_in(t, first), 10U);
    DataConnection& third = arrive(7, ana);
    EXPECT_EQ(announced_in(t, third), 12U);
    add_files(third, 9); // which the acknowledgement did not say
    EXPECT_EQ(announced_in(t, third), 12U);
    EXPECT_EQ(announced_in(t, arrive(8, ana)), 0U);
    // However often it is named, only some of them are kept.
    for (std::uint32_t i = 0; i < 40; ++i) {
        t.announce(of_ana, Side::high, file(0), 100 + i);
    }
    EXPECT_EQ(announced_in(t, arrive(9, ana)), 124U);
}

Event relayed(std::uint32_t frame, std::uint64_t cookie, bool asks, bool to_host, std::string_view peer)
{
    Event e;
    e.place = {.frame = frame,
               .connection = 99,
               .from_low = to_host,
               .time = std::int64_t{1000} * frame,
               .peer = peer,
               .subject = {}};
    e.kind = asks ? rendezvous::MessageKind::propose : rendezvous::MessageKind::client_error;
    e.answer = asks ? Outcome::open : Outcome::acknowledged;
    e.to_host = to_host;
    e.complete = true;
    e.has_service = asks;
    e.cookie = cookie;
    return e;
}

TEST(PeerTracker, TheUserWhoAskedMayTellOnlyHimselfWhoHeIs)
{
    Tracker t(1);
    Event asks = relayed(1, 1, true, true, "2");
    asks.offer.request_uin = 2;
    asks.offer.request_cookie = 0x2F;
    t.add(asks);
    DataConnection& data = connect(t, 1, kAna, kBen);
    icq_dc::Init connector;
    connector.version = 8;
    connector.uin = 1;
    connector.request_cookie = 0x2F;
    data.peer->add_init(Side::low, connector);
    t.join_peer(data, connector);
    EXPECT_EQ(data.session, kNone);
    icq_dc::Init listener;
    listener.version = 8;
    listener.uin = 2;
    data.peer->add_init(Side::high, listener);
    t.join_peer(data, listener);
    EXPECT_EQ(data.session, 0U);
    EXPECT_TRUE(data.session_is_certain);
}

TEST(PeerTracker, WhereAClientMayConnect)
{
    Tracker t(1);
    EXPECT_FALSE(t.may_expect_client());
    t.expect_client({.internal_ip = 0, .external_ip = kBen.ip, .port = 3570, .auth_cookie = 0}, 5);
    EXPECT_TRUE(t.may_expect_client());
    EXPECT_TRUE(t.expects_client(kAna, kBen));
    EXPECT_TRUE(t.expects_client(kBen, kAna));
    EXPECT_FALSE(t.expects_client(kAna, {kBen.ip, 3571}));
    Tracker other(1);
    DataConnection& messages = connect(other, 1, kAna, kBen);
    other.announce(messages, Side::high, acknowledgement({.opens = icq::Opens::chat, .port = 4000}), 9);
    EXPECT_TRUE(other.may_expect_client());
    EXPECT_TRUE(other.expects_client(kAna, {kBen.ip, 4000}));
}

Event request(std::uint32_t frame, std::uint32_t uin, std::uint32_t cookie)
{
    Event e;
    e.place = {.frame = frame,
               .connection = 99,
               .from_low = true,
               .time = std::int64_t{1000} * frame,
               .peer = "100400500",
               .subject = {}};
    e.kind = rendezvous::MessageKind::propose;
    e.to_host = true;
    e.complete = true;
    e.has_service = true;
    e.cookie = 0x1000 + frame;
    e.offer.data_ip = kAna.ip;
    e.offer.data_port = 4711;
    e.offer.request_uin = uin;
    e.offer.request_cookie = cookie;
    return e;
}

TEST(PeerTracker, PortsThatAreNamedThroughTheServer)
{
    constexpr std::uint32_t ana = 4024781;   // who owns the connection to the server
    constexpr std::uint32_t ben = 164915098; // who is named on it
    constexpr std::string_view ben_name = "164915098";
    Tracker t(1);
    const auto meet = [&](std::uint32_t number, std::uint32_t from, std::uint32_t to, Endpoint at) {
        DataConnection& data = connect(t, number, {kAna.ip, 1700}, at);
        icq_dc::Init init;
        init.version = 8;
        init.uin = from;
        init.to_uin = to;
        t.join_peer(data, init);
        return &data;
    };
    // Ben refuses a file, then takes one; the same in a block. Ana opens a chat.
    Event refusal = relayed(2, 1, false, false, ben_name);
    Event file = relayed(4, 2, false, false, ben_name);
    file.place.icq_answer = {.opens = icq::Opens::file, .port = 3571};
    Event block = relayed(6, 3, false, false, ben_name);
    block.kind = rendezvous::MessageKind::accept;
    block.place.icq_answer = {.opens = icq::Opens::file, .port = 3572};
    Event chat = relayed(8, 4, false, true, ben_name);
    chat.place.icq_answer = {.opens = icq::Opens::chat, .port = 4812};
    for (std::uint32_t i = 0; i < 4; ++i) {
        const Event answers[] = {refusal, file, block, chat};
        t.add(relayed(2 * i + 1, i + 1, true, i != 3, ben_name));
        t.add(answers[i]);
    }
    const DataConnection* found = meet(1, ana, ben, {kBen.ip, 3571});
    EXPECT_EQ(found->session, 1U);
    EXPECT_EQ(t.proposal_frame(*found), 3U);
    EXPECT_EQ(announced_in(t, *found), 4U);
    found = meet(2, ana, ben, {kBen.ip, 3572});
    EXPECT_EQ(found->session, 2U);
    EXPECT_EQ(announced_in(t, *found), 6U);
    // To Ana's port, and Ben tells who he is himself.
    found = meet(3, ben, ana, {kAna.ip, 4812});
    EXPECT_EQ(found->session, 3U);
    EXPECT_EQ(announced_in(t, *found), 8U);
    // Other ports and other users; no port was named at first.
    EXPECT_EQ(meet(4, ana, ben, {kBen.ip, 3573})->session, kNone);
    EXPECT_EQ(meet(5, ana, 7, {kBen.ip, 3571})->session, kNone);
    EXPECT_EQ(announced_in(t, *meet(6, ana, ben, {kBen.ip, 0})), 0U);
}

TEST(PeerTracker, OnlyIcqUsersAreToldFromPorts)
{
    Tracker t(1);
    for (const std::string_view name : {"ana", "12ab", "", "0", "99999999999"}) {
        Event e = relayed(1, 0x77, false, false, name);
        e.place.icq_answer = {.opens = icq::Opens::file, .port = 3571};
        t.add(e);
        DataConnection& data = connect(t, 1, kAna, {kBen.ip, 3571});
        t.join_peer(data, {});
        EXPECT_EQ(announced_in(t, data), 0U) << name;
    }
}

TEST(PeerTracker, ConnectionsForMessagesAreNotThoseThatAPortWasNamedFor)
{
    Tracker t(1);
    t.add(request(1, 164915098, 0x2F));
    DataConnection& from = connect(t, 1, {kBen.ip, 1601}, {kAna.ip, 4711});
    ASSERT_EQ(from.session, 0U);
    const Number files = t.announce(from, Side::low, acknowledgement({.opens = icq::Opens::file, .port = 4000}), 9);
    const auto say = [](DataConnection& data) {
        std::uint64_t place = kStart;
        for (const Bytes& frame : {kDcInit, words(1)}) {
            data.peer->add(Side::high, place, frame, static_cast<std::uint32_t>(frame.size()), data.files());
            place += frame.size();
        }
    };
    DataConnection& data = connect(t, 2, {kAna.ip, 1602}, {kBen.ip, 4000});
    data.note_frame(20, 100, 0);
    EXPECT_EQ(announced_in(t, data), 9U);
    EXPECT_EQ(data.session, 0U);
    t.keep_announced(data); // nothing tells yet
    EXPECT_EQ(data.session, 0U);
    say(data);
    ASSERT_EQ(data.peer->use(), Peer::Use::messages);
    t.keep_announced(data);
    EXPECT_EQ(announced_in(t, data), 0U);
    EXPECT_EQ(data.session, kNone);
    EXPECT_EQ(t.proposal_frame(data), 0U);
    EXPECT_EQ(t.opened_frame(files), 0U);
    t.keep_announced(data);
    // The next one is meant, and has the session to itself.
    DataConnection& next = connect(t, 3, {kAna.ip, 1603}, {kBen.ip, 4000});
    next.note_frame(30, 100, 0);
    EXPECT_EQ(announced_in(t, next), 9U);
    EXPECT_EQ(next.session, 0U);
    EXPECT_EQ(t.opened_frame(files), 30U);
    // What tells its session itself keeps it.
    const Number more = t.announce(from, Side::low, acknowledgement({.opens = icq::Opens::file, .port = 4001}), 10);
    DataConnection& certain = connect(t, 4, {kAna.ip, 1604}, {kBen.ip, 4001});
    icq_dc::Init init = init_of(kDcInit);
    init.request_cookie = 0x2F;
    t.join_peer(certain, init);
    say(certain);
    t.keep_announced(certain);
    EXPECT_EQ(certain.session, 0U);
    EXPECT_EQ(announced_in(t, certain), 0U);
    EXPECT_EQ(t.opened_frame(more), 0U);
}

TEST(PeerTracker, InsideTls)
{
    Tracker t(1);
    DataConnection& outside = connect(t, 1, kAna, kBen);
    outside.peer->add_init(Side::high, init_of(kDcInit));
    EXPECT_EQ(connect(t, kInsideTls | 1, kAna, kBen).peer->version(), 8U);
    // What was not a direct connection before says nothing about it.
    t.add_data(2, kAna, kBen, false);
    EXPECT_EQ(connect(t, kInsideTls | 2, kAna, kBen).peer->version(), 0U);
}

TEST(PeerTracker, RequestsForReverseConnections)
{
    Tracker t(1);
    t.add(request(1, 164915098, 0x2F));
    t.add(request(2, 7, 0x2F));
    // By the address that the latest one names.
    DataConnection& data = connect(t, 1, {kBen.ip, 1601}, {kAna.ip, 4711});
    EXPECT_EQ(data.session, 1U);
    icq_dc::Init init = init_of(kDcInit);
    t.join_peer(data, init); // no cookie
    EXPECT_EQ(data.session, 1U);
    EXPECT_FALSE(data.session_is_certain);
    init.request_cookie = 0x30;
    t.join_peer(data, init); // an unknown one
    EXPECT_EQ(data.session, 1U);
    init.request_cookie = 0x2F;
    t.join_peer(data, init);
    EXPECT_EQ(data.session, 0U);
    EXPECT_TRUE(data.session_is_certain);
    EXPECT_EQ(t.proposal_frame(data), 1U);
    init.to_uin = 7;
    t.join_peer(data, init); // certain already
    EXPECT_EQ(data.session, 0U);
    // The same session, known by the address before.
    DataConnection& second = connect(t, 2, {kBen.ip, 1602}, {kAna.ip, 4711});
    t.join_peer(second, init);
    EXPECT_EQ(second.session, 1U);
    EXPECT_TRUE(second.session_is_certain);
    // What is announced on it belongs to its session.
    t.announce(second, Side::low, acknowledgement({.opens = icq::Opens::file, .port = 4000}), 9);
    EXPECT_EQ(connect(t, 3, {kAna.ip, 1603}, {kBen.ip, 4000}).session, 1U);
}

TEST(PeerTracker, WhereClientsSayThatTheyListen)
{
    Tracker t(1);
    t.expect_client({.internal_ip = 0x0A000007, .external_ip = kBen.ip, .port = 3570, .auth_cookie = 0x4C4F4897}, 5);
    t.expect_client({.internal_ip = kAna.ip, .port = 4711}, 6);
    const auto info_in = [&](std::uint32_t number, Endpoint a, Endpoint b, std::uint32_t cookie) {
        DataConnection& data = connect(t, number, a, b);
        icq_dc::Init init;
        init.auth_cookie = cookie;
        t.join_peer(data, init);
        init.auth_cookie = 0x4C4F4897;
        t.join_peer(data, init); // what is known already stays
        return data.peer->info_in;
    };
    EXPECT_EQ(info_in(1, kAna, kBen, 0), 5U);
    EXPECT_EQ(info_in(2, kAna, {0x0A000007, 3570}, 1), 5U);
    EXPECT_EQ(info_in(3, {kBen.ip, 1604}, {kAna.ip, 4711}, 0), 6U);
    EXPECT_EQ(info_in(4, kBen, {kAna.ip, 4711}, 0x4C4F4897), 5U); // by its cookie
    EXPECT_EQ(info_in(5, kAna, {kBen.ip, 9}, 0x4C4F4897), 5U);
    DataConnection& other = connect(t, 6, kAna, {kBen.ip, 9});
    t.join_peer(other, {});
    EXPECT_EQ(other.peer->info_in, 0U);
}

TEST(PeerTracker, RowsOfTheTable)
{
    Tracker t(1);
    DataConnection& data = connect(t, 1, kAna, kBen);
    data.peer->add_init(Side::low, init_of(kDcInit));
    data.peer->add_init(Side::high, init_of(kDcInitOfWindows));
    data.note_frame(10, 100, 0);
    data.peer->add_chat_text(Side::low, 1, "hel");
    data.peer->add_chat_text(Side::low, 4, "lo\r");
    icq_dc::Message message;
    message.command = 0x07EE;
    message.has_sequence = true;
    data.peer->add_message(Side::low, 1, 11, 1, message, false);
    ASSERT_EQ(t.rows().size(), 1U);
    Row row = t.row(t.rows()[0], true);
    EXPECT_STREQ(row.from, "4024781");
    EXPECT_STREQ(row.to, "5496712");
    EXPECT_EQ(row.from_end, kAna);
    EXPECT_STREQ(row.service.c_str(), "ICQ Direct Connection");
    EXPECT_EQ(row.messages, 2U);
    data.files().begin_file(Side::high, 12, "a.txt", 10, 1, 1);
    row = t.row(t.rows()[0], true);
    EXPECT_STREQ(row.from, "5496712");
    EXPECT_EQ(row.expected, 10U);
}

TEST(PeerTracker, RowOfAReverseConnection)
{
    Tracker t(1);
    t.add(request(1, 164915098, 0x2F));
    DataConnection& data = connect(t, 1, kBen, {kAna.ip, 4711});
    data.peer->add_init(Side::low, init_of(kDcInit));
    data.note_frame(10, 100, 0);
    const Row row = t.row(t.rows()[0], true);
    EXPECT_STREQ(row.from, "164915098"); // who asked for it, and is called by the other one
    EXPECT_STREQ(row.to, "100400500");   // as the proposal says
}

} // namespace
} // namespace oscar::sessions
