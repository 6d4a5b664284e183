// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the table of tags requires of a TLV apart from its value: that its tag occurs once, that it is in order, and
// that it has the length of its kind. read_block() collects the faults, so that the rules need not check single TLVs of
// a block without any.
#ifndef OSCAR_CORE_RENDEZVOUS_TLV_ORDER_H
#define OSCAR_CORE_RENDEZVOUS_TLV_ORDER_H

#include "core/rendezvous/tags.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace oscar::rendezvous {

// The services' tags that other values depend on, each once.
inline constexpr std::size_t kLookedUpCount = [] {
    std::size_t count = 0;
    std::uint16_t last = 0;
    for (const TagRow& row : kTags) {
        count += row.looked_up && row.tag != last ? 1 : 0;
        last = row.looked_up ? row.tag : last;
    }
    return count;
}();
inline constexpr auto kLookedUp = [] {
    std::array<std::uint16_t, kLookedUpCount> tags{};
    std::size_t count = 0;
    for (const TagRow& row : kTags) {
        if (row.looked_up && (count == 0 || tags[count - 1] != row.tag)) {
            tags[count++] = row.tag;
        }
    }
    return tags;
}();

// Each tag of the spec and each tag that is looked up has a slot. All other tags share kNoSlot.
inline constexpr std::size_t kSlots = kSpecTagCount + kLookedUpCount;
inline constexpr std::size_t kNoSlot = kSlots;
constexpr std::size_t slot(std::uint16_t tag)
{
    if (const std::size_t i = tag_index(tag); i != kNoTag) {
        return i;
    }
    for (std::size_t i = 0; i < kLookedUpCount; ++i) {
        if (kLookedUp[i] == tag) {
            return kSpecTagCount + i;
        }
    }
    return kNoSlot;
}

// The slots of the rows that satisfy `is`, as a bit mask.
template <class Predicate>
consteval std::uint32_t slots_of(Predicate is)
{
    std::uint32_t mask = 0;
    for (const TagRow& row : kTags) {
        if (slot(row.tag) != kNoSlot && is(row)) {
            mask |= 1U << slot(row.tag);
        }
    }
    return mask;
}

class TlvOrder {
public:
    enum Fault : std::uint32_t {
        kRepeated = 1,
        kOutOfOrder = 2, // a reserved tag after one that is not
        kAppended = 4,   // the same for a tag that only the server adds, which it appends to the block
        kBadLength = 8,
    };

    // The faults of the next TLV, whose tag has this slot, as a bit mask. `length` is its declared length. Tags without
    // a slot are not distinguished here: Rules does that.
    constexpr std::uint32_t add(std::size_t slot, std::uint16_t length)
    {
        const Expected& e = kExpected[slot];
        const std::uint32_t faults = ((seen_ & e.own) != 0 ? kRepeated : 0U) |
                                     ((seen_ & e.later) != 0 ? e.when_late : 0U) |
                                     (((length ^ e.length) & e.compared) != 0 ? kBadLength : 0U);
        seen_ |= e.own;
        return faults;
    }

    constexpr bool has(std::size_t slot) const { return (seen_ >> slot & 1) != 0; }
    // The slots of all TLVs so far, as a bit mask.
    constexpr std::uint32_t slots() const { return seen_ & ((1U << kNoSlot) - 1); }

private:
    struct Expected {
        std::uint32_t own = 0;   // the bit of this slot
        std::uint32_t later = 0; // the slots of tags that must not come before it
        std::uint32_t when_late = kOutOfOrder;
        std::uint32_t length = 0;
        std::uint32_t compared = 0; // the bits of the length to compare; 0 if any length will do
    };
    static consteval std::array<Expected, kSlots + 1> expected();
    static const std::array<Expected, kSlots + 1> kExpected;

    std::uint32_t seen_ = 0;
    static_assert(kSlots < 32);
};

consteval std::array<TlvOrder::Expected, kSlots + 1> TlvOrder::expected()
{
    std::array<Expected, kSlots + 1> out{};
    const std::uint32_t reserved = slots_of([](const TagRow& row) { return is_reserved(row.tag); });
    for (std::size_t i = 0; i <= kSlots; ++i) {
        out[i].own = 1U << i;
    }
    for (const TagRow& row : kTags) {
        if (is_reserved(row.tag)) {
            out[slot(row.tag)].later = ~reserved;
            out[slot(row.tag)].when_late = row.sender == Sender::server ? kAppended : kOutOfOrder;
        }
        if (row.service == Service::any && exact_length(row.kind) >= 0) {
            out[slot(row.tag)].length = static_cast<std::uint32_t>(exact_length(row.kind));
            out[slot(row.tag)].compared = ~0U;
        }
    }
    return out;
}
inline constexpr std::array<TlvOrder::Expected, kSlots + 1> TlvOrder::kExpected = TlvOrder::expected();

} // namespace oscar::rendezvous

#endif
