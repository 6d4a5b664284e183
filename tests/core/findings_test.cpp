// SPDX-License-Identifier: GPL-2.0-or-later
//
// Severities and texts of the findings.
#include "bytes.h"

#include "core/ars/findings.h"
#include "core/odc/findings.h"
#include "core/oft/findings.h"
#include "core/rendezvous/findings.h"
#include "core/rendezvous/tags.h"
#include "core/schema/describe.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>

namespace oscar::test {
namespace {

std::string text_of(const Finding& finding)
{
    std::array<char, 256> out;
    out.fill('#');
    EXPECT_EQ(describe(finding, out), out.data());
    return out.data();
}

// Of every protocol.
std::vector<FindingRef> every_id()
{
    std::vector<FindingRef> ids;
    for (std::size_t i = 0; i < kProtocolCount; ++i) {
        const auto id = static_cast<ProtocolId>(i);
        for (std::size_t finding = 0; finding < protocol(id).findings.size(); ++finding) {
            ids.emplace_back(id, static_cast<std::uint16_t>(finding));
        }
    }
    return ids;
}

// Filter names and severities, which users rely on.
TEST(Findings, IdsAndSeverities)
{
    const std::map<std::string, Severity> expected = {
        {"aim_rendezvous.ip_xor.mismatch", Severity::warning},
        {"aim_rendezvous.port_xor.mismatch", Severity::warning},
        {"aim_rendezvous.ip_xor.alone", Severity::note},
        {"aim_rendezvous.port_xor.alone", Severity::note},
        {"aim_rendezvous.tlv.out_of_order", Severity::warning},
        {"aim_rendezvous.tlv.server_only", Severity::warning},
        {"aim_rendezvous.sequence.missing", Severity::warning},
        {"aim_rendezvous.sequence.unexpected", Severity::warning},
        {"aim_rendezvous.cancel_reason.missing", Severity::warning},
        {"aim_rendezvous.cancel_reason.unexpected", Severity::note},
        {"aim_rendezvous.verified_ip.missing", Severity::note},
        {"aim_rendezvous.no_endpoint", Severity::chat},
        {"aim_rendezvous.nak.do_not_use", Severity::note},
        {"aim_rendezvous.type.undocumented", Severity::note},
        {"aim_rendezvous.type.unknown", Severity::warning},
        {"aim_rendezvous.cookie.mismatch", Severity::note},
        {"aim_rendezvous.tlv.repeated", Severity::note},
        {"aim_rendezvous.tlv.undefined", Severity::note},
        {"aim_rendezvous.tlv.bad_length", Severity::warning},
        {"aim_rendezvous.tlv.truncated", Severity::error},
        {"aim_rendezvous.block.truncated", Severity::error},
        {"aim_rendezvous.addr_list.malformed", Severity::warning},
        {"aim_rendezvous.version.range", Severity::note},
        {"aim_rendezvous.address.unusable", Severity::note},
        {"aim_rendezvous.address.behind_nat", Severity::note},
        // Malformed bytes, and findings of services.
        {"aim_rendezvous.block.missing", Severity::warning},
        {"aim_rendezvous.icbm.malformed", Severity::error},
        {"aim_rendezvous.client_error.malformed", Severity::warning},
        {"aim_rendezvous.mime_type.port_xor", Severity::note},
        {"aim_rendezvous.service_data.malformed", Severity::warning},
        {"aim_rendezvous.service_data.trailing", Severity::note},
        {"aim_rendezvous.icon.checksum.mismatch", Severity::warning},
        {"aim_rendezvous.icq.data_length.mismatch", Severity::note},
        // Findings about several messages.
        {"aim_rendezvous.sequence.gap", Severity::warning},
        {"aim_rendezvous.sequence.first", Severity::note},
        {"aim_rendezvous.answer.unasked", Severity::note},
        {"aim_rendezvous.answer.other_user", Severity::note},
        {"aim_rendezvous.after_outcome", Severity::note},
        {"aim_rendezvous.relay.address_changed", Severity::note},
        {"aim_rendezvous.relay.tag_added", Severity::note},
        {"aim_rendezvous.relay.server_tag_added", Severity::chat},
        {"aim_rendezvous.relay.tag_removed", Severity::note},
        {"aim_rendezvous.relay.server_tag_removed", Severity::chat},
        {"aim_rendezvous.dc_info.length", Severity::note},
        // The data connections.
        {"aim_oft.oft3", Severity::note},
        {"aim_oft.header.short", Severity::warning},
        {"aim_oft.header.truncated", Severity::error},
        {"aim_oft.type.unknown", Severity::warning},
        {"aim_oft.encryption.unknown", Severity::note},
        {"aim_oft.compression.unknown", Severity::note},
        {"aim_oft.files_left.range", Severity::note},
        {"aim_oft.parts_left.range", Severity::note},
        {"aim_oft.size.range", Severity::note},
        {"aim_oft.received.range", Severity::note},
        {"aim_oft.name_encoding.unknown", Severity::note},
        {"aim_oft.name.path", Severity::warning},
        {"aim_oft.name.trailing", Severity::note},
        {"aim_oft.list.line", Severity::warning},
        {"aim_oft.list.truncated", Severity::error},
        {"aim_oft.list.length", Severity::warning},
        {"aim_oft.list.tag_unknown", Severity::note},
        {"aim_oft.checksum.incorrect", Severity::note},
        {"aim_oft.received_checksum.incorrect", Severity::note},
        {"aim_ars.packet.truncated", Severity::error},
        {"aim_ars.length.short", Severity::error},
        {"aim_ars.foodgroup.unknown", Severity::warning},
        {"aim_ars.command.unknown", Severity::warning},
        {"aim_ars.data.malformed", Severity::warning},
        {"aim_ars.data.trailing", Severity::note},
        {"aim_ars.tlv.truncated", Severity::error},
        {"aim_odc.header.short", Severity::warning},
        {"aim_odc.frame.truncated", Severity::error},
        {"aim_odc.type.unknown", Severity::note},
        {"aim_odc.subtype.unknown", Severity::note},
        {"aim_odc.length.large", Severity::note},
        {"aim_odc.charset.unknown", Severity::note},
        {"aim_odc.typing.payload", Severity::note},
        {"aim_odc.image.size_missing", Severity::note},
        {"aim_odc.image.size_range", Severity::warning},
        {"aim_odc.image.end_missing", Severity::warning},
        {"aim_odc.binary.unknown_bytes", Severity::note},
        {"aim_odc.binary.unclosed", Severity::note},
        {"aim_ars.tlv.bad_length", Severity::warning},
        {"aim_ars.service.missing", Severity::note},
        // The direct connection of ICQ.
        {"icq_dc.frame.truncated", Severity::error},
        {"icq_dc.frame.malformed", Severity::warning},
        {"icq_dc.frame.trailing", Severity::note},
        {"icq_dc.start.unknown", Severity::warning},
        {"icq_dc.version.unknown", Severity::note},
        {"icq_dc.init.length.mismatch", Severity::note},
        {"icq_dc.listening_port.differ", Severity::note},
        {"icq_dc.connection_type.unknown", Severity::note},
        {"icq_dc.channel.unknown", Severity::note},
        {"icq_dc.message.short", Severity::warning},
        {"icq_dc.check.wrong", Severity::warning},
        {"icq_dc.command.unknown", Severity::note},
        {"icq_dc.data_length.mismatch", Severity::note},
        {"icq_dc.chat.command.unknown", Severity::note},
        {"icq_dc.chat.command.long", Severity::warning},
        {"icq_dc.content.unannounced", Severity::note},
        {"icq_dc.content.too_long", Severity::note},
        {"icq_dc.ack.unasked", Severity::note},
    };
    std::map<std::string, Severity> actual;
    for (const FindingRef id : every_id()) {
        actual.emplace(row(id).filter, row(id).severity);
    }
    EXPECT_EQ(actual, expected);
}

// A finding about bytes that cannot be decoded is in the group `malformed`, one about a broken rule is not.
TEST(Findings, ErrorsAreMalformed)
{
    for (const FindingRef id : every_id()) {
        if (row(id).severity == Severity::error) {
            EXPECT_TRUE((row(id).group == Group::malformed)) << row(id).filter;
        }
        if (row(id).severity == Severity::chat) {
            EXPECT_FALSE((row(id).group == Group::malformed)) << row(id).filter;
        }
    }
}

TEST(Findings, EveryOneIsWordedAndTerminated)
{
    for (const FindingRef id : every_id()) {
        const Finding finding{.id = id,
                              .at = {100, 8},
                              .tag = 0x0016,
                              .name = "IP_ADDR_XOR",
                              .expected = 4111,
                              .found = 5222,
                              .detail = "some detail of it all"};
        const std::string text = text_of(finding);
        EXPECT_GE(text.size(), 20U) << row(id).filter;
        EXPECT_NE(text, row(id).about) << row(id).filter << " says no more than its description";
        for (const char c : text) {
            EXPECT_TRUE(c >= 0x20 && c < 0x7F) << row(id).filter;
        }
        EXPECT_NE(row(id).about[0], '\0') << row(id).filter;

        // A short buffer gets the start of the text.
        std::array<char, 12> small;
        small.fill('#');
        EXPECT_EQ(std::string(describe(finding, small)), text.substr(0, 11)) << row(id).filter;
    }
}

struct Wording {
    FindingRef id;
    std::uint16_t tag;
    std::uint64_t expected;
    std::uint64_t found;
    const char* text;
};

// A finding as a rule reports it: with the name of the tag, and with the members that depend on the tag's kind.
Finding about(const Wording& w)
{
    Finding finding{.id = w.id, .at = {}, .tag = w.tag, .expected = w.expected, .found = w.found};
    if (const TagRow* row = find_tag(Service::any, w.tag)) {
        finding.name = row->name;
        finding.addresses = row->kind == Kind::ipv4;
        finding.detail = row->guards != 0 ? find_tag(Service::any, row->guards)->name : nullptr;
    }
    return finding;
}

// The texts contain what was expected and what was found.
TEST(Findings, SayExpectedAndFound)
{
    using enum FindingId;
    const Wording wordings[] = {
        {ip_xor_mismatch, 0x16, 0xC0000201, 0xCB007101,
         "IP_ADDR_XOR does not match IP_ADDR: expected 192.0.2.1, found 203.0.113.1 (changed by a NAT or on purpose?)"},
        {ip_xor_mismatch, 0x16, 0xFFFFFFFF, 0,
         "IP_ADDR_XOR does not match IP_ADDR: expected 255.255.255.255, found 0.0.0.0 (changed by a NAT or on "
         "purpose?)"},
        {port_xor_mismatch, 0x17, 5190, 65535,
         "PORT_XOR does not match PORT: expected 5190, found 65535 (changed by a NAT or on purpose?)"},
        {ip_xor_alone, 0x16, 0x02, 0, "IP_ADDR_XOR without the RENDEZVOUS_IP_ADDR that it repeats"},
        {port_xor_alone, 0x17, 0x05, 0, "PORT_XOR without the PORT that it repeats"},
        {tlv_out_of_order, 0x000F, 0, 0x2712,
         "Reserved tag 0x000F (REQUEST_HOST_CHECK) after the non-reserved tag 0x2712: expected before it, the server "
         "stops parsing there"},
        {tlv_server_only, 0x0004, 0, 0, "VERIFIED_IP_ADDR in a message to the host: expected only from the server"},
        {sequence_missing, 0x0A, 0, 0, "Proposal without SEQUENCE_NUM: expected in every proposal"},
        {sequence_unexpected, 0x0A, 0, 2, "SEQUENCE_NUM in a message of type 2: expected only in proposals (type 0)"},
        {cancel_reason_missing, 0x0B, 0, 0, "Cancel without CANCEL_REASON: expected in every cancel"},
        {cancel_reason_unexpected, 0x0B, 0, 0,
         "CANCEL_REASON in a message of type 0: expected only in cancels (type 1)"},
        {verified_ip_missing, 0x04, 0, 0, "REQUESTER_IP_ADDR without VERIFIED_IP_ADDR: expected the server to add it"},
        {nak_do_not_use, 0, 0, 2, "NAK 2 (proposal ignored): expected no answer at all, ignoring should do nothing"},
        {type_undocumented, 0, 0, 3, "Message type 3 (NAK) has no documented layout: expected 0, 1 or 2"},
        {type_unknown, 0, 0, 65535, "Unknown message type 65535: expected 0 to 3"},
        {cookie_mismatch, 0, 0x0102030405060708, 0xFFFFFFFFFFFFFFFF,
         "Cookie differs from the ICBM's: expected 0102030405060708, found ffffffffffffffff"},
        {tlv_repeated, 0x2711, 0, 0, "Tag 0x2711 occurs more than once: expected once in a block"},
        {tlv_bad_length, 0x05, 2, 4, "PORT of the wrong length: expected 2 bytes, found 4"},
        {tlv_truncated, 0x05, 65539, 7, "TLV runs past the end of the block: expected 65539 bytes, found 7"},
        {block_truncated, 5, 26, 25, "Rendezvous block too short: expected 26 bytes, found 25"},
        {icbm_malformed, 0, 0, 31, "ICBM ends before its rendezvous part: expected more at offset 31 of the frame"},
        {mime_type_port_xor, 0x15, 0, 0xEBB9,
         "Two bytes equal to PORT xor 0xFFFF (0xEBB9): expected a MIME type, found PORT_XOR under its tag"},
        {service_data_malformed, 0, 0, 7,
         "Service data does not fit its layout: expected more or other values, found 7 bytes"},
        {service_data_trailing, 0, 0, 7, "Bytes after the end of the service data: expected none, found 7"},
        {icon_checksum_mismatch, 0, 0x1234, 0xABCD0000,
         "Icon checksum does not match the icon: expected 0x00001234, found 0xABCD0000"},
        {icq_data_length_mismatch, 0, 300, 271,
         "Declared data length does not match the data: expected 300, found 271"},
        {sequence_gap, 0x0A, 3, 5, "SEQUENCE_NUM is not one more than the last: expected 3, found 5"},
        {sequence_first, 0x0A, 1, 2,
         "First proposal seen has SEQUENCE_NUM 2: expected 1 (did the capture start after the first?)"},
        {after_outcome, 0, 17, 0,
         "Message after the rendezvous has ended: expected none after the outcome in frame 17"},
        {relay_address_changed, 0x02, 0xC0000201, 0xCB007101,
         "RENDEZVOUS_IP_ADDR was changed on the way: expected 192.0.2.1 as sent, found 203.0.113.1"},
        {relay_address_changed, 0x05, 5190, 61004, "PORT was changed on the way: expected 5190 as sent, found 61004"},
        {relay_tag_added, 0x0F, 0, 0,
         "REQUEST_HOST_CHECK (tag 0x000F) was added on the way: expected none as sent, found it in the relayed copy"},
        {relay_tag_removed, 0x0F, 0, 0,
         "REQUEST_HOST_CHECK (tag 0x000F) was removed on the way: expected as sent, not found in the relayed copy"},
        {oft::FindingId::header_short, 0, 256, 240, "Header of 240 bytes: expected at least 256"},
        {oft::FindingId::header_truncated, 0, 65535, 256,
         "Header runs past the end of the data: expected 65535 bytes, found 256"},
        {oft::FindingId::size_range, 0, 64, 65,
         "Size 65 above the total size: expected at most 64 (or sizes of 4 GiB and more, of which only the low 32 bits "
         "are here)"},
        {odc::FindingId::image_size_range, 0, 47, 900, "SIZE 900: expected at most 47, the rest of the message"},
        {odc::FindingId::image_end_missing, 0, 35, 0,
         "No </DATA> after the image: expected it after 35 bytes, as SIZE says"},
        {odc::FindingId::length_large, 0, 52'428'800, 60'000'000,
         "Payload of 60000000 bytes: expected at most 52428800, the most that libpurple accepts"},
        {ars::FindingId::foodgroup_unknown, 0, 0x044A, 0x044B, "Foodgroup 0x044B: expected 0x044A"},
        {ars::FindingId::service_missing, 1, 0, 0, "Request without TLV 0x0001: expected the UUID of the service"},
        {version_range, 0x13, 1, 2, "MIN_PROTOCOL_VERSION 2 above MAX_PROTOCOL_VERSION: expected at most 1"},
    };
    for (const Wording& w : wordings) {
        EXPECT_EQ(text_of(about(w)), w.text);
    }
}

TEST(Findings, NameTheTagThatTheyAreAbout)
{
    EXPECT_NE(text_of({.id = FindingId::tlv_undefined, .tag = 0x001B}).find("0x001B"), std::string::npos);
    EXPECT_NE(text_of({.id = FindingId::client_error_malformed, .found = 7}).find("found 7 bytes"), std::string::npos);
    EXPECT_EQ(text_of({.id = FindingId::addr_list_malformed, .detail = "What is wrong"}), "What is wrong");
    // A tag without a known name.
    EXPECT_EQ(text_of({.id = FindingId::addr_list_malformed}), "");
    EXPECT_EQ(text_of({.id = FindingId::relay_tag_added, .tag = 0x4E20}),
              "TLV (tag 0x4E20) was added on the way: expected none as sent, found it in the relayed copy");
}

} // namespace
} // namespace oscar::test
