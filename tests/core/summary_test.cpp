// SPDX-License-Identifier: GPL-2.0-or-later
//
// The few values that the summary line shows of what a rendezvous is about.
#include "samples.h"

#include "core/rendezvous/summary.h"

#include <gtest/gtest.h>

#include <string>

namespace oscar::test {
namespace {

// "name charset size count icq-type", each only if it is there.
std::string gist_of(const Bytes& frame)
{
    const View view(frame);
    Message message;
    EXPECT_TRUE(read_message(view, message));
    const Summary summary = read_summary(view, message);
    std::string out;
    if (summary.name.at.length > 0) {
        out += '"' + std::string(view.chars(summary.name.at)) + '"';
        out += summary.name.charset == Charset::ucs2_be ? " ucs-2" : "";
    }
    out += summary.has_size ? " size " + std::to_string(summary.size) : "";
    out += summary.has_count ? " count " + std::to_string(summary.count) : "";
    out += summary.has_icq_type ? " type " + std::to_string(summary.icq_type) : "";
    return out;
}

Bytes file(const Bytes& tlvs) { return to_host(block(kPropose, tlvs, kFileTransfer)); }
const Bytes kOffer = tlv(0x2711, "0001 0001 ffffffff 61 00"_hex);

TEST(Summary, RealMessages)
{
    EXPECT_EQ(gist_of(real_file_proposal()), "\"recipe.docx\" size 12008 count 1");
    EXPECT_EQ(gist_of(real_file_accept()), "");
    EXPECT_EQ(gist_of(real_chat_invitation()), "\"diputs_81_chat11\"");
    EXPECT_EQ(gist_of(real_icq_message()), std::string("\"Test message.\0\" type 1", 23));
    EXPECT_EQ(gist_of(real_icq_acknowledgement()), std::string("\"User is currently Occupied\0\" type 233", 38));
}

// The 64-bit size knows better, on whichever side of the offer it stands.
TEST(Summary, Size)
{
    const Bytes size64 = "2713 0008 0000000200000001"_hex;
    EXPECT_EQ(gist_of(file(kOffer)), "\"a\" size 4294967295 count 1");
    EXPECT_EQ(gist_of(file(kOffer + size64)), "\"a\" size 8589934593 count 1");
    EXPECT_EQ(gist_of(file(size64 + kOffer)), "\"a\" size 8589934593 count 1");
    EXPECT_EQ(gist_of(file(size64)), " size 8589934593");
    // Of the wrong length, or broken off, it knows nothing.
    EXPECT_EQ(gist_of(file(kOffer + "2713 0004 00000001"_hex)), "\"a\" size 4294967295 count 1");
    EXPECT_EQ(gist_of(file(kOffer + "2713 0008 00000002"_hex)), "\"a\" size 4294967295 count 1");
    // Of another service it is another tag.
    EXPECT_EQ(gist_of(to_host(block(kPropose, size64, kDirectIm))), "");
}

TEST(Summary, CharsetOfTheName)
{
    EXPECT_EQ(gist_of(file(tlv(0x2711, "0001 0001 00000001 0061 0000"_hex) + tlv(0x2712, "unicode-2-0"_ascii))),
              std::string("\"\0a\" ucs-2 size 1 count 1", 25));
}

TEST(Summary, NothingInABrokenOffer)
{
    EXPECT_EQ(gist_of(file("2711 0020 0001 0001 00000001 61 00"_hex)), "");
    EXPECT_EQ(gist_of(file("2711 0004 0001 0001"_hex)), "");
    EXPECT_EQ(gist_of(client_error(3, "0002 0001"_hex)), "");
    EXPECT_EQ(gist_of(icbm(6, kCookie + kChannel2 + kPeer)), "");
}

TEST(Summary, BuddyIcon)
{
    const Bytes icon = tlv(0x2711, "00000000 00000002 4a834806 0000"_hex);
    EXPECT_EQ(gist_of(to_host(block(kPropose, icon, "09461346-4c7f-11d1-8222-444553540000"_hex))), " size 2");
}

// The file's name before the text that came with it, in either order.
TEST(Summary, IcqFileRequest)
{
    const Bytes headers = "1b00 0800"_hex + Bytes(16, 0) + "0000 03000000 00 feff 0e00 feff"_hex + Bytes(12, 0);
    const Bytes request =
        headers + "03 00 0000 0100 0300 686900 0100 00 1446 0000 0600"_hex + "a.txt"_ascii + "00 10270000 46140000"_hex;
    EXPECT_EQ(gist_of(to_host(block(kPropose, tlv(0x2711, request), "09461349-4c7f-11d1-8222-444553540000"_hex))),
              std::string("\"a.txt\0\" size 10000 type 3", 26));
}

} // namespace
} // namespace oscar::test
