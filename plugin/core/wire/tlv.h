// SPDX-License-Identifier: GPL-2.0-or-later
//
// Lists of TLVs as OSCAR writes them everywhere: u16 tag, u16 length, value; to the end of what encloses the list. All
// numbers are big-endian.
#ifndef OSCAR_CORE_WIRE_TLV_H
#define OSCAR_CORE_WIRE_TLV_H

#include "core/wire/view.h"

#include <algorithm>
#include <cstdint>

namespace oscar {

inline constexpr std::uint32_t kTlvHeaderSize = 4;

struct Tlv {
    std::uint16_t tag = 0;
    std::uint16_t length = 0; // as declared
    Slice at;                 // header and value, as far as the block goes
    Slice value;              // as far as the block goes
    bool header = false;      // tag and length were there
    Fault fault = Fault::none;
};

// Steps through the TLVs of a list. A TLV that runs past the end or is cut by the capture is the last one given.
class TlvWalk {
public:
    TlvWalk(const View& view, Slice list)
        : view_(view), at_(std::min(list.offset, view.size())), end_(std::clamp(list.end(), at_, view.size())),
          readable_(std::clamp(view.captured(), at_, end_))
    {
    }

    // In the header, and without a Reader, since a third of what decoding costs is this.
    bool next(Tlv& out)
    {
        if (at_ == end_) {
            return false;
        }
        const std::uint32_t there = readable_ - at_;
        if (there >= kTlvHeaderSize) {
            const std::uint16_t length = view_.u16(at_ + 2);
            const std::uint32_t size = kTlvHeaderSize + length;
            if (size <= there) {
                out = {view_.u16(at_), length, {at_, size}, {at_ + kTlvHeaderSize, length}, true, Fault::none};
                at_ += size;
                return true;
            }
        }
        out = broken(view_, {at_, end_ - at_});
        at_ = end_;
        return true;
    }

private:
    static Tlv broken(const View& view, Slice rest);

    View view_;
    std::uint32_t at_;
    std::uint32_t end_;
    std::uint32_t readable_; // the end of what was captured
};

} // namespace oscar

#endif
