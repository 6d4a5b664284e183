// SPDX-License-Identifier: GPL-2.0-or-later
//
// Every field that the plugin shows: the one home of its filter name, label, type, value names and description.
// Decoders name a field by its id; registration, the README's table and the tests read the rows.
#ifndef OSCAR_CORE_RENDEZVOUS_FIELDS_H
#define OSCAR_CORE_RENDEZVOUS_FIELDS_H

#include <cstddef>
#include <cstdint>
#include <span>

namespace oscar {

enum class FieldType : std::uint8_t {
    none, // presence
    u8,
    u16,
    u32,
    u64,
    ipv4,
    guid,
    bytes,
    text,
    time,           // seconds since 1970, UTC
    duration,       // nanoseconds, signed
    frame,          // number of another frame
    frame_request,  // of one that asks for what this one answers
    frame_response, // of one that answers this one
};

enum class Base : std::uint8_t { dec, hex };

struct ValueName {
    std::uint32_t value;
    const char* name;
};

enum class Field : std::uint16_t {
    type,
    cookie,
    cookie_text,
    service,
    service_name,
    peer,
    tlv,
    tlv_tag,
    tlv_length,
    tlv_value,
    channel,
    ip,
    requester_ip,
    verified_ip,
    port,
    download_url,
    download_url2,
    verified_download_url,
    sequence,
    cancel_reason,
    invitation,
    mime_charset,
    mime_language,
    request_host_check,
    use_ars,
    request_secure,
    max_version,
    min_version,
    counter_reason,
    mime_type,
    ip_xor,
    ip_xor_decoded,
    port_xor,
    port_xor_decoded,
    addr_list,
    addr_list_entry,
    addr_list_ip,
    addr_list_port,
    session_id,
    rollover_id,
    service_data,
    client_error_code,
    client_error_info,
    nak,
    file_multiple,
    file_count,
    file_size,
    file_name,
    file_name_charset,
    file_size64,
    get_file_code,
    get_file_version,
    get_file_flags,
    chat_exchange,
    chat_room,
    chat_instance,
    chat_security,
    icon_checksum,
    icon_length,
    icon_time,
    icon_data,
    icon_ident,
    buddy_list_group,
    buddy_list_count,
    buddy_list_name,
    buddy_list_entry,
    buddy_list_nick,
    talk_version,
    add_in_code,
    add_in_guid,
    add_in_name_length,
    add_in_computer_length,
    add_in_name,
    add_in_computer,
    add_in_flags,
    reverse_uin,
    reverse_ip,
    reverse_port,
    reverse_connection_type,
    reverse_failed_port,
    reverse_own_port,
    reverse_version,
    reverse_cookie,
    trillian_version,
    trillian_command,
    trillian_prime,
    trillian_requester_key,
    trillian_accepter_key,
    trillian_message,
    ichat_host,
    ichat_ip,
    ichat_port,
    ichat_interface,
    ichat_session,
    icq_header_length,
    icq_version,
    icq_plugin,
    icq_plugin_name,
    icq_plugin_sub,
    icq_features,
    icq_accepts,
    icq_counter,
    icq_header2_length,
    icq_reserved,
    icq_manager_request,
    icq_type,
    icq_flags,
    icq_status,
    icq_priority,
    icq_length,
    icq_text,
    icq_text_part,
    icq_foreground,
    icq_background,
    icq_text_guid_length,
    icq_text_guid,
    icq_chat_users,
    icq_port,
    icq_port_again,
    icq_file_description,
    icq_file_name,
    icq_file_size,
    icq_function_length,
    icq_function,
    icq_function_name,
    icq_function_id,
    icq_function_label_length,
    icq_function_label,
    icq_function_tail,
    icq_following,
    icq_data_length,
    icq_data,
    icq_xml,
    icq_manager_level,
    icq_manager_command_length,
    icq_manager_command,
    icq_manager_guid,
    icq_manager_name,
    icq_manager_sub,
    icq_manager_time,
    icq_manager_answer,
    service_data_rest,
    server_error,
    server_error_subcode,
    server_error_text,
    session,
    proposal_in,
    answer_in,
    answer_time,
    previous_proposal_in,
    next_proposal_in,
    relay_in,
    relay_of,
    proposer,
    recipient,
    gist,
    outcome,
    count_
};
inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::count_);

struct FieldRow {
    Field field;
    const char* filter; // whole filter name
    const char* label;
    FieldType type;
    Base base;
    std::span<const ValueName> values; // empty if the number has no names
    const char* about;
};

const FieldRow& row(Field field);
// The name of a value, or null.
const char* value_name(Field field, std::uint32_t value);

} // namespace oscar

#endif
