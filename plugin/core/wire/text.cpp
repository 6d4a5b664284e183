// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/wire/text.h"

#include "core/wire/ascii.h"

#include <algorithm>

namespace oscar {
namespace {

struct CharsetRow {
    std::string_view name;
    std::size_t shortest; // length of the shortest prefix that no other charset shares
    Charset charset;
};

constexpr CharsetRow kCharsets[] = {
    {"us-ascii", 5, Charset::us_ascii},
    {"utf-8", 5, Charset::utf8},
    {"iso-8859-1", 10, Charset::iso_8859_1},
    {"unicode-2-0", 7, Charset::ucs2_be},
};

} // namespace

Charset charset_from_name(std::string_view name)
{
    if (name.empty()) {
        return Charset::unknown;
    }
    for (const CharsetRow& row : kCharsets) {
        if (name.size() >= row.shortest && name.size() <= row.name.size() &&
            std::equal(name.begin(), name.end(), row.name.begin(), [](char a, char b) { return lower(a) == b; })) {
            return row.charset;
        }
    }
    return Charset::named;
}

bool has_stray_length(std::string_view value)
{
    if (value.size() < 2) {
        return false;
    }
    const auto first = static_cast<unsigned char>(value[0]);
    return first < 0x20 && (first == value.size() || first == value.size() - 1);
}

} // namespace oscar
