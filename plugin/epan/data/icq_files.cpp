// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/icq_dc/fields.h"
#include "epan/data/icq_lines.h"
#include "epan/data/icq_parts.h"
#include "epan/data/lines.h"
#include "epan/data/pieces.h"
#include "epan/registry.h"
#include "epan/session_tap.h"
#include "epan/text.h"
#include "sessions/streams/peer_report.h"

#include <algorithm>

namespace oscar::epan {

using icq_dc::Field;
using sessions::Part;
using sessions::PeerPart;
using Kind = sessions::PeerPart::Kind;

namespace {

constexpr std::uint32_t kNoFile = sessions::Transfer::kNoFile;

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

} // namespace

void dissect_file_packet(const Segment& s, Slice at)
{
    Recorder recorder(s.pinfo->pool, s.tree != nullptr);
    const icq_dc::FilePacket packet = icq_dc::decode_file_packet(s.view.sub(at), recorder);
    const char* name = full_name(s, at, packet);
    const std::uint32_t frame = s.pinfo->num;
    const bool learnt = learn(s, 0, [&](sessions::Tracker& t) {
        s.connection->peer->add_file_packet(s.side, s.place + at.offset, frame, packet, name, s.connection->files());
        t.keep_announced(*s.connection);
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

std::uint32_t dissect_file_data(const Segment& s, std::uint32_t offset, PeerPart part)
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

} // namespace oscar::epan
