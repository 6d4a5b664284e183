// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/rendezvous/service_table.h"

#include "core/rendezvous/service_data/service_data.h"
#include "epan/present.h"
#include "epan/recorder.h"
#include "epan/registry.h"
#include "epan/rendezvous/dissector.h"

namespace oscar::epan {
namespace {

dissector_table_t by_guid;
dissector_table_t by_text;
dissector_table_t by_media_type;
dissector_handle_t own_handle;
bool any_by_text; // spares the making of text for a table that is nearly always empty

// What our own decoders are given: they look at the whole message, and place their items in its tvb.
struct OwnData {
    tvbuff_t* flap_tvb;
    const Message* message;
    Slice at;
};

// Stands for our own decoders in the table. Whoever calls it with the service data alone gets nothing.
int dissect_nothing(tvbuff_t*, packet_info*, proto_tree*, void*) { return 0; }

void dissect_own(packet_info* pinfo, proto_tree* tree, const OwnData* own)
{
    const View flap = view_of(own->flap_tvb);
    Recorder recorder(pinfo->pool, tree != nullptr);
    decode_service_data({flap, &own->message->block}, own->message->block.service, own->at, recorder);
    present(own->flap_tvb, pinfo, *own->message, proto_tree_get_parent(tree), tree, recorder.records());
}

guid_key key_of(const Uuid& uuid)
{
    guid_key key{};
    key.guid.data1 = be32(uuid.data());
    key.guid.data2 = be16(uuid.data() + 4);
    key.guid.data3 = be16(uuid.data() + 6);
    std::copy(uuid.begin() + 8, uuid.end(), key.guid.data4);
    return key;
}

dissector_handle_t service_handle(packet_info* pinfo, const View& flap, const Message& message)
{
    Uuid uuid;
    const auto wire = flap.bytes(message.block.uuid);
    std::copy(wire.begin(), wire.end(), uuid.begin());
    guid_key key = key_of(uuid);
    if (any_by_text) {
        const char* text = guid_to_str(pinfo->pool, &key.guid);
        if (const dissector_handle_t added = dissector_get_string_handle(by_text, text)) {
            return added;
        }
    }
    return dissector_get_guid_handle(by_guid, &key);
}

// Whatever goes wrong in another dissector must not cost what follows, and columns stay ours.
void call_guarded(dissector_handle_t handle, tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data)
{
    const bool writable = col_get_writable(pinfo->cinfo, -1);
    col_set_writable(pinfo->cinfo, -1, false);
    TRY { call_dissector_only(handle, tvb, pinfo, tree, data); }
    CATCH_NONFATAL_ERRORS { show_exception(tvb, pinfo, tree, EXCEPT_CODE, GET_MESSAGE); }
    ENDTRY;
    col_set_writable(pinfo->cinfo, -1, writable);
}

void look_at_text_table()
{
    any_by_text = false;
    dissector_table_foreach(
        "aim_rendezvous.service.uuid", [](const char*, ftenum_t, void*, void*, void*) { any_by_text = true; }, nullptr);
}

} // namespace

void register_service_table()
{
    by_guid = register_dissector_table("aim_rendezvous.service", "AIM Rendezvous service", proto_aim_rendezvous,
                                       FT_GUID, BASE_HEX);
    by_text = register_dissector_table("aim_rendezvous.service.uuid", "AIM Rendezvous service (UUID as text)",
                                       proto_aim_rendezvous, FT_STRING, kStringCaseInsensitive);
    register_init_routine(look_at_text_table);
    own_handle = create_dissector_handle(dissect_nothing, proto_aim_rendezvous);
}

void hand_off_service_table()
{
    by_media_type = find_dissector_table("media_type");
    for (const ServiceRow& row : service_table()) {
        if (has_service_decoder(row.service)) {
            auto* key = wmem_new(wmem_epan_scope(), guid_key); // the table keeps the pointer
            *key = key_of(row.uuid);
            dissector_add_guid("aim_rendezvous.service", key, own_handle);
        }
    }
}

void dissect_embedded(tvbuff_t* flap_tvb, packet_info* pinfo, proto_tree* tree, const Message& message,
                      const char* media_type, Slice at)
{
    const View flap = view_of(flap_tvb);
    const dissector_handle_t handle = media_type != nullptr ? dissector_get_string_handle(by_media_type, media_type)
                                                            : service_handle(pinfo, flap, message);
    if (handle == nullptr) {
        return;
    }
    tvbuff_t* tvb = tvb_new_subset_length(flap_tvb, static_cast<int>(at.offset), static_cast<int>(at.length));
    if (handle == own_handle) {
        const OwnData own{flap_tvb, &message, at};
        dissect_own(pinfo, tree, &own); // no second layer of our own protocol
    } else {
        call_guarded(handle, tvb, pinfo, tree, nullptr);
    }
}

} // namespace oscar::epan
