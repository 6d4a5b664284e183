// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/icq_dc/fields.h"
#include "epan/data/icq_lines.h"
#include "epan/data/icq_parts.h"
#include "epan/data/im_stream.h"
#include "epan/present.h"
#include "epan/registry.h"
#include "epan/session_tap.h"
#include "sessions/streams/peer_report.h"

namespace oscar::epan {

using icq_dc::Field;
using sessions::Peer;

proto_tree* show_frame(const Segment& s, Slice at, const Line& line, Recorder& recorder, const char* said,
                       std::uint32_t count)
{
    emit_session(*s.connection, Field::proposal_in, recorder);
    tap_peer(s.pinfo, *s.connection, said, count, line.c_str());
    return show(s, ProtocolId::icq_dc, at, line, recorder.records());
}

void dissect_plain_frame(const Segment& s, Slice at, const char* text, void (*decode)(const View&, Listener&))
{
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    decode(s.view.sub(at), recorder);
    if (learn(s, 0, [](sessions::Tracker&) {})) {
        Line line;
        line << text;
        show_frame(s, at, line, recorder);
    }
}

void dissect_handshake(const Segment& s, Slice at, bool has_length)
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
    if (peer.announcement != sessions::kNone) {
        const std::uint32_t frame = tracker()->announcement(peer.announcement).frame;
        recorder.item({.field = Field::announced_in, .generated = true, .at = {}, .value = frame});
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

// ---- Messages ----

namespace {

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
    const icq::Answer& answer = message.summary.answer;
    return learn(s, 0, [&](sessions::Tracker& t) {
        sessions::Exchange* exchange =
            s.connection->peer->add_message(s.side, s.place + at.end(), frame, time, message, yes);
        t.keep_announced(*s.connection);
        const bool names_port = message.is(icq_dc::Command::ack) && answer.is_waited_for();
        if (exchange != nullptr && names_port && exchange->announcement == sessions::kNone) {
            exchange->announcement = t.announce(*s.connection, s.side, message.summary, frame);
        }
    });
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

} // namespace

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
    tvbuff_t* clear = unscrambled(s, found.bytes);
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    const icq_dc::Message message =
        icq_dc::decode_area(view_of(clear), version, s.connection->peer->plugin(), recorder);
    if (!learn_message(s, at, message, is_yes(clear, message.summary.text))) {
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
        expect_announced(s, message.summary.answer.port);
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

} // namespace oscar::epan
