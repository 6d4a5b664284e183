// SPDX-License-Identifier: GPL-2.0-or-later
//
// A rendezvous message in one line, for the Info column and the label of its tree.
#ifndef OSCAR_EPAN_SUMMARY_H
#define OSCAR_EPAN_SUMMARY_H

#include "core/message.h"
#include "epan/compat.h"
#include "epan/line.h"

namespace oscar::epan {

// For example "Propose File Transfer at 192.168.1.158:5190, seq 1". Valid, printable text.
Line summary(packet_info* pinfo, tvbuff_t* flap_tvb, const View& flap, const Message& message);

// The part of it that counter-proposals leave out, for example "\"recipe.docx\" (12008 bytes)". May be empty.
Line gist_line(packet_info* pinfo, tvbuff_t* flap_tvb, const View& flap, const Message& message);

} // namespace oscar::epan

#endif
