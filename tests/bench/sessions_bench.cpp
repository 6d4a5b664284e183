// SPDX-License-Identifier: GPL-2.0-or-later
//
// Time and memory that the tracker takes for many rendezvous. Both must grow with their number only, also where the
// cookies of a capture were chosen to make them grow faster.
//
// Each session is a proposal, its host ack and its acceptance: three messages. "B/session" is all memory that is in use
// when the capture has been read, divided by the number of sessions.
#include "in_use.h"

#include "sessions/tracker.h"

#include <benchmark/benchmark.h>

#include <string>

namespace oscar::sessions {

using namespace rendezvous;

namespace {

struct Rendezvous {
    std::uint64_t cookie;
    const char* peer;
};
using Choice = Rendezvous (*)(std::uint32_t i);

Rendezvous scattered(std::uint32_t i) { return {(i + 1) * 0x9E3779B97F4A7C15, "paper crane 82"}; }
Rendezvous counted(std::uint32_t i) { return {std::uint64_t{i} + 1, "paper crane 82"}; }
Rendezvous high_bits(std::uint32_t i) { return {(static_cast<std::uint64_t>(i) + 1) << 40, "paper crane 82"}; }
Rendezvous same(std::uint32_t) { return {0x4142434445464700, "paper crane 82"}; }
Rendezvous zero(std::uint32_t) { return {0, "paper crane 82"}; }

// Every one with another user, the cookie always the same.
Rendezvous same_with_many(std::uint32_t i)
{
    static std::string name;
    name = std::to_string(100000000 + i);
    return {0x4142434445464700, name.c_str()};
}

void add(Tracker& tracker, Event& event, MessageKind kind, std::uint32_t request_id)
{
    event.kind = kind;
    event.to_host = kind == MessageKind::propose;
    event.place.from_low = event.to_host;
    event.has_service = kind != MessageKind::host_ack;
    event.has_sequence = kind == MessageKind::propose;
    event.answer = kind == MessageKind::accept ? Outcome::accepted : Outcome::open;
    event.request_id = request_id;
    ++event.place.frame;
    event.place.time += 1000;
    tracker.add(event);
}

void fill(Tracker& tracker, std::uint32_t count, Choice choose)
{
    Event event;
    event.complete = true;
    event.uuid = uuid("09461343-4C7F-11D1-8222-444553540000");
    event.service_row = find_service(event.uuid);
    event.sequence = 1;
    event.snapshot.whole = true;
    for (std::uint32_t i = 0; i < count; ++i) {
        const Rendezvous r = choose(i);
        event.cookie = r.cookie;
        event.place.peer = r.peer;
        add(tracker, event, MessageKind::propose, i + 1);
        add(tracker, event, MessageKind::host_ack, i + 1);
        add(tracker, event, MessageKind::accept, 0x80000000 | i);
    }
}

// The first pass.
void read_capture(benchmark::State& state, Choice choose)
{
    const auto count = static_cast<std::uint32_t>(state.range(0));
    for (auto _ : state) {
        const std::size_t before = in_use;
        Tracker tracker(42);
        fill(tracker, count, choose);
        state.PauseTiming();
        if (tracker.session_count() != count) {
            state.SkipWithError("not as many sessions as there should be");
        }
        state.counters["B/session"] = static_cast<double>(in_use - before) / count;
        state.ResumeTiming();
    }
    state.SetComplexityN(count);
    state.SetItemsProcessed(state.iterations() * count);
}

// A later pass: each message is looked up.
void show_capture(benchmark::State& state, Choice choose)
{
    const auto count = static_cast<std::uint32_t>(state.range(0));
    Tracker tracker(42);
    fill(tracker, count, choose);
    Context context;
    for (auto _ : state) {
        for (std::uint32_t frame = 1; frame <= count * 3; ++frame) {
            benchmark::DoNotOptimize(tracker.find(frame, 0, true, context));
        }
    }
    state.SetComplexityN(count);
    state.SetItemsProcessed(state.iterations() * count);
}

void sizes(benchmark::internal::Benchmark* b)
{
    b->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond)->Complexity(benchmark::oN);
}

BENCHMARK_CAPTURE(read_capture, scattered_cookies, scattered)->Apply(sizes);
BENCHMARK_CAPTURE(read_capture, counted_cookies, counted)->Apply(sizes);
BENCHMARK_CAPTURE(read_capture, cookies_in_high_bits, high_bits)->Apply(sizes);
BENCHMARK_CAPTURE(read_capture, same_cookie, same)->Apply(sizes);
BENCHMARK_CAPTURE(read_capture, same_cookie_many_users, same_with_many)->Apply(sizes);
BENCHMARK_CAPTURE(read_capture, zero_cookies, zero)->Apply(sizes);
BENCHMARK_CAPTURE(show_capture, scattered_cookies, scattered)->Apply(sizes);

} // namespace
} // namespace oscar::sessions
