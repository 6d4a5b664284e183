// SPDX-License-Identifier: GPL-2.0-or-later
//
// How a protocol describes what it can show: its fields and its findings (problems with a message). Each protocol has
// one table of each. Registration, presentation, documentation and tests use the rows and know no particular protocol.
//
// A decoder names a row by an enumerator of its protocol (rendezvous::Field::cookie). This is converted to a FieldRef
// or FindingRef when it is reported, so that one tree can hold items of several protocols.
#ifndef OSCAR_CORE_SCHEMA_SCHEMA_H
#define OSCAR_CORE_SCHEMA_SCHEMA_H

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

namespace oscar {

enum class FieldType : std::uint8_t {
    none, // no value: presence
    bit,  // one bit of an 8-bit number: the one in the row's mask
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
    frame_request,  // number of the frame that this one answers
    frame_response, // number of the frame that answers this one
};

enum class Base : std::uint8_t { dec, hex };

// How the label of an item depends on its children, or contributes to the label of its parent, so that a collapsed
// subtree shows what it contains.
enum class Label : std::uint8_t {
    plain,
    with_values, // the values of its children are appended, each as ": value", unless they are generated
    not_above,   // is not appended to the parent's label
    remark,      // is appended to any parent's label, as " (value)"
    quoted,      // is appended to any parent's label, as ' "value"'
};

struct ValueName {
    std::uint32_t value;
    const char* name;
};

struct FieldRow {
    const char* filter; // full filter name
    const char* label;
    FieldType type;
    Base base;
    std::span<const ValueName> values; // empty if the number has no names
    const char* about;
    Label labelling = Label::plain;
    std::uint8_t mask = 0; // of a bit
};

enum class Severity : std::uint8_t {
    chat,    // for information
    note,    // unusual, or breaks a rule that real clients break
    warning, // breaks a MUST of the spec, does not fit its layout, or suggests tampering
    error,   // ends too early to be decoded
};

enum class Group : std::uint8_t {
    protocol,  // a rule of the protocol is broken
    malformed, // the bytes do not fit the format
};

struct FindingRow {
    const char* filter; // full filter name
    Severity severity;
    Group group;
    const char* about; // the problem in a few words
    const char* text;  // template with what was expected and what was found; see describe()
};

// A new protocol needs an enumerator here, a row in protocols.cpp, and its tables.
enum class ProtocolId : std::uint8_t { rendezvous, oft, odc, ars, icq_dc, count_ };
inline constexpr std::size_t kProtocolCount = static_cast<std::size_t>(ProtocolId::count_);

struct Protocol {
    const char* name;   // shown in the Protocol column and in Enabled Protocols
    const char* filter; // prefix of all filter names
    std::span<const FieldRow> fields;
    std::span<const FindingRow> findings;
};
extern const Protocol kProtocols[kProtocolCount]; // in the order of the ids; see protocols.cpp

inline const Protocol& protocol(ProtocolId id) { return kProtocols[static_cast<std::size_t>(id)]; }

// An enumerator that names a row of a protocol's table. The header that defines the enumeration also defines this
// function, which argument-dependent lookup finds.
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
    constexpr FieldRef(ProtocolId id, std::uint16_t row) : protocol(id), index(row) {}
    template <FieldName T>
    // cppcheck-suppress noExplicitConstructor  // decoders write enumerators
    constexpr FieldRef(T name) : FieldRef(protocol_of_field(name), static_cast<std::uint16_t>(name))
    {
    }
    constexpr bool operator==(const FieldRef&) const = default;
};

struct FindingRef {
    ProtocolId protocol{};
    std::uint16_t index = 0;

    constexpr FindingRef() = default;
    constexpr FindingRef(ProtocolId id, std::uint16_t row) : protocol(id), index(row) {}
    template <FindingName T>
    // cppcheck-suppress noExplicitConstructor  // decoders write enumerators
    constexpr FindingRef(T name) : FindingRef(protocol_of_finding(name), static_cast<std::uint16_t>(name))
    {
    }
    constexpr bool operator==(const FindingRef&) const = default;
};

inline const FieldRow& row(FieldRef field) { return protocol(field.protocol).fields[field.index]; }
inline const FindingRow& row(FindingRef finding) { return protocol(finding.protocol).findings[finding.index]; }

// The name of a value of this field. Null if it has none.
const char* value_name(FieldRef field, std::uint64_t value);

} // namespace oscar

#endif
