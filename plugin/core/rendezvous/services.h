// SPDX-License-Identifier: GPL-2.0-or-later
//
// Services, one row each: UUID, name, and what else decoders, rules and sessions have to know of one.
//
// A UUID travels as 16 bytes in the order in which it is written. A short capability XXYY stands for
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

// Services that decoders and rules know apart. Everything else is `other`, named or not.
enum class Service : std::uint8_t {
    any, // in tables alone: no service in particular
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

// What runs on the connection that a rendezvous leads to (data-connection sheet, 1).
enum class Connection : std::uint8_t {
    unknown,
    none, // nobody meets: the messages themselves carry all there is, or a chat server is joined
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
    // Decodes SERVICE_DATA, all of it: what fits the layout as items, the rest as bytes with a finding. `data` is
    // wholly captured. Null: the data has no known layout.
    void (*decode)(const ServiceContext& context, Slice data) = nullptr;
    // Adds the address that SERVICE_DATA names. Null: it names none.
    void (*read_address)(const View& view, Slice data, Offer& out) = nullptr;
    bool counts_proposals = true; // else SEQUENCE_NUM is an acknowledgement type instead (MirandaICQ, micq)
};

std::span<const ServiceRow> service_table();
// `uuid` holds 16 bytes. Null if the UUID is in no list.
const ServiceRow* find_service(std::span<const std::uint8_t, 16> uuid);

// The XXYY of a short capability, or -1.
int short_capability(std::span<const std::uint8_t, 16> uuid);

// The name to show: the table's, or "short capability XXYY", or "unknown". The storage holds the second form.
struct ServiceName {
    std::array<char, 24> storage{};
    const char* text = nullptr; // null: points into the storage
    const char* c_str() const { return text != nullptr ? text : storage.data(); }
};
// `row` is what find_service() says of the UUID.
void name_service(std::span<const std::uint8_t, 16> uuid, const ServiceRow* row, ServiceName& out);
inline ServiceName service_name(std::span<const std::uint8_t, 16> uuid)
{
    ServiceName name;
    name_service(uuid, find_service(uuid), name);
    return name;
}

} // namespace oscar::rendezvous

#endif
