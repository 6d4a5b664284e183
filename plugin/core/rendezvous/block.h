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

    // The first TLV with a tag that has a slot; null if there is none.
    const Tlv* find(std::uint16_t tag) const
    {
        const std::size_t i = slot(tag);
        return i < kSlots && (present >> i & 1) != 0 ? &first[i] : nullptr;
    }
    // The value of a two-byte or four-byte tag, if it is there, whole, and of that length.
    bool u16(const View& view, std::uint16_t tag, std::uint16_t& out) const;
    bool u32(const View& view, std::uint16_t tag, std::uint32_t& out) const;

    std::array<Tlv, kSlots> first; // by slot; valid where `present` has its bit
    std::uint32_t present = 0;

    // Each TLV has a slot and no fault of order or length. What is left to check of such a block are values.
    bool regular = false;
};

// `at` is the value of TLV 5 as declared; it may run past the view.
void read_block(const View& view, Slice at, Block& out);

} // namespace oscar::rendezvous

#endif
