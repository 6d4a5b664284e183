// SPDX-License-Identifier: GPL-2.0-or-later
//
// The payload of a direct IM: text, and blocks of images (libpurple odc.c, joscar).
//
//   text <BINARY> <DATA ID="1" SIZE="n"> n bytes </DATA> ... </BINARY> text ...
//
// Sizes tell where an image ends, because its bytes may be anything. Tags may be in any case, and a block of images may
// be followed by text and by further blocks. A DATA tag without a size is text.
//
// A payload may be longer than what is at hand: it is read in parts, each from where the one before has ended.
#ifndef OSCAR_CORE_ODC_PAYLOAD_H
#define OSCAR_CORE_ODC_PAYLOAD_H

#include "core/wire/view.h"

#include <cstdint>
#include <string_view>

namespace oscar::odc {

// A tag that is longer is text.
inline constexpr std::uint32_t kLongestTag = 512;

// A payload from some place on.
struct Payload {
    std::uint64_t length = 0;     // up to its end, also beyond the view
    bool in_binary = false;       // in a block of images
    bool after_image = false;     // </DATA> is due
    std::uint64_t image_size = 0; // of the image before that
    bool operator==(const Payload&) const = default;
};

struct Part {
    enum class Kind : std::uint8_t {
        text,         // outside of blocks of images
        binary,       // <BINARY>
        image_tag,    // <DATA ID= SIZE=>; an image follows, be it empty
        image,        // as much of its content as is in the view
        sizeless_tag, // <DATA> without a size
        image_end,    // </DATA>
        binary_end,   // </BINARY>
        unknown,      // anything else in a block of images
        unfinished,   // may be the start of a tag; the rest of it is not in the view
    };
    Kind kind{};
    Slice at;
    // The attributes of the tag of an image.
    Slice id;      // without quotes
    Slice size_at; // the digits
    std::uint64_t declared = 0;
    std::uint64_t size = 0;       // as declared, but no more than the payload has
    bool end_missing = false;     // begins where </DATA> was due
    std::uint64_t image_size = 0; // then, of the image before it
    bool operator==(const Part&) const = default;
};

class PayloadWalk {
public:
    // Of a payload that begins at `offset` of the view.
    PayloadWalk(const View& view, std::uint32_t offset, const Payload& payload);

    // False at the end of the view, of what was captured, or of the payload.
    bool next(Part& out);

    // Where the walk stands: the payload from there on.
    const Payload& rest() const { return payload_; }
    std::uint32_t offset() const { return at_; }
    // How much of the latest image lies beyond the view; the walk then stands at the view's end.
    std::uint64_t image_left() const { return image_left_; }
    // At its end: whether the capture has no more, although the view has.
    bool is_cut() const { return at_ < end_; }

private:
    struct Tag;
    enum class Match : std::uint8_t { no, yes, unfinished };

    Match match(std::uint32_t at, Tag& out) const;
    void read_attributes(std::uint32_t at, std::uint32_t end, Tag& out) const;
    bool next_image(Part& out);
    void note_image_end(bool is_other, Part& out);
    void advance(std::uint32_t by);
    char lower_at(std::uint32_t at) const;

    const View& view_;
    Payload payload_;
    std::uint32_t at_;
    std::uint32_t end_;      // of the payload, or of the view
    std::uint32_t readable_; // of that, what was captured
    bool ends_here_;         // the payload does, not only the view
    bool image_due_ = false;
    std::uint64_t image_left_ = 0;
};

} // namespace oscar::odc

#endif
