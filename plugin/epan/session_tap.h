// SPDX-License-Identifier: GPL-2.0-or-later
//
// What statistics, flow graph and the table of sessions get to know of each message and of each part of a data
// connection, in the order of the capture.
#ifndef OSCAR_EPAN_SESSION_TAP_H
#define OSCAR_EPAN_SESSION_TAP_H

#include "epan/compat.h"
#include "epan/recorder.h"
#include "sessions/number.h"
#include "sessions/streams/connection.h"

#include <cstdint>
#include <span>

namespace oscar::epan {

struct TappedMessage;

// Lives as long as the packet is dissected. It is about a message, a part of a data connection, or the findings in one
// of these.
struct Tapped {
    std::span<const Record> findings{};             // some of these records are findings; then there is nothing else
    const char* line = nullptr;                     // as in the Info column; of content, for all of the file
    std::uint32_t session = sessions::kNone;        // kNone: it belongs to none
    const TappedMessage* message = nullptr;         // null: not a message
    const sessions::DataConnection* data = nullptr; // null: not a part of a data connection
    sessions::Part::Kind part{};                    // of a data connection
    std::uint32_t file = sessions::Transfer::kNoFile;
    const odc::Frame* frame = nullptr; // of a direct IM; null: none
    std::uint32_t images = 0;          // in it
    // On an ICQ direct connection: what kind of messages, static text, and how many; null: none.
    const char* said = nullptr;
    std::uint32_t said_count = 0;
};

// Two taps get the same: the table costs more than the others, so it has to be known whether it is asked for.
inline constexpr const char* kSessionTap = "aim_rendezvous";
inline constexpr const char* kSessionTableTap = "aim_rendezvous_sessions";

void register_session_taps();
int session_table_tap();

bool has_session_listener();
// To be called with all that is reported of a packet. The table of sessions does not get it.
void tap_findings(packet_info* pinfo, std::span<const Record> records);
// To be called before anything that may throw: a listener counts everything. `tapped` lives as long as the packet.
void tap_session(packet_info* pinfo, const Tapped* tapped);
// Only if there is a listener.
void tap_data(packet_info* pinfo, const sessions::DataConnection& data, sessions::Part::Kind part, std::uint32_t file,
              const char* line);
// A frame between two ICQ clients, with so many messages of a kind, such as "Acknowledgement"; static text, or null.
void tap_peer(packet_info* pinfo, const sessions::DataConnection& data, const char* said, std::uint32_t count,
              const char* line);
// A frame of a direct IM, or a further part of one: without `frame`.
void tap_direct_im(packet_info* pinfo, const sessions::DataConnection& data, const odc::Frame* frame,
                   std::uint32_t images, const char* line);

} // namespace oscar::epan

#endif
