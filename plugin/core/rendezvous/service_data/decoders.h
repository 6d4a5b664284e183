// SPDX-License-Identifier: GPL-2.0-or-later
//
// The decoders behind service_data.h, one file for each kind of service. Each tells everything in its slice.
#ifndef OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_DECODERS_H
#define OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_DECODERS_H

#include "core/rendezvous/service_data/service_data.h"

namespace oscar {

// files.cpp
void decode_file_offer(const ServiceContext& context, Slice data, Listener& to);
void decode_get_file(const ServiceContext& context, Slice data, Listener& to);

// chat.cpp
void decode_chat_room(const ServiceContext& context, Slice data, Listener& to);
void decode_chat_security(const ServiceContext& context, Field field, Slice value, Listener& to);

// buddies.cpp
void decode_buddy_icon(const ServiceContext& context, Slice data, Listener& to);
void decode_buddy_list(const ServiceContext& context, Slice data, Listener& to);
void decode_nick_names(const ServiceContext& context, Field field, Slice value, Listener& to);

// calls.cpp
void decode_talk(const ServiceContext& context, Slice data, Listener& to);
void decode_add_in(const ServiceContext& context, Slice data, Listener& to);
void decode_reverse_connect(const ServiceContext& context, Slice data, Listener& to);
void decode_ichat_hosts(const ServiceContext& context, Slice data, Listener& to);

} // namespace oscar

#endif
