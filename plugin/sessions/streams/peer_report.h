// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is derived about an ICQ direct connection: generated items and findings.
#ifndef OSCAR_SESSIONS_STREAMS_PEER_REPORT_H
#define OSCAR_SESSIONS_STREAMS_PEER_REPORT_H

#include "core/icq_dc/frame.h"
#include "core/schema/listener.h"
#include "sessions/streams/peer.h"
#include "sessions/streams/report.h"

namespace oscar::sessions {

// The version in use, as soon as both sides have told theirs.
void emit_version(const Peer& peer, Listener& to);

// The other half of the exchange of a message in this frame. `opened_in`: the connection to the port that it names; 0
// if there is none.
void emit_exchange(const Peer& peer, Side side, std::uint32_t frame, const icq_dc::Message& message,
                   std::uint32_t opened_in, Listener& to);

// The item of content at `at`. `text` has to live as long as what the listener keeps.
void emit_peer_content(const Transfer& files, const Step& step, Slice at, RangeText& text, Listener& to);

// How much of the file that a packet names was seen.
void emit_peer_file(const File& file, Listener& to);

} // namespace oscar::sessions

#endif
