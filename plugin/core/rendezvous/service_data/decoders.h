// SPDX-License-Identifier: GPL-2.0-or-later
//
// Decoders of SERVICE_DATA (tag 10001) and of tags whose meaning depends on the service. The spec leaves their layout
// to the services; each file names its public sources. The tables of services and tags assign the decoders.
//
// Data and values must be captured in full. A decoder reports all of the bytes: what fits the layout as items, the rest
// as undecoded bytes with a finding.
#ifndef OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_DECODERS_H
#define OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_DECODERS_H

#include "core/rendezvous/block.h"
#include "core/rendezvous/offer.h"
#include "core/rendezvous/summary.h"
#include "core/schema/listener.h"
#include "core/wire/view.h"

namespace oscar::rendezvous {

// The view that contains the data, the block around it, and the listener and the summary that receive the results.
// `block` is null in a client error, which has none.
struct ServiceContext {
    const View& view;
    const Block* block;
    Listener& to;
    Summary& summary;
};

// SERVICE_DATA of a service without a decoder: reported as text if it is XML or a URL.
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
// The error information of a client error about a reverse direct connection that failed.
void decode_reverse_failure(const ServiceContext& context, Slice data);
void decode_ichat_hosts(const ServiceContext& context, Slice data);
void read_ichat_address(const View& view, Slice data, Offer& out);

// icq_relay.cpp
// The server-relay blob of an ICQ message, in SERVICE_DATA or in a client error.
void decode_icq_relay(const ServiceContext& context, Slice data);

} // namespace oscar::rendezvous

#endif
