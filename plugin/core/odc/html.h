// SPDX-License-Identifier: GPL-2.0-or-later
//
// The HTML of instant messages, in UTF-8: what a user reads of it, and which image it shows where.
#ifndef OSCAR_CORE_ODC_HTML_H
#define OSCAR_CORE_ODC_HTML_H

#include <cstddef>
#include <span>
#include <string_view>

namespace oscar::odc {

// Writes the text without its tags, without blanks around it, and with its entities replaced to `out`, which must have
// room for as many bytes as `html` has: the text is never longer. Returns how many bytes it has. Valid UTF-8 gives
// valid UTF-8.
std::size_t plain_text(std::string_view html, std::span<char> out);

// The SRC of the IMG whose ID is this; empty if there is none.
std::string_view image_source(std::string_view html, std::string_view id);

} // namespace oscar::odc

#endif
