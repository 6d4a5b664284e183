// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/icq/guids.h"

namespace oscar::icq {
namespace {

// clang-format off: a row is one line
constexpr GuidRow kGuids[] = {
    {Guid::none, uuid("00000000-0000-0000-0000-000000000000"), "None"},
    {Guid::other, uuid("373FE9A0-E94F-11D3-BCD2-0004AC96DD96"), "Info manager"},
    {Guid::other, uuid("D140CF10-E94F-11D3-BCD2-0004AC96DD96"), "Status manager"},
    {Guid::other, uuid("71BF02F0-7143-11D3-8DD2-00104B06462E"), "Info plugin list"},
    {Guid::other, uuid("70061810-7154-11D3-8DD2-00104B06462E"), "Status plugin list"},
    {Guid::text, uuid("05736BBE-C20F-4F10-A6DE-4DB1E3564B0E"), "Message"},
    {Guid::status_text, uuid("BC181A81-6C0E-4718-A591-6F18DCC76F1A"), "Extended status message"},
    {Guid::file, uuid("D9122DF0-9130-11D3-8DD7-00104B06462E"), "File"},
    {Guid::xtraz, uuid("4CF3A64F-B709-48FD-9208-7E857AE07330"), "tZer"}, // XML, like Xtraz (icq-revival)
    {Guid::text, uuid("72581C37-87E9-11D4-A4C1-00D0B759B1D9"), "URL"},
    {Guid::text, uuid("467D0E2A-7676-11D4-BCE6-0004AC961EA6"), "Contacts"},
    {Guid::other, uuid("483BE501-E42A-11D1-B679-006097E1E294"), "Greeting card"},
    {Guid::chat, uuid("B220F7BF-8E37-11D4-BD28-0004AC96D905"), "Chat"},
    {Guid::other, uuid("00F6280E-E711-11D3-BCF3-0004AC969DC2"), "SMS"},
    {Guid::xtraz, uuid("EFB3603B-2AD8-456C-A4E0-9C5A5E67E865"), "Xtraz script"},
    {Guid::other, uuid("2C217C90-4D91-11D3-ADEB-0004AC96AAB2"), "Phone book or follow me"},
    {Guid::other, uuid("83286680-2880-11D3-8DBB-00104B06462E"), "Picture"},
    {Guid::other, uuid("385EB63F-30A0-11D4-BD0F-000629EE4DA1"), "ICQ phone"},
    {Guid::other, uuid("ED2DED47-1FF2-11D4-BCFD-000629EE4DA1"), "User info"},
    {Guid::other, uuid("5C1E1E50-DD9E-11D3-AB1F-0050048EBC8D"), "White pages search"},
    {Guid::other, uuid("2CF86D50-DE72-11D3-AB21-0050048EBC8D"), "Search"},
    {Guid::other, uuid("FDF5A13B-6ED2-403F-86E0-B4846B77DFA7"), "Features list"},
    {Guid::other, uuid("D68E4B1C-02E7-11D4-BCE8-0004AC96D905"), "Extended contacts"},
    {Guid::other, uuid("3DA8F160-4991-11D3-8DBE-00104B06462E"), "Random users service"},
    {Guid::other, uuid("FB9F72C0-5678-11D3-8DC2-00104B06462E"), "Random plugin"},
    {Guid::other, uuid("5A881D65-2A73-11D4-BD0A-000629EE4DA1"), "Wireless pager"},
    {Guid::other, uuid("393436BC-07A4-40A2-900C-35A9F003BE09"), "External plugin"},
    {Guid::other, uuid("FADA1786-7E36-4EA0-8E1B-C6B3BD0E515C"), "Add-user wizard"},
    {Guid::other, uuid("C031D0D1-312C-11D2-8A09-00104B9B48AB"), "Voice message"},
    {Guid::other, uuid("1CC913A1-7E1E-11D2-AC9F-00104BBC2B53"), "IrCQ-Net"},
};
// clang-format on

} // namespace

std::span<const GuidRow> guid_table() { return kGuids; }

const GuidRow* find_guid(std::span<const std::uint8_t, 16> wire)
{
    const Uuid written = swap_guid(wire);
    for (const GuidRow& row : kGuids) {
        if (row.uuid == written) {
            return &row;
        }
    }
    return nullptr;
}

} // namespace oscar::icq
