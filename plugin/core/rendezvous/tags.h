// SPDX-License-Identifier: GPL-2.0-or-later
//
// The table of tags of the rendezvous block: those of the Rendezvous spec, ICBM__RENDEZVOUS_TAGS, and those that are
// defined by a service.
#ifndef OSCAR_CORE_RENDEZVOUS_TAGS_H
#define OSCAR_CORE_RENDEZVOUS_TAGS_H

#include "core/rendezvous/fields.h"
#include "core/rendezvous/services.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace oscar::rendezvous {

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
// Of file services
inline constexpr std::uint16_t kFileNameCharset = 0x2712;
inline constexpr std::uint16_t kFileSize64 = 0x2713;
} // namespace tag

// The encoding of a value on the wire. Numbers are big-endian.
enum class Kind : std::uint8_t {
    u16,         // 2 bytes
    u64,         // 8 bytes
    ipv4,        // 4 bytes
    flag,        // no bytes; the tag's presence is the value
    text,        // characters: UTF-8, or a single-byte charset if they are not valid UTF-8
    mime_text,   // characters in the charset that the block's MIME_CHARSET names
    mime_word,   // a charset, language or type name: ASCII, sometimes with a stray length byte before it
    mime_type,   // as mime_word, but MirandaICQ writes PORT_XOR under its tag by mistake
    addr_list,   // string08 entries
    data,        // SERVICE_DATA, whose layout depends on the service
    nick_names,  // groups of contacts with their nick names
    signature,   // a PKCS #7 structure
    ichat_hosts, // host blocks of iChat AV
};

// The length in bytes that a value must have, or -1 if any length will do.
constexpr int exact_length(Kind kind)
{
    switch (kind) {
    case Kind::flag:
        return 0;
    case Kind::u16:
        return 2;
    case Kind::ipv4:
        return 4;
    case Kind::u64:
        return 8;
    default:
        return -1;
    }
}

// Whether a value of the right length can still be malformed.
constexpr bool has_structure(Kind kind)
{
    return kind == Kind::mime_type || kind == Kind::addr_list || kind == Kind::nick_names || kind == Kind::ichat_hosts;
}

// Which messages may hold a tag.
enum class Allowed : std::uint8_t { any, proposal_only, cancel_only };

// Who may add a tag to a block.
enum class Sender : std::uint8_t { any, server };

struct TagRow {
    std::uint16_t tag;
    const char* name; // that of the spec, without its prefix
    Kind kind;
    Field field;
    Service service = Service::any; // the service that defines it; `any` for a tag of the spec
    Allowed allowed = Allowed::any;
    Sender sender = Sender::any;
    std::uint16_t guards = 0; // the tag whose value it repeats with every bit flipped
    Field decoded{};          // with `guards`: where the value with its bits flipped back is shown
    bool looked_up = false;   // a service's tag that other values depend on
};

// clang-format off: a row is one or two lines
inline constexpr TagRow kTags[] = {
    // Tags of the spec come first, in numerical order.
    {tag::kChannel, "RENDEZVOUS_CHANNEL", Kind::u16, Field::channel},
    {tag::kIp, "RENDEZVOUS_IP_ADDR", Kind::ipv4, Field::ip},
    {tag::kRequesterIp, "REQUESTER_IP_ADDR", Kind::ipv4, Field::requester_ip},
    {.tag = tag::kVerifiedIp,
     .name = "VERIFIED_IP_ADDR",
     .kind = Kind::ipv4,
     .field = Field::verified_ip,
     .sender = Sender::server},
    {tag::kPort, "PORT", Kind::u16, Field::port},
    {tag::kDownloadUrl, "DOWNLOAD_URL", Kind::text, Field::download_url},
    {tag::kDownloadUrl2, "DOWNLOAD_URL2", Kind::text, Field::download_url2},
    {.tag = tag::kVerifiedDownloadUrl,
     .name = "VERIFIED_DOWNLOAD_URL",
     .kind = Kind::text,
     .field = Field::verified_download_url,
     .sender = Sender::server},
    {.tag = tag::kSequence,
     .name = "SEQUENCE_NUM",
     .kind = Kind::u16,
     .field = Field::sequence,
     .allowed = Allowed::proposal_only},
    {.tag = tag::kCancelReason,
     .name = "CANCEL_REASON",
     .kind = Kind::u16,
     .field = Field::cancel_reason,
     .allowed = Allowed::cancel_only},
    {tag::kInvitation, "INVITATION", Kind::mime_text, Field::invitation},
    {tag::kMimeCharset, "INVITE_MIME_CHARSET", Kind::mime_word, Field::mime_charset},
    {tag::kMimeLanguage, "INVITE_MIME_LANG", Kind::mime_word, Field::mime_language},
    {tag::kRequestHostCheck, "REQUEST_HOST_CHECK", Kind::flag, Field::request_host_check},
    {tag::kUseArs, "USE_ARS", Kind::flag, Field::use_ars},
    {tag::kRequestSecure, "REQUEST_SECURE", Kind::flag, Field::request_secure},
    {tag::kMaxVersion, "MAX_PROTOCOL_VERSION", Kind::u16, Field::max_version},
    {tag::kMinVersion, "MIN_PROTOCOL_VERSION", Kind::u16, Field::min_version},
    {tag::kCounterReason, "COUNTER_REASON", Kind::u16, Field::counter_reason},
    {tag::kMimeType, "INVITE_MIME_TYPE", Kind::mime_type, Field::mime_type},
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
    {tag::kServiceData, "SERVICE_DATA", Kind::data, Field::service_data},

    // joscar FileSendReqRvCmd and GetFileReqRvCmd; MirandaICQ (64-bit size)
    {.tag = tag::kFileNameCharset,
     .name = "FILE_NAME_CHARSET",
     .kind = Kind::mime_word,
     .field = Field::file_name_charset,
     .service = Service::file_transfer,
     .looked_up = true},
    {.tag = tag::kFileNameCharset,
     .name = "FILE_NAME_CHARSET",
     .kind = Kind::mime_word,
     .field = Field::file_name_charset,
     .service = Service::get_file,
     .looked_up = true},
    {.tag = tag::kFileSize64,
     .name = "FILE_SIZE_64",
     .kind = Kind::u64,
     .field = Field::file_size64,
     .service = Service::file_transfer,
     .looked_up = true},
    {0x2712, "NICK_NAMES", Kind::nick_names, Field::buddy_list_nick, Service::send_buddy_list}, // MirandaICQ
    {0x2713, "SECURITY_BLOCK", Kind::signature, Field::chat_security, Service::chat}, // joscar wiki, SecureChatRooms
    {0x2774, "HOST_BLOCKS", Kind::ichat_hosts, Field::ichat_host, Service::ichat_av}, // Fire, av-packets.txt
    // Trillian uses numbers from the range that the spec leaves undefined (joscar, TrillianCryptReqRvCmd).
    {0x03E7, "VERSION", Kind::u16, Field::trillian_version, Service::trillian},
    {0x03E8, "COMMAND", Kind::u16, Field::trillian_command, Service::trillian},
    {0x03E9, "MODULUS", Kind::text, Field::trillian_prime, Service::trillian},
    {0x03EA, "REQUESTER_KEY", Kind::text, Field::trillian_requester_key, Service::trillian},
    {0x03EB, "ACCEPTER_KEY", Kind::text, Field::trillian_accepter_key, Service::trillian},
    {0x03F2, "MESSAGE", Kind::text, Field::trillian_message, Service::trillian},
};
// clang-format on

inline constexpr std::size_t kSpecTagCount =
    static_cast<std::size_t>(std::ranges::find(kTags, tag::kServiceData, &TagRow::tag) - std::begin(kTags) + 1);
inline constexpr std::size_t kNoTag = kSpecTagCount;

// The index in kTags of each reserved tag.
inline constexpr auto kTagPlaces = [] {
    std::array<std::uint8_t, tag::kRolloverId + 1> places{};
    places.fill(kNoTag);
    for (std::size_t i = 0; i + 1 < kSpecTagCount; ++i) {
        places[kTags[i].tag] = static_cast<std::uint8_t>(i);
    }
    return places;
}();

// The index in kTags of a tag of the spec, or kNoTag.
constexpr std::size_t tag_index(std::uint16_t tag)
{
    return tag < kTagPlaces.size() ? kTagPlaces[tag] : tag == tag::kServiceData ? kSpecTagCount - 1 : kNoTag;
}

// The row of a tag of the spec or of this service. Null if neither defines it.
constexpr const TagRow* find_tag(Service service, std::uint16_t tag)
{
    if (const std::size_t i = tag_index(tag); i != kNoTag) {
        return &kTags[i];
    }
    for (std::size_t i = kSpecTagCount; i < std::size(kTags); ++i) {
        if (kTags[i].tag == tag && kTags[i].service == service) {
            return &kTags[i];
        }
    }
    return nullptr;
}

// Reserved tags must come first in a block: the server stops parsing at the first other tag (spec).
constexpr bool is_reserved(std::uint16_t tag) { return tag <= tag::kRolloverId && tag_index(tag) != kNoTag; }

// Tags to which the spec gives no meaning, below those that services define: 0x0000, 0x0009, and 0x001B to 0x2710.
constexpr bool is_undefined(std::uint16_t tag) { return tag < tag::kServiceData && !is_reserved(tag); }

} // namespace oscar::rendezvous

#endif
