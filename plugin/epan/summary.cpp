// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/summary.h"

#include "epan/text.h"

namespace oscar::epan {
namespace {

void append_ipv4(wmem_strbuf_t* out, std::uint32_t ip)
{
    wmem_strbuf_append_printf(out, "%u.%u.%u.%u", ip >> 24, ip >> 16 & 0xFF, ip >> 8 & 0xFF, ip & 0xFF);
}

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

void append_endpoint(wmem_strbuf_t* out, const View& flap, const Block& block)
{
    std::uint16_t port = 0;
    const bool has_port = block.u16(flap, tag::kPort, port);
    if (block.find(tag::kUseArs) != nullptr) {
        std::uint32_t ip = 0;
        wmem_strbuf_append(out, " by proxy");
        if (block.u32(flap, tag::kIp, ip)) {
            wmem_strbuf_append_c(out, ' ');
            append_ipv4(out, ip);
        }
        if (has_port) {
            wmem_strbuf_append_printf(out, " pin %u", port);
        }
        return;
    }
    const std::uint32_t ip = endpoint_ip(flap, block);
    if (ip != 0) {
        wmem_strbuf_append(out, " at ");
        append_ipv4(out, ip);
        if (has_port) {
            wmem_strbuf_append_printf(out, ":%u", port);
        }
    } else if (has_port) {
        wmem_strbuf_append_printf(out, " at port %u", port);
    }
}

void append_block(wmem_strbuf_t* out, const View& flap, const Message& m)
{
    const Block& b = m.block;
    if (!b.has_type) {
        wmem_strbuf_append(out, "Rendezvous");
        return;
    }
    if (const char* type = value_name(Field::type, b.type)) {
        wmem_strbuf_append(out, type);
    } else {
        wmem_strbuf_append_printf(out, "Rendezvous type %u", b.type);
    }
    if (b.has_uuid) {
        wmem_strbuf_append_printf(out, " %s", m.service_name.c_str());
    }

    std::uint16_t number = 0;
    if (b.is(MessageType::propose)) {
        append_endpoint(out, flap, b);
        if (b.u16(flap, tag::kSequence, number)) {
            wmem_strbuf_append_printf(out, ", seq %u", number);
        }
    } else if (b.is(MessageType::cancel) && b.u16(flap, tag::kCancelReason, number)) {
        if (const char* reason = value_name(Field::cancel_reason, number)) {
            wmem_strbuf_append_printf(out, " (%c%s)", g_ascii_tolower(reason[0]), reason + 1);
        } else {
            wmem_strbuf_append_printf(out, " (reason %u)", number);
        }
    }
}

void append_client_error(wmem_strbuf_t* out, const ClientError& e)
{
    switch (e.form) {
    case ErrorForm::nak:
        if (const char* name = value_name(Field::nak, e.nak)) {
            wmem_strbuf_append_printf(out, "NAK: %s", name);
        } else {
            wmem_strbuf_append_printf(out, "NAK: %u", e.nak);
        }
        return;
    case ErrorForm::icq_relay:
        wmem_strbuf_append(out, "ICQ acknowledgement");
        return;
    case ErrorForm::reverse_connect:
        wmem_strbuf_append(out, "Reverse connection failed");
        return;
    case ErrorForm::none:
    case ErrorForm::unknown:
        break;
    }
    if (const char* name = value_name(Field::client_error_code, e.code)) {
        wmem_strbuf_append_printf(out, "Client error: %s", name);
    } else {
        wmem_strbuf_append_printf(out, "Client error: code %u", e.code);
    }
}

void append_server_error(wmem_strbuf_t* out, const ServerError& e)
{
    if (const char* name = value_name(Field::server_error, e.code)) {
        wmem_strbuf_append_printf(out, "Server error: %s", name);
    } else {
        wmem_strbuf_append_printf(out, "Server error: code %u", e.code);
    }
}

// For messages without a block, and refusals without a code.
const char* name_of(Subgroup subgroup)
{
    switch (subgroup) {
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
    return "Rendezvous without block";
}

} // namespace

const char* summary(packet_info* pinfo, tvbuff_t*, const View& flap, const Message& m)
{
    wmem_strbuf_t* out = wmem_strbuf_new(pinfo->pool, "");
    if (m.icbm.has_block) {
        append_block(out, flap, m);
    } else if (m.icbm.has_code && m.icbm.subgroup == Subgroup::server_error) {
        append_server_error(out, m.server_error);
    } else if (m.icbm.has_code) {
        append_client_error(out, m.error);
    } else {
        wmem_strbuf_append(out, name_of(m.icbm.subgroup));
    }
    if (m.cut) {
        wmem_strbuf_append(out, " [cut short]");
    } else if (m.icbm.fault != Fault::none || (m.icbm.has_block && m.block.fault != Fault::none)) {
        wmem_strbuf_append(out, " [malformed]");
    }
    return wmem_strbuf_get_str(out);
}

} // namespace oscar::epan
