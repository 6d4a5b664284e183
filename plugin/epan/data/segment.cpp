// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/segment.h"

#include "epan/data/follow.h"
#include "epan/packet_state.h"
#include "epan/present.h"
#include "epan/registry.h"

#include <cstring>

namespace oscar::epan {

using sessions::DataConnection;
using sessions::Endpoint;
using sessions::Side;

namespace {

// Constants of packet-tcp.c that are in none of its headers.
constexpr unsigned kSynOrSynAck = 0x01 | 0x02;    // TCP_COMPLETENESS_SYNSENT, TCP_COMPLETENESS_SYNACK
constexpr unsigned kSawSynOrSynAck = 0x02 | 0x04; // the bits of TCP_S_SAW_SYN and TCP_S_SAW_SYNACK

int proto_tcp = -1;
int proto_tls = -1;
int proto_aim = -1;
dissector_handle_t tls_handle;

// Whether TCP has not seen how the connection began. Where a proposal let one expect it, TCP takes it for one that it
// knows already, and does not note its SYN as usual.
bool is_from_the_middle(packet_info* pinfo)
{
    const tcp_analysis* tcp = tcp_analysis_of(pinfo);
    return tcp != nullptr && (tcp->conversation_completeness & kSynOrSynAck) == 0 &&
           ((tcp->flow1.static_flags | tcp->flow2.static_flags) & kSawSynOrSynAck) == 0;
}

// Whether the dissector that runs now was called by this one. It may have been called before, for an earlier part of
// the same segment; and a heuristic, which is AIM's for Wireshark, may stand between.
bool is_called_by(packet_info* pinfo, int caller)
{
    const auto layer_of = [](wmem_list_frame_t* layer) { return GPOINTER_TO_INT(wmem_list_frame_data(layer)); };
    const auto is_own = [](int id) {
        return id == proto(ProtocolId::oft) || id == proto(ProtocolId::odc) || id == proto(ProtocolId::ars) ||
               id == proto(ProtocolId::icq_dc) || id == proto_aim;
    };
    wmem_list_frame_t* layer = wmem_list_tail(pinfo->layers);
    while (layer != nullptr && is_own(layer_of(layer))) {
        layer = wmem_list_frame_prev(layer);
    }
    return layer != nullptr && layer_of(layer) == caller;
}

// Null if there is none; on the first pass one is begun.
DataConnection* connection_of(packet_info* pinfo, bool has_tcp)
{
    if (tracker() == nullptr) {
        return nullptr;
    }
    const std::uint64_t tls = !has_tcp && is_called_by(pinfo, proto_tls) ? sessions::kInsideTls : 0;
    const std::uint64_t number = tls | connection_number(pinfo);
    DataConnection* found = tracker()->find_data(number);
    if (found != nullptr || !on_first_pass(pinfo)) {
        return found;
    }
    const Endpoint a = endpoint_of(pinfo->src, pinfo->srcport);
    const Endpoint b = endpoint_of(pinfo->dst, pinfo->destport);
    const bool from_low = from_low_end(pinfo);
    const bool from_the_middle = has_tcp && is_from_the_middle(pinfo);
    update_tracker([&](sessions::Tracker& t) {
        found = &t.add_data(number, a, b, from_the_middle);
        found->ends = from_low ? std::array{a, b} : std::array{b, a};
    });
    return tracker() != nullptr ? found : nullptr;
}

// Where the caller is not TCP, or keeps its numbers to itself, the bytes of each direction are counted. A frame may
// hold several parts, such as the records of TLS, which come in the same order on every pass.
std::uint64_t counted_place(packet_info* pinfo, DataConnection& connection, Side side, std::uint32_t size)
{
    const int id = proto(ProtocolId::oft);
    const std::uint32_t key = packet_state(pinfo)->counted++;
    auto* place = static_cast<std::uint64_t*>(p_get_proto_data(wmem_file_scope(), pinfo, id, key));
    if (place == nullptr) {
        place = wmem_new0(wmem_file_scope(), std::uint64_t);
        p_add_proto_data(wmem_file_scope(), pinfo, id, key, place);
    }
    if (on_first_pass(pinfo)) {
        *place = connection.count_bytes(side, size);
    }
    return *place;
}

// The last bytes of a part were not dissected, because they will come again, with more. If none were, the part itself
// will not come on a later pass.
void give_back(packet_info* pinfo, DataConnection& connection, Side side, std::uint32_t size)
{
    if (pinfo->desegment_len == 0 || tracker() == nullptr || !on_first_pass(pinfo)) {
        return;
    }
    const auto dissected = static_cast<std::uint32_t>(pinfo->desegment_offset);
    connection.give_back(side, size - dissected);
    if (dissected == 0) {
        --packet_state(pinfo)->counted;
    }
}

std::uint64_t place_of(packet_info* pinfo, DataConnection& connection, Side side, std::uint32_t size,
                       const tcpinfo* tcp)
{
    if (tcp == nullptr) {
        return counted_place(pinfo, connection, side, size);
    }
    if (!on_first_pass(pinfo)) {
        return connection.places(side).find(pinfo->num, tcp->seq);
    }
    std::uint64_t place = 0;
    update_tracker([&](sessions::Tracker&) { place = connection.places(side).add(pinfo->num, tcp->seq); });
    return place;
}

} // namespace

bool is_called_by_tcp(packet_info* pinfo) { return is_called_by(pinfo, proto_tcp); }

int dissect_segment(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const tcpinfo* tcp,
                    int (*parts)(const Segment& segment))
{
    const View view = view_of(tvb);
    DataConnection* connection = connection_of(pinfo, tcp != nullptr);
    if (connection == nullptr || view.size() == 0) {
        return 0;
    }
    const Side side = from_low_end(pinfo) ? Side::low : Side::high;
    const std::uint64_t place = place_of(pinfo, *connection, side, view.size(), tcp);
    if (tracker() == nullptr) {
        return 0;
    }
    if (tcp != nullptr) {
        follow_stream(pinfo, *connection);
    }
    const int dissected = parts({tvb, pinfo, tree, connection, side, place, view, tcp != nullptr});
    if (tcp == nullptr) {
        give_back(pinfo, *connection, side, view.size());
    }
    if (dissected > 0 && view.captured() < view.size()) {
        // Throws, so that Wireshark marks the packet as cut short.
        tvb_ensure_bytes_exist(tvb, 0, static_cast<int>(view.size()));
    }
    return dissected;
}

proto_tree* show(const Segment& s, ProtocolId id, Slice at, const Line& line, std::span<const Record> records)
{
    add_info(s.pinfo, id, line.c_str());
    proto_item* root = nullptr;
    proto_tree* subtree = nullptr;
    tvbuff_t* part = s.tvb;
    if (s.tree != nullptr) {
        const auto shown = static_cast<int>(s.view.bytes(at).size());
        part = tvb_new_subset_length_caplen(s.tvb, static_cast<int>(at.offset), shown, static_cast<int>(at.length));
        root = proto_tree_add_item(s.tree, proto(id), part, 0, shown, ENC_NA);
        append_to_item(root, ", ");
        append_to_item(root, line.c_str());
        subtree = proto_item_add_subtree(root, ett(id));
    }
    if (s.connection->session != sessions::kNone) {
        packet_state(s.pinfo)->data_session = s.connection->session;
    }
    present(part, s.pinfo, root, subtree, records);
    return subtree;
}

bool ask_for_more(const Segment& s, std::uint32_t offset, std::uint32_t missing)
{
    if (s.pinfo->can_desegment == 0 || s.view.captured() < s.view.size()) {
        return false;
    }
    s.pinfo->desegment_offset = static_cast<int>(offset);
    s.pinfo->desegment_len = missing;
    return true;
}

void expect_tls(packet_info* pinfo)
{
    if (tls_handle != nullptr && on_first_pass(pinfo)) {
        conversation_set_dissector_from_frame_number(find_or_create_conversation(pinfo), pinfo->num + 1, tls_handle);
    }
}

bool hand_to_tls(const Segment& s, std::uint32_t offset)
{
    if (tls_handle == nullptr) {
        return false;
    }
    expect_tls(s.pinfo);
    // TLS may ask TCP for more in place of this dissector.
    s.pinfo->can_desegment = s.pinfo->saved_can_desegment;
    tvbuff_t* rest = tvb_new_subset_remaining(s.tvb, static_cast<int>(offset));
    const bool wanted = call_dissector_only(tls_handle, rest, s.pinfo, s.tree, nullptr) != 0;
    if (s.pinfo->desegment_len != 0) {
        s.pinfo->desegment_offset += static_cast<int>(offset);
    }
    return wanted;
}

Endpoint endpoint_of(const address& a, std::uint32_t port)
{
    std::uint32_t ip = 0;
    if (a.type == AT_IPv4) {
        std::memcpy(&ip, a.data, sizeof ip);
    }
    return {g_ntohl(ip), static_cast<std::uint16_t>(port)};
}

void remark_on_address(packet_info* pinfo, tvbuff_t* tvb, proto_tree* tree, const DataConnection& connection)
{
    if (tree == nullptr || connection.session == sessions::kNone) {
        return;
    }
    proto_item* item = proto_tree_add_uint(tree, hf(rendezvous::Field::session), tvb, 0, 0, connection.session);
    proto_item_set_generated(item);
    proto_item_append_text(item, " (this connection is on an address that it names)");
    packet_state(pinfo)->data_session = connection.session;
}

void expect_at(packet_info* pinfo, std::uint32_t ip, std::uint16_t port, dissector_handle_t handle)
{
    // Clients name the same endpoint again and again, and Wireshark takes long to find a conversation.
    bool is_new = true;
    if (tracker() != nullptr) {
        update_tracker([&](sessions::Tracker& t) { is_new = t.note_endpoint({ip, port}); });
    }
    if (!is_new) {
        return;
    }
    const std::uint32_t wire_ip = g_htonl(ip);
    address there;
    address any;
    set_address(&there, AT_IPv4, sizeof wire_ip, &wire_ip);
    clear_address(&any);
    if (find_conversation(pinfo->num, &there, &any, CONVERSATION_TCP, port, 0, NO_ADDR_B | NO_PORT_B) != nullptr) {
        return;
    }
    conversation_t* conversation = conversation_new(pinfo->num, &there, &any, CONVERSATION_TCP, port, 0,
                                                    NO_ADDR2 | NO_PORT2 | CONVERSATION_TEMPLATE);
    conversation_set_dissector(conversation, handle);
}

tvbuff_t* captured_part(const Segment& s, Slice at)
{
    return tvb_new_subset_length(s.tvb, static_cast<int>(at.offset), static_cast<int>(s.view.bytes(at).size()));
}

void hand_off_segments()
{
    proto_tcp = proto_get_id_by_filter_name("tcp");
    proto_tls = proto_get_id_by_filter_name("tls");
    proto_aim = proto_get_id_by_filter_name("aim");
    tls_handle = find_dissector("tls");
}

} // namespace oscar::epan
