// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/block.h"

namespace oscar::rendezvous {
namespace {

// Copies member by member. Copying the whole struct compiles to wide loads of members that were stored one by one just
// before, and these loads stall until the stores are done: that was a quarter of the cost of decoding a proposal.
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

} // namespace

void read_block(const View& view, Slice at, Block& out)
{
    // Not `out = {}`: the array `first` is large, and `present` tells which of its elements are valid.
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
    std::uint32_t count = 0;
    std::uint32_t faults = 0;
    TlvOrder order;
    while (walk.next(tlv)) {
        ++count;
        out.fault = tlv.fault;
        if (!tlv.header) {
            break;
        }
        const std::size_t i = slot(tlv.tag);
        if (i != kNoSlot && !order.has(i)) {
            keep(tlv, out.first[i]);
        }
        faults |= order.add(i, tlv.length);
    }
    out.present = order.slots();
    out.tlv_count = count;
    // A block that runs past its frame is malformed even if its last TLV ends exactly with the frame.
    if (out.fault == Fault::none && out.at.length < out.declared) {
        out.fault = Fault::past_end;
    }
    out.regular = (faults & ~TlvOrder::kAppended) == 0 && !order.has(kNoSlot) && out.fault == Fault::none;
}

} // namespace oscar::rendezvous
