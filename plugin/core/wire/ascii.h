// SPDX-License-Identifier: GPL-2.0-or-later
//
// Kinds of ASCII characters, whatever the locale. Bytes of other characters are none of them.
#ifndef OSCAR_CORE_WIRE_ASCII_H
#define OSCAR_CORE_WIRE_ASCII_H

namespace oscar {

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

} // namespace oscar

#endif
