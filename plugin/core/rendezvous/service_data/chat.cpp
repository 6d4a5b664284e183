// SPDX-License-Identifier: GPL-2.0-or-later
//
// Chat invitation (748F2420). Sources: joscar MiniRoomInfo and its wiki page SecureChatRooms, libpurple, libfaim.
#include "core/rendezvous/service_data/decoders.h"
#include "core/schema/field_reader.h"

namespace oscar {

void decode_chat_room(const ServiceContext& c, Slice data, Listener& to)
{
    // u16 exchange, string08 room, u16 instance
    FieldReader t(c.view, data, to);
    std::uint8_t length = 0;
    if (t.u16(Field::chat_exchange) && t.length8(length) && t.text(Field::chat_room, length)) {
        t.u16(Field::chat_instance);
    }
    t.finish();
}

void decode_chat_security(const ServiceContext&, Field field, Slice value, Listener& to)
{
    to.item({.field = field, .at = value});
    to.open();
    to.embedded("application/pkcs7-signature", value);
    to.close();
}

} // namespace oscar
