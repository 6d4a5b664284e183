// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/text.h"

#include "epan/line.h"
#include "epan/preferences.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace oscar::epan {
namespace {

constexpr const char* kSymbolForNull = "\xE2\x90\x80";

std::span<const std::uint8_t> bytes_of(tvbuff_t* tvb, Slice at)
{
    if (at.length == 0) {
        return {};
    }
    return {tvb_get_ptr(tvb, static_cast<int>(at.offset), static_cast<int>(at.length)), at.length};
}

unsigned encoding(tvbuff_t* tvb, Slice at, Charset charset)
{
    switch (charset) {
    case Charset::utf8:
        return ENC_UTF_8;
    case Charset::iso_8859_1:
        return ENC_ISO_8859_1;
    case Charset::ucs2_be: // UTF-16 is a superset, with characters beyond the 16-bit ones
        return ENC_UTF_16 | ENC_BIG_ENDIAN;
    case Charset::legacy:
        return legacy_encoding();
    case Charset::us_ascii: // text that is not the ASCII it claims to be is treated as if it claimed nothing
    case Charset::unknown:
    case Charset::named:
        break;
    }
    const auto run = bytes_of(tvb, at);
    const bool valid =
        g_utf8_validate(reinterpret_cast<const char*>(run.data()), static_cast<gssize>(run.size()), nullptr);
    return valid ? ENC_UTF_8 : ENC_WINDOWS_1252;
}

// The size of a NUL in bytes.
std::uint32_t unit_of(Charset charset) { return charset == Charset::ucs2_be ? 2 : 1; }
bool is_null(std::span<const std::uint8_t> bytes, std::uint32_t at, std::uint32_t unit)
{
    return bytes[at] == 0 && (unit == 1 || bytes[at + 1] == 0);
}

// Converts text that contains no NUL.
const char* convert_run(wmem_allocator_t* scope, tvbuff_t* tvb, Slice at, Charset charset)
{
    if (at.length == 0) {
        return "";
    }
    return reinterpret_cast<const char*>(tvb_get_string_enc(scope, tvb, static_cast<int>(at.offset),
                                                            static_cast<int>(at.length), encoding(tvb, at, charset)));
}

// Converts text with GLib, for charsets that epan does not know by name. Null if GLib does not know the charset either,
// or if the bytes are invalid in it.
const char* convert_named(wmem_allocator_t* scope, tvbuff_t* tvb, Slice at, Slice charset_name)
{
    char name[40];
    const auto wire_name = bytes_of(tvb, charset_name);
    if (wire_name.empty() || wire_name.size() >= sizeof name ||
        !std::all_of(wire_name.begin(), wire_name.end(),
                     [](auto c) { return g_ascii_isalnum(c) || (c != 0 && std::strchr("-_.:+", c) != nullptr); })) {
        return nullptr;
    }
    *std::copy(wire_name.begin(), wire_name.end(), name) = '\0';

    const auto bytes = bytes_of(tvb, at);
    gsize written = 0;
    char* converted = g_convert(reinterpret_cast<const char*>(bytes.data()), static_cast<gssize>(bytes.size()), "UTF-8",
                                name, nullptr, &written, nullptr);
    if (converted == nullptr) {
        return nullptr;
    }
    while (written > 0 && converted[written - 1] == '\0') {
        --written;
    }
    // Between g_convert() and g_free(), nothing of epan is called but wmem, which does not throw.
    wmem_strbuf_t* out = wmem_strbuf_new(scope, "");
    for (gsize start = 0; start <= written; start += std::strlen(converted + start) + 1) {
        if (start > 0) {
            wmem_strbuf_append(out, kSymbolForNull);
        }
        wmem_strbuf_append(out, converted + start);
    }
    g_free(converted);
    return wmem_strbuf_get_str(out);
}

// Most text is printable ASCII, which needs no conversion from most charsets.
bool is_printable_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}
bool holds_ascii(Charset charset)
{
    return charset == Charset::unknown || charset == Charset::us_ascii || charset == Charset::utf8 ||
           charset == Charset::iso_8859_1;
}

// Some converters let invalid characters pass, such as UCS-4 above U+10FFFF.
const char* valid(wmem_allocator_t* scope, const char* text)
{
    if (g_utf8_validate(text, -1, nullptr)) {
        return text;
    }
    char* repaired = g_utf8_make_valid(text, -1);
    const char* copy = wmem_strdup(scope, repaired);
    g_free(repaired);
    return copy;
}

// Converts text by runs between NULs: for Charset::named, only if GLib could not convert it.
const char* convert_runs(wmem_allocator_t* scope, tvbuff_t* tvb, Slice at, Charset charset)
{
    const auto bytes = bytes_of(tvb, at);
    wmem_strbuf_t* out = nullptr;
    const std::uint32_t unit = unit_of(charset);
    std::uint32_t start = 0;
    for (std::uint32_t i = 0; i + unit <= at.length; i += unit) {
        if (is_null(bytes, i, unit)) {
            if (out == nullptr) {
                out = wmem_strbuf_new(scope, "");
            }
            wmem_strbuf_append(out, convert_run(scope, tvb, {at.offset + start, i - start}, charset));
            wmem_strbuf_append(out, kSymbolForNull);
            start = i + unit;
        }
    }
    const char* last = convert_run(scope, tvb, {at.offset + start, at.length - start}, charset);
    if (out == nullptr) {
        return last;
    }
    wmem_strbuf_append(out, last);
    return wmem_strbuf_get_str(out);
}

} // namespace

const char* to_utf8(wmem_allocator_t* scope, tvbuff_t* tvb, Slice at, Charset charset, Slice charset_name)
{
    const auto bytes = bytes_of(tvb, at);
    const Slice with_nulls = at;
    const std::uint32_t unit = unit_of(charset);
    while (at.length >= unit && at.length % unit == 0 && is_null(bytes, at.length - unit, unit)) {
        at.length -= unit;
    }
    if (at.length == 0) {
        return "";
    }
    const auto* chars = reinterpret_cast<const char*>(bytes.data());
    if (holds_ascii(charset) && is_printable_ascii({chars, at.length})) {
        return wmem_strndup(scope, chars, at.length);
    }
    const char* text = nullptr;
    if (charset == Charset::named) {
        // A NUL at the end can be half of a character, or terminate text in a single-byte charset.
        text = convert_named(scope, tvb, with_nulls, charset_name);
        if (text == nullptr && at != with_nulls) {
            text = convert_named(scope, tvb, at, charset_name);
        }
    }
    return valid(scope, text != nullptr ? text : convert_runs(scope, tvb, at, charset));
}

const char* one_line(wmem_allocator_t* scope, const char* utf8, glong most)
{
    const std::string_view text(utf8);
    if (text.size() <= static_cast<std::size_t>(most) && is_printable_ascii(text) &&
        text.find_first_of("\\\"") == std::string_view::npos) {
        return utf8;
    }
    if (g_utf8_strlen(utf8, -1) > most) {
        const char* end = g_utf8_offset_to_pointer(utf8, most);
        utf8 = wmem_strdup_printf(scope, "%.*s%s", static_cast<int>(end - utf8), utf8, kEllipsis.data());
    }
    return escape_text(scope, utf8);
}

const char* path_text(wmem_allocator_t* scope, const char* utf8)
{
    if (std::strchr(utf8, '\x01') == nullptr) {
        return utf8;
    }
    char* path = wmem_strdup(scope, utf8);
    std::replace(path, path + std::strlen(path), '\x01', '/');
    return path;
}

void append_to_item(proto_item* item, const char* utf8)
{
    proto_item_append_text(item, "%s", ""); // creates the label, if it will be shown
    const field_info* info = item != nullptr ? PITEM_FINFO(item) : nullptr;
    if (info == nullptr || info->rep == nullptr) {
        return;
    }
    const std::string_view text(utf8);
    const std::size_t room = sizeof info->rep->representation - 1 - std::strlen(info->rep->representation);
    if (text.size() <= room) {
        proto_item_append_text(item, "%s", utf8);
    } else if (room >= kEllipsis.size()) {
        const std::size_t length = whole_characters(text, room - kEllipsis.size());
        proto_item_append_text(item, "%.*s%s", static_cast<int>(length), utf8, kEllipsis.data());
    }
}

void set_info(packet_info* pinfo, const InfoLine& line)
{
    col_clear_fence(pinfo->cinfo, COL_INFO);
    col_add_str(pinfo->cinfo, COL_INFO, line.c_str());
    col_set_fence(pinfo->cinfo, COL_INFO);
}

} // namespace oscar::epan
