// SPDX-License-Identifier: GPL-2.0-or-later
//
// GUIDs in ICQ messages. They are Microsoft GUIDs, whose first three parts are little-endian on the
// wire. Sources: Shutko (plugins page), MirandaICQ guids.h, Licq.
#ifndef OSCAR_CORE_ICQ_GUIDS_H
#define OSCAR_CORE_ICQ_GUIDS_H

#include "core/wire/uuid.h"

#include <cstdint>
#include <span>

namespace oscar::icq {

enum class Guid : std::uint8_t { none, other, text, status_text, file, chat, xtraz };

struct GuidRow {
    Guid guid; // `other` if the data has no known layout
    Uuid uuid;
    const char* name;
};

std::span<const GuidRow> guid_table();
// `wire` is in wire order. Null if the table does not have the GUID; the zero GUID has a row.
const GuidRow* find_guid(std::span<const std::uint8_t, 16> wire);

} // namespace oscar::icq

#endif
