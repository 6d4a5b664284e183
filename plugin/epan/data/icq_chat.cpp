// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/icq_dc/fields.h"
#include "epan/data/icq_lines.h"
#include "epan/data/icq_parts.h"
#include "epan/data/im_stream.h"
#include "epan/registry.h"
#include "epan/text.h"

namespace oscar::epan {

using icq_dc::Field;
using sessions::Peer;

void dissect_chat_hello(const Segment& s, Slice at)
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

namespace {

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

} // namespace

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

} // namespace oscar::epan
