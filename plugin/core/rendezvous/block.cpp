// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/block.h"

namespace oscar {

bool Block::u16(const View& view, std::uint16_t tag, std::uint16_t& out) const
{
    const Tlv* tlv = find(tag);
    if (tlv == nullptr || tlv->fault != Fault::none || tlv->length != 2) {
        return false;
    }
    out = view.u16(tlv->value.offset);
    return true;
}

bool Block::u32(const View& view, std::uint16_t tag, std::uint32_t& out) const
{
    const Tlv* tlv = find(tag);
    if (tlv == nullptr || tlv->fault != Fault::none || tlv->length != 4) {
        return false;
    }
    out = view.u32(tlv->value.offset);
    return true;
}

namespace {

// Member by member: a copy of the whole would load in one piece what was just stored in several, and wait for all of
// them to arrive; that was a quarter of what decoding a proposal costs.
void keep(const Tlv& tlv, Tlv& to)
{
    to.tag = tlv.tag;
    to.length = tlv.length;
    to.at.offset = tlv.at.offset;
    to.at.length = tlv.at.length;
    to.value.offset = tlv.value.offset;
    to.value.length = tlv.value.length;
    to.header = tlv.header;
    to.fault = tlv.fault;
}

// What each slot asks of its TLV for the block to be regular.
struct Place {
    std::uint32_t before = 0; // the slots that must still be empty: its own, and those of tags that come later
    std::uint32_t length = 0;
    std::uint32_t compared = 0; // the bits of the length that count: none where any length will do
};

consteval bool is_reserved_slot(std::size_t slot) { return slot < kTagCount && is_reserved(kTags[slot].tag); }

consteval std::array<Place, Block::kSlots> make_places()
{
    std::uint32_t not_reserved = 0;
    for (std::size_t slot = 0; slot != Block::kSlots; ++slot) {
        not_reserved |= is_reserved_slot(slot) ? 0 : 1U << slot;
    }
    std::array<Place, Block::kSlots> places{};
    for (std::size_t slot = 0; slot != Block::kSlots; ++slot) {
        const bool comes_first = is_reserved_slot(slot) && !kTags[slot].server_only;
        places[slot].before = 1U << slot | (comes_first ? not_reserved : 0);
        if (slot < kTagCount && exact_length(kTags[slot].kind) >= 0) {
            places[slot].length = static_cast<std::uint32_t>(exact_length(kTags[slot].kind));
            places[slot].compared = ~0U;
        }
    }
    return places;
}
constexpr auto kPlaces = make_places();

} // namespace

void read_block(const View& view, Slice at, Block& out)
{
    // Not `out = {}`: the array of first TLVs is large and guarded by `present`.
    out.present = 0;
    out.regular = false;
    out.tlv_count = 0;
    out.service = Service::other;
    out.service_row = nullptr;
    out.declared = at.length;
    Reader r(view, at);
    out.at = r.rest();
    out.has_type = r.read_u16(out.type);
    out.has_cookie = r.read(8, out.cookie);
    out.has_uuid = r.read(16, out.uuid);
    out.tlvs = r.rest();
    out.fault = r.fault();
    if (!r.ok()) {
        return;
    }
    out.service_row = find_service(view.bytes(out.uuid).first<16>());
    if (out.service_row != nullptr) {
        out.service = out.service_row->service;
    }

    TlvWalk walk(view, out.tlvs);
    Tlv tlv;
    std::uint32_t present = 0;
    std::uint32_t count = 0;
    std::uint32_t odd = 0; // without a branch for each reason
    while (walk.next(tlv)) {
        ++count;
        out.fault = tlv.fault;
        if (!tlv.header) {
            break;
        }
        const std::size_t i = Block::slot(tlv.tag);
        if (i >= Block::kSlots) {
            odd = 1;
            continue;
        }
        const Place& place = kPlaces[i];
        odd |= (present & place.before) | ((tlv.length ^ place.length) & place.compared);
        if ((present >> i & 1) == 0) {
            present |= 1U << i;
            keep(tlv, out.first[i]);
        }
    }
    out.present = present;
    out.tlv_count = count;
    // A block that runs past its frame is broken even where its last TLV ends with the frame.
    if (out.fault == Fault::none && out.at.length < out.declared) {
        out.fault = Fault::past_end;
    }
    out.regular = odd == 0 && out.fault == Fault::none;
}

} // namespace oscar
