// SPDX-License-Identifier: GPL-2.0-or-later
//
// The tag table of the NINA wiki's page Protocols/OSCAR/Services/Rendezvous (ICBM__RENDEZVOUS_TAGS), written down
// independently of the core, with the filter name of each tag. The core's own table is compared with it.
#ifndef OSCAR_TESTS_CORE_SPEC_H
#define OSCAR_TESTS_CORE_SPEC_H

#include <cstdint>

namespace oscar::test {

enum class SpecType {
    word,     // uint16
    dword,    // uint32; each one is an IPv4 address
    string,   // characters
    empty,    // no value
    string08, // array of string08
    blob,
};

struct SpecTag {
    const char* name; // without RENDEZVOUS_TLV_TAGS_
    std::uint16_t number;
    SpecType type;
    const char* filter; // without aim_rendezvous.
};

inline constexpr SpecTag kSpecTags[] = {
    {"RENDEZVOUS_CHANNEL", 0x01, SpecType::word, "channel"},
    {"RENDEZVOUS_IP_ADDR", 0x02, SpecType::dword, "ip"},
    {"REQUESTER_IP_ADDR", 0x03, SpecType::dword, "requester_ip"},
    {"VERIFIED_IP_ADDR", 0x04, SpecType::dword, "verified_ip"},
    {"PORT", 0x05, SpecType::word, "port"},
    {"DOWNLOAD_URL", 0x06, SpecType::string, "download_url"},
    {"DOWNLOAD_URL2", 0x07, SpecType::string, "download_url2"},
    {"VERIFIED_DOWNLOAD_URL", 0x08, SpecType::string, "verified_download_url"},
    {"SEQUENCE_NUM", 0x0A, SpecType::word, "sequence"},
    {"CANCEL_REASON", 0x0B, SpecType::word, "cancel_reason"},
    {"INVITATION", 0x0C, SpecType::string, "invitation"},
    {"INVITE_MIME_CHARSET", 0x0D, SpecType::string, "mime_charset"},
    {"INVITE_MIME_LANG", 0x0E, SpecType::string, "mime_language"},
    {"REQUEST_HOST_CHECK", 0x0F, SpecType::empty, "request_host_check"},
    {"USE_ARS", 0x10, SpecType::empty, "use_ars"},
    {"REQUEST_SECURE", 0x11, SpecType::empty, "request_secure"},
    {"MAX_PROTOCOL_VERSION", 0x12, SpecType::word, "max_version"},
    {"MIN_PROTOCOL_VERSION", 0x13, SpecType::word, "min_version"},
    {"COUNTER_REASON", 0x14, SpecType::word, "counter_reason"},
    {"INVITE_MIME_TYPE", 0x15, SpecType::string, "mime_type"},
    {"IP_ADDR_XOR", 0x16, SpecType::dword, "ip_xor"},
    {"PORT_XOR", 0x17, SpecType::word, "port_xor"},
    {"ADDR_LIST", 0x18, SpecType::string08, "addr_list"},
    {"SESSION_ID", 0x19, SpecType::string, "session_id"},
    {"ROLLOVER_ID", 0x1A, SpecType::string, "rollover_id"},
    {"SERVICE_DATA", 10001, SpecType::blob, "service_data"},
};

} // namespace oscar::test

#endif
