// SPDX-License-Identifier: GPL-2.0-or-later
//
// ICQ messages, which clients send through the server (service 1349) or straight to each other. Sources: Shutko
// (snac_04_06_ch2, snac_04_0b), micq's and pwICQ's documents, Licq (packet-srv.cpp, packet-tcp.cpp), MirandaICQ,
// libfaim, climm. Numbers are little-endian unless noted otherwise.
//
//   a block: u16 length (0x0E, or 0x12 for a plugin manager), u16 number, 12 bytes reserved [, u16 direction, u16]
//   type, flags, u16 status, u16 priority, u16 length and text with its NUL, and what the type adds to that
//   or, for a plugin manager: u16 level, u16 length, u8 command, and what the command adds to that
#ifndef OSCAR_CORE_ICQ_MESSAGE_H
#define OSCAR_CORE_ICQ_MESSAGE_H

#include "core/icq/guids.h"
#include "core/schema/field_reader.h"
#include "core/schema/listener.h"
#include "core/schema/subject.h"
#include "core/wire/view.h"

#include <cstdint>

namespace oscar::icq {

enum class MessageField : std::uint16_t {
#define ICQ_FIELD(id, ...) id,
#include "core/icq/message_fields.def"
#undef ICQ_FIELD
};

// Where the table of a protocol has the rows of message_fields.def.
struct MessageFields {
    FieldRef first;
    constexpr FieldRef operator[](MessageField field) const
    {
        return {first.protocol, static_cast<std::uint16_t>(first.index + static_cast<std::uint16_t>(field))};
    }
};

enum class Type : std::uint8_t {
    plain = 0x01,
    chat = 0x02,
    file = 0x03,
    url = 0x04,
    authorization_request = 0x06,
    server = 0x09,
    added = 0x0C,
    web_pager = 0x0D,
    email_express = 0x0E,
    contacts = 0x13,
    plugin = 0x1A,
    first_auto_message = 0xE8,
    last_auto_message = 0xEC,
    old_secure_channel = 0xED,
    close_secure_channel = 0xEE,
    open_secure_channel = 0xEF,
};

// The two ways differ in a few details.
enum class Way : std::uint8_t { relayed, direct };

enum class Status : std::uint8_t { ok = 0, refused = 1, returned = 2 };

// The connection that a request is about.
enum class Opens : std::uint8_t { nothing, file, chat };

// What an acknowledgement says of the request. A request has these values, too, with other meanings.
struct Answer {
    std::uint16_t status = 0;
    Opens opens = Opens::nothing;
    std::uint16_t port = 0;

    bool is(Status s) const { return status == static_cast<std::uint16_t>(s); }
    // Any other status tells only how its sender is, for example away.
    bool is_refusal() const { return is(Status::refused) || is(Status::returned); }
    // Its sender agrees, and waits for the connection at the port.
    bool is_waited_for() const { return opens != Opens::nothing && port != 0 && !is_refusal(); }
};

// The content of a message, reduced to what fits on one line or what other packets depend on. Its name is the text, or
// the name of the file.
struct Summary : Subject {
    bool has_type = false;
    std::uint8_t type = 0;
    std::uint8_t flags = 0;
    Item text; // without what is in plugin messages
    Answer answer;

    bool is(Type t) const { return has_type && type == static_cast<std::uint8_t>(t); }
};

struct MessageContext {
    const View& view;
    Listener& to;
    MessageFields fields;
    Leftover leftover;
    FindingRef data_length_mismatch;
    Way way;
    const char* (*priority_name)(std::uint16_t) = nullptr; // static text; null for a priority without a name
    Summary& summary;
};

// The block: its length and number have fields of the protocol's own. False if it does not fit. Its first bytes are
// those at which `r` stands, and so it is with what follows.
bool decode_block(const MessageContext& context, FieldReader& r, FieldRef length, FieldRef number,
                  std::uint16_t* number_out = nullptr);
void decode_message(const MessageContext& context, FieldReader& r);
// False if it is not a request, whose rest is decoded. What remains then is the answer.
bool decode_manager_message(const MessageContext& context, FieldReader& r, const char* manager);

// Reads a GUID of the table, and reports its name. `name` is set if it is known.
Guid decode_guid(const MessageContext& context, FieldReader& r, FieldRef guid, FieldRef name, const char** out);

} // namespace oscar::icq

#endif
