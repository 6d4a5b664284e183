// SPDX-License-Identifier: GPL-2.0-or-later
//
// The data of each service, and the tags that only some services have. Layouts are those of joscar, libpurple,
// MirandaICQ, Licq, Fire and Shutko. The tests of ICQ messages start with three real ones.
#include "samples.h"
#include "trace.h"

#include "core/rendezvous/fields.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <ostream>
#include <set>

namespace oscar::test {
namespace {

const Bytes kGetFile = "09461348-4c7f-11d1-8222-444553540000"_hex;
const Bytes kChat = "748f2420-6287-11d1-8222-444553540000"_hex;
const Bytes kBuddyIcon = "09461346-4c7f-11d1-8222-444553540000"_hex;
const Bytes kBuddyList = "0946134b-4c7f-11d1-8222-444553540000"_hex;
const Bytes kTalk = "09461341-4c7f-11d1-8222-444553540000"_hex;
const Bytes kAddIns = "09461347-4c7f-11d1-8222-444553540000"_hex;
const Bytes kIcqDirect = "09461344-4c7f-11d1-8222-444553540000"_hex;
const Bytes kIcqRelay = "09461349-4c7f-11d1-8222-444553540000"_hex;
const Bytes kIchatAv = "0946f004-4c7f-11d1-8222-444553540000"_hex;
const Bytes kTrillian = "f2e7c7f4-fead-4dfb-b235-36798bdf0000"_hex;

// The lines under an item, without those of the item itself.
std::string inside(const Bytes& frame, const std::string& name)
{
    std::string out = "\n";
    const std::string lines = trace_of(frame, name);
    for (std::size_t at = 1; at < lines.size();) {
        const std::size_t end = lines.find('\n', at);
        if (lines.compare(at, 2, "  ") == 0) {
            out += lines.substr(at + 2, end - at - 1);
        }
        at = end + 1;
    }
    return out;
}

// The lines of the service data, which begins at offset 64 of the frame.
std::string service_data(const Bytes& service, const Bytes& data, const Bytes& more_tlvs = {})
{
    return inside(to_host(block(kPropose, tlv(0x2711, data) + more_tlvs, service)), "service_data");
}

// The values and findings of other tags, from offset 64 on.
std::string tags(const Bytes& service, const Bytes& tlvs)
{
    const std::string lines = inside(to_host(block(kAccept, tlvs, service)), "tlv");
    std::string out;
    for (std::size_t at = 0; at < lines.size();) {
        const std::size_t end = lines.find('\n', at) + 1;
        const std::string one = lines.substr(at, end - at);
        out += one.rfind("tlv.tag ", 0) == 0 || one.rfind("tlv.length ", 0) == 0 ? "" : one;
        at = end;
    }
    return out;
}

// Send file

TEST(FileOffer, OneFile)
{
    EXPECT_EQ(service_data(kFileTransfer, "0001 0001 00002ee8"_hex + "recipe.docx"_ascii + "00"_hex), R"(
file.multiple 64+2 1
file.count 66+2 1
file.size 68+4 12008
file.name 72+11 "recipe.docx"
)");
}

// A folder, its name followed by a run of NULs (WinAIM, joscar); by none at all; no name (ICQ).
TEST(FileOffer, EndOfTheName)
{
    const Bytes folder = "0002 0010 ffffffff"_hex;
    EXPECT_EQ(service_data(kFileTransfer, folder + "My Folder\\*"_ascii + Bytes(46, 0)), R"(
file.multiple 64+2 2
file.count 66+2 16
file.size 68+4 4294967295
file.name 72+11 "My Folder\x5c*"
)");
    EXPECT_EQ(service_data(kFileTransfer, folder + "abc"_ascii), R"(
file.multiple 64+2 2
file.count 66+2 16
file.size 68+4 4294967295
file.name 72+3 "abc"
)");
    EXPECT_EQ(service_data(kFileTransfer, folder), R"(
file.multiple 64+2 2
file.count 66+2 16
file.size 68+4 4294967295
file.name 72+0 ""
)");
}

TEST(FileOffer, MoreBehindTheName)
{
    EXPECT_EQ(service_data(kFileTransfer, "0001 0001 00000001 6100 6200"_hex), R"(
file.multiple 64+2 1
file.count 66+2 1
file.size 68+4 1
file.name 72+1 "a"
service_data.rest 73+3 006200
!service_data.trailing 73+3 found 3
)");
}

// Data of get-file requests has been seen under this service.
TEST(FileOffer, OtherData)
{
    for (const char* data : {"0012 0002 00000001 00", "0000 0001 00000001 00", "0003 0001 00000001 00"}) {
        const std::string lines = service_data(kFileTransfer, from_hex(data));
        EXPECT_EQ(lines.rfind("\nservice_data.rest 64+9 ", 0), 0U) << lines;
        EXPECT_NE(lines.find("!service_data.malformed 64+9 found 9\n"), std::string::npos) << lines;
    }
    EXPECT_EQ(service_data(kFileTransfer, "0001 0001 000000"_hex), R"(
service_data.rest 64+7 00010001000000
!service_data.malformed 64+7 found 7
)");
    EXPECT_EQ(service_data(kFileTransfer, {}), "\n!service_data.malformed 64+0\n");
}

std::string file_name(const Bytes& name, const std::string& charset)
{
    const Bytes frame = to_host(block(
        kPropose, tlv(0x2711, "0001 0001 00000001"_hex + name) + tlv(0x2712, Bytes(charset.begin(), charset.end())),
        kFileTransfer));
    return trace_of(frame, "file.name");
}

TEST(FileOffer, CharsetOfTheName)
{
    EXPECT_EQ(file_name("61 62 00"_hex, "us-ascii"), "\nfile.name 72+2 \"ab\" us-ascii\n");
    EXPECT_EQ(file_name("61 62 00"_hex, "UTF-8"), "\nfile.name 72+2 \"ab\" utf-8\n");
    EXPECT_EQ(file_name("61 62 00"_hex, "koi8-r"), "\nfile.name 72+2 \"ab\" named \"koi8-r\"\n");
    // Two bytes per character: a single NUL byte does not end the name.
    EXPECT_EQ(file_name("0061 0400 0062 0000"_hex, "unicode-2-0"),
              "\nfile.name 72+6 \"\\x00a\\x04\\x00\\x00b\" ucs-2\n");
    EXPECT_EQ(file_name("0061 0062"_hex, "unicode-2-0"), "\nfile.name 72+4 \"\\x00a\\x00b\" ucs-2\n");
    EXPECT_EQ(file_name("0061 00"_hex, "unicode-2-0"), "\nfile.name 72+3 \"\\x00a\\x00\" ucs-2\n");
}

TEST(FileOffer, OtherTags)
{
    EXPECT_EQ(tags(kFileTransfer, tlv(0x2712, "utf-8"_ascii) + "2713 0008 0000000200000001"_hex), R"(
file.name_charset 64+5 "utf-8"
file.size64 73+8 8589934593
)");
    EXPECT_EQ(tags(kFileTransfer, "2713 0004 00000001"_hex), R"(
tlv.value 64+4 00000001
!tlv.bad_length 64+4 tag 0x2713 expected 8 found 4
)");
    EXPECT_EQ(tags(kFileTransfer, "2713 0009 0000000000000001 02"_hex), R"(
tlv.value 64+9 000000000000000102
!tlv.bad_length 64+9 tag 0x2713 expected 8 found 9
)");
    // With a stray length byte, like the charset of an invitation.
    EXPECT_EQ(tags(kFileTransfer, tlv(0x2712, "05"_hex + "utf-8"_ascii)), "\nfile.name_charset 65+5 \"utf-8\"\n");
}

// Get file

TEST(GetFile, BothVersions)
{
    EXPECT_EQ(service_data(kGetFile, "0012 0002 00000001 00"_hex), R"(
get_file.code 64+2 0x0012
get_file.version 66+2 2
get_file.flags 68+4 0x0001
)");
    EXPECT_EQ(service_data(kGetFile, "0012 0001 00000000 00000000"_hex), R"(
get_file.code 64+2 0x0012
get_file.version 66+2 1
get_file.flags 68+4 0x0000
)");
    EXPECT_EQ(tags(kGetFile, tlv(0x2712, "us-ascii"_ascii)), "\nfile.name_charset 64+8 \"us-ascii\"\n");
}

TEST(GetFile, WrongLengths)
{
    EXPECT_EQ(service_data(kGetFile, "0012 0002 00000001 00 41"_hex), R"(
get_file.code 64+2 0x0012
get_file.version 66+2 2
get_file.flags 68+4 0x0001
service_data.rest 72+2 0041
!service_data.trailing 72+2 found 2
)");
    EXPECT_EQ(service_data(kGetFile, "0012 0002 000000"_hex), R"(
get_file.code 64+2 0x0012
get_file.version 66+2 2
service_data.rest 68+3 000000
!service_data.malformed 68+3 found 3
)");
    EXPECT_EQ(service_data(kGetFile, "0012"_hex), "\nget_file.code 64+2 0x0012\n!service_data.malformed 66+0\n");
}

// Chat

TEST(Chat, RealInvitation)
{
    EXPECT_EQ(inside(real_chat_invitation(), "service_data"), R"(
chat.exchange 111+2 4
chat.room 114+16 "diputs_81_chat11"
chat.instance 130+2 0
)");
}

TEST(Chat, WrongLengths)
{
    EXPECT_EQ(service_data(kChat, "0004 03 616263 0001 ff"_hex), R"(
chat.exchange 64+2 4
chat.room 67+3 "abc"
chat.instance 70+2 1
service_data.rest 72+1 ff
!service_data.trailing 72+1 found 1
)");
    EXPECT_EQ(service_data(kChat, "0004 04 616263"_hex), R"(
chat.exchange 64+2 4
service_data.rest 67+3 616263
!service_data.malformed 67+3 found 3
)");
    EXPECT_EQ(service_data(kChat, "0004"_hex), "\nchat.exchange 64+2 4\n!service_data.malformed 66+0\n");
}

TEST(Chat, SecurityBlock)
{
    EXPECT_EQ(tags(kChat, "2713 0003 308003"_hex), R"(
chat.security 64+3 308003
  @application/pkcs7-signature 64+3
)");
    // 0x2712 has another meaning in other services.
    EXPECT_EQ(tags(kChat, tlv(0x2712, "utf-8"_ascii)), "\ntlv.value 64+5 7574662d38\n");
}

// Buddy icon

// "GIF89a": even positions 47 + 46 + 39, odd ones 49 + 38 + 61 shifted by eight.
TEST(BuddyIcon, Whole)
{
    EXPECT_EQ(service_data(kBuddyIcon, "0000e2c6 00000006 4a834806"_hex + "GIF89aAVT1picture.id"_ascii), R"(
icon.checksum 64+4 0xe2c6
icon.length 68+4 6
icon.time 72+4 1250117638
icon.data 76+6 474946383961
  @image/gif 76+6
icon.ident 82+14 "AVT1picture.id"
)");
}

TEST(BuddyIcon, MediaTypes)
{
    const Bytes head = "00000000 00000004 00000000"_hex;
    EXPECT_NE(service_data(kBuddyIcon, head + "89504e47"_hex).find("@image/png 76+4"), std::string::npos);
    EXPECT_NE(service_data(kBuddyIcon, head + "ffd8ffe0"_hex).find("@image/jpeg 76+4"), std::string::npos);
    EXPECT_EQ(service_data(kBuddyIcon, head + "424d0000"_hex).find('@'), std::string::npos);
}

std::string icon_finding(const Bytes& checksum, const Bytes& icon)
{
    const std::string lines =
        service_data(kBuddyIcon, checksum + "0000"_hex + u16(icon.size()) + "00000000"_hex + icon);
    const std::size_t at = lines.find("!icon");
    return at == std::string::npos ? "" : lines.substr(at, lines.find('\n', at) - at);
}

TEST(BuddyIcon, Checksum)
{
    EXPECT_EQ(icon_finding("0000e2c6"_hex, "GIF89a"_ascii), "");
    EXPECT_EQ(icon_finding("0000e2c7"_hex, "GIF89a"_ascii), "!icon.checksum.mismatch 64+4 expected 58054 found 58055");
    EXPECT_EQ(icon_finding("0001e2c6"_hex, "GIF89a"_ascii), "!icon.checksum.mismatch 64+4 expected 58054 found 123590");
    EXPECT_EQ(icon_finding("00000000"_hex, {}), "");
    // ff + ff00 + ff = 100FE, folded 00FF.
    EXPECT_EQ(icon_finding("000000ff"_hex, "ffffff"_hex), "");
    // Folded once, the sum can still exceed 16 bits: 1FFFF becomes 10000. Some clients keep these bits, some do not.
    EXPECT_EQ(icon_finding("00010000"_hex, "ffffffff01"_hex), "");
    EXPECT_EQ(icon_finding("00000000"_hex, "ffffffff01"_hex), "");
    EXPECT_EQ(icon_finding("00000001"_hex, "ffffffff01"_hex), "!icon.checksum.mismatch 64+4 expected 65536 found 1");
}

TEST(BuddyIcon, LongerThanTheData)
{
    EXPECT_EQ(service_data(kBuddyIcon, "00000000 00000005 4a834806 01020304"_hex), R"(
icon.checksum 64+4 0x0000
icon.length 68+4 5
icon.time 72+4 1250117638
service_data.rest 76+4 01020304
!service_data.malformed 76+4 found 4
)");
    EXPECT_EQ(service_data(kBuddyIcon, "00000000 ffffffff 4a8348"_hex), R"(
icon.checksum 64+4 0x0000
icon.length 68+4 4294967295
service_data.rest 72+3 4a8348
!service_data.malformed 72+3 found 3
)");
}

// Send buddy list

TEST(BuddyList, Groups)
{
    EXPECT_EQ(service_data(kBuddyList, "0003 466f6f 0002 0001 61 0002 6262 0000 0000 0001 5a 0001 0000"_hex), R"(
buddy_list.group 66+3 "Foo"
buddy_list.count 69+2 2
  buddy_list.name 73+1 "a"
  buddy_list.name 76+2 "bb"
buddy_list.group 80+0 ""
buddy_list.count 80+2 0
buddy_list.group 84+1 "Z"
buddy_list.count 85+2 1
  buddy_list.name 89+0 ""
)");
    EXPECT_EQ(service_data(kBuddyList, {}), "\n");
}

TEST(BuddyList, BreaksOff)
{
    // Fewer names than announced.
    EXPECT_EQ(service_data(kBuddyList, "0001 41 0003 0001 61"_hex), R"(
buddy_list.group 66+1 "A"
buddy_list.count 67+2 3
  buddy_list.name 71+1 "a"
!service_data.malformed 72+0
)");
    // A name longer than the data.
    EXPECT_EQ(service_data(kBuddyList, "0001 41 0001 0005 6162"_hex), R"(
buddy_list.group 66+1 "A"
buddy_list.count 67+2 1
service_data.rest 71+2 6162
!service_data.malformed 71+2 found 2
)");
    EXPECT_EQ(service_data(kBuddyList, "0001 41 00"_hex), R"(
buddy_list.group 66+1 "A"
service_data.rest 67+1 00
!service_data.malformed 67+1 found 1
)");
}

// MirandaICQ sends a list of nick names in addition to the list of UINs.
TEST(BuddyList, NickNames)
{
    EXPECT_EQ(tags(kBuddyList, "2712 0014 0001 47 0002 0006 0001 0002 6e31 0004 0001 0000 ff"_hex), R"(
buddy_list.group 66+1 "G"
buddy_list.count 67+2 2
  buddy_list.entry 71+6 000100026e31
    buddy_list.nick 75+2 "n1" utf-8
  buddy_list.entry 79+4 00010000
    buddy_list.nick 83+0 "" utf-8
service_data.rest 83+1 ff
!service_data.malformed 83+1 found 1
)");
}

TEST(BuddyList, NickNamesThatBreakOff)
{
    // Inside an entry: another tag, then one that is longer than the entry.
    EXPECT_EQ(tags(kBuddyList, "2712 0010 0000 0001 000a 0002 0001 78 0001 0009 6e"_hex), R"(
buddy_list.group 66+0 ""
buddy_list.count 66+2 1
  buddy_list.entry 70+10 0002000178000100096e
    service_data.rest 75+5 000100096e
    !service_data.malformed 75+5 found 5
)");
    // A group that declares one entry more than it has.
    EXPECT_EQ(tags(kBuddyList, "2712 000b 0000 0002 0005 0001 0001 78"_hex), R"(
buddy_list.group 66+0 ""
buddy_list.count 66+2 2
  buddy_list.entry 70+5 0001000178
    buddy_list.nick 74+1 "x" utf-8
!service_data.malformed 75+0
)");
    EXPECT_EQ(tags(kBuddyList, "2712 0007 0000 0001 0009 00"_hex), R"(
buddy_list.group 66+0 ""
buddy_list.count 66+2 1
service_data.rest 70+1 00
!service_data.malformed 70+1 found 1
)");
}

// Voice chat, add-ins, reverse connections, iChat AV

TEST(Calls, Talk)
{
    EXPECT_EQ(service_data(kTalk, "00000001"_hex), "\ntalk.version 64+4 1\n");
    EXPECT_EQ(service_data(kTalk, "000001"_hex), R"(
service_data.rest 64+3 000001
!service_data.malformed 64+3 found 3
)");
}

TEST(Calls, AddIn)
{
    const Bytes head = "0000 33221100554477668899aabbccddeeff 0005 0003"_hex;
    EXPECT_EQ(service_data(kAddIns, head + "Game\0PC\0"_ascii + "00000000"_hex), R"(
add_in.code 64+2 0
add_in.guid 66+16 33221100-5544-7766-8899-aabbccddeeff
add_in.name_length 82+2 5
add_in.computer_length 84+2 3
add_in.name 86+5 "Game\x00"
add_in.computer 91+3 "PC\x00"
add_in.flags 94+4 0x0000
)");
    EXPECT_EQ(service_data(kAddIns, head + "Game\0PC"_ascii), R"(
add_in.code 64+2 0
add_in.guid 66+16 33221100-5544-7766-8899-aabbccddeeff
add_in.name_length 82+2 5
add_in.computer_length 84+2 3
add_in.name 86+5 "Game\x00"
service_data.rest 91+2 5043
!service_data.malformed 91+2 found 2
)");
}

// The two ports in the middle: little-endian from Licq, big-endian from MirandaICQ.
TEST(Calls, ReverseConnection)
{
    EXPECT_EQ(service_data(kIcqDirect, "8fe45e00 c0000201 46140000 04 47140000 00001448 0800 78563412"_hex), R"(
reverse.uin 64+4 6218895
reverse.ip 68+4 192.0.2.1
reverse.port 72+4 5190
reverse.connection_type 76+1 4
reverse.failed_port 77+4 5191 (little-endian)
reverse.own_port 81+4 5192 (big-endian)
reverse.version 85+2 8
reverse.cookie 87+4 0x12345678
)");
}

TEST(Calls, ReverseConnectionWithoutAPort)
{
    // Zero is the same in either order. If neither reading is a port, little-endian is used.
    EXPECT_EQ(service_data(kIcqDirect, "00000000 00000000 00000000 00 00000000 01020304 0000 00000000"_hex), R"(
reverse.uin 64+4 0
reverse.ip 68+4 0.0.0.0
reverse.port 72+4 0
reverse.connection_type 76+1 0
reverse.failed_port 77+4 0 (little-endian)
reverse.own_port 81+4 67305985 (little-endian)
reverse.version 85+2 0
reverse.cookie 87+4 0x0000
)");
    EXPECT_EQ(service_data(kIcqDirect, "8fe45e00 c00002"_hex), R"(
reverse.uin 64+4 6218895
service_data.rest 68+3 c00002
!service_data.malformed 68+3 found 3
)");
}

TEST(Calls, IchatHosts)
{
    const Bytes host = "c0000201"_hex + Bytes(12, 0) + "1446"_hex + Bytes(6, 0) + "en0"_ascii + "0000"_hex +
                       "0102030405060708090a0b"_hex;
    ASSERT_EQ(host.size(), 40U);
    const std::string first = R"(ichat.ip 64+4 192.0.2.1
  ichat.port 80+2 5190
  ichat.interface 88+5 "en0\x00\x00"
  ichat.session 93+11 0102030405060708090a0b
)";
    const std::string lines = service_data(kIchatAv, host + host + "ff"_hex);
    EXPECT_EQ(lines.rfind("\nichat.host 64+40 c0000201", 0), 0U) << lines;
    EXPECT_NE(lines.find("\n  " + first), std::string::npos) << lines;
    EXPECT_NE(lines.find("\n  ichat.port 120+2 5190\n"), std::string::npos) << lines;
    EXPECT_NE(lines.find("\nservice_data.rest 144+1 ff\n!service_data.trailing 144+1 found 1\n"), std::string::npos)
        << lines;
    // The same blocks in the tag HOST_BLOCKS.
    EXPECT_EQ(tags(kIchatAv, tlv(0x2774, host)).rfind("\nichat.host 64+40 c0000201", 0), 0U);
}

// Trillian SecureIM: tags in the range that the spec leaves undefined.
TEST(Trillian, Tags)
{
    EXPECT_EQ(tags(kTrillian, "03e7 0002 0001 03e8 0002 0003"_hex + tlv(0x03E9, "F488\0"_ascii) +
                                  tlv(0x03EA, "AA\0"_ascii) + tlv(0x03EB, "BB\0"_ascii) + "03f2 0002 c0de"_hex),
              R"(
trillian.version 64+2 1
trillian.command 70+2 3
trillian.prime 76+5 "F488\x00"
trillian.requester_key 85+3 "AA\x00"
trillian.accepter_key 92+3 "BB\x00"
trillian.message 99+2 c0de
)");
    EXPECT_EQ(findings(to_host(block(kAccept, "03e7 0002 0001"_hex, kTrillian))), Lines{});
    EXPECT_EQ(findings(to_host(block(kAccept, "03ec 0002 0001"_hex, kTrillian))),
              (Lines{"!tlv.undefined 60+6 tag 0x03ec"}));
    EXPECT_EQ(findings(to_host(block(kAccept, "03e7 0002 0001"_hex, kDirectIm))),
              (Lines{"!tlv.undefined 60+6 tag 0x03e7"}));
}

// ICQ server relay

TEST(IcqRelay, RealMessage)
{
    EXPECT_EQ(inside(real_icq_message(), "service_data"), R"(
icq.header_length 80+2 27
icq.version 82+2 8
icq.plugin 84+16 little-endian 00000000-0000-0000-0000-000000000000
  =icq.plugin.name 84+16 "None"
icq.plugin.sub 100+2 0
icq.features 102+4 0x0003
icq.accepts 106+1 0
icq.counter 107+2 0xfffb
icq.header2_length 109+2 14
icq.counter 111+2 0xfffb
icq.reserved 113+12 000000000000000000000000
icq.type 125+1 0x0001
icq.flags 126+1 0x0000
icq.status 127+2 0
icq.priority 129+2 33
icq.length 131+2 14
icq.text 133+14 "Test message.\x00" legacy
icq.foreground 147+4 0x0000
icq.background 151+4 0xffffff00
)");
}

// The lines from the message type on.
std::string message_of(const std::string& lines)
{
    const std::size_t at = lines.find("\nicq.type ");
    EXPECT_NE(at, std::string::npos) << lines;
    return lines.substr(std::min(at, lines.size()));
}

TEST(IcqRelay, RealRtfMessage)
{
    const std::string lines = message_of(inside(real_icq_rtf_message(), "service_data"));
    EXPECT_EQ(lines.rfind(R"(
icq.type 157+1 0x0001
icq.flags 158+1 0x0000
icq.status 159+2 0
icq.priority 161+2 33
icq.length 163+2 204
icq.text 165+204 "{\x5crtf1\x5cansi\x5cansicpg1251)",
                          0),
              0U)
        << lines;
    const std::string end = R"(\x5cpar\x0d\x0a}\x0d\x0a\x00" legacy
icq.foreground 369+4 0x0000
icq.background 373+4 0xffffff00
icq.text_guid_length 377+4 38
icq.text_guid 381+38 "{97B12751-243C-4334-AD22-D6ABF73F1492}" us-ascii
)";
    ASSERT_GE(lines.size(), end.size());
    EXPECT_EQ(lines.substr(lines.size() - end.size()), end);
}

// An away message without colours, in the client error that acknowledges a message.
TEST(IcqRelay, RealAcknowledgement)
{
    EXPECT_EQ(message_of(inside(real_icq_acknowledgement(), "client_error.info")), R"(
icq.type 81+1 0x00e9
icq.flags 82+1 0x0003
icq.status 83+2 0
icq.priority 85+2 0
icq.length 87+2 27
icq.text 89+27 "User is currently Occupied\x00" legacy
)");
}

const Bytes kNoPlugin = Bytes(16, 0);

// The two headers, 45 bytes, and what follows from offset 109 of the frame.
Bytes blob(const Bytes& message)
{
    return "1b00 0800"_hex + kNoPlugin + "0000 03000000 00 feff"_hex + "0e00 feff"_hex + Bytes(12, 0) + message;
}
std::string icq(const Bytes& message) { return message_of(service_data(kIcqRelay, blob(message))); }

// Type, flags, status, priority. The length of the text follows at offset 115, the text at 117.
Bytes start(std::size_t type) { return u8(type) + "00 0000 0100"_hex; }
std::string started(const char* type, std::size_t length)
{
    return std::string("\nicq.type 109+1 0x00") + type +
           "\nicq.flags 110+1 0x0000\nicq.status 111+2 0\nicq.priority 113+2 1\nicq.length 115+2 " +
           std::to_string(length) + '\n';
}

TEST(IcqRelay, Utf8ByItsGuid)
{
    const Bytes text = start(1) + "0300 c3a900 00000000 ffffff00 26000000"_hex;
    EXPECT_EQ(icq(text + "{0946134E-4C7F-11D1-8222-444553540000}"_ascii),
              started("01", 3) + R"(icq.text 117+3 "\xc3\xa9\x00" utf-8
icq.foreground 120+4 0x0000
icq.background 124+4 0xffffff00
icq.text_guid_length 128+4 38
icq.text_guid 132+38 "{0946134E-4C7F-11D1-8222-444553540000}" us-ascii
)");
    EXPECT_NE(icq(text + "{0946134e-4c7f-11d1-8222-444553540000}"_ascii).find("\\x00\" utf-8"), std::string::npos);
    EXPECT_NE(icq(text + "{0946134F-4C7F-11D1-8222-444553540000}"_ascii).find("\\x00\" legacy"), std::string::npos);
    // In the text itself the GUID has no meaning.
    EXPECT_NE(icq(start(1) + "2700"_hex + "{0946134E-4C7F-11D1-8222-444553540000}"_ascii + "00"_hex).find("\" legacy"),
              std::string::npos);
}

TEST(IcqRelay, TextInParts)
{
    EXPECT_EQ(icq(start(4) + "0900"_hex + "site"_ascii + "fe"_hex + "url"_ascii + "00"_hex),
              started("04", 9) + R"(icq.text 117+9 "site\xfeurl\x00" legacy
  icq.text.part 117+4 "site" legacy
  icq.text.part 122+3 "url" legacy
)");
    EXPECT_EQ(icq(start(0x13) + "0300 fe fe 00"_hex), started("13", 3) + R"(icq.text 117+3 "\xfe\xfe\x00" legacy
  icq.text.part 117+0 "" legacy
  icq.text.part 118+0 "" legacy
  icq.text.part 119+0 "" legacy
)");
    // Only certain types have parts, and a text without separators has none.
    EXPECT_EQ(icq(start(1) + "0300 61 fe 00"_hex), started("01", 3) + "icq.text 117+3 \"a\\xfe\\x00\" legacy\n");
    EXPECT_EQ(icq(start(4) + "0200 6100"_hex), started("04", 2) + "icq.text 117+2 \"a\\x00\" legacy\n");
}

TEST(IcqRelay, TypesWithParts)
{
    for (std::size_t type = 0; type <= 0xFF; ++type) {
        if (type == 0x02 || type == 0x03 || type == 0x1A) {
            continue; // these have more than a text
        }
        const bool has = type == 0x04 || type == 0x06 || type == 0x09 || type == 0x0C || type == 0x0D || type == 0x0E ||
                         type == 0x13;
        EXPECT_EQ(icq(start(type) + "0300 61fe00"_hex).find("icq.text.part") != std::string::npos, has) << type;
    }
}

TEST(IcqRelay, TypesWithColours)
{
    for (const std::size_t type : {0x01U, 0xE8U, 0xE9U, 0xEAU, 0xEBU, 0xECU}) {
        EXPECT_NE(icq(start(type) + "0100 00 01020300 ffffff00"_hex).find("icq.foreground 118+4 0x1020300"),
                  std::string::npos)
            << type;
    }
    for (const std::size_t type : {0x04U, 0xE7U, 0xEDU}) {
        EXPECT_NE(icq(start(type) + "0100 00 01020300 ffffff00"_hex).find("!service_data.trailing 118+8 found 8"),
                  std::string::npos)
            << type;
    }
}

TEST(IcqRelay, ChatRequest)
{
    EXPECT_EQ(icq(start(2) + "0100 00 0400 626f6200 1446 0000 46140000"_hex),
              started("02", 1) + R"(icq.text 117+1 "\x00" legacy
icq.length 118+2 4
icq.chat.users 120+4 "bob\x00" legacy
icq.port 124+2 5190
icq.reserved 126+2 0000
icq.port_again 128+4 5190
)");
    EXPECT_EQ(icq(start(2) + "0100 00"_hex), started("02", 1) + "icq.text 117+1 \"\\x00\" legacy\n");
}

// Protocol version 7.
TEST(IcqRelay, FileRequest)
{
    EXPECT_EQ(icq(start(3) + "0100 00 0300 686900 1446 0000 0600"_hex + "a.txt"_ascii + "00 10270000 46140000"_hex),
              started("03", 1) + R"(icq.text 117+1 "\x00" legacy
icq.length 118+2 3
icq.file.description 120+3 "hi\x00" legacy
icq.port 123+2 5190
icq.reserved 125+2 0000
icq.length 127+2 6
icq.file.name 129+6 "a.txt\x00" legacy
icq.file.size 135+4 10000
icq.port_again 139+4 5190
)");
}

// One byte is the start of what follows the text, not something else.
TEST(IcqRelay, OneByteAfterTheText)
{
    for (const std::size_t type : {0x02U, 0x03U, 0x1AU}) {
        EXPECT_NE(icq(start(type) + "0100 00 04"_hex).find("!service_data.malformed 118+1 found 1"), std::string::npos)
            << type;
    }
}

// Type 1A: the function's GUID and number, its label, a tail; then the lengths of what follows.
const Bytes kFileGuid = "f02d12d9 3091d311 8dd70010 4b06462e"_hex;
const Bytes kChatGuid = "bff720b2 378ed411 bd280004 ac96d905"_hex;
const Bytes kXtrazGuid = "3b60b3ef d82a6c45 a4e09c5a 5e67e865"_hex;
const Bytes kStatusGuid = "811a18bc 0e6c1847 a5916f18 dcc76f1a"_hex;
const Bytes kMessageGuid = "be6b7305 0fc2104f a6de4db1 e3564b0e"_hex;
const Bytes kUnknownGuid = "00112233 44556677 8899aabb ccddeeff"_hex;

// The function's length is at 118; its GUID at 120; what follows at 161.
Bytes plugin_message(const Bytes& guid, const Bytes& following)
{
    const Bytes function = guid + "0100 04000000"_hex + "Name"_ascii + Bytes(15, 0);
    EXPECT_EQ(function.size(), 41U);
    return start(0x1A) + "0100 00"_hex + "2900"_hex + function + following;
}
std::string plugin(const Bytes& guid, const Bytes& following)
{
    const std::string lines = icq(plugin_message(guid, following));
    const std::string tail = "icq.function.tail 146+15 000000000000000000000000000000\n";
    const std::size_t at = lines.find(tail);
    EXPECT_NE(at, std::string::npos) << lines;
    return '\n' + lines.substr(at == std::string::npos ? 0 : at + tail.size());
}

TEST(IcqPlugin, Function)
{
    EXPECT_EQ(icq(plugin_message(kFileGuid, {})), started("1a", 1) + R"(icq.text 117+1 "\x00" legacy
icq.function.length 118+2 41
icq.function 120+16 little-endian f02d12d9-3091-d311-8dd7-00104b06462e
  =icq.function.name 120+16 "File"
icq.function.id 136+2 1
icq.function.label_length 138+4 4
icq.function.label 142+4 "Name"
icq.function.tail 146+15 000000000000000000000000000000
)");
}

TEST(IcqPlugin, FunctionThatIsTooShort)
{
    const Bytes function = kFileGuid + "0100 09000000"_hex + "Name"_ascii;
    const std::string lines = icq(start(0x1A) + "0100 00 1a00"_hex + function + "ff"_hex);
    EXPECT_NE(lines.find(R"(
icq.function.label_length 138+4 9
service_data.rest 142+4 4e616d65
!service_data.malformed 142+4 found 4
)"),
              std::string::npos)
        << lines;
}

TEST(IcqPlugin, FunctionWithoutALabel)
{
    const std::string lines = icq(start(0x1A) + "0100 00 1400"_hex + kFileGuid + "0100 0400"_hex);
    EXPECT_NE(lines.find(R"(
icq.function.id 136+2 1
service_data.rest 138+2 0400
!service_data.malformed 138+2 found 2
)"),
              std::string::npos)
        << lines;
}

// All known clients write 15 or 17 bytes there; it is not an error to leave them out.
TEST(IcqPlugin, FunctionWithoutATail)
{
    const std::string lines = icq(start(0x1A) + "0100 00 1a00"_hex + kFileGuid + "0100 04000000"_hex + "Name"_ascii);
    EXPECT_EQ(lines.substr(lines.find("icq.function.label ")), "icq.function.label 142+4 \"Name\"\n");
}

TEST(IcqPlugin, File)
{
    EXPECT_EQ(
        plugin(kFileGuid, "1f000000 02000000 6869 1446 0000 0600"_hex + "a.txt"_ascii + "00 10270000 00000000"_hex),
        R"(
icq.following 161+4 31
icq.data_length 165+4 2
icq.file.description 169+2 "hi" legacy
icq.port 171+2 5190
icq.reserved 173+2 0000
icq.length 175+2 6
icq.file.name 177+6 "a.txt\x00" legacy
icq.file.size 183+4 10000
icq.port_again 187+4 0
)");
}

TEST(IcqPlugin, Chat)
{
    EXPECT_EQ(plugin(kChatGuid, "10000000 02000000 6869 0100 00 1446 0000 46140000"_hex), R"(
icq.following 161+4 16
icq.data_length 165+4 2
icq.text 169+2 "hi" legacy
icq.length 171+2 1
icq.chat.users 173+1 "\x00" legacy
icq.port 174+2 5190
icq.reserved 176+2 0000
icq.port_again 178+4 5190
)");
}

TEST(IcqPlugin, Text)
{
    EXPECT_EQ(plugin(kMessageGuid, "07000000 03000000 61 fe 62"_hex), R"(
icq.following 161+4 7
icq.data_length 165+4 3
icq.text 169+3 "a\xfeb" legacy
  icq.text.part 169+1 "a" legacy
  icq.text.part 171+1 "b" legacy
)");
}

TEST(IcqPlugin, Others)
{
    EXPECT_EQ(plugin(kUnknownGuid, "06000000 02000000 c0de"_hex), R"(
icq.following 161+4 6
icq.data_length 165+4 2
icq.data 169+2 c0de
)");
    EXPECT_EQ(plugin(kUnknownGuid, "04000000 00000000"_hex), R"(
icq.following 161+4 4
icq.data_length 165+4 0
)");
    EXPECT_EQ(plugin(kUnknownGuid, "06000000 03000000 c0de"_hex), R"(
icq.following 161+4 6
icq.data_length 165+4 3
service_data.rest 169+2 c0de
!service_data.malformed 169+2 found 2
)");
}

// A request has no text. The type is that of MirandaICQ; the byte 0xFE does not divide the text.
TEST(IcqPlugin, StatusMessage)
{
    EXPECT_EQ(plugin(kStatusGuid, "15000000 00000000 0d000000"_hex + "text/x-aolrtf"_ascii), R"(
icq.following 161+4 21
icq.data_length 165+4 0
icq.text 169+0 "" legacy
icq.text.type_length 169+4 13
icq.text.type 173+13 "text/x-aolrtf"
)");
    EXPECT_EQ(plugin(kStatusGuid, "0b000000 03000000 61fe62 00000000"_hex), R"(
icq.following 161+4 11
icq.data_length 165+4 3
icq.text 169+3 "a\xfeb" legacy
icq.text.type_length 172+4 0
icq.text.type 176+0 ""
)");
    EXPECT_EQ(plugin(kStatusGuid, "06000000 02000000 6869"_hex), R"(
icq.following 161+4 6
icq.data_length 165+4 2
icq.text 169+2 "hi" legacy
)");
}

TEST(IcqPlugin, Xtraz)
{
    EXPECT_EQ(plugin(kXtrazGuid, "0b000000 07000000"_hex + "<N></N>"_ascii), R"(
icq.following 161+4 11
icq.data_length 165+4 7
icq.xml 169+7 "<N></N>"
  @text/xml 169+7
)");
}

// Wrong lengths are common. Line ends after the text are ignored, anything else is shown.
TEST(IcqPlugin, XtrazOfAnotherLength)
{
    EXPECT_EQ(plugin(kXtrazGuid, "0b000000 09000000"_hex + "<N></N>\r\n"_ascii), R"(
icq.following 161+4 11
icq.data_length 165+4 9
!icq.data_length.mismatch 165+4 expected 7 found 9
icq.xml 169+7 "<N></N>"
  @text/xml 169+7
)");
    EXPECT_EQ(plugin(kXtrazGuid, "0b000000 03000000"_hex + "<N></N>xyz"_ascii), R"(
icq.following 161+4 11
icq.data_length 165+4 3
!icq.data_length.mismatch 165+4 expected 7 found 3
icq.xml 169+7 "<N></N>"
  @text/xml 169+7
service_data.rest 176+3 78797a
!service_data.trailing 176+3 found 3
)");
    EXPECT_EQ(plugin(kXtrazGuid, "0b000000 03000000"_hex + "abc"_ascii), R"(
icq.following 161+4 11
icq.data_length 165+4 3
!icq.data_length.mismatch 165+4 found 3
service_data.rest 169+3 616263
!service_data.trailing 169+3 found 3
)");
}

// Requests to a plugin manager contain a level and a command instead of a message.
Bytes to_manager(const Bytes& what)
{
    return "1b00 0800 a0e93f37 4fe9d311 bcd20004 ac96dd96 0000 03000000 04 feff"_hex + "1200 feff"_hex + Bytes(12, 0) +
           "0100 0000"_hex + what;
}

TEST(IcqManager, Request)
{
    EXPECT_EQ(service_data(kIcqRelay, to_manager("0200 0100 00 f002bf71 4371d311 8dd20010 4b06462e 0300 00000000"_hex)),
              R"(
icq.header_length 64+2 27
icq.version 66+2 8
icq.plugin 68+16 little-endian a0e93f37-4fe9-d311-bcd2-0004ac96dd96
  =icq.plugin.name 68+16 "Info manager"
icq.plugin.sub 84+2 0
icq.features 86+4 0x0003
icq.accepts 90+1 4
icq.counter 91+2 0xfffe
icq.header2_length 93+2 18
icq.counter 95+2 0xfffe
icq.reserved 97+12 000000000000000000000000
icq.manager.request 109+2 1
icq.reserved 111+2 0000
icq.manager.level 113+2 2
icq.manager.command_length 115+2 1
icq.manager.command 117+1 0
icq.manager.guid 118+16 little-endian f002bf71-4371-d311-8dd2-00104b06462e
  =icq.manager.name 118+16 "Info plugin list"
icq.manager.sub 134+2 3
icq.manager.time 136+4 0
)");
}

TEST(IcqManager, Answer)
{
    const std::string lines = service_data(kIcqRelay, to_manager("0000 0100 01 c0ffee"_hex));
    EXPECT_NE(lines.find("\nicq.manager.command 117+1 1\nicq.manager.answer 118+3 c0ffee\n"), std::string::npos)
        << lines;
    // A command without anything after it is valid.
    EXPECT_EQ(findings(to_host(block(kAccept, tlv(0x2711, to_manager("0000 0100 00"_hex)), kIcqRelay))), Lines{});
}

// Headers have their declared length. Bytes beyond the known layout are shown; a header that is too short is reported.
TEST(IcqHeaders, OfOtherLengths)
{
    const Bytes version = "0800"_hex + kNoPlugin + "0000 03000000 00 feff"_hex;
    const std::string longer = service_data(kIcqRelay, "1d00"_hex + version + "0102"_hex + "0e00 feff"_hex +
                                                           Bytes(12, 0) + start(0xE8) + "0100 00"_hex);
    EXPECT_NE(longer.find(R"(
icq.counter 91+2 0xfffe
service_data.rest 93+2 0102
!service_data.trailing 93+2 found 2
icq.header2_length 95+2 14
)"),
              std::string::npos)
        << longer;
    EXPECT_NE(longer.find("\nicq.type 111+1 0x00e8\n"), std::string::npos) << longer;

    const std::string shorter = service_data(kIcqRelay, "0400 0800 0102"_hex);
    EXPECT_EQ(shorter, R"(
icq.header_length 64+2 4
icq.version 66+2 8
service_data.rest 68+2 0102
!service_data.malformed 68+2 found 2
!service_data.malformed 70+0
)");
    EXPECT_EQ(service_data(kIcqRelay, "1b00 0800"_hex), R"(
icq.header_length 64+2 27
service_data.rest 66+2 0800
!service_data.malformed 66+2 found 2
)");
    EXPECT_EQ(service_data(kIcqRelay, {}), "\n!service_data.malformed 64+0\n");
}

TEST(IcqHeaders, MessageThatBreaksOff)
{
    EXPECT_EQ(icq(start(1) + "0500 6162"_hex), started("01", 5) + R"(service_data.rest 117+2 6162
!service_data.malformed 117+2 found 2
)");
    EXPECT_EQ(icq("01 00 0000"_hex), R"(
icq.type 109+1 0x0001
icq.flags 110+1 0x0000
icq.status 111+2 0
!service_data.malformed 113+0
)");
}

// The failure of a reverse connection, in a client error, is all little-endian.
TEST(ReverseFailure, Whole)
{
    EXPECT_EQ(inside(client_error(3, "8fe45e00 46140000 47140000 0800 78563412"_hex), "client_error.info"), R"(
reverse.uin 32+4 6218895
reverse.failed_port 36+4 5190
reverse.own_port 40+4 5191
reverse.version 44+2 8
reverse.cookie 46+4 0x12345678
)");
}

// Data that ends too early, at every offset

struct DataSample {
    const char* name;
    Bytes service;
    Bytes data;
    // Shorter lengths that are valid too: after a group, a host block, a text, a function.
    std::set<std::size_t> ends = {};
};
void PrintTo(const DataSample& sample, std::ostream* out) { *out << sample.name; }

std::vector<DataSample> data_samples()
{
    const Bytes host =
        "c0000201"_hex + Bytes(12, 0) + "1446"_hex + Bytes(6, 0) + "en0"_ascii + "0000"_hex + Bytes(11, 7);
    const Bytes xml = "<N></N>"_ascii;
    return {
        {"file", kFileTransfer, "0001 0001 00002ee8"_hex + "recipe.docx"_ascii + "00"_hex},
        {"get_file", kGetFile, "0012 0002 00000001 00"_hex},
        {"chat", kChat, "0004 03 616263 0001"_hex},
        {"icon", kBuddyIcon, "0000e2c6 00000006 4a834806"_hex + "GIF89aAVT1picture.id"_ascii, {18}},
        {"buddies", kBuddyList, "0003 466f6f 0002 0001 61 0002 6262 0001 5a 0000"_hex, {14}},
        {"talk", kTalk, "00000001"_hex},
        {"add_in", kAddIns, "0000 33221100554477668899aabbccddeeff 0002 0002 4100 4200 00000000"_hex},
        {"reverse", kIcqDirect, "8fe45e00 c0000201 46140000 04 47140000 00001448 0800 78563412"_hex},
        {"ichat", kIchatAv, host + host, {40}},
        {"icq_text", kIcqRelay, blob(start(1) + "0200 6100 00000000 ffffff00 02000000 7b7d"_hex), {55, 63}},
        {"icq_url", kIcqRelay, blob(start(4) + "0400 61fe6200"_hex)},
        {"icq_chat", kIcqRelay, blob(start(2) + "0100 00 0400 626f6200 1446 0000 46140000"_hex), {54}},
        {"icq_file", kIcqRelay, blob(start(3) + "0100 00 0300 686900 1446 0000 0200 6100 10270000 46140000"_hex), {54}},
        {"icq_plugin_file",
         kIcqRelay,
         blob(plugin_message(kFileGuid, "1b000000 02000000 6869 1446 0000 0200 6100 10270000 00000000"_hex)),
         {54, 97}},
        {"icq_plugin_chat",
         kIcqRelay,
         blob(plugin_message(kChatGuid, "10000000 02000000 6869 0100 00 1446 0000 46140000"_hex)),
         {54, 97}},
        {"icq_plugin_text", kIcqRelay, blob(plugin_message(kMessageGuid, "07000000 03000000 61 fe 62"_hex)), {54, 97}},
        {"icq_plugin_other", kIcqRelay, blob(plugin_message(kUnknownGuid, "06000000 02000000 c0de"_hex)), {54, 97}},
        {"icq_status",
         kIcqRelay,
         blob(plugin_message(kStatusGuid, "09000000 02000000 6869 03000000"_hex + "a/b"_ascii)),
         {54, 97, 107}},
        {"icq_xtraz", kIcqRelay, blob(plugin_message(kXtrazGuid, "0b000000 07000000"_hex + xml)), {54, 97}},
        {"icq_request",
         kIcqRelay,
         to_manager("0200 0100 00 f002bf71 4371d311 8dd20010 4b06462e 0300 00000000"_hex),
         {54}},
        {"icq_answer", kIcqRelay, to_manager("0000 0100 01 c0ffee"_hex), {54}},
    };
}

class EveryDataPrefix : public testing::TestWithParam<DataSample> {};

std::string name_of(const testing::TestParamInfo<DataSample>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(ServiceData, EveryDataPrefix, testing::ValuesIn(data_samples()), name_of);

// The items of service data, without undecoded bytes. Charsets are left out: they may follow the text.
Lines items_of(const Bytes& service, const Bytes& data)
{
    const Bytes frame = to_host(block(kPropose, tlv(0x2711, data), service));
    const Decoded decoded = decode(frame);
    EXPECT_TRUE(decoded.balanced);
    Lines lines;
    for (const Event& event : decoded.events) {
        if (event.kind == Event::Kind::item && event.depth >= 2 && event.item.field != Field::service_data_rest) {
            const Item& i = event.item;
            EXPECT_TRUE(View(frame).has(i.at));
            lines.push_back(std::string(row(i.field).filter) + ' ' + std::to_string(i.at.offset) + '+' +
                            std::to_string(i.at.length) + ' ' + std::to_string(i.value) + ' ' + event.text);
        }
    }
    return lines;
}

// Whole data has no findings. Data that ends too early has all items up to its end, of which the last may be shorter,
// and a finding, unless the shorter data is valid too.
TEST_P(EveryDataPrefix, TellsWhatIsThere)
{
    const auto& [name, service, data, ends] = GetParam();
    EXPECT_EQ(service_data(service, data).find('!'), std::string::npos) << service_data(service, data);
    const Lines whole = items_of(service, data);
    ASSERT_FALSE(whole.empty());

    std::size_t most = 0;
    for (std::size_t n = 0; n < data.size(); ++n) {
        const Bytes prefix(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(n));
        const Lines items = items_of(service, prefix);
        ASSERT_LE(items.size(), whole.size()) << n;
        EXPECT_GE(items.size() + 1, most) << n << ": fewer items in more data";
        most = std::max(most, items.size());
        for (std::size_t i = 0; i + 1 < items.size(); ++i) {
            EXPECT_EQ(items[i], whole[i]) << n;
        }
        const bool has_finding = service_data(service, prefix).find('!') != std::string::npos;
        EXPECT_TRUE(has_finding || items.size() == whole.size() || n == 0 || ends.count(n) == 1) << n;
    }
}

// Data of no known layout is shown as text if it is XML or a URL.
TEST(UnknownData, TextInIt)
{
    const auto text = [](const Bytes& data) {
        const std::string lines = service_data(kDirectIm, data);
        return lines.find("service_data.text") != std::string::npos;
    };
    for (const char* shown :
         {"<a>", "<a>b</a>\r\n\t", " <x/>", "http://h", "aim-x+1.2://y", "A0Z9z://\xC3\xA9", "HTTPS://H"}) {
        EXPECT_TRUE(text(Bytes(shown, shown + std::strlen(shown)))) << shown;
    }
    EXPECT_TRUE(text("<a>"_ascii + "0000"_hex));
    for (const char* not_shown : {"",        "a",         "<a",      "a>",      "<>",          ">a<",         "://x",
                                  "http://", "ht tp://x", "http:/x", "h@p://x", "{://x",       "[://x",       "`://x",
                                  ":a://x",  "/a://x",    ",a://x",  "*a://x",  "<a>\x7F</a>", "<a>\x01</a>", "\r\n"}) {
        EXPECT_FALSE(text(Bytes(not_shown, not_shown + std::strlen(not_shown)))) << not_shown;
    }
}

// The tables

TEST(ServiceData, OnlyServicesWithALayoutHaveADecoder)
{
    const std::set<Service> with = {
        Service::talk,     Service::file_transfer, Service::icq_direct,      Service::buddy_icon, Service::add_ins,
        Service::get_file, Service::icq_relay,     Service::send_buddy_list, Service::chat,       Service::ichat_av};
    for (const ServiceRow& row : service_table()) {
        EXPECT_EQ(row.decode != nullptr, with.count(row.service) == 1) << row.name;
    }
    EXPECT_EQ(service_data(kDirectIm, "0102"_hex), "\n");
}

// Sources: see Connection in services.h.
TEST(ServiceData, WhatRunsOnTheConnection)
{
    std::map<Service, Connection> connections;
    for (const ServiceRow& row : service_table()) {
        if (row.service != Service::other) {
            connections[row.service] = row.connection;
        }
    }
    EXPECT_EQ(connections[Service::file_transfer], Connection::oft);
    EXPECT_EQ(connections[Service::get_file], Connection::oft);
    EXPECT_EQ(connections[Service::direct_im], Connection::odc);
    EXPECT_EQ(connections[Service::icq_direct], Connection::icq_direct);
    EXPECT_EQ(connections[Service::ichat_av], Connection::sip);
    for (const Service service : {Service::icq_relay, Service::chat, Service::send_buddy_list, Service::buddy_icon}) {
        EXPECT_EQ(connections[service], Connection::none);
    }
}

TEST(ServiceData, TagNames)
{
    const auto tag_name = [](Service service, std::uint16_t tag) {
        const TagRow* row = find_tag(service, tag);
        return row != nullptr ? row->name : nullptr;
    };
    EXPECT_STREQ(tag_name(Service::file_transfer, 0x2712), "FILE_NAME_CHARSET");
    EXPECT_STREQ(tag_name(Service::send_buddy_list, 0x2712), "NICK_NAMES");
    EXPECT_STREQ(tag_name(Service::chat, 0x2713), "SECURITY_BLOCK");
    EXPECT_STREQ(tag_name(Service::chat, 0x000C), "INVITATION");
    EXPECT_EQ(tag_name(Service::chat, 0x2712), nullptr);
    EXPECT_EQ(tag_name(Service::other, 0x2713), nullptr);
    EXPECT_EQ(tag_name(Service::trillian, 0x03EC), nullptr);
}

} // namespace
} // namespace oscar::test
