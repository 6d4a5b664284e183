// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/streams/peer_report.h"

#include "core/icq_dc/fields.h"
#include "core/icq_dc/findings.h"

namespace oscar::sessions {

using icq_dc::Command;
using icq_dc::Field;
using icq_dc::FindingId;

namespace {

void emit_number(Field field, std::uint64_t value, Listener& to)
{
    to.item({.field = field, .generated = true, .at = {}, .value = value});
}

void emit_frame(Field field, std::uint32_t frame, Listener& to)
{
    if (frame != 0) {
        emit_number(field, frame, to);
    }
}

} // namespace

void emit_version(const Peer& peer, Listener& to)
{
    if (peer.has_both_versions()) {
        emit_number(Field::version_used, peer.version(), to);
    }
}

void emit_exchange(const Peer& peer, Side side, std::uint32_t frame, const icq_dc::Message& message,
                   std::uint32_t opened_in, Listener& to)
{
    if (!message.has_sequence) {
        return;
    }
    if (message.is(Command::message)) {
        if (const Exchange* exchange = peer.begun_in(frame, side, message.sequence)) {
            emit_frame(Field::ack_in, exchange->ack_frame, to);
            emit_frame(Field::cancelled_in, exchange->cancel_frame, to);
        }
    } else if (message.is(Command::cancel)) {
        if (const Exchange* exchange = peer.cancelled_in(frame, side, message.sequence)) {
            emit_frame(Field::request_in, exchange->frame, to);
        }
    } else if (message.is(Command::ack)) {
        if (const Exchange* exchange = peer.ended_in(frame, side, message.sequence)) {
            emit_frame(Field::request_in, exchange->frame, to);
            if (exchange->ack_frame == frame) {
                emit_number(Field::ack_time, static_cast<std::uint64_t>(exchange->ack_time - exchange->time), to);
            }
        } else {
            to.finding({.id = FindingId::ack_unasked, .at = {}});
        }
        emit_frame(Field::opened_in, opened_in, to);
    }
}

void emit_peer_content(const Transfer& files, const Step& step, Slice at, RangeText& text, Listener& to)
{
    const File& file = files.files()[step.file];
    const std::uint64_t end = step.offset + step.length;
    to.item({.field = Field::content, .at = at, .text = range_text(file, step, text)});
    to.open();
    if (!file.name.empty()) {
        to.item({.field = Field::content_file, .generated = true, .at = {}, .text = file.name.c_str()});
    }
    emit_number(Field::content_from, step.offset, to);
    emit_number(Field::content_to, end - 1, to);
    if (file.has_header && file.size > 0) {
        emit_number(Field::content_progress, end * 100 / file.size, to);
    }
    emit_frame(Field::named_in, file.prompt_frame, to);
    to.close();
    if (!file.has_header) {
        to.finding({.id = FindingId::content_unannounced, .at = at});
    } else if (end > file.size) {
        to.finding({.id = FindingId::content_too_long, .at = at, .expected = file.size, .found = end});
    }
}

void emit_peer_file(const File& file, Listener& to)
{
    emit_number(Field::content_seen, file.content.seen(), to);
    if (file.is_complete()) {
        to.item({.field = Field::content_complete, .generated = true, .at = {}});
    }
}

} // namespace oscar::sessions
