// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/odc/payload.h"

#include "core/wire/ascii.h"

#include <algorithm>
#include <limits>

namespace oscar::odc {

namespace {

struct TagName {
    std::string_view text; // with the '<'
    Part::Kind kind;
};
constexpr TagName kTagNames[] = {
    {"<binary", Part::Kind::binary},
    {"</binary", Part::Kind::binary_end},
    {"<data", Part::Kind::image_tag},
    {"</data", Part::Kind::image_end},
};

// A number of more digits than fit is larger than any payload.
std::uint64_t number_of(std::string_view digits)
{
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t out = 0;
    for (const char c : digits) {
        out = out > (most - 9) / 10 ? most : out * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return out;
}

} // namespace

struct PayloadWalk::Tag {
    Part::Kind kind{};
    std::uint32_t end = 0;
    Slice id;
    Slice size;
};

PayloadWalk::PayloadWalk(const View& view, std::uint32_t offset, const Payload& payload)
    : view_(view), payload_(payload), at_(std::min(offset, view.size())),
      end_(static_cast<std::uint32_t>(std::min<std::uint64_t>(view.size(), at_ + payload.length))),
      readable_(std::clamp(view.captured(), at_, end_)), ends_here_(end_ - at_ == payload.length)
{
}

char PayloadWalk::lower_at(std::uint32_t at) const { return lower(static_cast<char>(view_.u8(at))); }

// Whether one of the tags begins at `at`, which is a '<'.
PayloadWalk::Match PayloadWalk::match(std::uint32_t at, Tag& out) const
{
    const bool more_to_come = readable_ < end_ || !ends_here_;
    for (const TagName& name : kTagNames) {
        const auto length = static_cast<std::uint32_t>(name.text.size());
        const std::uint32_t there = std::min(length, readable_ - at);
        std::uint32_t same = 0;
        while (same < there && lower_at(at + same) == name.text[same]) {
            ++same;
        }
        if (same < there) {
            continue;
        }
        const std::uint32_t after = at + there;
        if (after == readable_) {
            return more_to_come ? Match::unfinished : Match::no;
        }
        const char c = lower_at(after);
        if (c != '>' && !is_space(c)) {
            return Match::no;
        }
        char quote = '\0';
        const std::uint32_t most = std::min(readable_, at + kLongestTag);
        for (std::uint32_t i = after; i < most; ++i) {
            const char here = lower_at(i);
            if (quote != '\0') {
                quote = here == quote ? '\0' : quote;
            } else if (here == '"' || here == '\'') {
                quote = here;
            } else if (here == '>') {
                out = {.kind = name.kind, .end = i + 1, .id = {}, .size = {}};
                read_attributes(after, i, out);
                return Match::yes;
            } else if (here == '<') {
                return Match::no;
            }
        }
        return more_to_come && readable_ - at < kLongestTag ? Match::unfinished : Match::no;
    }
    return Match::no;
}

// Reads the attributes of a tag between the end of its name, `at`, and its end.
void PayloadWalk::read_attributes(std::uint32_t at, std::uint32_t end, Tag& out) const
{
    const std::string_view tag = view_.chars({0, end});
    const auto skip_spaces = [&] {
        while (at < end && is_space(tag[at])) {
            ++at;
        }
    };
    while (at < end) {
        skip_spaces();
        const std::uint32_t name = at;
        while (at < end && !is_space(tag[at]) && tag[at] != '=') {
            ++at;
        }
        const Slice name_at{name, at - name};
        skip_spaces();
        if (at == end || tag[at] != '=') {
            continue;
        }
        ++at;
        skip_spaces();
        Slice value{at, 0};
        if (at < end && (tag[at] == '"' || tag[at] == '\'')) {
            const char quote = tag[at++];
            value.offset = at;
            at = std::min(static_cast<std::uint32_t>(std::min<std::size_t>(tag.find(quote, at), end)), end);
            value.length = at - value.offset;
            at = std::min(at + 1, end);
        } else {
            while (at < end && !is_space(tag[at])) {
                ++at;
            }
            value.length = at - value.offset;
        }
        const auto is = [&](std::string_view word) {
            return std::ranges::equal(view_.chars(name_at), word, {}, lower);
        };
        if (is("id")) {
            out.id = value;
        } else if (is("size")) {
            const std::string_view digits = view_.chars(value);
            const auto count = std::ranges::find_if_not(digits, is_digit) - digits.begin();
            out.size = {value.offset, static_cast<std::uint32_t>(count)};
        }
    }
}

void PayloadWalk::advance(std::uint32_t by)
{
    at_ += by;
    payload_.length -= by;
}

bool PayloadWalk::next_image(Part& out)
{
    image_due_ = false;
    const std::uint64_t size = out.size;
    const auto here = static_cast<std::uint32_t>(std::min<std::uint64_t>(size, end_ - at_));
    out.kind = Part::Kind::image;
    out.at = {at_, here};
    out.end_missing = false; // which is said of the tag
    image_left_ = size - here;
    payload_.after_image = true;
    payload_.image_size = size;
    advance(here);
    readable_ = std::max(readable_, at_);
    return true;
}

// The first thing after an image should be its end.
void PayloadWalk::note_image_end(bool is_other, Part& out)
{
    if (payload_.after_image && is_other) {
        out.end_missing = true;
        out.image_size = payload_.image_size;
    }
    payload_.after_image = false;
    payload_.image_size = 0;
}

bool PayloadWalk::next(Part& out)
{
    if (image_due_) {
        return next_image(out);
    }
    if (at_ >= readable_) {
        return false;
    }
    out = {};
    const std::uint32_t begin = at_;
    const std::string_view bytes = view_.chars({0, readable_});
    for (std::size_t found = bytes.find('<', at_);; found = bytes.find('<', found + 1)) {
        Tag tag;
        const auto at = static_cast<std::uint32_t>(std::min<std::size_t>(found, readable_));
        const Match matched = at < readable_ ? match(at, tag) : Match::no;
        const bool fits = payload_.in_binary ? tag.kind != Part::Kind::binary : tag.kind == Part::Kind::binary;
        if (at < readable_ && (matched == Match::no || (matched == Match::yes && !fits))) {
            continue;
        }
        if (at > begin) {
            out.kind = payload_.in_binary ? Part::Kind::unknown : Part::Kind::text;
            out.at = {begin, at - begin};
            note_image_end(payload_.in_binary, out);
            advance(out.at.length);
            return true;
        }
        if (matched == Match::unfinished) {
            out.kind = Part::Kind::unfinished;
            out.at = {at, readable_ - at};
            advance(out.at.length);
            return true;
        }
        out.kind = tag.kind;
        out.at = {at, tag.end - at};
        advance(out.at.length);
        switch (tag.kind) {
        case Part::Kind::binary:
            payload_.in_binary = true;
            break;
        case Part::Kind::binary_end:
            payload_.in_binary = false;
            break;
        case Part::Kind::image_tag:
            out.id = tag.id;
            if (tag.size.length == 0) {
                out.kind = Part::Kind::sizeless_tag;
                break;
            }
            out.size_at = tag.size;
            out.declared = number_of(view_.chars(tag.size));
            out.size = std::min(out.declared, payload_.length);
            image_due_ = true;
            break;
        default:
            break;
        }
        note_image_end(tag.kind != Part::Kind::image_end, out);
        return true;
    }
}

} // namespace oscar::odc
