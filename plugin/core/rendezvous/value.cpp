// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/value.h"

#include "core/rendezvous/service_data/service_data.h"

#include <charconv>

namespace oscar {
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

// "IP port", as the spec words it.
void decode_addr_list_entry(const View& flap, Slice entry, Listener& to)
{
    to.item({.field = Field::addr_list_entry, .at = entry});
    const std::string_view text = flap.chars(entry);
    const std::size_t space = text.find(' ');
    std::uint32_t ip = 0;
    std::uint32_t port = 0;
    if (space == std::string_view::npos || !dotted_quad(text.substr(0, space), ip) ||
        !decimal(text.substr(space + 1), 0xFFFF, port)) {
        to.finding({FindingId::addr_list_malformed, entry, tag::kAddrList, 0, kEntryNotIpPort});
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
            to.finding({FindingId::addr_list_malformed, rest, tag::kAddrList, 0, kEntryOverruns});
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
    return tlv.tag == tag::kMimeType && tlv.length == 2 && block.u16(flap, tag::kPort, port) &&
           flap.u16(tlv.value.offset) == static_cast<std::uint16_t>(~port);
}

// With USE_ARS these two mean another thing (Clark 2005, libpurple).
const char* proxy_remark(const Block& block, std::uint16_t tag)
{
    if (block.find(tag::kUseArs) == nullptr) {
        return nullptr;
    }
    return tag == tag::kIp ? "the proxy" : tag == tag::kPort ? "the proxy's pin" : nullptr;
}

void decode_service_value(Slice at, Listener& to)
{
    to.item({.field = Field::service_data, .at = at});
    to.open();
    to.embedded(nullptr, at);
    to.close();
}

} // namespace

void decode_value(const View& flap, const Message& message, const Tlv& tlv, const TagRow* row, Rules& rules,
                  Listener& to)
{
    if (row == nullptr) {
        if (const ServiceTagRow* own = find_service_tag(message.block.service, tlv.tag)) {
            own->tell({flap, &message.block}, own->field, tlv.value, to);
        } else if (tlv.length > 0) {
            to.item({.field = Field::tlv_value, .at = tlv.value});
        }
        return;
    }
    if (const int expected = exact_length(row->kind); expected >= 0 && tlv.length != expected) {
        to.item({.field = Field::tlv_value, .at = tlv.value});
        to.finding({FindingId::tlv_bad_length, tlv.value, tlv.tag, static_cast<std::uint64_t>(expected), tlv.length});
        return;
    }
    const Slice at = tlv.value;
    switch (row->kind) {
    case Kind::u16: {
        const std::uint16_t value = flap.u16(at.offset);
        to.item({.field = row->field, .at = at, .value = value, .text = proxy_remark(message.block, tlv.tag)});
        rules.value(tlv, *row);
        if (row->guards != 0) {
            to.item({.field = row->decoded, .generated = true, .at = at, .value = static_cast<std::uint16_t>(~value)});
        }
        return;
    }
    case Kind::ipv4: {
        const std::uint32_t value = flap.u32(at.offset);
        to.item({.field = row->field, .at = at, .value = value, .text = proxy_remark(message.block, tlv.tag)});
        rules.value(tlv, *row);
        if (row->guards != 0) {
            to.item({.field = row->decoded, .generated = true, .at = at, .value = static_cast<std::uint32_t>(~value)});
        }
        return;
    }
    case Kind::flag:
        to.item({.field = row->field, .at = tlv.at});
        return;
    case Kind::text:
        to.item({.field = row->field, .at = at});
        return;
    case Kind::mime_text:
        to.item(mime_text(flap, message.block, at));
        return;
    case Kind::mime_word:
        if (is_port_xor(flap, message.block, tlv)) {
            to.item({.field = Field::tlv_value, .at = at});
            to.finding({FindingId::mime_type_port_xor, at, tlv.tag, 0, flap.u16(at.offset)});
            return;
        }
        to.item({.field = row->field, .at = mime_word(flap, at)});
        return;
    case Kind::addr_list:
        decode_addr_list(flap, at, to);
        return;
    case Kind::blob:
        decode_service_value(at, to);
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

} // namespace oscar
