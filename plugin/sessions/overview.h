// SPDX-License-Identifier: GPL-2.0-or-later
//
// The sessions of a capture as a table: who sent which file to whom, and what came of it.
#ifndef OSCAR_SESSIONS_OVERVIEW_H
#define OSCAR_SESSIONS_OVERVIEW_H

#include "core/rendezvous/services.h"
#include "sessions/number.h"
#include "sessions/session.h"
#include "sessions/streams/connections.h"
#include "sessions/users.h"

#include <compare>
#include <cstdint>
#include <type_traits>
#include <vector>

namespace oscar::sessions {

// A file; or a session, or a data connection without a session, of which no file is known.
struct RowKey {
    Number session = kNone;
    Number connection = kNone;
    std::uint32_t file = Transfer::kNoFile;
    auto operator<=>(const RowKey&) const = default;
};

// `file` and the texts belong to the tracker.
struct Row {
    RowKey key;
    std::int64_t start = 0; // of the session, or of a data connection without one
    bool has_service = false;
    rendezvous::ServiceName service;
    // The user who sends the file or, without a file, who proposes. Null if not known.
    const char* from = nullptr;
    const char* to = nullptr;
    // The ends of the data connection, if it goes straight from one to the other, or there is nothing else to say.
    Endpoint from_end;
    Endpoint to_end;
    const char* subject = nullptr; // in words; null if not known
    bool has_outcome = false;      // there is a session
    Outcome outcome = Outcome::open;
    std::uint16_t outcome_value = 0;
    const char* way = nullptr; // how the data connection came about; null if not known
    bool has_seen = false;
    bool has_expected = false;
    std::uint64_t seen = 0; // bytes of the file
    std::uint64_t expected = 0;
    std::size_t messages = 0;                   // on an ICQ direct connection
    const DataConnection* connection = nullptr; // null if it is not in the capture
    const File* file = nullptr;                 // null if there is none
    const DirectIm* direct_im = nullptr;        // null if the connection carries none
};
static_assert(std::is_trivially_destructible_v<Row>);

// All rows in their order, those without a session last. Where both connections to a proxy show the same file, it has
// one row. May throw std::bad_alloc.
std::vector<RowKey> rows_of(const Store& store, const Connections& connections);

// `all_seen` if nothing more of the capture is to come.
Row row_of(const RowKey& key, const Store& store, const Users& users, const Connections& connections, bool all_seen);

// How a data connection came about, in words; null if not known.
const char* way_of(const DataConnection& data, const Store& store);

} // namespace oscar::sessions

#endif
