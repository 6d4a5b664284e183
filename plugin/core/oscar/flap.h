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

// Iterates over the frames of a buffer that starts with one. Only the headers are read.
class Walk {
public:
    constexpr explicit Walk(const View& view) : view_(&view) {}

    // Gets the next frame. False if the rest is too short for a header. A frame whose data runs past the end of the
    // view is still returned, with its declared length.
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

// What the bytes at the start of a TCP segment say about its connection.
enum class Evidence : std::uint8_t {
    none,     // not OSCAR, or no way to tell
    possible, // a sign-on frame that TOC and AOL's own client on port 5190 could also have sent
    certain,  // a SNAC, or a sign-on frame that only OSCAR has
};

// Goes through the frames of a segment until one of them is certain. Evidence is
// - a sign-on frame: FLAP version 1, alone or followed by TLVs that fill the frame. It is certain if it contains the
//   cookie that the client got at login (TLV 0x0006), or a screen name and a roasted password (0x0001 and 0x0002);
// - a data frame whose SNAC has a known foodgroup, a plausible subgroup and only known flags.
// Frames of other types are no evidence. If a frame, or the start of the next one, does not look like OSCAR, the result
// is `none`.
// OFT2, ODC2 and the rendezvous proxy have other first bytes.
Evidence evidence_of_oscar(const View& segment);

} // namespace oscar::flap

#endif
