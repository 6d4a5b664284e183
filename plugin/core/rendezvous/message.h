// SPDX-License-Identifier: GPL-2.0-or-later
//
// A whole rendezvous message: reading it, and reporting it to a listener.
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
    Block block;              // valid if icbm.has_block
    Offer offer;              // valid if icbm.has_block; in a proposal: the endpoint of its sender
    ServiceName service_name; // valid if icbm.has_block and block.has_uuid
    ClientError error;        // valid if `kind` is client_error and icbm.has_code
    ServerError server_error; // valid if `kind` is server_error and icbm.has_code

    bool cut = false; // the capture ends inside the message

    // The bytes of the rendezvous: the block, or the code and the error information. Without either, the rest of the
    // frame from the cookie on. It may run past the captured bytes.
    Slice extent;
};

// Reads the FLAP frame that starts at offset 0 of `flap`, or the SNAC that read_snac() has read from it. Returns false
// if it holds neither a message on the rendezvous channel nor a server_error, which may be about one. Members that are
// not valid for this message are left unchanged.
bool read_message(const View& flap, const Snac& snac, Message& out);
inline bool read_message(const View& flap, Message& out)
{
    Snac snac;
    return read_snac(flap, snac) && read_message(flap, snac, out);
}

// The kind of a message in a few words; for a client error, what it stands for. Null if the type has no name.
const char* kind_name(const Message& message);

// Reports all items and findings of a message that read_message() has read from the same view. Returns a summary of its
// content.
Summary decode_message(const View& flap, const Message& message, Listener& listener);

} // namespace oscar::rendezvous

#endif
