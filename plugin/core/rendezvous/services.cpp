// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/services.h"

#include "core/wire/view.h"

#include <algorithm>
#include <cstdio>

namespace oscar {
namespace {

constexpr Uuid kShortBase = {0x09, 0x46, 0x00, 0x00, 0x4C, 0x7F, 0x11, 0xD1, 0x82, 0x22, 0x44, 0x45, 0x53, 0x54, 0, 0};

consteval Uuid short_uuid(std::uint16_t number)
{
    Uuid u = kShortBase;
    u[2] = static_cast<std::uint8_t>(number >> 8);
    u[3] = static_cast<std::uint8_t>(number);
    return u;
}

// Services first. Where sources disagree (1344, 1347, 134A), the name says what the rendezvous does: see the
// service data that goes with it. The rest are capabilities that a private or mistaken client may propose.
constexpr ServiceRow kServices[] = {
    {Service::talk, short_uuid(0x1341), "Voice Chat"},
    {Service::other, short_uuid(0x1342), "DirectPlay"},
    {Service::file_transfer, short_uuid(0x1343), "File Transfer"},
    {Service::icq_direct, short_uuid(0x1344), "ICQ Direct Connection"},
    {Service::direct_im, short_uuid(0x1345), "Direct IM"},
    {Service::buddy_icon, short_uuid(0x1346), "Buddy Icon"},
    {Service::add_ins, short_uuid(0x1347), "Add-Ins"},
    {Service::get_file, short_uuid(0x1348), "Get File"},
    {Service::icq_relay, short_uuid(0x1349), "ICQ Server Relay"},
    {Service::other, short_uuid(0x134A), "Games"},
    // Some WinAIM versions swapped two bytes.
    {Service::other,
     {0x09, 0x46, 0x13, 0x4A, 0x4C, 0x7F, 0x11, 0xD1, 0x22, 0x82, 0x44, 0x45, 0x53, 0x54, 0, 0},
     "Games"},
    {Service::send_buddy_list, short_uuid(0x134B), "Send Buddy List"},
    {Service::chat, {0x74, 0x8F, 0x24, 0x20, 0x62, 0x87, 0x11, 0xD1, 0x82, 0x22, 0x44, 0x45, 0x53, 0x54, 0, 0}, "Chat"},
    {Service::trillian,
     {0xF2, 0xE7, 0xC7, 0xF4, 0xFE, 0xAD, 0x4D, 0xFB, 0xB2, 0x35, 0x36, 0x79, 0x8B, 0xDF, 0, 0},
     "Trillian SecureIM"},
    {Service::ichat_av, short_uuid(0xF004), "iChat AV"},
    {Service::other, short_uuid(0x0101), "RTC Video"},
    {Service::other, short_uuid(0x0104), "RTC Audio"},
    {Service::other, short_uuid(0x0107), "Multi Audio"},
    {Service::other, short_uuid(0x0108), "Multi Video"},

    {Service::other, short_uuid(0x0000), "Short Capabilities"},
    {Service::other, short_uuid(0x0001), "Secure IM"},
    {Service::other, short_uuid(0x0002), "XHTML IM"},
    {Service::other, short_uuid(0x0100), "Video Chat"},
    {Service::other, short_uuid(0x0102), "Has Camera"},
    {Service::other, short_uuid(0x0103), "Has Microphone"},
    {Service::other, short_uuid(0x0105), "Available for Call"},
    // The extra 45 is a slip in iChat itself.
    {Service::other,
     {0x09, 0x46, 0x01, 0x05, 0x4C, 0x7F, 0x11, 0xD1, 0x82, 0x22, 0x44, 0x45, 0x45, 0x53, 0x54, 0},
     "iChat AV (old form)"},
    {Service::other, short_uuid(0x0106), "AOL Call Alert"},
    {Service::other, short_uuid(0x0109), "AOL Call Alert 2"},
    {Service::other, short_uuid(0x010A), "Host Status Text Aware"},
    {Service::other, short_uuid(0x010B), "Real-Time IM"},
    {Service::other, short_uuid(0x010C), "AMO"},
    {Service::other, short_uuid(0x010D), "Alerts"},
    {Service::other, short_uuid(0x01FF), "Smart Capabilities"},
    {Service::other, short_uuid(0x1323), "Hiptop"},
    {Service::other, short_uuid(0x134C), "ICQ Devils"},
    {Service::other, short_uuid(0x134D), "AIM and ICQ Interoperability"},
    {Service::other, short_uuid(0x134E), "UTF-8 Messages"},
    {Service::other, short_uuid(0x134F), "No Incoming IMs"},
    {Service::other, short_uuid(0x1350), "ICQ VoIP Voice"},
    {Service::other, short_uuid(0x1351), "ICQ VoIP Video"},
    {Service::other, short_uuid(0xE000), "Webbie"},
    {Service::other, short_uuid(0xE001), "Photo Sharing"},
    {Service::other,
     {0x97, 0xB1, 0x27, 0x51, 0x24, 0x3C, 0x43, 0x34, 0xAD, 0x22, 0xD6, 0xAB, 0xF7, 0x3F, 0x14, 0x92},
     "RTF Messages"},
    {Service::other,
     {0x2E, 0x7A, 0x64, 0x75, 0xFA, 0xDF, 0x4D, 0xC8, 0x88, 0x6F, 0xEA, 0x35, 0x95, 0xFD, 0xB6, 0xDF},
     "UTF-8 Messages (old)"},
    {Service::other,
     {0x56, 0x3F, 0xC8, 0x09, 0x0B, 0x6F, 0x41, 0xBD, 0x9F, 0x79, 0x42, 0x26, 0x09, 0xDF, 0xA2, 0xF3},
     "Typing Notifications"},
    {Service::other,
     {0x01, 0x38, 0xCA, 0x7B, 0x76, 0x9A, 0x49, 0x15, 0x88, 0xF2, 0x13, 0xFC, 0x00, 0x97, 0x9E, 0xA8},
     "HTML Messages"},
    {Service::other,
     {0x1A, 0x09, 0x3C, 0x6C, 0xD7, 0xFD, 0x4E, 0xC5, 0x9D, 0x51, 0xA6, 0x47, 0x4E, 0x34, 0xF5, 0xA0},
     "Xtraz"},
    {Service::other,
     {0xB2, 0xEC, 0x8F, 0x16, 0x7C, 0x6F, 0x45, 0x1B, 0xBD, 0x79, 0xDC, 0x58, 0x49, 0x78, 0x88, 0xB9},
     "tZers"},
    {Service::other,
     {0x67, 0x36, 0x15, 0x15, 0x61, 0x2D, 0x4C, 0x07, 0x8F, 0x3D, 0xBD, 0xE6, 0x40, 0x8E, 0xA0, 0x41},
     "Xtraz Multi-User Chat"},
    {Service::other,
     {0x17, 0x8C, 0x2D, 0x9B, 0xDA, 0xA5, 0x45, 0xBB, 0x8D, 0xDB, 0xF3, 0xBD, 0xBD, 0x53, 0xA1, 0x0A},
     "Xtraz Video"},
    {Service::other,
     {0xE3, 0x62, 0xC1, 0xE9, 0x12, 0x1A, 0x4B, 0x94, 0xA6, 0x26, 0x7A, 0x74, 0xDE, 0x24, 0x27, 0x0D},
     "Push to Talk"},
    {Service::other,
     {0xB6, 0x07, 0x43, 0x78, 0xF5, 0x0C, 0x4A, 0xC7, 0x90, 0x92, 0x59, 0x38, 0x50, 0x2D, 0x05, 0x91},
     "ICQ Video"},
    {Service::other,
     {0xB9, 0x97, 0x08, 0xB5, 0x3A, 0x92, 0x42, 0x02, 0xB0, 0x69, 0xF1, 0xE7, 0x57, 0xBB, 0x2E, 0x17},
     "ICQ Voice Chat"},
    {Service::other,
     {0x3B, 0x60, 0xB3, 0xEF, 0xD8, 0x2A, 0x6C, 0x45, 0xA4, 0xE0, 0x9C, 0x5A, 0x5E, 0x67, 0xE8, 0x65},
     "Xtraz Script"},
};

} // namespace

std::span<const ServiceRow> service_table() { return kServices; }

const ServiceRow* find_service(std::span<const std::uint8_t, 16> uuid)
{
    const std::uint32_t start = be32(uuid.data());
    for (const ServiceRow& s : kServices) {
        if (be32(s.uuid.data()) == start && std::equal(uuid.begin(), uuid.end(), s.uuid.begin())) {
            return &s;
        }
    }
    return nullptr;
}

int short_capability(std::span<const std::uint8_t, 16> uuid)
{
    const bool match = uuid[0] == kShortBase[0] && uuid[1] == kShortBase[1] &&
                       std::equal(uuid.begin() + 4, uuid.end(), kShortBase.begin() + 4);
    return match ? uuid[2] << 8 | uuid[3] : -1;
}

void name_service(std::span<const std::uint8_t, 16> uuid, const ServiceRow* row, ServiceName& out)
{
    if (row != nullptr) {
        out.text = row->name;
    } else if (const int number = short_capability(uuid); number >= 0) {
        out.text = nullptr;
        (void)std::snprintf(out.storage.data(), out.storage.size(), "Short capability %04X",
                            static_cast<std::uint16_t>(number));
    } else {
        out.text = "Unknown";
    }
}

} // namespace oscar
