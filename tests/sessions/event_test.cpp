// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/event.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

namespace oscar::sessions {

using namespace rendezvous;

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::uint8_t kFileTransfer[] = {0x09, 0x46, 0x13, 0x43, 0x4C, 0x7F, 0x11, 0xD1,
                                          0x82, 0x22, 0x44, 0x45, 0x53, 0x54, 0x00, 0x00};

Bytes operator+(Bytes a, const Bytes& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

// A FLAP data frame with a SNAC of foodgroup 4 and request id 0x00010006.
Bytes flap(std::uint8_t subgroup, const Bytes& body)
{
    const Bytes snac = Bytes{0, 4, 0, subgroup, 0, 0, 0, 1, 0, 6} + body;
    return Bytes{0x2A, 2, 0, 1, static_cast<std::uint8_t>(snac.size() >> 8), static_cast<std::uint8_t>(snac.size())} +
           snac;
}

const Bytes kCookie = {'1', '2', '3', '4', '5', '6', '7', 0};
const Bytes kChannelAndBob = {0, 2, 3, 'B', 'o', 'b'};

Bytes to_host(std::uint8_t type, const Bytes& tlvs)
{
    const Bytes block = Bytes{0, type} + kCookie + Bytes(std::begin(kFileTransfer), std::end(kFileTransfer)) + tlvs;
    return flap(6, kCookie + kChannelAndBob + Bytes{0, 5, 0, static_cast<std::uint8_t>(block.size())} + block);
}

Event event(const Bytes& frame, const Place& place = {})
{
    const View view(frame);
    Message message;
    EXPECT_TRUE(read_message(view, message));
    return event_of(view, message, place);
}

TEST(EventOf, Proposal)
{
    const Event e = event(to_host(0, {0, 0x0A, 0, 2, 0, 3}));
    EXPECT_EQ(e.kind, MessageKind::propose);
    EXPECT_TRUE(e.complete);
    EXPECT_TRUE(e.to_host);
    EXPECT_EQ(e.cookie, 0x3132333435363700U);
    EXPECT_EQ(e.request_id, 0x00010006U);
    EXPECT_TRUE(e.has_service);
    EXPECT_TRUE(std::ranges::equal(e.uuid, kFileTransfer));
    EXPECT_EQ(e.service_row->service, Service::file_transfer);
    EXPECT_TRUE(e.has_sequence);
    EXPECT_EQ(e.sequence, 3);
    EXPECT_EQ(e.answer, Outcome::open);
}

TEST(EventOf, AnswersByBlock)
{
    EXPECT_EQ(event(to_host(1, {})).answer, Outcome::cancelled);
    EXPECT_EQ(event(to_host(2, {})).answer, Outcome::accepted);
    EXPECT_EQ(event(to_host(3, {})).answer, Outcome::refused);
    EXPECT_EQ(event(to_host(4, {})).answer, Outcome::open);
    EXPECT_EQ(event(to_host(4, {})).kind, MessageKind::other);
}

// No warning level, no user-info TLVs.
TEST(EventOf, ToTheClient)
{
    const Event e = event(flap(7, kCookie + kChannelAndBob + Bytes{0, 0, 0, 0, 0, 5, 0, 26, 0, 0} + kCookie +
                                      Bytes(std::begin(kFileTransfer), std::end(kFileTransfer))));
    EXPECT_EQ(e.kind, MessageKind::propose);
    EXPECT_TRUE(e.complete);
    EXPECT_FALSE(e.to_host);
    EXPECT_FALSE(e.has_sequence);
    EXPECT_EQ(e.sequence, 0);
}

// Type and cookie are enough to belong to a session.
TEST(EventOf, BlockThatEndsBehindItsCookie)
{
    const Event e = event(flap(6, kCookie + kChannelAndBob + Bytes{0, 5, 0, 10, 0, 1} + kCookie));
    EXPECT_TRUE(e.complete);
    EXPECT_EQ(e.cookie, 0x3132333435363700U);
    EXPECT_FALSE(e.has_service);
    EXPECT_EQ(e.answer, Outcome::cancelled);
}

// What accepts other proposals says of an ICQ message only that it came (service 1349).
TEST(EventOf, IcqMessagesAreAcknowledged)
{
    Bytes frame = to_host(2, {});
    frame[frame.size() - 13] = 0x49;
    const Event e = event(frame);
    EXPECT_EQ(e.service_row->service, Service::icq_relay);
    EXPECT_EQ(e.answer, Outcome::acknowledged);
}

// The status tells whether it is refused; most tell only how the recipient is.
TEST(EventOf, StatusOfAnIcqAcknowledgement)
{
    Bytes block = to_host(2, {});
    block[block.size() - 13] = 0x49;
    for (const Bytes& acknowledgement :
         {block, flap(11, kCookie + kChannelAndBob + Bytes{0, 3, 0x1B, 0} + Bytes(27))}) {
        for (const auto status : std::to_array<std::uint16_t>({1, 2})) {
            EXPECT_EQ(event(acknowledgement, {.icq_answer = {.status = status}}).answer, Outcome::refused) << status;
        }
        for (const auto status : std::to_array<std::uint16_t>({0, 3, 4, 9, 0x0A, 0x0C, 0x0E, 0x101})) {
            EXPECT_EQ(event(acknowledgement, {.icq_answer = {.status = status}}).answer, Outcome::acknowledged)
                << status;
        }
    }
    EXPECT_EQ(event(to_host(1, {}), {.icq_answer = {.status = 1}}).answer, Outcome::cancelled);
}

TEST(EventOf, BlockWithoutCookieJoinsNothing)
{
    for (const Bytes& tlv : {Bytes{0, 5, 0, 4, 0, 1, '1', '2'}, Bytes{0, 5, 0, 1, 0}, Bytes{}}) {
        const Event e = event(flap(6, kCookie + kChannelAndBob + tlv));
        EXPECT_FALSE(e.complete);
        EXPECT_EQ(e.cookie, 0U);
        EXPECT_EQ(e.answer, Outcome::open);
    }
}

TEST(EventOf, ClientErrors)
{
    const Event nak = event(flap(11, kCookie + kChannelAndBob + Bytes{0, 3, 0, 2, 0, 5}));
    EXPECT_EQ(nak.kind, MessageKind::client_error);
    EXPECT_TRUE(nak.complete);
    EXPECT_EQ(nak.cookie, 0x3132333435363700U);
    EXPECT_EQ(nak.request_id, 0x00010006U);
    EXPECT_FALSE(nak.has_service);
    EXPECT_EQ(nak.answer, Outcome::refused_nak);
    EXPECT_EQ(nak.answer_value, 5);

    const Event code = event(flap(11, kCookie + kChannelAndBob + Bytes{0, 2}));
    EXPECT_EQ(code.answer, Outcome::refused_code);
    EXPECT_EQ(code.answer_value, 2);

    const Event in_no_known_form = event(flap(11, kCookie + kChannelAndBob + Bytes{0, 3, 0xDE, 0xAD}));
    EXPECT_EQ(in_no_known_form.answer, Outcome::refused_code);
    EXPECT_EQ(in_no_known_form.answer_value, 3);

    EXPECT_EQ(event(flap(11, kCookie + kChannelAndBob + Bytes{0, 3, 0x1B, 0} + Bytes(27))).answer,
              Outcome::acknowledged);
    EXPECT_EQ(event(flap(11, kCookie + kChannelAndBob + Bytes{0, 3} + Bytes(18, 1))).answer, Outcome::reverse_failed);
    EXPECT_FALSE(event(flap(11, kCookie + kChannelAndBob)).complete);
}

TEST(EventOf, HostAck)
{
    const Event e = event(flap(12, kCookie + kChannelAndBob));
    EXPECT_EQ(e.kind, MessageKind::host_ack);
    EXPECT_TRUE(e.complete);
    EXPECT_EQ(e.cookie, 0x3132333435363700U);
    EXPECT_EQ(e.request_id, 0x00010006U);
    EXPECT_EQ(e.answer, Outcome::open);
}

// Without the user it is not known whose rendezvous it is about.
TEST(EventOf, HostAckWithoutUserJoinsNothing)
{
    EXPECT_FALSE(event(flap(12, kCookie + Bytes{0, 2})).complete);
    EXPECT_FALSE(event(flap(12, kCookie + Bytes{0, 2, 3, 'B'})).complete);
}

TEST(EventOf, ServerErrorWithItsTlvs)
{
    const Bytes frame = flap(1, {0, 4, 0, 8, 0, 2, 0, 0x0E, 0, 0x1B, 0, 2, 'n', 'o'});
    const Event e = event(frame);
    EXPECT_EQ(e.kind, MessageKind::server_error);
    EXPECT_TRUE(e.complete);
    EXPECT_EQ(e.answer, Outcome::server_error);
    EXPECT_EQ(e.answer_value, 4);

    Message message;
    ASSERT_TRUE(read_message(View(frame), message));
    EXPECT_TRUE(message.server_error.has_subcode);
    EXPECT_EQ(message.server_error.subcode, 0x0E);
    EXPECT_EQ(View(frame).chars(message.server_error.text), "no");
    EXPECT_FALSE(event(flap(1, {0})).complete);
}

} // namespace
} // namespace oscar::sessions
