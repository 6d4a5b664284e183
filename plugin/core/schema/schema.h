// SPDX-License-Identifier: GPL-2.0-or-later
//
// The form in which a protocol describes what it can show: fields, and findings (what can be wrong). Each protocol has
// one table of either; registration, presentation, documentation and tests read the rows, and know no protocol.
//
// A decoder names a row by an enumerator of its protocol (rendezvous::Field::cookie), which becomes a FieldRef or
// FindingRef as soon as it is reported, so that items of several protocols can stand in one tree.
#ifndef OSCAR_CORE_SCHEMA_SCHEMA_H
#define OSCAR_CORE_SCHEMA_SCHEMA_H

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

namespace oscar {

enum class FieldType : std::uint8_t {
    none, // presence
    u8,
    u16,
    u32,
    u64,
    ipv4,
    guid,
    bytes,
    text,
    time,           // seconds since 1970, UTC
    duration,       // nanoseconds, signed
    frame,          // number of another frame
    frame_request,  // of one that asks for what this one answers
    frame_response, // of one that answers this one
};

enum class Base : std::uint8_t { dec, hex };

// How the labels of an item and of the item that it stands under depend on each other, so that a closed subtree says
// what is in it.
enum class Label : std::uint8_t {
    plain,
    with_values, // repeats the values right under it, each as ": value"
    not_above,   // is not repeated by the item above
    remark,      // is always repeated by the item above, as " (value)"
    quoted,      // is always repeated by the item above, as ' "value"'
};

struct ValueName {
    std::uint32_t value;
    const char* name;
};

struct FieldRow {
    const char* filter; // whole filter name
    const char* label;
    FieldType type;
    Base base;
    std::span<const ValueName> values; // empty if the number has no names
    const char* about;
    Label labelling = Label::plain;
};

enum class Severity : std::uint8_t {
    chat,    // for information
    note,    // unusual, or a rule that real clients break
    warning, // against a MUST of the spec, or a sign of tampering
    error,   // cannot be decoded
};

enum class Group : std::uint8_t {
    protocol,  // a rule of the protocol is broken
    malformed, // the bytes do not fit the format
};

struct FindingRow {
    const char* filter; // whole filter name
    Severity severity;
    Group group;
    const char* about; // in a few words
    const char* text;  // what was expected and what was found; see describe()
};

// Adding a protocol takes a line here, one in protocols.cpp, and its tables.
enum class ProtocolId : std::uint8_t { rendezvous, count_ };
inline constexpr std::size_t kProtocolCount = static_cast<std::size_t>(ProtocolId::count_);

struct Protocol {
    const char* name;   // as in the Protocol column and in Enabled Protocols
    const char* filter; // prefix of all filter names
    std::span<const FieldRow> fields;
    std::span<const FindingRow> findings;
};
extern const Protocol kProtocols[kProtocolCount]; // in the order of the ids; see protocols.cpp

inline const Protocol& protocol(ProtocolId id) { return kProtocols[static_cast<std::size_t>(id)]; }

// An enumerator that names a row of a protocol's table of fields: its header has the function, which is found by
// argument-dependent lookup.
template <class T>
concept FieldName = requires(T name)
{
    {
        protocol_of_field(name)
        } -> std::same_as<ProtocolId>;
};
template <class T>
concept FindingName = requires(T name)
{
    {
        protocol_of_finding(name)
        } -> std::same_as<ProtocolId>;
};

struct FieldRef {
    ProtocolId protocol{};
    std::uint16_t index = 0;

    constexpr FieldRef() = default;
    constexpr FieldRef(ProtocolId whose, std::uint16_t row) : protocol(whose), index(row) {}
    template <FieldName T>
    constexpr FieldRef(T name) : FieldRef(protocol_of_field(name), static_cast<std::uint16_t>(name))
    {
    }
    constexpr bool operator==(const FieldRef&) const = default;
};

struct FindingRef {
    ProtocolId protocol{};
    std::uint16_t index = 0;

    constexpr FindingRef() = default;
    constexpr FindingRef(ProtocolId whose, std::uint16_t row) : protocol(whose), index(row) {}
    template <FindingName T>
    constexpr FindingRef(T name) : FindingRef(protocol_of_finding(name), static_cast<std::uint16_t>(name))
    {
    }
    constexpr bool operator==(const FindingRef&) const = default;
};

inline const FieldRow& row(FieldRef field) { return protocol(field.protocol).fields[field.index]; }
inline const FindingRow& row(FindingRef finding) { return protocol(finding.protocol).findings[finding.index]; }

// The name of a value, or null.
const char* value_name(FieldRef field, std::uint64_t value);

} // namespace oscar

#endif
