// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oscar/icbm.h"

#include "core/oscar/dc_info.h"

namespace oscar {
namespace {

bool read_user_info(Reader& r, std::uint16_t count, Icbm& out)
{
    for (; count > 0; --count) {
        std::uint16_t tag = 0;
        std::uint16_t length = 0;
        Slice value;
        if (!r.read_u16_u16(tag, length) || !r.take(length, value)) {
            return false;
        }
        if (tag == kDcInfoTlv) {
            out.dc_info = value;
        } else if (tag == kExternalIpTlv) {
            out.external_ip = value;
        }
    }
    return true;
}

// Other TLVs may precede and follow the block. Those that follow it are not needed.
bool find_block(Reader& r, Icbm& out)
{
    while (r.remaining() > 0) {
        std::uint16_t tag = 0;
        std::uint16_t length = 0;
        if (!r.read_u16_u16(tag, length)) {
            return false;
        }
        if (tag == kBlockTlv) {
            out.block = {r.offset(), length};
            out.has_block = true;
            return true;
        }
        if (!r.skip(length)) {
            return false;
        }
    }
    return true;
}

void read_code(Reader& r, Icbm& out)
{
    if (r.read(2, out.code)) {
        out.has_code = true;
        out.error_info = r.rest();
    }
}

void read_body(Reader& r, Icbm& out)
{
    if (!r.read_string08(out.peer)) {
        return;
    }
    out.has_peer = true;
    switch (out.subgroup) {
    case Subgroup::to_client: {
        std::uint16_t count = 0;
        if (!r.skip(2) || !r.read_u16(count) || !read_user_info(r, count, out)) {
            return;
        }
        [[fallthrough]];
    }
    case Subgroup::to_host:
        find_block(r, out);
        return;
    case Subgroup::client_error:
        read_code(r, out);
        return;
    case Subgroup::host_ack:
    case Subgroup::server_error:
        return;
    }
}

constexpr bool is_subgroup(std::uint16_t number)
{
    switch (static_cast<Subgroup>(number)) {
    case Subgroup::to_host:
    case Subgroup::to_client:
    case Subgroup::client_error:
    case Subgroup::host_ack:
    case Subgroup::server_error:
        return true;
    }
    return false;
}

} // namespace

bool read_icbm(const View& flap, const Snac& snac, Icbm& out)
{
    // This runs for every SNAC, so the common case, another SNAC, is rejected first.
    if (snac.foodgroup != kIcbmFoodgroup || !is_subgroup(snac.subgroup)) {
        return false;
    }
    Reader r(flap, snac.body);
    const bool has_cookie = static_cast<Subgroup>(snac.subgroup) != Subgroup::server_error;
    Slice cookie;
    std::uint16_t channel = 0;
    if (has_cookie && (!r.read(kCookieSize, cookie) || !r.read_u16(channel) || channel != kRendezvousChannel)) {
        return false;
    }

    out = {};
    out.subgroup = static_cast<Subgroup>(snac.subgroup);
    out.request_id = snac.request_id;
    out.cookie = cookie;
    if (has_cookie) {
        read_body(r, out);
    } else {
        read_code(r, out);
    }
    out.fault = r.fault();
    out.fault_at = r.fault_at();
    return true;
}

} // namespace oscar
