// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/message.h"

#include "core/oscar/flap.h"
#include "core/rendezvous/rules.h"
#include "core/rendezvous/service_data/service_data.h"
#include "core/rendezvous/value.h"

namespace oscar {
namespace {

// The printable start of a cookie that holds nothing else but padding: digits and a NUL (WinAIM, libpurple), or
// a few letters padded with NULs or FF FF (old libfaim). Empty for random cookies.
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
        return; // nothing can be wrong with it
    }
    to.item({.field = Field::cookie, .at = cookie});
    if (const Slice text = printable_part(flap, cookie); text.length > 0) {
        to.open();
        to.item({.field = Field::cookie_text, .charset = Charset::us_ascii, .generated = true, .at = text});
        to.close();
    }
}

void decode_tlv(const View& flap, const Message& m, const Tlv& tlv, Rules& rules, Listener& to)
{
    // The capture ends inside this TLV: show what is there, and leave the rest to the host's own marking.
    const Slice shown{tlv.at.offset, static_cast<std::uint32_t>(flap.bytes(tlv.at).size())};
    if (shown.length == 0) {
        return;
    }
    to.item({.field = Field::tlv, .at = shown, .value = tlv.tag});
    const bool truncated = tlv.fault == Fault::past_end;
    if (!tlv.header) {
        if (truncated) {
            to.finding({FindingId::tlv_truncated, shown, 0, kTlvHeaderSize, tlv.at.length});
        }
        return;
    }
    const TagRow* row = find_tag(tlv.tag);
    rules.tlv(tlv, row);
    if (truncated) {
        to.finding(
            {FindingId::tlv_truncated, shown, tlv.tag, kTlvHeaderSize + std::uint64_t{tlv.length}, tlv.at.length});
    }
    to.open();
    to.item({.field = Field::tlv_tag, .at = {tlv.at.offset, 2}, .value = tlv.tag});
    to.item({.field = Field::tlv_length, .at = {tlv.at.offset + 2, 2}, .value = tlv.length});
    if (tlv.fault == Fault::none) {
        decode_value(flap, m, tlv, row, rules, to);
    } else if (const auto there = flap.bytes(tlv.value); !there.empty()) {
        to.item({.field = Field::tlv_value, .at = {tlv.value.offset, static_cast<std::uint32_t>(there.size())}});
    }
    to.close();
}

void decode_block(const View& flap, const Message& m, Listener& to)
{
    const Block& b = m.block;
    Rules rules(flap, m, to);
    if (b.fault != Fault::cut && (b.at.length < b.declared || b.at.length < kBlockHeaderSize)) {
        to.finding({FindingId::block_truncated, b.at, kBlockTlv, std::max(b.declared, kBlockHeaderSize), b.at.length});
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

    if (!to.wants_items() && rules.only_values()) {
        rules.values();
        if (const Tlv* data = b.find(tag::kServiceData)) {
            to.embedded(nullptr, data->value);
        }
        return;
    }
    TlvWalk walk(flap, b.tlvs);
    Tlv tlv;
    while (walk.next(tlv)) {
        decode_tlv(flap, m, tlv, rules, to);
    }
}

void decode_client_error(const View& flap, const Message& m, Listener& to)
{
    decode_cookie(flap, m.icbm.cookie, to);
    if (!m.icbm.has_code) {
        return;
    }
    const ClientError& e = m.error;
    to.item({.field = Field::client_error_code, .at = m.icbm.code, .value = e.code});
    if (e.form == ErrorForm::unknown && flap.has({e.info.offset, std::min<std::uint32_t>(e.info.length, 2)})) {
        to.finding({FindingId::client_error_malformed, e.info, 0, 0, e.info.length});
    }
    if (e.form == ErrorForm::nak && flap.has(e.nak_at)) {
        Rules rules(flap, m, to);
        to.item({.field = Field::nak, .at = e.nak_at, .value = e.nak});
        rules.nak();
    }
    const auto there = flap.bytes(e.info);
    if (there.empty()) {
        return;
    }
    to.item({.field = Field::client_error_info, .at = {e.info.offset, static_cast<std::uint32_t>(there.size())}});
    if (there.size() < e.info.length) {
        return;
    }
    to.open();
    if (e.form == ErrorForm::icq_relay) {
        decode_icq_relay({flap}, e.info, to);
    } else if (e.form == ErrorForm::reverse_connect) {
        decode_reverse_failure({flap}, e.info, to);
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

bool may_hold_block(const Icbm& icbm)
{
    return icbm.subgroup == Subgroup::to_host || icbm.subgroup == Subgroup::to_client;
}

} // namespace

bool read_message(const View& flap, Message& out)
{
    if (!read_icbm(flap, out.icbm)) {
        return false;
    }
    const Icbm& icbm = out.icbm;
    const View frame = flap.first(flap::kHeaderSize + flap.u16(4));
    out.cut = icbm.fault == Fault::cut;
    if (icbm.has_block) {
        read_block(frame, icbm.block, out.block);
        out.extent = out.block.at;
        out.cut = !frame.has(out.extent); // even where a TLV runs past the end besides
        if (out.block.has_uuid) {
            name_service(frame.bytes(out.block.uuid).first<16>(), out.block.service_row, out.service_name);
        }
    } else if (icbm.has_code) {
        if (icbm.subgroup == Subgroup::server_error) {
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

void decode_message(const View& flap, const Message& m, Listener& to)
{
    const Icbm& icbm = m.icbm;
    if (icbm.fault == Fault::past_end) {
        to.finding({FindingId::icbm_malformed, {icbm.fault_at, 0}, 0, 0, icbm.fault_at});
    } else if (icbm.fault == Fault::none && may_hold_block(icbm) && !icbm.has_block) {
        to.finding({FindingId::block_missing, m.extent});
    }
    if (icbm.has_peer) {
        to.item({.field = Field::peer, .at = icbm.peer});
    }
    if (icbm.has_block) {
        decode_block(flap, m, to);
    } else if (icbm.subgroup == Subgroup::client_error) {
        decode_client_error(flap, m, to);
    } else if (icbm.subgroup == Subgroup::server_error) {
        decode_server_error(m, to);
    } else {
        decode_cookie(flap, icbm.cookie, to);
    }
}

} // namespace oscar
