// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/services.h"

#include "core/rendezvous/service_data/decoders.h"

#include <algorithm>
#include <cstdio>

namespace oscar::rendezvous {
namespace {

constexpr Uuid kShortBase = uuid("09460000-4C7F-11D1-8222-444553540000");

consteval Uuid short_uuid(std::uint16_t number)
{
    Uuid u = kShortBase;
    u[2] = static_cast<std::uint8_t>(number >> 8);
    u[3] = static_cast<std::uint8_t>(number);
    return u;
}

// Services come first. If sources disagree about a name (1344, 1347, 134A), the one that fits the service data is used.
// The other rows are capabilities, which only unusual or faulty clients propose.
constexpr Service kOther = Service::other;

// clang-format off: a row is one or two lines
constexpr ServiceRow kServices[] = {
    {Service::talk, short_uuid(0x1341), "Voice Chat", Connection::unknown, decode_talk},
    {kOther, short_uuid(0x1342), "DirectPlay"},
    {Service::file_transfer, short_uuid(0x1343), "File Transfer", Connection::oft, decode_file_offer},
    {Service::icq_direct, short_uuid(0x1344), "ICQ Direct Connection", Connection::icq_direct, decode_reverse_connect,
     read_reverse_address},
    {Service::direct_im, short_uuid(0x1345), "Direct IM", Connection::odc},
    {Service::buddy_icon, short_uuid(0x1346), "Buddy Icon", Connection::none, decode_buddy_icon},
    {Service::add_ins, short_uuid(0x1347), "Add-Ins", Connection::unknown, decode_add_in},
    {Service::get_file, short_uuid(0x1348), "Get File", Connection::oft, decode_get_file},
    {.service = Service::icq_relay,
     .uuid = short_uuid(0x1349),
     .name = "ICQ Server Relay",
     .connection = Connection::none,
     .decode = decode_icq_relay,
     .counts_proposals = false},
    {kOther, short_uuid(0x134A), "Games"},
    // With two bytes swapped, as some versions of WinAIM send it.
    {kOther, uuid("0946134A-4C7F-11D1-2282-444553540000"), "Games"},
    {.service = Service::send_buddy_list,
     .uuid = short_uuid(0x134B),
     .name = "Send Buddy List",
     .connection = Connection::none,
     .decode = decode_buddy_list,
     .counts_proposals = false},
    {Service::chat, uuid("748F2420-6287-11D1-8222-444553540000"), "Chat", Connection::none, decode_chat_room},
    {Service::trillian, uuid("F2E7C7F4-FEAD-4DFB-B235-36798BDF0000"), "Trillian SecureIM", Connection::none},
    {Service::ichat_av, short_uuid(0xF004), "iChat AV", Connection::sip, decode_ichat_hosts, read_ichat_address},
    {kOther, short_uuid(0x0101), "RTC Video"},
    {kOther, short_uuid(0x0104), "RTC Audio"},
    {kOther, short_uuid(0x0107), "Multi Audio"},
    {kOther, short_uuid(0x0108), "Multi Video"},

    {kOther, short_uuid(0x0000), "Short Capabilities"},
    {kOther, short_uuid(0x0001), "Secure IM"},
    {kOther, short_uuid(0x0002), "XHTML IM"},
    {kOther, short_uuid(0x0100), "Video Chat"},
    {kOther, short_uuid(0x0102), "Has Camera"},
    {kOther, short_uuid(0x0103), "Has Microphone"},
    {kOther, short_uuid(0x0105), "Available for Call"},
    // The extra byte 45 is an error of iChat.
    {kOther, uuid("09460105-4C7F-11D1-8222-444545535400"), "iChat AV (old form)"},
    {kOther, short_uuid(0x0106), "AOL Call Alert"},
    {kOther, short_uuid(0x0109), "AOL Call Alert 2"},
    {kOther, short_uuid(0x010A), "Host Status Text Aware"},
    {kOther, short_uuid(0x010B), "Real-Time IM"},
    {kOther, short_uuid(0x010C), "AMO"},
    {kOther, short_uuid(0x010D), "Alerts"},
    {kOther, short_uuid(0x01FF), "Smart Capabilities"},
    {kOther, short_uuid(0x1323), "Hiptop"},
    {kOther, short_uuid(0x134C), "ICQ Devils"},
    {kOther, short_uuid(0x134D), "AIM and ICQ Interoperability"},
    {kOther, short_uuid(0x134E), "UTF-8 Messages"},
    {kOther, short_uuid(0x134F), "No Incoming IMs"},
    {kOther, short_uuid(0x1350), "ICQ VoIP Voice"},
    {kOther, short_uuid(0x1351), "ICQ VoIP Video"},
    {kOther, short_uuid(0xE000), "Webbie"},
    {kOther, short_uuid(0xE001), "Photo Sharing"},
    {kOther, uuid("97B12751-243C-4334-AD22-D6ABF73F1492"), "RTF Messages"},
    {kOther, uuid("2E7A6475-FADF-4DC8-886F-EA3595FDB6DF"), "UTF-8 Messages (old)"},
    {kOther, uuid("563FC809-0B6F-41BD-9F79-422609DFA2F3"), "Typing Notifications"},
    {kOther, uuid("0138CA7B-769A-4915-88F2-13FC00979EA8"), "HTML Messages"},
    {kOther, uuid("1A093C6C-D7FD-4EC5-9D51-A6474E34F5A0"), "Xtraz"},
    {kOther, uuid("B2EC8F16-7C6F-451B-BD79-DC58497888B9"), "tZers"},
    {kOther, uuid("67361515-612D-4C07-8F3D-BDE6408EA041"), "Xtraz Multi-User Chat"},
    {kOther, uuid("178C2D9B-DAA5-45BB-8DDB-F3BDBD53A10A"), "Xtraz Video"},
    {kOther, uuid("E362C1E9-121A-4B94-A626-7A74DE24270D"), "Push to Talk"},
    {kOther, uuid("B6074378-F50C-4AC7-9092-5938502D0591"), "ICQ Video"},
    {kOther, uuid("B99708B5-3A92-4202-B069-F1E757BB2E17"), "ICQ Voice Chat"},
    {kOther, uuid("3B60B3EF-D82A-6C45-A4E0-9C5A5E67E865"), "Xtraz Script"},
};
// clang-format on

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
    out.known = true;
    if (row != nullptr) {
        out.text = row->name;
    } else if (const int number = short_capability(uuid); number >= 0) {
        out.text = nullptr;
        (void)std::snprintf(out.storage.data(), out.storage.size(), "Short capability %04X",
                            static_cast<std::uint16_t>(number));
    } else {
        out.text = "Unknown";
        out.known = false;
    }
}

} // namespace oscar::rendezvous
