// SPDX-License-Identifier: GPL-2.0-or-later
//
// The entry of the menu Conversation Filter, which only the GUI has.
#include "host.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace oscar::epan {
namespace {

const conversation_filter_t* our_filter()
{
    for (const GList* entry = packet_conv_filter_list; entry != nullptr; entry = entry->next) {
        const auto* filter = static_cast<const conversation_filter_t*>(entry->data);
        if (std::string_view(filter->proto_name) == "aim_rendezvous") {
            return filter;
        }
    }
    return nullptr;
}

// The filter that the menu offers at each frame of a capture, if it does.
std::map<std::uint32_t, std::string> offered(const std::string& capture)
{
    std::map<std::uint32_t, std::string> found;
    const conversation_filter_t* filter = our_filter();
    if (filter == nullptr) {
        ADD_FAILURE() << "there is no such entry";
        return found;
    }
    look_at(path_of_capture(capture), [&](packet_info& pinfo) {
#if OSCAR_WIRESHARK(4, 4)
        void* const more = filter->user_data;
        const bool valid = filter->is_filter_valid(&pinfo, more);
        char* text = valid ? filter->build_filter_string(&pinfo, more) : nullptr;
#else
        const bool valid = filter->is_filter_valid(&pinfo) != 0;
        char* text = valid ? filter->build_filter_string(&pinfo) : nullptr;
#endif
        if (valid) {
            found[pinfo.num] = text;
        }
        g_free(text);
    });
    return found;
}

TEST(ConversationFilter, IsNamedLikeTheProtocol)
{
    ASSERT_NE(our_filter(), nullptr);
    EXPECT_STREQ(our_filter()->display_name, "AIM Rendezvous");
}

using Offered = std::map<std::uint32_t, std::string>;

TEST(ConversationFilter, NamesTheSessionOfAMessage)
{
    const std::string zero = "aim_rendezvous.session == 0";
    EXPECT_EQ(offered("file-transfer-redirected"), (Offered{{18, zero}, {20, zero}, {22, zero}, {24, zero}}));
}

TEST(ConversationFilter, NamesEachSessionOfAPacketOnce)
{
    // Frame 20: an acknowledgement of each of the two, then an answer in the second.
    const std::string both = "aim_rendezvous.session in {0, 1}";
    EXPECT_EQ(offered("several-flaps-one-segment"),
              (Offered{{18, both}, {20, both}, {22, "aim_rendezvous.session == 0"}}));
}

// Frames 27, 31 and 68: a header, content, a header of the second session. 32: TCP alone.
TEST(ConversationFilter, NamesTheSessionOfADataConnection)
{
    const Offered found = offered("transfer-get-file");
    for (const std::uint32_t frame : {18U, 27U, 31U}) {
        ASSERT_EQ(found.count(frame), 1U) << frame;
        EXPECT_EQ(found.at(frame), "aim_rendezvous.session == 0");
    }
    ASSERT_EQ(found.count(68), 1U);
    EXPECT_EQ(found.at(68), "aim_rendezvous.session == 1");
    EXPECT_EQ(found.count(32), 0U);
}

TEST(ConversationFilter, NamesTheSessionOfTheProxy)
{
    const Offered found = offered("transfer-proxy-both-legs");
    Offered from_proxy;
    look_at(path_of_capture("transfer-proxy-both-legs"), [&](packet_info& pinfo) {
        if (pinfo.srcport == 443 && found.count(pinfo.num) != 0) {
            from_proxy[pinfo.num] = found.at(pinfo.num);
        }
    });
    // "Ready", the prompt, and the content in four segments
    EXPECT_EQ(from_proxy.size(), 6U);
    for (const auto& [frame, filter] : from_proxy) {
        EXPECT_EQ(filter, "aim_rendezvous.session == 0") << frame;
    }
}

TEST(ConversationFilter, IsNotOfferedOnADataConnectionWithoutASession)
{
    EXPECT_EQ(offered("transfer-without-oscar"), Offered{});
}

// Frames 30 and 34 are server errors about something else than a rendezvous.
TEST(ConversationFilter, IsNotOfferedWhereThereIsNoSession)
{
    const Offered found = offered("server-error");
    EXPECT_EQ(found.count(28), 1U);
    for (const std::uint32_t frame : {1U, 29U, 30U, 34U}) {
        EXPECT_EQ(found.count(frame), 0U) << frame;
    }
}

} // namespace
} // namespace oscar::epan
