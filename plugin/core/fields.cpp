// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/fields.h"

#include "core/tags.h"

#include <array>

namespace oscar {
namespace {

// Rendezvous spec, ICBM__RENDEZVOUS_MESSAGE.
constexpr ValueName kTypes[] = {
    {0, "Propose"},
    {1, "Cancel"},
    {2, "Accept"},
    {3, "NAK"},
};

// Rendezvous spec, ICBM__RENDEZVOUS_CANCEL_REASONS.
constexpr ValueName kCancelReasons[] = {
    {0, "Reason not specified"},
    {1, "User cancelled"},
    {2, "Timeout"},
    {3, "Accepted by another instance of the user"},
};

// Rendezvous spec, ICBM__RENDEZVOUS_NAK.
constexpr ValueName kNaks[] = {
    {0x00, "Proposal UUID not supported"},          {0x01, "Not authorized, or user declined"},
    {0x02, "Proposal ignored (do not use)"},        {0x03, "Proposal malformed"},
    {0x04, "Attempt to act on proposal timed out"}, {0x05, "Recipient away or busy"},
    {0x06, "Recipient had internal error"},         {0x07, "Recipient was ratelimited"},
    {0x08, "Recipient had nothing to send"},        {0x09, "Incompatible versions"},
    {0x0A, "Incompatible security settings"},       {0x0F, "Service-specific reason"},
};

// NINA wiki, ICBM__CLIENT_ERR.
constexpr ValueName kClientErrorCodes[] = {
    {1, "Unsupported channel"},
    {2, "Busted payload"},
    {3, "Channel-specific reason"},
};

// NINA wiki, ICBM channels.
constexpr ValueName kChannels[] = {
    {1, "IM"}, {2, "Rendezvous"}, {3, "MIME (chat)"}, {4, "ICQ"}, {5, "Co-browser"},
};

// Shutko's error list, which the NINA wiki shares.
constexpr ValueName kServerErrors[] = {
    {0x01, "Bad SNAC header"},
    {0x02, "Server rate limit exceeded"},
    {0x03, "Client rate limit exceeded"},
    {0x04, "Recipient is not logged in"},
    {0x05, "Service unavailable"},
    {0x06, "Service not defined"},
    {0x07, "Obsolete SNAC"},
    {0x08, "Not supported by the host"},
    {0x09, "Not supported by the other client"},
    {0x0A, "Refused by the other client"},
    {0x0B, "Reply too big"},
    {0x0C, "Responses lost"},
    {0x0D, "Request denied"},
    {0x0E, "Malformed SNAC"},
    {0x0F, "Insufficient rights"},
    {0x10, "Recipient blocked by own permit or deny list"},
    {0x11, "Sender too evil"},
    {0x12, "Receiver too evil"},
    {0x13, "User temporarily unavailable"},
    {0x14, "No match"},
    {0x15, "List overflow"},
    {0x16, "Request ambiguous"},
    {0x17, "Server queue full"},
    {0x18, "Not while on AOL"},
};

// mk6i/open-oscar-server, sub-codes of ICBM errors; it lists ranges for limits on SMS and bots.
constexpr ValueName kServerErrorSubcodes[] = {
    {0x01, "Recipient has IMs switched off"},
    {0x02, "Restricted by parental controls"},
    {0x0E, "Recipient takes no offline messages"},
    {0x0F, "Recipient's store of offline messages is full"},
};

constexpr auto kTagNames = [] {
    std::array<ValueName, kTagCount> names{};
    for (std::size_t i = 0; i < kTagCount; ++i) {
        names[i] = {kTags[i].tag, kTags[i].name};
    }
    return names;
}();

using enum Field;
using T = FieldType;

#define FILTER(x) "aim_rendezvous" x

constexpr std::array<FieldRow, kFieldCount> kRows{{
    {type, FILTER(".type"), "Message type", T::u16, Base::dec, kTypes, "What kind of rendezvous message this is"},
    {cookie,
     FILTER(".cookie"),
     "Cookie",
     T::bytes,
     Base::dec,
     {},
     "Identifies the rendezvous; for client errors the cookie of the ICBM"},
    {cookie_text, FILTER(".cookie.text"), "Cookie text", T::text, Base::dec, {}, "The cookie, if it is printable"},
    {service, FILTER(".service"), "Service", T::guid, Base::dec, {}, "UUID of the service that is proposed"},
    {service_name, FILTER(".service.name"), "Service name", T::text, Base::dec, {}, "Name of the service UUID"},
    {peer,
     FILTER(".peer"),
     "Peer",
     T::text,
     Base::dec,
     {},
     "Screen name in the message: the destination when sent to the host, else the other user"},
    {tlv, FILTER(".tlv"), "TLV", T::none, Base::dec, {}, "A parameter of the rendezvous"},
    {tlv_tag, FILTER(".tlv.tag"), "Tag", T::u16, Base::hex, kTagNames, "Tag of a TLV"},
    {tlv_length, FILTER(".tlv.length"), "Length", T::u16, Base::dec, {}, "Length of a TLV's value, in bytes"},
    {tlv_value,
     FILTER(".tlv.value"),
     "Value",
     T::bytes,
     Base::dec,
     {},
     "Value of a TLV that has no field of its own or does not fit it"},
    {channel, FILTER(".channel"), "Rendezvous channel", T::u16, Base::dec, kChannels,
     "ICBM channel on which the rendezvous is to occur"},
    {ip, FILTER(".ip"), "IP address", T::ipv4, Base::dec, {}, "Address proposed for the rendezvous"},
    {requester_ip,
     FILTER(".requester_ip"),
     "Requester IP address",
     T::ipv4,
     Base::dec,
     {},
     "Address of the proposing client, as it knows itself"},
    {verified_ip,
     FILTER(".verified_ip"),
     "Verified IP address",
     T::ipv4,
     Base::dec,
     {},
     "Address of the proposing client, as the server sees it"},
    {port, FILTER(".port"), "Port", T::u16, Base::dec, {}, "TCP port for the rendezvous; with USE_ARS the proxy's pin"},
    {download_url,
     FILTER(".download_url"),
     "Download URL",
     T::text,
     Base::dec,
     {},
     "Where software for the service can be had"},
    {download_url2,
     FILTER(".download_url2"),
     "Download URL 2",
     T::text,
     Base::dec,
     {},
     "Undocumented; add-ins put a URI here"},
    {verified_download_url,
     FILTER(".verified_download_url"),
     "Verified download URL",
     T::text,
     Base::dec,
     {},
     "As the download URL, but added by the server"},
    {sequence,
     FILTER(".sequence"),
     "Sequence number",
     T::u16,
     Base::dec,
     {},
     "Which proposal of the rendezvous this is, from 1"},
    {cancel_reason, FILTER(".cancel_reason"), "Cancel reason", T::u16, Base::dec, kCancelReasons,
     "Why the rendezvous is cancelled"},
    {invitation, FILTER(".invitation"), "Invitation", T::text, Base::dec, {}, "Text inviting the other user"},
    {mime_charset,
     FILTER(".mime_charset"),
     "Invitation charset",
     T::text,
     Base::dec,
     {},
     "MIME charset of the invitation"},
    {mime_language,
     FILTER(".mime_language"),
     "Invitation language",
     T::text,
     Base::dec,
     {},
     "Language of the invitation"},
    {request_host_check,
     FILTER(".request_host_check"),
     "Request host check",
     T::none,
     Base::dec,
     {},
     "Asks the server to check that the recipient has the capability"},
    {use_ars,
     FILTER(".use_ars"),
     "Use rendezvous server (ARS)",
     T::none,
     Base::dec,
     {},
     "The data goes through the rendezvous proxy"},
    {request_secure,
     FILTER(".request_secure"),
     "Request secure connection",
     T::none,
     Base::dec,
     {},
     "The connection is to use SSL"},
    {max_version,
     FILTER(".max_version"),
     "Maximum protocol version",
     T::u16,
     Base::dec,
     {},
     "Highest application protocol version supported"},
    {min_version,
     FILTER(".min_version"),
     "Minimum protocol version",
     T::u16,
     Base::dec,
     {},
     "Lowest application protocol version supported"},
    {counter_reason,
     FILTER(".counter_reason"),
     "Counter reason",
     T::u16,
     Base::dec,
     {},
     "Reason for a counter proposal"},
    {mime_type, FILTER(".mime_type"), "Invitation MIME type", T::text, Base::dec, {}, "Content type of the invitation"},
    {ip_xor,
     FILTER(".ip_xor"),
     "IP address, XORed",
     T::ipv4,
     Base::dec,
     {},
     "IP address with every bit flipped, as sent"},
    {ip_xor_decoded,
     FILTER(".ip_xor.decoded"),
     "IP address, un-XORed",
     T::ipv4,
     Base::dec,
     {},
     "The XORed IP address with its bits flipped back"},
    {port_xor, FILTER(".port_xor"), "Port, XORed", T::u16, Base::hex, {}, "Port with every bit flipped, as sent"},
    {port_xor_decoded,
     FILTER(".port_xor.decoded"),
     "Port, un-XORed",
     T::u16,
     Base::dec,
     {},
     "The XORed port with its bits flipped back"},
    {addr_list, FILTER(".addr_list"), "Address list", T::bytes, Base::dec, {}, "List of addresses and ports to try"},
    {addr_list_entry,
     FILTER(".addr_list.entry"),
     "Entry",
     T::text,
     Base::dec,
     {},
     "An entry of the address list, \"IP port\""},
    {addr_list_ip, FILTER(".addr_list.ip"), "IP address", T::ipv4, Base::dec, {}, "Address of an address list entry"},
    {addr_list_port, FILTER(".addr_list.port"), "Port", T::u16, Base::dec, {}, "Port of an address list entry"},
    {session_id, FILTER(".session_id"), "Session ID", T::text, Base::dec, {}, "Identifier for the session"},
    {rollover_id,
     FILTER(".rollover_id"),
     "Rollover ID",
     T::text,
     Base::dec,
     {},
     "Identifier of the session to roll over"},
    {service_data, FILTER(".service_data"), "Service data", T::bytes, Base::dec, {}, "Data of the service"},
    {client_error_code, FILTER(".client_error.code"), "Error code", T::u16, Base::dec, kClientErrorCodes,
     "Why a client refuses a message"},
    {client_error_info,
     FILTER(".client_error.info"),
     "Error information",
     T::bytes,
     Base::dec,
     {},
     "What follows the code of a client error, where it is not a NAK"},
    {nak, FILTER(".nak"), "NAK", T::u16, Base::dec, kNaks, "Why a proposal is refused"},
    {server_error, FILTER(".server_error"), "Server error", T::u16, Base::hex, kServerErrors,
     "Why the server refuses a message"},
    {server_error_subcode, FILTER(".server_error.subcode"), "Server error sub-code", T::u16, Base::hex,
     kServerErrorSubcodes, "Why, more exactly, the server refuses a message"},
    {server_error_text,
     FILTER(".server_error.text"),
     "Server error text",
     T::text,
     Base::dec,
     {},
     "The server's own words"},
    {session,
     FILTER(".session"),
     "Session",
     T::u32,
     Base::dec,
     {},
     "Number of the rendezvous in this capture, from 0, in order of appearance"},
    {proposal_in,
     FILTER(".proposal_in"),
     "Proposal in",
     T::frame_request,
     Base::dec,
     {},
     "The proposal that this message answers is in this frame"},
    {answer_in,
     FILTER(".answer_in"),
     "Answer in",
     T::frame_response,
     Base::dec,
     {},
     "The answer to this proposal is in this frame"},
    {answer_time, FILTER(".time"), "Time since the proposal", T::duration, Base::dec, {}, "From proposal to answer"},
    {previous_proposal_in,
     FILTER(".previous_proposal_in"),
     "Previous proposal in",
     T::frame,
     Base::dec,
     {},
     "The proposal that this one counters is in this frame"},
    {next_proposal_in,
     FILTER(".next_proposal_in"),
     "Next proposal in",
     T::frame,
     Base::dec,
     {},
     "The proposal that counters this one is in this frame"},
    {relay_in,
     FILTER(".relay_in"),
     "Relayed in",
     T::frame,
     Base::dec,
     {},
     "The server passes this message on in this frame"},
    {relay_of,
     FILTER(".relay_of"),
     "Relay of",
     T::frame,
     Base::dec,
     {},
     "The message that the server passes on here is in this frame"},
    {proposer, FILTER(".proposer"), "Proposer", T::text, Base::dec, {}, "Screen name of the user who proposed first"},
    {recipient,
     FILTER(".recipient"),
     "Recipient",
     T::text,
     Base::dec,
     {},
     "Screen name of the user to whom the first proposal went"},
    {gist, FILTER(".gist"), "First proposed", T::text, Base::dec, {}, "What the first proposal was about"},
    {outcome, FILTER(".outcome"), "Outcome", T::text, Base::dec, {}, "How the rendezvous ended"},
}};

#undef FILTER

constexpr bool rows_in_order()
{
    for (std::size_t i = 0; i < kRows.size(); ++i) {
        if (static_cast<std::size_t>(kRows[i].field) != i) {
            return false;
        }
    }
    return true;
}
static_assert(rows_in_order());

} // namespace

const FieldRow& row(Field field) { return kRows[static_cast<std::size_t>(field)]; }

const char* value_name(Field field, std::uint32_t value)
{
    for (const ValueName& v : row(field).values) {
        if (v.value == value) {
            return v.name;
        }
    }
    return nullptr;
}

} // namespace oscar
