// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/streams/report.h"

#include "core/odc/fields.h"
#include "core/oft/fields.h"
#include "core/oft/findings.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>

namespace oscar::sessions {

using oft::Field;
using oft::FindingId;
using oft::Type;

namespace {

void emit_number(FieldRef field, std::uint64_t value, Listener& to)
{
    to.item({.field = field, .generated = true, .at = {}, .value = value});
}

void emit_frame(FieldRef field, std::uint32_t frame, Listener& to)
{
    if (frame != 0) {
        emit_number(field, frame, to);
    }
}

std::uint64_t size_of(const File& file, bool fork) { return fork ? file.resource_size : file.size; }

std::uint64_t percent(std::uint64_t part, std::uint64_t whole)
{
    return whole == 0 ? 100 : static_cast<std::uint64_t>(static_cast<double>(part) / static_cast<double>(whole) * 100);
}

void emit_checksum(const File& file, const oft::Header& header, Listener& to)
{
    const Verdict verdict = file.verdict();
    if (verdict != Verdict::not_all_seen) {
        emit_number(Field::checksum_computed, file.computed_checksum(), to);
    }
    emit_number(Field::checksum_status, static_cast<std::uint64_t>(verdict), to);
    if (verdict == Verdict::incorrect && header.is(Type::done)) {
        to.finding({.id = FindingId::checksum_incorrect,
                    .at = {},
                    .expected = file.checksum,
                    .found = file.computed_checksum()});
    }
}

// The receiver's sum is over all that it has, what it had before included.
void check_received(const File& file, const oft::Header& header, Listener& to)
{
    if (file.is_complete() && header.received_checksum != oft::kNoChecksum && header.received_checksum != 0 &&
        header.received == static_cast<std::uint32_t>(file.size) &&
        !oft::same_checksum(header.received_checksum, file.computed_checksum())) {
        to.finding({.id = FindingId::received_checksum_incorrect,
                    .at = {},
                    .expected = file.computed_checksum(),
                    .found = header.received_checksum});
    }
}

} // namespace

Progress progress_of(const Transfer& transfer)
{
    Progress out;
    out.complete = !transfer.files().empty();
    bool all_correct = true;
    bool any_incorrect = false;
    std::uint16_t left = 0;
    for (const File& file : transfer.files()) {
        if (file.remainder) {
            continue;
        }
        const bool skipped = file.done_frame != 0 && file.ack_frame == 0 && file.content.seen() == 0;
        ++out.files;
        out.seen += file.content.seen();
        out.expected += file.has_header ? file.size - std::min(file.start, file.size) : 0;
        out.complete = out.complete && (file.is_complete() || skipped);
        all_correct = all_correct && (skipped || file.verdict() == Verdict::correct);
        any_incorrect = any_incorrect || file.verdict() == Verdict::incorrect;
        left = file.has_header ? file.files_left : left;
    }
    out.complete = out.complete && left <= 1;
    if (out.complete) {
        out.verdict = any_incorrect ? Verdict::incorrect : all_correct ? Verdict::correct : Verdict::not_stated;
    }
    return out;
}

Progress progress_of(const DirectIm& direct_im)
{
    Progress out;
    out.seen = direct_im.seen();
    out.expected = direct_im.expected();
    out.complete = out.seen >= out.expected;
    return out;
}

Progress progress_of(const DataConnection& connection)
{
    return connection.is_direct_im() ? progress_of(connection.direct_im()) : progress_of(connection.transfer());
}

const char* complete_text(Verdict verdict)
{
    switch (verdict) {
    case Verdict::correct:
        return "complete, checksum correct";
    case Verdict::incorrect:
        return "complete, checksum incorrect";
    case Verdict::not_all_seen:
    case Verdict::not_stated:
        break;
    }
    return "complete";
}

const char* progress_text(const Progress& progress)
{
    return progress.complete ? complete_text(progress.verdict) : "incomplete";
}

const char* range_text(const File& file, const Step& step, RangeText& out)
{
    if (file.remainder) {
        (void)std::snprintf(out.data(), out.size(), "rest of a header whose start was lost");
        return out.data();
    }
    const char* what = step.fork ? "resource fork, bytes" : "bytes";
    const std::uint64_t end = step.offset + step.length;
    if (file.has_header) {
        const std::uint64_t size = size_of(file, step.fork);
        (void)std::snprintf(out.data(), out.size(), "%s %" PRIu64 " to %" PRIu64 " of %" PRIu64 " (%" PRIu64 " %%)",
                            what, step.offset, end - 1, size, percent(end, size));
    } else {
        (void)std::snprintf(out.data(), out.size(), "%s %" PRIu64 " to %" PRIu64 " of an unknown file", what,
                            step.offset, end - 1);
    }
    return out.data();
}

const char* count_text(const DirectIm& direct_im, CountText& out)
{
    const auto plural = [](std::uint32_t count) { return count == 1 ? "" : "s"; };
    const std::uint32_t messages = direct_im.messages();
    const std::uint32_t images = direct_im.image_count();
    const int length = std::snprintf(out.data(), out.size(), "%" PRIu32 " message%s", messages, plural(messages));
    if (images > 0) {
        (void)std::snprintf(out.data() + length, out.size() - static_cast<std::size_t>(length), ", %" PRIu32 " image%s",
                            images, plural(images));
    }
    return out.data();
}

const char* image_range_text(const File& image, const Spot& spot, RangeText& out)
{
    const Step step{.kind = Step::Kind::content, .length = spot.length, .file = spot.image, .offset = spot.offset};
    return range_text(image, step, out);
}

void emit_image(const DirectIm& direct_im, const Spot& spot, Slice at, Listener& to)
{
    using odc::Field;
    const File& image = direct_im.images()[spot.image];
    const std::uint64_t end = spot.offset + spot.length;
    to.item({.field = Field::image_data, .at = at});
    to.open();
    to.item({.field = Field::image_name, .generated = true, .at = {}, .text = image.name.c_str()});
    emit_number(Field::data_from, spot.offset, to);
    emit_number(Field::data_to, end - 1, to);
    emit_number(Field::data_progress, percent(end, image.size), to);
    emit_frame(Field::message_in, image.prompt_frame, to);
    to.close();
}

void emit_content(const Transfer& transfer, const Step& step, Slice at, RangeText& text, Listener& to)
{
    const File& file = transfer.files()[step.file];
    const std::uint64_t end = step.offset + step.length;
    to.item({.field = Field::data, .at = at, .text = range_text(file, step, text)});
    to.open();
    if (!file.name.empty()) {
        to.item({.field = Field::file_name, .generated = true, .at = {}, .text = file.name.c_str()});
    }
    emit_number(Field::data_from, step.offset, to);
    emit_number(Field::data_to, end - 1, to);
    if (file.has_header) {
        emit_number(Field::data_progress, percent(end, size_of(file, step.fork)), to);
    }
    emit_frame(Field::prompt_in, file.prompt_frame, to);
    emit_frame(Field::done_in, file.done_frame, to);
    to.close();
}

void emit_file(const Transfer& transfer, std::uint32_t number, const oft::Header& header, Listener& to)
{
    if (number == Transfer::kNoFile) {
        return;
    }
    const File& file = transfer.files()[number];
    if (header.is(Type::prompt) || header.is(Type::list)) {
        emit_frame(Field::ack_in, file.ack_frame, to);
        emit_frame(Field::done_in, file.done_frame, to);
    } else {
        emit_frame(Field::prompt_in, file.prompt_frame, to);
    }
    emit_number(Field::file_seen, file.content.seen(), to);
    if (file.is_complete()) {
        to.item({.field = Field::file_complete, .generated = true, .at = {}});
    }
    if (file.done_frame != 0) {
        emit_checksum(file, header, to);
    }
    if (header.is(Type::done)) {
        check_received(file, header, to);
    }
}

} // namespace oscar::sessions
