// SPDX-License-Identifier: GPL-2.0-or-later
//
// FLAP, the framing of an OSCAR connection (NINA wiki, FLAP):
//
//   0  u8   marker 0x2A
//   1  u8   frame type
//   2  u16  sequence number
//   4  u16  length of the data that follows
//   6  n    data; of a data frame exactly one SNAC
//
// All numbers are big-endian.
#ifndef OSCAR_CORE_OSCAR_FLAP_H
#define OSCAR_CORE_OSCAR_FLAP_H

#include "core/wire/view.h"

#include <cstdint>

namespace oscar::flap {

inline constexpr std::uint8_t kMarker = 0x2A;
inline constexpr std::uint32_t kHeaderSize = 6;

enum class FrameType : std::uint8_t { sign_on = 1, data = 2, error = 3, sign_off = 4, keep_alive = 5 };

// Steps through the frames of a buffer that starts with one. Only headers are read.
class Walk {
public:
    constexpr explicit Walk(const View& view) : view_(&view) {}

    // The next frame. False when the rest is not a whole header; a frame whose data runs past the view is still
    // given, with its declared length.
    constexpr bool next(Slice& frame)
    {
        if (at_ > view_->size() || !view_->has({at_, kHeaderSize})) {
            return false;
        }
        frame = {at_, kHeaderSize + view_->u16(at_ + 4)};
        at_ += frame.length;
        return true;
    }

private:
    const View* view_;
    std::uint32_t at_ = 0;
};

// Whether the bytes at the start of a TCP segment can only be OSCAR. Accepted are
// - a sign-on frame: FLAP version 1, alone or followed by a TLV that fits;
// - a data frame: its SNAC has a known foodgroup, a subgroup in use, and none but the known flags;
// and, in both cases, a next frame in the same segment starts with a marker and a known type.
// A keep-alive, error or sign-off frame alone is too little evidence. What AOL's own client sends on port 5190
// has the marker's neighbourhood but no SNACs, and OFT2, ODC2 and the rendezvous proxy have other first bytes.
bool looks_like_oscar(const View& segment);

} // namespace oscar::flap

#endif
