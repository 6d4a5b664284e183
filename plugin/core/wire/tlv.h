// SPDX-License-Identifier: GPL-2.0-or-later
//
// Lists of TLVs, as used throughout OSCAR (NINA wiki, TLV): u16 tag, u16 length of the value in bytes, value. All
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
    Slice at;                 // header and value, up to the end of the list
    Slice value;              // up to the end of the list
    bool header = false;      // tag and length could be read
    Fault fault = Fault::none;
};

// Iterates over the TLVs of a list. A TLV that runs past the end of the list or of the captured bytes is returned with
// its fault, and is the last one.
class TlvWalk {
public:
    TlvWalk(const View& view, Slice list)
        : view_(view), at_(std::min(list.offset, view.size())), end_(std::clamp(list.end(), at_, view.size())),
          readable_(std::clamp(view.captured(), at_, end_))
    {
    }

    // Inline and without a Reader, because this is a third of the cost of decoding.
    bool next(Tlv& out)
    {
        if (at_ == end_) {
            return false;
        }
        const std::uint32_t available = readable_ - at_;
        if (available >= kTlvHeaderSize) {
            const std::uint16_t length = view_.u16(at_ + 2);
            const std::uint32_t size = kTlvHeaderSize + length;
            if (size <= available) {
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
    std::uint32_t readable_; // end of the captured bytes of the list
};

} // namespace oscar

#endif
