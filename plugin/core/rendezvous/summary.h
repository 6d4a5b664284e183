// SPDX-License-Identifier: GPL-2.0-or-later
//
// The content of a message, reduced to what fits on one line or tells how a session goes on. Decoders of service data
// fill it in.
#ifndef OSCAR_CORE_RENDEZVOUS_SUMMARY_H
#define OSCAR_CORE_RENDEZVOUS_SUMMARY_H

#include "core/icq/message.h"
#include "core/schema/subject.h"

namespace oscar::rendezvous {

struct Summary : Subject {
    icq::Answer answer; // of an ICQ acknowledgement
};

} // namespace oscar::rendezvous

#endif
