// SPDX-License-Identifier: GPL-2.0-or-later
#include "host.h"

#include <epan/epan.h>
#include <epan/epan_dissect.h>
#include <epan/frame_data.h>
#include <epan/timestamp.h>
#include <wiretap/wtap.h>
#include <wsutil/privileges.h>
#include <wsutil/wslog.h>

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <vector>

// What epan asks of the program that it is in.
struct packet_provider_data {
    std::deque<frame_data> frames;
};

namespace oscar::epan {
namespace {

struct Packet {
    wtap_rec rec;
    std::vector<guint8> bytes;
};

const nstime_t* time_of_frame(packet_provider_data* prov, std::uint32_t number)
{
    return number >= 1 && number <= prov->frames.size() ? &prov->frames[number - 1].abs_ts : nullptr;
}

enum class Pass { first, later };

// One dissection of one frame.
void dissect(epan_t* session, int file_type, Packet& packet, frame_data& frame, Pass pass,
             const std::function<void(packet_info&)>& look)
{
    const bool tree = pass == Pass::later;
    const auto run = pass == Pass::later ? epan_dissect_run_with_taps : epan_dissect_run;
    epan_dissect_t edt;
    epan_dissect_init(&edt, session, tree, tree);
#if OSCAR_WIRESHARK(4, 6)
    (void)packet.bytes;
    run(&edt, file_type, &packet.rec, &frame, nullptr);
#else
    const auto length = static_cast<unsigned>(packet.bytes.size());
    tvbuff_t* tvb = tvb_new_real_data(packet.bytes.data(), length, static_cast<int>(frame.pkt_len));
    run(&edt, file_type, &packet.rec, tvb, &frame, nullptr);
#endif
    if (look) {
        look(edt.pi);
    }
    epan_dissect_cleanup(&edt);
}

bool read_packet(wtap* file, Packet& packet, gint64& offset)
{
    int error = 0;
    char* about_error = nullptr;
#if OSCAR_WIRESHARK(4, 6)
    wtap_rec_init(&packet.rec, 1514);
    const bool read = wtap_read(file, &packet.rec, &error, &about_error, &offset);
#else
    wtap_rec_init(&packet.rec);
    Buffer buffer;
    ws_buffer_init(&buffer, 1514);
    const bool read = wtap_read(file, &packet.rec, &buffer, &error, &about_error, &offset) != 0;
    if (read) {
        const guint8* start = ws_buffer_start_ptr(&buffer);
        packet.bytes.assign(start, start + packet.rec.rec_header.packet_header.caplen);
    }
    ws_buffer_free(&buffer);
#endif
    EXPECT_EQ(error, 0) << about_error;
    return read;
}

// Starts Wireshark's library once for all tests.
class Library final : public testing::Environment {
public:
    void SetUp() override
    {
        const char* path = std::getenv("OSCAR_RENDEZVOUS_PLUGIN");
        ASSERT_NE(path, nullptr) << "OSCAR_RENDEZVOUS_PLUGIN should name the module to test";
        ws_log_set_level(LOG_LEVEL_MESSAGE);
        init_process_policies();
        timestamp_set_type(TS_RELATIVE);
        timestamp_set_precision(TS_PREC_AUTO);
        timestamp_set_seconds_type(TS_SECONDS_DEFAULT);
        wtap_init(false);
        void* module = dlopen(path, RTLD_NOW);
        ASSERT_NE(module, nullptr) << dlerror();
        const auto plugin_register = reinterpret_cast<void (*)()>(dlsym(module, "plugin_register"));
        ASSERT_NE(plugin_register, nullptr) << dlerror();
        plugin_register();
        ASSERT_TRUE(epan_init(nullptr, nullptr, false));
        epan_load_settings();
    }
    void TearDown() override
    {
        epan_cleanup();
        wtap_cleanup();
    }
};
const testing::Environment* const library = testing::AddGlobalTestEnvironment(new Library);

} // namespace

std::string path_of_capture(const std::string& name) { return OSCAR_CAPTURES "/" + name + ".pcap"; }

void look_at(const std::string& path, const std::function<void(packet_info&)>& look,
             const std::function<void()>& between)
{
    int error = 0;
    char* about_error = nullptr;
    wtap* file = wtap_open_offline(path.c_str(), WTAP_TYPE_AUTO, &error, &about_error, false);
    ASSERT_NE(file, nullptr) << path << ": error " << error;

    packet_provider_data provider;
    packet_provider_funcs functions{};
    functions.get_frame_ts = time_of_frame;
    epan_t* session = epan_new(&provider, &functions);
    const int file_type = wtap_file_type_subtype(file);

    std::deque<Packet> packets;
    std::uint32_t length = 0;
    nstime_t elapsed = NSTIME_INIT_ZERO;
    const frame_data* reference = nullptr;
    const frame_data* previous = nullptr;
    gint64 offset = 0;
    while (read_packet(file, packets.emplace_back(), offset)) {
        Packet& packet = packets.back();
        frame_data& frame = provider.frames.emplace_back();
        frame_data_init(&frame, static_cast<std::uint32_t>(packets.size()), &packet.rec, offset, length);
        frame_data_set_before_dissect(&frame, &elapsed, &reference, previous);
        dissect(session, file_type, packet, frame, Pass::first, {});
        frame_data_set_after_dissect(&frame, &length);
        previous = &frame;
    }
    if (between) {
        between();
    }
    for (std::size_t i = 0; i < provider.frames.size(); ++i) {
        dissect(session, file_type, packets[i], provider.frames[i], Pass::later, look);
    }

    epan_free(session);
    for (frame_data& frame : provider.frames) {
        frame_data_destroy(&frame);
    }
    for (Packet& packet : packets) {
        wtap_rec_cleanup(&packet.rec);
    }
    wtap_close(file);
}

} // namespace oscar::epan
