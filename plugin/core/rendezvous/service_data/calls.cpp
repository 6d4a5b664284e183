// SPDX-License-Identifier: GPL-2.0-or-later
//
// Services that only arrange a connection: voice chat (1341; libfaim 1999), add-ins (1347; joscar AddinsReqRvCmd), ICQ
// reverse direct connection (1344; Licq, MirandaICQ), iChat AV (F004; Fire, av-packets.txt).
#include "core/rendezvous/service_data/service_reader.h"

namespace oscar::rendezvous {
namespace {

// A host block of iChat AV: address in 16 bytes, port in 8, interface name in 5, AV session in 11.
constexpr std::uint32_t kHostSize = 40;

// A port in four bytes, which Licq writes in little-endian and MirandaICQ in big-endian order. Except for zero, at most
// one of the two readings is a valid port.
void decode_uncertain_port(const ServiceContext& c, Field field, FieldReader& r)
{
    Slice at;
    if (!r.take(4, at)) {
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
    ServiceReader r(c, data);
    r.u32(Field::talk_version);
    r.finish();
}

void decode_add_in(const ServiceContext& c, Slice data)
{
    ServiceReader r(c, data);
    std::uint16_t name = 0;
    std::uint16_t computer = 0;
    if (r.u16(Field::add_in_code) && r.bytes(Field::add_in_guid, 16) && r.u16(Field::add_in_name_length, &name) &&
        r.u16(Field::add_in_computer_length, &computer) && r.text(Field::add_in_name, name) &&
        r.text(Field::add_in_computer, computer)) {
        r.u32(Field::add_in_flags);
    }
    r.finish();
}

void decode_reverse_connect(const ServiceContext& c, Slice data)
{
    ServiceReader r(c, data);
    if (r.le32(Field::reverse_uin) && r.bytes(Field::reverse_ip, 4) && r.le32(Field::reverse_port) &&
        r.u8(Field::reverse_connection_type)) {
        decode_uncertain_port(c, Field::reverse_failed_port, r);
        decode_uncertain_port(c, Field::reverse_own_port, r);
        r.le16(Field::reverse_version);
        r.le32(Field::reverse_cookie);
    }
    r.finish();
}

void read_reverse_address(const View& view, Slice data, Offer& out)
{
    constexpr std::uint32_t kIp = 4; // after the UIN
    constexpr std::uint32_t kPort = 8;
    constexpr std::uint32_t kCookie = 23;
    if (data.length < kPort + 4) {
        return;
    }
    out.data_ip = view.u32(data.offset + kIp);
    // Four bytes, little-endian: the port is in the first two.
    out.data_port = le16(view.bytes({data.offset + kPort, 2}).data());
    if (data.length >= kCookie + 4) {
        out.request_uin = le32(view.bytes({data.offset, 4}).data());
        out.request_cookie = le32(view.bytes({data.offset + kCookie, 4}).data());
    }
}

void decode_reverse_failure(const ServiceContext& c, Slice data)
{
    // Licq and MirandaICQ agree on little-endian here.
    ServiceReader r(c, data);
    r.le32(Field::reverse_uin);
    r.le32(Field::reverse_failed_port);
    r.le32(Field::reverse_own_port);
    r.le16(Field::reverse_version);
    r.le32(Field::reverse_cookie);
    r.finish();
}

void decode_ichat_hosts(const ServiceContext& c, Slice data)
{
    ServiceReader r(c, data);
    Slice host;
    while (r.remaining() >= kHostSize && r.take(kHostSize, host)) {
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
    r.finish();
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
