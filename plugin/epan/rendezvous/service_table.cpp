// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/rendezvous/service_table.h"

#include "epan/registry.h"

#include <algorithm>

namespace oscar::epan {
namespace {

constexpr const char* kByGuid = "aim_rendezvous.service";
constexpr const char* kByText = "aim_rendezvous.service.uuid";

dissector_table_t by_guid;
dissector_table_t by_text;
// Both tables are usually empty. If so, the lookup is skipped, and the conversion of the UUID to text with it.
bool any_by_guid;
bool any_by_text;

bool has_entries(const char* table)
{
    bool any = false;
    dissector_table_foreach(
        table, [](const char*, ftenum_t, void*, void*, void* found) { *static_cast<bool*>(found) = true; }, &any);
    return any;
}

void look_for_entries()
{
    any_by_guid = has_entries(kByGuid);
    any_by_text = has_entries(kByText);
}

guid_key key_of(std::span<const std::uint8_t> uuid)
{
    guid_key key{};
    key.guid.data1 = be32(uuid.data());
    key.guid.data2 = be16(uuid.data() + 4);
    key.guid.data3 = be16(uuid.data() + 6);
    std::copy(uuid.begin() + 8, uuid.end(), key.guid.data4);
    return key;
}

} // namespace

void register_service_table()
{
    const int owner = proto(ProtocolId::rendezvous);
    by_guid = register_dissector_table(kByGuid, "AIM Rendezvous service", owner, FT_GUID, BASE_HEX);
    by_text = register_dissector_table(kByText, "AIM Rendezvous service (UUID as text)", owner, FT_STRING,
                                       kStringCaseInsensitive);
    register_init_routine(look_for_entries);
}

dissector_handle_t service_dissector(packet_info* pinfo, const View& flap, const rendezvous::Block& block)
{
    if (!block.has_uuid || !(any_by_guid || any_by_text)) {
        return nullptr;
    }
    guid_key key = key_of(flap.bytes(block.uuid));
    dissector_handle_t handle = nullptr;
    if (any_by_text) {
        handle = dissector_get_string_handle(by_text, guid_to_str(pinfo->pool, &key.guid));
    }
    return handle != nullptr ? handle : dissector_get_guid_handle(by_guid, &key);
}

} // namespace oscar::epan
