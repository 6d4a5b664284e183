// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/preferences.h"

#include "epan/compat.h"
#include "epan/registry.h"

namespace oscar::epan {
namespace {

int icq_code_page = ENC_WINDOWS_1252;

const enum_val_t kCodePages[] = {
    {"windows-1252", "Windows-1252 (Western European)", ENC_WINDOWS_1252},
    {"windows-1250", "Windows-1250 (Central European)", ENC_WINDOWS_1250},
    {"windows-1251", "Windows-1251 (Cyrillic)", ENC_WINDOWS_1251},
    {"iso-8859-2", "ISO-8859-2 (Central European)", ENC_ISO_8859_2},
    {"iso-8859-5", "ISO-8859-5 (Cyrillic)", ENC_ISO_8859_5},
    {"iso-8859-7", "ISO-8859-7 (Greek)", ENC_ISO_8859_7},
    {"iso-8859-8", "ISO-8859-8 (Hebrew)", ENC_ISO_8859_8},
    {"iso-8859-9", "ISO-8859-9 (Turkish)", ENC_ISO_8859_9},
    {"gb18030", "GB18030 (Chinese)", ENC_GB18030},
    {"euc-kr", "EUC-KR (Korean)", ENC_EUC_KR},
    {"utf-8", "UTF-8", ENC_UTF_8},
    {nullptr, nullptr, 0},
};

} // namespace

void register_preferences()
{
    module_t* module = prefs_register_protocol(proto(ProtocolId::rendezvous), nullptr);
    prefs_register_enum_preference(
        module, "icq_code_page", "Code page of ICQ text",
        "ICQ text that is not marked as UTF-8 is in the code page of the sender's system, which the "
        "message does not name. Choose it here if such text looks wrong.",
        &icq_code_page, kCodePages, false);
}

unsigned legacy_encoding() { return static_cast<unsigned>(icq_code_page); }

} // namespace oscar::epan
