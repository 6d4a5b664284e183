// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the flow graph gets of each message. tshark draws some of it; the dialog of Wireshark also asks for the rest.
#include "host.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#if OSCAR_HAS_FLOW_GRAPH

// These stand in a header that most packages leave out; see compat.h.
extern "C" {
struct register_analysis;
WS_DLL_PUBLIC register_analysis* sequence_analysis_find_by_name(const char* name);
WS_DLL_PUBLIC const char* sequence_analysis_get_ui_name(register_analysis* analysis);
WS_DLL_PUBLIC tap_packet_cb sequence_analysis_get_packet_func(register_analysis* analysis);
WS_DLL_PUBLIC seq_analysis_info_t* sequence_analysis_info_new();
WS_DLL_PUBLIC void sequence_analysis_info_free(seq_analysis_info_t* info);
}

namespace oscar::epan {
namespace {

struct Arrow {
    std::uint32_t frame;
    std::uint16_t from;
    std::uint16_t to;
    std::uint16_t session;
    std::string label;
    std::string comment;
    bool is_shown;
    int line_style;
};

std::vector<Arrow> arrows(const std::string& capture)
{
    std::vector<Arrow> found;
    register_analysis* analysis = sequence_analysis_find_by_name("aim_rendezvous");
    if (analysis == nullptr) {
        ADD_FAILURE() << "there are no such flows";
        return found;
    }
    seq_analysis_info_t* info = sequence_analysis_info_new();
    info->any_addr = true;
    GString* error = register_tap_listener("aim_rendezvous", info, nullptr, 0, nullptr,
                                           sequence_analysis_get_packet_func(analysis), nullptr, nullptr);
    EXPECT_EQ(error, nullptr);
    look_at(path_of_capture(capture));
    for (const GList* entry = info->items->head; entry != nullptr; entry = entry->next) {
        const auto& item = *static_cast<const seq_analysis_item_t*>(entry->data);
        found.push_back({item.frame_number, item.port_src, item.port_dst, item.conv_num, item.frame_label, item.comment,
                         item.display != 0, item.line_style});
    }
    remove_tap_listener(info);
    sequence_analysis_info_free(info);
    return found;
}

TEST(Flow, HasANameInTheDialog)
{
    register_analysis* analysis = sequence_analysis_find_by_name("aim_rendezvous");
    ASSERT_NE(analysis, nullptr);
    EXPECT_STREQ(sequence_analysis_get_ui_name(analysis), "OSCAR Rendezvous Flows");
}

TEST(Flow, AnArrowForEachMessage)
{
    const auto found = arrows("two-interleaved");
    ASSERT_EQ(found.size(), 9U);
    const std::vector<std::uint16_t> sessions = {0, 0, 1, 1, 2, 1, 0, 1, 2};
    for (std::size_t i = 0; i < found.size(); ++i) {
        const Arrow& a = found[i];
        EXPECT_EQ(a.frame, 18 + 2 * i);
        EXPECT_EQ(a.session, sessions[i]);
        EXPECT_TRUE(a.is_shown);
        EXPECT_EQ(a.line_style, 1);
        EXPECT_EQ(a.comment, "Session " + std::to_string(a.session) + ": " + a.label);
    }
    EXPECT_TRUE(found[0].label.starts_with("Propose File Transfer \"")) << found[0].label;
    EXPECT_EQ(found[0].to, 5190);
    EXPECT_EQ(found[1].from, 5190);
    EXPECT_EQ(found[1].to, found[0].from);
}

// Content comes in many segments and has one arrow.
TEST(Flow, AnArrowForEachStepOfADataConnection)
{
    const auto found = arrows("transfer-several-files");
    ASSERT_EQ(found.size(), 2U + 3 * 4);
    constexpr std::uint16_t sender = 4443;
    const std::vector<std::string> steps = {"Prompt", "Acknowledge", "File data", "Done"};
    std::uint32_t frame = found[1].frame;
    for (std::size_t i = 2; i < found.size(); ++i) {
        const Arrow& a = found[i];
        const std::size_t step = (i - 2) % 4;
        const std::string name = "\"chapter " + std::to_string((i - 2) / 4 + 1) + ".txt\"";
        EXPECT_TRUE(a.label.starts_with(steps[step] + " " + name)) << a.label;
        EXPECT_EQ(a.comment, "Session 0: " + a.label);
        EXPECT_EQ(a.session, 0);
        EXPECT_TRUE(a.is_shown);
        EXPECT_EQ(step % 2 == 0 ? a.from : a.to, sender);
        EXPECT_LT(frame, a.frame);
        frame = a.frame;
    }
    EXPECT_EQ(found[4].label, "File data \"chapter 1.txt\" (4001 bytes)");
}

TEST(Flow, PacketsOfTheProxy)
{
    const auto found = arrows("transfer-proxy-both-legs");
    std::vector<std::string> labels;
    for (const Arrow& a : found) {
        if (a.to == 443 || a.from == 443) {
            labels.push_back(a.label.substr(0, a.label.find_first_of(" ,")));
        }
    }
    EXPECT_EQ(labels, (std::vector<std::string>{"Join", "Ready", "Prompt", "Acknowledge", "File", "Done"}));
}

TEST(Flow, ADataConnectionOfNoSession)
{
    const auto found = arrows("transfer-without-oscar");
    ASSERT_EQ(found.size(), 4U);
    EXPECT_EQ(found[0].comment, found[0].label);
}

TEST(Flow, AMessageOfNoSession)
{
    const auto found = arrows("finding-block-truncated");
    ASSERT_FALSE(found.empty());
    // Its block ends before the cookie.
    EXPECT_EQ(found.back().comment, found.back().label);
    EXPECT_EQ(found.back().session, 0);
}

} // namespace
} // namespace oscar::epan

#endif
