// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/service_data/service_data.h"

#include "core/rendezvous/service_data/decoders.h"
#include "core/rendezvous/tags.h"
#include "core/rendezvous/value.h"
#include "core/schema/field_reader.h"

namespace oscar {
namespace {

struct DecoderRow {
    Service service;
    void (*tell)(const ServiceContext& context, Slice data, Listener& to);
};

constexpr DecoderRow kDecoders[] = {
    {Service::talk, decode_talk},
    {Service::file_transfer, decode_file_offer},
    {Service::icq_direct, decode_reverse_connect},
    {Service::buddy_icon, decode_buddy_icon},
    {Service::add_ins, decode_add_in},
    {Service::get_file, decode_get_file},
    {Service::icq_relay, decode_icq_relay},
    {Service::send_buddy_list, decode_buddy_list},
    {Service::chat, decode_chat_room},
    {Service::ichat_av, decode_ichat_hosts},
};

const DecoderRow* find_decoder(Service service)
{
    for (const DecoderRow& row : kDecoders) {
        if (row.service == service) {
            return &row;
        }
    }
    return nullptr;
}

// Values that need no decoder of their own.

void decode_number(const ServiceContext& c, Field field, Slice value, Listener& to)
{
    FieldReader t(c.view, value, to);
    if (row(field).type == FieldType::u64) {
        t.u64(field);
    } else {
        t.u16(field);
    }
    t.finish();
}

void decode_word(const ServiceContext& c, Field field, Slice value, Listener& to)
{
    to.item({.field = field, .at = mime_word(c.view, value)});
}

void decode_text(const ServiceContext&, Field field, Slice value, Listener& to)
{
    to.item({.field = field, .at = value});
}

void decode_hosts(const ServiceContext& c, Field, Slice value, Listener& to) { decode_ichat_hosts(c, value, to); }

// The tags of Trillian stand in the range that the spec leaves undefined (joscar, TrillianCryptReqRvCmd).
constexpr ServiceTagRow kServiceTags[] = {
    {tag::kFileNameCharset, "FILE_NAME_CHARSET", Field::file_name_charset, decode_word, Service::file_transfer},
    {tag::kFileNameCharset, "FILE_NAME_CHARSET", Field::file_name_charset, decode_word, Service::get_file},
    {0x2712, "NICK_NAMES", Field::buddy_list_nick, decode_nick_names, Service::send_buddy_list},
    {tag::kFileSize64, "FILE_SIZE_64", Field::file_size64, decode_number, Service::file_transfer},
    {0x2713, "SECURITY_BLOCK", Field::chat_security, decode_chat_security, Service::chat},
    {0x2774, "HOST_BLOCKS", Field::ichat_host, decode_hosts, Service::ichat_av},
    {0x03E7, "VERSION", Field::trillian_version, decode_number, Service::trillian},
    {0x03E8, "COMMAND", Field::trillian_command, decode_number, Service::trillian},
    {0x03E9, "MODULUS", Field::trillian_prime, decode_text, Service::trillian},
    {0x03EA, "REQUESTER_KEY", Field::trillian_requester_key, decode_text, Service::trillian},
    {0x03EB, "ACCEPTER_KEY", Field::trillian_accepter_key, decode_text, Service::trillian},
    {0x03F2, "MESSAGE", Field::trillian_message, decode_text, Service::trillian},
};

} // namespace

bool decode_service_data(const ServiceContext& context, Service service, Slice data, Listener& to)
{
    const DecoderRow* decoder = find_decoder(service);
    if (decoder != nullptr) {
        decoder->tell(context, data, to);
    }
    return decoder != nullptr;
}

bool has_service_decoder(Service service) { return find_decoder(service) != nullptr; }

const ServiceTagRow* find_service_tag(Service service, std::uint16_t tag)
{
    for (const ServiceTagRow& row : kServiceTags) {
        if (row.service == service && row.tag == tag) {
            return &row;
        }
    }
    return nullptr;
}

const char* tag_name(Service service, std::uint16_t tag)
{
    if (const TagRow* row = find_tag(tag)) {
        return row->name;
    }
    const ServiceTagRow* row = find_service_tag(service, tag);
    return row != nullptr ? row->name : nullptr;
}

} // namespace oscar
