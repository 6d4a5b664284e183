// SPDX-License-Identifier: GPL-2.0-or-later
//
// The table of services: the UUID and name of each, and the properties that decoders, rules and sessions need.
//
// A UUID is sent as 16 bytes in the order of its text form. A short capability XXYY stands for
// 0946XXYY-4C7F-11D1-8222-444553540000 (NINA wiki, UUIDs).
#ifndef OSCAR_CORE_RENDEZVOUS_SERVICES_H
#define OSCAR_CORE_RENDEZVOUS_SERVICES_H

#include "core/wire/uuid.h"
#include "core/wire/view.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace oscar::rendezvous {

// Services that decoders and rules distinguish. All others are `other`, with or without a row in the table.
enum class Service : std::uint8_t {
    any, // only in the table of tags: a tag of the spec, which belongs to no particular service
    other,
    talk,
    file_transfer,
    icq_direct,
    direct_im,
    buddy_icon,
    add_ins,
    get_file,
    icq_relay,
    send_buddy_list,
    chat,
    trillian,
    ichat_av,
};

// The protocol of the connection that a rendezvous leads to (Clark 2005, libpurple; Licq and MirandaICQ for 1344, Fire
// for iChat AV).
enum class Connection : std::uint8_t {
    unknown,
    none, // no direct connection: the messages carry all of the data, or the clients join a chat server
    oft,
    odc,
    icq_direct,
    sip,
};

struct ServiceContext;
struct Offer;

struct ServiceRow {
    Service service;
    Uuid uuid;
    const char* name;
    Connection connection = Connection::unknown;
    // Reports all of SERVICE_DATA: what fits the layout as items, the rest as bytes with a finding. `data` must be
    // captured in full. Null if the layout is unknown.
    void (*decode)(const ServiceContext& context, Slice data) = nullptr;
    // Sets data_ip and data_port if SERVICE_DATA names an address. `data` must be captured in full. Null if it never
    // does.
    void (*read_address)(const View& view, Slice data, Offer& out) = nullptr;
    bool counts_proposals = true; // if false, SEQUENCE_NUM is an acknowledgement type (MirandaICQ, micq)
};

std::span<const ServiceRow> service_table();
// `uuid` is in wire order. Null if the table does not have it.
const ServiceRow* find_service(std::span<const std::uint8_t, 16> uuid);

// The XXYY of a short capability, or -1 for any other UUID.
int short_capability(std::span<const std::uint8_t, 16> uuid);

// The name to show: the one in the table, or "Short capability XXYY", which is kept in `storage`, or "Unknown".
struct ServiceName {
    std::array<char, 24> storage{};
    const char* text = nullptr; // null if the name is in `storage`
    bool known = false;         // false for "Unknown"
    const char* c_str() const { return text != nullptr ? text : storage.data(); }
};
// `row` is the result of find_service() for the UUID.
void name_service(std::span<const std::uint8_t, 16> uuid, const ServiceRow* row, ServiceName& out);
inline ServiceName service_name(std::span<const std::uint8_t, 16> uuid)
{
    ServiceName name;
    name_service(uuid, find_service(uuid), name);
    return name;
}

} // namespace oscar::rendezvous

#endif
