// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/service_data/service_data.h"

#include "core/service_data/decoders.h"
#include "core/service_data/teller.h"
#include "core/tags.h"
#include "core/value.h"

namespace oscar {
namespace {

struct DecoderRow {
    Service service;
    void (*tell)(const ServiceContext& context, Slice data, Listener& to);
};

constexpr DecoderRow kDecoders[] = {
    {Service::talk, tell_talk},
    {Service::file_transfer, tell_file_offer},
    {Service::icq_direct, tell_reverse_connect},
    {Service::buddy_icon, tell_buddy_icon},
    {Service::add_ins, tell_add_in},
    {Service::get_file, tell_get_file},
    {Service::icq_relay, tell_icq_relay},
    {Service::send_buddy_list, tell_buddy_list},
    {Service::chat, tell_chat_room},
    {Service::ichat_av, tell_ichat_hosts},
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

void tell_number(const ServiceContext& c, Field field, Slice value, Listener& to)
{
    Teller t(c.view, value, to);
    if (row(field).type == FieldType::u64) {
        t.u64(field);
    } else {
        t.u16(field);
    }
    t.finish();
}

void tell_word(const ServiceContext& c, Field field, Slice value, Listener& to)
{
    to.item({.field = field, .at = mime_word(c.view, value)});
}

void tell_text(const ServiceContext&, Field field, Slice value, Listener& to)
{
    to.item({.field = field, .at = value});
}

void tell_hosts(const ServiceContext& c, Field, Slice value, Listener& to) { tell_ichat_hosts(c, value, to); }

// The tags of Trillian stand in the range that the spec leaves undefined (joscar, TrillianCryptReqRvCmd).
constexpr ServiceTagRow kServiceTags[] = {
    {tag::kFileNameCharset, "FILE_NAME_CHARSET", Field::file_name_charset, tell_word, Service::file_transfer},
    {tag::kFileNameCharset, "FILE_NAME_CHARSET", Field::file_name_charset, tell_word, Service::get_file},
    {0x2712, "NICK_NAMES", Field::buddy_list_nick, tell_nick_names, Service::send_buddy_list},
    {tag::kFileSize64, "FILE_SIZE_64", Field::file_size64, tell_number, Service::file_transfer},
    {0x2713, "SECURITY_BLOCK", Field::chat_security, tell_chat_security, Service::chat},
    {0x2774, "HOST_BLOCKS", Field::ichat_host, tell_hosts, Service::ichat_av},
    {0x03E7, "VERSION", Field::trillian_version, tell_number, Service::trillian},
    {0x03E8, "COMMAND", Field::trillian_command, tell_number, Service::trillian},
    {0x03E9, "MODULUS", Field::trillian_prime, tell_text, Service::trillian},
    {0x03EA, "REQUESTER_KEY", Field::trillian_requester_key, tell_text, Service::trillian},
    {0x03EB, "ACCEPTER_KEY", Field::trillian_accepter_key, tell_text, Service::trillian},
    {0x03F2, "MESSAGE", Field::trillian_message, tell_text, Service::trillian},
};

} // namespace

bool tell_service_data(const ServiceContext& context, Service service, Slice data, Listener& to)
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
