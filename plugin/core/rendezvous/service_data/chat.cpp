// SPDX-License-Identifier: GPL-2.0-or-later
//
// Chat invitation (748F2420). Sources: joscar MiniRoomInfo and its wiki page SecureChatRooms, libpurple, libfaim. All
// numbers are big-endian.
#include "core/rendezvous/service_data/service_reader.h"

namespace oscar::rendezvous {

void decode_chat_room(const ServiceContext& c, Slice data)
{
    // u16 exchange, string08 room, u16 instance
    ServiceReader r(c, data);
    std::uint8_t length = 0;
    if (r.u16(Field::chat_exchange) && r.length8(length) &&
        r.text(Field::chat_room, length, Charset::unknown, {}, &c.summary.name)) {
        r.u16(Field::chat_instance);
    }
    r.finish();
}

} // namespace oscar::rendezvous
