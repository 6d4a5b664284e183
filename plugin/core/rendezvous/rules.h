// SPDX-License-Identifier: GPL-2.0-or-later
//
// The rules of the protocol that a single message can break. Decoding does not depend on them: they examine what was
// read, and report findings about the item that was reported last.
//
// rules.cpp names the source of each rule; "spec" is the NINA wiki's page Protocols/OSCAR/Services/Rendezvous.
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

    // Called in the order of the message's items, each right after the item that its findings are about.
    void type();
    void cookie();
    void tlv(const Tlv& tlv, const TagRow* row);
    void value(const Tlv& tlv, const TagRow& row);
    void nak();

    // Whether only rules about single values can be broken by the TLVs of this block. If so, values() reports all
    // findings that tlv(), value() and decoding would report, except those of SERVICE_DATA.
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
    // One bit for each tag without a slot; initialised when the first such tag occurs.
    bool others_seen_ = false;
    std::array<std::uint64_t, 1024> others_;
};

} // namespace oscar::rendezvous

#endif
