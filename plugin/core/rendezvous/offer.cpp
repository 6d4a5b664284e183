// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/offer.h"

namespace oscar::rendezvous {

Offer read_offer(const View& view, const Block& block)
{
    Offer out;
    block.u32(view, tag::kIp, out.ip);
    block.u32(view, tag::kRequesterIp, out.requester_ip);
    block.u32(view, tag::kVerifiedIp, out.verified_ip);
    out.has_port = block.u16(view, tag::kPort, out.port);
    out.use_ars = block.find(tag::kUseArs) != nullptr;
    out.secure = block.find(tag::kRequestSecure) != nullptr;
    out.has_place =
        block.find(tag::kChannel) != nullptr || block.find(tag::kIp) != nullptr || block.find(tag::kPort) != nullptr;
    if (block.service_row != nullptr && block.service_row->read_address != nullptr) {
        if (const Tlv* data = block.find(tag::kServiceData); data != nullptr && data->fault == Fault::none) {
            block.service_row->read_address(view, data->value, out);
        }
    }
    return out;
}

} // namespace oscar::rendezvous
