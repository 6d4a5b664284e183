// SPDX-License-Identifier: GPL-2.0-or-later
//
// Lists of shared files: lines as libfaim ft.c reads them, TLVs as joscar does.
#include "data_samples.h"
#include "prefixes.h"
#include "trace.h"

#include "core/oft/header.h"
#include "core/oft/list.h"

#include <gtest/gtest.h>

namespace oscar::test {
namespace {

using namespace oft;

Reports listed(const Bytes& list, ListColumns columns = {}, bool whole = true)
{
    return reports_of(View(list), [&](const View& view, Listener& to) { decode_list(view, columns, whole, to); });
}

//                          0                17      25 28
const Bytes kBirds = "05/14/2005 09:30     2048   birds.txt\r\n"_ascii;

TEST(OftList, OfLines)
{
    const Reports t = listed(kBirds + "05/21/2005 18:02 12345678   a tree.txt\n"_ascii);
    EXPECT_EQ(t.items, (Lines{
                           "list.entry 0+37",
                           R"(list.date 0+16 "05/14/2005 09:30")",
                           "list.size 21+4 2048",
                           R"(list.name 28+9 "birds.txt")",
                           "list.entry 39+38",
                           R"(list.date 39+16 "05/21/2005 18:02")",
                           "list.size 56+8 12345678",
                           R"(list.name 67+10 "a tree.txt")",
                       }));
    EXPECT_EQ(t.findings, Lines{});
}

TEST(OftList, TakesItsColumnsFromTheHeader)
{
    EXPECT_EQ(
        listed("30.11.99   77 a.txt\n"_ascii, {.name = 14, .size = 10}).items,
        (Lines{"list.entry 0+19", R"(list.date 0+8 "30.11.99")", "list.size 11+2 77", R"(list.name 14+5 "a.txt")"}));
    // A client from before AIM 5.2
    EXPECT_EQ(listed("05/14/2005 09:30    2048  birds.txt\n"_ascii, {.name = 0x1A, .size = 0x10}).items,
              (Lines{"list.entry 0+35", R"(list.date 0+16 "05/14/2005 09:30")", "list.size 20+4 2048",
                     R"(list.name 26+9 "birds.txt")"}));

    Bytes header = oft_header({.type = 0x1108});
    EXPECT_EQ(read_header(View(header)).columns, (ListColumns{.name = 0x1C, .size = 0x11}));
    header[5] = 102; // a header that ends before the second of them
    header[4] = 0;
    EXPECT_EQ(read_header(View(header)).columns, ListColumns{});
    header[5] = 103;
    EXPECT_EQ(read_header(View(header)).columns, (ListColumns{.name = 0x1C, .size = 0x11}));
    EXPECT_EQ(read_header(View(header.data(), 102, 103)).columns, ListColumns{});
}

TEST(OftList, NameBehindALongSize)
{
    EXPECT_EQ(listed("05/14/2005 09:30 123456789012 big.iso"_ascii).items,
              (Lines{"list.entry 0+37", R"(list.date 0+16 "05/14/2005 09:30")", "list.size 17+12 123456789012",
                     R"(list.name 30+7 "big.iso")"}));
}

TEST(OftList, WithoutDates)
{
    EXPECT_EQ(listed("                     2048   birds.txt"_ascii).items,
              (Lines{"list.entry 0+37", "list.size 21+4 2048", R"(list.name 28+9 "birds.txt")"}));
}

TEST(OftList, LinesThatAreNoEntries)
{
    for (const Bytes& line : {
             "short"_ascii,
             "05/14/2005 09:30 many bytes birds.txt"_ascii,
             "05/14/2005 09:30 99999999999999999999 birds.txt"_ascii, // more than 64 bits
             "05/14/2005 09:30     2048"_ascii,
             "05/14/2005 09:30     2048      "_ascii,
             "05/14/2005 09:30 "_ascii,
             Bytes(300),
             Bytes(300, 0xFF),
         }) {
        const Reports t = listed(line + "\n"_ascii + kBirds);
        ASSERT_EQ(t.items.size(), 5U);
        EXPECT_EQ(t.items[0].rfind("list.unknown 0+" + std::to_string(line.size()) + ' ', 0), 0U) << t.items[0];
        EXPECT_EQ(t.findings, (Lines{"!list.line 0+" + std::to_string(line.size()) + " expected 17 found 28"}));
    }
    // Empty ones separate.
    EXPECT_EQ(listed("\r\n\n"_ascii + kBirds + "\r\n"_ascii).findings, Lines{});
    EXPECT_EQ(listed({}).items, Lines{});
    EXPECT_EQ(listed("x\n"_ascii, {.name = 7, .size = 255}).findings, (Lines{"!list.line 0+1 expected 255 found 7"}));
}

TEST(OftList, LineThatGoesOnElsewhere)
{
    const Bytes start(kBirds.begin(), kBirds.end() - 4);
    EXPECT_EQ(listed(kBirds + start, {}, false).items.size(), 4U);
    EXPECT_EQ(listed(kBirds + start, {}, false).findings, Lines{});
    EXPECT_EQ(listed(kBirds + start, {}, true).items.size(), 8U); // the end of the list ends a line, too
    // Cut by the capture.
    const Bytes all = kBirds + kBirds;
    const Reports cut = reports_of(View(all.data(), 70, static_cast<std::uint32_t>(all.size())),
                                   [](const View& view, Listener& to) { decode_list(view, {}, true, to); });
    EXPECT_EQ(cut.items.size(), 4U);
    EXPECT_EQ(cut.findings, Lines{});
}

Bytes entry(const Bytes& name, const Bytes& flags)
{
    return "0101 0004 42fc7f00 0303 0004 00000800"_hex + tlv(0x0404, name) + "0505 0002 0000"_hex + tlv(0x0900, flags) +
           "0909 0000"_hex;
}
const Bytes kNewList = "Lst1"_ascii + entry("walks"_ascii, "00000001"_hex) + entry("birds.txt"_ascii, Bytes(4));

TEST(OftList, OfTlvs)
{
    const Reports t = listed(kNewList);
    EXPECT_EQ(t.items, (Lines{
                           "list.entry 4+43",
                           "list.mtime 8+4 1123843840",
                           "list.size 16+4 2048",
                           R"(list.name 24+5 "walks")",
                           "list.reserved 33+2 0x0000",
                           "list.flags 39+4 0x0001",
                           "list.flags.folder 42+1 set",
                           "list.entry 47+47",
                           "list.mtime 51+4 1123843840",
                           "list.size 59+4 2048",
                           R"(list.name 67+9 "birds.txt")",
                           "list.reserved 80+2 0x0000",
                           "list.flags 86+4 0x0000",
                           "list.flags.folder 89+1 not set",
                       }));
    EXPECT_EQ(t.findings, Lines{});
    EXPECT_EQ(listed("Lst1"_ascii).items, Lines{});
    EXPECT_EQ(listed("Lst1"_ascii).findings, Lines{});
    EXPECT_EQ(listed("Lst2"_ascii).findings.size(), 1U); // a line
}

TEST(OftList, TlvsThatDoNotFit)
{
    const Bytes magic = "Lst1"_ascii;
    EXPECT_EQ(listed(magic + "0303 0002 0001 0909 0000"_hex).findings, (Lines{"!list.length 4+6 expected 4 found 2"}));
    EXPECT_EQ(listed(magic + "0303 0002 0001 0909 0000"_hex).items,
              (Lines{"list.entry 4+10", "list.unknown 4+6 030300020001"}));
    EXPECT_EQ(listed(magic + "0505 0001 00 0909 0000"_hex).findings, (Lines{"!list.length 4+5 expected 2 found 1"}));
    EXPECT_EQ(listed(magic + "0909 0001 00"_hex).findings, (Lines{"!list.length 4+5 found 1"}));
    const Reports unknown = listed(magic + "7777 0001 3f 0909 0000"_hex);
    EXPECT_EQ(unknown.items, (Lines{"list.entry 4+9", "list.unknown 4+5 777700013f"}));
    EXPECT_EQ(unknown.findings, (Lines{"!list.tag_unknown 4+5 found 30583"}));
    EXPECT_EQ(listed(magic + "0404 0000 0909 0000"_hex).items, (Lines{"list.entry 4+8", R"(list.name 8+0 "")"}));
    // An entry without its end, and one that runs past the list
    EXPECT_EQ(listed(magic + "0404 0001 61"_hex).findings, (Lines{"!list.truncated 4+5 found 5"}));
    const Reports past = listed(magic + "0404 ffff 61"_hex);
    EXPECT_EQ(past.items, (Lines{"list.entry 4+5", "list.unknown 4+5 0404ffff61"}));
    EXPECT_EQ(past.findings, (Lines{"!list.truncated 4+5 found 5"}));
}

TEST(OftList, EntryThatGoesOnElsewhere)
{
    const Bytes start(kNewList.begin(), kNewList.end() - 1);
    EXPECT_EQ(listed(start, {}, false).items.size(), 7U);
    EXPECT_EQ(listed(start, {}, false).findings, Lines{});
    EXPECT_EQ(listed(start, {}, true).findings, (Lines{"!list.truncated 47+46 found 46"}));
}

TEST(OftList, CutByTheCapture)
{
    const auto size = static_cast<std::uint32_t>(kNewList.size());
    const Reports whole = listed(kNewList);
    for (std::uint32_t n = 0; n < size; ++n) {
        const Bytes there(kNewList.begin(), kNewList.begin() + n);
        const Reports cut = reports_of(View(there.data(), n, size),
                                       [](const View& view, Listener& to) { decode_list(view, {}, true, to); });
        EXPECT_EQ(cut.findings, Lines{}) << n;
        for (const std::string& item : cut.items) {
            const bool is_cut = item.rfind("list.entry", 0) == 0 || item.rfind("list.unknown", 0) == 0;
            EXPECT_TRUE(is_cut || std::count(whole.items.begin(), whole.items.end(), item) > 0) << n << ": " << item;
        }
    }
}

} // namespace
} // namespace oscar::test
