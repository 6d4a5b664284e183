// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/rendezvous/tracking.h"

#include "core/oscar/icbm.h"
#include "core/oscar/online_info.h"
#include "epan/packet_state.h"
#include "epan/registry.h"
#include "epan/text.h"
#include "sessions/tracker.h"

#include <exception>
#include <random>

namespace oscar::epan {
namespace {

using sessions::OtherRequest;
using sessions::Place;
using sessions::Tracker;

// Exists while a file is open. Also null if memory has run out: messages are then shown without sessions.
Tracker* tracker;

// Enough to recognise a message when the same capture is dissected again.
struct Position {
    std::uint32_t frame = 0; // 0: no message
    std::int64_t time = 0;
    bool operator==(const Position&) const = default;
};

// Whether the whole capture has been read, so that a session which is still open has no answer in it. Wireshark calls
// end_of_capture() when it has read a file to its end, and when a live capture has ended. It does not do so when it
// dissects all packets again, as after a change of preferences, which can also happen while more packets arrive. In
// that case the capture is complete as soon as its last message is the one that it had when it was complete before.
bool complete;
Position last_message;
Position last_of_complete; // the last message when the capture was complete

void end_of_capture()
{
    complete = true;
    last_of_complete = last_message;
}

void note_message(const Position& message)
{
    last_message = message;
    complete = message == last_of_complete;
}

void forget_all()
{
    delete tracker;
    tracker = nullptr;
}

void start_afresh()
{
    forget_all();
    complete = false;
    last_message = {};
    try {
        tracker = new Tracker((std::uint64_t{std::random_device{}()} << 32) ^ std::random_device{}());
    } catch (const std::exception&) {
        tracker = nullptr;
    }
}

// Runs `step` on the tracker. No exception may reach Wireshark, which is written in C. `step` must not call epan, which
// could leave by longjmp.
template <class Step>
void update(const Step& step)
{
    try {
        step(*tracker);
    } catch (const std::exception&) {
        forget_all();
    }
}

bool on_first_pass(packet_info* pinfo) { return pinfo->fd->visited == 0; }

std::uint32_t connection_number(packet_info* pinfo) { return find_or_create_conversation(pinfo)->conv_index; }

bool from_low_end(packet_info* pinfo)
{
    const int order = cmp_address(&pinfo->src, &pinfo->dst);
    return order != 0 ? order < 0 : pinfo->srcport < pinfo->destport;
}

std::int64_t nanoseconds(const nstime_t& time)
{
    // Unsigned, because a capture can contain any number, and signed overflow is undefined.
    constexpr std::uint64_t second = 1'000'000'000;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(time.secs) * second +
                                     static_cast<std::uint64_t>(time.nsecs));
}

const char* screen_name(packet_info* pinfo, tvbuff_t* tvb, Slice at)
{
    return to_utf8(pinfo->pool, tvb, at, Charset::unknown);
}

void add(packet_info* pinfo, tvbuff_t* tvb, const View& flap, const rendezvous::Message& message, std::uint32_t index,
         std::string_view subject)
{
    note_message({pinfo->num, nanoseconds(pinfo->abs_ts)});
    const Place place{.frame = pinfo->num,
                      .index = index,
                      .connection = connection_number(pinfo),
                      .from_low = from_low_end(pinfo),
                      .time = last_message.time,
                      .peer = message.icbm.has_peer ? screen_name(pinfo, tvb, message.icbm.peer) : "",
                      .subject = subject};
    update([&](Tracker& t) { t.add(event_of(flap, message, place)); });
}

std::uint32_t message_count(packet_info* pinfo)
{
    const PacketState* state = known_packet_state(pinfo);
    return state != nullptr && tracker != nullptr ? state->messages : 0;
}

bool has_session(packet_info* pinfo)
{
    sessions::Context context;
    for (std::uint32_t i = 0; i < message_count(pinfo); ++i) {
        if (tracker->find(pinfo->num, i, complete, context)) {
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
    for (std::uint32_t i = 0; i < message_count(pinfo); ++i) {
        if (tracker->find(pinfo->num, i, complete, context) && (listed == 0 || context.session != last)) {
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

void register_tracking()
{
    register_init_routine(start_afresh);
    register_cleanup_routine(forget_all);
    register_postseq_cleanup_routine(end_of_capture);
    add_conversation_filter<has_session, session_filter>("aim_rendezvous", "AIM Rendezvous");
}

bool track(packet_info* pinfo, tvbuff_t* tvb, const View& flap, const rendezvous::Message& message,
           std::string_view subject, sessions::Context& out)
{
    const std::uint32_t index = packet_state(pinfo)->messages++;
    if (tracker != nullptr && on_first_pass(pinfo)) {
        add(pinfo, tvb, flap, message, index, subject);
    }
    return tracker != nullptr && tracker->find(pinfo->num, index, complete, out);
}

void track_other(packet_info* pinfo, tvbuff_t* tvb, Slice frame, const View& flap, const Snac& snac)
{
    if (tracker == nullptr || !on_first_pass(pinfo)) {
        return;
    }
    Slice name;
    if (snac.foodgroup == kIcbmFoodgroup) {
        // Most SNACs are ordinary messages, and end here.
        if (tracker->may_have_request(snac.request_id)) {
            const OtherRequest request{connection_number(pinfo), from_low_end(pinfo), snac.request_id};
            update([&](Tracker& t) { t.add_other_request(request); });
        }
    } else if (read_own_name(flap, snac, name)) {
        const std::uint32_t connection = connection_number(pinfo);
        const char* text = screen_name(pinfo, tvb, {frame.offset + name.offset, name.length});
        update([=](Tracker& t) { t.set_own_name(connection, text); });
    }
}

} // namespace oscar::epan
