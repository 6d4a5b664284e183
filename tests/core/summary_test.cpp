// SPDX-License-Identifier: GPL-2.0-or-later
//
// The summary of a message's content, of which the Info column is made.
#include "samples.h"

#include "core/rendezvous/message.h"

#include <gtest/gtest.h>

#include <string>

namespace oscar::test {
namespace {

// "name separator charset size count request", each only if it is present.
std::string summary_of(const Bytes& frame)
{
    const View view(frame);
    Message message;
    EXPECT_TRUE(read_message(view, message));
    NullListener ignore;
    const Summary summary = decode_message(view, message, ignore);
    std::string out;
    if (summary.name.at.length > 0) {
        out += '"' + std::string(view.chars(summary.name.at)) + '"';
        out += summary.name_separator == '\xFE' ? " in parts" : "";
        out += summary.name.charset == Charset::ucs2_be ? " ucs-2" : "";
    }
    out += summary.has_size ? " size " + std::to_string(summary.size) : "";
    out += summary.has_count ? " count " + std::to_string(summary.count) : "";
    out += summary.request != nullptr ? std::string(" is ") + summary.request : "";
    out += summary.request_about != nullptr ? std::string(" about ") + summary.request_about : "";
    return out;
}

Bytes file(const Bytes& tlvs) { return to_host(block(kPropose, tlvs, kFileTransfer)); }
const Bytes kOffer = tlv(0x2711, "0001 0001 ffffffff 61 00"_hex);

std::string kind_of(const Bytes& frame)
{
    Message message;
    EXPECT_TRUE(read_message(View(frame), message));
    const char* name = kind_name(message);
    return name != nullptr ? name : "none";
}

TEST(KindName, OfEveryMessage)
{
    EXPECT_EQ(kind_of(real_file_proposal()), "Propose");
    EXPECT_EQ(kind_of(to_host(block(kCancel))), "Cancel");
    EXPECT_EQ(kind_of(real_file_accept()), "Accept");
    EXPECT_EQ(kind_of(to_host(block(3))), "NAK");
    EXPECT_EQ(kind_of(to_host(block(9))), "none");
    EXPECT_EQ(kind_of(real_icq_acknowledgement()), "ICQ acknowledgement");
    EXPECT_EQ(kind_of(client_error(3, "0002 0001"_hex)), "Client error");
    EXPECT_EQ(kind_of(client_error(3, Bytes(18, 0))), "Reverse connection failed");
    EXPECT_EQ(kind_of(icbm(0x000C, kCookie + kChannel2 + kPeer)), "Host ack");
    EXPECT_EQ(kind_of(icbm(0x0001, "0009"_hex)), "Server error");
    EXPECT_EQ(kind_of(icbm(6, kCookie + kChannel2 + kPeer)), "Rendezvous without block");
    EXPECT_EQ(kind_of(icbm(6, kCookie + kChannel2 + kPeer + "0005 0000"_hex)), "Rendezvous");
    EXPECT_EQ(kind_of(icbm(6, kCookie + kChannel2 + "09 62"_hex)), "Rendezvous");
}

TEST(Summary, RealMessages)
{
    EXPECT_EQ(summary_of(real_file_proposal()), "\"recipe.docx\" size 12008 count 1");
    EXPECT_EQ(summary_of(real_file_accept()), "");
    EXPECT_EQ(summary_of(real_chat_invitation()), "\"diputs_81_chat11\"");
    EXPECT_EQ(summary_of(real_icq_message()), std::string("\"Test message.\0\"", 16));
    EXPECT_EQ(summary_of(real_icq_acknowledgement()),
              std::string("\"User is currently Occupied\0\" is Occupied message", 49));
}

// The 64-bit size takes precedence, whether it precedes or follows the service data.
TEST(Summary, Size)
{
    const Bytes size64 = "2713 0008 0000000200000001"_hex;
    EXPECT_EQ(summary_of(file(kOffer)), "\"a\" size 4294967295 count 1");
    EXPECT_EQ(summary_of(file(kOffer + size64)), "\"a\" size 8589934593 count 1");
    EXPECT_EQ(summary_of(file(size64 + kOffer)), "\"a\" size 8589934593 count 1");
    EXPECT_EQ(summary_of(file(size64)), " size 8589934593");
    // With the wrong length, or truncated, it is ignored.
    EXPECT_EQ(summary_of(file(kOffer + "2713 0004 00000001"_hex)), "\"a\" size 4294967295 count 1");
    EXPECT_EQ(summary_of(file(kOffer + "2713 0008 00000002"_hex)), "\"a\" size 4294967295 count 1");
    // In another service the tag has another meaning.
    EXPECT_EQ(summary_of(to_host(block(kPropose, size64, kDirectIm))), "");
}

TEST(Summary, CharsetOfTheName)
{
    EXPECT_EQ(summary_of(file(tlv(0x2711, "0001 0001 00000001 0061 0000"_hex) + tlv(0x2712, "unicode-2-0"_ascii))),
              std::string("\"\0a\" ucs-2 size 1 count 1", 25));
}

TEST(Summary, NothingInABrokenOffer)
{
    EXPECT_EQ(summary_of(file("2711 0020 0001 0001 00000001 61 00"_hex)), "");
    EXPECT_EQ(summary_of(file("2711 0004 0001 0001"_hex)), "");
    EXPECT_EQ(summary_of(client_error(3, "0002 0001"_hex)), "");
    EXPECT_EQ(summary_of(icbm(6, kCookie + kChannel2 + kPeer)), "");
}

TEST(Summary, BuddyIcon)
{
    const Bytes icon = tlv(0x2711, "00000000 00000002 4a834806 0000"_hex);
    EXPECT_EQ(summary_of(to_host(block(kPropose, icon, "09461346-4c7f-11d1-8222-444553540000"_hex))), " size 2");
    const Bytes gif = tlv(0x2711, "0000e2c6 00000006 4a834806"_hex + "GIF89a"_ascii);
    EXPECT_EQ(summary_of(to_host(block(kPropose, gif, "09461346-4c7f-11d1-8222-444553540000"_hex))), " size 6");
}

// A plugin manager and what is requested from it; a plugin message by the name of its function.
TEST(Summary, IcqRequests)
{
    const auto relay = [](const Bytes& plugin, std::uint8_t second, const Bytes& rest) {
        const Bytes headers = "1b00 0800"_hex + plugin + "0000 03000000 00 feff"_hex + Bytes{second, 0} + "feff"_hex +
                              Bytes(second - 2U, 0);
        return to_host(block(kPropose, tlv(0x2711, headers + rest), "09461349-4c7f-11d1-8222-444553540000"_hex));
    };
    EXPECT_EQ(summary_of(relay("a0e93f374fe9d311bcd20004ac96dd96"_hex, 0x12,
                               "0200 0100 00 8066288380 28d3118dbb00104b06462e 0000 00000000"_hex)),
              " is Info manager about Picture");
    const Bytes function = "2900 f02d12d93091d3118dd700104b06462e 0000 04000000"_hex + "File"_ascii + Bytes(15, 0);
    const Bytes file =
        "1a000000 04000000"_hex + "Text"_ascii + "0000 0000 0200"_hex + "a\0"_ascii + "05000000 00000000"_hex;
    EXPECT_EQ(summary_of(relay(Bytes(16, 0), 0x0E, "1a00 0000 0100 0100 00"_hex + function + file)),
              std::string("\"a\0\" size 5 is File", 19));
    // Without a name, no bytes are no file.
    const auto summary_of_file = [&](const Bytes& name_and_size) {
        const Bytes data = "03 00 0100 0000 0100 00 0100 00 0000 0000"_hex + name_and_size + "00000000"_hex;
        return summary_of(relay(Bytes(16, 0), 0x0E, data));
    };
    EXPECT_EQ(summary_of_file("0100 00 00000000"_hex), std::string("\"\0\" is File request", 19));
    EXPECT_EQ(summary_of_file("0000 00000000"_hex), " is File request");
    EXPECT_EQ(summary_of_file("0100 00 05000000"_hex), std::string("\"\0\" size 5 is File request", 26));
    EXPECT_EQ(summary_of_file("0200 6100 00000000"_hex), std::string("\"a\0\" size 0 is File request", 27));
    // The text in front of a function speaks first, if there is one.
    const Bytes chat = "2900 bff720b2378ed411bd280004ac96d905 0100 04000000"_hex + "Chat"_ascii + Bytes(15, 0) +
                       "12000000 02000000"_hex + "hi"_ascii + "0100 00 0000 0000 00000000"_hex;
    EXPECT_EQ(summary_of(relay(Bytes(16, 0), 0x0E, "1a00 0000 0100 0100 00"_hex + chat)), "\"hi\" is Chat");
    EXPECT_EQ(summary_of(relay(Bytes(16, 0), 0x0E, "1a00 0000 0100 0200 6100"_hex + chat)),
              std::string("\"a\0\" is Chat", 12));
}

// Only whoever agrees waits at the port: in a block, or in a client error.
TEST(Summary, IcqPorts)
{
    using icq::Opens;
    const auto waits = [](const Bytes& frame) {
        const View view(frame);
        Message message;
        EXPECT_TRUE(read_message(view, message));
        NullListener ignore;
        const Summary summary = decode_message(view, message, ignore);
        const icq::Answer& answer = summary.answer;
        return answer.is_waited_for() ? std::pair(answer.port, answer.opens)
                                      : std::pair(std::uint16_t{0}, Opens::nothing);
    };
    const Bytes headers = "1b00 0800"_hex + Bytes(16, 0) + "0000 03000000 00 feff 0e00 feff"_hex + Bytes(12, 0);
    const auto file = [&](const Bytes& status) {
        return headers + "03 00"_hex + status + "0000 0100 00 0100 00 0df3 0000 0200 6100 05000000 f30d0000"_hex;
    };
    const Bytes chat = headers + "02 00 0000 0000 0100 00 0100 00 0df4 0000 f40d0000"_hex;
    const auto in_block = [](std::uint8_t type, const Bytes& data) {
        return to_host(block(type, tlv(0x2711, data), "09461349-4c7f-11d1-8222-444553540000"_hex));
    };
    EXPECT_EQ(waits(in_block(kAccept, file("0000"_hex))), (std::pair{std::uint16_t{0x0DF3}, Opens::file}));
    EXPECT_EQ(waits(client_error(3, file("0000"_hex))), (std::pair{std::uint16_t{0x0DF3}, Opens::file}));
    EXPECT_EQ(waits(client_error(3, chat)), (std::pair{std::uint16_t{0x0DF4}, Opens::chat}));
    EXPECT_EQ(waits(client_error(3, file("0100"_hex))).first, 0U); // refused
    EXPECT_EQ(waits(in_block(kPropose, file("0000"_hex))).first, 0U);
    EXPECT_EQ(waits(in_block(kCancel, file("0000"_hex))).first, 0U);
}

// Fields of the text are separated by 0xFE in messages of these types, and in the plugin messages that replace them.
TEST(Summary, IcqTextInParts)
{
    const Bytes headers = "1b00 0800"_hex + Bytes(16, 0) + "0000 03000000 00 feff 0e00 feff"_hex + Bytes(12, 0);
    const auto summary_of_text = [&](const char* type, const Bytes& text) {
        const Bytes length = {static_cast<std::uint8_t>(text.size()), 0};
        const Bytes data = headers + from_hex(type) + "00 0000 0100"_hex + length + text;
        return summary_of(to_host(block(kPropose, tlv(0x2711, data), "09461349-4c7f-11d1-8222-444553540000"_hex)));
    };
    const Bytes text = "61 fe 62"_hex;
    EXPECT_EQ(summary_of_text("01", text), "\"a\xFE"
                                           "b\"");
    EXPECT_EQ(summary_of_text("07", text), "\"a\xFE"
                                           "b\" is Authorization denied");
    EXPECT_EQ(summary_of_text("04", text), "\"a\xFE"
                                           "b\" in parts is URL");
    EXPECT_EQ(summary_of_text("06", text), "\"a\xFE"
                                           "b\" in parts is Authorization request");
    EXPECT_EQ(summary_of_text("0c", text), "\"a\xFE"
                                           "b\" in parts is You were added");
    EXPECT_EQ(summary_of_text("13", text), "\"a\xFE"
                                           "b\" in parts is Contacts");

    // The text of such a plugin message, but not one before it, which is an ordinary text.
    const Bytes function = "2900 be6b7305 0fc2104f a6de4db1 e3564b0e 0100 04000000"_hex + "Name"_ascii + Bytes(15, 0) +
                           "07000000 03000000 63 fe 64"_hex;
    const auto summary_of_plugin = [&](const Bytes& before) {
        const Bytes data = headers + "1a 00 0000 0100"_hex + before + function;
        return summary_of(to_host(block(kPropose, tlv(0x2711, data), "09461349-4c7f-11d1-8222-444553540000"_hex)));
    };
    EXPECT_EQ(summary_of_plugin("0100 00"_hex), "\"c\xFE"
                                                "d\" in parts is Message");
    EXPECT_EQ(summary_of_plugin("0300 61 fe 62"_hex), "\"a\xFE"
                                                      "b\" is Message");
}

// The name of the file takes precedence over the text of the request, in either order.
TEST(Summary, IcqFileRequest)
{
    const Bytes headers = "1b00 0800"_hex + Bytes(16, 0) + "0000 03000000 00 feff 0e00 feff"_hex + Bytes(12, 0);
    const Bytes request =
        headers + "03 00 0000 0100 0300 686900 0100 00 1446 0000 0600"_hex + "a.txt"_ascii + "00 10270000 46140000"_hex;
    EXPECT_EQ(summary_of(to_host(block(kPropose, tlv(0x2711, request), "09461349-4c7f-11d1-8222-444553540000"_hex))),
              std::string("\"a.txt\0\" size 10000 is File request", 35));
}

// The address that is shown: the proposed one, otherwise that which the server or the client knows of the proposer,
// otherwise that of the service data.
TEST(Offer, BestAddress)
{
    const Bytes data = "8fe45e00 c0000204 46140000 04 47140000 00001448 0800 78563412"_hex;
    const Bytes ip = tlv(0x02, "c0000201"_hex);
    const Bytes verified = tlv(0x04, "c0000202"_hex);
    const Bytes requester = tlv(0x03, "c0000203"_hex);
    const auto best = [&data](const Bytes& tlvs) {
        const Bytes frame =
            to_client(block(kPropose, tlvs + tlv(0x2711, data), "09461344-4c7f-11d1-8222-444553540000"_hex));
        Message message;
        EXPECT_TRUE(read_message(View(frame), message));
        return message.offer.best_ip();
    };
    EXPECT_EQ(best(requester + verified + ip), 0xC0000201U);
    EXPECT_EQ(best(requester + verified + tlv(0x02, Bytes(4, 0))), 0xC0000202U);
    EXPECT_EQ(best(requester + verified), 0xC0000202U);
    EXPECT_EQ(best(requester), 0xC0000203U);
    EXPECT_EQ(best({}), 0xC0000204U);
}

} // namespace
} // namespace oscar::test
