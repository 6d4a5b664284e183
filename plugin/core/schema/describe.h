// SPDX-License-Identifier: GPL-2.0-or-later
//
// Findings in words.
#ifndef OSCAR_CORE_SCHEMA_DESCRIBE_H
#define OSCAR_CORE_SCHEMA_DESCRIBE_H

#include "core/schema/listener.h"

#include <span>

namespace oscar {

// The text of the finding's row, with what it says in braces replaced:
//   {name}      the tag's name, or "TLV" if it has none
//   {tag}       the tag, in four hexadecimal digits
//   {detail}    the static text that came with the finding
//   {expected}, {found}    the number, or the address
//   {expected:X8}          the number in eight hexadecimal digits, x8 for small letters; in the same way for `found`
// Always NUL-terminated; what does not fit is left out. Returns the start of `out`.
const char* describe(const Finding& finding, std::span<char> out);

} // namespace oscar

#endif
