// SPDX-License-Identifier: GPL-2.0-or-later
//
// Decoding the value of one TLV of the rendezvous block.
#ifndef OSCAR_CORE_RENDEZVOUS_VALUE_H
#define OSCAR_CORE_RENDEZVOUS_VALUE_H

#include "core/rendezvous/rules.h"
#include "core/rendezvous/service_data/decoders.h"

namespace oscar::rendezvous {

// Reports the value of a TLV, which must be captured in full: according to the kind in `row`, or as bytes if `row` is
// null or the length is wrong. The rules about a number are checked right after its item.
void decode_value(const ServiceContext& context, const Tlv& tlv, const TagRow* row, Rules& rules);

// Reports SERVICE_DATA by the service's decoder, unless the listener claims it. The summary is filled in either way.
// `context.block` must not be null, and `data` must be captured in full.
void decode_data(const ServiceContext& context, Slice data);

// A charset, language or type name without the stray length byte that some clients put before it (see text.h).
Slice mime_word(const View& view, Slice value);

} // namespace oscar::rendezvous

#endif
