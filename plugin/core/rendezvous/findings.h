// SPDX-License-Identifier: GPL-2.0-or-later
//
// What can be wrong with a message: one row for each finding, the home of its id, severity and wording.
#ifndef OSCAR_CORE_RENDEZVOUS_FINDINGS_H
#define OSCAR_CORE_RENDEZVOUS_FINDINGS_H

#include "core/wire/view.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace oscar {

enum class Severity : std::uint8_t {
    chat,    // for information
    note,    // unusual, or a rule that real clients break
    warning, // against a MUST of the spec, or a sign of tampering
    error,   // cannot be decoded
};

enum class FindingId : std::uint8_t {
    ip_xor_mismatch,
    port_xor_mismatch,
    ip_xor_alone,
    port_xor_alone,
    tlv_out_of_order,
    tlv_server_only,
    sequence_missing,
    sequence_unexpected,
    cancel_reason_missing,
    cancel_reason_unexpected,
    verified_ip_missing,
    no_endpoint,
    nak_do_not_use,
    type_undocumented,
    type_unknown,
    cookie_mismatch,
    tlv_repeated,
    tlv_undefined,
    tlv_bad_length,
    tlv_truncated,
    block_truncated,
    block_missing,
    icbm_malformed,
    client_error_malformed,
    addr_list_malformed,
    version_range,
    mime_type_port_xor,
    service_data_malformed,
    service_data_trailing,
    icon_checksum_mismatch,
    icq_data_length_mismatch,
    sequence_gap,
    sequence_first,
    answer_unasked,
    after_outcome,
    relay_address_changed,
    relay_tag_added,
    relay_tag_removed,
    relay_verified_added,
    relay_verified_removed,
    count_
};
inline constexpr std::size_t kFindingCount = static_cast<std::size_t>(FindingId::count_);

// Why an ADDR_LIST entry is malformed; the `found` of addr_list_malformed.
enum AddrListFault : std::uint32_t { kEntryOverruns, kEntryNotIpPort };

struct Finding {
    FindingId id{};
    Slice at;
    std::uint16_t tag = 0;      // the TLV it is about, if any
    std::uint64_t expected = 0; // what these two hold depends on the finding
    std::uint64_t found = 0;
};

struct FindingRow {
    FindingId id;
    const char* filter; // whole filter name
    Severity severity;
    bool malformed; // the bytes do not fit the format (else: they break a rule of the protocol)
    const char* about;
};

const FindingRow& row(FindingId id);

// Writes what was expected and what was found into `out`, always NUL-terminated. Returns `out`'s start.
const char* describe(const Finding& finding, std::span<char> out);

} // namespace oscar

#endif
