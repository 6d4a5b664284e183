// SPDX-License-Identifier: GPL-2.0-or-later
//
// The protocol's rules that one message alone can break. Decoding never depends on them: they look at what was read
// and report findings about the item that the listener was told of last.
//
// Sources are given at each rule in rules.cpp; "spec" is the NINA wiki's page Protocols/OSCAR/Services/Rendezvous.
#ifndef OSCAR_CORE_RENDEZVOUS_RULES_H
#define OSCAR_CORE_RENDEZVOUS_RULES_H

#include "core/rendezvous/findings.h"
#include "core/rendezvous/message.h"

#include <array>
#include <cstdint>

namespace oscar::rendezvous {

class Rules {
public:
    Rules(const View& flap, const Message& message, Listener& listener);

    // In the order of a message's items: each call follows the item that it is about.
    void type();
    void cookie();
    void tlv(const Tlv& tlv, const TagRow* row);
    void value(const Tlv& tlv, const TagRow& row);
    void nak();

    // Whether nothing can be wrong with the TLVs of this block but the values of those with a rule of their own:
    // values() then says all that tlv(), value() and decoding would.
    bool only_values() const;
    void values();

private:
    void report(FindingId id, Slice at, const TagRow* row = nullptr, std::uint64_t expected = 0,
                std::uint64_t found = 0);
    bool seen_before(std::uint16_t tag);
    void endpoint(Slice type_at);
    void guard(const Tlv& tlv, const TagRow& row);
    void address(const Tlv& tlv, const TagRow& row);

    const View& flap_;
    const Message& message_;
    Listener& listener_;

    TlvOrder order_;
    std::uint16_t first_non_reserved_ = 0; // 0: none yet
    // One bit for each tag without a slot; cleared when the first such tag is met.
    bool others_seen_ = false;
    std::array<std::uint64_t, 1024> others_;
};

} // namespace oscar::rendezvous

#endif
