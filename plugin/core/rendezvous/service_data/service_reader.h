// SPDX-License-Identifier: GPL-2.0-or-later
//
// Helpers that the decoders of service data share.
#ifndef OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_SERVICE_READER_H
#define OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_SERVICE_READER_H

#include "core/rendezvous/findings.h"
#include "core/rendezvous/service_data/decoders.h"
#include "core/schema/field_reader.h"

namespace oscar::rendezvous {

inline constexpr Leftover kServiceLeftover{Field::service_data_rest, FindingId::service_data_malformed,
                                           FindingId::service_data_trailing};

class ServiceReader : public FieldReader {
public:
    ServiceReader(const ServiceContext& c, Slice data) : FieldReader(c.view, data, c.to, kServiceLeftover) {}
};

inline void report_malformed(Slice rest, Listener& to)
{
    report_rest(rest, Field::service_data_rest, FindingId::service_data_malformed, to);
}

} // namespace oscar::rendezvous

#endif
