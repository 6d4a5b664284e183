// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/client_error.h"

namespace oscar::rendezvous {
namespace {

constexpr std::uint32_t kIcqHeaderLength = 0x001B; // of the blob's first header, little-endian on the wire
constexpr std::uint32_t kReverseConnectSize = 18;

} // namespace

ClientError read_client_error(const View& flap, const Icbm& icbm)
{
    ClientError out;
    if (!icbm.has_code) {
        return out;
    }
    out.code = flap.u16(icbm.code.offset);
    out.info = icbm.error_info;
    if (out.info.length == 0) {
        out.form = out.code == kChannelSpecificCode ? ErrorForm::unknown : ErrorForm::none;
        return out;
    }

    out.form = ErrorForm::unknown;
    if (out.info.length == kReverseConnectSize) {
        out.form = ErrorForm::reverse_connect;
    }
    if (!flap.has({out.info.offset, 2})) {
        return out;
    }
    const auto start = flap.bytes({out.info.offset, 2});
    if (le16(start.data()) == kIcqHeaderLength && out.info.length >= 2 + kIcqHeaderLength) {
        out.form = ErrorForm::icq_relay;
    } else if (be16(start.data()) == out.info.length - 2 && out.info.length >= 4) {
        const Slice nak{out.info.offset + 2, 2};
        if (!flap.has(nak)) {
            out.form = ErrorForm::none; // cut by the capture: which NAK it is, nobody knows
            return out;
        }
        out.form = ErrorForm::nak;
        out.nak_at = nak;
        out.nak = flap.u16(nak.offset);
        out.info = {out.info.offset + 4, out.info.length - 4};
    }
    return out;
}

} // namespace oscar::rendezvous
