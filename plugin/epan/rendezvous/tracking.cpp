// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/rendezvous/tracking.h"

#include "core/oscar/dc_info.h"
#include "core/oscar/icbm.h"
#include "core/oscar/online_info.h"
#include "epan/data/icq.h"
#include "epan/packet_state.h"
#include "epan/registry.h"
#include "epan/text.h"
#include "epan/tracker.h"

namespace oscar::epan {
namespace {

using sessions::OtherRequest;
using sessions::Place;
using sessions::Tracker;

const char* screen_name(packet_info* pinfo, tvbuff_t* tvb, Slice at)
{
    return to_utf8(pinfo->pool, tvb, at, Charset::unknown);
}

void add(packet_info* pinfo, tvbuff_t* tvb, const View& flap, const rendezvous::Message& message, std::uint32_t index,
         const rendezvous::Summary& summary, std::string_view subject)
{
    note_message(pinfo);
    const Place place{.frame = pinfo->num,
                      .index = index,
                      .connection = connection_number(pinfo),
                      .from_low = from_low_end(pinfo),
                      .time = time_of(pinfo),
                      .peer = message.icbm.has_peer ? screen_name(pinfo, tvb, message.icbm.peer) : "",
                      .size = summary.has_size ? summary.size : 0,
                      .subject = subject,
                      .icq_answer = summary.answer};
    update_tracker([&](Tracker& t) { t.add(event_of(flap, message, place)); });
}

std::uint32_t message_count(packet_info* pinfo)
{
    const PacketState* state = known_packet_state(pinfo);
    return state != nullptr && tracker() != nullptr ? state->messages : 0;
}

// The session of a data connection in the packet.
std::uint32_t data_session(packet_info* pinfo)
{
    const PacketState* state = known_packet_state(pinfo);
    return state != nullptr ? state->data_session : PacketState::kNoSession;
}

bool has_session(packet_info* pinfo)
{
    if (data_session(pinfo) != PacketState::kNoSession) {
        return true;
    }
    sessions::Context context;
    for (std::uint32_t i = 0; i < message_count(pinfo); ++i) {
        if (tracker()->find(pinfo->num, i, is_capture_complete(), context)) {
            return true;
        }
    }
    return false;
}

// A display filter for the sessions of a packet, to be freed with g_free().
char* session_filter(packet_info* pinfo)
{
    wmem_strbuf_t* list = wmem_strbuf_new(pinfo->pool, "");
    std::uint32_t listed = 0;
    std::uint32_t last = 0;
    sessions::Context context;
    if (data_session(pinfo) != PacketState::kNoSession) {
        last = data_session(pinfo);
        wmem_strbuf_append_printf(list, "%u", last);
        listed = 1;
    }
    for (std::uint32_t i = 0; i < message_count(pinfo); ++i) {
        if (tracker()->find(pinfo->num, i, is_capture_complete(), context) &&
            (listed == 0 || context.session != last)) {
            wmem_strbuf_append_printf(list, "%s%u", listed > 0 ? ", " : "", context.session);
            last = context.session;
            ++listed;
        }
    }
    const char* text = wmem_strbuf_get_str(list);
    return listed > 1 ? g_strdup_printf("aim_rendezvous.session in {%s}", text)
                      : g_strdup_printf("aim_rendezvous.session == %s", text);
}

} // namespace

void register_tracking() { add_conversation_filter<has_session, session_filter>("aim_rendezvous", "AIM Rendezvous"); }

bool track(packet_info* pinfo, tvbuff_t* tvb, const View& flap, const rendezvous::Message& message,
           const rendezvous::Summary& summary, std::string_view subject, sessions::Context& out)
{
    const std::uint32_t index = packet_state(pinfo)->messages++;
    if (tracker() != nullptr && on_first_pass(pinfo)) {
        if (DcInfo client; read_dc_info(flap, message.icbm.dc_info, message.icbm.external_ip, client)) {
            expect_client(pinfo, client);
        }
    }
    if (tracker() != nullptr && on_first_pass(pinfo)) {
        add(pinfo, tvb, flap, message, index, summary, subject);
    }
    return tracker() != nullptr && tracker()->find(pinfo->num, index, is_capture_complete(), out);
}

void track_other(packet_info* pinfo, tvbuff_t* tvb, Slice frame, const View& flap, const Snac& snac)
{
    if (tracker() == nullptr || !on_first_pass(pinfo)) {
        return;
    }
    Slice name;
    if (snac.foodgroup == kIcbmFoodgroup) {
        // Most SNACs are ordinary messages, and end here.
        if (tracker()->may_have_request(snac.request_id)) {
            const OtherRequest request{connection_number(pinfo), from_low_end(pinfo), snac.request_id};
            update_tracker([&](Tracker& t) { t.add_other_request(request); });
        }
    } else if (Slice info; find_own_dc_info(flap, snac, info)) {
        if (DcInfo client; read_dc_info(flap, info, {}, client)) {
            expect_client(pinfo, client);
        }
    } else if (read_own_name(flap, snac, name)) {
        const std::uint32_t connection = connection_number(pinfo);
        const char* text = screen_name(pinfo, tvb, {frame.offset + name.offset, name.length});
        update_tracker([=](Tracker& t) { t.set_own_name(connection, text); });
    }
}

} // namespace oscar::epan
