// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/odc/frame.h"

#include "core/odc/fields.h"
#include "core/odc/findings.h"
#include "core/schema/field_reader.h"
#include "core/wire/media_type.h"

#include <algorithm>

namespace oscar::odc {

namespace {

constexpr std::uint32_t kCookieSize = 8;
constexpr std::uint32_t kSenderOffset = 44;
constexpr std::uint32_t kSenderSize = 32;
constexpr std::uint32_t kImageEndSize = 7; // </DATA>

enum class FrameCharset : std::uint16_t { ascii = 0, ucs2 = 2, iso_8859_1 = 3 };

bool is_known_charset(std::uint16_t charset) { return charset == 0 || charset == 2 || charset == 3; }

// Up to the first NUL.
Slice text_before_nul(const View& view, Slice at)
{
    const std::string_view text = view.chars(at);
    return {at.offset, static_cast<std::uint32_t>(std::min(text.find('\0'), text.size()))};
}

class PayloadDecoder {
public:
    PayloadDecoder(const View& view, Charset charset, Listener& to) : view_(view), charset_(charset), to_(to) {}

    Content run(PayloadWalk walk)
    {
        Part tag;
        for (Part part; walk.next(part);) {
            const bool is_cut = part.kind == Part::Kind::unknown && is_open(part, walk);
            if (part.end_missing && !is_cut) {
                to_.finding({.id = FindingId::image_end_missing,
                             .at = {part.at.offset, std::min(part.at.length, kImageEndSize)},
                             .expected = part.image_size});
            }
            switch (part.kind) {
            case Part::Kind::text:
                text(part.at);
                break;
            case Part::Kind::binary:
                to_.item({.field = Field::binary, .at = part.at});
                break;
            case Part::Kind::image_tag:
                tag = part;
                break;
            case Part::Kind::image:
                image(tag, part, walk);
                break;
            case Part::Kind::sizeless_tag:
                to_.item({.field = Field::text, .at = part.at});
                to_.finding({.id = FindingId::image_size_missing, .at = part.at});
                break;
            case Part::Kind::image_end:
            case Part::Kind::binary_end:
                break;
            case Part::Kind::unknown:
                unknown(part.at, is_cut);
                break;
            case Part::Kind::unfinished:
                to_.item({.field = walk.rest().in_binary ? Field::binary_unknown : Field::text, .at = part.at});
                break;
            }
        }
        if (walk.rest().in_binary && walk.rest().length == 0) {
            to_.finding({.id = FindingId::binary_unclosed, .at = {walk.offset(), 0}});
        }
        return content_;
    }

private:
    // The capture ends here, so it is not known what the rest would have been.
    bool is_open(const Part& part, PayloadWalk walk) const
    {
        Part next;
        return view_.captured() < view_.size() &&
               (part.at.end() == view_.captured() || (walk.next(next) && next.kind == Part::Kind::unfinished));
    }

    void text(Slice at)
    {
        to_.item({.field = Field::text, .charset = charset_, .at = at});
        if (content_.text_count < Content::kMostTexts) {
            content_.texts[content_.text_count++] = at;
        }
    }

    void image(const Part& tag, const Part& part, const PayloadWalk& walk)
    {
        ++content_.images;
        const auto there = static_cast<std::uint32_t>(view_.bytes(part.at).size());
        const Slice data{there > 0 ? part.at.offset : tag.at.end(), there};
        to_.item({.field = Field::image, .at = {tag.at.offset, tag.at.length + there}});
        to_.open();
        if (tag.id.length > 0) {
            to_.item({.field = Field::image_id, .at = tag.id});
        }
        to_.item({.field = Field::image_size, .at = tag.size_at, .value = tag.declared});
        if (tag.declared > tag.size) {
            to_.finding(
                {.id = FindingId::image_size_range, .at = tag.size_at, .expected = tag.size, .found = tag.declared});
        }
        if (there > 0) {
            const char* type = image_media_type(view_.chars(data));
            if (type != nullptr) {
                to_.item({.field = Field::image_type, .generated = true, .at = data, .text = type});
            }
            to_.item({.field = Field::image_data, .at = data});
            // An image dissector takes what is missing for a fault of the image.
            if (type != nullptr && to_.wants_items() && walk.image_left() == 0 && there == part.at.length) {
                to_.open();
                to_.embedded(type, data);
                to_.close();
            }
        }
        to_.close();
    }

    void unknown(Slice at, bool is_cut)
    {
        const std::string_view bytes = view_.chars(at);
        if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) {
            return; // between two tags
        }
        to_.item({.field = Field::binary_unknown, .at = at});
        if (!is_cut) {
            to_.finding({.id = FindingId::binary_unknown, .at = at, .found = at.length});
        }
    }

    const View& view_;
    Charset charset_;
    Listener& to_;
    Content content_;
};

class HeaderDecoder {
public:
    HeaderDecoder(const View& view, const Frame& frame, Extent extent, Listener& to)
        : view_(view), frame_(frame), extent_(extent),
          // The magic and the length itself are there whatever the length says.
          t_(view, {0, std::min(frame.payload_offset(), view.size())}, to, {}), to_(to)
    {
    }

    // False as soon as a field is not there.
    bool run()
    {
        start();
        return type() && payload() && sender();
    }

private:
    void start()
    {
        t_.bytes(Field::magic, kMagicSize);
        t_.u16(Field::header_length);
        if (frame_.header_length < kUsualLength) {
            to_.finding({.id = FindingId::header_short,
                         .at = last(2),
                         .expected = kUsualLength,
                         .found = frame_.header_length});
        }
        // Without the numbers, nothing is known of a payload; and if they were not captured, not how long the frame is.
        const std::uint64_t size = frame_.numbers ? frame_.size() : frame_.payload_offset();
        const bool is_known = frame_.numbers || frame_.header_length < kNumbersEnd || view_.size() < kNumbersEnd;
        if (extent_ == Extent::whole && is_known && size > view_.size()) {
            to_.finding({.id = FindingId::frame_truncated, .at = last(2), .expected = size, .found = view_.size()});
        }
    }

    bool type()
    {
        return must_be(Field::type, kType, FindingId::type_unknown) &&
               must_be(Field::subtype, kSubtype, FindingId::subtype_unknown) && t_.bytes(Field::reserved, 2) &&
               t_.bytes(Field::cookie, kCookieSize) && t_.bytes(Field::reserved, 8);
    }

    bool payload()
    {
        if (!t_.u32(Field::length)) {
            return false;
        }
        const Slice length = last(4);
        if (view_.u32(length.offset) > kMostPayload) {
            to_.finding({.id = FindingId::length_large,
                         .at = length,
                         .expected = kMostPayload,
                         .found = view_.u32(length.offset)});
        }
        std::uint16_t charset = 0;
        if (!t_.u16(Field::charset, &charset)) {
            return false;
        }
        if (!is_known_charset(charset)) {
            to_.finding({.id = FindingId::charset_unknown, .at = last(2), .found = charset});
        }
        if (!t_.u16(Field::charset_sub) || !t_.u32(Field::flags)) {
            return false;
        }
        const Slice bits{t_.offset() - 1, 1};
        const std::uint8_t flags = view_.u8(bits.offset);
        to_.open();
        for (const Field bit : {Field::flag_auto_response, Field::flag_typing_note, Field::flag_typed,
                                Field::flag_typing, Field::flag_confirmation, Field::flag_confirmation_too}) {
            to_.item({.field = bit, .at = bits, .value = flags});
        }
        to_.close();
        if (frame_.kind() == Kind::typing_note && frame_.payload_length > 0) {
            to_.finding({.id = FindingId::typing_payload, .at = length, .found = frame_.payload_length});
        }
        return t_.bytes(Field::reserved, 4);
    }

    bool sender()
    {
        // The item stands for the whole field; what shows it drops the padding.
        if (!t_.text(Field::sender, kSenderSize)) {
            return false;
        }
        return t_.remaining() == 0 || t_.bytes(Field::header_rest, t_.remaining());
    }

    bool must_be(Field field, std::uint16_t expected, FindingId unless)
    {
        std::uint16_t value = 0;
        if (!t_.u16(field, &value)) {
            return false;
        }
        if (value != expected) {
            to_.finding({.id = unless, .at = last(2), .expected = expected, .found = value});
        }
        return true;
    }

    Slice last(std::uint32_t size) const { return {t_.offset() - size, size}; }

    const View& view_;
    const Frame& frame_;
    Extent extent_;
    FieldReader t_;
    Listener& to_;
};

} // namespace

Start start_of(std::span<const std::uint8_t> bytes)
{
    const std::size_t there = std::min<std::size_t>(bytes.size(), kMagicSize);
    for (std::size_t i = 0; i < there; ++i) {
        if (bytes[i] != static_cast<std::uint8_t>(kMagic[i])) {
            return Start::other;
        }
    }
    return there < kMagicSize ? Start::partial : Start::frame;
}

bool looks_like_frame(std::span<const std::uint8_t> segment)
{
    const auto number = [&](std::size_t at) { return be16(segment.data() + at); };
    return start_of(segment) == Start::frame && (segment.size() < 6 || number(4) >= kUsualLength) &&
           (segment.size() < 8 || number(6) == kType) && (segment.size() < 10 || number(8) == kSubtype);
}

Frame read_frame(const View& view)
{
    Frame out;
    if (!view.has({0, kLengthEnd})) {
        return out;
    }
    out.header_length = view.u16(4);
    if (out.header_length < kNumbersEnd || !view.has({0, kNumbersEnd})) {
        return out;
    }
    out.numbers = true;
    out.cookie = view.u64(12);
    out.payload_length = view.u32(28);
    out.charset = view.u16(32);
    out.flags = view.u32(36);
    const Slice sender{kSenderOffset, kSenderSize};
    if (out.header_length >= sender.end() && view.has(sender)) {
        out.sender = text_before_nul(view, sender);
    }
    return out;
}

Charset charset_of(std::uint16_t charset)
{
    switch (static_cast<FrameCharset>(charset)) {
    case FrameCharset::ucs2:
        return Charset::ucs2_be;
    case FrameCharset::iso_8859_1:
        return Charset::iso_8859_1;
    case FrameCharset::ascii: // which some clients also write above UTF-8
        break;
    }
    return Charset::unknown;
}

Content decode_frame(const View& view, const Frame& frame, Extent extent, Listener& to)
{
    if (!view.has({0, kLengthEnd})) {
        return {};
    }
    HeaderDecoder(view, frame, extent, to).run();
    if (!frame.numbers) {
        return {};
    }
    const PayloadWalk walk(view, frame.payload_offset(), {.length = frame.payload_length});
    return PayloadDecoder(view, charset_of(frame.charset), to).run(walk);
}

Content decode_passage(const View& view, std::uint16_t charset, const Payload& payload, Listener& to)
{
    return PayloadDecoder(view, charset_of(charset), to).run(PayloadWalk(view, 0, payload));
}

} // namespace oscar::odc
