// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/snapshot.h"

#include "core/rendezvous/findings.h"
#include "listing.h"

#include <gtest/gtest.h>

namespace oscar::sessions {

using namespace rendezvous;

namespace {

using Bytes = std::vector<std::uint8_t>;
using Lines = std::vector<std::string>;

// A block of type 0 with these TLVs.
Bytes block(std::initializer_list<Bytes> tlvs)
{
    Bytes out(kBlockHeaderSize);
    for (const Bytes& tlv : tlvs) {
        out.insert(out.end(), tlv.begin(), tlv.end());
    }
    return out;
}

Snapshot snapshot(const Bytes& bytes)
{
    const View view(bytes);
    Block b;
    read_block(view, view.whole(), b);
    return snapshot_of(view, b, read_offer(view, b));
}

Lines differences(const Bytes& sent, const Bytes& relayed)
{
    Listing listing;
    report_differences(snapshot(sent), snapshot(relayed), listing);
    return listing.lines;
}

const Bytes kIp = {0, 2, 0, 4, 192, 168, 1, 10};
const Bytes kOtherIp = {0, 2, 0, 4, 192, 0, 2, 17};
const Bytes kRequester = {0, 3, 0, 4, 192, 168, 1, 10};
const Bytes kOtherRequester = {0, 3, 0, 4, 192, 0, 2, 17};
const Bytes kVerified = {0, 4, 0, 4, 192, 0, 2, 17};
const Bytes kPort = {0, 5, 0, 2, 0x11, 0x5B};
const Bytes kOtherPort = {0, 5, 0, 2, 0xEE, 0x4C};
const Bytes kHostCheck = {0, 15, 0, 0};
const Bytes kServiceTag = {0x4E, 0x20, 0, 1, 7};

TEST(Snapshot, SameTagsInAnotherOrderAreNoDifference)
{
    EXPECT_EQ(differences(block({kIp, kPort, kServiceTag}), block({kServiceTag, kPort, kIp})), Lines{});
}

TEST(Snapshot, TellsEachAddressThatWasChanged)
{
    EXPECT_EQ(differences(block({kIp, kRequester, kPort}), block({kOtherIp, kOtherRequester, kOtherPort})),
              (Lines{"! relay.address_changed: RENDEZVOUS_IP_ADDR was changed on the way: expected 192.168.1.10 as "
                     "sent, found 192.0.2.17",
                     "! relay.address_changed: REQUESTER_IP_ADDR was changed on the way: expected 192.168.1.10 as "
                     "sent, found 192.0.2.17",
                     "! relay.address_changed: PORT was changed on the way: expected 4443 as sent, found 61004"}));
}

TEST(Snapshot, ATagThatIsGoneIsNotAChangedAddress)
{
    EXPECT_EQ(
        differences(block({kIp}), block({})),
        (Lines{"! relay.tag_removed: RENDEZVOUS_IP_ADDR (tag 0x0002) was removed on the way: expected as sent, not "
               "found in the relayed copy"}));
}

TEST(Snapshot, TellsTagsWithAndWithoutARowInTheTable)
{
    EXPECT_EQ(differences(block({kHostCheck}), block({kServiceTag})),
              (Lines{"! relay.tag_added: TLV (tag 0x4E20) was added on the way: expected none as sent, found it in the "
                     "relayed copy",
                     "! relay.tag_removed: REQUEST_HOST_CHECK (tag 0x000F) was removed on the way: expected as sent, "
                     "not found in the relayed copy"}));
}

TEST(Snapshot, WhatTheServerAddsByRightIsOnlyForInformation)
{
    Listing listing;
    report_differences(snapshot(block({kRequester})), snapshot(block({kRequester, kVerified})), listing);
    ASSERT_EQ(listing.lines.size(), 1U);
    EXPECT_EQ(row(FindingId::relay_server_tag_added).severity, Severity::chat);
    EXPECT_EQ(row(FindingId::relay_tag_added).severity, Severity::note);
    EXPECT_TRUE(listing.lines[0].starts_with("! relay.server_tag_added: VERIFIED_IP_ADDR (tag 0x0004)"));
}

TEST(Snapshot, ManyUnknownTagsAreNotCompared)
{
    Bytes many = block({kIp});
    for (std::uint8_t i = 0; i <= Snapshot::kMostOthers; ++i) {
        many.insert(many.end(), {0x4E, i, 0, 0});
    }
    EXPECT_EQ(snapshot(many).other_count, Snapshot::kMostOthers + 1);
    EXPECT_EQ(differences(block({kIp, kServiceTag}), many), Lines{});
    EXPECT_EQ(differences(many, block({kIp, kServiceTag})), Lines{});
}

// As many as are kept are all compared.
TEST(Snapshot, AllUnknownTagsThatFitAreCompared)
{
    const auto with_last = [](std::uint8_t last) {
        Bytes bytes = block({});
        for (std::uint8_t i = 1; i < Snapshot::kMostOthers; ++i) {
            bytes.insert(bytes.end(), {0x4E, i, 0, 0});
        }
        bytes.insert(bytes.end(), {0x4F, last, 0, 0});
        return bytes;
    };
    EXPECT_EQ(snapshot(with_last(1)).other_count, Snapshot::kMostOthers);
    EXPECT_EQ(differences(with_last(1), with_last(1)), Lines{});
    EXPECT_EQ(differences(with_last(1), with_last(2)).size(), 2U); // one added, one removed
}

// No tag of this number is known, but nothing keeps a sender from it.
TEST(Snapshot, ATagOfZeroIsATag)
{
    const Bytes zero = {0, 0, 0, 0};
    EXPECT_EQ(differences(block({kIp}), block({kIp, zero})).size(), 1U);
    EXPECT_EQ(differences(block({kIp, zero}), block({kIp})).size(), 1U);
    EXPECT_EQ(differences(block({kIp, zero}), block({kIp, zero})), Lines{});
}

std::vector<FindingRef> found(const Bytes& sent, const Bytes& relayed)
{
    struct Ids final : Listener {
        std::vector<FindingRef> ids;
        void on_item(const Item&) override {}
        void on_open() override {}
        void on_close() override {}
        void embedded(const char*, Slice) override {}
        void finding(const Finding& finding) override { ids.push_back(finding.id); }
    } listener;
    report_differences(snapshot(sent), snapshot(relayed), listener);
    return listener.ids;
}

TEST(Snapshot, TagsOfTheServerAreTheirOwnFinding)
{
    using Ids = std::vector<FindingRef>;
    EXPECT_EQ(found(block({}), block({kVerified})), Ids{FindingId::relay_server_tag_added});
    EXPECT_EQ(found(block({kVerified}), block({})), Ids{FindingId::relay_server_tag_removed});
    EXPECT_EQ(found(block({}), block({kHostCheck})), Ids{FindingId::relay_tag_added});
    EXPECT_EQ(found(block({kHostCheck}), block({})), Ids{FindingId::relay_tag_removed});
    EXPECT_EQ(found(block({}), block({kServiceTag})), Ids{FindingId::relay_tag_added});
    EXPECT_EQ(found(block({kServiceTag}), block({})), Ids{FindingId::relay_tag_removed});
}

TEST(Snapshot, ARepeatedUnknownTagCountsOnce)
{
    EXPECT_EQ(snapshot(block({kServiceTag, kServiceTag, kServiceTag})).other_count, 1);
}

TEST(Snapshot, NothingIsSaidOfABlockThatWasNotReadToItsEnd)
{
    Bytes cut = block({kIp, kPort});
    cut.pop_back();
    EXPECT_EQ(differences(block({kIp, kPort}), cut), Lines{});
    EXPECT_EQ(differences(cut, block({kIp, kPort})), Lines{});
    // Cut in the header of a TLV.
    EXPECT_EQ(snapshot(block({kServiceTag, {0x4E, 0x21, 0}})).other_count, 1);
    EXPECT_EQ(differences(block({kIp}), block({kIp, {0x4E, 0x21, 0}})), Lines{});
}

} // namespace
} // namespace oscar::sessions
