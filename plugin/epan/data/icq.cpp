// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/icq.h"

#include "core/icq_dc/fields.h"
#include "epan/data/icq_parts.h"
#include "epan/data/pieces.h"
#include "epan/registry.h"

#include <algorithm>

namespace oscar::epan {

using icq_dc::Field;
using sessions::DataConnection;
using sessions::Peer;
using sessions::PeerPart;
using sessions::Side;
using Kind = sessions::PeerPart::Kind;

namespace {

dissector_handle_t peer_handle;
dissector_table_t tcp_ports;
dissector_handle_t found_peer_handle; // with TCP's data, and without a name, so that nothing else calls it

// ---- What may begin a connection ----

// Versions 2 to 5, whose handshake is not distinct enough for a heuristic.
bool is_old_init(std::span<const std::uint8_t> bytes)
{
    constexpr std::uint32_t version_end = 7;
    if (bytes.size() < version_end || le16(bytes.data()) != icq_dc::kOldInitSize || bytes[2] != 0xFF) {
        return false;
    }
    const std::uint32_t version = le32(&bytes[3]);
    return version >= 2 && version < icq_dc::kFirstVersion;
}

enum class Begins : std::uint8_t { no, yes, perhaps };

// Where a connection is expected, so that less will do.
Begins begins(std::span<const std::uint8_t> bytes, std::uint32_t size)
{
    constexpr std::uint8_t ack[] = {4, 0, 1, 0, 0, 0};
    if (looks_like_peer(bytes, size) || is_old_init(bytes) ||
        (bytes.size() >= std::size(ack) && std::equal(std::begin(ack), std::end(ack), bytes.begin()))) {
        return Begins::yes;
    }
    constexpr std::uint32_t enough = 34; // for a handshake with its length
    if (bytes.size() != size || size >= enough || bytes.empty()) {
        return Begins::no;
    }
    const bool length = bytes[0] == icq_dc::kInitSize || bytes[0] == icq_dc::kShortInitSize ||
                        bytes[0] == icq_dc::kClimmInitSize || bytes[0] == icq_dc::kOldInitSize || bytes[0] == ack[0];
    const bool may_be = bytes[0] == 0xFF ||
                        (length && (size < 2 || bytes[1] == 0) && (size < 3 || bytes[2] == 0xFF || bytes[2] == ack[2]));
    return may_be ? Begins::perhaps : Begins::no;
}

// ---- Parts ----

PeerPart part_at(const Segment& s, std::uint32_t offset)
{
    const View rest = s.view.sub({offset, s.view.size() - offset});
    const auto captured = rest.bytes(rest.whole());
    if (!on_first_pass(s.pinfo)) {
        return s.connection->peer->find(s.side, s.place + offset, captured, rest.size());
    }
    PeerPart part{.kind = Kind::lost, .length = rest.size()};
    update_tracker([&](sessions::Tracker&) {
        part = s.connection->peer->add(s.side, s.place + offset, captured, rest.size(), s.connection->files());
    });
    return part;
}

void dissect_lost(const Segment& s, Slice at)
{
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    recorder.item({.field = Field::rest, .at = {0, static_cast<std::uint32_t>(s.view.bytes(at).size())}});
    emit_session(*s.connection, Field::proposal_in, recorder);
    Line line;
    line << "Unknown data (" << at.length << " bytes)";
    show(s, ProtocolId::icq_dc, at, line, recorder.records());
}

void dissect_frame(const Segment& s, Slice at, Kind kind)
{
    switch (kind) {
    case Kind::init:
        dissect_handshake(s, at, true);
        break;
    case Kind::init_without_length:
        dissect_handshake(s, at, false);
        break;
    case Kind::ack:
        dissect_plain_frame(s, at, "Handshake acknowledged", icq_dc::decode_ack);
        break;
    case Kind::channel:
        dissect_channel(s, at);
        break;
    case Kind::message:
        dissect_message(s, at);
        break;
    case Kind::file_packet:
        dissect_file_packet(s, at);
        break;
    case Kind::hello:
        dissect_chat_hello(s, at);
        break;
    default:
        dissect_plain_frame(s, at, "Unknown kind of frame", icq_dc::decode_unknown);
        break;
    }
}

// TCP does not put together what this frame is in. The next one begins where it ends.
void give_up(const Segment& s, std::uint32_t offset, std::uint32_t length)
{
    if (!s.has_sequence) {
        return; // in exported PDUs, each packet may be of another connection
    }
    learn(s, 0, [&](sessions::Tracker&) {
        s.connection->peer->give_up(s.side, s.place + s.view.size(), s.place + offset + length);
    });
}

// The parts of a segment, from its start. Stops where TCP is asked for more.
void dissect_all(const Segment& s)
{
    std::uint32_t offset = 0;
    while (offset < s.view.size() && s.view.has({offset, 1})) {
        PeerPart part = part_at(s, offset);
        if (tracker() == nullptr) {
            return;
        }
        const std::uint32_t there = s.view.size() - offset;
        if (part.kind == Kind::more) {
            if (ask_for_more(s, offset, DESEGMENT_ONE_MORE_SEGMENT)) {
                return;
            }
            give_up(s, offset, part.length);
            part = {.kind = Kind::lost, .length = there};
        }
        if (part.is_frame() && part.length > there) {
            if (ask_for_more(s, offset, part.length - there)) {
                return;
            }
            give_up(s, offset, part.length);
        }
        const Slice at{offset, std::min(part.length, there)};
        std::uint32_t done = at.length;
        if (part.is_frame()) {
            dissect_frame(s, at, part.kind);
        } else if (part.kind == Kind::content || part.kind == Kind::data_head) {
            done = dissect_file_data(s, offset, part);
        } else if (part.kind == Kind::chat) {
            done = dissect_chat(s, offset);
        } else if (part.kind == Kind::secure) {
            if (!hand_to_tls(s, offset)) {
                call_data_dissector(tvb_new_subset_remaining(s.tvb, static_cast<int>(offset)), s.pinfo, s.tree);
            }
            return;
        } else {
            dissect_lost(s, at);
        }
        if (tracker() == nullptr || done == 0 || s.pinfo->desegment_len > 0) {
            return;
        }
        offset += done;
    }
}

// Returns how much was dissected: 0 if the connection is something else.
int dissect_peer(const Segment& s)
{
    if (!is_enabled(ProtocolId::icq_dc)) {
        return 0;
    }
    if (s.connection->peer == nullptr) {
        const bool is_other = s.connection->is_known() || !on_first_pass(s.pinfo);
        const Begins found = is_other ? Begins::no : begins(s.view.bytes(s.view.whole()), s.view.size());
        if (found == Begins::perhaps && ask_for_more(s, 0, DESEGMENT_ONE_MORE_SEGMENT)) {
            return static_cast<int>(s.view.captured());
        }
        const bool has_handshake = icq_dc::find_init(s.view.bytes(s.view.whole())) != icq_dc::Found::no;
        if (found != Begins::yes) {
            remark_on_address(s.pinfo, s.tvb, s.tree, *s.connection);
            return 0;
        }
        if (!update_tracker([&](sessions::Tracker& t) { t.begin_peer(*s.connection, has_handshake); })) {
            return 0;
        }
    }
    dissect_all(s);
    return static_cast<int>(s.view.captured());
}

int dissect_stream(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data)
{
    return dissect_segment(tvb, pinfo, tree, is_called_by_tcp(pinfo) ? static_cast<const tcpinfo*>(data) : nullptr,
                           dissect_peer);
}

int dissect_found(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data)
{
    return dissect_segment(tvb, pinfo, tree, static_cast<const tcpinfo*>(data), dissect_peer);
}

} // namespace

bool looks_like_peer(std::span<const std::uint8_t> bytes, std::uint32_t size)
{
    return icq_dc::find_init(bytes) != icq_dc::Found::no || icq_dc::looks_like_message(bytes, size);
}

bool begins_expected_peer(tvbuff_t* tvb, packet_info* pinfo)
{
    if (tracker() == nullptr || !tracker()->may_expect_client() || !on_first_pass(pinfo) ||
        !is_enabled(ProtocolId::icq_dc)) {
        return false;
    }
    const View view = view_of(tvb);
    const sessions::Endpoint from = endpoint_of(pinfo->src, pinfo->srcport);
    const sessions::Endpoint to = endpoint_of(pinfo->dst, pinfo->destport);
    return tracker()->expects_client(from, to) && begins(view.bytes(view.whole()), view.size()) != Begins::no;
}

void expect_where_needed(packet_info* pinfo, std::uint32_t ip, std::uint16_t port)
{
    if (ip != 0 && dissector_get_uint_handle(tcp_ports, port) != nullptr) {
        expect_at(pinfo, ip, port, peer_handle);
    }
}

void expect_client(packet_info* pinfo, const DcInfo& info)
{
    const std::uint32_t frame = pinfo->num;
    if (!update_tracker([&](sessions::Tracker& t) { t.expect_client(info, frame); })) {
        return;
    }
    for (const std::uint32_t ip : {info.internal_ip, info.external_ip}) {
        expect_where_needed(pinfo, ip, info.port);
    }
}

void expect_peer(packet_info* pinfo, const rendezvous::Offer& offer)
{
    if (offer.data_port == 0) {
        return;
    }
    for (const std::uint32_t ip : {offer.data_ip, offer.ip, offer.requester_ip, offer.verified_ip}) {
        if (ip != 0) {
            expect_at(pinfo, ip, offer.data_port, peer_handle);
        }
    }
}

int dissect_found_peer(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const tcpinfo* tcp)
{
    // The heuristic counts as one more dissector between TCP and this; desegmentation is offered to the first only.
    pinfo->can_desegment = pinfo->saved_can_desegment;
    return call_dissector_only(found_peer_handle, tvb, pinfo, tree, const_cast<tcpinfo*>(tcp));
}

void count_late_content(packet_info* pinfo, tvbuff_t* tvb, DataConnection& connection, Side side, std::uint64_t place)
{
    const View view = view_of(tvb);
    std::uint32_t offset = 0;
    while (place != 0 && tracker() != nullptr && offset < view.captured()) {
        const View rest = view.sub({offset, view.size() - offset});
        const auto captured = rest.bytes(rest.whole());
        const PeerPart part = connection.peer->find(side, place + offset, captured, rest.size());
        if (part.kind == Kind::content) {
            update_tracker([&](sessions::Tracker&) { connection.files().count(part.step, captured); });
            if (tracker() != nullptr && has_piece_listener(ProtocolId::oft)) {
                const auto length = static_cast<int>(std::min<std::size_t>(part.length, captured.size()));
                tvbuff_t* bytes = tvb_new_subset_length(tvb, static_cast<int>(offset), length);
                pass_piece(pinfo, {Piece::What::file, &connection, part.step.file, bytes, part.step.offset, nullptr});
            }
        } else if (part.kind != Kind::data_head) {
            return;
        }
        offset += part.length;
    }
}

void register_peers()
{
    peer_handle = register_dissector("icq_dc", dissect_stream, proto(ProtocolId::icq_dc));
    found_peer_handle = create_dissector_handle(dissect_found, proto(ProtocolId::icq_dc));
}

void hand_off_peers()
{
    tcp_ports = find_dissector_table("tcp.port");
    dissector_add_for_decode_as("tcp.port", peer_handle);
}

dissector_handle_t peer_dissector() { return peer_handle; }

} // namespace oscar::epan
