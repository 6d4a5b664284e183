// SPDX-License-Identifier: GPL-2.0-or-later
//
// The typed value of one TLV of the rendezvous block.
#ifndef OSCAR_CORE_RENDEZVOUS_VALUE_H
#define OSCAR_CORE_RENDEZVOUS_VALUE_H

#include "core/rendezvous/rules.h"
#include "core/rendezvous/service_data/decoders.h"

namespace oscar::rendezvous {

// The value of a TLV that is wholly there: by the kind in `row`, or as bytes where that is null or does not fit.
// Rules look at a number as soon as it is reported.
void decode_value(const ServiceContext& context, const Tlv& tlv, const TagRow* row, Rules& rules);

// SERVICE_DATA: by the service's decoder, unless the listener claims it. The summary is filled in either way.
void decode_data(const ServiceContext& context, Slice data);

// A charset, language or type name, without the length byte that some clients put before it.
Slice mime_word(const View& view, Slice value);

} // namespace oscar::rendezvous

#endif
