// SPDX-License-Identifier: GPL-2.0-or-later
//
// The rendezvous block, the value of ICBM TLV 5 on channel 2 (Rendezvous spec, ICBM__IM_RENDEZVOUS):
//
//   0   u16       message type
//   2   cookie    8 bytes
//   10  UUID      16 bytes, in the order in which it is written
//   26  TLVs      u16 tag, u16 length, value; to the end of the block
//
// All numbers are big-endian. A block is read in two passes: read_block() locates its parts, so that rules and decoders
// can look ahead; then TlvWalk iterates over the TLVs again.
#ifndef OSCAR_CORE_RENDEZVOUS_BLOCK_H
#define OSCAR_CORE_RENDEZVOUS_BLOCK_H

#include "core/rendezvous/services.h"
#include "core/rendezvous/tags.h"
#include "core/rendezvous/tlv_order.h"
#include "core/wire/tlv.h"
#include "core/wire/view.h"

#include <array>
#include <cstdint>

namespace oscar::rendezvous {

inline constexpr std::uint32_t kBlockHeaderSize = 26;

struct Block {
    Slice at;                   // up to the end of the frame
    std::uint32_t declared = 0; // length in bytes according to TLV 5
    bool has_type = false;
    bool has_cookie = false;
    bool has_uuid = false;
    std::uint16_t type = 0;
    Slice cookie;
    Slice uuid;
    Service service = Service::other;
    const ServiceRow* service_row = nullptr; // null if the table does not have the UUID
    Slice tlvs;
    std::uint32_t tlv_count = 0;
    Fault fault = Fault::none; // none if everything to the end of the block was read

    // The first TLV with this tag, whole or not. Null if there is none, or if the tag has no slot.
    const Tlv* find(std::uint16_t tag) const
    {
        const std::size_t i = slot(tag);
        return i < kSlots && (present >> i & 1) != 0 ? &first[i] : nullptr;
    }
    // Reads the value of the first TLV with this tag. False, with `out` unchanged, unless the value is whole and has
    // two or four bytes respectively.
    bool u16(const View& view, std::uint16_t tag, std::uint16_t& out) const
    {
        const Tlv* tlv = find(tag);
        if (tlv == nullptr || tlv->fault != Fault::none || tlv->length != 2) {
            return false;
        }
        out = view.u16(tlv->value.offset);
        return true;
    }
    bool u32(const View& view, std::uint16_t tag, std::uint32_t& out) const
    {
        const Tlv* tlv = find(tag);
        if (tlv == nullptr || tlv->fault != Fault::none || tlv->length != 4) {
            return false;
        }
        out = view.u32(tlv->value.offset);
        return true;
    }

    std::array<Tlv, kSlots> first; // by slot; valid where `present` has its bit
    std::uint32_t present = 0;

    // Every TLV is whole and has a slot, and TlvOrder found no fault but kAppended. In such a block, only values are
    // left to be checked.
    bool regular = false;
};

// `at` is the value of TLV 5 with its declared length, which may run past the view.
void read_block(const View& view, Slice at, Block& out);

} // namespace oscar::rendezvous

#endif
