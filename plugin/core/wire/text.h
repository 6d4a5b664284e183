// SPDX-License-Identifier: GPL-2.0-or-later
//
// Which charset a piece of text is in. Converting it is left to whoever shows it.
#ifndef OSCAR_CORE_WIRE_TEXT_H
#define OSCAR_CORE_WIRE_TEXT_H

#include <cstdint>
#include <string_view>

namespace oscar {

enum class Charset : std::uint8_t {
    unknown, // UTF-8 if it is valid UTF-8, else a single-byte charset
    us_ascii,
    utf8,
    iso_8859_1,
    ucs2_be, // "unicode-2-0"
    named,   // another one, by its MIME name
    legacy,  // the sender's code page; only the user can know which
};

// The charset of a MIME name, without regard to case. A name that was cut short by its last characters still counts
// (Mac AIM 1999 writes such); an empty one is `unknown`.
Charset charset_from_name(std::string_view name);

// Mac AIM 1999 writes the charset and language tags as string08 and cuts off their last character (libfaim, chat.txt).
// True if the first byte is such a length byte: one more than, or exactly, what follows it.
bool has_stray_length(std::string_view value);

} // namespace oscar

#endif
