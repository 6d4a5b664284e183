// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oft/fields.h"

namespace oscar::oft {
namespace {

// libpurple oft.c, joscar FileTransferHeader, MirandaICQ, Clark 2005.
constexpr ValueName kTypes[] = {
    {0x0101, "Prompt"},
    {0x0106, "Resume granted"},
    {0x0202, "Acknowledge"},
    {0x0204, "Done"},
    {0x0205, "Resume wish"},
    {0x0207, "Resume acknowledged"},
    {0x1108, "File list"},
    {0x1209, "File list acknowledged"},
    {0x120A, "File list damaged (uncertain)"},
    {0x120B, "File list received"},
    {0x120C, "Request for a file"},
    {0x120E, "Request for a folder"},
};

constexpr ValueName kNameEncodings[] = {
    {0, "ASCII"},
    {2, "UCS-2, big-endian"},
    {3, "ISO-8859-1"},
};

// sessions::Verdict
constexpr ValueName kChecksumStatus[] = {
    {0, "Not all bytes seen"},
    {1, "Not stated by the sender"},
    {2, "Correct"},
    {3, "Incorrect"},
};

} // namespace

#define FIELD(id, filter, label, type, base, values, ...)                                                              \
    {"aim_oft" filter, label, FieldType::type, Base::base, values, __VA_ARGS__},
constinit const FieldRow kFieldRows[kFieldCount] = {
#include "core/oft/fields.def"
};
#undef FIELD

} // namespace oscar::oft
