// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/snapshot.h"

#include "core/rendezvous/findings.h"
#include "core/rendezvous/tags.h"

#include <algorithm>
#include <span>

namespace oscar::sessions {

using namespace rendezvous;

namespace {

std::span<const std::uint16_t> others(const Snapshot& d)
{
    return std::span(d.others).first(std::min(d.other_count, Snapshot::kMostOthers));
}

void add_other(Snapshot& d, std::uint16_t tag)
{
    const auto known = others(d);
    if (d.other_count > Snapshot::kMostOthers || std::find(known.begin(), known.end(), tag) != known.end()) {
        return;
    }
    if (d.other_count < Snapshot::kMostOthers) {
        d.others[d.other_count] = tag;
    }
    ++d.other_count;
}

void report_changed(std::uint16_t tag, std::uint32_t sent, std::uint32_t relayed, const Snapshot& a, const Snapshot& b,
                    Listener& to)
{
    const bool in_both = (a.present & b.present & 1U << tag_index(tag)) != 0;
    if (in_both && sent != relayed) {
        const TagRow& row = kTags[tag_index(tag)];
        to.finding({.id = FindingId::relay_address_changed,
                    .at = {},
                    .tag = tag,
                    .name = row.name,
                    .expected = sent,
                    .found = relayed,
                    .addresses = row.kind == Kind::ipv4});
    }
}

struct Ids {
    FindingId plain;
    FindingId servers; // for tags that only the server may add
};

void report_tag(Ids ids, Service service, std::uint16_t tag, Listener& to)
{
    const TagRow* row = find_tag(service, tag);
    to.finding({.id = row != nullptr && row->sender == Sender::server ? ids.servers : ids.plain,
                .at = {},
                .tag = tag,
                .name = row != nullptr ? row->name : nullptr});
}

// The tags that are in `b` but not in `a`.
void report_only_in(const Snapshot& b, const Snapshot& a, Ids ids, Listener& to)
{
    for (std::size_t i = 0; i < kSpecTagCount; ++i) {
        if ((b.present & ~a.present & 1U << i) != 0) {
            report_tag(ids, b.service, kTags[i].tag, to);
        }
    }
    if (a.other_count > Snapshot::kMostOthers || b.other_count > Snapshot::kMostOthers) {
        return;
    }
    const auto in_a = others(a);
    for (const std::uint16_t tag : others(b)) {
        if (std::find(in_a.begin(), in_a.end(), tag) == in_a.end()) {
            report_tag(ids, b.service, tag, to);
        }
    }
}

} // namespace

Snapshot snapshot_of(const View& flap, const Block& block, const Offer& offer)
{
    Snapshot d;
    d.present = block.present & ((1U << kSpecTagCount) - 1);
    d.service = block.service;
    d.whole = block.fault == Fault::none;
    d.ip = offer.ip;
    d.requester_ip = offer.requester_ip;
    d.port = offer.port;
    TlvWalk walk(flap, block.tlvs);
    Tlv tlv;
    while (walk.next(tlv) && tlv.header) {
        if (tag_index(tlv.tag) == kNoTag) {
            add_other(d, tlv.tag);
        }
    }
    return d;
}

void report_differences(const Snapshot& sent, const Snapshot& relayed, Listener& to)
{
    if (!sent.whole || !relayed.whole) {
        return;
    }
    report_changed(tag::kIp, sent.ip, relayed.ip, sent, relayed, to);
    report_changed(tag::kRequesterIp, sent.requester_ip, relayed.requester_ip, sent, relayed, to);
    report_changed(tag::kPort, sent.port, relayed.port, sent, relayed, to);
    report_only_in(relayed, sent, {FindingId::relay_tag_added, FindingId::relay_server_tag_added}, to);
    report_only_in(sent, relayed, {FindingId::relay_tag_removed, FindingId::relay_server_tag_removed}, to);
}

} // namespace oscar::sessions
