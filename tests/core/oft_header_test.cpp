// SPDX-License-Identifier: GPL-2.0-or-later
//
// Headers of OFT2: the fields and their places are those of libpurple oft.h and joscar.
#include "data_samples.h"
#include "prefixes.h"
#include "trace.h"

#include "core/oft/header.h"

#include <gtest/gtest.h>

namespace oscar::test {
namespace {

using namespace oft;

Reports decoded(const Bytes& header) { return reports_of(View(header), oft::decode_header); }
Lines findings_of(const OftFields& fields) { return decoded(oft_header(fields)).findings; }

// The lines of the items from the one of this name on.
Lines from(const Lines& lines, const std::string& name, std::size_t count)
{
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].rfind(name + ' ', 0) == 0) {
            return {lines.begin() + static_cast<std::ptrdiff_t>(i),
                    lines.begin() + static_cast<std::ptrdiff_t>(std::min(i + count, lines.size()))};
        }
    }
    return {};
}

TEST(OftHeader, OfWinAim)
{
    const Reports t = decoded(winaim_prompt());
    EXPECT_EQ(t.items, (Lines{
                           R"(magic 0+4 "OFT2")",
                           "header_length 4+2 256",
                           "type 6+2 0x0101",
                           "cookie 8+8 3a9054517f94c7a9",
                           "encryption 16+2 0",
                           "compression 18+2 0",
                           "files 20+2 1",
                           "files_left 22+2 1",
                           "parts 24+2 1",
                           "parts_left 26+2 1",
                           "total_size 28+4 332555",
                           "size 32+4 332555",
                           "mtime 36+4 1140581262",
                           "checksum 40+4 0xe48d0000",
                           "resource.received_checksum 44+4 0xffff0000 (not set, or of no bytes)",
                           "resource.size 48+4 0",
                           "ctime 52+4 0 (not set)",
                           "resource.checksum 56+4 0xffff0000 (not set, or of no bytes)",
                           "received 60+4 0",
                           "received_checksum 64+4 0xffff0000 (not set, or of no bytes)",
                           R"(id 68+32 "Cool FileXfer)" +
                               [] {
                                   std::string nuls;
                                   for (int i = 0; i < 19; ++i) {
                                       nuls += "\\x00";
                                   }
                                   return nuls;
                               }() +
                               '"',
                           "flags 100+1 0x0020",
                           "flags.unfinished 100+1 set",
                           "flags.list 100+1 not set",
                           "flags.old 100+1 not set",
                           "flags.finished 100+1 not set",
                           "list_name_offset 101+1 28",
                           "list_size_offset 102+1 17",
                           "reserved 103+69 " + std::string(138, '0'),
                           "finder 172+16 " + std::string(32, '0'),
                           "name_encoding 188+2 0",
                           "name_encoding.sub 190+2 0",
                           R"(name 192+43 "Donna Cover Again.psd\x01Donna Cover Again.psd")",
                       }));
    EXPECT_EQ(t.findings, Lines{});
}

TEST(OftHeader, NumbersOfWinAim)
{
    const Bytes bytes = winaim_prompt();
    const Header h = read_header(View(bytes));
    EXPECT_TRUE(h.numbers);
    EXPECT_EQ(h.length, 256U);
    EXPECT_TRUE(h.is(Type::prompt));
    EXPECT_FALSE(h.is(Type::done));
    EXPECT_EQ(h.cookie, 0x3a9054517f94c7a9U);
    EXPECT_EQ(h.files, 1U);
    EXPECT_EQ(h.files_left, 1U);
    EXPECT_EQ(h.total_size, 332555U);
    EXPECT_EQ(h.size, 332555U);
    EXPECT_EQ(h.checksum, 0xe48d0000U);
    EXPECT_EQ(h.resource_size, 0U);
    EXPECT_EQ(h.received, 0U);
    EXPECT_EQ(h.received_checksum, 0xffff0000U);
    EXPECT_EQ(h.name.at, (Slice{192, 43}));
    EXPECT_TRUE(h.name.path);
}

TEST(OftHeader, EachNumberFromItsOwnPlace)
{
    const Bytes bytes = oft_header({.type = 0x0106,
                                    .counts = "0004 0003 0002 0001"_hex,
                                    .total_size = 0x11121314,
                                    .size = 0x01020304,
                                    .checksum = 0x21220000,
                                    .resource_size = 0x31323334,
                                    .received = 0x00010203,
                                    .received_checksum = 0x41420000});
    const Header h = read_header(View(bytes));
    EXPECT_TRUE(h.is(Type::resume_granted));
    EXPECT_EQ(h.files, 4U);
    EXPECT_EQ(h.files_left, 3U);
    EXPECT_EQ(h.total_size, 0x11121314U);
    EXPECT_EQ(h.size, 0x01020304U);
    EXPECT_EQ(h.checksum, 0x21220000U);
    EXPECT_EQ(h.resource_size, 0x31323334U);
    EXPECT_EQ(h.received, 0x00010203U);
    EXPECT_EQ(h.received_checksum, 0x41420000U);
    EXPECT_EQ(decoded(bytes).findings, Lines{});
}

TEST(OftHeader, Names)
{
    const auto name_of = [](const Bytes& encoding, const Bytes& name) {
        const Reports t = decoded(oft_header({.encoding = encoding, .name = name}));
        EXPECT_EQ(t.findings, Lines{});
        const Lines lines = from(t.items, "name", 2);
        EXPECT_EQ(lines.size(), 1U);
        return lines.empty() ? "" : lines[0];
    };
    EXPECT_EQ(name_of("0000 0000"_hex, "a.txt"_ascii), R"(name 192+5 "a.txt")");
    EXPECT_EQ(name_of("0002 0000"_hex, "0061 043f 0001 0062"_hex), R"(name 192+8 "\x00a\x04?\x00\x01\x00b" ucs-2)");
    EXPECT_EQ(name_of("0003 0000"_hex, "e4.txt"_ascii), R"(name 192+6 "e4.txt" iso-8859-1)");
    // The zero bytes of two characters make no end.
    EXPECT_EQ(name_of("0002 0000"_hex, "0100 0061"_hex), R"(name 192+4 "\x01\x00\x00a" ucs-2)");
    EXPECT_EQ(name_of("0000 0000"_hex, {}), R"(name 192+0 "")");
    // The longest that has its NUL in 64 bytes, and longer ones.
    for (const std::size_t n : {63U, 64U, 200U, 65'000U}) {
        EXPECT_EQ(name_of("0000 0000"_hex, repeat(n, "n"_ascii)),
                  "name 192+" + std::to_string(n) + " \"" + std::string(n, 'n') + '"');
    }
}

// MirandaICQ: a name of exactly 64 bytes has no NUL.
TEST(OftHeader, NameThatFillsItsField)
{
    Bytes bytes = oft_header({.name = repeat(63, "n"_ascii)});
    bytes[255] = 'n';
    EXPECT_EQ(from(decoded(bytes).items, "name", 2), (Lines{"name 192+64 \"" + std::string(64, 'n') + '"'}));
    EXPECT_EQ(decoded(bytes).findings, Lines{});
}

TEST(OftHeader, NameOfAnOddNumberOfBytesInUcs2)
{
    Bytes bytes = oft_header({.encoding = "0002 0000"_hex, .name = repeat(64, "0061"_hex)});
    EXPECT_EQ(bytes.size(), 321U); // room for 129 bytes
    bytes[320] = 'x';
    EXPECT_EQ(decoded(bytes).findings, (Lines{"!name.trailing 320+1 found 1"}));
}

TEST(OftHeader, BytesAfterTheName)
{
    const Reports t = decoded(oft_header({.name = "a\0secret\0"_ascii}));
    EXPECT_EQ(from(t.items, "name", 2), (Lines{R"(name 192+1 "a")", "name.rest 193+7 00736563726574"}));
    EXPECT_EQ(t.findings, (Lines{"!name.trailing 193+7 found 7"}));
}

TEST(OftHeader, NamesThatLeadElsewhere)
{
    const auto detail = [](const Bytes& name, const Bytes& encoding = "0000 0000"_hex) -> std::string {
        const Reports t = decoded(oft_header({.encoding = encoding, .name = name}));
        EXPECT_LE(t.findings.size(), 1U);
        for (const Event& event : t.events) {
            if (event.kind == Event::Kind::finding) {
                EXPECT_STREQ(row(event.finding.id).filter, "aim_oft.name.path");
                return event.finding.detail;
            }
        }
        return "";
    };
    EXPECT_EQ(detail("/etc/passwd"_ascii), "'/'");
    EXPECT_EQ(detail("..\\autoexec.bat"_ascii), "'\\'");
    EXPECT_EQ(detail("c:autoexec.bat"_ascii), "a drive's letter");
    EXPECT_EQ(detail(".."_ascii), "'..'");
    EXPECT_EQ(detail("..\1"
                     "a"_ascii),
              "'..'");
    EXPECT_EQ(detail("a\1..\1"
                     "b"_ascii),
              "'..'");
    EXPECT_EQ(detail("a\1.."_ascii), "'..'");
    EXPECT_EQ(detail("\1"
                     "a"_ascii),
              "a folder separator in front");
    EXPECT_EQ(detail("002e 002e 0001 0061"_hex, "0002 0000"_hex), "'..'");
    EXPECT_EQ(detail("0063 003a 0061"_hex, "0002 0000"_hex), "a drive's letter");

    EXPECT_EQ(detail("a\1"
                     "b\1"
                     "c.txt"_ascii),
              "");
    EXPECT_EQ(detail("..."_ascii), "");
    EXPECT_EQ(detail("..a"_ascii), "");
    EXPECT_EQ(detail("a.."_ascii), "");
    EXPECT_EQ(detail("."_ascii), "");
    EXPECT_EQ(detail("ab:c"_ascii), "");
    EXPECT_EQ(detail("1:c"_ascii), "");
    EXPECT_EQ(detail("022e 022e"_hex, "0002 0000"_hex), ""); // letters whose lower bytes are dots
    EXPECT_EQ(detail("002f"_hex + "0061"_hex, "0002 0000"_hex), "'/'");
}

TEST(OftHeader, FinderInformation)
{
    const Reports t =
        decoded(oft_header({.resource_size = 286, .finder = "54455854 74747874 0100 0032 0040 0007"_hex}));
    EXPECT_EQ(from(t.items, "finder", 8), (Lines{
                                              "finder 172+16 54455854747478740100003200400007",
                                              R"(finder.type 172+4 "TEXT")",
                                              R"(finder.creator 176+4 "ttxt")",
                                              "finder.flags 180+2 0x0100",
                                              "finder.vertical 182+2 50",
                                              "finder.horizontal 184+2 64",
                                              "finder.folder 186+2 7",
                                              "name_encoding 188+2 0",
                                          }));
    EXPECT_EQ(t.findings, Lines{});
}

TEST(OftHeader, FlagsByBit)
{
    for (const int flags : {0x01, 0x02, 0x10, 0x20, 0xCC, 0xFF}) {
        Bytes bytes = oft_header();
        bytes[100] = static_cast<std::uint8_t>(flags);
        const auto word = [flags](int mask) { return (flags & mask) != 0 ? std::string("set") : "not set"; };
        EXPECT_EQ(from(decoded(bytes).items, "flags.unfinished", 4), (Lines{
                                                                         "flags.unfinished 100+1 " + word(0x20),
                                                                         "flags.list 100+1 " + word(0x10),
                                                                         "flags.old 100+1 " + word(0x02),
                                                                         "flags.finished 100+1 " + word(0x01),
                                                                     }));
    }
}

TEST(OftHeader, TypesHaveNames)
{
    const std::pair<std::uint16_t, const char*> types[] = {
        {0x0101, "Prompt"},
        {0x0202, "Acknowledge"},
        {0x0204, "Done"},
        {0x0205, "Resume wish"},
        {0x0106, "Resume granted"},
        {0x0207, "Resume acknowledged"},
        {0x1108, "File list"},
        {0x1209, "File list acknowledged"},
        {0x120A, "File list damaged (uncertain)"},
        {0x120B, "File list received"},
        {0x120C, "Request for a file"},
        {0x120E, "Request for a folder"},
    };
    const auto type_item = [](std::uint16_t type) {
        const Reports t = decoded(oft_header({.type = type}));
        const char* name = nullptr;
        for (const Event& event : t.events) {
            if (event.kind == Event::Kind::item && event.item.at == Slice{6, 2}) {
                name = value_name(event.item.field, event.item.value);
            }
        }
        return std::pair(name, t.findings);
    };
    for (const auto& [type, name] : types) {
        EXPECT_TRUE(is_known(type));
        EXPECT_STREQ(type_item(type).first, name);
        EXPECT_EQ(type_item(type).second, Lines{});
    }
    for (const std::uint16_t type :
         std::initializer_list<std::uint16_t>{0x0000, 0x0102, 0x0201, 0x0203, 0x120D, 0xFFFF}) {
        EXPECT_FALSE(is_known(type));
        EXPECT_EQ(type_item(type).first, nullptr);
        EXPECT_EQ(type_item(type).second,
                  (Lines{type == 0 ? "!type.unknown 6+2" : "!type.unknown 6+2 found " + std::to_string(type)}));
    }
}

TEST(OftHeader, Oft3)
{
    Bytes bytes = oft_header();
    bytes[3] = '3';
    EXPECT_EQ(decoded(bytes).findings, (Lines{"!oft3 0+4"}));
    EXPECT_TRUE(read_header(View(bytes)).is(Type::prompt));
}

TEST(OftHeader, ValuesOutOfRange)
{
    EXPECT_EQ(findings_of({.counts = "0001 0002 0001 0001"_hex}), (Lines{"!files_left.range 22+2 expected 1 found 2"}));
    EXPECT_EQ(findings_of({.counts = "0001 0001 0001 0002"_hex}), (Lines{"!parts_left.range 26+2 expected 1 found 2"}));
    EXPECT_EQ(findings_of({.total_size = 64}), (Lines{"!size.range 32+4 expected 64 found 65"}));
    for (const std::size_t of_list : {0x1108U, 0x1209U, 0x120AU, 0x120BU}) {
        EXPECT_EQ(findings_of({.type = of_list, .total_size = 64}), Lines{}) << of_list;
    }
    EXPECT_EQ(findings_of({.received = 66}), (Lines{"!received.range 60+4 expected 65 found 66"}));
    EXPECT_EQ(findings_of({.received = 65}), Lines{});
    EXPECT_EQ(findings_of({.encoding = "0001 0000"_hex}), (Lines{"!name_encoding.unknown 188+2 found 1"}));
    Bytes bytes = oft_header();
    bytes[17] = 1;
    bytes[19] = 2;
    EXPECT_EQ(decoded(bytes).findings,
              (Lines{"!encryption.unknown 16+2 found 1", "!compression.unknown 18+2 found 2"}));
}

Bytes with_length(Bytes bytes, std::size_t length)
{
    bytes[4] = static_cast<std::uint8_t>(length >> 8);
    bytes[5] = static_cast<std::uint8_t>(length);
    return bytes;
}

TEST(OftHeader, LengthBelowTheUsual)
{
    // MirandaICQ takes 240 bytes and more: a note of the length is all that there is to say.
    EXPECT_EQ(decoded(with_length(oft_header(), 240)).findings, (Lines{"!header.short 4+2 expected 256 found 240"}));
    EXPECT_EQ(from(decoded(with_length(oft_header(), 240)).items, "name", 1), (Lines{R"(name 192+9 "notes.txt")"}));
    // No name fits.
    EXPECT_EQ(from(decoded(with_length(oft_header(), 192)).items, "name", 1), (Lines{R"(name 192+0 "")"}));
    // Fields are missing.
    const Reports t = decoded(with_length(oft_header(), 66));
    EXPECT_EQ(t.items.back(), "received 60+4 0");
    EXPECT_EQ(t.findings, (Lines{"!header.short 4+2 expected 256 found 66"}));
    EXPECT_FALSE(read_header(View(with_length(oft_header(), 66))).numbers);
    EXPECT_TRUE(read_header(View(with_length(oft_header(), 68))).numbers);
    // The length says that not even itself is there.
    EXPECT_EQ(decoded(with_length(oft_header(), 0)).items, (Lines{R"(magic 0+4 "OFT2")", "header_length 4+2 0"}));
    EXPECT_EQ(decoded(with_length(oft_header(), 0)).findings, (Lines{"!header.short 4+2 expected 256"}));
}

TEST(OftHeader, LengthPastWhatIsThere)
{
    const Reports t = decoded(with_length(oft_header(), 65535));
    EXPECT_EQ(t.findings, (Lines{"!header.truncated 4+2 expected 65535 found 256"}));
    EXPECT_EQ(from(t.items, "name", 2), (Lines{R"(name 192+9 "notes.txt")"}));
    EXPECT_EQ(read_header(View(with_length(oft_header(), 65535))).name.at.length, 0U);
}

// What is behind the header belongs to somebody else.
TEST(OftHeader, EndsWithItsLength)
{
    const Bytes bytes = oft_header() + "content"_ascii;
    EXPECT_EQ(decoded(bytes).items, decoded(oft_header()).items);
    EXPECT_EQ(decoded(bytes).findings, Lines{});
    EXPECT_EQ(decoded(with_length(bytes, 263)).findings, (Lines{"!name.trailing 201+62 found 62"}));
}

TEST(OftHeader, EveryPrefix)
{
    expect_sound_prefixes(winaim_prompt(), 6, oft::decode_header);
    expect_sound_prefixes(
        oft_header({.finder = repeat(16, "41"_hex), .encoding = "0002 0000"_hex, .name = repeat(80, "0061"_hex)}), 6,
        oft::decode_header);
}

TEST(OftStart, TellsAHeaderFromAnythingElse)
{
    EXPECT_EQ(start_of(oft_header()), Start::header);
    EXPECT_EQ(start_of("OFT3"_ascii), Start::header);
    EXPECT_EQ(start_of("OFT1"_ascii), Start::other);
    EXPECT_EQ(start_of("OFT"_ascii), Start::partial);
    EXPECT_EQ(start_of("O"_ascii), Start::partial);
    EXPECT_EQ(start_of(Bytes{}), Start::partial);
    EXPECT_EQ(start_of("oft2"_ascii), Start::other);
    EXPECT_EQ(start_of("OFTx"_ascii), Start::other);
    EXPECT_EQ(start_of("3"_ascii), Start::other);
    EXPECT_EQ(start_of("ODC2"_ascii), Start::other);
}

TEST(OftStart, OfASegment)
{
    EXPECT_TRUE(looks_like_header(oft_header()));
    EXPECT_TRUE(looks_like_header("OFT2"_ascii)); // in pieces
    EXPECT_TRUE(looks_like_header("4f465432 01"_hex));
    EXPECT_TRUE(looks_like_header("4f465432 00c0"_hex));
    EXPECT_FALSE(looks_like_header("4f465432 00bf"_hex));
    EXPECT_FALSE(looks_like_header("OFT2 is the name of a protocol"_ascii));
    EXPECT_FALSE(looks_like_header("4f465432 0100 0103"_hex));
    EXPECT_TRUE(looks_like_header("4f465433 0100 0101"_hex));
    EXPECT_FALSE(looks_like_header("OFT"_ascii));
}

// The decoder is given what there is, and that can be less than a length.
TEST(OftHeader, LessThanItsLength)
{
    for (const Bytes& bytes : {"4f4654"_hex, "4f46543201"_hex}) {
        const Reports reports = decoded(bytes);
        EXPECT_TRUE(reports.findings.empty());
        const oft::Header header = oft::read_header(View(bytes));
        EXPECT_FALSE(header.numbers);
        EXPECT_EQ(header.length, 0);
        EXPECT_FALSE(header.is(oft::Type::prompt));
    }
}

TEST(OftHeader, LengthShorterThanItsNumbers)
{
    const Bytes bytes = with_length(oft_header(), 66);
    const oft::Header header = oft::read_header(View(bytes));
    EXPECT_FALSE(header.numbers);
    EXPECT_EQ(header.length, 66);
    const Bytes whole = oft_header();
    const oft::Header cut = oft::read_header(View(std::span(whole).first(60)));
    EXPECT_FALSE(cut.numbers);
    EXPECT_EQ(cut.length, 256);
}

TEST(OftHeader, NamesThatLeadNowhere)
{
    EXPECT_EQ(findings_of({.name = "{:x"_ascii}), Lines{});
    EXPECT_EQ(findings_of({.encoding = "0003 0000"_hex, .name = "\xe9:x"_ascii}), Lines{});
}

} // namespace
} // namespace oscar::test
