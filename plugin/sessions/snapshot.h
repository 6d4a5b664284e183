// SPDX-License-Identifier: GPL-2.0-or-later
// A record of the tags in a block, of fixed size, to compare a message with the copy that the server relays.
#ifndef OSCAR_SESSIONS_SNAPSHOT_H
#define OSCAR_SESSIONS_SNAPSHOT_H

#include "core/rendezvous/block.h"
#include "core/rendezvous/offer.h"
#include "core/schema/listener.h"

#include <array>
#include <cstdint>

namespace oscar::sessions {

struct Snapshot {
    // Room for more tags outside the spec than any known service has. If a block has more, these are not compared,
    // because a snapshot must not grow with the input.
    static constexpr std::uint8_t kMostOthers = 6;

    std::uint32_t present = 0; // a bit for each tag of the spec, by the index of its row
    rendezvous::Service service = rendezvous::Service::other;
    std::uint32_t ip = 0; // zero where absent or malformed
    std::uint32_t requester_ip = 0;
    std::uint16_t port = 0;
    std::array<std::uint16_t, kMostOthers> others{}; // tags outside the spec, in order of appearance
    std::uint8_t other_count = 0;                    // kMostOthers + 1: too many
    bool whole = false;                              // the block was read to its end
};

Snapshot snapshot_of(const View& flap, const rendezvous::Block& block, const rendezvous::Offer& offer);

// Reports what was changed, added and removed between a message and its relayed copy. Reports nothing if either is
// incomplete.
void report_differences(const Snapshot& sent, const Snapshot& relayed, Listener& to);

} // namespace oscar::sessions

#endif
