// SPDX-License-Identifier: GPL-2.0-or-later
//
// A rendezvous message as a whole: what was read, and telling it to a listener.
#ifndef OSCAR_CORE_RENDEZVOUS_MESSAGE_H
#define OSCAR_CORE_RENDEZVOUS_MESSAGE_H

#include "core/oscar/icbm.h"
#include "core/oscar/server_error.h"
#include "core/rendezvous/block.h"
#include "core/rendezvous/client_error.h"
#include "core/rendezvous/offer.h"
#include "core/rendezvous/services.h"
#include "core/rendezvous/summary.h"
#include "core/schema/listener.h"
#include "core/wire/view.h"

namespace oscar::rendezvous {

struct Message {
    Icbm icbm;
    Block block; // valid if icbm.has_block
    Offer offer; // valid if the block is a proposal
    ServiceName service_name;
    ClientError error;        // valid if icbm.subgroup is client_error
    ServerError server_error; // valid if icbm.subgroup is server_error

    bool cut = false; // the capture ends inside the message

    // The bytes that are the rendezvous: the block, or code and error information, or else the whole ICBM.
    Slice extent;
};

// Reads the FLAP frame that starts at offset 0 of `flap`. False if it holds no message on the rendezvous channel, nor a
// server_error, which may be about one.
bool read_message(const View& flap, Message& out);

// What kind of message it is, in a word or two: its type, or what it is instead of a block. Null for a type without a
// name.
const char* kind_name(const Message& message);

// Reports all items and findings of a message that read_message() has read from the same view. Returns what it is
// about.
Summary decode_message(const View& flap, const Message& message, Listener& listener);

} // namespace oscar::rendezvous

#endif
