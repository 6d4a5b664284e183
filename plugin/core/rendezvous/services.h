// SPDX-License-Identifier: GPL-2.0-or-later
//
// Service UUIDs: names, and the rule of the short capabilities.
//
// A UUID travels as 16 bytes in the order in which it is written. A short capability XXYY stands for
// 0946XXYY-4C7F-11D1-8222-444553540000 (NINA wiki, UUIDs).
#ifndef OSCAR_CORE_RENDEZVOUS_SERVICES_H
#define OSCAR_CORE_RENDEZVOUS_SERVICES_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace oscar {

using Uuid = std::array<std::uint8_t, 16>;

// Services that decoders and rules know apart. Everything else is `other`, named or not.
enum class Service : std::uint8_t {
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

struct ServiceRow {
    Service service;
    Uuid uuid;
    const char* name;
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

} // namespace oscar

#endif
