// SPDX-License-Identifier: GPL-2.0-or-later
//
// SNAC 0004/000B: the four forms of its error information, and information in none of them.
#include "samples.h"
#include "trace.h"

#include "core/rendezvous/client_error.h"

#include <gtest/gtest.h>

namespace oscar::test {
namespace {

ErrorForm form_of(const Bytes& frame)
{
    Icbm icbm;
    EXPECT_TRUE(read_icbm(View(frame), icbm));
    return read_client_error(View(frame), icbm).form;
}

// The 27 bytes that follow 1B 00: protocol version 8, no plugin, features 3, counter FFFE.
const Bytes kRelayHeader = "1b00 0800 00000000000000000000000000000000 0000 03000000 00 feff"_hex;
// As Licq writes it: own UIN, failed port, own port, version, request cookie.
const Bytes kReverseConnect = "8fe45e00 46140000 47140000 0800 01000000"_hex;

TEST(ClientError, Nak)
{
    EXPECT_EQ(trace(client_error(3, "0002 0001"_hex)), R"(
peer 27+3 "bob"
cookie 16+8 434f4f4b49453031
  =cookie.text 16+8 "COOKIE01" us-ascii
client_error.code 30+2 3
nak 34+2 1
)");
}

// The declared length includes bytes after the NAK, which are shown too.
TEST(ClientError, NakWithMoreBehindIt)
{
    EXPECT_EQ(trace(client_error(3, "0005 000f 616263"_hex)), R"(
peer 27+3 "bob"
cookie 16+8 434f4f4b49453031
  =cookie.text 16+8 "COOKIE01" us-ascii
client_error.code 30+2 3
nak 34+2 15
client_error.info 36+3 616263
)");
}

TEST(ClientError, IcqRelay)
{
    EXPECT_EQ(form_of(real_icq_acknowledgement()), ErrorForm::icq_relay);
    EXPECT_EQ(form_of(client_error(3, kRelayHeader)), ErrorForm::icq_relay);
    // One byte too few.
    Bytes cut = kRelayHeader;
    cut.pop_back();
    EXPECT_EQ(form_of(client_error(3, cut)), ErrorForm::unknown);
}

TEST(ClientError, ReverseConnectionFailed)
{
    ASSERT_EQ(kReverseConnect.size(), 18U);
    EXPECT_EQ(form_of(client_error(3, kReverseConnect)), ErrorForm::reverse_connect);
    EXPECT_EQ(findings(client_error(3, kReverseConnect)), Lines{});
    EXPECT_EQ(form_of(client_error(3, kReverseConnect + "00"_hex)), ErrorForm::unknown);
    // 18 bytes that begin with the length of the remaining 16 are a NAK.
    EXPECT_EQ(form_of(client_error(3, "0010 0001"_hex + Bytes(14, 0))), ErrorForm::nak);
}

// No error information: the code is sufficient, or joscar wrote a NAK in its place.
TEST(ClientError, CodeAlone)
{
    for (const std::size_t code : {0U, 1U, 2U}) {
        EXPECT_EQ(trace(client_error(code)), R"(
peer 27+3 "bob"
cookie 16+8 434f4f4b49453031
  =cookie.text 16+8 "COOKIE01" us-ascii
client_error.code 30+2 )" + std::to_string(code) +
                                                 '\n');
        EXPECT_EQ(form_of(client_error(code)), ErrorForm::none);
    }
}

// Code 3 requires a reason.
TEST(ClientError, ChannelSpecificReasonMissing)
{
    EXPECT_EQ(findings(client_error(3)), (Lines{"!client_error.malformed 32+0"}));
}

// The frame ends after the name, or inside the code.
TEST(ClientError, CodeMissing)
{
    for (const Bytes& rest : {Bytes{}, "00"_hex}) {
        const Bytes frame = icbm(0x000B, kCookie + kChannel2 + kPeer + rest);
        EXPECT_EQ(form_of(frame), ErrorForm::none);
        EXPECT_EQ(findings(frame), (Lines{"!icbm.malformed 30+0 found 30"}));
    }
}

TEST(ClientError, InNoKnownForm)
{
    EXPECT_EQ(findings(client_error(3, "00"_hex)), (Lines{"!client_error.malformed 32+1 found 1"}));
    EXPECT_EQ(findings(client_error(3, "0002"_hex)), (Lines{"!client_error.malformed 32+2 found 2"}));
    EXPECT_EQ(findings(client_error(3, "0002 00"_hex)), (Lines{"!client_error.malformed 32+3 found 3"}));
    EXPECT_EQ(findings(client_error(3, "0003 0001"_hex)), (Lines{"!client_error.malformed 32+4 found 4"}));
    EXPECT_EQ(findings(client_error(1, "deadbeef"_hex)), (Lines{"!client_error.malformed 32+4 found 4"}));
    // A length that does not include a whole NAK.
    EXPECT_EQ(findings(client_error(3, "0000"_hex)), (Lines{"!client_error.malformed 32+2 found 2"}));
    EXPECT_EQ(findings(client_error(3, "0001 05"_hex)), (Lines{"!client_error.malformed 32+3 found 3"}));
}

TEST(ClientError, ItsBytesAreShown)
{
    EXPECT_EQ(trace(client_error(3, "deadbeef"_hex)), R"(
peer 27+3 "bob"
cookie 16+8 434f4f4b49453031
  =cookie.text 16+8 "COOKIE01" us-ascii
client_error.code 30+2 3
!client_error.malformed 32+4 found 4
client_error.info 32+4 deadbeef
)");
}

// WinAIM is reported to send a cookie of zeros.
TEST(ClientError, ZeroCookie)
{
    const Bytes frame = icbm(0x000B, Bytes(8, 0) + kChannel2 + kPeer + "0003 0002 0001"_hex);
    EXPECT_EQ(trace(frame), R"(
peer 27+3 "bob"
cookie 16+8 0000000000000000
client_error.code 30+2 3
nak 34+2 1
)");
}

// Cut by the capture: there is no finding, and what was captured is shown.
TEST(ClientError, Cut)
{
    const Bytes frame = client_error(3, "0002 0001"_hex);
    for (std::uint32_t n = 26; n < frame.size(); ++n) {
        const Bytes there(frame.begin(), frame.begin() + n);
        const Decoded decoded = decode(View(there.data(), n, static_cast<std::uint32_t>(frame.size())));
        EXPECT_TRUE(decoded.is_rendezvous);
        EXPECT_TRUE(decoded.cut) << n;
        for (const Event& event : decoded.events) {
            EXPECT_EQ(event.kind, Event::Kind::item) << n;
            EXPECT_NE(event.item.field, Field::nak) << n;
        }
    }
    EXPECT_FALSE(decode(frame).cut);
}

// The same object is read into again and again, as the plugin does.
TEST(ClientError, NothingIsLeftOfTheMessageBefore)
{
    Message message;
    ASSERT_TRUE(read_message(View{real_icq_acknowledgement()}, message));
    const Bytes without_code = icbm(0x000B, kCookie + kChannel2 + kPeer);
    ASSERT_TRUE(read_message(View{without_code}, message));
    EXPECT_EQ(message.error.form, ErrorForm::none);
    EXPECT_STREQ(kind_name(message), "Client error");
}

TEST(ClientError, ANakThatTheCaptureCutsIsNone)
{
    const Bytes frame = client_error(3, "0002 0001"_hex);
    const auto size = static_cast<std::uint32_t>(frame.size());
    for (const std::uint32_t missing : {1U, 2U}) {
        Message message;
        ASSERT_TRUE(read_message(View(frame.data(), size - missing, size), message));
        EXPECT_EQ(message.error.form, ErrorForm::none);
        EXPECT_TRUE(message.cut);
    }
}

} // namespace
} // namespace oscar::test
