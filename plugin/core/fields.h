// SPDX-License-Identifier: GPL-2.0-or-later
//
// Every field that the plugin shows: the one home of its filter name, label, type, value names and description.
// Decoders name a field by its id; registration, the README's table and the tests read the rows.
#ifndef OSCAR_CORE_FIELDS_H
#define OSCAR_CORE_FIELDS_H

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
