// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/rules.h"

#include "core/rendezvous/service_data/service_data.h"

#include <bit>

namespace oscar {
namespace {

// The slots of those tags for which `is` holds.
template <class Predicate>
consteval std::uint32_t slots(Predicate is)
{
    std::uint32_t mask = 0;
    for (std::size_t i = 0; i < kTagCount; ++i) {
        mask |= is(kTags[i]) ? 1U << i : 0;
    }
    return mask;
}

constexpr bool has_value_rule(const TagRow& row)
{
    return row.guards != 0 || row.allowed != Allowed::any || row.tag == tag::kMinVersion;
}
constexpr std::uint32_t kWithValueRule = slots(has_value_rule);
constexpr std::uint32_t kFromServer = slots([](const TagRow& row) { return row.server_only; });
// Findings about these come with their decoding. Of the tags behind the table, the charset of a file's name has none.
constexpr std::uint32_t kWithContent =
    slots([](const TagRow& row) { return row.kind == Kind::addr_list || row.tag == tag::kMimeType; }) |
    1U << Block::slot(tag::kFileSize64);
constexpr std::uint32_t kFileNameCharset = 1U << Block::slot(tag::kFileNameCharset);

bool is_file_name_charset(const ServiceTagRow* row) { return row != nullptr && row->field == Field::file_name_charset; }

std::uint64_t be64(const View& view, Slice s)
{
    return static_cast<std::uint64_t>(view.u32(s.offset)) << 32 | view.u32(s.offset + 4);
}

} // namespace

// `others_` stays as it is until it is needed.
// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
Rules::Rules(const View& flap, const Message& message, Listener& listener)
    : flap_(flap), message_(message), listener_(listener)
{
}

void Rules::tell(FindingId id, Slice at, std::uint16_t tag, std::uint64_t expected, std::uint64_t found)
{
    listener_.finding({id, at, tag, expected, found});
}

void Rules::type()
{
    const Block& b = message_.block;
    const Slice at{b.at.offset, 2};
    if (b.type == static_cast<std::uint16_t>(MessageType::nak)) {
        tell(FindingId::type_undocumented, at, 0, 0, b.type); // spec: "NOT CURRENTLY DOCUMENTED"
    } else if (b.type > static_cast<std::uint16_t>(MessageType::nak)) {
        tell(FindingId::type_unknown, at, 0, 0, b.type);
    }

    // That something is missing can be said only of a block that was read to its end.
    if (b.fault != Fault::none) {
        return;
    }
    if (b.is(MessageType::propose)) {
        // Spec: SEQUENCE_NUM is "required in *all* rendezvous *proposal* payloads".
        if (b.find(tag::kSequence) == nullptr) {
            tell(FindingId::sequence_missing, at, tag::kSequence);
        }
        // Spec: "if PROPOSER_IP_ADDR is used, VERIFIED_IP_ADDR is added by the server".
        if (message_.icbm.subgroup == Subgroup::to_client && b.find(tag::kRequesterIp) != nullptr &&
            b.find(tag::kVerifiedIp) == nullptr) {
            tell(FindingId::verified_ip_missing, at, tag::kVerifiedIp);
        }
        // Spec: without these the clients "must know out-of-band how to connect".
        if (b.find(tag::kChannel) == nullptr && b.find(tag::kIp) == nullptr && b.find(tag::kPort) == nullptr) {
            tell(FindingId::no_endpoint, at);
        }
    } else if (b.is(MessageType::cancel) && b.find(tag::kCancelReason) == nullptr) {
        // Spec: CANCEL_REASON "must be present in all RENDEZVOUS_CANCEL payloads".
        tell(FindingId::cancel_reason_missing, at, tag::kCancelReason);
    }
}

void Rules::cookie()
{
    // One cookie for the whole rendezvous, inside the block and at the start of every ICBM (libpurple, joscar).
    const std::uint64_t inner = be64(flap_, message_.block.cookie);
    const std::uint64_t outer = be64(flap_, message_.icbm.cookie);
    if (inner != outer) {
        tell(FindingId::cookie_mismatch, message_.block.cookie, 0, outer, inner);
    }
}

bool Rules::seen_before(std::uint16_t tag)
{
    if (!others_seen_) {
        others_ = {};
        others_seen_ = true;
    }
    std::uint64_t& word = others_[tag / 64];
    const std::uint64_t bit = std::uint64_t{1} << tag % 64;
    const bool seen = (word & bit) != 0;
    word |= bit;
    return seen;
}

void Rules::odd_tlv(const Tlv& tlv, const TagRow* row)
{
    const bool from_server = message_.icbm.subgroup == Subgroup::to_client;

    // Spec: "Reserved tag values MUST be at the beginning". What the server itself appends comes last by nature.
    if (row == nullptr || !is_reserved(tlv.tag)) {
        if (!after_non_reserved_) {
            after_non_reserved_ = true;
            non_reserved_tag_ = tlv.tag;
        }
    } else if (after_non_reserved_ && !(row->server_only && from_server)) {
        tell(FindingId::tlv_out_of_order, tlv.at, tlv.tag, 0, non_reserved_tag_);
    }
    // Spec: VERIFIED_* "may only be added by the server".
    if (row != nullptr && row->server_only && !from_server) {
        tell(FindingId::tlv_server_only, tlv.at, tlv.tag);
    }
    const Tlv* first = message_.block.find(tlv.tag);
    if (first != nullptr ? first->at.offset != tlv.at.offset : seen_before(tlv.tag)) {
        tell(FindingId::tlv_repeated, tlv.at, tlv.tag);
    }
    if (row == nullptr && is_undefined(tlv.tag) && find_service_tag(message_.block.service, tlv.tag) == nullptr) {
        tell(FindingId::tlv_undefined, tlv.at, tlv.tag);
    }
}

void Rules::guard(const Tlv& tlv, const TagRow& row)
{
    // Spec: IP_ADDR ^ 0xFFFFFFFF and PORT ^ 0xFFFF show whether a NAT changed the plain values.
    const bool is_ip = row.guards == tag::kIp;
    if (message_.block.find(row.guards) == nullptr) {
        if (message_.block.fault == Fault::none) {
            tell(is_ip ? FindingId::ip_xor_alone : FindingId::port_xor_alone, tlv.value, row.tag, row.guards);
        }
        return;
    }
    if (is_ip) {
        std::uint32_t ip = 0;
        const std::uint32_t decoded = ~flap_.u32(tlv.value.offset);
        if (message_.block.u32(flap_, row.guards, ip) && ip != decoded) {
            tell(FindingId::ip_xor_mismatch, tlv.value, row.tag, ip, decoded);
        }
    } else {
        std::uint16_t port = 0;
        const auto decoded = static_cast<std::uint16_t>(~flap_.u16(tlv.value.offset));
        if (message_.block.u16(flap_, row.guards, port) && port != decoded) {
            tell(FindingId::port_xor_mismatch, tlv.value, row.tag, port, decoded);
        }
    }
}

void Rules::value(const Tlv& tlv, const TagRow& row)
{
    if (!has_value_rule(row)) {
        return;
    }
    const Block& b = message_.block;
    if (row.guards != 0) {
        guard(tlv, row);
    }
    // Spec: SEQUENCE_NUM "may only occur in proposal payloads". In ICQ messages and contact lists the tag is an
    // acknowledgement type instead (MirandaICQ, micq).
    if (row.allowed == Allowed::proposal_only && !b.is(MessageType::propose) && b.service != Service::icq_relay &&
        b.service != Service::send_buddy_list) {
        tell(FindingId::sequence_unexpected, tlv.value, row.tag, 0, b.type);
    }
    if (row.allowed == Allowed::cancel_only && !b.is(MessageType::cancel)) {
        tell(FindingId::cancel_reason_unexpected, tlv.value, row.tag, 0, b.type);
    }
    if (row.tag == tag::kMinVersion) {
        std::uint16_t max = 0;
        const std::uint16_t min = flap_.u16(tlv.value.offset);
        if (b.u16(flap_, tag::kMaxVersion, max) && min > max) {
            tell(FindingId::version_range, tlv.value, row.tag, max, min);
        }
    }
}

bool Rules::only_values() const
{
    const Block& b = message_.block;
    const bool from_server = message_.icbm.subgroup == Subgroup::to_client;
    if (!b.regular || (b.present & (kWithContent | (from_server ? 0 : kFromServer))) != 0) {
        return false;
    }
    return (b.present & kFileNameCharset) == 0 ||
           is_file_name_charset(find_service_tag(b.service, tag::kFileNameCharset));
}

void Rules::values()
{
    for (std::uint32_t left = message_.block.present & kWithValueRule; left != 0; left &= left - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(left));
        value(message_.block.first[i], kTags[i]);
    }
}

void Rules::nak()
{
    constexpr std::uint16_t kProposalIgnored = 2; // spec: "DO NOT USE; 'ignores' should no-op"
    if (message_.error.nak == kProposalIgnored) {
        tell(FindingId::nak_do_not_use, message_.error.nak_at, 0, 0, message_.error.nak);
    }
}

} // namespace oscar
