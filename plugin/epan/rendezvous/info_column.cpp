// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/rendezvous/info_column.h"

#include "core/rendezvous/summary.h"
#include "epan/text.h"

#include <algorithm>

namespace oscar::epan {
namespace {

constexpr std::uint8_t kPlainIcqText = 0x01;

// The address to connect to: the one proposed, or else what is known of the proposer. All zero means none.
std::uint32_t endpoint_ip(const View& flap, const Block& block)
{
    for (const std::uint16_t tag : {tag::kIp, tag::kVerifiedIp, tag::kRequesterIp}) {
        std::uint32_t ip = 0;
        if (block.u32(flap, tag, ip) && ip != 0) {
            return ip;
        }
    }
    return 0;
}

void append_endpoint(Line& out, const View& flap, const Block& block)
{
    std::uint16_t port = 0;
    const bool has_port = block.u16(flap, tag::kPort, port);
    if (block.find(tag::kUseArs) != nullptr) {
        std::uint32_t ip = 0;
        out << " by proxy";
        if (block.u32(flap, tag::kIp, ip)) {
            (out << " ").ipv4(ip);
        }
        if (has_port) {
            out << " pin " << port;
        }
        return;
    }
    const std::uint32_t ip = endpoint_ip(flap, block);
    if (ip != 0) {
        (out << " at ").ipv4(ip);
        if (has_port) {
            out << ":" << port;
        }
    } else if (has_port) {
        out << " at port " << port;
    }
}

constexpr glong kNameLength = 60;

// A file's name and size, a room, an ICQ text: each after a space.
void append_summary(Line& out, packet_info* pinfo, tvbuff_t* tvb, const Summary& summary)
{
    if (summary.has_icq_type && summary.icq_type != kPlainIcqText) {
        if (const char* name = value_name(Field::icq_type, summary.icq_type)) {
            out << ", " << name;
        }
    }
    if (const Item& name = summary.name; name.at.length > 0) {
        const char* text = to_utf8(pinfo->pool, tvb, name.at, name.charset, name.charset_name);
        if (text[0] != '\0') {
            out << " \"" << one_line(pinfo->pool, text, kNameLength) << "\"";
        }
    }
    if (summary.has_count && summary.count != 1) {
        out << " (" << summary.count << " files, " << summary.size << " bytes)";
    } else if (summary.has_size) {
        out << " (" << summary.size << (summary.size == 1 ? " byte)" : " bytes)");
    }
}

void append_summary(Info& to, packet_info* pinfo, tvbuff_t* tvb, const View& flap, const Message& m)
{
    const std::size_t start = to.line.length();
    append_summary(to.line, pinfo, tvb, read_summary(flap, m));
    const std::string_view text = to.line.from(start);
    const std::size_t separator = std::min(text.find_first_not_of(", "), text.size());
    to.subject = {static_cast<std::uint32_t>(start + separator), static_cast<std::uint32_t>(text.size() - separator)};
}

void append_block(Info& to, packet_info* pinfo, tvbuff_t* tvb, const View& flap, const Message& m)
{
    Line& out = to.line;
    const Block& b = m.block;
    if (!b.has_type) {
        out << "Rendezvous";
        return;
    }
    if (const char* type = value_name(Field::type, b.type)) {
        out << type;
    } else {
        out << "Rendezvous type " << b.type;
    }
    if (b.has_uuid) {
        out << " " << m.service_name.c_str();
        append_summary(to, pinfo, tvb, flap, m);
    }

    std::uint16_t number = 0;
    if (b.is(MessageType::propose)) {
        append_endpoint(out, flap, b);
        if (b.u16(flap, tag::kSequence, number)) {
            out << ", seq " << number;
        }
    } else if (b.is(MessageType::cancel) && b.u16(flap, tag::kCancelReason, number)) {
        if (const char* reason = value_name(Field::cancel_reason, number)) {
            const char first = g_ascii_tolower(reason[0]);
            out << " (" << std::string_view(&first, 1) << (reason + 1) << ")";
        } else {
            out << " (reason " << number << ")";
        }
    }
}

void append_client_error(Line& out, const ClientError& e)
{
    switch (e.form) {
    case ErrorForm::nak:
        if (const char* name = value_name(Field::nak, e.nak)) {
            out << "NAK: " << name;
        } else {
            out << "NAK: " << e.nak;
        }
        return;
    case ErrorForm::icq_relay:
        out << "ICQ acknowledgement";
        return;
    case ErrorForm::reverse_connect:
        out << "Reverse connection failed";
        return;
    case ErrorForm::none:
    case ErrorForm::unknown:
        break;
    }
    if (const char* name = value_name(Field::client_error_code, e.code)) {
        out << "Client error: " << name;
    } else {
        out << "Client error: code " << e.code;
    }
}

void append_server_error(Line& out, const ServerError& e)
{
    if (const char* name = value_name(Field::server_error, e.code)) {
        out << "Server error: " << name;
    } else {
        out << "Server error: code " << e.code;
    }
}

// For messages without a block, and refusals without a code.
const char* name_of(const Icbm& icbm)
{
    switch (icbm.subgroup) {
    case Subgroup::client_error:
        return "Client error";
    case Subgroup::host_ack:
        return "Host ack";
    case Subgroup::server_error:
        return "Server error";
    case Subgroup::to_host:
    case Subgroup::to_client:
        break;
    }
    return icbm.fault == Fault::none ? "Rendezvous without block" : "Rendezvous";
}

} // namespace

Info info(packet_info* pinfo, tvbuff_t* flap_tvb, const View& flap, const Message& m)
{
    Info to;
    to.line << Info::kSeparator;
    Line& out = to.line;
    if (m.icbm.has_block) {
        append_block(to, pinfo, flap_tvb, flap, m);
    } else if (m.icbm.has_code && m.icbm.subgroup == Subgroup::server_error) {
        append_server_error(out, m.server_error);
    } else if (m.icbm.has_code) {
        append_client_error(out, m.error);
        append_summary(to, pinfo, flap_tvb, flap, m);
    } else {
        out << name_of(m.icbm);
    }
    if (m.cut) {
        out << " [cut short]";
    } else if (m.icbm.fault != Fault::none || (m.icbm.has_block && m.block.fault != Fault::none)) {
        out << " [malformed]";
    }
    return to;
}

} // namespace oscar::epan
