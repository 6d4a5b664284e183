// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/fields.h"

#include "core/icq/names.h"
#include "core/rendezvous/tags.h"

#include <array>

namespace oscar::rendezvous {
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

// joscar, TrillianCryptReqRvCmd and its siblings.
constexpr ValueName kTrillianCommands[] = {{0, "Request"}, {1, "Accept"}, {2, "Begin"}, {3, "Message"}, {4, "Close"}};

constexpr ValueName kFileMultiple[] = {{1, "No"}, {2, "Yes, or a folder"}};

// ICQ messages by server relay (Licq, R&Q).
constexpr ValueName kIcqAccepts[] = {{0, "Not stated"}, {4, "Accepts direct connections"}};

// Shutko's list of errors; that of the NINA wiki is the same.
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

// mk6i/open-oscar-server, sub-codes of ICBM errors. Its ranges of numbers for limits on SMS and bots are left out.
constexpr ValueName kServerErrorSubcodes[] = {
    {0x01, "Recipient has IMs switched off"},
    {0x02, "Restricted by parental controls"},
    {0x0E, "Recipient takes no offline messages"},
    {0x0F, "Recipient's store of offline messages is full"},
};

// Only the tags of the spec: the name of a service's tag depends on the service.
constexpr auto kTagNames = [] {
    std::array<ValueName, kSpecTagCount> names{};
    for (std::size_t i = 0; i < kSpecTagCount; ++i) {
        names[i] = {kTags[i].tag, kTags[i].name};
    }
    return names;
}();

} // namespace

#define FIELD(id, filter, label, type, base, values, ...)                                                              \
    {"aim_rendezvous" filter, label, FieldType::type, Base::base, values, __VA_ARGS__},
constinit const FieldRow kFieldRows[kFieldCount] = {
#include "core/rendezvous/fields.def"
};
#undef FIELD

} // namespace oscar::rendezvous
