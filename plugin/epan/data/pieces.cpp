// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/pieces.h"

#include <array>
#include <cstddef>
#include <span>

namespace oscar::epan {
namespace {

std::array<PieceTap, 4> storage;
std::size_t count;

std::span<const PieceTap> taps() { return std::span(storage).first(count); }

bool is_heard(const PieceTap& tap, ProtocolId protocol)
{
    return tap.protocol == protocol && have_tap_listener(tap.tap_id) != 0;
}

} // namespace

void add_piece_tap(PieceTap tap) { storage.at(count++) = tap; }

bool has_piece_listener(ProtocolId protocol)
{
    for (const PieceTap& tap : taps()) {
        if (is_heard(tap, protocol)) {
            return true;
        }
    }
    return false;
}

void tap_piece(packet_info* pinfo, const Piece& piece)
{
    for (const PieceTap& tap : taps()) {
        if (is_heard(tap, piece.protocol()) && tap.at_once) {
            tap.take(pinfo, piece);
        } else if (is_heard(tap, piece.protocol())) {
            auto* copy = wmem_new(pinfo->pool, Piece);
            *copy = piece;
            tap_queue_packet(tap.tap_id, pinfo, copy);
        }
    }
}

void pass_piece(packet_info* pinfo, const Piece& piece)
{
    for (const PieceTap& tap : taps()) {
        if (is_heard(tap, piece.protocol())) {
            tap.take(pinfo, piece);
        }
    }
}

} // namespace oscar::epan
