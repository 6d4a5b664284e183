// SPDX-License-Identifier: GPL-2.0-or-later
//
// The protocol's rules that one message alone can break. Decoding never depends on them: they look at what was read
// and tell findings about the item that the listener was told last.
//
// Sources are given at each rule in rules.cpp; "spec" is the NINA wiki's page Protocols/OSCAR/Services/Rendezvous.
#ifndef OSCAR_CORE_RENDEZVOUS_RULES_H
#define OSCAR_CORE_RENDEZVOUS_RULES_H

#include "core/rendezvous/message.h"

#include <array>
#include <cstdint>

namespace oscar {

class Rules {
public:
    Rules(const View& flap, const Message& message, Listener& listener);

    // In the order of a message's items: each call follows the item that it is about.
    void type();
    void cookie();
    void tlv(const Tlv& tlv, const TagRow* row)
    {
        // Most are reserved ones in their place, and the only ones of their tag.
        const bool plain = row != nullptr && row->tag != tag::kServiceData && !row->server_only &&
                           !after_non_reserved_ && message_.block.find(tlv.tag)->at.offset == tlv.at.offset;
        if (!plain) {
            odd_tlv(tlv, row);
        }
    }
    void value(const Tlv& tlv, const TagRow& row);
    void nak();

    // Whether no TLV of this block can break a rule but by its value: values() then says all that tlv() and value()
    // would, of all TLVs at once and in the order of their tags.
    bool only_values() const;
    void values();

private:
    void tell(FindingId id, Slice at, std::uint16_t tag = 0, std::uint64_t expected = 0, std::uint64_t found = 0);
    void odd_tlv(const Tlv& tlv, const TagRow* row);
    bool seen_before(std::uint16_t tag);
    void guard(const Tlv& tlv, const TagRow& row);

    const View& flap_;
    const Message& message_;
    Listener& listener_;

    bool after_non_reserved_ = false;
    std::uint16_t non_reserved_tag_ = 0;
    // One bit for each tag of which the block keeps no first; cleared when the first such tag is met.
    bool others_seen_ = false;
    std::array<std::uint64_t, 1024> others_;
};

} // namespace oscar

#endif
