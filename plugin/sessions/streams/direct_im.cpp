// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/streams/direct_im.h"

#include "core/odc/html.h"
#include "core/wire/media_type.h"
#include "sessions/streams/runs.h"

#include <algorithm>
#include <cstring>

namespace oscar::sessions {

using odc::Frame;
using odc::Part;
using odc::Payload;
using odc::PayloadWalk;

namespace {

// Where the next frame may begin, but not at the first byte; the end if there is none.
std::uint32_t next_frame(std::span<const std::uint8_t> captured, std::uint32_t size)
{
    const bool may_go_on = captured.size() == size;
    for (std::size_t at = 1; at < captured.size(); ++at) {
        const auto found = std::ranges::find(captured.subspan(at), static_cast<std::uint8_t>(odc::kMagic[0]));
        const std::span<const std::uint8_t> rest(found, captured.end());
        at = captured.size() - rest.size();
        if (odc::looks_like_frame(rest) || (may_go_on && !rest.empty() && odc::start_of(rest) == odc::Start::partial)) {
            return static_cast<std::uint32_t>(at);
        }
    }
    return size;
}

// How much of a long payload is to be read at a time: a passage, but no tag is cut. `header`: what comes before it.
// 0: it takes more bytes to tell.
std::uint32_t passage_length(std::span<const std::uint8_t> captured, std::uint32_t size, std::uint32_t header,
                             const Payload& payload)
{
    const auto length =
        header + static_cast<std::uint32_t>(std::min<std::uint64_t>(payload.length, DirectIm::kPassage));
    if (captured.size() < length || payload.length <= DirectIm::kPassage) {
        return length;
    }
    const View passage(captured.data(), length, length);
    PayloadWalk walk(passage, header, payload);
    Payload before = payload;
    for (Part part; walk.next(part); before = walk.rest()) {
        if (part.kind != Part::Kind::unfinished) {
            continue;
        }
        const View all(captured);
        PayloadWalk tag(all, part.at.offset, before);
        tag.next(part);
        if (part.kind == Part::Kind::unfinished) {
            return captured.size() == size ? 0 : length;
        }
        const bool is_tag = part.kind != Part::Kind::text && part.kind != Part::Kind::unknown;
        return is_tag ? std::max(length, part.at.end()) : length;
    }
    return length;
}

std::string name_of(std::string_view html, std::string_view id, std::string_view content, bool is_named)
{
    // A path leads to where the image was at the sender's.
    std::string name;
    if (is_named) {
        const std::string_view source = odc::image_source(html, id);
        name = source.substr(source.find_last_of("/\\") + 1);
    }
    if (name.empty()) {
        name = "image";
        if (!id.empty()) {
            name += ' ';
            name += id;
        }
    }
    if (name.find('.') == std::string::npos) {
        const char* type = image_media_type(content);
        name += type == nullptr                        ? ""
                : std::strcmp(type, "image/jpeg") == 0 ? ".jpg"
                                                       : std::string(".") + (type + std::strlen("image/"));
    }
    return name;
}

} // namespace

// ---- Looking up ----

Spot DirectIm::find(Side side, std::uint64_t place, std::span<const std::uint8_t> captured, std::uint32_t size) const
{
    if (size == 0) {
        return {.kind = Spot::Kind::other};
    }
    const bool may_go_on = captured.size() == size;
    if (const Run* run = run_at(stream(side).runs, place)) {
        const auto length = static_cast<std::uint32_t>(std::min<std::uint64_t>(run->to - place, size));
        if (run->kind == Run::Kind::image) {
            return {.kind = Spot::Kind::image,
                    .length = length,
                    .image = run->image,
                    .offset = run->offset + (place - run->from)};
        }
        if (run->kind == Run::Kind::rest || place != run->from) {
            return {.kind = Spot::Kind::rest, .length = length};
        }
        const std::uint32_t passage = passage_length(captured, size, 0, run->payload);
        return passage > 0 ? Spot{.kind = Spot::Kind::passage, .length = passage} : Spot{.kind = Spot::Kind::more};
    }
    const odc::Start start = odc::start_of(captured);
    if (start == odc::Start::partial && may_go_on) {
        return {.kind = Spot::Kind::more};
    }
    if (start == odc::Start::frame) {
        const View view(captured);
        const Frame frame = odc::read_frame(view);
        const bool is_known =
            frame.numbers || (captured.size() >= odc::kLengthEnd && frame.header_length < odc::kNumbersEnd);
        if (!is_known) {
            return may_go_on ? Spot{.kind = Spot::Kind::more} : Spot{.kind = Spot::Kind::frame, .length = size};
        }
        if (frame.size() <= kMostWhole) {
            return {.kind = Spot::Kind::frame, .length = static_cast<std::uint32_t>(frame.size())};
        }
        const std::uint32_t length =
            passage_length(captured, size, frame.payload_offset(), {.length = frame.payload_length});
        return length > 0 ? Spot{.kind = Spot::Kind::frame, .length = length} : Spot{.kind = Spot::Kind::more};
    }
    const Stream& s = stream(side);
    const std::size_t i = first_run_ending_after(s.runs, place);
    const std::uint32_t length = next_frame(captured, size);
    const std::uint64_t most = i < s.runs.size() ? s.runs[i].from - place : length;
    return {.kind = Spot::Kind::other, .length = static_cast<std::uint32_t>(std::min<std::uint64_t>(length, most))};
}

const DirectIm::LongFrame* DirectIm::long_frame(Side side, std::uint64_t place) const
{
    const Run* run = run_at(stream(side).runs, place);
    return run != nullptr ? &long_frames_[run->frame] : nullptr;
}

Payload DirectIm::payload_at(Side side, std::uint64_t place) const
{
    const Run* run = run_at(stream(side).runs, place);
    return run != nullptr ? run->payload : Payload{};
}

std::uint32_t DirectIm::image_at(Side side, std::uint64_t place) const
{
    const auto& images = stream(side).images;
    const auto at = std::ranges::lower_bound(images, place, {}, &ImagePlace::place);
    return at != images.end() && at->place == place ? at->image : kNoImage;
}

std::uint64_t DirectIm::seen() const
{
    std::uint64_t out = seen_;
    for (const File& image : images_) {
        out += image.content.seen();
    }
    return out;
}

// ---- The first pass ----

void DirectIm::add_frame(Side side, std::uint64_t place, std::uint32_t frame, const View& view, const Frame& header,
                         std::string_view html)
{
    ++frames_[static_cast<std::size_t>(side)];
    messages_ += header.kind() == odc::Kind::message ? 1 : 0;
    if (!header.numbers) {
        return;
    }
    expected_ += header.payload_length;
    // The end of a header that is cut belongs to what follows it.
    expected_ += header.payload_offset() - std::min(header.payload_offset(), view.size());
    PayloadWalk walk(view, header.payload_offset(), {.length = header.payload_length});
    const Read read = this->read(side, place, frame, view, walk, html);
    const std::uint64_t end = place + header.size();
    if (place + view.size() < end && long_frames_.size() < kMostRuns) {
        const bool is_named = read.images <= kMostNamed;
        long_frames_.push_back(
            {.end = end, .frame = frame, .charset = header.charset, .html = std::string(is_named ? html : "")});
        expect_rest(side, place + view.size(), static_cast<std::uint32_t>(long_frames_.size() - 1), walk, read);
    }
}

void DirectIm::add_passage(Side side, std::uint64_t place, const View& view)
{
    Stream& s = stream(side);
    const std::size_t i = first_run_ending_after(s.runs, place);
    if (i >= s.runs.size() || s.runs[i].from != place || s.runs[i].kind != Run::Kind::passage) {
        return;
    }
    Run& run = s.runs[i];
    const std::uint32_t number = run.frame;
    const LongFrame& frame = long_frames_[number];
    const bool is_known = run.to < frame.end; // it was here before
    run.to = std::min(run.to, place + view.size());
    const std::uint64_t end = run.to;
    PayloadWalk walk(view, 0, run.payload);
    if (is_known) {
        return;
    }
    const Read read = this->read(side, place, frame.frame, view, walk, frame.html);
    if (end < frame.end) {
        expect_rest(side, end, number, walk, read);
    }
}

// Counts what a walk finds, and learns of its images.
DirectIm::Read DirectIm::read(Side side, std::uint64_t place, std::uint32_t frame, const View& view, PayloadWalk& walk,
                              std::string_view html)
{
    Read out;
    Part tag;
    std::uint64_t in_images = 0;
    const std::uint32_t begin = walk.offset();
    for (Part part; walk.next(part);) {
        if (part.kind == Part::Kind::image_tag) {
            tag = part;
        } else if (part.kind == Part::Kind::image) {
            ++out.images;
            ++image_count_;
            in_images += view.bytes(part.at).size();
            const std::string name =
                name_of(html, view.chars(tag.id), view.chars(part.at), out.images <= kMostNamed && !html.empty());
            out.image = add_image(side, place + tag.at.offset, frame, tag.size, name);
            if (out.image == kNoImage) {
                seen_ += view.bytes(part.at).size();
            } else {
                images_[out.image].content.add(0, view.bytes(part.at));
            }
        }
    }
    const std::uint32_t there = std::clamp(view.captured(), begin, walk.offset()) - begin;
    seen_ += there - std::min<std::uint64_t>(in_images, there);
    return out;
}

std::uint32_t DirectIm::add_image(Side side, std::uint64_t place, std::uint32_t frame, std::uint64_t size,
                                  std::string_view name)
{
    auto& places = stream(side).images;
    const auto at = std::ranges::lower_bound(places, place, {}, &ImagePlace::place);
    if (at != places.end() && at->place == place) {
        return at->image;
    }
    if (images_.size() >= kMostImages) {
        return kNoImage;
    }
    const auto number = static_cast<std::uint32_t>(images_.size());
    places.insert(at, {place, number});
    File& image = images_.emplace_back();
    image.sender = side;
    image.has_header = true;
    image.prompt_frame = frame;
    image.size = size;
    image.name = name;
    return number;
}

// Adds runs for the rest of a long frame that was read up to `place`.
void DirectIm::expect_rest(Side side, std::uint64_t place, std::uint32_t frame, const PayloadWalk& walk,
                           const Read& read)
{
    Stream& s = stream(side);
    const std::uint64_t end = long_frames_[frame].end;
    const std::uint64_t left = std::min(walk.image_left(), end - place);
    Payload payload = walk.rest();
    if (left > 0) {
        const std::uint64_t size = payload.image_size;
        const Run image{.kind = read.image == kNoImage ? Run::Kind::rest : Run::Kind::image,
                        .from = place,
                        .to = place + left,
                        .frame = frame,
                        .image = read.image,
                        .offset = size - left,
                        .payload = {}};
        insert_run(s.runs, image, kMostRuns);
        place += left;
        payload.length -= left;
    }
    if (place == end) {
        return;
    }
    // Without an image, this is a text of which there is no need to see more; or it is not known where the walk stands.
    const bool is_lost = walk.is_cut() || (read.images == 0 && !payload.in_binary);
    insert_run(s.runs,
               Run{.kind = is_lost ? Run::Kind::rest : Run::Kind::passage,
                   .from = place,
                   .to = end,
                   .frame = frame,
                   .image = kNoImage,
                   .offset = 0,
                   .payload = payload},
               kMostRuns);
}

void DirectIm::count(const Spot& image, std::span<const std::uint8_t> captured)
{
    images_[image.image].content.add(image.offset,
                                     captured.first(std::min<std::size_t>(captured.size(), image.length)));
}

} // namespace oscar::sessions
