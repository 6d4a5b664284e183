// SPDX-License-Identifier: GPL-2.0-or-later
//
// Every rule that a single message can break: when its finding is reported, where, with which values, and when not.
// In a message to the host the TLVs of the block begin at offset 60 of the frame, in one to the client at 64 (bytes.h).
#include "trace.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace oscar::test {
namespace {

const Bytes kIcqRelay = "09461349-4c7f-11d1-8222-444553540000"_hex;
const Bytes kBuddyList = "0946134b-4c7f-11d1-8222-444553540000"_hex;
const Bytes kCancelled = "000b 0002 0001"_hex;

Bytes proposal(const Bytes& tlvs) { return to_host(block(kPropose, kProposalTags + tlvs)); } // tlvs at 74
Bytes cut_by_capture(const Bytes& frame, std::size_t keep)
{
    return {frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(keep)};
}

// The findings of a frame of which `captured` bytes were captured.
Lines findings_of_cut(const Bytes& frame, std::size_t captured)
{
    const Bytes there = cut_by_capture(frame, captured);
    const View view(there.data(), static_cast<std::uint32_t>(captured), static_cast<std::uint32_t>(frame.size()));
    Lines lines;
    for (const Event& event : decode(view).events) {
        if (event.kind == Event::Kind::finding) {
            lines.push_back(row(event.finding.id).filter);
        }
    }
    return lines;
}

const Lines kNothing;

TEST(Rules, NothingToSayOfAProposalThatKeepsThem)
{
    EXPECT_EQ(findings(proposal({})), kNothing);
    EXPECT_EQ(findings(to_client(block(kPropose, kProposalTags))), kNothing);
    EXPECT_EQ(findings(to_host(block(kAccept))), kNothing);
    EXPECT_EQ(findings(to_host(block(kCancel, kCancelled))), kNothing);
}

// Type

TEST(Rules, TypeUndocumented) { EXPECT_EQ(findings(to_host(block(3))), (Lines{"!type.undocumented 34+2 found 3"})); }

TEST(Rules, TypeUnknown)
{
    EXPECT_EQ(findings(to_host(block(4))), (Lines{"!type.unknown 34+2 found 4"}));
    EXPECT_EQ(findings(to_host(block(0xFFFF))), (Lines{"!type.unknown 34+2 found 65535"}));
}

// Cookie

TEST(Rules, CookieMismatch)
{
    EXPECT_EQ(findings(to_host(block(kAccept, {}, kDirectIm, "434f4f4b 49453032"_hex))),
              (Lines{"!cookie.mismatch 36+8 expected 0x434f4f4b49453031 found 0x434f4f4b49453032"}));
    EXPECT_EQ(findings(to_client(block(kAccept, {}, kDirectIm, "0000000000000000"_hex))),
              (Lines{"!cookie.mismatch 40+8 expected 0x434f4f4b49453031"}));
}

// Sequence number

TEST(Rules, SequenceMissing)
{
    EXPECT_EQ(findings(to_host(block(kPropose, kIp))), (Lines{"!sequence.missing 34+2 tag 0x000a"}));
    EXPECT_EQ(findings(to_client(block(kPropose, kIp))), (Lines{"!sequence.missing 38+2 tag 0x000a"}));
}

TEST(Rules, SequenceMissingOnlyInProposals)
{
    EXPECT_EQ(findings(to_host(block(kAccept, kIp))), kNothing);
    EXPECT_EQ(findings(to_host(block(kCancel, kIp + kCancelled))), kNothing);
}

// A sequence number of the wrong length is malformed, but not missing.
TEST(Rules, SequenceOfWrongLengthIsNotMissing)
{
    EXPECT_EQ(findings(to_host(block(kPropose, "000a 0001 01"_hex + kIp))),
              (Lines{"!tlv.bad_length 64+1 tag 0x000a expected 2 found 1"}));
}

TEST(Rules, SequenceUnexpected)
{
    EXPECT_EQ(findings(to_host(block(kAccept, kSequence1))), (Lines{"!sequence.unexpected 64+2 tag 0x000a found 2"}));
    EXPECT_EQ(findings(to_client(block(kCancel, kCancelled + kSequence1))),
              (Lines{"!sequence.unexpected 74+2 tag 0x000a found 1"}));
}

// In ICQ messages and contact lists the tag is an acknowledgement type.
TEST(Rules, SequenceAsAcknowledgementType)
{
    for (const Bytes& service : {kIcqRelay, kBuddyList}) {
        EXPECT_EQ(findings(to_host(block(kAccept, "000a 0002 0002"_hex, service))), kNothing);
        EXPECT_EQ(findings(to_host(block(kCancel, kCancelled + "000a 0002 0002"_hex, service))), kNothing);
    }
}

// Cancel reason

TEST(Rules, CancelReasonMissing)
{
    EXPECT_EQ(findings(to_host(block(kCancel))), (Lines{"!cancel_reason.missing 34+2 tag 0x000b"}));
    EXPECT_EQ(findings(to_client(block(kCancel, kIp))), (Lines{"!cancel_reason.missing 38+2 tag 0x000b"}));
}

TEST(Rules, CancelReasonUnexpected)
{
    EXPECT_EQ(findings(proposal(kCancelled)), (Lines{"!cancel_reason.unexpected 78+2 tag 0x000b"}));
    EXPECT_EQ(findings(to_host(block(kAccept, kCancelled))),
              (Lines{"!cancel_reason.unexpected 64+2 tag 0x000b found 2"}));
}

// Addresses

TEST(Rules, VerifiedIpMissing)
{
    const Bytes requester = "0003 0004 c0000202"_hex;
    const Bytes verified = "0004 0004 cb007101"_hex;
    EXPECT_EQ(findings(to_client(block(kPropose, kProposalTags + requester))),
              (Lines{"!verified_ip.missing 38+2 tag 0x0004"}));
    EXPECT_EQ(findings(to_client(block(kPropose, kProposalTags + requester + verified))), kNothing);
    // The server has not yet processed a message to the host. It adds nothing to other types, and nothing without
    // REQUESTER_IP_ADDR.
    EXPECT_EQ(findings(to_host(block(kPropose, kProposalTags + requester))), kNothing);
    EXPECT_EQ(findings(to_client(block(kAccept, requester))), kNothing);
    EXPECT_EQ(findings(to_client(block(kPropose, kProposalTags))), kNothing);
}

TEST(Rules, NoEndpoint)
{
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1))), (Lines{"!no_endpoint 34+2"}));
    // The requester's own address is sufficient.
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + "0003 0004 c0000202"_hex))), kNothing);
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + "0001 0002 0002"_hex))), kNothing);
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + kIp))), kNothing);
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + "0005 0002 1446"_hex))), kNothing);
    const Bytes list = "0c"_hex + "192.0.2.17 9"_ascii;
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + tlv(0x0018, list)))), kNothing);
    EXPECT_EQ(findings(to_host(block(kAccept))), kNothing);
}

TEST(Rules, NoEndpointWhereNobodyMeets)
{
    for (const char* service : {"09461349", "748f2420", "0946134b", "09461346"}) {
        const Bytes rest = service[0] == '7' ? "628711d1 8222444553540000"_hex : "4c7f11d1 8222444553540000"_hex;
        EXPECT_EQ(findings(to_host(block(kPropose, kSequence1, from_hex(service) + rest))), kNothing) << service;
    }
    // For an ICQ direct connection and for iChat AV, the service data contains the address.
    const Bytes direct = "09461344 4c7f11d1 8222444553540000"_hex;
    const Bytes data = "01000000 c0000201 46140000 04 00000000 46140000 0800 01020304"_hex;
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + tlv(0x2711, data), direct))), kNothing);
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1, direct))), (Lines{"!no_endpoint 34+2"}));
    // Not where the data is not all there.
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + "2711 0040"_hex + data, direct))).size(), 1U);
    const Bytes ichat = "0946f004 4c7f11d1 8222444553540000"_hex;
    const Bytes host = "c0000201"_hex + Bytes(12, 0) + "1446 000000000000"_hex + "en0"_ascii + Bytes(13, 0);
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + tlv(0x2711, host), ichat))), kNothing);
}

// Addresses that no other machine can connect to. The rule applies only to proposals: answers name no address.
TEST(Rules, UnusableAddress)
{
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + "0002 0004 00000000"_hex))),
              (Lines{"!address.unusable 70+4 tag 0x0002"}));
    for (const Bytes& ip : {"7f000001"_hex, "7fffffff"_hex, "ffffffff"_hex, "00000001"_hex}) {
        EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + tlv(0x02, ip)))),
                  (Lines{"!address.unusable 70+4 tag 0x0002 found " + std::to_string(be32(ip.data()))}))
            << be32(ip.data());
    }
    for (const Bytes& ip : {"01000001"_hex, "7e000001"_hex, "80000001"_hex, "fffffffe"_hex}) {
        EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + tlv(0x02, ip)))), kNothing) << be32(ip.data());
    }
    EXPECT_EQ(findings(to_host(block(kAccept, "0002 0004 7f000001"_hex))), kNothing);
    EXPECT_EQ(findings(to_client(block(kPropose, kSequence1 + kIp + "0003 0004 7f000001 0004 0004 7f000001"_hex))),
              (Lines{"!address.unusable 82+4 tag 0x0003 found 2130706433",
                     "!address.unusable 90+4 tag 0x0004 found 2130706433"}));
}

// The requester's own address is private, but the server sees a public one.
TEST(Rules, BehindANat)
{
    const auto findings_for = [](const Bytes& requester, const Bytes& verified) {
        return findings(to_client(block(kPropose, kSequence1 + kIp + tlv(0x03, requester) + tlv(0x04, verified))));
    };
    const Lines yes = {"!address.behind_nat 82+4 tag 0x0003 expected 3405803876 found "};
    const Bytes outside = "cb007164"_hex; // 203.0.113.100
    for (const Bytes& inside : {"0a000001"_hex, "ac100001"_hex, "ac1fffff"_hex, "c0a80101"_hex, "a9fe0001"_hex}) {
        EXPECT_EQ(findings_for(inside, outside), (Lines{yes[0] + std::to_string(be32(inside.data()))}));
        EXPECT_EQ(findings_for(inside, inside), kNothing);
        EXPECT_EQ(findings_for(inside, "0a010203"_hex), kNothing);
        EXPECT_EQ(findings_for(inside, "7f000001"_hex), (Lines{"!address.unusable 90+4 tag 0x0004 found 2130706433"}));
    }
    for (const Bytes& other : {"0b000001"_hex, "ac0fffff"_hex, "ac200000"_hex, "c0a70101"_hex, "a9fd0001"_hex}) {
        EXPECT_EQ(findings_for(other, outside), kNothing);
    }
}

TEST(Rules, IpXorMismatch)
{
    // 192.0.2.1 is 3221225985; with every bit flipped 3f ff fd fe.
    EXPECT_EQ(findings(proposal("0016 0004 3ffffdfe"_hex)), kNothing);
    EXPECT_EQ(findings(proposal("0016 0004 3ffffdff"_hex)),
              (Lines{"!ip_xor.mismatch 78+4 tag 0x0016 expected 3221225985 found 3221225984"}));
    // The order of the two tags does not matter.
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + "0016 0004 3ffffdff"_hex + kIp))),
              (Lines{"!ip_xor.mismatch 70+4 tag 0x0016 expected 3221225985 found 3221225984"}));
    // A request for a proxy: 0.0.0.0 and 255.255.255.255.
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + "0002 0004 00000000 0016 0004 ffffffff"_hex))),
              (Lines{"!address.unusable 70+4 tag 0x0002"}));
}

TEST(Rules, PortXorMismatch)
{
    const Bytes port = "0005 0002 1446"_hex;
    EXPECT_EQ(findings(proposal(port + "0017 0002 ebb9"_hex)), kNothing);
    EXPECT_EQ(findings(proposal(port + "0017 0002 ebb8"_hex)),
              (Lines{"!port_xor.mismatch 84+2 tag 0x0017 expected 5190 found 5191"}));
    EXPECT_EQ(findings(proposal("0017 0002 ebb8"_hex + port)),
              (Lines{"!port_xor.mismatch 78+2 tag 0x0017 expected 5190 found 5191"}));
}

TEST(Rules, XorAlone)
{
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + "0005 0002 1446"_hex + "0016 0004 3ffffdfe"_hex))),
              (Lines{"!ip_xor.alone 76+4 tag 0x0016 expected 2"}));
    EXPECT_EQ(findings(proposal("0017 0002 ebb9"_hex)), (Lines{"!port_xor.alone 78+2 tag 0x0017 expected 5"}));
}

// Neither a mismatch nor alone: the other tag is present, but has no value to compare with.
TEST(Rules, XorBesideAValueOfTheWrongLength)
{
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + "0002 0003 c00002 0016 0004 3ffffdfe"_hex))),
              (Lines{"!tlv.bad_length 70+3 tag 0x0002 expected 4 found 3"}));
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + "0005 0004 00001446 0017 0002 ebb9"_hex))),
              (Lines{"!tlv.bad_length 70+4 tag 0x0005 expected 2 found 4"}));
}

// Order, repetition, meaning

TEST(Rules, TlvOutOfOrder)
{
    EXPECT_EQ(findings(proposal("2712 0001 00"_hex + "000f 0000"_hex)),
              (Lines{"!tlv.out_of_order 79+4 tag 0x000f found 10002"}));
    // Every one of them is reported, with the first tag that is not reserved.
    EXPECT_EQ(
        findings(proposal("2712 0001 00 000f 0000 2713 0000 0011 0000"_hex)),
        (Lines{"!tlv.out_of_order 79+4 tag 0x000f found 10002", "!tlv.out_of_order 87+4 tag 0x0011 found 10002"}));
    // The order among the reserved tags does not matter.
    EXPECT_EQ(findings(proposal("0011 0000 000f 0000 2713 0000 2712 0000"_hex)), kNothing);
}

TEST(Rules, UndefinedTagsAreNotReserved)
{
    EXPECT_EQ(findings(proposal("0009 0000 000f 0000"_hex)),
              (Lines{"!tlv.undefined 74+4 tag 0x0009", "!tlv.out_of_order 78+4 tag 0x000f found 9"}));
    EXPECT_EQ(findings(proposal("0000 0000 000f 0000"_hex)),
              (Lines{"!tlv.undefined 74+4", "!tlv.out_of_order 78+4 tag 0x000f"}));
}

// The server appends its tags after all others.
TEST(Rules, VerifiedTagsMayComeLastFromTheServer)
{
    const Bytes tags = "2712 0000 0004 0004 cb007101 0008 0001 75"_hex;
    EXPECT_EQ(findings(to_client(block(kPropose, kProposalTags + tags))), kNothing);
    EXPECT_EQ(findings(proposal(tags)),
              (Lines{"!tlv.out_of_order 78+8 tag 0x0004 found 10002", "!tlv.server_only 78+8 tag 0x0004",
                     "!tlv.out_of_order 86+5 tag 0x0008 found 10002", "!tlv.server_only 86+5 tag 0x0008"}));
    // Only these two tags may come last.
    EXPECT_EQ(findings(to_client(block(kPropose, kProposalTags + tags + "000f 0000"_hex))),
              (Lines{"!tlv.out_of_order 95+4 tag 0x000f found 10002"}));
}

TEST(Rules, TlvServerOnly)
{
    EXPECT_EQ(findings(proposal("0004 0004 cb007101"_hex)), (Lines{"!tlv.server_only 74+8 tag 0x0004"}));
    EXPECT_EQ(findings(proposal("0008 0001 75"_hex)), (Lines{"!tlv.server_only 74+5 tag 0x0008"}));
    EXPECT_EQ(findings(to_client(block(kPropose, kProposalTags + "0004 0004 cb007101 0008 0001 75"_hex))), kNothing);
    // The corresponding tags of the client.
    EXPECT_EQ(findings(proposal("0003 0004 cb007101 0006 0001 75 0007 0001 75"_hex)), kNothing);
}

TEST(Rules, TlvRepeated)
{
    EXPECT_EQ(findings(proposal(kSequence1)), (Lines{"!tlv.repeated 74+6 tag 0x000a"}));
    EXPECT_EQ(findings(proposal("0000 0000 0000 0000"_hex)),
              (Lines{"!tlv.undefined 74+4", "!tlv.repeated 78+4", "!tlv.undefined 78+4"}));
    EXPECT_EQ(findings(proposal("2711 0000 2711 0000"_hex)), (Lines{"!tlv.repeated 78+4 tag 0x2711"}));
    // The second occurrence and every later one.
    EXPECT_EQ(
        findings(proposal("2712 0000 ffff 0000 2712 0000 ffff 0000 2712 0000"_hex)),
        (Lines{"!tlv.repeated 82+4 tag 0x2712", "!tlv.repeated 86+4 tag 0xffff", "!tlv.repeated 90+4 tag 0x2712"}));
}

// Each of the 65,536 tags is distinguished from every other.
TEST(Rules, NoTagIsTakenForAnother)
{
    // As many tags as fit into one FLAP frame. They differ in their low bits, and in their high bits.
    Bytes tags;
    const auto add = [&tags](const Bytes& one) { tags.insert(tags.end(), one.begin(), one.end()); };
    for (std::size_t tag = 0x2713; tag < 0x4000; ++tag) {
        add(tlv(tag));
    }
    for (std::size_t tag = 0x4000; tag < 0x10000; tag += 64) {
        add(tlv(tag));
    }
    EXPECT_EQ(findings(proposal(tags)), kNothing);
    const std::size_t end = proposal(tags).size();
    EXPECT_EQ(findings(proposal(tags + tlv(0x3FFF))),
              (Lines{"!tlv.repeated " + std::to_string(end) + "+4 tag 0x3fff"}));
}

TEST(Rules, TlvUndefined)
{
    EXPECT_EQ(findings(proposal("0000 0000"_hex)), (Lines{"!tlv.undefined 74+4"})); // tag 0
    EXPECT_EQ(findings(proposal("0009 0000"_hex)), (Lines{"!tlv.undefined 74+4 tag 0x0009"}));
    EXPECT_EQ(findings(proposal("001b 0000"_hex)), (Lines{"!tlv.undefined 74+4 tag 0x001b"}));
    EXPECT_EQ(findings(proposal("2710 0000"_hex)), (Lines{"!tlv.undefined 74+4 tag 0x2710"}));
    EXPECT_EQ(findings(proposal("001a 0001 61 2712 0000 ffff 0000"_hex)), kNothing);
}

// Versions

TEST(Rules, VersionRange)
{
    EXPECT_EQ(findings(proposal("0012 0002 0001 0013 0002 0002"_hex)),
              (Lines{"!version.range 84+2 tag 0x0013 expected 1 found 2"}));
    EXPECT_EQ(findings(proposal("0013 0002 0002 0012 0002 0001"_hex)),
              (Lines{"!version.range 78+2 tag 0x0013 expected 1 found 2"}));
    EXPECT_EQ(findings(proposal("0012 0002 0002 0013 0002 0002"_hex)), kNothing);
    EXPECT_EQ(findings(proposal("0012 0002 0003 0013 0002 0002"_hex)), kNothing);
    EXPECT_EQ(findings(proposal("0013 0002 0002"_hex)), kNothing);
    EXPECT_EQ(findings(proposal("0012 0002 0000"_hex)), kNothing);
}

// NAK

TEST(Rules, NakDoNotUse)
{
    EXPECT_EQ(findings(client_error(3, "0002 0002"_hex)), (Lines{"!nak.do_not_use 34+2 found 2"}));
    for (const char* nak : {"0002 0000", "0002 0001", "0002 0003", "0002 000f", "0002 0200"}) {
        EXPECT_EQ(findings(client_error(3, from_hex(nak))), kNothing) << nak;
    }
    // As a code, 2 has another meaning.
    EXPECT_EQ(findings(client_error(2)), kNothing);
}

// Blocks that end too early: nothing can be reported as missing

TEST(Rules, NothingIsMissingInABlockThatBreaksOff)
{
    // The last TLV declares 9 bytes and has 1.
    const Bytes broken = "2712 0009 00"_hex;
    const Bytes requester = "0003 0004 c0000202"_hex;
    EXPECT_EQ(findings(to_client(block(kPropose, requester + broken))),
              (Lines{"!tlv.truncated 72+5 tag 0x2712 expected 13 found 5"}));
    EXPECT_EQ(findings(to_host(block(kCancel, broken))), (Lines{"!tlv.truncated 60+5 tag 0x2712 expected 13 found 5"}));
    EXPECT_EQ(findings(to_host(block(kPropose, "0016 0004 3ffffdfe 0017 0002 ebb9"_hex + broken))),
              (Lines{"!tlv.truncated 74+5 tag 0x2712 expected 13 found 5"}));
    // The last TLV is shorter than its header.
    EXPECT_EQ(findings(to_host(block(kPropose, "000a00"_hex))), (Lines{"!tlv.truncated 60+3 expected 4 found 3"}));
    // The block is longer than its frame, though its last TLV is whole.
    EXPECT_EQ(findings(icbm(6, kCookie + kChannel2 + kPeer + "0005 0024"_hex + block(kPropose, "000f 0000"_hex))),
              (Lines{"!block.truncated 34+30 tag 0x0005 expected 36 found 30"}));
}

TEST(Rules, NothingIsMissingInABlockThatTheCaptureCuts)
{
    const Bytes requester = "0003 0004 c0000202"_hex;
    const Bytes frame = to_client(block(kPropose, requester + "0016 0004 3ffffdfe 0017 0002 ebb9"_hex));
    EXPECT_EQ(findings(frame).size(), 4U); // sequence, verified IP, both XORs alone
    for (std::size_t captured = 30; captured < frame.size(); ++captured) {
        EXPECT_EQ(findings_of_cut(frame, captured), kNothing) << captured;
    }
    const Bytes cancel = to_host(block(kCancel, "000f 0000"_hex));
    EXPECT_EQ(findings(cancel).size(), 1U);
    for (std::size_t captured = 30; captured < cancel.size(); ++captured) {
        EXPECT_EQ(findings_of_cut(cancel, captured), kNothing) << captured;
    }
}

// Findings about the part before the end are still reported.
TEST(Rules, OtherRulesHoldInABlockThatBreaksOff)
{
    EXPECT_EQ(findings(to_host(block(kAccept, "000a 0002 0001 000a 0002 0001 0009 0000"_hex + "27"_hex))),
              (Lines{"!sequence.unexpected 64+2 tag 0x000a found 2", "!tlv.repeated 66+6 tag 0x000a",
                     "!sequence.unexpected 70+2 tag 0x000a found 2", "!tlv.undefined 72+4 tag 0x0009",
                     "!tlv.truncated 76+1 expected 4 found 1"}));
    EXPECT_EQ(findings(to_host(block(kPropose, kIp + "0016 0004 00000000"_hex + "27"_hex))),
              (Lines{"!ip_xor.mismatch 72+4 tag 0x0016 expected 3221225985 found 4294967295",
                     "!tlv.truncated 76+1 expected 4 found 1"}));
    // The tag of a truncated TLV is still checked.
    EXPECT_EQ(findings(to_host(block(kPropose, kSequence1 + "000a 0002 00"_hex))),
              (Lines{"!tlv.repeated 66+5 tag 0x000a", "!tlv.truncated 66+5 tag 0x000a expected 6 found 5"}));
}

} // namespace
} // namespace oscar::test
