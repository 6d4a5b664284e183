// SPDX-License-Identifier: GPL-2.0-or-later
//
// SNAC 0004/000B on channel 2: a client refuses a message or, in ICQ, acknowledges it.
//
// The error information after the code has one of these forms (public client sources; the NINA wiki describes only the
// first). Numbers are big-endian unless noted otherwise.
//
//   NAK              u16 length of the rest (2), u16 NAK (libpurple, Miranda, Kopete, Licq)
//   ICQ relay        the little-endian blob of an ICQ message, from its 1B 00 on (Shutko, Miranda, Licq)
//   reverse connect  18 bytes, little-endian: a reverse direct connection failed (Licq, MirandaICQ)
//   nothing          with any code but 3; joscar also writes a NAK in place of the code then
#ifndef OSCAR_CORE_RENDEZVOUS_CLIENT_ERROR_H
#define OSCAR_CORE_RENDEZVOUS_CLIENT_ERROR_H

#include "core/oscar/icbm.h"
#include "core/wire/view.h"

#include <cstdint>

namespace oscar::rendezvous {

inline constexpr std::uint16_t kChannelSpecificCode = 3;

enum class ErrorForm : std::uint8_t { none, nak, icq_relay, reverse_connect, unknown };

struct ClientError {
    std::uint16_t code = 0; // valid if icbm.has_code
    ErrorForm form = ErrorForm::none;
    Slice nak_at;          // valid with ErrorForm::nak; may not be captured
    std::uint16_t nak = 0; // 0 if it is not captured
    Slice info;            // the error information without length and NAK
};

// `icbm` is the client_error that read_icbm() read from the same view.
ClientError read_client_error(const View& flap, const Icbm& icbm);

} // namespace oscar::rendezvous

#endif
