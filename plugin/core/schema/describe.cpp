// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/schema/describe.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cinttypes>
#include <cstdio>
#include <string_view>

namespace oscar {
namespace {

using Piece = std::array<char, 24>; // room for any 64-bit number

std::string_view print_address(std::uint64_t ip, Piece& out)
{
    const int length = std::snprintf(out.data(), out.size(), "%u.%u.%u.%u", static_cast<unsigned>(ip >> 24 & 0xFF),
                                     static_cast<unsigned>(ip >> 16 & 0xFF), static_cast<unsigned>(ip >> 8 & 0xFF),
                                     static_cast<unsigned>(ip & 0xFF));
    return {out.data(), static_cast<std::size_t>(length)};
}

// `format` is empty, or 'X' or 'x' followed by the number of digits.
std::string_view print_number(std::uint64_t number, std::string_view format, Piece& out)
{
    if (format.empty()) {
        const int length = std::snprintf(out.data(), out.size(), "%" PRIu64, number);
        return {out.data(), static_cast<std::size_t>(length)};
    }
    int digits = 0;
    std::from_chars(format.data() + 1, format.data() + format.size(), digits);
    assert(digits >= 1 && digits <= 16);
    const char* hex = format[0] == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
    for (int i = 0; i < digits; ++i) {
        out[static_cast<std::size_t>(i)] = hex[number >> 4 * (digits - 1 - i) & 0xF];
    }
    return {out.data(), static_cast<std::size_t>(digits)};
}

// The replacement of a placeholder, which is given without its braces.
std::string_view expand(std::string_view placeholder, const Finding& f, Piece& out)
{
    const std::size_t colon = placeholder.find(':');
    const std::string_view what = placeholder.substr(0, colon);
    const std::string_view format =
        colon == std::string_view::npos ? std::string_view{} : placeholder.substr(colon + 1);
    if (what == "name") {
        return f.name != nullptr ? f.name : "TLV";
    }
    if (what == "detail") {
        return f.detail != nullptr ? f.detail : "";
    }
    if (what == "tag") {
        return print_number(f.tag, "X4", out);
    }
    assert(what == "expected" || what == "found");
    const std::uint64_t number = what == "expected" ? f.expected : f.found;
    return f.addresses ? print_address(number, out) : print_number(number, format, out);
}

} // namespace

const char* describe(const Finding& finding, std::span<char> out)
{
    std::size_t length = 0;
    const auto append = [&](std::string_view text) {
        const std::size_t n = std::min(text.size(), out.size() - 1 - length);
        std::copy_n(text.data(), n, out.data() + length);
        length += n;
    };
    std::string_view rest = row(finding.id).text;
    while (!rest.empty()) {
        const std::size_t open = rest.find('{');
        append(rest.substr(0, open));
        if (open == std::string_view::npos) {
            break;
        }
        const std::size_t close = rest.find('}', open);
        assert(close != std::string_view::npos);
        Piece piece;
        append(expand(rest.substr(open + 1, close - open - 1), finding, piece));
        rest.remove_prefix(close + 1);
    }
    out[length] = '\0';
    return out.data();
}

} // namespace oscar
