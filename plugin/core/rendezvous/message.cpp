// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/message.h"

#include "core/oscar/dc_info.h"
#include "core/oscar/flap.h"
#include "core/rendezvous/rules.h"
#include "core/rendezvous/value.h"
#include "core/schema/field_reader.h"

namespace oscar::rendezvous {
namespace {

// The printable start of a cookie of which all other bytes are padding: digits and a NUL (WinAIM, libpurple), or a few
// letters padded with NULs or FF (old libfaim). Empty for random cookies.
Slice printable_part(const View& view, Slice cookie)
{
    const auto bytes = view.bytes(cookie);
    std::uint32_t n = 0;
    while (n < bytes.size() && bytes[n] >= 0x20 && bytes[n] < 0x7F) {
        ++n;
    }
    const std::uint8_t padding = n < bytes.size() ? bytes[n] : 0;
    if (padding != 0x00 && padding != 0xFF) {
        return {};
    }
    for (std::uint32_t i = n; i < bytes.size(); ++i) {
        if (bytes[i] != padding) {
            return {};
        }
    }
    return {cookie.offset, n};
}

void decode_cookie(const View& flap, Slice cookie, Listener& to)
{
    if (!to.wants_items()) {
        return; // there are no findings to report
    }
    to.item({.field = Field::cookie, .at = cookie});
    if (const Slice text = printable_part(flap, cookie); text.length > 0) {
        to.open();
        to.item({.field = Field::cookie_text, .charset = Charset::us_ascii, .generated = true, .at = text});
        to.close();
    }
}

constexpr Leftover kDcInfoLeftover{Field::dc_info_rest, FindingId::dc_info_length, FindingId::dc_info_length};

// What the user info says about direct connections to the sender.
void decode_dc_info(const View& flap, const Icbm& icbm, Listener& to)
{
    const Slice info = icbm.dc_info;
    if (info.length == 0) {
        return;
    }
    to.item({.field = Field::dc_info, .at = info});
    if (info.length != kDcInfoSize) {
        to.finding({.id = FindingId::dc_info_length, .at = info, .expected = kDcInfoSize, .found = info.length});
    }
    to.open();
    FieldReader r(flap, info, to, kDcInfoLeftover);
    const bool whole = r.bytes(Field::dc_info_ip, 4) && r.u32(Field::dc_info_port) && r.u8(Field::dc_info_type) &&
                       r.u16(Field::dc_info_version) && r.u32(Field::dc_info_cookie) &&
                       r.u32(Field::dc_info_web_port) && r.u32(Field::dc_info_features) &&
                       r.u32(Field::dc_info_updated) && r.u32(Field::dc_info_phone_status) &&
                       r.u32(Field::dc_info_phone_book);
    if (const Slice rest = r.rest(); rest.length > 0) {
        to.item({.field = Field::dc_info_rest, .at = rest});
    }
    if (whole && icbm.external_ip.length == 4) {
        to.item(
            {.field = Field::dc_info_external_ip, .at = icbm.external_ip, .value = flap.u32(icbm.external_ip.offset)});
    }
    to.close();
}

void decode_tlv(const ServiceContext& c, const Tlv& tlv, Rules& rules)
{
    Listener& to = c.to;
    // If the capture ends inside this TLV, its captured part is shown. The finding is left to Wireshark, which marks
    // the packet as cut short.
    const Slice shown{tlv.at.offset, static_cast<std::uint32_t>(c.view.bytes(tlv.at).size())};
    if (shown.length == 0) {
        return;
    }
    const TagRow* row = find_tag(c.block->service, tlv.tag);
    to.item({.field = Field::tlv,
             .at = shown,
             .value = tlv.tag,
             .text = row != nullptr ? row->name : "Unknown tag",
             .shows_value = row == nullptr});
    const bool truncated = tlv.fault == Fault::past_end;
    if (!tlv.header) {
        if (truncated) {
            to.finding(
                {.id = FindingId::tlv_truncated, .at = shown, .expected = kTlvHeaderSize, .found = tlv.at.length});
        }
        return;
    }
    rules.tlv(tlv, row);
    if (truncated) {
        to.finding({.id = FindingId::tlv_truncated,
                    .at = shown,
                    .tag = tlv.tag,
                    .expected = kTlvHeaderSize + std::uint64_t{tlv.length},
                    .found = tlv.at.length});
    }
    to.open();
    to.item({.field = Field::tlv_tag,
             .at = {tlv.at.offset, 2},
             .value = tlv.tag,
             .value_name = row != nullptr && row->service != Service::any ? row->name : nullptr});
    to.item({.field = Field::tlv_length, .at = {tlv.at.offset + 2, 2}, .value = tlv.length});
    if (tlv.fault == Fault::none) {
        decode_value(c, tlv, row, rules);
    } else if (const auto captured = c.view.bytes(tlv.value); !captured.empty()) {
        to.item({.field = Field::tlv_value, .at = {tlv.value.offset, static_cast<std::uint32_t>(captured.size())}});
    }
    to.close();
}

void decode_block(const View& flap, const Message& m, Listener& to, Summary& summary)
{
    const Block& b = m.block;
    decode_dc_info(flap, m.icbm, to);
    Rules rules(flap, m, to);
    if (b.fault != Fault::cut && (b.at.length < b.declared || b.at.length < kBlockHeaderSize)) {
        to.finding({.id = FindingId::block_truncated,
                    .at = b.at,
                    .tag = kBlockTlv,
                    .expected = std::max(b.declared, kBlockHeaderSize),
                    .found = b.at.length});
    }
    if (b.has_type) {
        to.item({.field = Field::type, .at = {b.at.offset, 2}, .value = b.type});
        rules.type();
    }
    if (b.has_cookie) {
        decode_cookie(flap, b.cookie, to);
        rules.cookie();
    }
    if (!b.has_uuid) {
        return;
    }
    to.item({.field = Field::service, .at = b.uuid});
    to.open();
    to.item({.field = Field::service_name, .generated = true, .at = b.uuid, .text = m.service_name.c_str()});
    to.close();

    const ServiceContext context{flap, &b, to, summary};
    if (!to.wants_items() && rules.only_values()) {
        rules.values();
        if (const Tlv* data = b.find(tag::kServiceData)) {
            decode_data(context, data->value);
        }
        return;
    }
    TlvWalk walk(flap, b.tlvs);
    Tlv tlv;
    while (walk.next(tlv)) {
        decode_tlv(context, tlv, rules);
    }
}

void decode_client_error(const View& flap, const Message& m, Listener& to, Summary& summary)
{
    decode_cookie(flap, m.icbm.cookie, to);
    if (!m.icbm.has_code) {
        return;
    }
    const ClientError& e = m.error;
    to.item({.field = Field::client_error_code, .at = m.icbm.code, .value = e.code});
    if (e.form == ErrorForm::unknown && flap.has({e.info.offset, std::min<std::uint32_t>(e.info.length, 2)})) {
        to.finding({.id = FindingId::client_error_malformed, .at = e.info, .found = e.info.length});
    }
    if (e.form == ErrorForm::nak) {
        Rules rules(flap, m, to);
        to.item({.field = Field::nak, .at = e.nak_at, .value = e.nak});
        rules.nak();
    }
    const auto captured = flap.bytes(e.info);
    if (captured.empty()) {
        return;
    }
    to.item({.field = Field::client_error_info, .at = {e.info.offset, static_cast<std::uint32_t>(captured.size())}});
    if (captured.size() < e.info.length) {
        return;
    }
    const ServiceContext context{flap, nullptr, to, summary};
    to.open();
    if (e.form == ErrorForm::icq_relay) {
        decode_icq_relay(context, e.info);
    } else if (e.form == ErrorForm::reverse_connect) {
        decode_reverse_failure(context, e.info);
    }
    to.close();
}

void decode_server_error(const Message& m, Listener& to)
{
    if (!m.icbm.has_code) {
        return;
    }
    const ServerError& e = m.server_error;
    to.item({.field = Field::server_error, .at = m.icbm.code, .value = e.code});
    if (e.has_subcode) {
        to.item({.field = Field::server_error_subcode, .at = e.subcode_at, .value = e.subcode});
    }
    if (e.text.length > 0) {
        to.item({.field = Field::server_error_text, .at = e.text});
    }
}

MessageKind kind_of(const Icbm& icbm, const Block& block)
{
    switch (icbm.subgroup) {
    case Subgroup::client_error:
        return MessageKind::client_error;
    case Subgroup::host_ack:
        return MessageKind::host_ack;
    case Subgroup::server_error:
        return MessageKind::server_error;
    case Subgroup::to_host:
    case Subgroup::to_client:
        break;
    }
    return icbm.has_block && block.has_type ? kind_of_type(block.type) : MessageKind::other;
}

bool may_hold_block(const Icbm& icbm)
{
    return icbm.subgroup == Subgroup::to_host || icbm.subgroup == Subgroup::to_client;
}

} // namespace

bool read_message(const View& flap, const Snac& snac, Message& out)
{
    if (!read_icbm(flap, snac, out.icbm)) {
        return false;
    }
    const Icbm& icbm = out.icbm;
    const View frame = flap.first(flap::kHeaderSize + flap.u16(4));
    out.cut = icbm.fault == Fault::cut;
    out.error = {};
    out.server_error = {};
    if (icbm.has_block) {
        read_block(frame, icbm.block, out.block);
        out.offer = read_offer(frame, out.block);
    }
    out.kind = kind_of(icbm, out.block);
    if (icbm.has_block) {
        out.extent = out.block.at;
        out.cut = !frame.has(out.extent); // also if the first fault is a TLV that runs past the end
        if (out.block.has_uuid) {
            name_service(frame.bytes(out.block.uuid).first<16>(), out.block.service_row, out.service_name);
        }
    } else if (icbm.has_code) {
        if (out.kind == MessageKind::server_error) {
            out.server_error = read_server_error(frame, icbm);
        } else {
            out.error = read_client_error(frame, icbm);
        }
        out.extent = {icbm.code.offset, frame.size() - icbm.code.offset};
        out.cut = !frame.has(icbm.error_info);
    } else if (icbm.cookie.length > 0) {
        out.extent = {icbm.cookie.offset, frame.size() - icbm.cookie.offset};
    } else {
        out.extent = {icbm.fault_at, frame.size() - icbm.fault_at};
    }
    return true;
}

const char* kind_name(const Message& m)
{
    switch (m.kind) {
    case MessageKind::client_error:
        return m.error.form == ErrorForm::icq_relay         ? "ICQ acknowledgement"
               : m.error.form == ErrorForm::reverse_connect ? "Reverse connection failed"
                                                            : "Client error";
    case MessageKind::host_ack:
        return "Host ack";
    case MessageKind::server_error:
        return "Server error";
    default:
        break;
    }
    if (m.icbm.has_block && m.block.has_type) {
        return value_name(Field::type, m.block.type);
    }
    return m.icbm.fault == Fault::none && !m.icbm.has_block ? "Rendezvous without block" : "Rendezvous";
}

Summary decode_message(const View& flap, const Message& m, Listener& to)
{
    Summary summary;
    const Icbm& icbm = m.icbm;
    if (icbm.fault == Fault::past_end) {
        to.finding({.id = FindingId::icbm_malformed, .at = {icbm.fault_at, 0}, .found = icbm.fault_at});
    } else if (icbm.fault == Fault::none && may_hold_block(icbm) && !icbm.has_block) {
        to.finding({.id = FindingId::block_missing, .at = m.extent});
    }
    if (icbm.has_peer) {
        to.item({.field = Field::peer, .at = icbm.peer});
    }
    if (icbm.has_block) {
        decode_block(flap, m, to, summary);
        if (m.kind != MessageKind::accept) {
            summary.answer = {};
        }
    } else if (m.kind == MessageKind::client_error) {
        decode_client_error(flap, m, to, summary);
    } else if (m.kind == MessageKind::server_error) {
        decode_server_error(m, to);
    } else {
        decode_cookie(flap, icbm.cookie, to);
    }
    // The kind of a client error can depend on all of its bytes.
    const bool is_kind_certain = !m.cut || icbm.subgroup != Subgroup::client_error;
    if (to.wants_items() && !may_hold_block(icbm) && is_kind_certain) {
        // The capture can end before the message begins.
        const auto captured = static_cast<std::uint32_t>(flap.bytes(m.extent).size());
        const Slice at = captured > 0 ? Slice{m.extent.offset, captured} : Slice{};
        to.item({.field = Field::response, .generated = true, .at = at, .text = kind_name(m)});
    }
    return summary;
}

} // namespace oscar::rendezvous
