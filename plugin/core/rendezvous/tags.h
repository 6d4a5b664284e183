// SPDX-License-Identifier: GPL-2.0-or-later
//
// The tags of the rendezvous block: one table for what the Rendezvous spec, ICBM__RENDEZVOUS_TAGS, says of them.
#ifndef OSCAR_CORE_RENDEZVOUS_TAGS_H
#define OSCAR_CORE_RENDEZVOUS_TAGS_H

#include "core/rendezvous/fields.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace oscar {

namespace tag {
inline constexpr std::uint16_t kChannel = 0x0001;
inline constexpr std::uint16_t kIp = 0x0002;
inline constexpr std::uint16_t kRequesterIp = 0x0003;
inline constexpr std::uint16_t kVerifiedIp = 0x0004;
inline constexpr std::uint16_t kPort = 0x0005;
inline constexpr std::uint16_t kDownloadUrl = 0x0006;
inline constexpr std::uint16_t kDownloadUrl2 = 0x0007;
inline constexpr std::uint16_t kVerifiedDownloadUrl = 0x0008;
inline constexpr std::uint16_t kSequence = 0x000A;
inline constexpr std::uint16_t kCancelReason = 0x000B;
inline constexpr std::uint16_t kInvitation = 0x000C;
inline constexpr std::uint16_t kMimeCharset = 0x000D;
inline constexpr std::uint16_t kMimeLanguage = 0x000E;
inline constexpr std::uint16_t kRequestHostCheck = 0x000F;
inline constexpr std::uint16_t kUseArs = 0x0010;
inline constexpr std::uint16_t kRequestSecure = 0x0011;
inline constexpr std::uint16_t kMaxVersion = 0x0012;
inline constexpr std::uint16_t kMinVersion = 0x0013;
inline constexpr std::uint16_t kCounterReason = 0x0014;
inline constexpr std::uint16_t kMimeType = 0x0015;
inline constexpr std::uint16_t kIpXor = 0x0016;
inline constexpr std::uint16_t kPortXor = 0x0017;
inline constexpr std::uint16_t kAddrList = 0x0018;
inline constexpr std::uint16_t kSessionId = 0x0019;
inline constexpr std::uint16_t kRolloverId = 0x001A;
inline constexpr std::uint16_t kServiceData = 10001;
// Of file transfers, and in no table of the spec; other values depend on them.
inline constexpr std::uint16_t kFileNameCharset = 0x2712;
inline constexpr std::uint16_t kFileSize64 = 0x2713;
} // namespace tag

// How a value stands on the wire.
enum class Kind : std::uint8_t {
    u16,       // 2 bytes
    ipv4,      // 4 bytes
    flag,      // no bytes; the tag's presence is the value
    text,      // characters: UTF-8, or a single-byte charset where that is not valid
    mime_text, // characters in the charset that the block's MIME_CHARSET names
    mime_word, // a charset, language or type name: ASCII, sometimes with a stray length byte before it
    addr_list, // string08 entries
    blob,
};

// The length that a value must have, or -1.
constexpr int exact_length(Kind kind)
{
    switch (kind) {
    case Kind::flag:
        return 0;
    case Kind::u16:
        return 2;
    case Kind::ipv4:
        return 4;
    default:
        return -1;
    }
}

// Which messages may hold a tag.
enum class Allowed : std::uint8_t {
    any,
    proposal_only,
    cancel_only,
};

struct TagRow {
    std::uint16_t tag;
    const char* name; // the spec's, without its prefix
    Kind kind;
    Field field;
    Allowed allowed = Allowed::any;
    bool server_only = false;      // a client must not send it
    std::uint16_t guards = 0;      // the tag whose value it repeats with every bit flipped
    Field decoded = Field::count_; // where the value with its bits flipped back is shown
};

inline constexpr TagRow kTags[] = {
    {tag::kChannel, "RENDEZVOUS_CHANNEL", Kind::u16, Field::channel},
    {tag::kIp, "RENDEZVOUS_IP_ADDR", Kind::ipv4, Field::ip},
    {tag::kRequesterIp, "REQUESTER_IP_ADDR", Kind::ipv4, Field::requester_ip},
    {.tag = tag::kVerifiedIp,
     .name = "VERIFIED_IP_ADDR",
     .kind = Kind::ipv4,
     .field = Field::verified_ip,
     .server_only = true},
    {tag::kPort, "PORT", Kind::u16, Field::port},
    {tag::kDownloadUrl, "DOWNLOAD_URL", Kind::text, Field::download_url},
    {tag::kDownloadUrl2, "DOWNLOAD_URL2", Kind::text, Field::download_url2},
    {.tag = tag::kVerifiedDownloadUrl,
     .name = "VERIFIED_DOWNLOAD_URL",
     .kind = Kind::text,
     .field = Field::verified_download_url,
     .server_only = true},
    {tag::kSequence, "SEQUENCE_NUM", Kind::u16, Field::sequence, Allowed::proposal_only},
    {tag::kCancelReason, "CANCEL_REASON", Kind::u16, Field::cancel_reason, Allowed::cancel_only},
    {tag::kInvitation, "INVITATION", Kind::mime_text, Field::invitation},
    {tag::kMimeCharset, "INVITE_MIME_CHARSET", Kind::mime_word, Field::mime_charset},
    {tag::kMimeLanguage, "INVITE_MIME_LANG", Kind::mime_word, Field::mime_language},
    {tag::kRequestHostCheck, "REQUEST_HOST_CHECK", Kind::flag, Field::request_host_check},
    {tag::kUseArs, "USE_ARS", Kind::flag, Field::use_ars},
    {tag::kRequestSecure, "REQUEST_SECURE", Kind::flag, Field::request_secure},
    {tag::kMaxVersion, "MAX_PROTOCOL_VERSION", Kind::u16, Field::max_version},
    {tag::kMinVersion, "MIN_PROTOCOL_VERSION", Kind::u16, Field::min_version},
    {tag::kCounterReason, "COUNTER_REASON", Kind::u16, Field::counter_reason},
    {tag::kMimeType, "INVITE_MIME_TYPE", Kind::mime_word, Field::mime_type},
    {.tag = tag::kIpXor,
     .name = "IP_ADDR_XOR",
     .kind = Kind::ipv4,
     .field = Field::ip_xor,
     .guards = tag::kIp,
     .decoded = Field::ip_xor_decoded},
    {.tag = tag::kPortXor,
     .name = "PORT_XOR",
     .kind = Kind::u16,
     .field = Field::port_xor,
     .guards = tag::kPort,
     .decoded = Field::port_xor_decoded},
    {tag::kAddrList, "ADDR_LIST", Kind::addr_list, Field::addr_list},
    {tag::kSessionId, "SESSION_ID", Kind::text, Field::session_id},
    {tag::kRolloverId, "ROLLOVER_ID", Kind::text, Field::rollover_id},
    {tag::kServiceData, "SERVICE_DATA", Kind::blob, Field::service_data},
};
inline constexpr std::size_t kTagCount = std::size(kTags);
inline constexpr std::size_t kNoTag = kTagCount;

// Where in the table the reserved tags stand.
inline constexpr auto kTagPlaces = [] {
    std::array<std::uint8_t, tag::kRolloverId + 1> places{};
    places.fill(kNoTag);
    for (std::size_t i = 0; i < kTagCount; ++i) {
        if (kTags[i].tag < places.size()) {
            places[kTags[i].tag] = static_cast<std::uint8_t>(i);
        }
    }
    return places;
}();
static_assert(kTags[kTagCount - 1].tag == tag::kServiceData);

// The row's place in the table, or kNoTag.
constexpr std::size_t tag_index(std::uint16_t tag)
{
    return tag < kTagPlaces.size() ? kTagPlaces[tag] : tag == tag::kServiceData ? kTagCount - 1 : kNoTag;
}

constexpr const TagRow* find_tag(std::uint16_t tag)
{
    const std::size_t i = tag_index(tag);
    return i == kNoTag ? nullptr : &kTags[i];
}

// Reserved tags must come first in a block: the server stops parsing at the first other one.
constexpr bool is_reserved(std::uint16_t tag) { return tag <= tag::kRolloverId && tag_index(tag) != kNoTag; }

// Numbers that the spec gives no meaning and clients should not use: 0x0009 and 0x001B to 0x2710.
constexpr bool is_undefined(std::uint16_t tag)
{
    return tag == 0x0009 || (tag > tag::kRolloverId && tag < tag::kServiceData);
}

} // namespace oscar

#endif
