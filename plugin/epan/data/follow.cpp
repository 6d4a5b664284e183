// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/follow.h"

#include "epan/data/icq.h"
#include "epan/data/lines.h"
#include "epan/data/pieces.h"
#include "epan/registry.h"
#include "epan/text.h"
#include "epan/tracker.h"
#include "epan/view_of.h"

#include <vector>

namespace oscar::epan {

using sessions::DataConnection;
using sessions::Part;
using sessions::Side;

namespace {

// What packet-tcp.c gives to the listeners of its tap. The struct is the same in all versions, and in no header.
struct FollowData {
    tvbuff_t* tvb; // the segment's data
    tcpheader* header;
    tcp_analysis* tcp;
};

// The data connections of the capture, by the number of their TCP stream.
std::vector<DataConnection*> followed;
bool listening;
std::uint32_t dissected_frame; // the latest one that was dissected as usual

constexpr std::uint32_t kMostStreams = 1U << 24; // more of them do not fit into a capture that Wireshark can open

DataConnection* find(const tcp_analysis* tcp)
{
    return tcp->stream < followed.size() ? followed[tcp->stream] : nullptr;
}

// Adds, because TCP may keep gigabytes from dissectors. Listeners cannot tell the first pass from others.
std::uint64_t place_of(packet_info* pinfo, sessions::Places& places, std::uint32_t sequence)
{
    std::uint64_t place = 0;
    update_tracker([&](sessions::Tracker&) { place = places.add(pinfo->num, sequence); });
    return place;
}

// Counts what is content of a file or of an image, and reads whole headers of files that were lost at first.
void read_late(packet_info* pinfo, tvbuff_t* tvb, DataConnection& connection, std::uint32_t sequence)
{
    const View view = view_of(tvb);
    if (view.captured() == 0) {
        return;
    }
    const Side side = from_low_end(pinfo) ? Side::low : Side::high;
    const std::uint64_t place = place_of(pinfo, connection.places(side), sequence);
    if (connection.peer != nullptr) {
        count_late_content(pinfo, tvb, connection, side, place);
        return;
    }
    std::uint32_t offset = 0;
    while (place != 0 && tracker() != nullptr && offset < view.captured()) {
        const View rest = view.sub({offset, view.size() - offset});
        const auto captured = rest.bytes(rest.whole());
        const Part part = connection.find(side, place + offset, captured, rest.size());
        if (part.kind == Part::Kind::content || part.kind == Part::Kind::image) {
            const bool is_image = part.kind == Part::Kind::image;
            update_tracker([&](sessions::Tracker&) {
                is_image ? connection.count_image(part, captured) : connection.count(part, captured);
            });
            if (tracker() != nullptr && has_piece_listener(is_image ? ProtocolId::odc : ProtocolId::oft)) {
                const auto length = static_cast<int>(std::min<std::size_t>(part.length, captured.size()));
                tvbuff_t* bytes = tvb_new_subset_length(tvb, static_cast<int>(offset), length);
                pass_piece(pinfo, piece_of(connection, part, bytes));
            }
        } else if (part.kind == Part::Kind::header && part.length <= captured.size()) {
            const oft::Header header = oft::read_header(rest);
            const char* name = header.name.at.length > 0 ? file_name(pinfo->pool, tvb, offset, header.name) : "";
            update_tracker(
                [&](sessions::Tracker&) { connection.add_header(side, place + offset, pinfo->num, header, name); });
        } else {
            return;
        }
        offset += part.length;
    }
}

tap_packet_status listen(void*, packet_info* pinfo, epan_dissect_t*, const void* data, tap_flags_t)
{
    if (pinfo->num == dissected_frame) {
        return TAP_PACKET_DONT_REDRAW;
    }
    const auto& segment = *static_cast<const FollowData*>(data);
    if (segment.tvb == nullptr || segment.header == nullptr || segment.tcp == nullptr) {
        return TAP_PACKET_DONT_REDRAW;
    }
    if (DataConnection* connection = find(segment.tcp); connection != nullptr && tracker() != nullptr) {
        read_late(pinfo, segment.tvb, *connection, segment.header->th_seq);
    }
    return TAP_PACKET_DONT_REDRAW;
}

void stop()
{
    if (listening) {
        remove_tap_listener(&followed);
        listening = false;
    }
    followed.clear();
    dissected_frame = 0;
}

} // namespace

void register_follow() { register_cleanup_routine(stop); }

void follow_stream(packet_info* pinfo, DataConnection& connection)
{
    dissected_frame = pinfo->num;
    if (!on_first_pass(pinfo)) {
        return;
    }
    const tcp_analysis* tcp = tcp_analysis_of(pinfo);
    if (tcp == nullptr || tcp->stream >= kMostStreams || find(tcp) != nullptr) {
        return;
    }
    bool kept = update_tracker([&](sessions::Tracker&) {
        if (followed.size() <= tcp->stream) {
            followed.resize(tcp->stream + 1);
        }
        followed[tcp->stream] = &connection;
    });
    if (kept && !listening) {
        GString* error =
            register_tap_listener("tcp_follow", &followed, nullptr, TL_IS_DISSECTOR_HELPER | TL_IGNORE_DISPLAY_FILTER,
                                  nullptr, listen, nullptr, nullptr);
        listening = error == nullptr;
        if (error != nullptr) {
            g_string_free(error, TRUE);
        }
    }
}

} // namespace oscar::epan
