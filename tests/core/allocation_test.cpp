// SPDX-License-Identifier: GPL-2.0-or-later
//
// The core allocates no memory on the heap. This is a program of its own because it replaces operator new.
#include "data_samples.h"
#include "icq_dc_samples.h"
#include "samples.h"

#include "core/ars/packet.h"
#include "core/icq_dc/chat.h"
#include "core/icq_dc/file_packet.h"
#include "core/icq_dc/frame.h"
#include "core/odc/frame.h"
#include "core/odc/html.h"
#include "core/oft/checksum.h"
#include "core/oft/header.h"
#include "core/oscar/flap.h"
#include "core/rendezvous/message.h"
#include "core/schema/describe.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> allocations;

void* allocate(std::size_t size)
{
    ++allocations;
    if (void* p = std::malloc(size > 0 ? size : 1)) {
        return p;
    }
    throw std::bad_alloc();
}

} // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }

namespace oscar::test {
namespace {

class Describer final : public Listener {
public:
    void on_item(const Item&) override { ++count; }
    void on_open() override {}
    void on_close() override {}
    void finding(const Finding& finding) override
    {
        std::array<char, 240> text;
        describe(finding, text);
        ++count;
    }
    void embedded(const char*, Slice) override {}

    std::size_t count = 0;
};

TEST(Allocation, IsSeenByThisTest)
{
    const std::size_t before = allocations;
    Bytes bytes(1000);
    ASSERT_EQ(bytes.size(), 1000U);
    EXPECT_GT(allocations, before);
}

TEST(Allocation, NoneInTheCore)
{
    std::vector<Bytes> frames;
    for (const Sample& sample : samples()) {
        frames.push_back(sample.frame);
        frames.emplace_back(sample.frame.begin(), sample.frame.end() - 5); // broken
    }
    for (const Bytes& frame : frames) {
        const View view(frame);
        const std::size_t before = allocations;
        flap::evidence_of_oscar(view);
        Message message;
        ASSERT_TRUE(read_message(view, message));
        Describer listener;
        decode_message(view, message, listener);
        EXPECT_EQ(allocations, before);
        EXPECT_GT(listener.count, 0U);
    }
}

TEST(Allocation, NoneOnDataConnections)
{
    const Bytes headers[] = {winaim_prompt(), oft_header({.size = 66, .name = "../a\0b"_ascii}),
                             oft_header({.name = repeat(60'000, "n"_ascii)})};
    for (const Bytes& bytes : headers) {
        const View view(bytes);
        const std::size_t before = allocations;
        Describer listener;
        EXPECT_TRUE(oft::looks_like_header(bytes));
        EXPECT_TRUE(oft::read_header(view).numbers);
        oft::decode_header(view, listener);
        oft::Checksum sum;
        sum.add(1, bytes);
        EXPECT_NE(sum.value(), oft::kNoChecksum);
        EXPECT_EQ(allocations, before);
        EXPECT_GT(listener.count, 30U);
    }
    const Bytes image = "<BINARY>"_ascii + odc_image("1"_ascii, kGif) + "</BINARY>"_ascii;
    for (const Bytes& bytes : {odc_text("<B>a</B> &amp; b"_ascii + image), odc_frame({.length = 0xFFFFFFFF}),
                               odc_text(repeat(1000, "<BINARY><DATA SIZE=1>a"_ascii))}) {
        const View view(bytes);
        std::array<char, 40'000> out{};
        const std::size_t before = allocations;
        Describer listener;
        EXPECT_TRUE(odc::looks_like_frame(bytes));
        odc::decode_frame(view, odc::read_frame(view), odc::Extent::whole, listener);
        EXPECT_LE(odc::plain_text(view.chars(view.whole()), out), bytes.size());
        EXPECT_TRUE(odc::image_source(view.chars(view.whole()), "1").empty());
        EXPECT_EQ(allocations, before);
        EXPECT_GT(listener.count, 15U);
    }
    for (const Bytes& bytes : {ars_create(), ars_created(), ars_error(1), ars_packet(2, "ff"_hex, false)}) {
        const View view(bytes);
        const std::size_t before = allocations;
        Describer listener;
        ars::looks_like_packet(bytes, view.size());
        ars::Packet packet;
        EXPECT_TRUE(ars::read_packet(view, packet));
        ars::decode_packet(view, packet, listener);
        EXPECT_EQ(allocations, before);
        EXPECT_GT(listener.count, 5U);
    }
}

TEST(Allocation, NoneOnDirectConnections)
{
    const Bytes messages[] = {kDcPwIcqRequest, kDcPwIcqAck, kDcFileRequest, dc_message({.text = Bytes(60'000, 'x')})};
    for (const Bytes& bytes : messages) {
        const View view(bytes);
        Bytes clear(bytes.size() - 3);
        const std::size_t before = allocations;
        Describer listener;
        EXPECT_TRUE(icq_dc::looks_like_message(bytes, view.size()));
        const icq_dc::Scrambled found = icq_dc::decode_scrambled(view, 8, listener);
        icq_dc::unscramble(view.sub(found.area), clear);
        icq_dc::decode_area(View(clear), 8, nullptr, listener);
        EXPECT_EQ(allocations, before);
        EXPECT_GT(listener.count, 10U);
    }
    for (const Bytes& bytes : {kDcInit, kDcChannel, kDcFileInit, kDcFileNext, kDcChatFirst, kDcChatSecond}) {
        const View view(bytes);
        const std::size_t before = allocations;
        Describer listener;
        icq_dc::find_init(bytes);
        icq_dc::decode_init(view, true, listener);
        icq_dc::decode_channel(view, listener);
        icq_dc::decode_file_packet(view, listener);
        icq_dc::decode_chat_hello(view, listener);
        EXPECT_EQ(allocations, before);
        EXPECT_GT(listener.count, 20U);
    }
}

} // namespace
} // namespace oscar::test
