// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/findings.h"

#include "core/rendezvous/fields.h"
#include "core/rendezvous/tags.h"

#include <array>
#include <cinttypes>
#include <cstdarg>
#include <cstdio>

namespace oscar {
namespace {

using enum FindingId;
using S = Severity;

#define FILTER(x) "aim_rendezvous." x

constexpr std::array<FindingRow, kFindingCount> kRows{{
    {ip_xor_mismatch, FILTER("ip_xor.mismatch"), S::warning, false, "IP_ADDR_XOR does not match IP_ADDR"},
    {port_xor_mismatch, FILTER("port_xor.mismatch"), S::warning, false, "PORT_XOR does not match PORT"},
    {ip_xor_alone, FILTER("ip_xor.alone"), S::note, false, "IP_ADDR_XOR without IP_ADDR"},
    {port_xor_alone, FILTER("port_xor.alone"), S::note, false, "PORT_XOR without PORT"},
    {tlv_out_of_order, FILTER("tlv.out_of_order"), S::warning, false, "Reserved tag after a non-reserved one"},
    {tlv_server_only, FILTER("tlv.server_only"), S::warning, false, "A client sent a tag that only the server may add"},
    {sequence_missing, FILTER("sequence.missing"), S::warning, false, "Proposal without SEQUENCE_NUM"},
    {sequence_unexpected, FILTER("sequence.unexpected"), S::warning, false, "SEQUENCE_NUM outside a proposal"},
    {cancel_reason_missing, FILTER("cancel_reason.missing"), S::warning, false, "Cancel without CANCEL_REASON"},
    {cancel_reason_unexpected, FILTER("cancel_reason.unexpected"), S::note, false, "CANCEL_REASON outside a cancel"},
    {verified_ip_missing, FILTER("verified_ip.missing"), S::note, false,
     "Proposal from the server with REQUESTER_IP_ADDR but no VERIFIED_IP_ADDR"},
    {no_endpoint, FILTER("no_endpoint"), S::chat, false, "Proposal that names no meeting place"},
    {nak_do_not_use, FILTER("nak.do_not_use"), S::note, false, "NAK that the spec says not to use"},
    {type_undocumented, FILTER("type.undocumented"), S::note, false, "Message type without a documented layout"},
    {type_unknown, FILTER("type.unknown"), S::warning, false, "Unknown message type"},
    {cookie_mismatch, FILTER("cookie.mismatch"), S::note, false, "Cookie differs from the ICBM's"},
    {tlv_repeated, FILTER("tlv.repeated"), S::note, false, "Tag occurs more than once"},
    {tlv_undefined, FILTER("tlv.undefined"), S::note, false, "Tag that the spec gives no meaning"},
    {tlv_bad_length, FILTER("tlv.bad_length"), S::warning, true, "Value of the wrong length"},
    {tlv_truncated, FILTER("tlv.truncated"), S::error, true, "TLV runs past the end of the block"},
    {block_truncated, FILTER("block.truncated"), S::error, true, "Rendezvous block too short"},
    {block_missing, FILTER("block.missing"), S::warning, true, "Message on the rendezvous channel without a block"},
    {icbm_malformed, FILTER("icbm.malformed"), S::error, true, "ICBM ends before its rendezvous part"},
    {client_error_malformed, FILTER("client_error.malformed"), S::warning, true,
     "Error information of a client error in no known form"},
    {addr_list_malformed, FILTER("addr_list.malformed"), S::warning, true, "Malformed entry of the address list"},
    {version_range, FILTER("version.range"), S::note, false, "Minimum version above the maximum"},
    {mime_type_port_xor, FILTER("mime_type.port_xor"), S::note, false, "PORT_XOR under the tag of INVITE_MIME_TYPE"},
    {service_data_malformed, FILTER("service_data.malformed"), S::warning, true,
     "Service data does not fit its layout"},
    {service_data_trailing, FILTER("service_data.trailing"), S::note, true, "Bytes after the end of the service data"},
    {icon_checksum_mismatch, FILTER("icon.checksum.mismatch"), S::warning, false,
     "Icon checksum does not match the icon"},
    {icq_data_length_mismatch, FILTER("icq.data_length.mismatch"), S::note, true,
     "Declared data length does not match the data"},
    {sequence_gap, FILTER("sequence.gap"), S::warning, false, "SEQUENCE_NUM is not one more than the last"},
    {sequence_first, FILTER("sequence.first"), S::note, false, "First proposal seen is not number 1"},
    {answer_unasked, FILTER("answer.unasked"), S::note, false, "Answer without a proposal in the capture"},
    {after_outcome, FILTER("after_outcome"), S::note, false, "Message after the rendezvous has ended"},
    {relay_address_changed, FILTER("relay.address_changed"), S::note, false, "An address was changed on the way"},
    {relay_tag_added, FILTER("relay.tag_added"), S::note, false, "A tag was added on the way"},
    {relay_tag_removed, FILTER("relay.tag_removed"), S::note, false, "A tag was removed on the way"},
    // The server's own tags come and go with good reason. One filter finds both severities.
    {relay_verified_added, FILTER("relay.tag_added"), S::chat, false, "The server added a tag of its own"},
    {relay_verified_removed, FILTER("relay.tag_removed"), S::chat, false, "The server removed a tag of its own"},
}};

#undef FILTER

consteval bool rows_in_order()
{
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        if (static_cast<std::size_t>(kRows[i].id) != i) {
            return false;
        }
    }
    return true;
}
static_assert(rows_in_order());

const char* tag_name(std::uint16_t tag)
{
    const TagRow* row = find_tag(tag);
    return row != nullptr ? row->name : "TLV";
}

struct Ipv4Text {
    char text[16];
    explicit Ipv4Text(std::uint64_t a)
    {
        (void)std::snprintf(text, sizeof text, "%u.%u.%u.%u", static_cast<unsigned>(a >> 24 & 0xFF),
                            static_cast<unsigned>(a >> 16 & 0xFF), static_cast<unsigned>(a >> 8 & 0xFF),
                            static_cast<unsigned>(a & 0xFF));
    }
};

// The compiler checks the format against the arguments, which it could not do for a parameter pack.
// NOLINTNEXTLINE(cert-dcl50-cpp)
[[gnu::format(printf, 2, 3)]] void print(std::span<char> out, const char* format, ...)
{
    std::va_list args;
    va_start(args, format);
    (void)std::vsnprintf(out.data(), out.size(), format, args);
    va_end(args);
}

} // namespace

const FindingRow& row(FindingId id) { return kRows[static_cast<std::size_t>(id)]; }

const char* describe(const Finding& f, std::span<char> out)
{
    switch (f.id) {
    case ip_xor_mismatch:
        print(out, "IP_ADDR_XOR does not match IP_ADDR: expected %s, found %s (changed by a NAT or on purpose?)",
              Ipv4Text(f.expected).text, Ipv4Text(f.found).text);
        break;
    case port_xor_mismatch:
        print(out,
              "PORT_XOR does not match PORT: expected %" PRIu64 ", found %" PRIu64 " (changed by a NAT or on purpose?)",
              f.expected, f.found);
        break;
    case ip_xor_alone:
    case port_xor_alone:
        print(out, "%s without the %s that it repeats", tag_name(f.tag),
              tag_name(static_cast<std::uint16_t>(f.expected)));
        break;
    case tlv_out_of_order:
        print(out,
              "Reserved tag 0x%04X (%s) after the non-reserved tag 0x%04" PRIX64
              ": expected before it, the server stops parsing there",
              f.tag, tag_name(f.tag), f.found);
        break;
    case tlv_server_only:
        print(out, "%s in a message to the host: expected only from the server", tag_name(f.tag));
        break;
    case sequence_missing:
        print(out, "Proposal without SEQUENCE_NUM: expected in every proposal");
        break;
    case sequence_unexpected:
        print(out, "SEQUENCE_NUM in a message of type %" PRIu64 ": expected only in proposals (type 0)", f.found);
        break;
    case cancel_reason_missing:
        print(out, "Cancel without CANCEL_REASON: expected in every cancel");
        break;
    case cancel_reason_unexpected:
        print(out, "CANCEL_REASON in a message of type %" PRIu64 ": expected only in cancels (type 1)", f.found);
        break;
    case verified_ip_missing:
        print(out, "REQUESTER_IP_ADDR without VERIFIED_IP_ADDR: expected the server to add it");
        break;
    case no_endpoint:
        print(out, "Neither RENDEZVOUS_CHANNEL nor RENDEZVOUS_IP_ADDR or PORT: the meeting place is known out of band");
        break;
    case nak_do_not_use:
        print(out, "NAK %" PRIu64 " (proposal ignored): expected no answer at all, ignoring should do nothing",
              f.found);
        break;
    case type_undocumented:
        print(out, "Message type %" PRIu64 " (NAK) has no documented layout: expected 0, 1 or 2", f.found);
        break;
    case type_unknown:
        print(out, "Unknown message type %" PRIu64 ": expected 0 to 3", f.found);
        break;
    case cookie_mismatch:
        print(out, "Cookie differs from the ICBM's: expected %016" PRIx64 ", found %016" PRIx64, f.expected, f.found);
        break;
    case tlv_repeated:
        print(out, "Tag 0x%04X occurs more than once: expected once in a block", f.tag);
        break;
    case tlv_undefined:
        print(out,
              "Tag 0x%04X has no meaning in the spec: expected 0x0001 to 0x001A without 0x0009, or 0x2711 and above",
              f.tag);
        break;
    case tlv_bad_length:
        print(out, "%s of the wrong length: expected %" PRIu64 " bytes, found %" PRIu64, tag_name(f.tag), f.expected,
              f.found);
        break;
    case tlv_truncated:
        print(out, "TLV runs past the end of the block: expected %" PRIu64 " bytes, found %" PRIu64, f.expected,
              f.found);
        break;
    case block_truncated:
        print(out, "Rendezvous block too short: expected %" PRIu64 " bytes, found %" PRIu64, f.expected, f.found);
        break;
    case block_missing:
        print(out, "Message on the rendezvous channel without a block: expected TLV 0x0005, found none");
        break;
    case icbm_malformed:
        print(out, "ICBM ends before its rendezvous part: expected more at offset %" PRIu64 " of the frame", f.found);
        break;
    case client_error_malformed:
        print(
            out,
            "Error information in no known form: expected length 2 and a NAK code, an ICQ acknowledgement or 18 bytes, "
            "found %" PRIu64 " bytes",
            f.found);
        break;
    case addr_list_malformed:
        if (f.found == kEntryOverruns) {
            print(out, "Address list entry runs past the end of the list");
        } else {
            print(out, "Malformed address list entry: expected \"IP port\"");
        }
        break;
    case version_range:
        print(out, "MIN_PROTOCOL_VERSION %" PRIu64 " above MAX_PROTOCOL_VERSION: expected at most %" PRIu64, f.found,
              f.expected);
        break;
    case mime_type_port_xor:
        print(out,
              "Two bytes equal to PORT xor 0xFFFF (0x%04" PRIX64
              "): expected a MIME type, found PORT_XOR under its tag",
              f.found);
        break;
    case service_data_malformed:
        print(out, "Service data does not fit its layout: expected more or other values, found %" PRIu64 " bytes",
              f.found);
        break;
    case service_data_trailing:
        print(out, "Bytes after the end of the service data: expected none, found %" PRIu64, f.found);
        break;
    case icon_checksum_mismatch:
        print(out, "Icon checksum does not match the icon: expected 0x%08" PRIX64 ", found 0x%08" PRIX64, f.expected,
              f.found);
        break;
    case icq_data_length_mismatch:
        print(out, "Declared data length does not match the data: expected %" PRIu64 ", found %" PRIu64, f.expected,
              f.found);
        break;
    case sequence_gap:
        print(out, "SEQUENCE_NUM is not one more than the last: expected %" PRIu64 ", found %" PRIu64, f.expected,
              f.found);
        break;
    case sequence_first:
        print(out,
              "First proposal seen has SEQUENCE_NUM %" PRIu64 ": expected 1 (did the capture start after the first?)",
              f.found);
        break;
    case answer_unasked:
        print(out, "Answer without a proposal in the capture: expected one before it (did the capture start late?)");
        break;
    case after_outcome:
        print(out, "Message after the rendezvous has ended: expected none after the outcome in frame %" PRIu64,
              f.expected);
        break;
    case relay_address_changed:
        if (f.tag == tag::kPort) {
            print(out, "%s was changed on the way: expected %" PRIu64 " as sent, found %" PRIu64, tag_name(f.tag),
                  f.expected, f.found);
        } else {
            print(out, "%s was changed on the way: expected %s as sent, found %s", tag_name(f.tag),
                  Ipv4Text(f.expected).text, Ipv4Text(f.found).text);
        }
        break;
    case relay_tag_added:
    case relay_verified_added:
        print(out, "%s (tag 0x%04X) was added on the way: expected none as sent, found it in the relayed copy",
              tag_name(f.tag), f.tag);
        break;
    case relay_tag_removed:
    case relay_verified_removed:
        print(out, "%s (tag 0x%04X) was removed on the way: expected as sent, not found in the relayed copy",
              tag_name(f.tag), f.tag);
        break;
    case count_:
        print(out, "?");
        break;
    }
    return out.data();
}

} // namespace oscar
