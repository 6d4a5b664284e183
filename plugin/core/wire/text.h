// SPDX-License-Identifier: GPL-2.0-or-later
//
// The charset of a text in a packet. The core only names it; the presentation converts the text.
#ifndef OSCAR_CORE_WIRE_TEXT_H
#define OSCAR_CORE_WIRE_TEXT_H

#include <cstdint>
#include <string_view>

namespace oscar {

enum class Charset : std::uint8_t {
    unknown, // UTF-8 if it is valid UTF-8, otherwise a single-byte charset
    us_ascii,
    utf8,
    iso_8859_1,
    ucs2_be, // "unicode-2-0"
    named,   // any other, given by its MIME name
    legacy,  // the sender's code page, which the packet does not name
};

// The charset that a MIME name stands for; case is ignored. A name whose end is missing is recognised as long as it is
// unambiguous (Mac AIM 1999 sends such names). An empty name is `unknown`, a name without an enumerator is `named`.
Charset charset_from_name(std::string_view name);

// Mac AIM 1999 writes the charset and language tags as string08 and drops the last character (libfaim, chat.txt).
// True if the first byte is such a length byte: below 0x20, and equal to the number of bytes after it or one more.
bool has_stray_length(std::string_view value);

} // namespace oscar

#endif
