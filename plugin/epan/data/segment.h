// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the dissectors of data connections share: a part of a connection as it lies in a tvb, and how such parts are
// found, shown, and told to the sessions.
#ifndef OSCAR_EPAN_DATA_SEGMENT_H
#define OSCAR_EPAN_DATA_SEGMENT_H

#include "core/rendezvous/fields.h"
#include "epan/compat.h"
#include "epan/line.h"
#include "epan/recorder.h"
#include "epan/tracker.h"
#include "epan/view_of.h"
#include "sessions/streams/connection.h"

#include <cstdint>
#include <span>
#include <type_traits>

namespace oscar::epan {

struct Segment {
    tvbuff_t* tvb;
    packet_info* pinfo;
    proto_tree* tree;
    sessions::DataConnection* connection;
    sessions::Side side;
    std::uint64_t place; // of the tvb's first byte
    View view;
    bool has_sequence; // TCP's numbers tell the place, and that what follows goes on behind it
};
static_assert(std::is_trivially_destructible_v<Segment>);

void hand_off_segments();

// Finds the connection and the place of a segment, and has its parts dissected. `parts` returns how much it dissected:
// 0 if the connection is something else. `tcp`: null if the caller is not TCP.
int dissect_segment(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, const tcpinfo* tcp,
                    int (*parts)(const Segment& segment));

// Whether the dissector that runs now was called by TCP: only then is its `data` what TCP gives. TCP may have called it
// before, for an earlier part of the segment.
bool is_called_by_tcp(packet_info* pinfo);

// Asks TCP for as many bytes more, or for one more segment. False if it cannot wait for them.
bool ask_for_more(const Segment& s, std::uint32_t offset, std::uint32_t missing);

// From the next frame on, the connection is TLS.
void expect_tls(packet_info* pinfo);
// The rest of the connection is TLS: of this segment from `offset` on, and all later ones. False if TLS is disabled, or
// does not want it.
bool hand_to_tls(const Segment& s, std::uint32_t offset);

// The captured bytes of a part.
tvbuff_t* captured_part(const Segment& s, Slice at);

// Adds the item of a part to the tree, and a line to Info. `at`: the bytes in the segment. Findings are shown without a
// tree, too. Returns the tree of the item; null if there is none.
proto_tree* show(const Segment& s, ProtocolId id, Slice at, const Line& line, std::span<const Record> records);

// A connection to the address of a session that is none of the formats that are known: the next dissector may know it.
void remark_on_address(packet_info* pinfo, tvbuff_t* tvb, proto_tree* tree, const sessions::DataConnection& connection);

sessions::Endpoint endpoint_of(const address& a, std::uint32_t port);

// From now on, what is sent to this address and port is for `handle`, if nothing else is expected there.
void expect_at(packet_info* pinfo, std::uint32_t ip, std::uint16_t port, dissector_handle_t handle);

// The session of the connection, and the proposal that led to it.
template <class ProposalIn>
void emit_session(const sessions::DataConnection& connection, ProposalIn proposal_in, Listener& to)
{
    if (connection.session == sessions::kNone) {
        return;
    }
    to.item({.field = rendezvous::Field::session, .generated = true, .at = {}, .value = connection.session});
    if (const std::uint32_t frame = tracker()->proposal_frame(connection); frame != 0) {
        to.item({.field = proposal_in, .generated = true, .at = {}, .value = frame});
    }
}

// What a part with so much content tells of its connection: `step`, and the frame. Only the first pass learns anything.
// False if memory has run out, and with it the connection is gone.
template <class Step>
bool learn(const Segment& s, std::uint32_t content, const Step& step)
{
    if (!on_first_pass(s.pinfo)) {
        return true;
    }
    const std::uint32_t frame = s.pinfo->num;
    const std::int64_t time = time_of(s.pinfo);
    return update_tracker([&](sessions::Tracker& t) {
        s.connection->note_frame(frame, time, content);
        step(t);
    });
}

} // namespace oscar::epan

#endif
