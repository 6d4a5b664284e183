// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/registry.h"

#include <array>

namespace oscar::epan {
namespace {

// The ids that Wireshark assigns, in the order of the tables. Wireshark keeps pointers to them until it exits.
struct Registered {
    int proto = -1;
    protocol_t* handle = nullptr;
    int* hf_ids = nullptr;
    expert_field* ei_ids = nullptr;
    int* ett_ids = nullptr; // one for the protocol's own item, then one for each field
};
std::array<Registered, kProtocolCount> registered;

const Registered& of(ProtocolId id) { return registered[static_cast<std::size_t>(id)]; }

template <class T>
T* keep(std::size_t count)
{
    return wmem_alloc0_array(wmem_epan_scope(), T, count);
}

enum ftenum ft(FieldType type)
{
    switch (type) {
    case FieldType::none:
        return FT_NONE;
    case FieldType::bit:
        return FT_BOOLEAN;
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
    case FieldType::bit:
        return 8; // of a boolean: the width of the number
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

// The names in Wireshark's own struct, with a null row at the end. Wireshark keeps the pointer until it exits.
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

// The `strings` that fit the type: names of values, or the kind of a link to another frame.
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

void register_fields(const Protocol& p, Registered& r)
{
    const std::size_t count = p.fields.size();
    r.hf_ids = keep<int>(count);
    auto* rows = keep<hf_register_info>(count);
    for (std::size_t i = 0; i < count; ++i) {
        const FieldRow& f = p.fields[i];
        r.hf_ids[i] = -1;
        rows[i] = {&r.hf_ids[i], {f.label, f.filter, ft(f.type), display(f), strings(f), f.mask, f.about, HFILL}};
    }
    proto_register_field_array(r.proto, rows, static_cast<int>(count));
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

void register_findings(const Protocol& p, Registered& r)
{
    const std::size_t count = p.findings.size();
    r.ei_ids = keep<expert_field>(count);
    auto* rows = keep<ei_register_info>(count);
    for (std::size_t i = 0; i < count; ++i) {
        const FindingRow& f = p.findings[i];
        const int group = f.group == Group::malformed ? PI_MALFORMED : PI_PROTOCOL;
        r.ei_ids[i] = EI_INIT;
        rows[i] = {&r.ei_ids[i], {f.filter, group, severity(f.severity), f.about, EXPFILL}};
    }
    expert_register_field_array(expert_register_protocol(r.proto), rows, static_cast<int>(count));
}

void register_subtrees(const Protocol& p, Registered& r)
{
    const std::size_t count = 1 + p.fields.size();
    r.ett_ids = keep<int>(count);
    auto* pointers = keep<int*>(count);
    for (std::size_t i = 0; i < count; ++i) {
        r.ett_ids[i] = -1;
        pointers[i] = &r.ett_ids[i];
    }
    proto_register_subtree_array(pointers, static_cast<int>(count));
}

} // namespace

void register_protocols()
{
    for (std::size_t i = 0; i < kProtocolCount; ++i) {
        const Protocol& p = protocol(static_cast<ProtocolId>(i));
        Registered& r = registered[i];
        r.proto = proto_register_protocol(p.name, p.name, p.filter);
        r.handle = find_protocol_by_id(r.proto);
        register_fields(p, r);
        register_findings(p, r);
        register_subtrees(p, r);
    }
}

int proto(ProtocolId id) { return of(id).proto; }
bool is_enabled(ProtocolId id) { return proto_is_protocol_enabled(of(id).handle) != 0; }

int hf(FieldRef field) { return of(field.protocol).hf_ids[field.index]; }
expert_field* ei(FindingRef finding) { return &of(finding.protocol).ei_ids[finding.index]; }
int ett(ProtocolId id) { return of(id).ett_ids[0]; }
int ett(FieldRef field) { return of(field.protocol).ett_ids[1 + field.index]; }

} // namespace oscar::epan
