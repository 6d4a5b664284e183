// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/registry.h"

#include <array>

namespace oscar::epan {

int proto_aim_rendezvous = -1;

namespace {

std::array<int, kFieldCount> hf_ids;
std::array<hf_register_info, kFieldCount> hf_rows;
std::array<expert_field, kFindingCount> ei_ids;
std::array<ei_register_info, kFindingCount> ei_rows;
// One for the message, then one for each field.
std::array<int, 1 + kFieldCount> ett_ids;

enum ftenum ft(FieldType type)
{
    switch (type) {
    case FieldType::none:
        return FT_NONE;
    case FieldType::u8:
        return FT_UINT8;
    case FieldType::u16:
        return FT_UINT16;
    case FieldType::u32:
        return FT_UINT32;
    case FieldType::u64:
        return FT_UINT64;
    case FieldType::ipv4:
        return FT_IPv4;
    case FieldType::guid:
        return FT_GUID;
    case FieldType::bytes:
        return FT_BYTES;
    case FieldType::text:
        return FT_STRING;
    case FieldType::time:
        return FT_ABSOLUTE_TIME;
    case FieldType::duration:
        return FT_RELATIVE_TIME;
    case FieldType::frame:
    case FieldType::frame_request:
    case FieldType::frame_response:
        return FT_FRAMENUM;
    }
    return FT_NONE;
}

int display(const FieldRow& row)
{
    switch (row.type) {
    case FieldType::u8:
    case FieldType::u16:
    case FieldType::u32:
    case FieldType::u64:
        return row.base == Base::hex ? BASE_HEX : BASE_DEC;
    case FieldType::time:
        return ABSOLUTE_TIME_UTC;
    default:
        return BASE_NONE;
    }
}

// Wireshark wants its own struct, ended by a null row, and keeps it for good.
const void* value_strings(std::span<const ValueName> names)
{
    if (names.empty()) {
        return nullptr;
    }
    auto* strings = wmem_alloc_array(wmem_epan_scope(), value_string, names.size() + 1);
    for (std::size_t i = 0; i < names.size(); ++i) {
        strings[i] = {names[i].value, names[i].name};
    }
    strings[names.size()] = {0, nullptr};
    return strings;
}

// What goes with the type: names of values, or the mark that a link to another frame gets.
const void* strings(const FieldRow& row)
{
    switch (row.type) {
    case FieldType::frame:
        return FRAMENUM_TYPE(FT_FRAMENUM_NONE);
    case FieldType::frame_request:
        return FRAMENUM_TYPE(FT_FRAMENUM_REQUEST);
    case FieldType::frame_response:
        return FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE);
    default:
        return value_strings(row.values);
    }
}

void register_fields()
{
    for (std::size_t i = 0; i < kFieldCount; ++i) {
        const FieldRow& r = row(static_cast<Field>(i));
        hf_ids[i] = -1;
        hf_rows[i] = {&hf_ids[i], {r.label, r.filter, ft(r.type), display(r), strings(r), 0, r.about, HFILL}};
    }
    proto_register_field_array(proto_aim_rendezvous, hf_rows.data(), static_cast<int>(hf_rows.size()));
}

int severity(Severity s)
{
    switch (s) {
    case Severity::chat:
        return PI_CHAT;
    case Severity::note:
        return PI_NOTE;
    case Severity::warning:
        return PI_WARN;
    case Severity::error:
        return PI_ERROR;
    }
    return PI_ERROR;
}

void register_findings()
{
    for (std::size_t i = 0; i < kFindingCount; ++i) {
        const FindingRow& r = row(static_cast<FindingId>(i));
        ei_ids[i] = EI_INIT;
        ei_rows[i] = {&ei_ids[i],
                      {r.filter, r.malformed ? PI_MALFORMED : PI_PROTOCOL, severity(r.severity), r.about, EXPFILL}};
    }
    expert_module_t* module = expert_register_protocol(proto_aim_rendezvous);
    expert_register_field_array(module, ei_rows.data(), static_cast<int>(ei_rows.size()));
}

void register_subtrees()
{
    std::array<int*, ett_ids.size()> pointers;
    for (std::size_t i = 0; i < ett_ids.size(); ++i) {
        ett_ids[i] = -1;
        pointers[i] = &ett_ids[i];
    }
    proto_register_subtree_array(pointers.data(), static_cast<int>(pointers.size()));
}

} // namespace

void register_protocol()
{
    proto_aim_rendezvous = proto_register_protocol("AIM Rendezvous", "AIM Rendezvous", "aim_rendezvous");
    register_fields();
    register_findings();
    register_subtrees();
}

int hf(Field field) { return hf_ids[static_cast<std::size_t>(field)]; }
expert_field* ei(FindingId id) { return &ei_ids[static_cast<std::size_t>(id)]; }
int ett_message() { return ett_ids[0]; }
int ett(Field field) { return ett_ids[1 + static_cast<std::size_t>(field)]; }

} // namespace oscar::epan
