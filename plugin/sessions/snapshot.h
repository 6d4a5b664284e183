// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is kept of a block's tags, of fixed size, to compare a message with the copy that the server passes on.
#ifndef OSCAR_SESSIONS_SNAPSHOT_H
#define OSCAR_SESSIONS_SNAPSHOT_H

#include "core/rendezvous/block.h"
#include "core/rendezvous/offer.h"
#include "core/schema/listener.h"

#include <array>
#include <cstdint>

namespace oscar::sessions {

struct Snapshot {
    // More tags without a row in the table than any known service has. A block with more of them than fit is compared
    // without them: a snapshot must not grow with what a sender writes.
    static constexpr std::uint8_t kMostOthers = 6;

    std::uint32_t present = 0; // a bit for each of the spec's tags, by its row
    rendezvous::Service service = rendezvous::Service::other;
    std::uint32_t ip = 0; // zero where absent or malformed
    std::uint32_t requester_ip = 0;
    std::uint16_t port = 0;
    std::array<std::uint16_t, kMostOthers> others{}; // tags without a row, in order of appearance
    std::uint8_t other_count = 0;                    // kMostOthers + 1: too many
    bool whole = false;                              // the block was read to its end
};

Snapshot snapshot_of(const View& flap, const rendezvous::Block& block, const rendezvous::Offer& offer);

// Tells what was changed, added and removed between a message and its relayed copy. Nothing if either is incomplete.
void report_differences(const Snapshot& sent, const Snapshot& relayed, Listener& to);

} // namespace oscar::sessions

#endif
