// SPDX-License-Identifier: GPL-2.0-or-later
//
// Input: a TCP segment.
#include "checker.h"

#include "core/oscar/flap.h"
#include "core/oscar/online_info.h"

#include <vector>

using namespace oscar;
using namespace oscar::rendezvous;
using fuzz::require;

namespace {

std::vector<Slice> walk(const View& view)
{
    std::vector<Slice> frames;
    flap::Walk walk(view);
    Slice frame;
    while (walk.next(frame)) {
        require(frame.offset == (frames.empty() ? 0 : frames.back().end()), "a frame begins where the last one ended");
        require(frame.length >= flap::kHeaderSize, "a frame has a header");
        require(view.has({frame.offset, flap::kHeaderSize}), "a frame's header is captured");
        frames.push_back(frame);
    }
    return frames;
}

void check_frame(std::span<const std::uint8_t> frame)
{
    fuzz::check_frame(frame);
    const View view(frame);
    Snac snac;
    Slice name;
    require(!read_snac(view, snac) || !read_own_name(view, snac, name) || (name.length > 0 && view.has(name)),
            "a user's own name is captured");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span<const std::uint8_t> segment(data, size);
    const View view(segment);
    const std::vector<Slice> frames = walk(view);
    require(frames.size() * flap::kHeaderSize <= size, "there are no more frames than headers fit");
    require(walk(view) == frames, "the same frames twice");
    for (const Slice& frame : frames) {
        if (view.has(frame)) {
            check_frame(segment.subspan(frame.offset, frame.length));
        }
    }

    const flap::Evidence evidence = flap::evidence_of_oscar(view);
    require(evidence == flap::Evidence::none || (size >= 10 && data[0] == 0x2A && data[1] >= 1 && data[1] <= 5),
            "evidence begins with a frame");
    require(flap::evidence_of_oscar(view) == evidence, "the same evidence twice");
    const std::vector<std::uint8_t> half(segment.begin(), segment.begin() + static_cast<std::ptrdiff_t>(size / 2));
    const View cut(half.data(), static_cast<std::uint32_t>(half.size()), static_cast<std::uint32_t>(size));
    walk(cut);
    flap::evidence_of_oscar(cut);
    return 0;
}
