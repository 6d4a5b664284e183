// SPDX-License-Identifier: GPL-2.0-or-later
//
// The rendezvous block, the value of ICBM TLV 5 on channel 2 (Rendezvous spec, ICBM__IM_RENDEZVOUS):
//
//   0   u16       message type
//   2   cookie    8 bytes
//   10  UUID      16 bytes, in the order in which it is written
//   26  TLVs      u16 tag, u16 length, value; to the end of the block
//
// All numbers are big-endian. Reading it takes two passes: read_block() finds where everything is, which lets rules
// and decoders look ahead, then TlvWalk steps through the TLVs again.
#ifndef OSCAR_CORE_BLOCK_H
#define OSCAR_CORE_BLOCK_H

#include "core/services.h"
#include "core/tags.h"
#include "core/view.h"

#include <array>
#include <cstdint>

namespace oscar {

inline constexpr std::uint32_t kBlockHeaderSize = 26;
inline constexpr std::uint32_t kTlvHeaderSize = 4;

enum class MessageType : std::uint16_t { propose = 0, cancel = 1, accept = 2, nak = 3 };

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

struct Block {
    Slice at;                   // as far as the frame goes
    std::uint32_t declared = 0; // length according to TLV 5
    bool has_type = false;
    bool has_cookie = false;
    bool has_uuid = false;
    std::uint16_t type = 0;
    Slice cookie;
    Slice uuid;
    Service service = Service::other;
    const ServiceRow* service_row = nullptr; // null if the UUID is in no list
    Slice tlvs;
    std::uint32_t tlv_count = 0;
    Fault fault = Fault::none; // none: everything to the end of the block was read

    bool is(MessageType t) const { return has_type && type == static_cast<std::uint16_t>(t); }

    // The first TLV with a tag of the table, or that services look up; null if there is none.
    const Tlv* find(std::uint16_t tag) const
    {
        const std::size_t i = slot(tag);
        return i < kSlots && (present >> i & 1) != 0 ? &first[i] : nullptr;
    }
    // The value of a two-byte or four-byte tag, if it is there, whole, and of that length.
    bool u16(const View& view, std::uint16_t tag, std::uint16_t& out) const;
    bool u32(const View& view, std::uint16_t tag, std::uint32_t& out) const;

    // Where the first TLV with a tag is kept; kSlots and above: nowhere.
    static constexpr std::size_t kSlots = kTagCount + 2;
    static constexpr std::size_t slot(std::uint16_t tag)
    {
        const std::size_t i = tag_index(tag);
        return i != kNoTag                    ? i
               : tag == tag::kFileNameCharset ? kTagCount
               : tag == tag::kFileSize64      ? kTagCount + 1
                                              : kSlots;
    }
    std::array<Tlv, kSlots> first; // valid where `present` has its bit
    std::uint32_t present = 0;
    static_assert(kSlots <= 32);

    // Each TLV has a slot and is the only one there, whole, of the length of its kind; and no reserved one that a
    // client may send stands behind another. What is left to check of such a block are values.
    bool regular = false;
};

// `at` is the value of TLV 5 as declared; it may run past the view.
void read_block(const View& view, Slice at, Block& out);

} // namespace oscar

#endif
