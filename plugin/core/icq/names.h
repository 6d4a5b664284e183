// SPDX-License-Identifier: GPL-2.0-or-later
//
// Names of the numbers in ICQ messages. Sources: Shutko, Licq, MirandaICQ, climm, YSM.
#ifndef OSCAR_CORE_ICQ_NAMES_H
#define OSCAR_CORE_ICQ_NAMES_H

#include "core/schema/schema.h"

namespace oscar::icq {

inline constexpr ValueName kManagerDirections[] = {{0, "Answer"}, {1, "Request"}};
inline constexpr ValueName kManagerCommands[] = {
    {0, "Request"}, {1, "Success"}, {2, "Status reply"}, {3, "Error"}, {4, "Rejected"}, {5, "Away"},
};
inline constexpr ValueName kTypes[] = {
    {0x01, "Plain text"},
    {0x02, "Chat request"},
    {0x03, "File request"},
    {0x04, "URL"},
    {0x06, "Authorization request"},
    {0x07, "Authorization denied"},
    {0x08, "Authorization granted"},
    {0x09, "Server message"},
    {0x0C, "You were added"},
    {0x0D, "Web pager"},
    {0x0E, "E-mail express"},
    {0x13, "Contacts"},
    {0x1A, "Plugin message"},
    {0xE8, "Away message"},
    {0xE9, "Occupied message"},
    {0xEA, "Not available message"},
    {0xEB, "Do not disturb message"},
    {0xEC, "Free for chat message"},
    {0xED, "Secure channel (old form)"},
    {0xEE, "Close secure channel"},
    {0xEF, "Open secure channel"},
};
inline constexpr ValueName kFlags[] = {
    {0x00, "Normal"},
    {0x01, "Automatic"},
    {0x03, "Automatic message"},
    {0x80, "Several recipients"},
};
inline constexpr ValueName kStatuses[] = {
    {0x00, "OK"},
    {0x01, "Refused"},
    {0x02, "Returned"},
    {0x04, "Away"},
    {0x09, "Occupied"},
    {0x0A, "Do not disturb"},
    {0x0B, "Occupied, with a text of its own"},
    {0x0C, "Sent to contact list"},
    {0x0E, "Not available"},
    {0x0F, "Do not disturb, with a text of its own"},
};

// How a client can be reached.
inline constexpr ValueName kConnectionTypes[] = {
    {0, "Disabled, or after authorization"}, {1, "Behind a firewall or an HTTPS proxy"}, {2, "SOCKS"}, {4, "Normal"},
    {6, "Web client or ICQ Lite"},
};

} // namespace oscar::icq

#endif
