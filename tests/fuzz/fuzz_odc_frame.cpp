// SPDX-License-Identifier: GPL-2.0-or-later
//
// Input: one byte that says how large segments are, then what a side sends on a connection with direct IMs. It is
// decoded as a frame, as a passage of a payload and as HTML, and read in segments as they come, of which nothing is put
// together.
#include "checker.h"

#include "core/odc/frame.h"
#include "core/odc/html.h"
#include "sessions/streams/direct_im.h"

#include <algorithm>
#include <string>
#include <string_view>

using namespace oscar;
using namespace oscar::sessions;
using fuzz::require;

namespace {

void decode_frame(const View& view, Listener& to)
{
    odc::decode_frame(view, odc::read_frame(view), odc::Extent::whole, to);
}

void decode_passage(const View& view, Listener& to)
{
    odc::decode_passage(view, 0, {.length = view.size(), .in_binary = true, .after_image = true, .image_size = 1}, to);
}

// Every byte is in one part, and no part but an image is empty.
void check_walk(const View& view, const odc::Payload& payload)
{
    odc::PayloadWalk walk(view, 0, payload);
    std::uint32_t at = 0;
    for (odc::Part part; walk.next(part);) {
        require(part.at.offset == at, "parts follow one another");
        require(part.at.length > 0 || part.kind == odc::Part::Kind::image, "parts are not empty");
        require(view.has(part.id) && view.has(part.size_at), "what a tag says is in it");
        require(part.size <= payload.length, "no image is longer than the payload");
        at = part.at.end();
    }
    require(walk.is_cut() || at == std::min<std::uint64_t>(payload.length, view.size()), "all of it is read");
    require(walk.rest().length == payload.length - at, "the rest is what is left");
}

void check_html(std::string_view text)
{
    std::string plain(text.size(), '\0');
    const std::size_t size = odc::plain_text(text, plain);
    require(size <= text.size(), "plain text is no longer");
    odc::image_source(text, "1");
}

constexpr std::uint64_t kStart = 0x1'FFFF'FF00;

void check_stream(std::span<const std::uint8_t> stream, std::uint32_t segment)
{
    DirectIm im;
    struct Found {
        std::uint64_t place;
        std::uint32_t size;
        Spot spot;
    };
    std::vector<Found> all;
    std::uint64_t content = 0;
    for (std::size_t at = 0; at < stream.size();) {
        const auto size = static_cast<std::uint32_t>(std::min<std::size_t>(segment - at % segment, stream.size() - at));
        const auto bytes = stream.subspan(at, size);
        const std::uint64_t place = kStart + at;
        const Spot spot = im.find(Side::low, place, bytes, size);
        const std::uint32_t length = spot.kind == Spot::Kind::more ? size : std::min(spot.length, size);
        require(length > 0, "there is progress");
        const View view(bytes.data(), length, length);
        switch (spot.kind) {
        case Spot::Kind::frame:
            im.add_frame(Side::low, place, 1, view, odc::read_frame(view), {});
            content += length - std::min(length, odc::read_frame(view).payload_offset());
            break;
        case Spot::Kind::passage:
            im.add_passage(Side::low, place, view);
            content += length;
            break;
        case Spot::Kind::image:
            require(spot.image < im.images().size(), "the image is known");
            require(spot.offset + length <= im.images()[spot.image].size, "the content is in the image");
            im.count(spot, bytes);
            content += length;
            break;
        case Spot::Kind::rest:
            im.add_rest(length);
            content += length;
            break;
        case Spot::Kind::other:
        case Spot::Kind::more:
            break;
        }
        all.push_back({place, size, spot});
        at += length;
    }
    require(im.seen() <= content, "nothing is counted twice");
    require(im.seen() <= im.expected() || content == 0, "no more is seen than was said");
    require(im.run_count() <= 3 * all.size(), "what is kept does not grow faster than the stream");
    for (const Found& found : all) {
        const auto bytes = stream.subspan(found.place - kStart, found.size);
        require(im.find(Side::low, found.place, bytes, found.size).kind == found.spot.kind, "the same is found later");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    const std::uint32_t segment = std::uint32_t{data[0]} + 1;
    const std::span<const std::uint8_t> bytes(data + 1, size - 1);
    fuzz::check_decoder(bytes, decode_frame);
    fuzz::check_decoder(bytes, decode_passage);
    const View view(bytes);
    check_walk(view, {.length = view.size()});
    check_walk(view, {.length = view.size() + std::uint64_t{segment}, .in_binary = true});
    check_html(view.chars(view.whole()));
    check_stream(bytes, segment);
    require(!odc::looks_like_frame(bytes) || odc::start_of(bytes) == odc::Start::frame, "what looks like one is one");
    return 0;
}
