// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/digest.h"

#include "core/tags.h"

#include <algorithm>
#include <span>

namespace oscar::sessions {
namespace {

std::span<const std::uint16_t> others(const Digest& d)
{
    return std::span(d.others).first(std::min(d.other_count, Digest::kMostOthers));
}

void add_other(Digest& d, std::uint16_t tag)
{
    const auto known = others(d);
    if (d.other_count > Digest::kMostOthers || std::find(known.begin(), known.end(), tag) != known.end()) {
        return;
    }
    if (d.other_count < Digest::kMostOthers) {
        d.others[d.other_count] = tag;
    }
    ++d.other_count;
}

void tell_changed(std::uint16_t tag, std::uint32_t sent, std::uint32_t relayed, const Digest& a, const Digest& b,
                  Listener& to)
{
    const bool in_both = (a.present & b.present & 1U << tag_index(tag)) != 0;
    if (in_both && sent != relayed) {
        to.finding({FindingId::relay_address_changed, {}, tag, sent, relayed});
    }
}

struct Ids {
    FindingId plain;
    FindingId verified; // for tags that only the server may add
};

void tell_tag(Ids ids, std::uint16_t tag, Listener& to)
{
    const TagRow* row = find_tag(tag);
    to.finding({row != nullptr && row->server_only ? ids.verified : ids.plain, {}, tag});
}

// The tags that are in `b` but not in `a`.
void tell_only_in(const Digest& b, const Digest& a, Ids ids, Listener& to)
{
    for (std::size_t i = 0; i < kTagCount; ++i) {
        if ((b.present & ~a.present & 1U << i) != 0) {
            tell_tag(ids, kTags[i].tag, to);
        }
    }
    if (a.other_count > Digest::kMostOthers || b.other_count > Digest::kMostOthers) {
        return;
    }
    const auto in_a = others(a);
    for (const std::uint16_t tag : others(b)) {
        if (std::find(in_a.begin(), in_a.end(), tag) == in_a.end()) {
            tell_tag(ids, tag, to);
        }
    }
}

} // namespace

Digest digest_of(const View& flap, const Block& block)
{
    Digest d;
    d.present = block.present;
    d.whole = block.fault == Fault::none;
    block.u32(flap, tag::kIp, d.ip);
    block.u32(flap, tag::kRequesterIp, d.requester_ip);
    block.u16(flap, tag::kPort, d.port);
    TlvWalk walk(flap, block.tlvs);
    Tlv tlv;
    while (walk.next(tlv) && tlv.header) {
        if (tag_index(tlv.tag) == kNoTag) {
            add_other(d, tlv.tag);
        }
    }
    return d;
}

void tell_differences(const Digest& sent, const Digest& relayed, Listener& to)
{
    if (!sent.whole || !relayed.whole) {
        return;
    }
    tell_changed(tag::kIp, sent.ip, relayed.ip, sent, relayed, to);
    tell_changed(tag::kRequesterIp, sent.requester_ip, relayed.requester_ip, sent, relayed, to);
    tell_changed(tag::kPort, sent.port, relayed.port, sent, relayed, to);
    tell_only_in(relayed, sent, {FindingId::relay_tag_added, FindingId::relay_verified_added}, to);
    tell_only_in(sent, relayed, {FindingId::relay_tag_removed, FindingId::relay_verified_removed}, to);
}

} // namespace oscar::sessions
