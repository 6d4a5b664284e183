// SPDX-License-Identifier: GPL-2.0-or-later
//
// Packets of the rendezvous proxy. The layouts are those of libpurple peer_proxy.c, joscar and Clark 2005.
#include "data_samples.h"
#include "prefixes.h"
#include "trace.h"

#include "core/ars/packet.h"

#include <gtest/gtest.h>

namespace oscar::test {
namespace {

using namespace ars;

void decode_one(const View& view, Listener& to)
{
    Packet packet;
    if (read_packet(view, packet)) {
        decode_packet(view, packet, to);
    }
}
Reports decoded(const Bytes& bytes) { return reports_of(View(bytes), decode_one); }
Packet read(const Bytes& bytes)
{
    Packet packet;
    EXPECT_TRUE(read_packet(View(bytes), packet));
    return packet;
}

// The five items of the header, and what comes after them.
Lines header(const std::string& length, const std::string& command, const std::string& request_id, Lines rest)
{
    Lines out = {"length 0+2 " + length, "foodgroup 2+2 0x044a", "command 4+2 " + command, "flags 6+2 0x0000",
                 "request_id 8+4 " + request_id};
    out.insert(out.end(), rest.begin(), rest.end());
    return out;
}

TEST(ArsPacket, Error)
{
    const Reports t = decoded(ars_error(0x1A));
    EXPECT_EQ(ars_error(0x1A).size(), 14U);
    EXPECT_EQ(t.items, header("12", "1", "0x0220", {"error 12+2 0x001a"}));
    EXPECT_EQ(t.findings, Lines{});
    EXPECT_TRUE(read(ars_error(0x1A)).has_error);
    EXPECT_EQ(read(ars_error(0x1A)).error, 0x1A);
}

TEST(ArsPacket, TheServiceIsInWhatHasOne)
{
    EXPECT_STREQ(read(ars_create()).service_name.c_str(), "File Transfer");
    EXPECT_STREQ(read(ars_packet(5, ars_service(), true)).service_name.c_str(), "");
    // The name runs past the end.
    EXPECT_STREQ(read(ars_packet(2, "ff"_hex + ars_service(), false)).service_name.c_str(), "");
}

TEST(ArsPacket, ErrorsHaveNames)
{
    const std::pair<std::uint16_t, const char*> errors[] = {
        {0x0D, "Bad request"},
        {0x0E, "Malformed request"},
        {0x10, "No request in time"},
        {0x16, "Unknown command"},
        {0x1A, "The other side did not join in time"},
        {0x1C, "Invalid data"},
        {0x0F, nullptr},
    };
    for (const auto& [code, name] : errors) {
        for (const Event& event : decoded(ars_error(code)).events) {
            if (event.kind == Event::Kind::item && event.item.at == Slice{12, 2}) {
                EXPECT_STREQ(value_name(event.item.field, event.item.value), name);
            }
        }
    }
}

TEST(ArsPacket, Create)
{
    const Reports t = decoded(ars_create());
    EXPECT_EQ(be16(ars_create().data()), 39 + 5);
    EXPECT_EQ(t.items,
              header("44", "2", "0x0000",
                     {R"(name 13+5 "alice")", "cookie 18+8 3a9054517f94c7a9", "tlv 26+20 0x0001", "tlv.tag 26+2 0x0001",
                      "tlv.length 28+2 16", "service 30+16 09461343-4c7f-11d1-8222-444553540000",
                      R"(=service.name 30+16 "File Transfer")"}));
    EXPECT_EQ(t.findings, Lines{});
    const Bytes bytes = ars_create();
    const Packet p = read(bytes);
    EXPECT_TRUE(p.is(Command::create));
    EXPECT_TRUE(p.has_cookie);
    EXPECT_EQ(p.cookie, 0x3a9054517f94c7a9U);
    EXPECT_FALSE(p.has_pin);
    EXPECT_EQ(View(bytes).chars(p.name), "alice");
}

TEST(ArsPacket, Created)
{
    const Reports t = decoded(ars_created());
    EXPECT_EQ(ars_created().size(), 18U);
    EXPECT_EQ(t.items, header("16", "3", "0x0220", {"pin 12+2 15132", "ip 14+4 64.12.31.65"}));
    EXPECT_EQ(t.findings, Lines{});
    const Packet p = read(ars_created());
    EXPECT_TRUE(p.has_pin && p.has_ip);
    EXPECT_EQ(p.pin, 15132U);
    EXPECT_EQ(p.ip, 0x400c1f41U);
}

TEST(ArsPacket, Join)
{
    const Reports t = decoded(ars_join());
    EXPECT_EQ(be16(ars_join().data()), 41 + 3);
    EXPECT_EQ(t.items,
              header("44", "4", "0x0000",
                     {R"(name 13+3 "bob")", "pin 16+2 15132", "cookie 18+8 3a9054517f94c7a9", "tlv 26+20 0x0001",
                      "tlv.tag 26+2 0x0001", "tlv.length 28+2 16", "service 30+16 09461343-4c7f-11d1-8222-444553540000",
                      R"(=service.name 30+16 "File Transfer")"}));
    EXPECT_EQ(t.findings, Lines{});
    const Packet p = read(ars_join());
    EXPECT_EQ(p.pin, 15132U);
    EXPECT_EQ(p.cookie, 0x3a9054517f94c7a9U);
}

TEST(ArsPacket, Ready)
{
    EXPECT_EQ(ars_ready().size(), 12U);
    EXPECT_EQ(decoded(ars_ready()).items, header("10", "5", "0x0220", {}));
    // What follows belongs to the service.
    EXPECT_EQ(decoded(ars_ready() + oft_header()).items, header("10", "5", "0x0220", {}));
    EXPECT_EQ(decoded(ars_ready() + oft_header()).findings, Lines{});
    EXPECT_EQ(read(ars_ready() + oft_header()).size, 12U);
}

TEST(ArsPacket, LengthThatDoesNotFit)
{
    Bytes bytes = ars_created();
    bytes[1] = 17;
    EXPECT_EQ(decoded(bytes).findings, (Lines{"!packet.truncated 0+2 expected 19 found 18"}));
    bytes[1] = 15;
    EXPECT_EQ(decoded(bytes).findings, (Lines{"!data.malformed 14+3 found 3"}));
    EXPECT_EQ(decoded(bytes).items.back(), "rest 14+3 400c1f");
    bytes[1] = 9;
    EXPECT_EQ(decoded(bytes).findings, (Lines{"!length.short 0+2 expected 10 found 9"}));
    bytes[1] = 0;
    EXPECT_EQ(decoded(bytes).findings, (Lines{"!length.short 0+2 expected 10"}));
    EXPECT_EQ(decoded(bytes).items, (Lines{"length 0+2 0"}));
    const Reports t = decoded(ars_packet(3, "3b1c 400c1f41 ee"_hex, true));
    EXPECT_EQ(t.findings, (Lines{"!data.trailing 18+1 found 1"}));
    EXPECT_EQ(t.items.back(), "rest 18+1 ee");
}

TEST(ArsPacket, UnknownNumbers)
{
    const Reports t = decoded(ars_packet(6, "0102"_hex, false));
    EXPECT_EQ(t.findings, (Lines{"!command.unknown 4+2 found 6"}));
    EXPECT_EQ(t.items.back(), "rest 12+2 0102");
    EXPECT_EQ(decoded(ars_packet(0, {}, false)).findings, (Lines{"!command.unknown 4+2"}));
    Bytes bytes = ars_ready();
    bytes[3] = 0x4B;
    EXPECT_EQ(decoded(bytes).findings, (Lines{"!foodgroup.unknown 2+2 expected 1098 found 1099"}));
}

TEST(ArsPacket, Tlvs)
{
    const Bytes start = string08("alice"_ascii) + kArsCookie;
    EXPECT_EQ(decoded(ars_packet(2, start, false)).findings, (Lines{"!service.missing 0+26 tag 0x0001"}));
    Reports t = decoded(ars_packet(2, start + tlv(1, "0946"_hex), false));
    EXPECT_EQ(t.findings, (Lines{"!tlv.bad_length 30+2 tag 0x0001 expected 16 found 2"}));
    EXPECT_EQ(t.items.back(), "tlv.value 30+2 0946");
    t = decoded(ars_packet(2, start + ars_service() + tlv(0x0E, "US"_ascii), false));
    EXPECT_EQ(t.findings, Lines{});
    EXPECT_EQ(t.items.back(), "tlv.value 50+2 5553");
    t = decoded(ars_packet(2, start + "0001 0010 0946"_hex, false));
    EXPECT_EQ(t.findings, (Lines{"!tlv.truncated 26+6 tag 0x0001 expected 20 found 6"}));
    t = decoded(ars_packet(2, start + "000100"_hex, false));
    EXPECT_EQ(t.findings, (Lines{"!tlv.truncated 26+3 expected 4 found 3"}));
    EXPECT_EQ(t.items.back(), "tlv.tag 26+2 0x0001");
    // The name is decoded from the first alone.
    t = decoded(ars_packet(2, start + ars_service() + tlv(1, kDirectIm), false));
    EXPECT_EQ(t.items.back(), "service 50+16 09461345-4c7f-11d1-8222-444553540000");
    EXPECT_EQ(t.findings, Lines{});
}

TEST(ArsPacket, NameThatRunsPastTheEnd)
{
    const Reports t = decoded(ars_packet(2, "ff 616c"_hex, false));
    EXPECT_EQ(t.findings, (Lines{"!data.malformed 13+2 found 2"}));
    EXPECT_EQ(t.items.back(), "rest 13+2 616c");
}

TEST(ArsPacket, EveryPrefix)
{
    for (const Bytes& sample :
         {ars_error(0x0D), ars_create(), ars_created(), ars_join(), ars_ready(), ars_packet(6, "0102"_hex, false)}) {
        expect_sound_prefixes(sample, 2, decode_one);
    }
}

bool recognised(const Bytes& segment) { return looks_like_packet(segment, static_cast<std::uint32_t>(segment.size())); }

TEST(ArsStart, OfASegment)
{
    for (const Bytes& sample : {ars_error(0x0D), ars_create(), ars_created(), ars_join(), ars_ready()}) {
        EXPECT_TRUE(recognised(sample));
        for (std::uint32_t n = 0; n < 12; ++n) {
            const Bytes start(sample.begin(), sample.begin() + n);
            EXPECT_FALSE(recognised(start)) << n;
        }
        for (std::size_t i = 2; i < 10; ++i) {
            Bytes changed = sample;
            changed[i] ^= 0x40;
            EXPECT_FALSE(recognised(changed)) << i;
        }
    }
    EXPECT_TRUE(recognised(ars_ready() + oft_header()));
    EXPECT_FALSE(recognised(ars_created() + "00"_hex));
    EXPECT_FALSE(recognised(ars_packet(3, "3b1c 400c1f41 00"_hex, true)));
    EXPECT_FALSE(recognised(ars_packet(5, "00"_hex, true)));
    EXPECT_FALSE(recognised(ars_packet(2, "05 61"_hex, false)));
    EXPECT_TRUE(recognised(ars_packet(2, string08("a"_ascii) + kArsCookie, false)));
    EXPECT_FALSE(recognised(ars_create() + "00"_hex));
}

TEST(ArsPacket, ListThatEndsInATlvsHeader)
{
    const Bytes bytes = ars_packet(2, string08("alice"_ascii) + kArsCookie + "0001"_hex, false);
    EXPECT_EQ(decoded(bytes).findings.size(), 1U);
}

TEST(ArsPacket, ListWithoutTheService)
{
    const Bytes bytes = ars_packet(2, string08("alice"_ascii) + kArsCookie + tlv(2, "00"_hex), false);
    EXPECT_EQ(decoded(bytes).findings, (Lines{"!service.missing 0+26 tag 0x0001"}));
}

TEST(ArsPacket, RecognisedByTheLengthOfItsName)
{
    const Bytes create = ars_create();
    // Only the header is captured.
    EXPECT_TRUE(looks_like_packet(std::span(create).first(12), static_cast<std::uint32_t>(create.size())));
    EXPECT_FALSE(looks_like_packet(create, static_cast<std::uint32_t>(create.size()) + 1)); // more behind it
    EXPECT_FALSE(recognised(ars_packet(2, string08(Bytes(200, 'x')) + kArsCookie + Bytes(1000), false)));
    Bytes longer_name = create;
    longer_name[12] = 0xFF;
    EXPECT_FALSE(recognised(longer_name));
}

TEST(ArsStart, HasItsFoodgroupBehindTheLength)
{
    const Bytes sample = ars_ready();
    for (std::uint32_t n = 0; n <= sample.size(); ++n) {
        EXPECT_EQ(has_foodgroup(std::span(sample).first(n)), n >= 4) << n;
    }
    for (std::size_t i = 0; i < 4; ++i) {
        Bytes changed = sample;
        changed[i] ^= 0x01;
        EXPECT_EQ(has_foodgroup(changed), i < 2) << i;
    }
}

TEST(ArsPacket, IsNoCommandWithoutItsHeader)
{
    EXPECT_FALSE(Packet{}.is(Command::error));
    Packet packet;
    packet.has_header = true;
    packet.command = 5;
    EXPECT_TRUE(packet.is(Command::ready));
    EXPECT_FALSE(packet.is(Command::join));
}

} // namespace
} // namespace oscar::test
