// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef OSCAR_CORE_RENDEZVOUS_MESSAGE_KIND_H
#define OSCAR_CORE_RENDEZVOUS_MESSAGE_KIND_H

#include <cstdint>

namespace oscar::rendezvous {

// The kind of a rendezvous message. The first four are the types of a rendezvous block, with their numbers on the wire.
enum class MessageKind : std::uint8_t {
    propose = 0,
    cancel = 1,
    accept = 2,
    nak = 3,
    other, // a block of another type, or none that can be read
    client_error,
    host_ack,
    server_error,
};

// The kind of a block of this type.
constexpr MessageKind kind_of_type(std::uint16_t type)
{
    return type < static_cast<std::uint16_t>(MessageKind::other) ? static_cast<MessageKind>(type) : MessageKind::other;
}

} // namespace oscar::rendezvous

#endif
