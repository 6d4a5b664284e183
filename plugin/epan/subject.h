// SPDX-License-Identifier: GPL-2.0-or-later
// What a message is about, as text for the Info column.
#ifndef OSCAR_EPAN_SUBJECT_H
#define OSCAR_EPAN_SUBJECT_H

#include "core/schema/subject.h"
#include "epan/compat.h"
#include "epan/line.h"

namespace oscar::epan {

// For example: File request "lake.jpg" (48200 bytes). Keeps at most `most` characters of the name, whose parts are
// separated by commas; empty parts are left out. Adds nothing if nothing is known.
void append_subject(packet_info* pinfo, tvbuff_t* tvb, const Subject& subject, glong most, Line& line);

} // namespace oscar::epan

#endif
