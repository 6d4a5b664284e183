// SPDX-License-Identifier: GPL-2.0-or-later
//
// Helpers that the decoders of service data share.
#ifndef OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_SERVICE_READER_H
#define OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_SERVICE_READER_H

#include "core/rendezvous/findings.h"
#include "core/rendezvous/service_data/decoders.h"
#include "core/schema/field_reader.h"

namespace oscar::rendezvous {

class ServiceReader : public FieldReader {
public:
    ServiceReader(const ServiceContext& c, Slice data)
        : FieldReader(c.view, data, c.to,
                      {Field::service_data_rest, FindingId::service_data_malformed, FindingId::service_data_trailing})
    {
    }
};

inline void report_malformed(Slice rest, Listener& to)
{
    report_rest(rest, Field::service_data_rest, FindingId::service_data_malformed, to);
}

// Reports bytes of unknown layout as text if they are XML or a URL. XML is also reported as embedded.
void decode_text_in(const ServiceContext& context, Slice at, Field text);

} // namespace oscar::rendezvous

#endif
