// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/dissector.h"

#include "core/ars/fields.h"
#include "core/ars/packet.h"
#include "core/odc/fields.h"
#include "core/odc/frame.h"
#include "core/odc/html.h"
#include "core/oft/fields.h"
#include "core/oft/header.h"
#include "core/oft/list.h"
#include "core/rendezvous/fields.h"
#include "epan/data/export.h"
#include "epan/data/follow.h"
#include "epan/data/hashes.h"
#include "epan/data/icq.h"
#include "epan/data/im_stream.h"
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
dissector_handle_t odc_handle;
dissector_handle_t ars_handle;
// For a segment that a heuristic has recognised, with TCP's data. Without a name, so that nothing else calls them.
dissector_handle_t found_oft_handle;
dissector_handle_t found_odc_handle;
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
        tap_piece(s.pinfo, {Piece::What::file, s.connection, file, nullptr, 0, nullptr});
    }
    show(s, ProtocolId::oft, at, line, recorder.records());
}

tvbuff_t* captured_part(const Segment& s, Slice at)
{
    return tvb_new_subset_length(s.tvb, static_cast<int>(at.offset), static_cast<int>(s.view.bytes(at).size()));
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

// The texts in a part at `offset`, one after the other, in UTF-8.
const char* text_of(const Segment& s, std::uint32_t offset, const odc::Content& content, std::uint16_t charset)
{
    const char* out = "";
    for (const Slice& text : content.all_texts()) {
        const char* utf8 = to_utf8(s.pinfo->pool, s.tvb, {offset + text.offset, text.length}, odc::charset_of(charset));
        out = *out == '\0' ? utf8 : wmem_strconcat(s.pinfo->pool, out, "\n", utf8, nullptr);
    }
    return out;
}

const char* without_html(const Segment& s, const char* html)
{
    const std::string_view text(html);
    auto* out = static_cast<char*>(wmem_alloc(s.pinfo->pool, text.size() + 1));
    out[odc::plain_text(text, {out, text.size()})] = '\0';
    return out;
}

// Images that begin in a part of a payload, for whoever collects them.
void tap_images(const Segment& s, Slice at, odc::PayloadWalk walk, const char* sender)
{
    const View view = s.view.sub(at);
    odc::Part tag;
    for (odc::Part part; walk.next(part);) {
        if (part.kind == odc::Part::Kind::image_tag) {
            tag = part;
        }
        const auto there = view.bytes(part.at).size();
        if (part.kind != odc::Part::Kind::image || there == 0) {
            continue;
        }
        const std::uint32_t image = s.connection->direct_im().image_at(s.side, s.place + at.offset + tag.at.offset);
        if (image != sessions::DirectIm::kNoImage) {
            tvbuff_t* bytes =
                tvb_new_subset_length(s.tvb, static_cast<int>(at.offset + part.at.offset), static_cast<int>(there));
            tap_piece(s.pinfo, {Piece::What::image, s.connection, image, bytes, 0, sender});
        }
    }
}

void emit_plain_text(const odc::Content& content, const char* text, Listener& to)
{
    if (content.text_count > 0) {
        to.item({.field = odc::Field::plain, .generated = true, .at = content.texts[0], .text = text});
    }
}

void dissect_frame(const Segment& s, Slice at)
{
    const View view = s.view.sub(at);
    const odc::Frame frame = odc::read_frame(view);
    const bool is_long = frame.size() > sessions::DirectIm::kMostWhole;
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    const odc::Content content =
        odc::decode_frame(view, frame, is_long ? odc::Extent::beginning : odc::Extent::whole, recorder);
    const char* html = text_of(s, at.offset, content, frame.charset);
    const std::uint32_t payload = at.length - std::min(at.length, frame.payload_offset());
    const bool learnt = learn(s, payload, [&](sessions::Tracker& t) {
        const bool is_first = !s.connection->direct_im().has_sent(s.side);
        s.connection->add_frame(s.side, s.place + at.offset, s.pinfo->num, view, frame, html);
        // Some clients give each frame a cookie of its own.
        if (is_first) {
            t.join_data(*s.connection, frame.cookie);
        }
    });
    if (!learnt) {
        return;
    }
    const char* text = without_html(s, html);
    const Slice sender_at{at.offset + frame.sender.offset, frame.sender.length};
    const char* sender = frame.sender.length > 0 ? to_utf8(s.pinfo->pool, s.tvb, sender_at, Charset::unknown) : "";
    emit_plain_text(content, text, recorder);
    emit_session(*s.connection, odc::Field::proposal_in, recorder);
    const Line line = frame_line(s.pinfo, frame, sender, text, content.images);
    // Before what may throw.
    tap_direct_im(s.pinfo, *s.connection, &frame, content.images, line.c_str());
    if (frame.kind() == odc::Kind::message) {
        tap_said(s.pinfo, ProtocolId::odc, s.tvb, sender, text, content.images);
    }
    if (content.images > 0 && has_piece_listener(ProtocolId::odc)) {
        tap_images(s, at, {view, frame.payload_offset(), {.length = frame.payload_length}},
                   *sender != '\0' ? sender : nullptr);
    }
    show(s, ProtocolId::odc, at, line, recorder.records());
}

void dissect_passage(const Segment& s, Slice at)
{
    const View view = s.view.sub(at);
    const std::uint64_t place = s.place + at.offset;
    const sessions::DirectIm& direct_im = s.connection->direct_im();
    const auto* message = direct_im.long_frame(s.side, place);
    const odc::Payload payload = direct_im.payload_at(s.side, place);
    const std::uint16_t charset = message != nullptr ? message->charset : std::uint16_t{0};
    const std::uint32_t message_in = message != nullptr ? message->frame : 0;
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    recorder.item({.field = odc::Field::passage, .at = {0, static_cast<std::uint32_t>(view.captured())}});
    recorder.open();
    const odc::Content content = odc::decode_passage(view, charset, payload, recorder);
    recorder.close();
    const bool learnt =
        learn(s, at.length, [&](sessions::Tracker&) { s.connection->add_passage(s.side, place, view); });
    if (!learnt) {
        return;
    }
    const char* text = without_html(s, text_of(s, at.offset, content, charset));
    emit_plain_text(content, text, recorder);
    if (message_in != 0) {
        recorder.item({.field = odc::Field::message_in, .generated = true, .at = {}, .value = message_in});
    }
    emit_session(*s.connection, odc::Field::proposal_in, recorder);
    const Line line = passage_line(s.pinfo, text, content.images);
    // Before what may throw.
    tap_direct_im(s.pinfo, *s.connection, nullptr, content.images, line.c_str());
    if (content.images > 0 && has_piece_listener(ProtocolId::odc)) {
        tap_images(s, at, {view, 0, payload}, nullptr);
    }
    show(s, ProtocolId::odc, at, line, recorder.records());
}

void dissect_image(const Segment& s, Slice at, const Part& part)
{
    const sessions::DirectIm& direct_im = s.connection->direct_im();
    if (!learn(s, at.length, [](sessions::Tracker&) {})) {
        return;
    }
    sessions::RangeText text;
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    sessions::emit_image(direct_im, part.spot, {0, static_cast<std::uint32_t>(s.view.bytes(at).size())}, recorder);
    emit_session(*s.connection, odc::Field::proposal_in, recorder);
    const sessions::File& image = direct_im.images()[part.spot.image];
    const Line line = image_line(s.pinfo, image, sessions::image_range_text(image, part.spot, text));
    // Before what may throw.
    if (has_piece_listener(ProtocolId::odc)) {
        tap_piece(s.pinfo, piece_of(*s.connection, part, captured_part(s, at)));
    }
    show(s, ProtocolId::odc, at, line, recorder.records());
}

void dissect_rest(const Segment& s, Slice at)
{
    const auto* message = s.connection->direct_im().long_frame(s.side, s.place + at.offset);
    const std::uint32_t message_in = message != nullptr ? message->frame : 0;
    if (!learn(s, at.length, [&](sessions::Tracker&) { s.connection->add_rest(at.length); })) {
        return;
    }
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    recorder.item({.field = odc::Field::data_rest, .at = {0, static_cast<std::uint32_t>(s.view.bytes(at).size())}});
    if (message_in != 0) {
        recorder.item({.field = odc::Field::message_in, .generated = true, .at = {}, .value = message_in});
    }
    emit_session(*s.connection, odc::Field::proposal_in, recorder);
    Line line;
    line << "Rest of a message (" << at.length << " bytes)";
    show(s, ProtocolId::odc, at, line, recorder.records());
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

namespace {

ProtocolId protocol_of(const Part& part)
{
    return part.kind == Part::Kind::proxy ? ProtocolId::ars : part.direct_im ? ProtocolId::odc : ProtocolId::oft;
}

// What a part can be of which no more is to be had.
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

} // namespace

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
            dissect_frame(s, at);
            break;
        case Part::Kind::passage:
            dissect_passage(s, at);
            break;
        case Part::Kind::image:
            dissect_image(s, at, part);
            break;
        case Part::Kind::rest:
            dissect_rest(s, at);
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

// Of what looks like data, by its first bytes.
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
    proto_tcp = proto_get_id_by_filter_name("tcp");
    proto_tls = proto_get_id_by_filter_name("tls");
    proto_aim = proto_get_id_by_filter_name("aim");
    tls_handle = find_dissector("tls");
    dissector_add_for_decode_as("tcp.port", oft_handle);
    dissector_add_for_decode_as("tcp.port", odc_handle);
    dissector_add_for_decode_as("tcp.port", ars_handle);
    hand_off_peers();
}

} // namespace oscar::epan
