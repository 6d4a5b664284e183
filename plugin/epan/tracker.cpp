// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/tracker.h"

#include <random>

namespace oscar::epan {
namespace {

using sessions::Tracker;

// Exists while a file is open. Also null if memory has run out: messages are then shown without sessions.
Tracker* the_tracker;

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

void start_afresh()
{
    forget_tracker();
    complete = false;
    last_message = {};
    try {
        the_tracker = new Tracker((std::uint64_t{std::random_device{}()} << 32) ^ std::random_device{}());
    } catch (const std::exception&) {
        the_tracker = nullptr;
    }
}

std::int64_t nanoseconds(const nstime_t& time)
{
    // Unsigned, because a capture can contain any number, and signed overflow is undefined.
    constexpr std::uint64_t second = 1'000'000'000;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(time.secs) * second +
                                     static_cast<std::uint64_t>(time.nsecs));
}

} // namespace

void register_tracker()
{
    register_init_routine(start_afresh);
    register_cleanup_routine(forget_tracker);
    register_postseq_cleanup_routine(end_of_capture);
}

void note_message(packet_info* pinfo)
{
    last_message = {pinfo->num, time_of(pinfo)};
    complete = last_message == last_of_complete;
}

bool is_capture_complete() { return complete; }

Tracker* tracker() { return the_tracker; }

void forget_tracker()
{
    delete the_tracker;
    the_tracker = nullptr;
}

const tcp_analysis* tcp_analysis_of(packet_info* pinfo)
{
    // Given a conversation, the function would forget what TCP has found out about this segment.
    return get_tcp_conversation_data(nullptr, pinfo);
}

bool on_first_pass(packet_info* pinfo) { return pinfo->fd->visited == 0; }

std::uint32_t connection_number(packet_info* pinfo) { return find_or_create_conversation(pinfo)->conv_index; }

bool from_low_end(packet_info* pinfo)
{
    const int order = cmp_address(&pinfo->src, &pinfo->dst);
    return order != 0 ? order < 0 : pinfo->srcport < pinfo->destport;
}

std::int64_t time_of(packet_info* pinfo) { return nanoseconds(pinfo->abs_ts); }

} // namespace oscar::epan
