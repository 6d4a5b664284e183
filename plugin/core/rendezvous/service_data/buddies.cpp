// SPDX-License-Identifier: GPL-2.0-or-later
//
// Buddy icon (1346) and send buddy list (134B). Sources: libpurple (incomingim_ch2_buddyicon and _sendbuddylist,
// aimutil_iconsum), joscar OldIconDataInfo, MirandaICQ (contacts and their nick names). All numbers are big-endian.
#include "core/rendezvous/service_data/service_reader.h"
#include "core/wire/media_type.h"

namespace oscar::rendezvous {
namespace {

// The sum of all bytes, of which those at odd positions are shifted left by eight bits. It is folded only once, so it
// can exceed 16 bits.
std::uint32_t icon_checksum(std::span<const std::uint8_t> icon)
{
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < icon.size(); ++i) {
        sum += i % 2 == 0 ? icon[i] : static_cast<std::uint32_t>(icon[i]) << 8;
    }
    return (sum >> 16) + (sum & 0xFFFF);
}

void decode_icon(const ServiceContext& c, Slice icon)
{
    c.to.item({.field = Field::icon_data, .at = icon});
    if (const char* type = image_media_type(c.view.chars(icon))) {
        c.to.open();
        c.to.embedded(type, icon);
        c.to.close();
    }
}

bool decode_text16(FieldReader& r, Field field, Charset charset = Charset::unknown)
{
    std::uint16_t length = 0;
    return r.length16(length) && r.text(field, length, charset);
}

// u16 length of the group's name, name, u16 number of entries.
bool decode_group(FieldReader& r, std::uint16_t& entries)
{
    return decode_text16(r, Field::buddy_list_group) && r.u16(Field::buddy_list_count, &entries);
}

void decode_nick_entry(const View& view, Slice entry, Listener& to)
{
    constexpr std::uint16_t kNick = 0x0001;
    to.item({.field = Field::buddy_list_entry, .at = entry});
    to.open();
    TlvWalk walk(view, entry);
    Tlv tlv;
    while (walk.next(tlv)) {
        if (tlv.fault != Fault::none) {
            report_malformed(tlv.at, to);
        } else if (tlv.tag == kNick) {
            to.item({.field = Field::buddy_list_nick, .charset = Charset::utf8, .at = tlv.value});
        }
    }
    to.close();
}

} // namespace

void decode_buddy_icon(const ServiceContext& c, Slice data)
{
    // u32 checksum, u32 length of the icon, u32 time, icon, "AVT1picture.id" to the end.
    ServiceReader r(c, data);
    std::uint32_t checksum = 0;
    std::uint32_t length = 0;
    // The checksum is verified right after its item, because the finding is about that item.
    if (r.u32(Field::icon_checksum, &checksum)) {
        constexpr std::uint32_t kHeader = 12;
        if (data.length >= kHeader && c.view.u32(data.offset + 4) <= data.length - kHeader) {
            const Slice icon{data.offset + kHeader, c.view.u32(data.offset + 4)};
            const std::uint32_t expected = icon_checksum(c.view.bytes(icon));
            if (checksum != expected && checksum != (expected & 0xFFFF)) {
                c.to.finding({.id = FindingId::icon_checksum_mismatch,
                              .at = {data.offset, 4},
                              .expected = expected,
                              .found = checksum});
            }
        }
        c.summary.has_size = r.u32(Field::icon_length, &length);
        c.summary.size = length;
        if (r.ok() && r.u32(Field::icon_time)) {
            Slice icon;
            if (r.take(length, icon)) {
                decode_icon(c, icon);
                if (r.remaining() > 0) {
                    r.text(Field::icon_ident, r.remaining());
                }
            }
        }
    }
    r.finish();
}

void decode_buddy_list(const ServiceContext& c, Slice data)
{
    ServiceReader r(c, data);
    std::uint16_t entries = 0;
    while (r.remaining() > 0 && decode_group(r, entries)) {
        c.to.open();
        for (; entries > 0 && decode_text16(r, Field::buddy_list_name); --entries) {
        }
        c.to.close();
    }
    r.finish();
}

void decode_nick_names(const ServiceContext& c, Slice value)
{
    ServiceReader r(c, value);
    std::uint16_t entries = 0;
    while (r.remaining() > 0 && decode_group(r, entries)) {
        c.to.open();
        std::uint16_t length = 0;
        Slice entry;
        for (; entries > 0 && r.length16(length) && r.take(length, entry); --entries) {
            decode_nick_entry(c.view, entry, c.to);
        }
        c.to.close();
    }
    r.finish();
}

} // namespace oscar::rendezvous
