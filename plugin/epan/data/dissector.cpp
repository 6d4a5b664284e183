// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/dissector.h"

#include "core/ars/fields.h"
#include "core/ars/packet.h"
#include "core/oft/fields.h"
#include "core/oft/header.h"
#include "core/oft/list.h"
#include "core/rendezvous/fields.h"
#include "epan/data/export.h"
#include "epan/data/follow.h"
#include "epan/data/hashes.h"
#include "epan/data/icq.h"
#include "epan/data/lines.h"
#include "epan/data/pieces.h"
#include "epan/data/segment.h"
#include "epan/packet_state.h"
#include "epan/present.h"
#include "epan/recorder.h"
#include "epan/registry.h"
#include "epan/session_tap.h"
#include "epan/text.h"
#include "epan/tracker.h"
#include "epan/view_of.h"
#include "sessions/streams/report.h"

#include <type_traits>

namespace oscar::epan {

using sessions::DataConnection;
using sessions::Endpoint;
using sessions::Part;
using sessions::Side;

namespace {

// Of packet-tcp.c, which keeps them to itself.
constexpr unsigned kSynOrSynAck = 0x01 | 0x02;    // TCP_COMPLETENESS_SYNSENT, TCP_COMPLETENESS_SYNACK
constexpr unsigned kSawSynOrSynAck = 0x02 | 0x04; // the bits of TCP_S_SAW_SYN and TCP_S_SAW_SYNACK

// Where clients connect to a proxy, the ports on which another dissector would keep its packets from the heuristic.
constexpr std::uint16_t kPortsOfOthers[] = {80, 443};

// A list of shared files is reassembled up to this length: several thousand files. Of a longer one, the entries in its
// first segment are shown.
constexpr std::uint64_t kLongestList = std::uint64_t{256} * 1024;

int proto_tcp = -1;
int proto_tls = -1;
int proto_aim = -1;
dissector_handle_t tls_handle;
dissector_handle_t oft_handle;
dissector_handle_t ars_handle;
// For a segment that a heuristic has recognised, with TCP's data. Without a name, so that nothing else calls them.
dissector_handle_t found_oft_handle;
dissector_handle_t found_ars_handle;

Endpoint endpoint(const address& a, std::uint32_t port)
{
    std::uint32_t ip = 0;
    if (a.type == AT_IPv4) {
        std::memcpy(&ip, a.data, sizeof ip);
    }
    return {g_ntohl(ip), static_cast<std::uint16_t>(port)};
}

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
        return id == proto(ProtocolId::oft) || id == proto(ProtocolId::ars) || id == proto(ProtocolId::icq_dc) ||
               id == proto_aim;
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
    const Endpoint a = endpoint(pinfo->src, pinfo->srcport);
    const Endpoint b = endpoint(pinfo->dst, pinfo->destport);
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

Part part_at(const Segment& s, std::uint32_t offset)
{
    const View rest = s.view.sub({offset, s.view.size() - offset});
    const auto captured = rest.bytes({0, rest.captured()});
    if (!on_first_pass(s.pinfo)) {
        return s.connection->find(s.side, s.place + offset, captured, rest.size());
    }
    Part part{.kind = Part::Kind::other, .length = rest.size()};
    update_tracker(
        [&](sessions::Tracker&) { part = s.connection->add(s.side, s.place + offset, captured, rest.size()); });
    return part;
}

} // namespace

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

namespace {

void dissect_proxy_packet(const Segment& s, Slice at)
{
    const View view = s.view.sub(at);
    ars::Packet packet;
    ars::read_packet(view, packet);
    const Slice name{at.offset + packet.name.offset, packet.name.length};
    const char* user = name.length > 0 ? to_utf8(s.pinfo->pool, s.tvb, name, Charset::unknown) : "";
    const bool learnt = learn(s, 0, [&](sessions::Tracker& t) {
        s.connection->add_proxy_packet(s.side, s.place + at.offset);
        if (packet.has_cookie) {
            t.join_data(*s.connection, packet.cookie, user);
        }
    });
    if (!learnt) {
        return;
    }
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    ars::decode_packet(view, packet, recorder);
    emit_session(*s.connection, ars::Field::proposal_in, recorder);
    const Line line = proxy_line(s.pinfo, s.tvb, at.offset, packet);
    tap_data(s.pinfo, *s.connection, Part::Kind::proxy, sessions::Transfer::kNoFile, line.c_str());
    show(s, ProtocolId::ars, at, line, recorder.records());
}

void dissect_header(const Segment& s, Slice at)
{
    const View view = s.view.sub(at);
    const oft::Header header = oft::read_header(view);
    const char* name = header.name.at.length > 0 ? file_name(s.pinfo->pool, s.tvb, at.offset, header.name) : "";
    const std::uint32_t frame = s.pinfo->num;
    const bool learnt = learn(s, 0, [&](sessions::Tracker& t) {
        s.connection->add_header(s.side, s.place + at.offset, frame, header, name);
        if (header.numbers) {
            t.join_data(*s.connection, header.cookie);
        }
    });
    if (!learnt) {
        return;
    }
    const sessions::Transfer& transfer = s.connection->transfer();
    const std::uint32_t file = transfer.file_of_header(s.side, s.place + at.offset);
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    oft::decode_header(view, recorder);
    sessions::emit_file(transfer, file, header, recorder);
    emit_session(*s.connection, oft::Field::proposal_in, recorder);
    const Line line = header_line(s.pinfo, header, name);
    tap_data(s.pinfo, *s.connection, Part::Kind::header, file, line.c_str());
    // Before what may throw.
    if (file != sessions::Transfer::kNoFile) {
        tap_piece(s.pinfo, {s.connection, file, nullptr, 0, false});
    }
    show(s, ProtocolId::oft, at, line, recorder.records());
}

void dissect_content(const Segment& s, Slice at, const Part& part)
{
    const sessions::Transfer& transfer = s.connection->transfer();
    const sessions::File& file = transfer.files()[part.step.file];
    const std::uint32_t frame = s.pinfo->num;
    if (!learn(s, at.length, [&](sessions::Tracker&) { s.connection->note_content(part.step.file, frame); })) {
        return;
    }
    sessions::RangeText text;
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    if (s.tree != nullptr) {
        sessions::emit_content(transfer, part.step, {0, static_cast<std::uint32_t>(s.view.bytes(at).size())}, text,
                               recorder);
        emit_session(*s.connection, oft::Field::proposal_in, recorder);
    } else {
        sessions::range_text(file, part.step, text);
    }
    if (file.is_list && part.step.offset == 0 && !part.step.fork) {
        oft::decode_list(s.view.sub(at), file.columns, at.length >= file.size, recorder);
    }
    const Line line = content_line(s.pinfo, file, text.data());
    // Before what may throw.
    if (has_session_listener()) {
        tap_data(s.pinfo, *s.connection, part.kind, part.step.file, file_line(s.pinfo, file).c_str());
    }
    if (has_piece_listener()) {
        tvbuff_t* bytes =
            tvb_new_subset_length(s.tvb, static_cast<int>(at.offset), static_cast<int>(s.view.bytes(at).size()));
        tap_piece(s.pinfo, {s.connection, part.step.file, bytes, part.step.offset, part.step.fork});
    }
    show(s, ProtocolId::oft, at, line, recorder.records());
}

void dissect_unknown(const Segment& s, Slice at)
{
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    recorder.item({.field = oft::Field::data_unknown, .at = {0, static_cast<std::uint32_t>(s.view.bytes(at).size())}});
    emit_session(*s.connection, oft::Field::proposal_in, recorder);
    Line line;
    line << "Unknown data (" << at.length << " bytes)";
    show(s, ProtocolId::oft, at, line, recorder.records());
}

} // namespace

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

namespace {

// How many bytes follow the start of a list, so that the entries that several segments share can be shown.
std::uint32_t missing_of_list(const DataConnection& connection, const Part& part)
{
    if (part.kind != Part::Kind::content || part.step.offset != 0 || part.step.fork) {
        return 0;
    }
    const sessions::File& file = connection.transfer().files()[part.step.file];
    return file.is_list && file.size > part.length && file.size <= kLongestList
               ? static_cast<std::uint32_t>(file.size) - part.length
               : 0;
}

// Returns how much was dissected: 0 if the connection is something else.
int dissect_parts(const Segment& s)
{
    std::uint32_t offset = 0;
    while (offset < s.view.size()) {
        Part part = part_at(s, offset);
        if (tracker() == nullptr) {
            return 0;
        }
        const std::uint32_t there = s.view.size() - offset;
        if (part.kind == Part::Kind::other && s.connection->transfer().files().empty()) {
            // Something else at the address of a session, or what follows the proxy's packets.
            remark_on_address(s.pinfo, s.tvb, s.tree, *s.connection);
            if (offset > 0) {
                call_data_dissector(tvb_new_subset_remaining(s.tvb, static_cast<int>(offset)), s.pinfo, s.tree);
                break;
            }
            return 0;
        }
        if (part.kind == Part::Kind::tls) {
            remark_on_address(s.pinfo, s.tvb, s.tree, *s.connection);
            if (!hand_to_tls(s, offset)) {
                return static_cast<int>(offset);
            }
            break;
        }
        if (!is_enabled(part.kind == Part::Kind::proxy ? ProtocolId::ars : ProtocolId::oft)) {
            return static_cast<int>(offset);
        }
        if (part.kind == Part::Kind::more) {
            // Not for the bytes that it takes at least: TCP loses its way if it is asked twice within a segment.
            if (ask_for_more(s, offset, DESEGMENT_ONE_MORE_SEGMENT)) {
                break;
            }
            part = {.kind = Part::Kind::header, .length = there}; // as much of it as there is
        }
        const bool is_whole_unit = part.kind == Part::Kind::header || part.kind == Part::Kind::proxy;
        // A list of files is shown as a whole, too. Content is not longer than what is there of it.
        const std::uint32_t missing = missing_of_list(*s.connection, part);
        if (missing > 0 && part.length == there && ask_for_more(s, offset, missing)) {
            break;
        }
        if (is_whole_unit && part.length > there && ask_for_more(s, offset, part.length - there)) {
            break;
        }
        const Slice at{offset, std::min(part.length, there)};
        if (!s.view.has({offset, 1})) {
            break; // the capture has no more of it
        }
        switch (part.kind) {
        case Part::Kind::proxy:
            dissect_proxy_packet(s, at);
            break;
        case Part::Kind::header:
            dissect_header(s, at);
            break;
        case Part::Kind::content:
            dissect_content(s, at, part);
            break;
        case Part::Kind::other:
        case Part::Kind::more:
        case Part::Kind::tls:
            dissect_unknown(s, at);
            break;
        }
        if (tracker() == nullptr) {
            break;
        }
        offset += at.length;
    }
    return static_cast<int>(s.view.captured());
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
    const int dissected = parts({tvb, pinfo, tree, connection, side, place, view});
    if (tcp == nullptr) {
        give_back(pinfo, *connection, side, view.size());
    }
    if (dissected > 0 && view.captured() < view.size()) {
        // Throws, so that Wireshark marks the packet as cut short.
        tvb_ensure_bytes_exist(tvb, 0, static_cast<int>(view.size()));
    }
    return dissected;
}

namespace {

// A dissector_t that any other dissector may call, with any data.
int dissect_stream(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data)
{
    return dissect_segment(tvb, pinfo, tree, is_called_by_tcp(pinfo) ? static_cast<const tcpinfo*>(data) : nullptr,
                           dissect_parts);
}

int dissect_found(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data)
{
    return dissect_segment(tvb, pinfo, tree, static_cast<const tcpinfo*>(data), dissect_parts);
}

bool is_peer(tvbuff_t* tvb)
{
    const View view = view_of(tvb);
    return looks_like_peer(view.bytes(view.whole()), view.size());
}

bool is_oft(tvbuff_t* tvb) { return tvb_get_ptr(tvb, 0, 1)[0] == oft::kMagic[0]; }

} // namespace

void expect_at(packet_info* pinfo, std::uint32_t ip, std::uint16_t port, dissector_handle_t handle)
{
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

void expect_data(packet_info* pinfo, const rendezvous::Offer& offer, rendezvous::Connection connection)
{
    if (!on_first_pass(pinfo)) {
        return;
    }
    if (offer.use_ars && offer.ip != 0) {
        for (const std::uint16_t port : kPortsOfOthers) {
            expect_at(pinfo, offer.ip, port, ars_handle);
        }
    }
    if (connection == rendezvous::Connection::icq_direct) {
        expect_peer(pinfo, offer);
    }
    if (connection == rendezvous::Connection::oft) {
        for (const std::uint32_t ip : sessions::addresses_of(offer)) {
            if (ip != 0) {
                expect_at(pinfo, ip, offer.port, oft_handle);
            }
        }
    }
}

bool looks_like_data(std::span<const std::uint8_t> bytes, std::uint32_t size)
{
    if (looks_like_peer(bytes, size)) {
        return is_enabled(ProtocolId::icq_dc);
    }
    if (oft::looks_like_header(bytes)) {
        return is_enabled(ProtocolId::oft);
    }
    return ars::looks_like_packet(bytes, size) && is_enabled(ProtocolId::ars);
}

dissector_handle_t dissector_of_data(tvbuff_t* tvb)
{
    return is_peer(tvb) ? peer_dissector() : is_oft(tvb) ? oft_handle : ars_handle;
}

int dissect_found_data(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const tcpinfo* tcp)
{
    if (is_peer(tvb)) {
        return dissect_found_peer(tvb, pinfo, tree, tcp);
    }
    // The heuristic counts as one more dissector between TCP and this; desegmentation is offered to the first only.
    pinfo->can_desegment = pinfo->saved_can_desegment;
    return call_dissector_only(is_oft(tvb) ? found_oft_handle : found_ars_handle, tvb, pinfo, tree,
                               const_cast<tcpinfo*>(tcp));
}

void register_data()
{
    oft_handle = register_dissector("aim_oft", dissect_stream, proto(ProtocolId::oft));
    ars_handle = register_dissector("aim_ars", dissect_stream, proto(ProtocolId::ars));
    found_oft_handle = create_dissector_handle(dissect_found, proto(ProtocolId::oft));
    found_ars_handle = create_dissector_handle(dissect_found, proto(ProtocolId::ars));
    register_peers();
    register_follow();
    register_export();
    register_hashes();
}

void hand_off_data()
{
    proto_tcp = proto_get_id_by_filter_name("tcp");
    proto_tls = proto_get_id_by_filter_name("tls");
    proto_aim = proto_get_id_by_filter_name("aim");
    tls_handle = find_dissector("tls");
    dissector_add_for_decode_as("tcp.port", oft_handle);
    dissector_add_for_decode_as("tcp.port", ars_handle);
    hand_off_peers();
}

} // namespace oscar::epan
