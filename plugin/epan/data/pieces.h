// SPDX-License-Identifier: GPL-2.0-or-later
//
// The content of files, piece by piece, for whoever collects it: the tap "aim_oft". Only the plugin itself listens to
// it, and to the taps that it adds here.
#ifndef OSCAR_EPAN_DATA_PIECES_H
#define OSCAR_EPAN_DATA_PIECES_H

#include "epan/compat.h"
#include "sessions/streams/connection.h"

#include <cstdint>

namespace oscar::epan {

// Lives as long as the packet is dissected.
struct Piece {
    const sessions::DataConnection* connection;
    std::uint32_t file;
    tvbuff_t* bytes; // null: a header of the file, so that files without content are heard of too
    std::uint64_t offset;
    bool fork; // of the resource fork
};

// Who collects pieces, as long as the tap has a listener. `take` gets what Wireshark's taps cannot carry, because a
// listener has found it; and all other pieces as well if it takes them at once, not by the tap with its
// filters.
struct PieceTap {
    int tap_id;
    void (*take)(packet_info* pinfo, const Piece& piece);
    bool at_once = false;
};
// When the plugin is registered.
void add_piece_tap(PieceTap tap);

bool has_piece_listener();
// In a dissector.
void tap_piece(packet_info* pinfo, const Piece& piece);
// In a listener of another tap.
void pass_piece(packet_info* pinfo, const Piece& piece);

} // namespace oscar::epan

#endif
