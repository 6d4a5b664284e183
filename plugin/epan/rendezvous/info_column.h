// SPDX-License-Identifier: GPL-2.0-or-later
//
// A rendezvous message in one line, for the Info column and the label of its tree.
#ifndef OSCAR_EPAN_RENDEZVOUS_INFO_COLUMN_H
#define OSCAR_EPAN_RENDEZVOUS_INFO_COLUMN_H

#include "core/rendezvous/message.h"
#include "epan/compat.h"
#include "epan/line.h"

namespace oscar::epan {

struct Info {
    // What stands before the line, so that it can be appended to others in one go.
    static constexpr std::string_view kSeparator = ", ";
    const char* text() const { return line.c_str() + kSeparator.size(); }

    // For example "Propose File Transfer "recipe.docx" (12008 bytes) at 192.168.1.158:5190, seq 1". Valid, printable
    // text.
    Line line;
    // Where in it stands what counter-proposals leave out: in the example from the name to the size. May be empty.
    Slice subject;
};
Info info(packet_info* pinfo, tvbuff_t* flap_tvb, const View& flap, const Message& message);

} // namespace oscar::epan

#endif
