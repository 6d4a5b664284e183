// SPDX-License-Identifier: GPL-2.0-or-later
//
// The sessions of the open capture. They are built on the first pass, and looked up on every pass.
#ifndef OSCAR_EPAN_TRACKER_H
#define OSCAR_EPAN_TRACKER_H

#include "epan/compat.h"
#include "sessions/tracker.h"

#include <cstdint>
#include <exception>

namespace oscar::epan {

void register_tracker();

// Null if memory has run out.
sessions::Tracker* tracker();
// Runs `step` on the tracker. No exception may reach Wireshark, which is written in C. `step` must not call epan, which
// could leave by longjmp. False if memory has run out.
template <class Step>
bool update_tracker(const Step& step);
void forget_tracker();

// Must be called for each message that is added: the last one tells whether the capture is complete.
void note_message(packet_info* pinfo);
// Whether the whole capture has been seen, so that what is open stays open.
bool is_capture_complete();

// What TCP knows of the connection; null if nothing.
const tcp_analysis* tcp_analysis_of(packet_info* pinfo);

bool on_first_pass(packet_info* pinfo);
std::uint32_t connection_number(packet_info* pinfo);
bool from_low_end(packet_info* pinfo);
std::int64_t time_of(packet_info* pinfo); // nanoseconds since 1970

template <class Step>
bool update_tracker(const Step& step)
{
    try {
        step(*tracker());
    } catch (const std::exception&) {
        forget_tracker();
        return false;
    }
    return true;
}

} // namespace oscar::epan

#endif
