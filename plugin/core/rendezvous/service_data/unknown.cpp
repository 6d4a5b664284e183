// SPDX-License-Identifier: GPL-2.0-or-later
//
// Service data of unknown layout.
#include "core/rendezvous/service_data/service_reader.h"
#include "core/schema/readable.h"

namespace oscar::rendezvous {

void decode_unknown_data(const ServiceContext& c, Slice data)
{
    report_if_readable(c.view, data, Field::service_data_text, c.to);
}

} // namespace oscar::rendezvous
