// SPDX-License-Identifier: GPL-2.0-or-later
//
// Services that only arrange a connection: voice chat (1341; libfaim 1999), add-ins (1347; joscar AddinsReqRvCmd), ICQ
// reverse direct connection (1344; Licq, MirandaICQ), iChat AV (F004; Fire, av-packets.txt).
#include "core/rendezvous/service_data/decoders.h"
#include "core/schema/field_reader.h"

namespace oscar {
namespace {

// A port in four bytes of which Licq writes the low end first and MirandaICQ the high end: at most one of the two
// readings is a port, but for zero.
void decode_uncertain_port(const View& view, Field field, FieldReader& t, Listener& to)
{
    Slice at;
    if (!t.take(4, at)) {
        return;
    }
    const auto b = view.bytes(at);
    const std::uint32_t little = le32(b.data());
    const std::uint32_t big = be32(b.data());
    const bool is_big = little > 0xFFFF && big <= 0xFFFF;
    to.item(
        {.field = field, .at = at, .value = is_big ? big : little, .text = is_big ? "big-endian" : "little-endian"});
}

} // namespace

void decode_talk(const ServiceContext& c, Slice data, Listener& to)
{
    FieldReader t(c.view, data, to);
    t.u32(Field::talk_version);
    t.finish();
}

void decode_add_in(const ServiceContext& c, Slice data, Listener& to)
{
    FieldReader t(c.view, data, to);
    std::uint16_t name = 0;
    std::uint16_t computer = 0;
    if (t.u16(Field::add_in_code) && t.guid_le(Field::add_in_guid) && t.u16(Field::add_in_name_length, &name) &&
        t.u16(Field::add_in_computer_length, &computer) && t.text(Field::add_in_name, name) &&
        t.text(Field::add_in_computer, computer)) {
        t.u32(Field::add_in_flags);
    }
    t.finish();
}

void decode_reverse_connect(const ServiceContext& c, Slice data, Listener& to)
{
    FieldReader t(c.view, data, to);
    if (t.le32(Field::reverse_uin) && t.bytes(Field::reverse_ip, 4) && t.le32(Field::reverse_port) &&
        t.u8(Field::reverse_connection_type)) {
        decode_uncertain_port(c.view, Field::reverse_failed_port, t, to);
        decode_uncertain_port(c.view, Field::reverse_own_port, t, to);
        t.le16(Field::reverse_version);
        t.le32(Field::reverse_cookie);
    }
    t.finish();
}

void decode_reverse_failure(const ServiceContext& c, Slice data, Listener& to)
{
    // Licq and MirandaICQ agree on little-endian here.
    FieldReader t(c.view, data, to);
    t.le32(Field::reverse_uin);
    t.le32(Field::reverse_failed_port);
    t.le32(Field::reverse_own_port);
    t.le16(Field::reverse_version);
    t.le32(Field::reverse_cookie);
    t.finish();
}

void decode_ichat_hosts(const ServiceContext& c, Slice data, Listener& to)
{
    // 40 bytes each: address in 16, port in 8, interface name in 5, AV session in 11
    constexpr std::uint32_t kHostSize = 40;
    FieldReader t(c.view, data, to);
    Slice host;
    while (t.remaining() >= kHostSize && t.take(kHostSize, host)) {
        to.item({.field = Field::ichat_host, .at = host});
        to.open();
        FieldReader h(c.view, host, to);
        h.bytes(Field::ichat_ip, 4);
        h.skip(12);
        h.u16(Field::ichat_port);
        h.skip(6);
        h.text(Field::ichat_interface, 5);
        h.bytes(Field::ichat_session, 11);
        to.close();
    }
    t.finish();
}

} // namespace oscar
