// SPDX-License-Identifier: GPL-2.0-or-later
//
// The text of findings.
#ifndef OSCAR_CORE_SCHEMA_DESCRIBE_H
#define OSCAR_CORE_SCHEMA_DESCRIBE_H

#include "core/schema/listener.h"

#include <span>

namespace oscar {

// Writes the text of the finding's row to `out`, with these placeholders replaced:
//   {name}      the tag's name, or "TLV" if it has none
//   {tag}       the tag in four hexadecimal digits
//   {detail}    the static text of the finding
//   {expected}, {found}    the number in decimal, or the address
//   {expected:X8}          the number in eight hexadecimal digits, with x8 in lower case; likewise for `found`
// The result is NUL-terminated and is truncated if it does not fit. `out` must not be empty. Returns its start.
const char* describe(const Finding& finding, std::span<char> out);

} // namespace oscar

#endif
