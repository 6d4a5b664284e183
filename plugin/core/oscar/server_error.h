// SPDX-License-Identifier: GPL-2.0-or-later
//
// SNAC 0004/0001: the server refuses an ICBM message. TLVs follow the code (NINA wiki, Errors): 0x0004 URL, 0x0008 u16
// sub-code, 0x001B text. All numbers are big-endian.
#ifndef OSCAR_CORE_OSCAR_SERVER_ERROR_H
#define OSCAR_CORE_OSCAR_SERVER_ERROR_H

#include "core/oscar/icbm.h"
#include "core/wire/view.h"

#include <cstdint>

namespace oscar {

struct ServerError {
    std::uint16_t code = 0; // valid if icbm.has_code
    bool has_subcode = false;
    std::uint16_t subcode = 0;
    Slice subcode_at;
    Slice text; // empty if there is none
};

// `icbm` is the server_error that read_icbm() read from the same view. TLVs after a malformed or cut one are ignored.
ServerError read_server_error(const View& flap, const Icbm& icbm);

} // namespace oscar

#endif
