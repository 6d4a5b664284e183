// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/value.h"

#include "core/rendezvous/findings.h"

#include <charconv>

namespace oscar::rendezvous {
namespace {

// A decimal number of at most `max`, without sign or spaces.
bool decimal(std::string_view text, std::uint32_t max, std::uint32_t& out)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size() && out <= max;
}

bool dotted_quad(std::string_view text, std::uint32_t& out)
{
    out = 0;
    for (int i = 0; i < 4; ++i) {
        const std::size_t dot = text.find('.');
        const bool last = i == 3;
        std::uint32_t octet = 0;
        if ((dot == std::string_view::npos) != last || !decimal(text.substr(0, dot), 255, octet)) {
            return false;
        }
        out = out << 8 | octet;
        text.remove_prefix(last ? text.size() : dot + 1);
    }
    return true;
}

// An entry is "IP port" (spec).
void decode_addr_list_entry(const View& flap, Slice entry, Listener& to)
{
    to.item({.field = Field::addr_list_entry, .at = entry});
    const std::string_view text = flap.chars(entry);
    const std::size_t space = text.find(' ');
    std::uint32_t ip = 0;
    std::uint32_t port = 0;
    if (space == std::string_view::npos || !dotted_quad(text.substr(0, space), ip) ||
        !decimal(text.substr(space + 1), 0xFFFF, port)) {
        to.finding({.id = FindingId::addr_list_malformed,
                    .at = entry,
                    .tag = tag::kAddrList,
                    .detail = "Malformed address list entry: expected \"IP port\""});
        return;
    }
    const auto before = static_cast<std::uint32_t>(space);
    to.open();
    to.item({.field = Field::addr_list_ip, .at = {entry.offset, before}, .value = ip});
    to.item(
        {.field = Field::addr_list_port, .at = {entry.offset + before + 1, entry.length - before - 1}, .value = port});
    to.close();
}

[[gnu::noinline]] void decode_addr_list(const View& flap, Slice value, Listener& to)
{
    to.item({.field = Field::addr_list, .at = value});
    to.open();
    Reader r(flap, value);
    while (r.remaining() > 0) {
        const Slice rest = r.rest();
        Slice entry;
        if (!r.read_string08(entry)) {
            to.item({.field = Field::addr_list_entry, .at = {rest.offset + 1, rest.length - 1}});
            to.finding({.id = FindingId::addr_list_malformed,
                        .at = rest,
                        .tag = tag::kAddrList,
                        .detail = "Address list entry runs past the end of the list"});
            break;
        }
        decode_addr_list_entry(flap, entry, to);
    }
    to.close();
}

[[gnu::noinline]] Item mime_text(const View& flap, const Block& block, Slice value)
{
    Item item{.field = Field::invitation, .at = value};
    if (const Tlv* charset = block.find(tag::kMimeCharset); charset != nullptr && charset->fault == Fault::none) {
        item.charset_name = mime_word(flap, charset->value);
        item.charset = charset_from_name(flap.chars(item.charset_name));
    }
    return item;
}

// MirandaICQ writes PORT_XOR under this tag by mistake.
bool is_port_xor(const View& flap, const Block& block, const Tlv& tlv)
{
    std::uint16_t port = 0;
    return tlv.length == 2 && block.u16(flap, tag::kPort, port) &&
           flap.u16(tlv.value.offset) == static_cast<std::uint16_t>(~port);
}

// With USE_ARS, RENDEZVOUS_IP_ADDR and PORT describe the proxy (Clark 2005, libpurple).
const char* proxy_remark(const Block& block, std::uint16_t tag)
{
    if (block.find(tag::kUseArs) == nullptr) {
        return nullptr;
    }
    return tag == tag::kIp ? "the proxy" : tag == tag::kPort ? "the proxy's pin" : nullptr;
}

// A number or an address; for an XOR tag, also the value with its bits flipped back.
void decode_number(const ServiceContext& c, const Tlv& tlv, const TagRow& row, std::uint64_t value,
                   std::uint64_t all_ones, Rules& rules)
{
    c.to.item({.field = row.field, .at = tlv.value, .value = value, .text = proxy_remark(*c.block, tlv.tag)});
    rules.value(tlv, row);
    if (row.guards != 0) {
        c.to.item({.field = row.decoded, .generated = true, .at = tlv.value, .value = value ^ all_ones});
    }
}

} // namespace

void decode_data(const ServiceContext& c, Slice data)
{
    const ServiceRow* row = c.block->service_row;
    const auto decode = row != nullptr && row->decode != nullptr ? row->decode : decode_unknown_data;
    c.to.item({.field = Field::service_data, .at = data});
    c.to.open();
    if (c.to.claims(Field::service_data, data)) {
        NullListener ignore;
        decode({c.view, c.block, ignore, c.summary}, data); // only to fill in the summary
    } else {
        decode(c, data);
    }
    c.to.close();
}

void decode_value(const ServiceContext& c, const Tlv& tlv, const TagRow* row, Rules& rules)
{
    const View& flap = c.view;
    const Slice at = tlv.value;
    if (row == nullptr) {
        if (tlv.length > 0) {
            c.to.item({.field = Field::tlv_value, .at = at});
        }
        return;
    }
    if (const int expected = exact_length(row->kind); expected >= 0 && tlv.length != expected) {
        c.to.item({.field = Field::tlv_value, .at = at});
        c.to.finding({.id = FindingId::tlv_bad_length,
                      .at = at,
                      .tag = tlv.tag,
                      .name = row->name,
                      .expected = static_cast<std::uint64_t>(expected),
                      .found = tlv.length});
        return;
    }
    switch (row->kind) {
    case Kind::u16:
        decode_number(c, tlv, *row, flap.u16(at.offset), 0xFFFF, rules);
        return;
    case Kind::ipv4:
        decode_number(c, tlv, *row, flap.u32(at.offset), 0xFFFFFFFF, rules);
        return;
    case Kind::u64:
        decode_number(c, tlv, *row, flap.u64(at.offset), ~std::uint64_t{0}, rules);
        // The size of a file is the only one of its kind.
        c.summary.has_size = true;
        c.summary.size = flap.u64(at.offset);
        return;
    case Kind::flag:
        c.to.item({.field = row->field, .at = tlv.at});
        return;
    case Kind::text:
        c.to.item({.field = row->field, .at = at});
        return;
    case Kind::mime_text:
        c.to.item(mime_text(flap, *c.block, at));
        return;
    case Kind::mime_word:
        c.to.item({.field = row->field, .at = mime_word(flap, at)});
        return;
    case Kind::mime_type:
        if (is_port_xor(flap, *c.block, tlv)) {
            c.to.item({.field = Field::tlv_value, .at = at});
            c.to.finding({.id = FindingId::mime_type_port_xor, .at = at, .tag = tlv.tag, .found = flap.u16(at.offset)});
            return;
        }
        c.to.item({.field = row->field, .at = mime_word(flap, at)});
        return;
    case Kind::addr_list:
        decode_addr_list(flap, at, c.to);
        return;
    case Kind::data:
        decode_data(c, at);
        return;
    case Kind::nick_names:
        decode_nick_names(c, at);
        return;
    case Kind::signature:
        c.to.item({.field = row->field, .at = at});
        c.to.open();
        c.to.embedded("application/pkcs7-signature", at);
        c.to.close();
        return;
    case Kind::ichat_hosts:
        decode_ichat_hosts(c, at);
        return;
    }
}

Slice mime_word(const View& view, Slice value)
{
    if (has_stray_length(view.chars(value))) {
        return {value.offset + 1, value.length - 1};
    }
    return value;
}

} // namespace oscar::rendezvous
