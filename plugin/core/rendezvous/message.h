// SPDX-License-Identifier: GPL-2.0-or-later
//
// A rendezvous message as a whole: what was read, and telling it to a listener.
#ifndef OSCAR_CORE_RENDEZVOUS_MESSAGE_H
#define OSCAR_CORE_RENDEZVOUS_MESSAGE_H

#include "core/oscar/icbm.h"
#include "core/oscar/server_error.h"
#include "core/rendezvous/block.h"
#include "core/rendezvous/client_error.h"
#include "core/rendezvous/message_kind.h"
#include "core/rendezvous/offer.h"
#include "core/rendezvous/services.h"
#include "core/rendezvous/summary.h"
#include "core/schema/listener.h"
#include "core/wire/view.h"

namespace oscar::rendezvous {

struct Message {
    MessageKind kind{};
    Icbm icbm;
    Block block; // valid if icbm.has_block
    Offer offer; // valid if icbm.has_block; in a proposal: where its sender waits
    ServiceName service_name;
    ClientError error;        // valid if `kind` is client_error
    ServerError server_error; // valid if `kind` is server_error

    bool cut = false; // the capture ends inside the message

    // The bytes that are the rendezvous: the block, or code and error information, or else the whole ICBM.
    Slice extent;
};

// Reads the FLAP frame that starts at offset 0 of `flap`, or of it the SNAC that read_snac() has read. False if it
// holds no message on the rendezvous channel, nor a server_error, which may be about one.
bool read_message(const View& flap, const Snac& snac, Message& out);
inline bool read_message(const View& flap, Message& out)
{
    Snac snac;
    return read_snac(flap, snac) && read_message(flap, snac, out);
}

// `kind` in a word or two; of a client error, what it stands for. Null for a type without a name.
const char* kind_name(const Message& message);

// Reports all items and findings of a message that read_message() has read from the same view. Returns what it is
// about.
Summary decode_message(const View& flap, const Message& message, Listener& listener);

} // namespace oscar::rendezvous

#endif
