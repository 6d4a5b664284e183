// SPDX-License-Identifier: GPL-2.0-or-later
//
// Services that only arrange a connection: voice chat (1341; libfaim 1999), add-ins (1347; joscar AddinsReqRvCmd), ICQ
// reverse direct connection (1344; Licq, MirandaICQ), iChat AV (F004; Fire, av-packets.txt).
#include "core/rendezvous/service_data/service_reader.h"

namespace oscar::rendezvous {
namespace {

// A host block of iChat AV: address in 16 bytes, port in 8, interface name in 5, AV session in 11
constexpr std::uint32_t kHostSize = 40;

// A port in four bytes of which Licq writes the low end first and MirandaICQ the high end: at most one of the two
// readings is a port, but for zero.
void decode_uncertain_port(const ServiceContext& c, Field field, FieldReader& t)
{
    Slice at;
    if (!t.take(4, at)) {
        return;
    }
    const auto b = c.view.bytes(at);
    const std::uint32_t little = le32(b.data());
    const std::uint32_t big = be32(b.data());
    const bool is_big = little > 0xFFFF && big <= 0xFFFF;
    c.to.item(
        {.field = field, .at = at, .value = is_big ? big : little, .text = is_big ? "big-endian" : "little-endian"});
}

} // namespace

void decode_talk(const ServiceContext& c, Slice data)
{
    ServiceReader t(c, data);
    t.u32(Field::talk_version);
    t.finish();
}

void decode_add_in(const ServiceContext& c, Slice data)
{
    ServiceReader t(c, data);
    std::uint16_t name = 0;
    std::uint16_t computer = 0;
    if (t.u16(Field::add_in_code) && t.bytes(Field::add_in_guid, 16) && t.u16(Field::add_in_name_length, &name) &&
        t.u16(Field::add_in_computer_length, &computer) && t.text(Field::add_in_name, name) &&
        t.text(Field::add_in_computer, computer)) {
        t.u32(Field::add_in_flags);
    }
    t.finish();
}

void decode_reverse_connect(const ServiceContext& c, Slice data)
{
    ServiceReader t(c, data);
    if (t.le32(Field::reverse_uin) && t.bytes(Field::reverse_ip, 4) && t.le32(Field::reverse_port) &&
        t.u8(Field::reverse_connection_type)) {
        decode_uncertain_port(c, Field::reverse_failed_port, t);
        decode_uncertain_port(c, Field::reverse_own_port, t);
        t.le16(Field::reverse_version);
        t.le32(Field::reverse_cookie);
    }
    t.finish();
}

void read_reverse_address(const View& view, Slice data, Offer& out)
{
    constexpr std::uint32_t kIp = 4; // after the UIN
    constexpr std::uint32_t kPort = 8;
    if (data.length < kPort + 4) {
        return;
    }
    out.data_ip = view.u32(data.offset + kIp);
    // Four bytes, little-endian
    out.data_port = le16(view.bytes({data.offset + kPort, 2}).data());
}

void decode_reverse_failure(const ServiceContext& c, Slice data)
{
    // Licq and MirandaICQ agree on little-endian here.
    ServiceReader t(c, data);
    t.le32(Field::reverse_uin);
    t.le32(Field::reverse_failed_port);
    t.le32(Field::reverse_own_port);
    t.le16(Field::reverse_version);
    t.le32(Field::reverse_cookie);
    t.finish();
}

void decode_ichat_hosts(const ServiceContext& c, Slice data)
{
    ServiceReader t(c, data);
    Slice host;
    while (t.remaining() >= kHostSize && t.take(kHostSize, host)) {
        c.to.item({.field = Field::ichat_host, .at = host});
        c.to.open();
        ServiceReader h(c, host);
        h.bytes(Field::ichat_ip, 4);
        h.skip(12);
        h.u16(Field::ichat_port);
        h.skip(6);
        h.text(Field::ichat_interface, 5);
        h.bytes(Field::ichat_session, 11);
        c.to.close();
    }
    t.finish();
}

void read_ichat_address(const View& view, Slice data, Offer& out)
{
    constexpr std::uint32_t kPort = 16;
    if (data.length < kHostSize) {
        return;
    }
    out.data_ip = view.u32(data.offset);
    out.data_port = view.u16(data.offset + kPort);
}

} // namespace oscar::rendezvous
