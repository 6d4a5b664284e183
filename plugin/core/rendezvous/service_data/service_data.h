// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a rendezvous is about: the data of tag 10001 (0x2711) and of the tags above it, whose meaning depends on the
// service. The spec leaves all of it to the services; each decoder names the public sources of its layout.
#ifndef OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_SERVICE_DATA_H
#define OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_SERVICE_DATA_H

#include "core/rendezvous/block.h"
#include "core/rendezvous/services.h"
#include "core/schema/listener.h"
#include "core/wire/view.h"

namespace oscar {

// Where service data stands. `block` is null where only the data itself is known.
struct ServiceContext {
    const View& view;
    const Block* block = nullptr;
};

// Tells SERVICE_DATA, all of it: what fits the layout as items, the rest as bytes with a finding. `data` is wholly
// captured. False, and nothing told, if the service has no decoder.
bool decode_service_data(const ServiceContext& context, Service service, Slice data, Listener& to);

bool has_service_decoder(Service service);

// A tag that only one service, or some services, give a meaning.
struct ServiceTagRow {
    std::uint16_t tag;
    const char* name;
    Field field;
    void (*tell)(const ServiceContext& context, Field field, Slice value, Listener& to);
    Service service;
};
const ServiceTagRow* find_service_tag(Service service, std::uint16_t tag);
// The name of a tag, whether the spec or the service gives it. Null if neither does.
const char* tag_name(Service service, std::uint16_t tag);

// The server-relay blob of an ICQ message, in SERVICE_DATA or in a client error.
void decode_icq_relay(const ServiceContext& context, Slice data, Listener& to);
// What a client error says of a reverse direct connection that failed.
void decode_reverse_failure(const ServiceContext& context, Slice data, Listener& to);

} // namespace oscar

#endif
