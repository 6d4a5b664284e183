// SPDX-License-Identifier: GPL-2.0-or-later
//
// Messages of real clients, item by item. The expected lines were worked out by hand from the hex dumps.
#include "samples.h"
#include "trace.h"

#include <gtest/gtest.h>

namespace oscar::test {
namespace {

TEST(RealMessages, FileProposal)
{
    EXPECT_EQ(trace(real_file_proposal()), R"(
peer 27+11 "Sec558user1"
type 46+2 0
cookie 48+8 3731373436343700
  =cookie.text 48+7 "7174647" us-ascii
service 56+16 09461343-4c7f-11d1-8222-444553540000
  =service.name 56+16 "File Transfer"
tlv 72+8 0x0002
  tlv.tag 72+2 0x0002
  tlv.length 74+2 4
  ip 76+4 192.168.1.158
tlv 80+8 0x0003
  tlv.tag 80+2 0x0003
  tlv.length 82+2 4
  requester_ip 84+4 192.168.1.158
tlv 88+6 0x0005
  tlv.tag 88+2 0x0005
  tlv.length 90+2 2
  port 92+2 5190
tlv 94+6 0x000a
  tlv.tag 94+2 0x000a
  tlv.length 96+2 2
  sequence 98+2 1
tlv 100+4 0x000f
  tlv.tag 100+2 0x000f
  tlv.length 102+2 0
  request_host_check 100+4
tlv 104+24 0x2711
  tlv.tag 104+2 0x2711
  tlv.length 106+2 20
  service_data 108+20 0001000100002ee87265636970652e646f637800
)");
}

TEST(RealMessages, FileAccept)
{
    EXPECT_EQ(trace(real_file_accept()), R"(
peer 27+11 "Sec558user1"
type 98+2 2
cookie 100+8 3731373436343700
  =cookie.text 100+7 "7174647" us-ascii
service 108+16 09461343-4c7f-11d1-8222-444553540000
  =service.name 108+16 "File Transfer"
)");
}

// The invitation has no charset. The proposal has no endpoint: a chat room is identified by its name.
TEST(RealMessages, ChatInvitation)
{
    EXPECT_EQ(trace(real_chat_invitation()), R"(
peer 27+9 "midendian"
type 40+2 0
cookie 42+8 3330383331000000
  =cookie.text 42+5 "30831" us-ascii
service 50+16 748f2420-6287-11d1-8222-444553540000
  =service.name 50+16 "Chat"
tlv 66+6 0x000a
  tlv.tag 66+2 0x000a
  tlv.length 68+2 2
  sequence 70+2 1
tlv 72+4 0x000f
  tlv.tag 72+2 0x000f
  tlv.length 74+2 0
  request_host_check 72+4
tlv 76+31 0x000c
  tlv.tag 76+2 0x000c
  tlv.length 78+2 27
  invitation 80+27 "Join me in this Buddy Chat."
tlv 107+25 0x2711
  tlv.tag 107+2 0x2711
  tlv.length 109+2 21
  service_data 111+21 0004106469707574735f38315f6368617431310000
)");
}

TEST(RealMessages, IcqMessage)
{
    EXPECT_EQ(trace(real_icq_message()), R"(
peer 27+9 "123456789"
type 40+2 0
cookie 42+8 cceb5400f7070000
service 50+16 09461349-4c7f-11d1-8222-444553540000
  =service.name 50+16 "ICQ Server Relay"
tlv 66+6 0x000a
  tlv.tag 66+2 0x000a
  tlv.length 68+2 2
  sequence 70+2 1
tlv 72+4 0x000f
  tlv.tag 72+2 0x000f
  tlv.length 74+2 0
  request_host_check 72+4
tlv 76+79 0x2711
  tlv.tag 76+2 0x2711
  tlv.length 78+2 75
  service_data 80+75 )"
                                         "1b00080000000000000000000000000000000000000003000000"
                                         "00fbff0e00fbff000000000000000000000000010000002100"
                                         "0e0054657374206d6573736167652e0000000000ffffff00\n");
}

TEST(RealMessages, IcqRtfMessage)
{
    const std::string lines = trace(real_icq_rtf_message());
    const std::string data = "service_data 112+307 1b000800";
    ASSERT_NE(lines.find(data), std::string::npos) << lines;
    EXPECT_EQ(lines.substr(0, lines.find(data) + data.size()), R"(
peer 27+7 "1234567"
type 72+2 0
cookie 74+8 7095a000261f0000
service 82+16 09461349-4c7f-11d1-8222-444553540000
  =service.name 82+16 "ICQ Server Relay"
tlv 98+6 0x000a
  tlv.tag 98+2 0x000a
  tlv.length 100+2 2
  sequence 102+2 1
tlv 104+4 0x000f
  tlv.tag 104+2 0x000f
  tlv.length 106+2 0
  request_host_check 104+4
tlv 108+311 0x2711
  tlv.tag 108+2 0x2711
  tlv.length 110+2 307
  service_data 112+307 1b000800)");
}

TEST(RealMessages, IcqAcknowledgement)
{
    EXPECT_EQ(trace(real_icq_acknowledgement()), R"(
peer 27+7 "6218895"
cookie 16+8 f33ac10c70180000
client_error.code 34+2 3
client_error.info 36+80 )"
                                                 "1b00070000000000000000000000000000000000000003000000"
                                                 "0007000e000700000000000000000000000000e903000000001b00"
                                                 "557365722069732063757272656e746c79204f6363757069656400\n");
}

// TLV 5 of channel 4 is not a rendezvous block.
TEST(RealMessages, Channel4IsNoRendezvous)
{
    EXPECT_FALSE(decode(real_icq_channel_4_to_host()).is_rendezvous);
    EXPECT_FALSE(decode(real_icq_channel_4_to_client()).is_rendezvous);
}

// Answers of the server, which have no block: the acknowledgement, and the error, which contains only the request id.
TEST(RealMessages, ServerAnswers)
{
    EXPECT_EQ(decode("2a0256d700200004000c000000000047373137343634370000020b5365633535387573657231"_hex).extent,
              (Slice{16, 22}));
    EXPECT_EQ(trace("2a02c221000c000400010000000080000009"_hex), "\nserver_error 16+2 0x0009\n");
}

// Frames between these messages in the captures: room information, typing notifications, keep-alives.
TEST(RealMessages, OtherSnacsAreNoRendezvous)
{
    for (const Bytes& frame : {
             "2a02766900290001000400000000000c000e000100150004106469707574735f38315f636861743131000000000000"_hex,
             "2a02006400220004001400000000004800000000000000000001"
             "0b53656335353875736572310002"_hex, // 0004/0014, typing
             "2a0500600000"_hex,                 // keep-alive
         }) {
        EXPECT_FALSE(decode(frame).is_rendezvous);
    }
}

// The extent is the value of TLV 5 or, in a client error, the code and the bytes after it.
TEST(RealMessages, Extent)
{
    EXPECT_EQ(decode(real_file_proposal()).extent, (Slice{46, 82}));
    EXPECT_EQ(decode(real_file_accept()).extent, (Slice{98, 26}));
    EXPECT_EQ(decode(real_icq_message()).extent, (Slice{40, 115}));
    EXPECT_EQ(decode(real_icq_acknowledgement()).extent, (Slice{34, 82}));
}

} // namespace
} // namespace oscar::test
