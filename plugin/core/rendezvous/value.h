// SPDX-License-Identifier: GPL-2.0-or-later
//
// The typed value of one TLV of the rendezvous block.
#ifndef OSCAR_CORE_RENDEZVOUS_VALUE_H
#define OSCAR_CORE_RENDEZVOUS_VALUE_H

#include "core/rendezvous/message.h"
#include "core/rendezvous/rules.h"

namespace oscar {

// Tells the value of a TLV that is wholly there: by its kind, or as bytes where it has none or does not fit. `row` is
// the tag's, null if it has none.
void decode_value(const View& flap, const Message& message, const Tlv& tlv, const TagRow* row, Rules& rules,
                  Listener& to);

// A charset, language or type name, without the length byte that some clients put before it.
Slice mime_word(const View& view, Slice value);

} // namespace oscar

#endif
