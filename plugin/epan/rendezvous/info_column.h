// SPDX-License-Identifier: GPL-2.0-or-later
//
// A rendezvous message in one line, for the Info column and the label of its tree. The text is valid UTF-8 and
// printable.
#ifndef OSCAR_EPAN_RENDEZVOUS_INFO_COLUMN_H
#define OSCAR_EPAN_RENDEZVOUS_INFO_COLUMN_H

#include "core/rendezvous/message.h"
#include "epan/compat.h"
#include "epan/line.h"
#include "sessions/context.h"

namespace oscar::epan {

// The content of the message, for example "\"recipe.docx\" (12008 bytes)"; empty if the message does not name any.
Line subject_line(packet_info* pinfo, tvbuff_t* flap_tvb, const rendezvous::Summary& summary);

// For example "Propose File Transfer "recipe.docx" (12008 bytes) at 192.168.1.158:5190, seq 1, to Sec558user1". The
// session supplies what the message itself does not contain; `context` is null if it belongs to none.
Line info_line(packet_info* pinfo, tvbuff_t* flap_tvb, const View& flap, const rendezvous::Message& message,
               const rendezvous::Summary& summary, const Line& subject, const sessions::Context* context);

} // namespace oscar::epan

#endif
