// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/direct_im.h"

#include "core/odc/fields.h"
#include "core/odc/frame.h"
#include "core/odc/html.h"
#include "epan/data/im_stream.h"
#include "epan/data/lines.h"
#include "epan/data/pieces.h"
#include "epan/session_tap.h"
#include "epan/text.h"
#include "sessions/streams/report.h"

#include <algorithm>

namespace oscar::epan {

using sessions::Part;

namespace {

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

} // namespace

void dissect_im_frame(const Segment& s, Slice at)
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

void dissect_im_passage(const Segment& s, Slice at)
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

void dissect_im_image(const Segment& s, Slice at, const Part& part)
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

void dissect_im_rest(const Segment& s, Slice at)
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

} // namespace oscar::epan
