// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/icq_dc/fields.h"

#include "core/icq/names.h"

namespace oscar::icq_dc {
namespace {

// All that connections for messages have; the packets of other connections have fields of their own.
constexpr ValueName kStarts[] = {
    {0x01, "Acknowledgement of the handshake"},
    {0x02, "Message"},
    {0x03, "Channel"},
    {0xFF, "Handshake"},
};
// Shutko, MirandaICQ icq_clients.cpp.
constexpr ValueName kVersions[] = {
    {2, "Older (2)"}, {3, "Older (3)"}, {4, "ICQ 98"},   {5, "Older (5)"},  {6, "ICQ 99"},
    {7, "ICQ 2000"},  {8, "ICQ 2001"},  {9, "ICQ Lite"}, {10, "ICQ 2003b"}, {11, "ICQ 5.1 and later"},
};
constexpr ValueName kChannels[] = {{1, "Messages"}, {0x3EA, "Status manager"}, {0x3EB, "Info manager"}};
constexpr ValueName kCommands[] = {
    {0x07EE, "Message"},           {0x07DA, "Acknowledgement"},   {0x07D0, "Cancel"},
    {0x6766, "YSM to YSM (6766)"}, {0x6666, "YSM to YSM (6666)"},
};
// Licq packet-tcp.cpp.
constexpr ValueName kAnswers[] = {
    {1, "Picture"},
    {3, "Phone book"},
    {0x00010000, "List (0)"},
    {0x00010002, "List (2)"},
};
constexpr ValueName kFilePackets[] = {
    {0, "Start of the transfer"},
    {1, "Answer to the start"},
    {2, "Next file"},
    {3, "Start of the file"},
    {4, "Stop"},
    {5, "Speed"},
    {6, "Data"},
};
constexpr ValueName kFileKinds[] = {{0, "File"}, {1, "Folder"}};
// Licq chat.cpp.
constexpr ValueName kFaces[] = {
    {0, "Plain"}, {1, "Bold"}, {2, "Italic"}, {3, "Bold, italic"}, {4, "Underlined"}, {8, "Struck through"},
};
constexpr ValueName kChatCharsets[] = {
    {0x00, "ANSI"},
    {0x01, "Default"},
    {0x80, "Japanese"},
    {0x81, "Korean"},
    {0x86, "Simplified Chinese"},
    {0x88, "Traditional Chinese"},
    {0xA1, "Greek"},
    {0xA2, "Turkish"},
    {0xB1, "Hebrew"},
    {0xB2, "Arabic"},
    {0xBA, "Baltic"},
    {0xCC, "Russian"},
    {0xEE, "Eastern European"},
};
constexpr ValueName kChatCommands[] = {
    {0x00, "Foreground colour"},
    {0x01, "Background colour"},
    {0x02, "Vote to kick"},
    {0x03, "Focus in"},
    {0x04, "Focus out"},
    {0x05, "Kick: yes"},
    {0x06, "Kick: no"},
    {0x07, "Beep"},
    {0x09, "Kick passed"},
    {0x0B, "Left"},
    {0x0C, "Left by a kick"},
    {0x0E, "You were kicked"},
    {0x0F, "Kick failed"},
    {0x10, "Font"},
    {0x11, "Font face"},
    {0x12, "Font size"},
    {0x16, "Sleep off"},
    {0x17, "Sleep on"},
    {0x1A, "Laugh"},
};

} // namespace

#define FIELD(id, filter, label, type, base, values, ...)                                                              \
    {"icq_dc" filter, label, FieldType::type, Base::base, values, __VA_ARGS__},
constinit const FieldRow kFieldRows[kFieldCount] = {
#include "core/icq_dc/fields.def"
};
#undef FIELD

} // namespace oscar::icq_dc
