// SPDX-License-Identifier: GPL-2.0-or-later
//
// It is often text: XML of plugins and tZers, URLs of add-ins and games.
#include "core/schema/readable.h"

#include "core/schema/field_reader.h"
#include "core/wire/ascii.h"

#include <algorithm>
#include <string_view>

namespace oscar {
namespace {

bool is_text(std::string_view chars)
{
    return std::ranges::all_of(chars, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte != 0x7F) || c == '\t' || c == '\r' || c == '\n';
    });
}

bool is_xml(std::string_view chars)
{
    const std::size_t start = chars.find_first_not_of(" \t\r\n");
    const std::size_t end = chars.find_last_not_of(" \t\r\n");
    return start != std::string_view::npos && chars[start] == '<' && chars[end] == '>' && end > start + 1;
}

// A scheme, "://", and at least one more character.
bool is_url(std::string_view chars)
{
    const std::size_t colon = chars.find("://");
    return colon != std::string_view::npos && colon > 0 && colon + 3 < chars.size() &&
           std::ranges::all_of(chars.substr(0, colon),
                               [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; });
}

} // namespace

void report_if_readable(const View& view, Slice at, FieldRef text, Listener& to)
{
    const Slice trimmed = trim_nuls(view, at);
    const std::string_view chars = view.chars(trimmed);
    const bool xml = is_xml(chars);
    if (!is_text(chars) || !(xml || is_url(chars))) {
        return;
    }
    to.item({.field = text, .at = trimmed});
    if (xml) {
        to.open();
        to.embedded("text/xml", trimmed);
        to.close();
    }
}

} // namespace oscar
