// SPDX-License-Identifier: GPL-2.0-or-later
//
// The content of files, and of images in direct IMs, piece by piece, for whoever collects it: the taps "aim_oft" and
// "aim_odc". Only the plugin itself listens to them, and to the taps that it adds here.
#ifndef OSCAR_EPAN_DATA_PIECES_H
#define OSCAR_EPAN_DATA_PIECES_H

#include "core/schema/schema.h"
#include "epan/compat.h"
#include "sessions/streams/connection.h"

#include <cstdint>

namespace oscar::epan {

// Lives as long as the packet is dissected.
struct Piece {
    enum class What : std::uint8_t { file, fork, image }; // the file itself, its resource fork, an image
    What what;
    const sessions::DataConnection* connection;
    std::uint32_t file; // or image
    tvbuff_t* bytes;    // null: a header of the file, so that files without content are heard of too
    std::uint64_t offset;
    const char* sender; // screen name; null if it is not known

    const sessions::File& its_file() const
    {
        return what == What::image ? connection->direct_im().images()[file] : connection->transfer().files()[file];
    }
    ProtocolId protocol() const { return what == What::image ? ProtocolId::odc : ProtocolId::oft; }
};

// For a part with content of a file or of an image.
inline Piece piece_of(const sessions::DataConnection& connection, const sessions::Part& part, tvbuff_t* bytes)
{
    if (part.kind == sessions::Part::Kind::image) {
        return {Piece::What::image, &connection, part.spot.image, bytes, part.spot.offset, nullptr};
    }
    return {part.step.fork ? Piece::What::fork : Piece::What::file,
            &connection,
            part.step.file,
            bytes,
            part.step.offset,
            nullptr};
}

// Who collects pieces, as long as the tap has a listener. `take` gets what Wireshark's taps cannot carry, because a
// listener has found it; and all other pieces as well if it takes them at once, not by the tap with its
// filters.
struct PieceTap {
    int tap_id;
    ProtocolId protocol; // whose pieces it takes
    void (*take)(packet_info* pinfo, const Piece& piece);
    bool at_once = false;
};
// When the plugin is registered.
void add_piece_tap(PieceTap tap);

bool has_piece_listener(ProtocolId protocol);
// In a dissector.
void tap_piece(packet_info* pinfo, const Piece& piece);
// In a listener of another tap.
void pass_piece(packet_info* pinfo, const Piece& piece);

} // namespace oscar::epan

#endif
