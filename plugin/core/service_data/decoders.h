// SPDX-License-Identifier: GPL-2.0-or-later
//
// The decoders behind service_data.h, one file for each kind of service. Each tells everything in its slice.
#ifndef OSCAR_CORE_SERVICE_DATA_DECODERS_H
#define OSCAR_CORE_SERVICE_DATA_DECODERS_H

#include "core/service_data/service_data.h"

namespace oscar {

// files.cpp
void tell_file_offer(const ServiceContext& context, Slice data, Listener& to);
void tell_get_file(const ServiceContext& context, Slice data, Listener& to);

// chat.cpp
void tell_chat_room(const ServiceContext& context, Slice data, Listener& to);
void tell_chat_security(const ServiceContext& context, Field field, Slice value, Listener& to);

// buddies.cpp
void tell_buddy_icon(const ServiceContext& context, Slice data, Listener& to);
void tell_buddy_list(const ServiceContext& context, Slice data, Listener& to);
void tell_nick_names(const ServiceContext& context, Field field, Slice value, Listener& to);

// calls.cpp
void tell_talk(const ServiceContext& context, Slice data, Listener& to);
void tell_add_in(const ServiceContext& context, Slice data, Listener& to);
void tell_reverse_connect(const ServiceContext& context, Slice data, Listener& to);
void tell_ichat_hosts(const ServiceContext& context, Slice data, Listener& to);

} // namespace oscar

#endif
