// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/icq.h"

#include "core/icq_dc/fields.h"
#include "epan/data/icq_lines.h"
#include "epan/data/im_stream.h"
#include "epan/data/lines.h"
#include "epan/data/pieces.h"
#include "epan/data/segment.h"
#include "epan/present.h"
#include "epan/registry.h"
#include "epan/session_tap.h"
#include "epan/text.h"
#include "sessions/streams/peer_report.h"

#include <algorithm>

namespace oscar::epan {

using icq_dc::Field;
using sessions::DataConnection;
using sessions::Part;
using sessions::Peer;
using sessions::PeerPart;
using sessions::Side;
using Kind = sessions::PeerPart::Kind;

namespace {

dissector_handle_t peer_handle;
dissector_table_t tcp_ports;
dissector_handle_t found_peer_handle; // with TCP's data, and without a name, so that nothing else calls it

constexpr std::uint32_t kNoFile = sessions::Transfer::kNoFile;

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

// Shows a part that is no content. For the statistics: what kind of messages it has, and how many.
proto_tree* show_frame(const Segment& s, Slice at, const Line& line, Recorder& recorder, const char* said = nullptr,
                       std::uint32_t count = 1)
{
    emit_session(*s.connection, Field::proposal_in, recorder);
    tap_peer(s.pinfo, *s.connection, said, count, line.c_str());
    return show(s, ProtocolId::icq_dc, at, line, recorder.records());
}

void dissect_init(const Segment& s, Slice at, bool has_length)
{
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    const icq_dc::Init init = icq_dc::decode_init(s.view.sub(at), has_length, recorder);
    const bool learnt = learn(s, 0, [&](sessions::Tracker& t) {
        s.connection->peer->add_init(s.side, init);
        t.join_peer(*s.connection, init);
    });
    if (!learnt) {
        return;
    }
    const Peer& peer = *s.connection->peer;
    emit_version(peer, recorder);
    if (peer.info_in != 0) {
        recorder.item({.field = Field::info_in, .generated = true, .at = {}, .value = peer.info_in});
    }
    if (peer.announced_in != 0) {
        recorder.item({.field = Field::announced_in, .generated = true, .at = {}, .value = peer.announced_in});
    }
    show_frame(s, at, init_line(init), recorder);
}

void dissect_channel(const Segment& s, Slice at)
{
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    const icq_dc::Channel channel = icq_dc::decode_channel(s.view.sub(at), recorder);
    if (learn(s, 0, [&](sessions::Tracker&) { s.connection->peer->add_channel(channel); })) {
        show_frame(s, at, channel_line(channel), recorder);
    }
}

void dissect_simple(const Segment& s, Slice at, const char* text, void (*decode)(const View&, Listener&))
{
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    decode(s.view.sub(at), recorder);
    if (learn(s, 0, [](sessions::Tracker&) {})) {
        Line line;
        line << text;
        show_frame(s, at, line, recorder);
    }
}

std::uint16_t version_in_use(const Peer& peer)
{
    constexpr std::uint16_t usual = 8;
    return peer.version() != 0 ? peer.version() : usual;
}

// The area in the clear, which lives as long as the packet.
tvbuff_t* unscrambled(const Segment& s, const View& area)
{
    const std::uint32_t length = area.captured();
    auto* clear = static_cast<std::uint8_t*>(wmem_alloc(s.pinfo->pool, length));
    icq_dc::unscramble(area, {clear, length});
    return tvb_new_child_real_data(s.tvb, clear, length, static_cast<int>(area.size()));
}

// Whether the text is "1", with which Licq agrees to TLS.
bool is_yes(tvbuff_t* tvb, const Item& text)
{
    return text.at.length >= 1 && tvb_get_ptr(tvb, static_cast<int>(text.at.offset), 1)[0] == '1';
}

// What a message that was unscrambled does to its connection.
bool learn_message(const Segment& s, Slice at, const icq_dc::Message& message, bool yes)
{
    const std::uint32_t frame = s.pinfo->num;
    const std::int64_t time = time_of(s.pinfo);
    const icq::Facts& facts = message.facts;
    return learn(s, 0, [&](sessions::Tracker& t) {
        sessions::Exchange* exchange =
            s.connection->peer->add_message(s.side, s.place + at.end(), frame, time, message, yes);
        const bool names_port = message.is(icq_dc::Command::ack) && facts.is_waited_for();
        if (exchange != nullptr && names_port && exchange->announcement == sessions::kNone) {
            exchange->announcement = t.announce(*s.connection, s.side, facts.port, facts.opens, frame);
        }
    });
}

// The first frame of a connection is distinct enough for the heuristic. It only has to be expected where another
// dissector is at home; elsewhere that would cost TCP its analysis of how the connection began.
void expect_where_needed(packet_info* pinfo, std::uint32_t ip, std::uint16_t port)
{
    if (ip != 0 && dissector_get_uint_handle(tcp_ports, port) != nullptr) {
        expect_at(pinfo, ip, port, peer_handle);
    }
}

// A port that this acknowledgement names: whoever connects there sends a file, or opens a chat.
void expect_announced(const Segment& s, std::uint16_t port)
{
    const icq_dc::Init& init = s.connection->peer->init(s.side);
    const std::uint32_t own = s.connection->ends[static_cast<std::size_t>(s.side)].ip;
    for (const std::uint32_t ip : {own, init.external_ip, init.internal_ip}) {
        expect_where_needed(s.pinfo, ip, port);
    }
}

void dissect_message(const Segment& s, Slice at)
{
    const View frame = s.view.sub(at);
    const std::uint16_t version = version_in_use(*s.connection->peer);
    Recorder wire(s.pinfo->pool, s.tree != nullptr);
    const icq_dc::Scrambled found = icq_dc::decode_scrambled(frame, version, wire);
    if (found.proof != icq_dc::Proof::proven) {
        if (learn(s, 0, [](sessions::Tracker&) {})) {
            Line line;
            line << "Message that cannot be unscrambled (" << found.area.length << " bytes)";
            show_frame(s, at, line, wire, "Scrambled");
        }
        return;
    }
    tvbuff_t* clear = unscrambled(s, frame.sub(found.area));
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    const icq_dc::Message message =
        icq_dc::decode_area(view_of(clear), version, s.connection->peer->plugin(), recorder);
    if (!learn_message(s, at, message, is_yes(clear, message.facts.text))) {
        return;
    }
    const Peer& peer = *s.connection->peer;
    if (peer.is_secure()) {
        expect_tls(s.pinfo);
    }
    const sessions::Exchange* ended = peer.ended_in(s.pinfo->num, s.side, message.sequence);
    const bool has_port =
        ended != nullptr && ended->announcement != sessions::kNone && ended->ack_frame == s.pinfo->num;
    if (has_port && on_first_pass(s.pinfo)) {
        expect_announced(s, message.facts.port);
    }
    const std::uint32_t opened_in = has_port ? tracker()->opened_frame(ended->announcement) : 0;
    emit_exchange(peer, s.side, s.pinfo->num, message, opened_in, recorder);
    if (message.is(icq_dc::Command::message)) {
        tap_said(s.pinfo, ProtocolId::icq_dc, clear, peer.user(s.side), said_in(s.pinfo, clear, message));
    }
    const Line line = direct_message_line(s.pinfo, clear, message, peer.user(s.side));
    const char* command = value_name(Field::command, message.command);
    proto_tree* tree = show_frame(s, at, line, wire, command != nullptr ? command : "Unknown command");
    if (tree != nullptr) {
        add_new_data_source(s.pinfo, clear, "Unscrambled ICQ message");
        proto_item* item = proto_tree_add_item(tree, hf(Field::unscrambled), clear, 0,
                                               static_cast<int>(tvb_captured_length(clear)), ENC_NA);
        present(clear, s.pinfo, item, proto_item_add_subtree(item, ett(Field::unscrambled)), recorder.records());
    } else {
        present(clear, s.pinfo, nullptr, nullptr, recorder.records());
    }
}

// The name of a file with its folder, whose parts are separated by backslashes.
const char* full_name(const Segment& s, Slice at, const icq_dc::FilePacket& packet)
{
    const auto text = [&](const Item& item) {
        return item.at.length == 0
                   ? ""
                   : to_utf8(s.pinfo->pool, s.tvb, {at.offset + item.at.offset, item.at.length}, item.charset);
    };
    const char* name = text(packet.name);
    const char* folder = text(packet.folder);
    if (*folder == '\0') {
        return name;
    }
    char* path = wmem_strconcat(s.pinfo->pool, folder, "/", name, nullptr);
    for (char* c = path; *c != '\0'; ++c) {
        *c = *c == '\\' ? '/' : *c;
    }
    return path;
}

void dissect_file_packet(const Segment& s, Slice at)
{
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    const icq_dc::FilePacket packet = icq_dc::decode_file_packet(s.view.sub(at), recorder);
    const char* name = full_name(s, at, packet);
    const std::uint32_t frame = s.pinfo->num;
    const bool learnt = learn(s, 0, [&](sessions::Tracker&) {
        s.connection->peer->add_file_packet(s.side, s.place + at.offset, frame, packet, name, s.connection->files());
    });
    if (!learnt) {
        return;
    }
    if (const std::uint32_t number = s.connection->peer->file_at(s.side, s.place + at.offset); number != kNoFile) {
        emit_peer_file(s.connection->transfer().files()[number], recorder);
        // So that a file without content is heard of, too.
        tap_piece(s.pinfo, {Piece::What::file, s.connection, number, nullptr, 0, nullptr});
    }
    show_frame(s, at, file_packet_line(s.pinfo, packet, name), recorder);
}

// The head of a frame with content, if it is here, and as much of the content as is here.
std::uint32_t dissect_content(const Segment& s, std::uint32_t offset, PeerPart part)
{
    const std::uint32_t there = s.view.size() - offset;
    std::uint32_t head = 0;
    const std::uint32_t whole = icq_dc::kDataHead + part.step.length;
    if (part.kind == Kind::data_head) {
        head = part.length;
        part.length = there > head ? std::min(part.step.length, there - head) : 0;
        part.step.length = part.length;
    }
    const Slice at{offset, head + part.length};
    const bool has_content = part.length > 0;
    const sessions::Transfer& files = s.connection->transfer();
    const std::uint32_t frame = s.pinfo->num;
    const View captured = s.view.sub({offset + head, part.length});
    const bool learnt = learn(s, part.length, [&](sessions::Tracker&) {
        if (has_content) {
            s.connection->files().count(part.step, captured.bytes(captured.whole()));
            s.connection->note_content(part.step.file, frame);
        }
    });
    if (!learnt) {
        return at.length;
    }
    const sessions::File& file = files.files()[part.step.file];
    sessions::RangeText text{};
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    if (head == icq_dc::kDataHead) {
        // The frame is longer than what is here, which is no fault.
        const View start(s.view.bytes(at).data(), static_cast<std::uint32_t>(s.view.bytes(at).size()), whole);
        icq_dc::decode_file_packet(start, recorder);
    }
    if (has_content) {
        const Slice shown{head, static_cast<std::uint32_t>(captured.captured())};
        emit_peer_content(files, part.step, shown, text, recorder);
    }
    emit_session(*s.connection, Field::proposal_in, recorder);
    Line line;
    if (has_content) {
        line = content_line(s.pinfo, file, sessions::range_text(file, part.step, text));
    } else {
        line << "File data, without content";
    }
    // Before what may throw.
    if (has_content && has_session_listener()) {
        tap_data(s.pinfo, *s.connection, Part::Kind::content, part.step.file, file_line(s.pinfo, file).c_str());
    }
    if (has_content && has_piece_listener(ProtocolId::oft)) {
        tvbuff_t* bytes =
            tvb_new_subset_length(s.tvb, static_cast<int>(offset + head), static_cast<int>(captured.captured()));
        tap_piece(s.pinfo, {Piece::What::file, s.connection, part.step.file, bytes, part.step.offset, nullptr});
    }
    show(s, ProtocolId::icq_dc, at, line, recorder.records());
    return at.length;
}

void dissect_hello(const Segment& s, Slice at)
{
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    const icq_dc::ChatHello hello = icq_dc::decode_chat_hello(s.view.sub(at), recorder);
    const char* nick = hello.nick.at.length == 0
                           ? ""
                           : to_utf8(s.pinfo->pool, s.tvb, {at.offset + hello.nick.at.offset, hello.nick.at.length},
                                     hello.nick.charset);
    const bool learnt = learn(
        s, 0, [&](sessions::Tracker&) { s.connection->peer->add_hello(s.side, s.place + at.end(), hello, nick); });
    if (learnt) {
        show_frame(s, at, hello_line(s.pinfo, hello, nick), recorder);
    }
}

// The lines that end with this text. What was typed of others is told when they end. Returns how many there are.
std::uint32_t add_chat_lines(const Segment& s, Slice at, Recorder& recorder, Line& line)
{
    const Peer& peer = *s.connection->peer;
    const sessions::ChatLines& lines = peer.chat_lines(s.side);
    const auto ended = lines.in(s.place + at.offset, s.place + at.end());
    const char* separator = "";
    for (const auto& one : ended) {
        const char* text = lines.text(one);
        recorder.item({.field = Field::chat_line, .generated = true, .at = {}, .text = text});
        line << separator;
        add_quoted(s.pinfo, text, line);
        separator = " ";
        tap_said(s.pinfo, ProtocolId::icq_dc, s.tvb, peer.user(s.side), text);
    }
    return static_cast<std::uint32_t>(ended.size());
}

// Text and commands. Returns how much was dissected: less if TCP is asked for the rest of a command.
std::uint32_t dissect_chat(const Segment& s, std::uint32_t offset)
{
    const Slice rest{offset, s.view.size() - offset};
    const View view = s.view.sub(rest);
    tvbuff_t* tvb = tvb_new_subset_length_caplen(s.tvb, static_cast<int>(offset), static_cast<int>(view.captured()),
                                                 static_cast<int>(view.size()));
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    Line typed;    // with the commands
    Line commands; // alone
    std::uint32_t at = 0;
    bool waits = false;
    bool remembers = true;
    while (at < view.captured() && remembers) {
        const icq_dc::ChatPiece piece = icq_dc::next_chat_piece(view, at);
        if (piece.is_command && (piece.size == 0 || piece.size > piece.at.length) &&
            ask_for_more(s, offset + at, piece.size == 0 ? DESEGMENT_ONE_MORE_SEGMENT : piece.size - piece.at.length)) {
            waits = true;
            break;
        }
        typed << (at > 0 ? " " : "");
        icq_dc::decode_chat_piece(view, piece, recorder);
        if (piece.is_command) {
            add_chat_command(piece, typed);
            commands << " ";
            add_chat_command(piece, commands);
        } else {
            const char* text = to_utf8(s.pinfo->pool, tvb, piece.at, Charset::legacy);
            add_quoted(s.pinfo, text, typed);
            remembers = learn(s, 0, [&](sessions::Tracker&) {
                s.connection->peer->add_chat_text(s.side, s.place + offset + piece.at.offset, text);
            });
        }
        at += piece.at.length;
    }
    if (at == 0) {
        return waits ? 0 : rest.length;
    }
    const Slice shown{offset, waits ? at : rest.length};
    if (!remembers || !learn(s, 0, [](sessions::Tracker&) {})) {
        return shown.length;
    }
    Line line;
    if (const char* user = s.connection->peer->user(s.side)) {
        line << one_line(s.pinfo->pool, user, 80) << ": ";
    }
    Line lines;
    const std::uint32_t count = add_chat_lines(s, shown, recorder, lines);
    if (count > 0) {
        line << lines.c_str() << commands.c_str();
    } else {
        line << typed.c_str();
    }
    show_frame(s, shown, line, recorder, "Chat line", count);
    return shown.length;
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
        dissect_init(s, at, true);
        break;
    case Kind::init_without_length:
        dissect_init(s, at, false);
        break;
    case Kind::ack:
        dissect_simple(s, at, "Handshake acknowledged", icq_dc::decode_ack);
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
        dissect_hello(s, at);
        break;
    default:
        dissect_simple(s, at, "Unknown kind of frame", icq_dc::decode_unknown);
        break;
    }
}

// TCP does not put together what this frame is in. The next one begins where it ends.
void give_up(const Segment& s, std::uint32_t offset, std::uint32_t length)
{
    if (!s.has_sequence) {
        return; // what comes next may begin anew, as exported PDUs do
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
            done = dissect_content(s, offset, part);
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
        if (found != Begins::yes) {
            remark_on_address(s.pinfo, s.tvb, s.tree, *s.connection);
            return 0;
        }
        if (!update_tracker([&](sessions::Tracker& t) { t.begin_peer(*s.connection); })) {
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
