// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/embedded.h"

namespace oscar::epan {
namespace {

dissector_table_t by_media_type;

void call_guarded(dissector_handle_t handle, tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree)
{
    const bool writable = col_get_writable(pinfo->cinfo, -1);
    col_set_writable(pinfo->cinfo, -1, false);
    TRY { call_dissector_only(handle, tvb, pinfo, tree, nullptr); }
    CATCH_NONFATAL_ERRORS { show_exception(tvb, pinfo, tree, EXCEPT_CODE, GET_MESSAGE); }
    ENDTRY;
    col_set_writable(pinfo->cinfo, -1, writable);
}

} // namespace

void hand_off_embedded() { by_media_type = find_dissector_table("media_type"); }

void dissect_embedded(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const Embedded& embedded)
{
    const dissector_handle_t handle =
        embedded.handle != nullptr ? embedded.handle : dissector_get_string_handle(by_media_type, embedded.media_type);
    if (handle != nullptr) {
        call_guarded(
            handle,
            tvb_new_subset_length(tvb, static_cast<int>(embedded.at.offset), static_cast<int>(embedded.at.length)),
            pinfo, tree);
    }
}

} // namespace oscar::epan
