// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a rendezvous is about: decoders of SERVICE_DATA (tag 10001) and of the tags above it, whose meaning depends on
// the service. The spec leaves all of it to the services; each decoder names the public sources of its layout. The
// tables of services and tags say which decoder is whose.
//
// Data and values are wholly captured. A decoder reports all of it: what fits the layout as items, the rest as bytes
// with a finding.
#ifndef OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_DECODERS_H
#define OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_DECODERS_H

#include "core/rendezvous/block.h"
#include "core/rendezvous/offer.h"
#include "core/rendezvous/summary.h"
#include "core/schema/listener.h"
#include "core/wire/view.h"

namespace oscar::rendezvous {

// Where service data stands, and who wants to know of it. `block` is null where only the data itself is known.
struct ServiceContext {
    const View& view;
    const Block* block;
    Listener& to;
    Summary& summary;
};

// SERVICE_DATA of a service without a decoder: the text in it, where it is text.
void decode_unknown_data(const ServiceContext& context, Slice data);

// files.cpp
void decode_file_offer(const ServiceContext& context, Slice data);
void decode_get_file(const ServiceContext& context, Slice data);

// chat.cpp
void decode_chat_room(const ServiceContext& context, Slice data);

// buddies.cpp
void decode_buddy_icon(const ServiceContext& context, Slice data);
void decode_buddy_list(const ServiceContext& context, Slice data);
void decode_nick_names(const ServiceContext& context, Slice value);

// calls.cpp
void decode_talk(const ServiceContext& context, Slice data);
void decode_add_in(const ServiceContext& context, Slice data);
void decode_reverse_connect(const ServiceContext& context, Slice data);
void read_reverse_address(const View& view, Slice data, Offer& out);
// What a client error says of a reverse direct connection that failed.
void decode_reverse_failure(const ServiceContext& context, Slice data);
void decode_ichat_hosts(const ServiceContext& context, Slice data);
void read_ichat_address(const View& view, Slice data, Offer& out);

// icq_relay.cpp
// The server-relay blob of an ICQ message, in SERVICE_DATA or in a client error.
void decode_icq_relay(const ServiceContext& context, Slice data);

} // namespace oscar::rendezvous

#endif
