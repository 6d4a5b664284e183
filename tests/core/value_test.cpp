// SPDX-License-Identifier: GPL-2.0-or-later
//
// Every kind of value, with the right length and with wrong ones.
#include "spec.h"
#include "trace.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace oscar::test {
namespace {

// A proposal from the server, in which every tag is allowed. The value of the first TLV begins at offset 68.
Bytes with_tlvs(const Bytes& tlvs) { return to_client(block(kPropose, tlvs)); }

Lines bad_lengths(const Bytes& frame)
{
    Lines lines = findings(frame);
    std::erase_if(lines, [](const std::string& l) { return l.rfind("!tlv.bad_length", 0) != 0; });
    return lines;
}

class EveryTag : public testing::TestWithParam<SpecTag> {};

std::string name_of(const testing::TestParamInfo<SpecTag>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Value, EveryTag, testing::ValuesIn(kSpecTags), name_of);

TEST_P(EveryTag, OfTheRightLengthHasItsOwnField)
{
    const SpecTag& tag = GetParam();
    const std::string name = tag.filter;
    Bytes value;
    Lines expected;
    switch (tag.type) {
    case SpecType::word:
        value = "0102"_hex;
        expected = {name + (tag.number == 0x17 ? " 68+2 0x0102" : " 68+2 258")};
        break;
    case SpecType::dword:
        value = "01020304"_hex;
        expected = {name + " 68+4 1.2.3.4"};
        break;
    case SpecType::string:
        value = "some text"_ascii;
        expected = {name + " 68+9 \"some text\""};
        break;
    case SpecType::empty:
        expected = {name + " 64+4"};
        break;
    case SpecType::string08:
        value = string08("1.2.3.4 5"_ascii);
        expected = {name + " 68+10 09312e322e332e342035", "addr_list.entry 69+9 \"1.2.3.4 5\"",
                    "addr_list.ip 69+7 1.2.3.4", "addr_list.port 77+1 5"};
        break;
    case SpecType::blob:
        value = "0004 00"_hex;
        expected = {name + " 68+3 000400"};
        break;
    }
    if (tag.number == 0x16) {
        expected.push_back("=ip_xor.decoded 68+4 254.253.252.251");
    } else if (tag.number == 0x17) {
        expected.push_back("=port_xor.decoded 68+2 65277");
    }
    Lines actual = values(with_tlvs(tlv(tag.number, value)));
    if (tag.type == SpecType::blob) {
        actual.resize(1); // its content depends on the service
    }
    EXPECT_EQ(actual, expected);
    EXPECT_EQ(bad_lengths(with_tlvs(tlv(tag.number, value))), Lines{});
}

std::vector<SpecTag> tags_of_fixed_length()
{
    std::vector<SpecTag> tags;
    for (const SpecTag& tag : kSpecTags) {
        if (tag.type == SpecType::word || tag.type == SpecType::dword || tag.type == SpecType::empty) {
            tags.push_back(tag);
        }
    }
    return tags;
}

class EveryFixedLength : public testing::TestWithParam<SpecTag> {};

INSTANTIATE_TEST_SUITE_P(Value, EveryFixedLength, testing::ValuesIn(tags_of_fixed_length()), name_of);

TEST_P(EveryFixedLength, OrElseBytes)
{
    const SpecTag& tag = GetParam();
    const std::size_t right = tag.type == SpecType::word ? 2 : tag.type == SpecType::dword ? 4 : 0;
    for (std::size_t length = 0; length <= 9; ++length) {
        if (length == right) {
            continue;
        }
        const Bytes frame = with_tlvs(tlv(tag.number, repeat(length, "c3"_hex)) + tlv(0x2712, "00"_hex));
        char place[32];
        std::snprintf(place, sizeof place, " 68+%zu", length);
        std::string bytes;
        for (std::size_t i = 0; i < length; ++i) {
            bytes += i == 0 ? " c3" : "c3";
        }
        char finding[96];
        std::snprintf(finding, sizeof finding, "!tlv.bad_length%s tag 0x%04x", place, tag.number);
        std::string expected_finding = finding;
        expected_finding += right != 0 ? " expected " + std::to_string(right) : "";
        expected_finding += length != 0 ? " found " + std::to_string(length) : "";

        const Lines actual = values(frame);
        ASSERT_EQ(actual.size(), 2U);
        EXPECT_EQ(actual[0], "tlv.value" + std::string(place) + bytes);
        EXPECT_EQ(bad_lengths(frame), Lines{expected_finding});
        // Decoding continues after it.
        EXPECT_EQ(actual[1], "tlv.value " + std::to_string(72 + length) + "+1 00");
    }
}

// An XOR tag is decoded only if its value has the right length.
TEST(Value, XorOfAWrongLengthIsNotDecoded)
{
    EXPECT_EQ(values(with_tlvs(tlv(0x16, "3ffffd"_hex))), (Lines{"tlv.value 68+3 3ffffd"}));
    EXPECT_EQ(values(with_tlvs(tlv(0x17, "ebb900"_hex))), (Lines{"tlv.value 68+3 ebb900"}));
}

TEST(Value, TextOfAnyLength)
{
    EXPECT_EQ(values(with_tlvs(tlv(0x06))), (Lines{"download_url 68+0 \"\""}));
    const std::string text(300, 'u');
    EXPECT_EQ(values(with_tlvs(tlv(0x06, Bytes(text.begin(), text.end())))),
              (Lines{"download_url 68+300 \"" + text + '"'}));
}

// With USE_ARS, wherever it is in the block, address and port are those of the proxy.
TEST(Value, ProxyRemarks)
{
    const Bytes address = kIp + "0003 0004 c0000202 0005 0002 1446"_hex;
    EXPECT_EQ(values(with_tlvs(address + tlv(0x10))),
              (Lines{"ip 68+4 192.0.2.1 (the proxy)", "requester_ip 76+4 192.0.2.2", "port 84+2 5190 (the proxy's pin)",
                     "use_ars 86+4"}));
    EXPECT_EQ(values(with_tlvs(address)),
              (Lines{"ip 68+4 192.0.2.1", "requester_ip 76+4 192.0.2.2", "port 84+2 5190"}));
}

// MirandaICQ writes the XORed port under the tag of the MIME type.
TEST(Value, PortXorInPlaceOfMimeType)
{
    const Bytes port = "0005 0002 1446"_hex;
    EXPECT_EQ(values(with_tlvs(port + tlv(0x15, "ebb9"_hex))), (Lines{"port 68+2 5190", "tlv.value 74+2 ebb9"}));
    EXPECT_EQ(findings(with_tlvs(kProposalTags + port + tlv(0x15, "ebb9"_hex))),
              (Lines{"!mime_type.port_xor 88+2 tag 0x0015 found 60345"}));
    // Two other bytes, more than two bytes, or no port to compare with: a MIME type.
    for (const Bytes& tlvs : {port + tlv(0x15, "ebb8"_hex), port + tlv(0x15, "ebb900"_hex), tlv(0x15, "ebb9"_hex)}) {
        EXPECT_EQ(values(with_tlvs(tlvs)).back().rfind("mime_type ", 0), 0U);
        EXPECT_EQ(findings(with_tlvs(kProposalTags + tlvs)), Lines{});
    }
}

TEST(Value, UnknownTagsAreBytes)
{
    for (const std::size_t tag : {0x0000U, 0x0009U, 0x001BU, 0x03E7U, 0x2710U, 0x2712U, 0x2774U, 0xFFFFU}) {
        EXPECT_EQ(values(with_tlvs(tlv(tag, "0102 03"_hex))), (Lines{"tlv.value 68+3 010203"}));
        EXPECT_EQ(values(with_tlvs(tlv(tag))), Lines{});
    }
}

// The charset applies to the invitation wherever it is in the block.
TEST(Value, InvitationCharset)
{
    const Bytes invitation = tlv(0x0C, "0048 0069"_hex);
    const Bytes charset = tlv(0x0D, "unicode-2-0"_ascii);
    EXPECT_EQ(values(with_tlvs(invitation + charset)),
              (Lines{"invitation 68+4 \"\\x00H\\x00i\" ucs-2", "mime_charset 76+11 \"unicode-2-0\""}));
    EXPECT_EQ(values(with_tlvs(charset + invitation)),
              (Lines{"mime_charset 68+11 \"unicode-2-0\"", "invitation 83+4 \"\\x00H\\x00i\" ucs-2"}));
    EXPECT_EQ(values(with_tlvs(invitation)), (Lines{"invitation 68+4 \"\\x00H\\x00i\""}));
    EXPECT_EQ(values(with_tlvs(tlv(0x0C, "cfef"_hex) + tlv(0x0D, "KOI8-R"_ascii))),
              (Lines{"invitation 68+2 \"\\xcf\\xef\" named \"KOI8-R\"", "mime_charset 74+6 \"KOI8-R\""}));
    EXPECT_EQ(values(with_tlvs(tlv(0x0D) + tlv(0x0C, "Hi"_ascii))),
              (Lines{"mime_charset 68+0 \"\"", "invitation 72+2 \"Hi\""}));
}

// Mac AIM 1999 wrote a length byte before the name and dropped the last character of the name.
TEST(Value, MimeWordsWithStrayLength)
{
    EXPECT_EQ(
        values(with_tlvs(tlv(0x0D, "08"_hex + "us-asci"_ascii) + tlv(0x0E, "07"_hex + "englis"_ascii) +
                         tlv(0x0C, "Hi"_ascii))),
        (Lines{"mime_charset 69+7 \"us-asci\"", "mime_language 81+6 \"englis\"", "invitation 91+2 \"Hi\" us-ascii"}));
    // The same with all characters.
    EXPECT_EQ(values(with_tlvs(tlv(0x0D, "08"_hex + "us-ascii"_ascii))), (Lines{"mime_charset 69+8 \"us-ascii\""}));
    // Any other first byte is part of the text.
    EXPECT_EQ(values(with_tlvs(tlv(0x0D, "09"_hex + "us-asci"_ascii))), (Lines{"mime_charset 68+8 \"\\x09us-asci\""}));
}

Lines addr_list(const Bytes& list)
{
    Lines actual = values(with_tlvs(tlv(0x18, list)));
    EXPECT_FALSE(actual.empty());
    actual.erase(actual.begin()); // the list itself
    return actual;
}

Lines addr_list_findings(const Bytes& list)
{
    Lines actual = findings(with_tlvs(kSequence1 + kIp + tlv(0x18, list))); // the list begins at 82
    return actual;
}

TEST(AddrList, Entries)
{
    const Bytes list =
        string08("192.0.2.1 5190"_ascii) + string08("0.0.0.0 0"_ascii) + string08("255.255.255.255 65535"_ascii);
    EXPECT_EQ(addr_list(list),
              (Lines{"addr_list.entry 69+14 \"192.0.2.1 5190\"", "addr_list.ip 69+9 192.0.2.1",
                     "addr_list.port 79+4 5190", "addr_list.entry 84+9 \"0.0.0.0 0\"", "addr_list.ip 84+7 0.0.0.0",
                     "addr_list.port 92+1 0", "addr_list.entry 94+21 \"255.255.255.255 65535\"",
                     "addr_list.ip 94+15 255.255.255.255", "addr_list.port 110+5 65535"}));
    EXPECT_EQ(addr_list_findings(list), Lines{});
    EXPECT_EQ(addr_list({}), Lines{});
    EXPECT_EQ(addr_list_findings({}), Lines{});
}

TEST(AddrList, EntriesThatAreNotIpAndPort)
{
    for (const char* text : {
             "",
             " ",
             "192.0.2.1",
             "192.0.2.1 ",
             " 5190",
             "192.0.2.1:5190",
             "192.0.2.1  5190",
             "192.0.2.1 5190 ",
             " 192.0.2.1 5190",
             "192.0.2.1 65536",
             "192.0.2.1 -1",
             "192.0.2.1 +1",
             "192.0.2.1 0x10",
             "192.0.2.1 4294967296",
             "192.0.2.256 5190",
             "192.0.2.-1 5190",
             "192.0.2 5190",
             "192.0.2. 5190",
             "192.0..2 5190",
             ".192.0.2.1 5190",
             "192.0.2.1. 5190",
             "192.0.2.1.1 5190",
             "host.example 5190",
             "::1 5190",
         }) {
        const std::string_view s = text;
        const Bytes entry = string08(Bytes(s.begin(), s.end()));
        const std::string place = std::to_string(s.size());
        EXPECT_EQ(addr_list(entry), (Lines{"addr_list.entry 69+" + place + " \"" + text + '"'})) << text;
        EXPECT_EQ(addr_list_findings(entry), (Lines{"!addr_list.malformed 83+" + place + " tag 0x0018"})) << text;
    }
}

TEST(AddrList, ABadEntryHidesNoOther)
{
    const Bytes list = string08("1.1.1.1 1"_ascii) + string08("nonsense"_ascii) + string08("2.2.2.2 2"_ascii);
    EXPECT_EQ(addr_list(list),
              (Lines{"addr_list.entry 69+9 \"1.1.1.1 1\"", "addr_list.ip 69+7 1.1.1.1", "addr_list.port 77+1 1",
                     "addr_list.entry 79+8 \"nonsense\"", "addr_list.entry 88+9 \"2.2.2.2 2\"",
                     "addr_list.ip 88+7 2.2.2.2", "addr_list.port 96+1 2"}));
    EXPECT_EQ(addr_list_findings(list), (Lines{"!addr_list.malformed 93+8 tag 0x0018"}));
}

TEST(AddrList, EntryPastTheEnd)
{
    const Bytes list = string08("1.1.1.1 1"_ascii) + u8(10) + "2.2.2.2 2"_ascii;
    EXPECT_EQ(addr_list(list), (Lines{"addr_list.entry 69+9 \"1.1.1.1 1\"", "addr_list.ip 69+7 1.1.1.1",
                                      "addr_list.port 77+1 1", "addr_list.entry 79+9 \"2.2.2.2 2\""}));
    EXPECT_EQ(addr_list_findings(list), (Lines{"!addr_list.malformed 92+10 tag 0x0018"}));
    // Nothing follows the length.
    EXPECT_EQ(addr_list(u8(1)), (Lines{"addr_list.entry 69+0 \"\""}));
    EXPECT_EQ(addr_list_findings(u8(1)), (Lines{"!addr_list.malformed 82+1 tag 0x0018"}));
}

Lines cookie_lines(const Bytes& cookie)
{
    Lines lines;
    for (const Event& event : decode(to_host(block(kAccept, {}, kDirectIm, cookie))).events) {
        if (event.kind == Event::Kind::item &&
            (event.item.field == Field::cookie || event.item.field == Field::cookie_text)) {
            const Bytes frame = to_host(block(kAccept, {}, kDirectIm, cookie));
            lines.push_back(line(event, View(frame)));
        }
    }
    return lines;
}

// Forms that clients use: libpurple and joscar write seven digits and a NUL, old libfaim a few letters and FF.
TEST(Cookie, TextWherePrintable)
{
    EXPECT_EQ(cookie_lines("7174647"_ascii + "00"_hex),
              (Lines{"cookie 36+8 3731373436343700", "  =cookie.text 36+7 \"7174647\" us-ascii"}));
    EXPECT_EQ(cookie_lines("COOKIE01"_ascii),
              (Lines{"cookie 36+8 434f4f4b49453031", "  =cookie.text 36+8 \"COOKIE01\" us-ascii"}));
    EXPECT_EQ(cookie_lines("a ~"_ascii + "0000000000"_hex),
              (Lines{"cookie 36+8 61207e0000000000", "  =cookie.text 36+3 \"a ~\" us-ascii"}));
    EXPECT_EQ(cookie_lines("30831"_ascii + "ffffff"_hex),
              (Lines{"cookie 36+8 3330383331ffffff", "  =cookie.text 36+5 \"30831\" us-ascii"}));
}

TEST(Cookie, NoTextWhereBinary)
{
    EXPECT_EQ(cookie_lines("cceb5400f7070000"_hex), (Lines{"cookie 36+8 cceb5400f7070000"}));
    EXPECT_EQ(cookie_lines("0000000000000000"_hex), (Lines{"cookie 36+8 0000000000000000"}));
    EXPECT_EQ(cookie_lines("ffffffffffffffff"_hex), (Lines{"cookie 36+8 ffffffffffffffff"}));
    EXPECT_EQ(cookie_lines("3132333400ff0000"_hex), (Lines{"cookie 36+8 3132333400ff0000"}));
    EXPECT_EQ(cookie_lines("3132333400003132"_hex), (Lines{"cookie 36+8 3132333400003132"}));
    EXPECT_EQ(cookie_lines("3132333435367f00"_hex), (Lines{"cookie 36+8 3132333435367f00"}));
}

} // namespace
} // namespace oscar::test
