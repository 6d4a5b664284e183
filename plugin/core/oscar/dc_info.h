// SPDX-License-Identifier: GPL-2.0-or-later
//
// Where an ICQ client can be reached directly: TLV 0x000C, with which clients announce themselves (SNAC 0001/001E), and
// which servers pass on in the user info. Sources: Shutko, MirandaICQ, Licq, libicq2000; they take it from 37 bytes on.
// Big-endian.
//
//   0  internal IP    4  port, u32        8  type, u8   9  version, u16   11 auth cookie, u32   15 web port, u32
//   19 features, u32  23 three times, u32 each          35 u16
#ifndef OSCAR_CORE_OSCAR_DC_INFO_H
#define OSCAR_CORE_OSCAR_DC_INFO_H

#include "core/oscar/snac.h"
#include "core/wire/view.h"

#include <cstdint>

namespace oscar {

inline constexpr std::uint16_t kDcInfoTlv = 0x000C;
inline constexpr std::uint16_t kExternalIpTlv = 0x000A; // beside it in the user info
inline constexpr std::uint32_t kDcInfoSize = 37;

// Addresses in host order; 0 where there is none.
struct DcInfo {
    std::uint32_t internal_ip = 0;
    std::uint32_t external_ip = 0;
    std::uint16_t port = 0;
    std::uint32_t auth_cookie = 0;
};

// `info` and `external_ip` are the values of the two TLVs; the latter is empty if there is none. False if there is no
// port in it, or not all of it was captured.
bool read_dc_info(const View& view, Slice info, Slice external_ip, DcInfo& out);

// Finds the TLV in a SNAC with which a client announces itself, and that read_snac() has read from the same view. False
// if it is another one.
bool find_own_dc_info(const View& flap, const Snac& snac, Slice& info);

} // namespace oscar

#endif
