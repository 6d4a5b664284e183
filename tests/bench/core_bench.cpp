// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the core costs: reading, rules and service data of whole messages, told to a listener that does nothing. Beside
// it, in the same run, what the machine takes to copy the same bytes.
#include "data_samples.h"
#include "icq_dc_samples.h"
#include "samples.h"

#include "core/icq_dc/frame.h"
#include "core/oft/checksum.h"
#include "core/oft/header.h"
#include "core/oscar/flap.h"
#include "core/rendezvous/message.h"

#include <benchmark/benchmark.h>

#include <array>
#include <cstring>

namespace oscar::test {
namespace {

class Counter final : public Listener {
public:
    explicit Counter(bool wants_items) : Listener(wants_items) {}

    void on_item(const Item& item) override { benchmark::DoNotOptimize(item.at.offset); }
    void on_open() override {}
    void on_close() override {}
    void finding(const Finding& finding) override { benchmark::DoNotOptimize(finding.at.offset); }
    void embedded(const char*, Slice) override {}
};

void count_bytes(benchmark::State& state, const Bytes& frame)
{
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * frame.size()));
}

enum class What { findings, items_and_findings };

void decode(benchmark::State& state, const Bytes& frame, What what = What::items_and_findings)
{
    Message message;
    for (auto _ : state) {
        const View view(frame);
        const bool is_rendezvous = read_message(view, message);
        if (!is_rendezvous) {
            state.SkipWithError("no rendezvous");
            break;
        }
        Counter listener(what == What::items_and_findings);
        benchmark::DoNotOptimize(decode_message(view, message, listener).size);
    }
    count_bytes(state, frame);
}

void copy(benchmark::State& state, const Bytes& frame)
{
    Bytes to(frame.size());
    for (auto _ : state) {
        std::memcpy(to.data(), frame.data(), frame.size());
        benchmark::DoNotOptimize(to.data());
        benchmark::ClobberMemory();
    }
    count_bytes(state, frame);
}

// As WinAIM 5 proposes a file: invitation, addresses with their XORs, service data, file name's charset.
Bytes file_proposal()
{
    return to_host(block(
        kPropose,
        "000a 0002 0001 000f 0000"_hex + tlv(0x0E, "en"_ascii) + tlv(0x0D, "us-ascii"_ascii) +
            tlv(0x0C, "<HTML>Here it is</HTML>"_ascii) +
            "0002 0004 c0a8019e 0016 0004 3f57fe61 0003 0004 c0a8019e 0005 0002 1446 0017 0002 ebb9"_hex +
            tlv(0x2711, "0001 0001 00002ee8"_hex + "recipe.docx"_ascii + "00"_hex) + tlv(0x2712, "us-ascii"_ascii),
        kFileTransfer));
}

// One service data of 60,000 bytes.
Bytes buddy_icon()
{
    const Bytes icon(60000, 0);
    return to_host(block(kPropose,
                         kSequence1 + tlv(0x2711, "00000000 0000ea60 4a834806"_hex + icon + "AVT1picture.id"_ascii),
                         "09461346-4c7f-11d1-8222-444553540000"_hex));
}

// Without a tree, as for the packet list: decoding and rules. The others tell every item too, as for a tree.
void BM_RealFileProposalNoTree(benchmark::State& state) { decode(state, real_file_proposal(), What::findings); }
void BM_RealFileProposal(benchmark::State& state) { decode(state, real_file_proposal()); }
void BM_FullFileProposal(benchmark::State& state) { decode(state, file_proposal()); }
void BM_FileAccept(benchmark::State& state) { decode(state, real_file_accept()); }
void BM_ChatInvitation(benchmark::State& state) { decode(state, real_chat_invitation()); }
void BM_IcqRtfMessage(benchmark::State& state) { decode(state, real_icq_rtf_message()); }
void BM_BuddyIcon60000(benchmark::State& state) { decode(state, buddy_icon()); }
BENCHMARK(BM_RealFileProposalNoTree);
BENCHMARK(BM_RealFileProposal);
BENCHMARK(BM_FullFileProposal);
BENCHMARK(BM_FileAccept);
BENCHMARK(BM_ChatInvitation);
BENCHMARK(BM_IcqRtfMessage);
BENCHMARK(BM_BuddyIcon60000);

void BM_CopyRealFileProposal(benchmark::State& state) { copy(state, real_file_proposal()); }
void BM_CopyFullFileProposal(benchmark::State& state) { copy(state, file_proposal()); }
void BM_CopyBuddyIcon60000(benchmark::State& state) { copy(state, buddy_icon()); }
BENCHMARK(BM_CopyRealFileProposal);
BENCHMARK(BM_CopyFullFileProposal);
BENCHMARK(BM_CopyBuddyIcon60000);

// Blocks that somebody might send to keep a reader busy: the time must grow with their length and no faster.
void grow(benchmark::State& state, const Bytes& tlv_of_many)
{
    decode(state,
           to_host(block(kPropose, repeat(static_cast<std::size_t>(state.range(0)), tlv_of_many), kFileTransfer)));
    state.SetComplexityN(state.range(0));
}

void BM_EmptyTlvs(benchmark::State& state) { grow(state, "2722 0000"_hex); }
void BM_Flags(benchmark::State& state) { grow(state, "000f 0000"_hex); }
BENCHMARK(BM_EmptyTlvs)->Arg(1000)->Arg(4000)->Arg(16000)->Complexity(benchmark::oN);
BENCHMARK(BM_Flags)->Arg(1000)->Arg(4000)->Arg(16000)->Complexity(benchmark::oN);

// Each of these asks for the charset of its file name, which is not there.
void BM_ServiceData(benchmark::State& state) { grow(state, "2711 0009 0001 0001 00000000 00 2722 0000"_hex); }
BENCHMARK(BM_ServiceData)->Arg(225)->Arg(900)->Arg(3600)->Complexity(benchmark::oN);

void BM_AddressList(benchmark::State& state)
{
    const Bytes list = repeat(static_cast<std::size_t>(state.range(0)), string08("1.2.3.4 5"_ascii));
    decode(state, to_host(block(kPropose, kSequence1 + tlv(0x18, list))));
    state.SetComplexityN(state.range(0));
}
BENCHMARK(BM_AddressList)->Arg(400)->Arg(1600)->Arg(6400)->Complexity(benchmark::oN);

// What everybody pays: a segment that is not OSCAR, and an OSCAR frame that is no rendezvous.
void BM_HeuristicOnHttp(benchmark::State& state)
{
    const Bytes segment = "GET / HTTP/1.1\r\nHost: www.example\r\n\r\n"_ascii;
    const View view(segment);
    for (auto _ : state) {
        benchmark::DoNotOptimize(flap::evidence_of_oscar(view));
    }
}
BENCHMARK(BM_HeuristicOnHttp);

void BM_OtherSnac(benchmark::State& state)
{
    const Bytes frame = flap("0001 0002 0000 00000003 0001 0003 0110 0739"_hex);
    const View view(frame);
    Message message;
    for (auto _ : state) {
        benchmark::DoNotOptimize(read_message(view, message));
    }
}
BENCHMARK(BM_OtherSnac);

// Data connections: the checksum of a segment at an even and at an odd place, and a header.
void BM_OftChecksum(benchmark::State& state)
{
    const Bytes segment(1460, 0xA5);
    oft::Checksum sum;
    std::uint64_t at = static_cast<std::uint64_t>(state.range(0));
    for (auto _ : state) {
        sum.add(at, segment);
        at += segment.size();
        benchmark::DoNotOptimize(sum);
    }
    count_bytes(state, segment);
}
BENCHMARK(BM_OftChecksum)->Arg(0)->Arg(1);

void BM_OftHeader(benchmark::State& state)
{
    const Bytes header = winaim_prompt();
    const View view(header);
    Counter listener(true);
    for (auto _ : state) {
        benchmark::DoNotOptimize(oft::read_header(view));
        oft::decode_header(view, listener);
    }
    count_bytes(state, header);
}
BENCHMARK(BM_OftHeader);

// A message of 200 bytes on a direct connection: proved, unscrambled and decoded.
void BM_DirectMessage(benchmark::State& state)
{
    const Bytes frame = dc_message({.text = Bytes(161, 'x'), .rest = "00000000 ffffff00"_hex});
    const View view(frame);
    std::array<std::uint8_t, 256> clear{};
    Counter listener(true);
    for (auto _ : state) {
        const icq_dc::Scrambled found = icq_dc::decode_scrambled(view, 8, listener);
        if (found.proof != icq_dc::Proof::proven || found.area.length != 200) {
            state.SkipWithError("no message of 200 bytes");
            break;
        }
        icq_dc::unscramble(view.sub(found.area), clear);
        const View area(std::span<const std::uint8_t>(clear).first(found.area.length));
        benchmark::DoNotOptimize(icq_dc::decode_area(area, 8, nullptr, listener).sequence);
    }
    count_bytes(state, frame);
}
BENCHMARK(BM_DirectMessage);

// What everybody pays for direct connections: the look at four bytes.
void BM_DirectHeuristicOnHttp(benchmark::State& state)
{
    const Bytes segment = "GET / HTTP/1.1\r\n\r\n"_ascii;
    for (auto _ : state) {
        benchmark::DoNotOptimize(icq_dc::may_be_frame(std::span(segment).first<4>(), 100));
    }
}
BENCHMARK(BM_DirectHeuristicOnHttp);

} // namespace
} // namespace oscar::test
