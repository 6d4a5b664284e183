// SPDX-License-Identifier: GPL-2.0-or-later
//
// What a data connection costs for each byte of the file on it, checksum included, and the memory that it takes, which
// must not grow with the file. The content is the same block again and again, so that no file is held in memory.
#include "data_samples.h"
#include "in_use.h"

#include "sessions/streams/connections.h"

#include <benchmark/benchmark.h>

namespace oscar::sessions {
namespace {

using test::Bytes;
using test::operator""_hex;

constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;
constexpr std::uint64_t kStart = std::uint64_t{1} << 32;
constexpr std::uint32_t kBlock = 64 * 1024;

// Sends a header on a side, and returns where the next byte goes.
std::uint64_t send_header(DataConnection& data, Side side, std::uint64_t place, const Bytes& bytes)
{
    const auto size = static_cast<std::uint32_t>(bytes.size());
    const Part part = data.add(side, place, bytes, size);
    if (part.kind == Part::Kind::header) {
        data.add_header(side, place, 1, oft::read_header(View(bytes)), "big.iso");
    }
    return place + size;
}

// False if any of it is not taken for content of the file.
bool send_file(DataConnection& data, std::uint64_t size, std::uint32_t segment)
{
    static const Bytes block = test::repeat(kBlock / 8, "6f736361 7200ff01"_hex);
    const auto low = static_cast<std::uint32_t>(size);
    std::uint64_t place = send_header(data, Side::low, kStart, test::oft_header({.total_size = low, .size = low}));
    send_header(data, Side::high, kStart, test::oft_header({.type = 0x0202, .total_size = low, .size = low}));
    for (std::uint64_t sent = 0; sent < size; sent += segment) {
        const auto length = static_cast<std::uint32_t>(std::min<std::uint64_t>(segment, size - sent));
        if (data.add(Side::low, place, std::span(block).first(length), length).kind != Part::Kind::content) {
            return false;
        }
        place += length;
    }
    return true;
}

// `size` in GiB, in segments of so many bytes.
void one_file(benchmark::State& state)
{
    const std::uint64_t size = static_cast<std::uint64_t>(state.range(0)) * kGiB;
    for (auto _ : state) {
        const std::size_t before = in_use;
        DataConnection data(false);
        data.set_total_size(size);
        if (!send_file(data, size, static_cast<std::uint32_t>(state.range(1))) ||
            !data.transfer().files()[0].is_complete()) {
            state.SkipWithError("not all of the file was seen");
        }
        state.counters["B"] = static_cast<double>(in_use - before);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(size) * static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(one_file)
    ->Args({1, 1460})
    ->Args({1, 60'000})
    ->Args({6, 1460})
    ->Args({6, 60'000})
    ->Unit(benchmark::kMillisecond);

// So many connections, with a file of 10 segments each.
void many_files(benchmark::State& state)
{
    const auto count = static_cast<std::uint32_t>(state.range(0));
    for (auto _ : state) {
        const std::size_t before = in_use;
        Connections connections(Hash(42), std::pmr::new_delete_resource());
        for (std::uint32_t i = 0; i < count; ++i) {
            if (!send_file(connections.add(i, false), 14'600, 1460)) {
                state.SkipWithError("not all of a file was seen");
            }
        }
        state.counters["B/transfer"] = static_cast<double>(in_use - before) / count;
    }
    state.SetComplexityN(count);
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * count);
}
BENCHMARK(many_files)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond)->Complexity(benchmark::oN);

} // namespace
} // namespace oscar::sessions
