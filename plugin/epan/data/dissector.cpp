// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/dissector.h"

#include "core/ars/fields.h"
#include "core/ars/packet.h"
#include "core/odc/fields.h"
#include "core/odc/frame.h"
#include "core/oft/fields.h"
#include "core/oft/header.h"
#include "core/oft/list.h"
#include "epan/data/direct_im.h"
#include "epan/data/export.h"
#include "epan/data/follow.h"
#include "epan/data/hashes.h"
#include "epan/data/icq.h"
#include "epan/data/im_stream.h"
#include "epan/data/lines.h"
#include "epan/data/pieces.h"
#include "epan/data/segment.h"
#include "epan/recorder.h"
#include "epan/registry.h"
#include "epan/session_tap.h"
#include "epan/text.h"
#include "epan/tracker.h"
#include "epan/view_of.h"
#include "sessions/streams/report.h"

namespace oscar::epan {

using sessions::DataConnection;
using sessions::Part;

namespace {

// Where clients connect to a proxy, the ports on which another dissector would keep its packets from the heuristic.
constexpr std::uint16_t kPortsOfOthers[] = {80, 443};

// A list of shared files is reassembled up to this length: several thousand files. Of a longer one, the entries in its
// first segment are shown.
constexpr std::uint64_t kLongestList = std::uint64_t{256} * 1024;

dissector_handle_t oft_handle;
dissector_handle_t odc_handle;
dissector_handle_t ars_handle;
// For a segment that a heuristic has recognised, with TCP's data. Without a name, so that nothing else calls them.
dissector_handle_t found_oft_handle;
dissector_handle_t found_odc_handle;
dissector_handle_t found_ars_handle;

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
        tap_piece(s.pinfo, {Piece::What::file, s.connection, file, nullptr, 0, nullptr});
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
    if (has_piece_listener(ProtocolId::oft)) {
        tap_piece(s.pinfo, piece_of(*s.connection, part, captured_part(s, at)));
    }
    show(s, ProtocolId::oft, at, line, recorder.records());
}

void dissect_unknown(const Segment& s, Slice at)
{
    const bool is_direct_im = s.connection->is_direct_im();
    const FieldRef unknown = is_direct_im ? FieldRef(odc::Field::data_unknown) : FieldRef(oft::Field::data_unknown);
    const FieldRef proposal_in = is_direct_im ? FieldRef(odc::Field::proposal_in) : FieldRef(oft::Field::proposal_in);
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    recorder.item({.field = unknown, .at = {0, static_cast<std::uint32_t>(s.view.bytes(at).size())}});
    emit_session(*s.connection, proposal_in, recorder);
    Line line;
    line << "Unknown data (" << at.length << " bytes)";
    show(s, unknown.protocol, at, line, recorder.records());
}

ProtocolId protocol_of(const Part& part)
{
    return part.kind == Part::Kind::proxy ? ProtocolId::ars : part.direct_im ? ProtocolId::odc : ProtocolId::oft;
}

// The kind of a part for which TCP cannot provide more bytes.
Part cut_short(const Segment& s, std::uint32_t offset)
{
    const std::uint32_t there = s.view.size() - offset;
    const Slice at{offset, there};
    if (odc::start_of(s.view.bytes(at)) == odc::Start::frame) {
        return {.kind = Part::Kind::frame, .length = there, .direct_im = true};
    }
    if (!s.connection->is_direct_im()) {
        return {.kind = Part::Kind::header, .length = there};
    }
    const bool is_passage = s.connection->direct_im().long_frame(s.side, s.place + offset) != nullptr;
    return {.kind = is_passage ? Part::Kind::passage : Part::Kind::other, .length = there, .direct_im = true};
}

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
        if (part.kind == Part::Kind::other && !s.connection->has_begun() && !s.connection->is_direct_im()) {
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
        if (!is_enabled(protocol_of(part))) {
            return static_cast<int>(offset);
        }
        if (part.kind == Part::Kind::more) {
            // Not for the bytes that it takes at least: TCP loses its way if it is asked twice within a segment.
            if (ask_for_more(s, offset, DESEGMENT_ONE_MORE_SEGMENT)) {
                break;
            }
            part = cut_short(s, offset); // as much of it as there is
        }
        const bool is_whole_unit = part.kind == Part::Kind::header || part.kind == Part::Kind::proxy ||
                                   part.kind == Part::Kind::frame || part.kind == Part::Kind::passage;
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
        case Part::Kind::frame:
            dissect_im_frame(s, at);
            break;
        case Part::Kind::passage:
            dissect_im_passage(s, at);
            break;
        case Part::Kind::image:
            dissect_im_image(s, at, part);
            break;
        case Part::Kind::rest:
            dissect_im_rest(s, at);
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

// The protocol of a segment that looks like data, by its first bytes.
ProtocolId protocol_of_data(tvbuff_t* tvb)
{
    const std::span<const std::uint8_t> start(tvb_get_ptr(tvb, 0, ars::kFoodgroupEnd), ars::kFoodgroupEnd);
    if (odc::start_of(start) == odc::Start::frame) {
        return ProtocolId::odc;
    }
    return start[0] == oft::kMagic[0] ? ProtocolId::oft : ProtocolId::ars;
}

dissector_handle_t handle_of(ProtocolId id, dissector_handle_t oft, dissector_handle_t odc, dissector_handle_t ars)
{
    return id == ProtocolId::oft ? oft : id == ProtocolId::odc ? odc : ars;
}

} // namespace

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
    const bool is_direct_im = connection == rendezvous::Connection::odc;
    if (connection == rendezvous::Connection::oft || is_direct_im) {
        for (const std::uint32_t ip : sessions::addresses_of(offer)) {
            if (ip != 0) {
                expect_at(pinfo, ip, offer.port, is_direct_im ? odc_handle : oft_handle);
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
    if (odc::looks_like_frame(bytes)) {
        return is_enabled(ProtocolId::odc);
    }
    return ars::looks_like_packet(bytes, size) && is_enabled(ProtocolId::ars);
}

dissector_handle_t dissector_of_data(tvbuff_t* tvb)
{
    return is_peer(tvb) ? peer_dissector() : handle_of(protocol_of_data(tvb), oft_handle, odc_handle, ars_handle);
}

int dissect_found_data(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const tcpinfo* tcp)
{
    if (is_peer(tvb)) {
        return dissect_found_peer(tvb, pinfo, tree, tcp);
    }
    // The heuristic counts as one more dissector between TCP and this; desegmentation is offered to the first only.
    pinfo->can_desegment = pinfo->saved_can_desegment;
    const dissector_handle_t found =
        handle_of(protocol_of_data(tvb), found_oft_handle, found_odc_handle, found_ars_handle);
    return call_dissector_only(found, tvb, pinfo, tree, const_cast<tcpinfo*>(tcp));
}

void register_data()
{
    oft_handle = register_dissector("aim_oft", dissect_stream, proto(ProtocolId::oft));
    odc_handle = register_dissector("aim_odc", dissect_stream, proto(ProtocolId::odc));
    ars_handle = register_dissector("aim_ars", dissect_stream, proto(ProtocolId::ars));
    found_oft_handle = create_dissector_handle(dissect_found, proto(ProtocolId::oft));
    found_odc_handle = create_dissector_handle(dissect_found, proto(ProtocolId::odc));
    found_ars_handle = create_dissector_handle(dissect_found, proto(ProtocolId::ars));
    register_peers();
    register_follow();
    register_export();
    register_hashes();
    register_im_stream();
}

void hand_off_data()
{
    hand_off_segments();
    dissector_add_for_decode_as("tcp.port", oft_handle);
    dissector_add_for_decode_as("tcp.port", odc_handle);
    dissector_add_for_decode_as("tcp.port", ars_handle);
    hand_off_peers();
}

} // namespace oscar::epan
