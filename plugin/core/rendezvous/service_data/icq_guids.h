// SPDX-License-Identifier: GPL-2.0-or-later
//
// GUIDs inside the ICQ server-relay blob. They are Microsoft GUIDs: on the wire the first three parts are
// little-endian. Sources: Shutko (plugins page), MirandaICQ guids.h, Licq.
#ifndef OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_ICQ_GUIDS_H
#define OSCAR_CORE_RENDEZVOUS_SERVICE_DATA_ICQ_GUIDS_H

#include "core/wire/uuid.h"

#include <cstdint>
#include <span>

namespace oscar::rendezvous::icq {

enum class Guid : std::uint8_t { none, other, text, file, chat, xtraz };

struct GuidRow {
    Guid guid; // those whose data has a layout of its own
    Uuid uuid;
    const char* name;
};

std::span<const GuidRow> guid_table();
// `wire` as it stands in the packet. Null if unknown; the zero GUID has a row.
const GuidRow* find_guid(std::span<const std::uint8_t, 16> wire);

} // namespace oscar::rendezvous::icq

#endif
