// SPDX-License-Identifier: GPL-2.0-or-later
//
// ICQ direct connections: the scrambling, the handshake, messages, and the packets of files and chats.
#include "icq_dc_samples.h"
#include "prefixes.h"
#include "trace.h"

#include "core/icq_dc/chat.h"
#include "core/icq_dc/file_packet.h"
#include "core/icq_dc/frame.h"

#include <gtest/gtest.h>

#include <tuple>

namespace oscar::test {
namespace {

using namespace icq_dc;

Bytes sub(const Bytes& bytes, std::size_t from, std::size_t to = static_cast<std::size_t>(-1))
{
    return {bytes.begin() + static_cast<std::ptrdiff_t>(from),
            bytes.begin() + static_cast<std::ptrdiff_t>(std::min(to, bytes.size()))};
}
Bytes area_of(const Bytes& frame) { return sub(frame, 3); }

Bytes unscrambled(const Bytes& area)
{
    Bytes out(area.size());
    unscramble(View(area), out);
    return out;
}

TEST(Scramble, RealMessages)
{
    EXPECT_EQ(prove(View(area_of(kDcPwIcqRequest))), Proof::proven);
    EXPECT_EQ(sub(unscrambled(area_of(kDcPwIcqRequest)), 4), sub(kDcPwIcqRequestClear, 4));
    EXPECT_EQ(prove(View(area_of(kDcPwIcqAck))), Proof::proven);
    EXPECT_EQ(unscrambled(area_of(kDcPwIcqAck)), kDcPwIcqAckClear);
    EXPECT_EQ(prove(View(area_of(kDcFileRequest))), Proof::proven);
    EXPECT_EQ(prove(View(area_of(kDcFileAck))), Proof::proven);
    EXPECT_EQ(sub(unscrambled(area_of(kDcHello)), 4), sub(kDcHelloClear, 4));
    EXPECT_EQ(sub(unscrambled(sub(kDcOldHello, 2)), 4), sub(kDcHelloClear, 4));
}

// The test's own implementation makes the real ones, so that it can be believed where there is no real one.
TEST(Scramble, SamplesAreMadeAsRealClientsDo)
{
    EXPECT_EQ(dc_scrambled(kDcHelloClear, 20, 7), area_of(kDcHello));
    EXPECT_EQ(dc_scrambled(kDcPwIcqAckClear, 26, 120), area_of(kDcPwIcqAck));
    EXPECT_EQ(dc_scrambled("00000000"_hex + sub(unscrambled(area_of(kDcFileRequest)), 4), 0x30, 0x3A),
              area_of(kDcFileRequest));
}

TEST(Scramble, EverySize)
{
    for (std::size_t size = 34; size < 1200; ++size) {
        Bytes area = kDcHelloClear;
        area.resize(size);
        for (std::size_t i = kDcHelloClear.size(); i < size; ++i) {
            area[i] = static_cast<std::uint8_t>(7 * i);
        }
        for (const auto& [position, entry] :
             {std::pair<std::size_t, std::size_t>{10, 0}, {std::min<std::size_t>(size, 255) - 1, 219}}) {
            const Bytes sent = dc_scrambled(area, position, entry);
            ASSERT_EQ(prove(View(sent)), Proof::proven) << size;
            ASSERT_EQ(sub(unscrambled(sent), 4), sub(area, 4)) << size;
        }
    }
}

TEST(Scramble, WhatIsHidden)
{
    // The first and the last byte that differ, and the next one.
    const std::pair<std::size_t, std::size_t> ends[] = {{31, 8}, {40, 12}, {68, 20}, {106, 28}, {132, 36}, {256, 64}};
    for (const auto& [size, end] : ends) {
        const Bytes area(size, 0x20);
        const Bytes out = unscrambled(area);
        EXPECT_EQ(sub(out, 0, 4), sub(area, 0, 4));
        EXPECT_NE(sub(out, end - 4, end), sub(area, end - 4, end)) << size;
        EXPECT_EQ(sub(out, end), sub(area, end)) << size;
    }
}

TEST(Scramble, OnlyThePartThatWasCaptured)
{
    const Bytes area = area_of(kDcPwIcqAck);
    const auto size = static_cast<std::uint32_t>(area.size());
    for (std::uint32_t n = 0; n <= size; ++n) {
        const Bytes there = sub(area, 0, n);
        Bytes out(n);
        unscramble(View(there.data(), n, size), out);
        EXPECT_EQ(out, sub(kDcPwIcqAckClear, 0, n)) << n;
        // Its position is 26.
        EXPECT_EQ(prove(View(there.data(), n, size)), n > 26 ? Proof::proven : Proof::unknown) << n;
    }
    EXPECT_EQ(prove(View(Bytes(10))), Proof::unknown);
    EXPECT_NE(prove(View(Bytes(11))), Proof::unknown);
}

// A message with one bit of its check code changed. The key changes with it, so what is hidden is hidden anew.
Bytes with_other_code(const Bytes& area, std::size_t position, std::size_t entry, int part)
{
    Bytes sent = dc_scrambled(area, position, entry);
    const Bytes clear = unscrambled(sent);
    sent[static_cast<std::size_t>(part)] ^= 1;
    const auto key = static_cast<std::uint32_t>(0x67657268 * sent.size() + le32(sent.data()));
    const char letters[] = {'a', 'o'}; // entries 4 and 8 of the table
    for (std::size_t i = 4; i < 12; ++i) {
        const std::uint32_t pad = key + static_cast<unsigned char>(letters[i / 4 - 1]);
        sent[i] = static_cast<std::uint8_t>(clear[i] ^ pad >> 8 * (i % 4));
    }
    return sent;
}

TEST(Scramble, WrongCode)
{
    // Each part of the code by itself: position, byte, entry, and what the table has there.
    Bytes area = kDcHelloClear;
    const auto with = [&](std::size_t position, std::size_t entry, int part) {
        return prove(View(with_other_code(area, position, entry, part)));
    };
    EXPECT_EQ(with(20, 7, 0), Proof::wrong_entry);
    EXPECT_EQ(with(20, 7, 1), Proof::wrong_entry);
    EXPECT_EQ(with(20, 7, 2), Proof::wrong_byte);
    EXPECT_EQ(with(11, 7, 3), Proof::proven); // another position, where the clear byte is the same
    EXPECT_EQ(with(20, 219, 1), Proof::wrong_entry);
    // Receivers skip the rest for entries that senders never draw: 219 and 220 differ in more than one bit.
    EXPECT_EQ(prove(View(dc_scrambled(area, 20, 250))), Proof::proven);
    EXPECT_EQ(prove(View(dc_scrambled(area, 20, 220))), Proof::proven);
    EXPECT_EQ(with(20, 220, 0), Proof::proven);
    EXPECT_EQ(prove(View(dc_scrambled(area, 9, 7))), Proof::wrong_position);
    EXPECT_EQ(prove(View(dc_scrambled(area, 10, 7))), Proof::proven);
    EXPECT_EQ(prove(View(dc_scrambled(area, 43, 7))), Proof::proven);
    area.resize(40);
    EXPECT_EQ(prove(View(area)), Proof::wrong_position); // a code of zeros
}

// ---- The handshake ----

Reports init(const Bytes& frame, bool has_length = true)
{
    return reports_of(View(frame), [=](const View& view, Listener& to) { decode_init(view, has_length, to); });
}
Init read_init(const Bytes& frame)
{
    NullListener to;
    return decode_init(View(frame), true, to);
}

TEST(DcInit, OfIcq2002)
{
    const Reports t = init(kDcInit);
    EXPECT_EQ(t.items, (Lines{"frame.length 0+2 48", "start 2+1 0x00ff", "version 3+2 8", "init.length 5+2 43",
                              "to_uin 7+4 164915098", "reserved 11+2 0000", "listening_port 13+4 8280",
                              "uin 17+4 4024781", "external_ip 21+4 212.56.196.130", "internal_ip 25+4 212.56.196.130",
                              "connection_type 29+1 4", "listening_port_again 30+4 8280", "auth_cookie 34+4 0x4c4f4897",
                              "web_port 38+4 80", "features 42+4 0x0003", "request_cookie 46+4 0x0000"}));
    EXPECT_EQ(t.findings, Lines{});
    const Init read = read_init(kDcInit);
    EXPECT_EQ(read.version, 8U);
    EXPECT_EQ(read.to_uin, 164915098U);
    EXPECT_EQ(read.uin, 4024781U);
    EXPECT_EQ(read.port, 8280U);
    EXPECT_EQ(read.external_ip, 0xd438c482U);
    EXPECT_EQ(read.auth_cookie, 0x4c4f4897U);
    EXPECT_EQ(read_init(kDcInitOfWindows).internal_ip, 0xac111fe6U);
    EXPECT_EQ(init(kDcInitOfWindows).findings, Lines{});
}

TEST(DcInit, RequestCookie)
{
    Bytes frame = kDcInit;
    frame[46] = 0x2F;
    EXPECT_EQ(init(frame).items.back(), "request_cookie 46+4 0x002f");
    EXPECT_EQ(read_init(frame).request_cookie, 0x2FU);
}

TEST(DcInit, WithoutTheLengthThatCameBefore)
{
    const Reports t = init(sub(kDcInit, 2), false);
    EXPECT_EQ(t.items.front(), "start 0+1 0x00ff");
    EXPECT_EQ(t.items.back(), "request_cookie 44+4 0x0000");
    EXPECT_EQ(t.findings, Lines{});
}

TEST(DcInit, Version6)
{
    Reports t = init(kDcInitOfLicq);
    EXPECT_EQ(t.items.back(), "features 42+4 0x0003");
    EXPECT_EQ(t.findings, Lines{});
    t = init(kDcInitOfClimm);
    EXPECT_EQ(t.items.back(), "auth_cookie 34+4 0x78563412");
    EXPECT_EQ(t.items[2], "version 3+2 6");
    EXPECT_EQ(t.findings, Lines{});
}

TEST(DcInit, OldVersionsStayBytes)
{
    const Bytes frame = dc_frame("ff 04000000 00000000 cd693d00 d438c482 c0a80105 04 58200000"_hex);
    EXPECT_EQ(frame[0], 0x1A);
    const Reports t = init(frame);
    EXPECT_EQ(t.items, (Lines{"frame.length 0+2 26", "start 2+1 0x00ff", "version 3+2 4",
                              "old_init 5+23 000000000000cd693d00d438c482c0a801050458200000"}));
    EXPECT_EQ(t.findings, Lines{});
    EXPECT_TRUE(read_init(frame).is_old());
    EXPECT_FALSE(read_init(kDcInit).is_old());
    EXPECT_STREQ(value_name(icq_dc::Field::version, 4), "ICQ 98");
}

TEST(DcInit, Findings)
{
    Bytes frame = kDcInit;
    frame[3] = 12;
    EXPECT_EQ(init(frame).findings, (Lines{"!version.unknown 3+2 found 12"}));
    frame[3] = 11;
    EXPECT_EQ(init(frame).findings, Lines{});
    frame[5] = 0x2A;
    EXPECT_EQ(init(frame).findings, (Lines{"!init.length.mismatch 5+2 expected 43 found 42"}));
    frame[5] = 0; // GnomeICU
    EXPECT_EQ(init(frame).findings, Lines{});
    frame[30] = 0x59;
    EXPECT_EQ(init(frame).findings, (Lines{"!listening_port.differ 30+4 expected 8280 found 8281"}));
    frame[30] = 0x58;
    frame[29] = 3;
    EXPECT_EQ(init(frame).findings, (Lines{"!connection_type.unknown 29+1 found 3"}));
    frame[29] = 6;
    EXPECT_EQ(init(frame).findings, Lines{});
    frame[0] = 0x31;
    EXPECT_EQ(init(frame).findings, (Lines{"!frame.truncated 0+2 expected 51 found 50"}));
    EXPECT_EQ(init(dc_frame(sub(kDcInit, 2) + "ab"_hex)).items.back(), "rest 50+1 ab");
    EXPECT_EQ(init(dc_frame(sub(kDcInit, 2) + "ab"_hex)).findings,
              (Lines{"!init.length.mismatch 5+2 expected 44 found 43", "!frame.trailing 50+1 found 1"}));
    // What the capture lacks says nothing about a length.
    frame = kDcInit;
    frame[5] = 0x2A;
    const auto any = [](const View& view, Listener& to) { decode_init(view, true, to); };
    EXPECT_EQ(reports_of(View(frame.data(), 40, 50), any).findings, Lines{});
    EXPECT_EQ(init("0100 ff"_hex).findings, (Lines{"!frame.malformed 3+0"}));
}

TEST(DcHandshake, Ack)
{
    const Reports t = reports_of(View(kDcAck), decode_ack);
    EXPECT_EQ(t.items, (Lines{"frame.length 0+2 4", "start 2+1 0x0001", "reserved 3+3 000000"}));
    EXPECT_EQ(t.findings, Lines{});
}

Channel read_channel(const Bytes& frame)
{
    NullListener to;
    return decode_channel(View(frame), to);
}

TEST(DcChannel, OfMessages)
{
    const Reports first = reports_of(View(kDcChannel), decode_channel);
    EXPECT_EQ(first.items, (Lines{"frame.length 0+2 33", "start 2+1 0x0003", "constant 3+4 0x000a",
                                  "channel 7+4 0x0001", "channel.answer 11+4 0x0000",
                                  "channel.guid 15+16 little-endian 00000000-0000-0000-0000-000000000000",
                                  "=channel.name 15+8 \"None\"", "constant 31+4 0x40001"}));
    const Reports answer = reports_of(View(kDcChannelAnswer), decode_channel);
    EXPECT_EQ(answer.items,
              (Lines{"frame.length 0+2 33", "start 2+1 0x0003", "constant 3+4 0x000a", "channel 7+4 0x0001",
                     "channel.answer 11+4 0x0001", "channel.guid.part 15+8 0000000000000000", "constant 23+4 0x40001",
                     "channel.guid.part 27+8 0000000000000000", "=channel.name 15+8 \"None\""}));
    EXPECT_EQ(first.findings, Lines{});
    EXPECT_EQ(answer.findings, Lines{});
    EXPECT_FALSE(read_channel(kDcChannel).is_answer);
    EXPECT_TRUE(read_channel(kDcChannelAnswer).is_answer);
    EXPECT_EQ(read_channel(kDcChannel).number, 1U);
    EXPECT_EQ(read_channel(kDcChannel).plugin, nullptr);
}

TEST(DcChannel, OfManagers)
{
    const Bytes info = "2100 03 0a000000 eb030000 00000000 a0e93f37 4fe9d311 bcd20004ac96dd96 0100 0400"_hex;
    const Bytes answer = "2100 03 0a000000 ea030000 ea030000 10cf40d1 4fe9d311 0100 0400 bcd20004 ac96dd96"_hex;
    EXPECT_STREQ(read_channel(info).plugin, "Info manager");
    EXPECT_STREQ(read_channel(answer).plugin, "Status manager");
    EXPECT_TRUE(read_channel(answer).is_answer);
    Bytes unknown = info;
    unknown[30] ^= 1;
    EXPECT_EQ(read_channel(unknown).plugin, nullptr);
    EXPECT_EQ(reports_of(View(unknown), decode_channel).findings, Lines{});
    unknown[7] = 0xEC;
    EXPECT_EQ(reports_of(View(unknown), decode_channel).findings, (Lines{"!channel.unknown 7+4 found 1004"}));
    // Both constants are there: the GUID of a first one happens to have that number in it.
    Bytes both = info;
    std::copy_n("01000400"_hex.begin(), 4, both.begin() + 23);
    EXPECT_FALSE(read_channel(both).is_answer);
}

TEST(DcHandshake, EveryPrefix)
{
    const auto any_init = [](const View& view, Listener& to) { decode_init(view, true, to); };
    for (const Bytes& sample : {kDcInit, dc_frame("ff 0400 000000"_hex)}) {
        if (sample == kDcInit) {
            expect_sound_prefixes(sample, 0, any_init);
        }
    }
    for (const Bytes& sample : {kDcChannel, kDcChannelAnswer}) {
        const auto size = static_cast<std::uint32_t>(sample.size());
        for (std::uint32_t n = 0; n < size; ++n) {
            const Bytes there = sub(sample, 0, n);
            EXPECT_EQ(reports_of(View(there.data(), n, size), decode_channel).findings, Lines{}) << n;
            EXPECT_FALSE(reports_of(View(there), decode_channel).findings.empty()) << n;
        }
    }
    expect_sound_prefixes(kDcAck, 0, decode_ack);
}

TEST(DcFrame, OfUnknownKind)
{
    const Reports t = reports_of(View("0300 07 abcd"_hex), decode_unknown);
    EXPECT_EQ(t.items, (Lines{"frame.length 0+2 3", "start 2+1 0x0007", "rest 3+2 abcd"}));
    EXPECT_EQ(t.findings, (Lines{"!start.unknown 2+1 found 7"}));
    EXPECT_EQ(reports_of(View("0100 07"_hex), decode_unknown).items.size(), 2U);
    const Reports empty = reports_of(View("0000"_hex), decode_unknown);
    EXPECT_EQ(empty.items, (Lines{"frame.length 0+2 0"}));
    EXPECT_EQ(empty.findings, (Lines{"!frame.malformed 2+0"}));
    EXPECT_EQ(reports_of(View("30"_hex), decode_unknown).items, (Lines{"rest 0+1 30"}));
}

// ---- How a connection is recognised ----

TEST(DcStart, OfAConnection)
{
    for (const Bytes& sample : {kDcInit, kDcInitOfWindows, kDcInitOfLicq, kDcInitOfClimm}) {
        EXPECT_EQ(find_init(sample), Found::with_length);
        EXPECT_EQ(find_init(sample + kDcAck), Found::with_length);
        EXPECT_TRUE(may_be_frame(std::span(sample).first<4>(), 50));
        for (std::size_t n = 0; n < 34; ++n) {
            EXPECT_EQ(find_init(std::span(sample).first(n)), Found::no) << n;
        }
        for (const std::size_t i : {0U, 1U, 2U, 4U, 5U, 6U, 11U, 12U}) {
            Bytes changed = sample;
            changed[i] ^= 0x40;
            EXPECT_EQ(find_init(changed), Found::no) << i;
        }
    }
    for (const std::size_t version : {5U, 12U}) {
        Bytes changed = kDcInit;
        changed[3] = static_cast<std::uint8_t>(version);
        EXPECT_EQ(find_init(changed), Found::no);
    }
    Bytes ports = kDcInitOfClimm;
    ports[30] ^= 1;
    EXPECT_EQ(find_init(ports), Found::no);
    ports = kDcInit;
    ports[30] ^= 1; // YSM
    EXPECT_EQ(find_init(ports), Found::with_length);
    ports[5] = 0; // GnomeICU, but then with usual ports
    EXPECT_EQ(find_init(ports), Found::no);
    ports[30] ^= 1;
    EXPECT_EQ(find_init(ports), Found::with_length);
}

TEST(DcStart, WithoutItsLength)
{
    const Bytes start = sub(kDcInit, 2);
    EXPECT_EQ(find_init(start), Found::without_length);
    EXPECT_TRUE(may_be_frame(std::span(start).first<4>(), 48));
    EXPECT_EQ(find_init(std::span(start).first(32)), Found::without_length);
    EXPECT_EQ(find_init(std::span(start).first(31)), Found::no);
    EXPECT_EQ(size_of_init(start), kInitSize);
    EXPECT_EQ(size_of_init(sub(kDcInitOfLicq, 2)), kShortInitSize);
    // The shortest one has little to go by, so nothing else may be there.
    const Bytes climm = sub(kDcInitOfClimm, 2);
    EXPECT_EQ(size_of_init(climm), kClimmInitSize);
    EXPECT_EQ(find_init(climm), Found::without_length);
    EXPECT_EQ(find_init(climm + "00"_hex), Found::no);
    for (const std::size_t i : {1U, 3U, 9U, 13U, 28U, 30U}) {
        Bytes other = climm;
        other[i] ^= 1;
        EXPECT_EQ(find_init(other), Found::no) << i;
    }
    Bytes changed = start;
    changed[28] ^= 1;
    EXPECT_EQ(find_init(changed), Found::without_length); // by its constants
    changed[36] ^= 1;
    EXPECT_EQ(find_init(changed), Found::no);
    changed[36] ^= 1;
    changed[40] ^= 1;
    EXPECT_EQ(find_init(changed), Found::no);
    EXPECT_EQ(find_init(std::span(changed).first(40)), Found::no);
    for (const std::size_t i : {13U, 30U}) {
        changed = start;
        changed[i] ^= 1;
        changed[36] ^= 1;
        EXPECT_EQ(find_init(changed), Found::no) << i;
    }
    changed = start;
    changed[3] = 0;
    EXPECT_EQ(find_init(changed), Found::no);
}

bool looks_like(const Bytes& segment)
{
    return looks_like_message(segment, static_cast<std::uint32_t>(segment.size()));
}

// The other side acknowledges, and introduces itself in turn.
TEST(DcStart, OfTheAnswer)
{
    for (const Bytes& init : {kDcInit, kDcInitOfLicq, kDcInitOfClimm}) {
        const Bytes answer = kDcAck + init;
        EXPECT_EQ(find_init(answer), Found::with_length);
        EXPECT_TRUE(may_be_frame(std::span(answer).first<4>(), static_cast<std::uint32_t>(answer.size())));
        for (const std::size_t i : {0U, 2U, 4U, 5U, 6U, 8U}) {
            Bytes changed = answer;
            changed[i] ^= 0x40;
            EXPECT_EQ(find_init(changed), Found::no) << i;
        }
    }
    EXPECT_EQ(find_init(kDcAck), Found::no);
    EXPECT_EQ(find_init(kDcAck + kDcAck + kDcInit), Found::no);
    EXPECT_EQ(find_init(kDcAck + sub(kDcInit, 2)), Found::no);
}

TEST(DcStart, OfAMessage)
{
    for (const Bytes& sample : {kDcFileRequest, kDcFileAck, kDcPwIcqRequest, kDcPwIcqAck, kDcHello}) {
        EXPECT_TRUE(looks_like(sample));
        EXPECT_TRUE(may_be_frame(std::span(sample).first<4>(), static_cast<std::uint32_t>(sample.size())));
        // Another one may follow.
        EXPECT_TRUE(looks_like(sample + "00"_hex));
        EXPECT_TRUE(looks_like(sample + sample));
        EXPECT_FALSE(looks_like(sample + "000001"_hex));
        EXPECT_FALSE(looks_like(sub(sample, 0, sample.size() - 1)));
        for (const std::size_t i : {0U, 1U, 2U, 3U, 6U, 7U, 9U}) {
            Bytes changed = sample;
            changed[i] ^= 0x10;
            EXPECT_FALSE(looks_like(changed)) << i;
        }
    }
    EXPECT_FALSE(looks_like("0100 02"_hex));
    EXPECT_FALSE(looks_like("01"_hex));
    EXPECT_FALSE(looks_like("0000 02"_hex));
    EXPECT_FALSE(looks_like(kDcOldHello));
    EXPECT_TRUE(is_old_message(View(sub(kDcOldHello, 2))));
    EXPECT_TRUE(looks_like(
        dc_frame("02"_hex + dc_scrambled(dc_manager_area("0100 0000"_hex, "0000 0100 00"_hex + Bytes(9)), 10, 0))));
    // A proved one with another command, and with another block.
    EXPECT_FALSE(looks_like(dc_message({.command = 0x07EF})));
    EXPECT_TRUE(looks_like(dc_message({.command = 0x07D0})));
    Bytes area = dc_area({});
    area[6] = 0x10;
    EXPECT_FALSE(looks_like(dc_frame("02"_hex + dc_scrambled(area, 10, 0))));
    // Cut by the capture: what it takes is there.
    EXPECT_TRUE(looks_like_message(std::span(kDcHello).first(30), 47));
    EXPECT_FALSE(looks_like_message(std::span(kDcHello).first(9), 47));
}

TEST(DcStart, OtherTrafficFailsAtItsFirstBytes)
{
    const auto may_be = [](const Bytes& start, std::uint32_t size) {
        return may_be_frame(std::span(start).first<4>(), size);
    };
    EXPECT_FALSE(may_be("GET "_ascii, 100));
    EXPECT_FALSE(may_be("16030100"_hex, 100));
    EXPECT_FALSE(may_be("2a020000"_hex, 100));
    EXPECT_FALSE(may_be("3000fe08"_hex, 50));
    EXPECT_FALSE(may_be("3001ff08"_hex, 50));
    EXPECT_FALSE(may_be("ff05002b"_hex, 48));
    EXPECT_FALSE(may_be("ff08012b"_hex, 48));
    EXPECT_FALSE(may_be("2d000200"_hex, 46));
    EXPECT_TRUE(may_be("2d000200"_hex, 47));
    EXPECT_TRUE(may_be("2d000200"_hex, 48));
    EXPECT_FALSE(may_be("04000200"_hex, 5));
    EXPECT_FALSE(may_be("04000101"_hex, 100));
}

// ---- Messages ----

Scrambled scrambled(const Bytes& frame, std::uint16_t version = 8)
{
    NullListener to;
    return decode_scrambled(View(frame), version, to);
}
Reports scrambled_reports(const Bytes& frame, std::uint16_t version = 8)
{
    return reports_of(View(frame), [=](const View& view, Listener& to) { decode_scrambled(view, version, to); });
}

// The declared length is part of the key, so the start of a message can be read without its end.
TEST(DcMessage, OfWhichTheEndIsMissing)
{
    const Bytes start = sub(kDcHello, 0, 40);
    const Reports t = scrambled_reports(start);
    EXPECT_EQ(t.findings, (Lines{"!frame.truncated 0+2 expected 47 found 40"}));
    NullListener to;
    const View view(start);
    const Scrambled found = decode_scrambled(view, 8, to);
    EXPECT_EQ(found.proof, Proof::proven);
    EXPECT_EQ(found.area, (Slice{3, 37}));
    ASSERT_EQ(found.bytes.size(), 44U);
    Bytes clear(found.bytes.captured());
    unscramble(found.bytes, clear);
    EXPECT_EQ(sub(clear, 4), sub(kDcHelloClear, 4, 37));
}

TEST(IcqAnswer, WhetherItsSenderWaits)
{
    constexpr std::uint16_t away = 4;
    for (const std::uint16_t status : {std::uint16_t{0}, away}) {
        EXPECT_TRUE((icq::Answer{.status = status, .opens = icq::Opens::file, .port = 9}.is_waited_for()));
        EXPECT_FALSE((icq::Answer{.status = status, .opens = icq::Opens::file}.is_waited_for()));
        EXPECT_FALSE((icq::Answer{.status = status, .port = 9}.is_waited_for()));
    }
    for (const icq::Status status : {icq::Status::refused, icq::Status::returned}) {
        const icq::Answer refusal{.status = static_cast<std::uint16_t>(status), .opens = icq::Opens::chat, .port = 9};
        EXPECT_TRUE(refusal.is_refusal());
        EXPECT_FALSE(refusal.is_waited_for());
    }
    EXPECT_FALSE((icq::Answer{.status = 0x0101}.is_refusal()));
}

TEST(DcMessage, OnTheWire)
{
    EXPECT_EQ(scrambled(kDcHello).area, (Slice{3, 44}));
    EXPECT_EQ(scrambled(kDcHello).proof, Proof::proven);
    EXPECT_EQ(scrambled(kDcOldHello, 6).area, (Slice{2, 44}));
    EXPECT_EQ(scrambled(kDcOldHello, 6).proof, Proof::proven);
    Reports t = scrambled_reports(kDcHello);
    EXPECT_EQ(t.items.size(), 3U);
    EXPECT_EQ(t.items[1], "start 2+1 0x0002");
    EXPECT_EQ(t.findings, Lines{});
    EXPECT_EQ(scrambled_reports(kDcOldHello, 6).items.size(), 2U);
    Bytes wrong = kDcHello;
    wrong[20] ^= 0x80; // where its position is
    EXPECT_EQ(scrambled_reports(wrong).findings, Lines{});
    wrong[23] ^= 0x80;
    EXPECT_EQ(scrambled_reports(wrong).findings, (Lines{"!check.wrong 3+4"}));
    EXPECT_EQ(scrambled(wrong).proof, Proof::wrong_byte);
    EXPECT_EQ(scrambled_reports(dc_frame("02"_hex + dc_scrambled(dc_area({}), 9, 0))).findings,
              (Lines{"!check.wrong 3+4"}));
    EXPECT_EQ(scrambled_reports(dc_frame("02"_hex + with_other_code(kDcHelloClear, 20, 7, 0))).findings,
              (Lines{"!check.wrong 3+4"}));
    wrong = kDcHello;
    // Its position was not captured.
    const auto cut = [](const View& view, Listener& to) { decode_scrambled(view, 8, to); };
    EXPECT_EQ(reports_of(View(wrong.data(), 20, 47), cut).findings, Lines{});
    EXPECT_EQ(reports_of(View(wrong.data(), 3, 47), cut).items.size(), 2U);
    EXPECT_EQ(scrambled_reports("0300 02 0102"_hex).findings, (Lines{"!message.short 3+2 expected 30 found 2"}));
    EXPECT_EQ(scrambled_reports("0100 02"_hex).findings, (Lines{"!message.short 3+0 expected 30"}));
    EXPECT_EQ(scrambled_reports("0000"_hex).findings, (Lines{"!frame.malformed 2+0"}));
    EXPECT_EQ(scrambled_reports(dc_frame("02"_hex + Bytes(30))).findings, (Lines{"!check.wrong 3+4"}));
    EXPECT_EQ(scrambled_reports(dc_frame("02"_hex + Bytes(29))).findings.front(),
              "!message.short 3+29 expected 30 found 29");
}

Reports area(const Bytes& clear, std::uint16_t version = 8, const char* plugin = nullptr)
{
    return reports_of(View(clear), [=](const View& view, Listener& to) { decode_area(view, version, plugin, to); });
}
icq_dc::Message message(const Bytes& clear, const char* plugin = nullptr)
{
    NullListener to;
    return decode_area(View(clear), 8, plugin, to);
}

TEST(DcMessage, Hello)
{
    const Reports t = area(kDcHelloClear, 6);
    EXPECT_EQ(t.items,
              (Lines{"check 0+4 0x0000", "command 4+2 0x07ee", "block_length 6+2 14", "sequence 8+2 0xffff",
                     "reserved 10+12 000000000000000000000000", "type 22+1 0x0001", "flags 23+1 0x0000",
                     "status 24+2 0", "priority 26+2 16 (normal)", "length 28+2 6", "text 30+6 \"Hello\\x00\" legacy",
                     "foreground 36+4 0x0000", "background 40+4 0xffffff00"}));
    EXPECT_EQ(t.findings, Lines{});
    const icq_dc::Message m = message(kDcHelloClear);
    EXPECT_TRUE(m.is(Command::message));
    EXPECT_FALSE(m.is(Command::ack));
    EXPECT_TRUE(m.has_sequence);
    EXPECT_EQ(m.sequence, 0xFFFF);
    EXPECT_EQ(View(kDcHelloClear).chars(m.summary.text.at), std::string_view("Hello\0", 6));
    EXPECT_EQ(m.summary.answer.opens, icq::Opens::nothing);
}

TEST(DcMessage, PriorityByVersion)
{
    const auto priority = [](std::size_t flags, std::uint16_t version) {
        return area(dc_area({.flags = flags}), version).items[8];
    };
    EXPECT_EQ(priority(0, 7), "priority 26+2 0 (normal)");
    EXPECT_EQ(priority(1, 8), "priority 26+2 1 (normal)");
    EXPECT_EQ(priority(2, 8), "priority 26+2 2 (urgent)");
    EXPECT_EQ(priority(4, 8), "priority 26+2 4 (to the contact list)");
    EXPECT_EQ(priority(0x21, 8), "priority 26+2 33");
    EXPECT_EQ(priority(0x110, 6), "priority 26+2 272 (normal)");
    EXPECT_EQ(priority(0x20, 6), "priority 26+2 32 (to the contact list)");
    EXPECT_EQ(priority(0x840, 6), "priority 26+2 2112 (urgent)");
    EXPECT_EQ(priority(0, 6), "priority 26+2 0");
}

TEST(DcMessage, FileRequestOfIcq2002)
{
    const Bytes clear = unscrambled(area_of(kDcFileRequest));
    const Reports t = area(clear);
    EXPECT_EQ(t.items, (Lines{"check 0+4 0xdedfd496",
                              "command 4+2 0x07ee",
                              "block_length 6+2 14",
                              "sequence 8+2 0xffe9",
                              "reserved 10+12 000000000000000000000000",
                              "type 22+1 0x001a",
                              "flags 23+1 0x0000",
                              "status 24+2 0",
                              "priority 26+2 1 (normal)",
                              "length 28+2 1",
                              "text 30+1 \"\\x00\" legacy",
                              "function.length 31+2 41",
                              "function 33+16 little-endian f02d12d9-3091-d311-8dd7-00104b06462e",
                              "=function.name 33+16 \"File\"",
                              "function.id 49+2 0",
                              "function.label_length 51+4 4",
                              "function.label 55+4 \"File\"",
                              "function.tail 59+15 000001000001000000000000000000",
                              "following 74+4 28",
                              "data_length 78+4 0",
                              "file.description 82+0 \"\" legacy",
                              "port 82+2 28757",
                              "reserved 84+2 6b01",
                              "length 86+2 10",
                              "file.name 88+10 \"file2.txt\\x00\" legacy",
                              "file.size 98+4 503",
                              "port_again 102+4 28757"}));
    EXPECT_EQ(t.findings, Lines{});
    const icq_dc::Message m = message(clear);
    EXPECT_EQ(m.summary.answer.opens, icq::Opens::file);
    EXPECT_EQ(m.summary.answer.port, 28757U);
    EXPECT_EQ(m.summary.size, 503U);
    EXPECT_STREQ(m.summary.request, "File");
    const icq_dc::Message ack = message(unscrambled(area_of(kDcFileAck)));
    EXPECT_TRUE(ack.is(Command::ack));
    EXPECT_EQ(ack.sequence, m.sequence);
    EXPECT_EQ(ack.summary.answer.port, 3001U);
    EXPECT_EQ(area(unscrambled(area_of(kDcFileAck))).findings, Lines{});
}

TEST(DcMessage, FileRequestOfVersion6)
{
    const Reports t = area(dc_area({.type = "0300"_hex,
                                    .text = "for you"_ascii,
                                    .rest = "1f90 0000"_hex + dc_string("a.txt"_ascii) + "41000000 901f0000"_hex}),
                           6);
    EXPECT_EQ(t.findings, Lines{});
    EXPECT_EQ(Lines(t.items.end() - 6, t.items.end()),
              (Lines{"port 38+2 8080", "reserved 40+2 0000", "length 42+2 6", "file.name 44+6 \"a.txt\\x00\" legacy",
                     "file.size 50+4 65", "port_again 54+4 8080"}));
    EXPECT_EQ(area(dc_area({.type = "0300"_hex})).findings, Lines{});
}

TEST(DcMessage, ChatRequest)
{
    const Bytes clear = dc_area(
        {.type = "0200"_hex, .text = "join us"_ascii, .rest = dc_string("ana"_ascii) + "1f90 0000 901f0000"_hex});
    const Reports t = area(clear);
    EXPECT_EQ(t.findings, Lines{});
    EXPECT_EQ(t.items[t.items.size() - 4], "chat.users 40+4 \"ana\\x00\" legacy");
    EXPECT_EQ(message(clear).summary.answer.opens, icq::Opens::chat);
    EXPECT_EQ(message(clear).summary.answer.port, 8080U);
    // A cancel has the rest of a request without values: 11 bytes, or 15 for a file.
    EXPECT_EQ(area(dc_area({.command = 0x07D0, .type = "0200"_hex, .rest = "0100 00 0000 0000 00000000"_hex})).findings,
              Lines{});
    EXPECT_EQ(area(dc_area({.command = 0x07D0, .type = "0300"_hex, .rest = "0000 0000 0100 00 00000000 00000000"_hex}))
                  .findings,
              Lines{});
}

TEST(DcMessage, OtherTypesCanHaveColours)
{
    for (const Bytes& type : {"0400"_hex, "1300"_hex, "e803"_hex, "0c00"_hex, "ef00"_hex}) {
        const Reports t = area(dc_area({.command = 0x07DA, .type = type, .rest = "00000000 00ffffff"_hex}));
        EXPECT_EQ(t.items.back(), "background 35+4 0xffffff");
        EXPECT_EQ(t.findings, Lines{});
    }
    EXPECT_EQ(area(dc_area({.type = "0400"_hex, .rest = "000000"_hex})).findings,
              (Lines{"!frame.malformed 31+3 found 3"}));
    EXPECT_EQ(area(dc_area({.type = "0400"_hex})).findings, Lines{});
}

TEST(DcMessage, OfAManager)
{
    const Bytes request =
        dc_manager_area("0100 0000"_hex, "0200 0100 00"_hex + "a0e93f37 4fe9d311 bcd20004ac96dd96 0200 01000000"_hex);
    Reports t = area(request, 8, "Info manager");
    EXPECT_EQ(t.findings, Lines{});
    EXPECT_EQ(
        Lines(t.items.begin() + 5, t.items.end()),
        (Lines{"manager.request 22+2 1", "reserved 24+2 0000", "manager.level 26+2 2", "manager.command_length 28+2 1",
               "manager.command 30+1 0", "manager.guid 31+16 little-endian a0e93f37-4fe9-d311-bcd2-0004ac96dd96",
               "=manager.name 31+16 \"Info manager\"", "manager.sub 47+2 2", "manager.time 49+4 1"}));
    EXPECT_STREQ(message(request, "Info manager").summary.request, "Info manager");
    EXPECT_TRUE(message(request).is_for_manager);
    const Bytes answer =
        dc_manager_area("0000 0000"_hex, "0000 0100 01"_hex + "00000100 dfac603d 08000000 01000000 89504e47"_hex);
    t = area(answer, 8, "Info manager");
    EXPECT_EQ(t.findings, Lines{});
    EXPECT_EQ(
        Lines(t.items.end() - 5, t.items.end()),
        (Lines{"manager.answer.head 31+4 0x10000", "manager.answer.time 35+4 1029745887",
               "manager.answer.length 39+4 8", "manager.answer.kind 43+4 0x0001", "manager.answer 47+4 89504e47"}));
    for (const char* rest :
         {"", "00000100 dfac603d 00000000", "00000100 dfac603d 01000000", "00000100 dfac603d 04000000 01000000"}) {
        EXPECT_EQ(area(dc_manager_area("0000 0000"_hex, "0000 0100 01"_hex + from_hex(rest))).findings, Lines{})
            << rest;
    }
    EXPECT_EQ(area(dc_manager_area("0000 0000"_hex, "0000 0100 01 00000100 dfac603d 00000000 05"_hex)).items.back(),
              "manager.answer 43+1 05");
    EXPECT_EQ(area(dc_manager_area("0000 0000"_hex, "0000 0100 01 000001"_hex)).findings,
              (Lines{"!frame.malformed 31+3 found 3"}));
    EXPECT_EQ(area(dc_manager_area("0000 0000"_hex, "0000 0100 01 00000100 0000"_hex)).findings.size(), 1U);
    EXPECT_EQ(area(dc_manager_area("0000 0000"_hex, "0000 0100 01 00000100 00000000 0000"_hex)).findings.size(), 1U);
}

TEST(DcMessage, BadLengthsAndCommands)
{
    EXPECT_EQ(area(dc_area({.command = 0x6767})).findings, (Lines{"!command.unknown 4+2 found 26471"}));
    EXPECT_EQ(area(dc_area({.command = 0x6766})).findings, Lines{}); // YSM's
    Bytes clear = dc_area({.text = "ab"_ascii});
    clear[28] = 0xFF;
    EXPECT_EQ(area(clear).findings, (Lines{"!frame.malformed 30+3 found 3"}));
    clear[28] = 2;
    EXPECT_EQ(area(clear).findings, (Lines{"!frame.malformed 32+1 found 1"})); // colours that are too short
    clear[6] = 0xFF;
    EXPECT_EQ(area(clear).findings, (Lines{"!frame.malformed 8+25 found 25"}));
    clear[6] = 0x0F;
    EXPECT_EQ(area(clear).findings.front(), "!frame.trailing 22+1 found 1");
    EXPECT_EQ(area("00000000 ee07"_hex).findings, (Lines{"!frame.malformed 6+0"}));
    EXPECT_EQ(area("00000000 ee"_hex).findings, (Lines{"!frame.malformed 4+1 found 1"}));
}

TEST(DcMessage, EveryPrefix)
{
    for (const Bytes& clear : {kDcHelloClear, kDcPwIcqAckClear, unscrambled(area_of(kDcFileRequest))}) {
        const auto size = static_cast<std::uint32_t>(clear.size());
        // Where a message can end: the block, the text, and the head of a plugin message.
        const std::uint32_t ends[] = {size, clear == kDcHelloClear ? 36U : 31U, 74};
        for (std::uint32_t n = 0; n < size; ++n) {
            const Bytes there = sub(clear, 0, n);
            const Reports cut = reports_of(View(there.data(), n, size),
                                           [](const View& view, Listener& to) { decode_area(view, 8, nullptr, to); });
            EXPECT_EQ(cut.findings, Lines{}) << n;
            EXPECT_EQ(area(there).findings.empty(), std::count(std::begin(ends), std::end(ends), n) > 0) << n;
        }
    }
}

TEST(DcMessage, FunctionsThatBreakOff)
{
    const Bytes guid = "be6b7305 0fc2104f a6de4db1 e3564b0e"_hex;
    EXPECT_EQ(area(dc_area({.type = "1a00"_hex, .rest = "1100"_hex + guid + "01"_hex})).findings,
              (Lines{"!frame.malformed 49+1 found 1"}));
    // The text before it is usually empty; if it is not, that is what the message says.
    const Bytes function = "2000"_hex + guid + "0100 07000000"_hex + "Message"_ascii + Bytes(3);
    const DcMessage m{
        .type = "1a00"_hex, .text = "first"_ascii, .rest = function + "08000000 04000000"_hex + "next"_ascii};
    const Bytes clear = dc_area(m);
    EXPECT_EQ(View(clear).chars(message(clear).summary.name.at), std::string_view("first\0", 6));
    Bytes short_block = dc_area({});
    short_block[6] = 1;
    EXPECT_EQ(area(short_block).findings.front(), "!frame.malformed 8+1 found 1");
    EXPECT_FALSE(icq::Summary{}.is(icq::Type::plain));
}

// The XML of a message ends where its last '>' is, which is not known if the capture ends before.
TEST(DcMessage, XmlThatTheCaptureCuts)
{
    const Bytes head = "2a00 4fa6f34c09b7fd4892087e857ae07330 0800 05000000"_hex + "Xtraz"_ascii + Bytes(15);
    const Bytes clear = dc_area({.type = "1a00"_hex, .rest = head + "0d000000 09000000"_hex + "<N>hi</N>"_ascii});
    const auto size = static_cast<std::uint32_t>(clear.size());
    EXPECT_EQ(area(clear).findings, Lines{});
    EXPECT_EQ(area(clear).items.back(), "@text/xml 83+9");
    for (std::uint32_t n = 0; n < size; ++n) {
        const Reports cut = reports_of(View(clear.data(), n, size),
                                       [](const View& view, Listener& to) { decode_area(view, 8, nullptr, to); });
        EXPECT_EQ(cut.findings, Lines{}) << n;
    }
}

// ---- Files ----

Reports packet(const Bytes& frame) { return reports_of(View(frame), decode_file_packet); }
FilePacket read_packet(const Bytes& frame)
{
    NullListener to;
    return decode_file_packet(View(frame), to);
}

TEST(DcFile, OfIcq2002)
{
    Reports t = packet(kDcFileInit);
    EXPECT_EQ(t.items, (Lines{"frame.length 0+2 25", "transfer.packet 2+1 0", "transfer.reserved 3+4 0",
                              "transfer.files 7+4 1", "transfer.total_size 11+4 503", "transfer.speed 15+4 100",
                              "length 19+2 6", "transfer.nick 21+6 \"Coban\\x00\" legacy"}));
    EXPECT_EQ(t.findings, Lines{});
    t = packet(kDcFileInitAck);
    EXPECT_EQ(t.items, (Lines{"frame.length 0+2 17", "transfer.packet 2+1 1", "transfer.speed 3+4 64", "length 7+2 10",
                              "transfer.nick 9+10 \"164915098\\x00\" legacy"}));
    t = packet(kDcFileNext);
    EXPECT_EQ(t.items, (Lines{"frame.length 0+2 29", "transfer.packet 2+1 2", "transfer.kind 3+1 0", "length 4+2 10",
                              "transfer.name 6+10 \"file2.txt\\x00\" legacy", "length 16+2 1",
                              "transfer.folder 18+1 \"\\x00\" legacy", "transfer.size 19+4 503",
                              "transfer.mtime 23+4 1029745887", "transfer.speed 27+4 100"}));
    t = packet(kDcFileStart);
    EXPECT_EQ(t.items, (Lines{"frame.length 0+2 17", "transfer.packet 2+1 3", "transfer.offset 3+4 0",
                              "transfer.reserved 7+4 0", "transfer.speed 11+4 100", "transfer.number 15+4 1"}));
    EXPECT_EQ(packet(kDcFileSpeed).items.back(), "transfer.speed 3+4 100");
    EXPECT_EQ(packet(kDcFileStop).items.back(), "transfer.number 3+4 2");
    EXPECT_EQ(packet("0200 04 01"_hex).items.back(), "reserved 3+1 01"); // climm
    for (const Bytes& sample :
         {kDcFileInitAck, kDcFileNext, kDcFileStart, kDcFileSpeed, kDcFileStop, "0200 04 01"_hex}) {
        EXPECT_EQ(packet(sample).findings, Lines{});
        EXPECT_TRUE(read_packet(sample).is_whole);
    }
}

TEST(DcFile, WhatItSays)
{
    EXPECT_EQ(read_packet(kDcFileInit).files, 1U);
    EXPECT_EQ(read_packet(kDcFileInit).size, 503U);
    EXPECT_TRUE(read_packet(kDcFileInit).is(FileCommand::init));
    EXPECT_FALSE(FilePacket{}.is(FileCommand::init));
    const FilePacket next = read_packet(kDcFileNext);
    EXPECT_EQ(View(kDcFileNext).chars(next.name.at), std::string_view("file2.txt\0", 10));
    EXPECT_EQ(next.size, 503U);
    EXPECT_FALSE(next.is_folder);
    Bytes folder = kDcFileNext;
    folder[3] = 1;
    EXPECT_TRUE(read_packet(folder).is_folder);
    Bytes start = kDcFileStart;
    start[4] = 1;
    EXPECT_EQ(read_packet(start).offset, 256U);
    EXPECT_EQ(read_packet(start).number, 1U);
}

TEST(DcFile, Malformed)
{
    EXPECT_EQ(packet("0300 06 6162"_hex).items, (Lines{"frame.length 0+2 3", "transfer.packet 2+1 6"}));
    EXPECT_EQ(packet("0300 06 6162"_hex).findings, Lines{});
    EXPECT_EQ(packet("0300 07 6162"_hex).findings, (Lines{"!start.unknown 2+1 found 7"}));
    EXPECT_EQ(packet("0300 07 6162"_hex).items.back(), "rest 3+2 6162");
    EXPECT_EQ(packet("0100 07"_hex).items.size(), 2U);
    EXPECT_EQ(packet("0000"_hex).findings, (Lines{"!frame.malformed 2+0"}));
    EXPECT_EQ(packet(dc_frame(sub(kDcFileSpeed, 2) + "ee"_hex)).findings, (Lines{"!frame.trailing 7+1 found 1"}));
    Bytes next = kDcFileNext;
    next[4] = 0xFF;
    EXPECT_EQ(packet(next).findings, (Lines{"!frame.malformed 6+25 found 25"}));
    EXPECT_FALSE(read_packet(next).is_whole);
}

TEST(DcFile, EveryPrefix)
{
    for (const Bytes& sample : {kDcFileInit, kDcFileInitAck, kDcFileNext, kDcFileStart, kDcFileSpeed}) {
        expect_sound_prefixes(sample, 0, decode_file_packet);
    }
}

TEST(DcStart, OfFiles)
{
    const auto looks = [](const Bytes& body) {
        return looks_like_file_init(body, static_cast<std::uint32_t>(body.size()));
    };
    EXPECT_TRUE(looks(sub(kDcFileInit, 2)));
    EXPECT_TRUE(looks(sub(kDcFileSpeed, 2)));
    EXPECT_FALSE(looks(sub(kDcFileInit, 2) + "00"_hex));
    EXPECT_FALSE(looks(sub(kDcFileSpeed, 2) + "00"_hex));
    EXPECT_FALSE(looks(sub(kDcFileInitAck, 2)));
    EXPECT_FALSE(looks({}));
    EXPECT_FALSE(looks("00 00000000 01"_hex));
    EXPECT_FALSE(looks(Bytes(30, 7)));
    Bytes changed = sub(kDcFileInit, 2);
    changed[1] = 1;
    EXPECT_FALSE(looks(changed));
}

// ---- Chats ----

Reports hello(const Bytes& frame) { return reports_of(View(frame), decode_chat_hello); }
ChatHello read_hello(const Bytes& frame)
{
    NullListener to;
    return decode_chat_hello(View(frame), to);
}

TEST(DcChat, Frames)
{
    Reports t = hello(kDcChatFirst);
    EXPECT_EQ(t.items, (Lines{"frame.length 0+2 29", "chat.hello 2+4 0x0065", "chat.version 6+4 4294967288",
                              "chat.uin 10+4 4024781", "length 14+2 4", "chat.nick 16+4 \"ana\\x00\" legacy",
                              "chat.port 20+2 8080", "chat.foreground 22+4 0xff00", "chat.background 26+4 0xffffff00",
                              "reserved 30+1 00"}));
    EXPECT_EQ(t.findings, Lines{});
    const Lines place = {"chat.version 24+4 8",
                         "chat.port 28+4 8081",
                         "chat.external_ip 32+4 192.0.2.7",
                         "chat.internal_ip 36+4 10.0.0.7",
                         "chat.connection_type 40+1 4",
                         "chat.session 41+2 0x1234",
                         "chat.font.size 43+4 10",
                         "chat.font.face 47+4 0x0003",
                         "length 51+2 8",
                         "chat.font 53+8 \"Courier\\x00\" legacy",
                         "chat.charset 61+1 0x00cc",
                         "chat.style 62+1 0x0031"};
    t = hello(kDcChatSecond);
    EXPECT_EQ(t.findings, Lines{});
    EXPECT_EQ(Lines(t.items.begin() + 7, t.items.begin() + 19), place);
    EXPECT_EQ(Lines(t.items.begin() + 19, t.items.end()),
              (Lines{"chat.clients 63+1 1", "chat.client 64+29", "chat.version 64+4 8", "chat.port 68+4 8082",
                     "chat.uin 72+4 164980634", "chat.external_ip 76+4 192.0.2.8", "chat.internal_ip 80+4 10.0.0.8",
                     "chat.connection_type 84+1 4", "reserved 85+2 0000", "chat.session 87+2 0x1234",
                     "chat.hello 89+4 0x0064"}));
    t = hello(kDcChatThird);
    EXPECT_EQ(t.findings, Lines{});
    EXPECT_EQ(t.items.size(), 1 + place.size());
    EXPECT_EQ(t.items[1], "chat.version 2+4 8");

    EXPECT_EQ(read_hello(kDcChatFirst).form, ChatHello::Form::from_connector);
    EXPECT_EQ(read_hello(kDcChatFirst).port, 8080U);
    EXPECT_EQ(read_hello(kDcChatFirst).uin, 4024781U);
    EXPECT_EQ(read_hello(kDcChatSecond).form, ChatHello::Form::from_listener);
    EXPECT_EQ(View(kDcChatSecond).chars(read_hello(kDcChatSecond).nick.at), std::string_view("ben\0", 4));
    EXPECT_EQ(read_hello(kDcChatThird).form, ChatHello::Form::answer);
    EXPECT_EQ(read_hello(kDcChatThird).port, 8081U);
}

TEST(DcChat, NegativeVersions)
{
    for (const auto& [version, form] :
         {std::pair<std::uint32_t, ChatHello::Form>{0xFFFFFFF5, ChatHello::Form::from_connector},
          {0xFFFFFFFE, ChatHello::Form::from_connector},
          {0xFFFFFFFF, ChatHello::Form::from_listener},
          {0xFFFFFFF4, ChatHello::Form::from_listener}}) {
        EXPECT_EQ(read_hello(dc_frame("65000000"_hex + le32_bytes(version))).form, form) << version;
    }
}

TEST(DcChat, FramesThatBreakOff)
{
    for (const Bytes& sample : {kDcChatFirst, kDcChatSecond, kDcChatThird}) {
        expect_sound_prefixes(sample, 0, decode_chat_hello);
    }
    Bytes few = kDcChatSecond;
    few[63] = 2;
    EXPECT_EQ(hello(few).findings, (Lines{"!frame.malformed 93+0"}));
    few[63] = 0;
    EXPECT_EQ(hello(few).findings, (Lines{"!frame.trailing 64+29 found 29"}));
}

TEST(DcStart, OfChats)
{
    EXPECT_TRUE(looks_like_chat(sub(kDcChatFirst, 2)));
    EXPECT_TRUE(looks_like_chat("64000000"_hex));
    EXPECT_FALSE(looks_like_chat("63000000"_hex));
    EXPECT_FALSE(looks_like_chat("640000"_hex));
    EXPECT_FALSE(looks_like_chat(sub(kDcInit, 2)));
}

// All pieces of a stream.
Reports pieces(const Bytes& stream)
{
    return reports_of(View(stream), [](const View& view, Listener& to) {
        for (std::uint32_t at = 0; at < view.captured();) {
            const ChatPiece piece = next_chat_piece(view, at);
            decode_chat_piece(view, piece, to);
            at += piece.at.length;
        }
    });
}

TEST(DcChat, TextAndCommands)
{
    const Reports t = pieces("hi\r"_ascii + "00 07 00000000"_hex + "you"_ascii + "00 00 04000000 ff000000"_hex);
    EXPECT_EQ(t.items,
              (Lines{"chat.text 0+3 \"hi\\x0d\" legacy", "reserved 3+1 00", "chat.command 4+1 0x0007",
                     "chat.command.length 5+4 0", "chat.text 9+3 \"you\" legacy", "reserved 12+1 00",
                     "chat.command 13+1 0x0000", "chat.command.length 14+4 4", "chat.command.data 18+4 ff000000"}));
    EXPECT_EQ(t.findings, Lines{});
}

TEST(DcChat, FontCountsOneByteTooMany)
{
    const Reports t = pieces("00 10 03000000 6100"_hex + "x"_ascii);
    EXPECT_EQ(t.findings, Lines{});
    EXPECT_EQ(t.items.back(), "chat.text 8+1 \"x\" legacy");
    EXPECT_EQ(pieces("00 10 00000000"_hex).findings, Lines{});
}

TEST(DcChat, CommandsThatBreakOff)
{
    for (std::size_t n = 1; n < 6; ++n) {
        EXPECT_EQ(pieces(sub("00 11 04000000"_hex, 0, n)).findings.size(), 1U) << n;
        EXPECT_EQ(next_chat_piece(View(sub("00 11 04000000"_hex, 0, n)), 0).size, 0U) << n;
    }
    EXPECT_EQ(pieces("00 11 04000000 0102"_hex).findings, (Lines{"!frame.malformed 8+0"}));
    EXPECT_EQ(next_chat_piece(View("00 11 04000000 0102"_hex), 0).size, 10U);
    EXPECT_EQ(pieces("00 0a 00000000"_hex).findings, (Lines{"!chat.command.unknown 1+1 found 10"}));
    EXPECT_EQ(pieces("00 0a"_hex).findings, (Lines{"!frame.malformed 2+0"}));
    const Reports t = pieces("00 11 01040000 6162"_hex);
    EXPECT_EQ(t.findings, (Lines{"!chat.command.long 2+4 expected 1024 found 1025"}));
    EXPECT_EQ(t.items.back(), "chat.text 6+2 \"ab\" legacy");
    EXPECT_EQ(pieces("00 11 00040000"_hex + Bytes(1024, 'x')).findings, Lines{});
}

} // namespace
} // namespace oscar::test
