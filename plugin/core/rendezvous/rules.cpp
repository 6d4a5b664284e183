// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/rules.h"

#include <bit>

namespace oscar::rendezvous {
namespace {

// IP_ADDR, REQUESTER_IP_ADDR, VERIFIED_IP_ADDR
constexpr bool is_address(const TagRow& row) { return row.kind == Kind::ipv4 && row.guards == 0; }

constexpr bool has_value_rule(const TagRow& row)
{
    return is_address(row) || row.guards != 0 || row.allowed != Allowed::any || row.tag == tag::kMinVersion;
}
constexpr std::uint32_t kWithValueRule = slots_of(has_value_rule);
constexpr std::uint32_t kFromServer = slots_of([](const TagRow& row) { return row.sender == Sender::server; });
// Findings about these come from decoding their values. The slot of a service's tag may also hold the same tag of
// another service.
constexpr std::uint32_t kToDecode =
    slots_of([](const TagRow& row) { return has_structure(row.kind) || row.service != Service::any; });
constexpr std::uint32_t kFileNameCharset = 1U << slot(tag::kFileNameCharset);

} // namespace

// `others_` is large and is initialised only when it is needed.
// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
Rules::Rules(const View& flap, const Message& message, Listener& listener)
    : flap_(flap), message_(message), listener_(listener)
{
}

void Rules::report(FindingId id, Slice at, const TagRow* row, std::uint64_t expected, std::uint64_t found)
{
    Finding finding{.id = id, .at = at, .expected = expected, .found = found};
    if (row != nullptr) {
        finding.tag = row->tag;
        finding.name = row->name;
        finding.addresses = row->kind == Kind::ipv4;
        finding.detail = row->guards != 0 ? find_tag(Service::any, row->guards)->name : nullptr;
    }
    listener_.finding(finding);
}

void Rules::type()
{
    const Block& b = message_.block;
    const Slice at{b.at.offset, 2};
    if (message_.kind == MessageKind::nak) {
        report(FindingId::type_undocumented, at, nullptr, 0, b.type); // spec: "NOT CURRENTLY DOCUMENTED"
    } else if (message_.kind == MessageKind::other) {
        report(FindingId::type_unknown, at, nullptr, 0, b.type);
    }

    // Only in a block that was read to its end can a tag be reported as missing.
    if (b.fault != Fault::none) {
        return;
    }
    if (message_.kind == MessageKind::propose) {
        // Spec: SEQUENCE_NUM is "required in *all* rendezvous *proposal* payloads".
        if (b.find(tag::kSequence) == nullptr) {
            report(FindingId::sequence_missing, at, find_tag(Service::any, tag::kSequence));
        }
        endpoint(at);
    } else if (message_.kind == MessageKind::cancel && b.find(tag::kCancelReason) == nullptr) {
        // Spec: CANCEL_REASON "must be present in all RENDEZVOUS_CANCEL payloads".
        report(FindingId::cancel_reason_missing, at, find_tag(Service::any, tag::kCancelReason));
    }
}

// The rules about the endpoint that the tags of a proposal together describe.
void Rules::endpoint(Slice at)
{
    const Block& b = message_.block;
    const Offer& offer = message_.offer;
    const bool has_verified = b.find(tag::kVerifiedIp) != nullptr;
    // Spec: "if PROPOSER_IP_ADDR is used, VERIFIED_IP_ADDR is added by the server".
    if (message_.icbm.subgroup == Subgroup::to_client && b.find(tag::kRequesterIp) != nullptr && !has_verified) {
        report(FindingId::verified_ip_missing, at, find_tag(Service::any, tag::kVerifiedIp));
    }
    // Spec: without these the clients "must know out-of-band how to connect". Clients also connect to a requester's
    // address (libpurple, MirandaICQ).
    const bool no_connection = b.service_row != nullptr && b.service_row->connection == Connection::none;
    const bool has_address = offer.has_place || has_verified || b.find(tag::kRequesterIp) != nullptr ||
                             b.find(tag::kAddrList) != nullptr || offer.data_ip != 0;
    if (!no_connection && !has_address) {
        report(FindingId::no_endpoint, at);
    }
}

void Rules::cookie()
{
    // A rendezvous uses one cookie throughout, in the block and at the start of every ICBM (libpurple, joscar).
    const std::uint64_t inner = flap_.u64(message_.block.cookie.offset);
    const std::uint64_t outer = flap_.u64(message_.icbm.cookie.offset);
    if (inner != outer) {
        report(FindingId::cookie_mismatch, message_.block.cookie, nullptr, outer, inner);
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

void Rules::tlv(const Tlv& tlv, const TagRow* row)
{
    const bool from_server = message_.icbm.subgroup == Subgroup::to_client;
    const std::size_t place = slot(tlv.tag);
    const std::uint32_t faults = order_.add(place, tlv.length);
    const auto report_tag = [&](FindingId id, std::uint64_t found = 0) {
        listener_.finding(
            {.id = id, .at = tlv.at, .tag = tlv.tag, .name = row != nullptr ? row->name : nullptr, .found = found});
    };

    if (first_non_reserved_ == 0 && !is_reserved(tlv.tag)) {
        first_non_reserved_ = tlv.tag;
    }
    // Spec: "Reserved tag values MUST be at the beginning". Tags that the server appends necessarily come last.
    const std::uint32_t late = TlvOrder::kOutOfOrder | (from_server ? 0U : std::uint32_t{TlvOrder::kAppended});
    if ((faults & late) != 0) {
        report_tag(FindingId::tlv_out_of_order, first_non_reserved_);
    }
    // Spec: VERIFIED_* "may only be added by the server".
    if (row != nullptr && row->sender == Sender::server && !from_server) {
        report_tag(FindingId::tlv_server_only);
    }
    if (place != kNoSlot ? (faults & TlvOrder::kRepeated) != 0 : seen_before(tlv.tag)) {
        report_tag(FindingId::tlv_repeated);
    }
    if (row == nullptr && is_undefined(tlv.tag)) {
        report_tag(FindingId::tlv_undefined);
    }
}

void Rules::guard(const Tlv& tlv, const TagRow& row)
{
    // Spec: IP_ADDR ^ 0xFFFFFFFF and PORT ^ 0xFFFF show whether a NAT changed the plain values.
    const bool is_ip = row.kind == Kind::ipv4;
    if (message_.block.find(row.guards) == nullptr) {
        if (message_.block.fault == Fault::none) {
            report(is_ip ? FindingId::ip_xor_alone : FindingId::port_xor_alone, tlv.value, &row, row.guards);
        }
        return;
    }
    if (is_ip) {
        std::uint32_t ip = 0;
        const std::uint32_t decoded = ~flap_.u32(tlv.value.offset);
        if (message_.block.u32(flap_, row.guards, ip) && ip != decoded) {
            report(FindingId::ip_xor_mismatch, tlv.value, &row, ip, decoded);
        }
    } else {
        std::uint16_t port = 0;
        const auto decoded = static_cast<std::uint16_t>(~flap_.u16(tlv.value.offset));
        if (message_.block.u16(flap_, row.guards, port) && port != decoded) {
            report(FindingId::port_xor_mismatch, tlv.value, &row, port, decoded);
        }
    }
}

// Reports an address that no other machine can connect to, and one that explains why a connection may fail.
void Rules::address(const Tlv& tlv, const TagRow& row)
{
    const Offer& offer = message_.offer;
    const std::uint32_t ip = flap_.u32(tlv.value.offset);
    if (message_.kind != MessageKind::propose) {
        return;
    }
    if (is_unusable(ip)) {
        // A client that cannot listen writes zeros to ask the other side to use a proxy (libpurple, digsby).
        listener_.finding({.id = FindingId::address_unusable,
                           .at = tlv.value,
                           .tag = row.tag,
                           .name = row.name,
                           .found = ip,
                           .addresses = true,
                           .detail = ip == 0 ? " (or a request for a proxy)" : nullptr});
    } else if (row.tag == tag::kRequesterIp && is_private(ip) && !is_private(offer.verified_ip) &&
               !is_unusable(offer.verified_ip)) {
        report(FindingId::address_behind_nat, tlv.value, &row, offer.verified_ip, ip);
    }
}

void Rules::value(const Tlv& tlv, const TagRow& row)
{
    if (!has_value_rule(row)) {
        return;
    }
    const Block& b = message_.block;
    if (is_address(row)) {
        address(tlv, row);
    } else if (row.guards != 0) {
        guard(tlv, row);
    } else if (row.allowed == Allowed::proposal_only) {
        // Spec: SEQUENCE_NUM "may only occur in proposal payloads".
        const bool counts_proposals = b.service_row == nullptr || b.service_row->counts_proposals;
        if (message_.kind != MessageKind::propose && counts_proposals) {
            report(FindingId::sequence_unexpected, tlv.value, &row, 0, b.type);
        }
    } else if (row.allowed == Allowed::cancel_only) {
        if (message_.kind != MessageKind::cancel) {
            report(FindingId::cancel_reason_unexpected, tlv.value, &row, 0, b.type);
        }
    } else if (row.tag == tag::kMinVersion) {
        std::uint16_t max = 0;
        const std::uint16_t min = flap_.u16(tlv.value.offset);
        if (b.u16(flap_, tag::kMaxVersion, max) && min > max) {
            report(FindingId::version_range, tlv.value, &row, max, min);
        }
    }
}

bool Rules::only_values() const
{
    const Block& b = message_.block;
    const bool from_server = message_.icbm.subgroup == Subgroup::to_client;
    std::uint32_t others = kToDecode | (from_server ? 0 : kFromServer);
    if ((b.present & kFileNameCharset) != 0) {
        // Nearly every file offer has this tag, and there its value cannot be malformed.
        const TagRow* row = find_tag(b.service, tag::kFileNameCharset);
        others &= row != nullptr && row->kind == Kind::mime_word ? ~kFileNameCharset : ~0U;
    }
    return b.regular && (b.present & others) == 0;
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
        report(FindingId::nak_do_not_use, message_.error.nak_at, nullptr, 0, message_.error.nak);
    }
}

} // namespace oscar::rendezvous
