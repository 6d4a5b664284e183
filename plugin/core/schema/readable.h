// SPDX-License-Identifier: GPL-2.0-or-later
//
// Bytes of unknown layout that turn out to be readable.
#ifndef OSCAR_CORE_SCHEMA_READABLE_H
#define OSCAR_CORE_SCHEMA_READABLE_H

#include "core/schema/listener.h"
#include "core/wire/view.h"

namespace oscar {

// Reports the bytes, which must all be captured, as text if they are XML or a URL. XML is also reported as embedded.
void report_if_readable(const View& view, Slice at, FieldRef text, Listener& to);

} // namespace oscar

#endif
