// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/rendezvous/attach.h"

#include "core/ars/packet.h"
#include "core/icq_dc/frame.h"
#include "core/oft/header.h"
#include "core/oscar/flap.h"
#include "core/rendezvous/message.h"
#include "epan/compat.h"
#include "epan/data/dissector.h"
#include "epan/data/icq.h"
#include "epan/packet_state.h"
#include "epan/registry.h"
#include "epan/rendezvous/dissector.h"
#include "epan/rendezvous/service_table.h"
#include "epan/rendezvous/tracking.h"
#include "epan/text.h"

namespace oscar::epan {
namespace {

int proto_aim = -1;
int proto_tcp = -1;
int proto_tls = -1;
dissector_handle_t aim_handle;     // Wireshark's AIM dissector
dissector_handle_t chain_handle;   // our dissector in its place
dissector_handle_t message_handle; // for one message, which is passed as `data`
// Holds nothing but `aim_handle`. A call through a table adds no second "aim" layer.
dissector_table_t aim_table;

bool has_rendezvous(packet_info* pinfo)
{
    const PacketState* state = known_packet_state(pinfo);
    return state != nullptr && state->lines > 0;
}

void dissect_frame(tvbuff_t* frame_tvb, packet_info* pinfo, proto_tree* tree, rendezvous::Message* message)
{
    // An exception in one message must not hide the next message.
    TRY { call_dissector_only(message_handle, frame_tvb, pinfo, tree, message); }
    CATCH_NONFATAL_ERRORS { show_exception(frame_tvb, pinfo, tree, EXCEPT_CODE, GET_MESSAGE); }
    ENDTRY;
}

// The text that the AIM dissector has just appended to the Info column. `own` is the text before it, from an earlier
// call for the same packet, or null if there was none.
const char* words_of_aim(packet_info* pinfo, const char* own)
{
    const char* text = col_get_text(pinfo->cinfo, COL_INFO);
    const std::size_t length = own != nullptr ? strlen(own) : 0;
    if (text == nullptr) {
        return "";
    }
    return wmem_strdup(pinfo->pool, length > 0 && strncmp(text, own, length) == 0 ? text + length : text);
}

// In the Info column, the text about a rendezvous comes first. The text of the AIM dissector follows if it is about
// another frame.
void append_words_of_aim(packet_info* pinfo, const char* own, const char* words)
{
    InfoLine info;
    info << own << (words[0] != '\0' ? "; " : "") << words;
    set_info(pinfo, info);
    col_set_str(pinfo->cinfo, COL_PROTOCOL, protocol(ProtocolId::rendezvous).name);
}

// Goes through the FLAP frames that the AIM dissector has dissected, up to the one for which it asked for more
// segments, if it did. Not inlined, so that no local variable is alive across the caller's setjmp.
[[gnu::noinline]] void walk_frames(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const char* own)
{
    const View bytes = view_of(tvb);
    const std::uint32_t end =
        pinfo->desegment_len != 0 ? static_cast<std::uint32_t>(pinfo->desegment_offset) : bytes.size();
    flap::Walk walk(bytes);
    Slice frame;
    Snac snac;
    rendezvous::Message message;
    const char* words = nullptr; // AIM's, saved before the text about a rendezvous replaces it
    bool is_last = false;        // whether the last frame was a rendezvous
    while (walk.next(frame) && frame.offset < end) {
        const View flap = bytes.sub(frame);
        is_last = false;
        if (!read_snac(flap, snac)) {
            continue;
        }
        if (read_message(flap, snac, message)) {
            words = words != nullptr ? words : words_of_aim(pinfo, own);
            const std::uint32_t lines = packet_state(pinfo)->lines;
            dissect_frame(tvb_of_frame(tvb, frame), pinfo, tree, &message);
            is_last = packet_state(pinfo)->lines != lines;
        } else {
            track_other(pinfo, tvb, frame, flap, snac);
        }
    }
    if (has_rendezvous(pinfo) && !is_last) {
        append_words_of_aim(pinfo, packet_state(pinfo)->info.c_str(),
                            words != nullptr ? words : words_of_aim(pinfo, own));
    }
}

// Called in place of the AIM dissector, and returns the same.
int dissect_chain(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data)
{
    // The text of an earlier call for this packet is behind a fence: the AIM dissector appends to it.
    const char* volatile own =
        has_rendezvous(pinfo) ? wmem_strdup(pinfo->pool, col_get_text(pinfo->cinfo, COL_INFO)) : nullptr;

    // The dissector table counts as one more dissector between TCP and AIM, and only the first one may desegment.
    pinfo->can_desegment = pinfo->saved_can_desegment;
    volatile int dissected = 0;
    volatile bool returned = false;
    TRY
    {
        dissected = try_uint(aim_table, 0, tvb, pinfo, tree, false, data);
        returned = true;
    }
    FINALLY
    {
        if ((dissected != 0 || !returned) && is_enabled(ProtocolId::rendezvous)) {
            walk_frames(tvb, pinfo, tree, own);
        }
    }
    ENDTRY;
    return dissected;
}

// Its address marks a conversation that has proved to be OSCAR.
int oscar_key;

constexpr std::uint32_t kLeastOfData = ars::kFoodgroupEnd; // bytes that tell whether it may be a data connection

bool is_known_oscar(packet_info* pinfo)
{
    const conversation_t* conversation = find_conversation_pinfo(pinfo, 0);
    return conversation != nullptr &&
           conversation_get_proto_data(conversation, proto(ProtocolId::rendezvous)) == &oscar_key;
}

// Whether the dissector that runs now, which is AIM's for Wireshark, was called by this one. A heuristic is called by
// others too: an exported PDU names it, and gives it what data it likes.
bool is_called_by(packet_info* pinfo, int caller)
{
    const auto is = [](wmem_list_frame_t* layer, int proto) {
        return layer != nullptr && GPOINTER_TO_INT(wmem_list_frame_data(layer)) == proto;
    };
    wmem_list_frame_t* last = wmem_list_tail(pinfo->layers);
    return is(last, proto_aim) && is(wmem_list_frame_prev(last), caller);
}

// Data connections begin with other bytes, and are looked for here too: each heuristic costs every packet that nobody
// claims far more than this look at four bytes.
bool is_data(tvbuff_t* tvb)
{
    const auto captured = tvb_captured_length(tvb);
    if (captured < kLeastOfData) {
        return false;
    }
    const std::uint8_t* bytes = tvb_get_ptr(tvb, 0, kLeastOfData);
    const std::span<const std::uint8_t, kLeastOfData> start(bytes, kLeastOfData);
    return (bytes[0] == oft::kMagic[0] || ars::has_foodgroup(start) ||
            icq_dc::may_be_frame(start, tvb_reported_length(tvb))) &&
           looks_like_data({tvb_get_ptr(tvb, 0, static_cast<int>(captured)), captured}, tvb_reported_length(tvb));
}

// What the heuristics base their decision on. All that other traffic costs is a look at its first byte.
flap::Evidence evidence_of_oscar(tvbuff_t* tvb, packet_info* pinfo)
{
    if (tvb_captured_length(tvb) < flap::kHeaderSize || tvb_get_ptr(tvb, 0, 1)[0] != flap::kMarker ||
        !is_enabled(ProtocolId::rendezvous)) {
        return flap::Evidence::none;
    }
    const flap::Evidence evidence = flap::evidence_of_oscar(view_of(tvb));
    if (evidence == flap::Evidence::certain) {
        conversation_add_proto_data(find_or_create_conversation(pinfo), proto(ProtocolId::rendezvous), &oscar_key);
    } else if (evidence == flap::Evidence::possible && !is_known_oscar(pinfo)) {
        // The server sends first, and its sign-on frame proves nothing. It is shown as OSCAR in a second pass, when
        // later frames have proved that it is.
        return flap::Evidence::none;
    }
    return evidence;
}

// From this frame on: earlier ones were not reassembled as what it is. Leaves the conversation to another dissector
// that has it already, such as that of a proxy.
void claim_conversation(packet_info* pinfo, dissector_handle_t handle)
{
    conversation_t* conversation = find_or_create_conversation(pinfo);
    if (conversation_get_dissector(conversation, pinfo->num) == nullptr) {
        conversation_set_dissector_from_frame_number(conversation, pinfo->num, handle);
    }
}

ws_bool heuristic_tcp(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data)
{
    const flap::Evidence evidence = evidence_of_oscar(tvb, pinfo);
    if (evidence == flap::Evidence::none) {
        const auto* tcp = is_called_by(pinfo, proto_tcp) ? static_cast<const tcpinfo*>(data) : nullptr;
        if (is_data(tvb)) {
            claim_conversation(pinfo, dissector_of_data(tvb));
            return dissect_found_data(tvb, pinfo, tree, tcp) > 0;
        }
        if (tcp != nullptr && begins_expected_peer(tvb, pinfo)) {
            claim_conversation(pinfo, peer_dissector());
            return dissect_found_peer(tvb, pinfo, tree, tcp) > 0;
        }
        return false;
    }
    if (evidence == flap::Evidence::certain) {
        claim_conversation(pinfo, chain_handle);
    }
    dissect_chain(tvb, pinfo, tree, data);
    return true;
}

ws_bool heuristic_tls(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data)
{
    const flap::Evidence evidence = evidence_of_oscar(tvb, pinfo);
    dissector_handle_t* session =
        data != nullptr && is_called_by(pinfo, proto_tls) ? tls_session_dissector(data) : nullptr;
    if (evidence == flap::Evidence::none) {
        if (!is_data(tvb)) {
            return false;
        }
        if (session != nullptr) {
            *session = dissector_of_data(tvb);
        }
        return dissect_found_data(tvb, pinfo, tree, nullptr) > 0;
    }
    if (session != nullptr && evidence == flap::Evidence::certain) {
        *session = chain_handle;
    }
    dissect_chain(tvb, pinfo, tree, nullptr);
    return true;
}

void chain_entry(const char* table, ftenum_t, void* key, void* value, void*)
{
    if (dtbl_entry_get_handle(static_cast<dtbl_entry_t*>(value)) == aim_handle) {
        dissector_change_uint(table, GPOINTER_TO_UINT(key), chain_handle);
    }
}

// Called at the start of each capture, because ports can be bound to AIM at any time before.
void chain_ports()
{
    for (const char* table : {"tcp.port", "tls.port"}) {
        dissector_table_foreach(table, chain_entry, nullptr);
    }
}

} // namespace

void register_attachment()
{
    aim_table = register_dissector_table("aim_rendezvous.aim", "AIM Rendezvous: the AIM dissector",
                                         proto(ProtocolId::rendezvous), FT_UINT8, BASE_DEC);
    message_handle = create_dissector_handle(dissect_message, proto(ProtocolId::rendezvous));
    register_dissector("aim_rendezvous", dissect_first_frame, proto(ProtocolId::rendezvous));
    register_service_table();
    register_init_routine(chain_ports);
}

void hand_off_attachment()
{
    proto_aim = proto_get_id_by_filter_name("aim");
    proto_tcp = proto_get_id_by_filter_name("tcp");
    proto_tls = proto_get_id_by_filter_name("tls");
    aim_handle = find_dissector_add_dependency("aim", proto(ProtocolId::rendezvous));
    if (aim_handle == nullptr || proto_aim < 0) {
        return;
    }
    dissector_add_uint("aim_rendezvous.aim", 0, aim_handle);
    // The name is needed for TLS to export the PDUs that it passes to this handle.
    chain_handle = register_dissector("aim_rendezvous.stream", dissect_chain, proto_aim);
    heur_dissector_add("tcp", heuristic_tcp, "OSCAR (AIM and ICQ) over TCP", "aim_rendezvous_tcp", proto_aim,
                       HEURISTIC_ENABLE);
    heur_dissector_add("tls", heuristic_tls, "OSCAR (AIM and ICQ) over TLS", "aim_rendezvous_tls", proto_aim,
                       HEURISTIC_ENABLE);
}

} // namespace oscar::epan
