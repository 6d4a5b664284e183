// SPDX-License-Identifier: GPL-2.0-or-later
//
// Runs of bytes in one direction of a connection, each from one place up to another. They are kept sorted, and no two
// of them overlap.
#ifndef OSCAR_SESSIONS_STREAMS_RUNS_H
#define OSCAR_SESSIONS_STREAMS_RUNS_H

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace oscar::sessions {

// The number of runs, if there is none. The run that it finds contains the place, or is the first one after it.
template <class Run>
std::size_t first_run_ending_after(const std::vector<Run>& runs, std::uint64_t place)
{
    const auto run =
        std::upper_bound(runs.begin(), runs.end(), place, [](std::uint64_t at, const Run& r) { return at < r.to; });
    return static_cast<std::size_t>(run - runs.begin());
}

// Null if no run contains the place.
template <class Run>
const Run* run_at(const std::vector<Run>& runs, std::uint64_t place)
{
    const std::size_t i = first_run_ending_after(runs, place);
    return i < runs.size() && runs[i].from <= place ? &runs[i] : nullptr;
}

// Inserts as much of the run as does not overlap the next one. False if its start is taken, or if there are `most`
// runs. May throw std::bad_alloc.
template <class Run>
bool insert_run(std::vector<Run>& runs, Run run, std::size_t most)
{
    const std::size_t i = first_run_ending_after(runs, run.from);
    if (i < runs.size()) {
        run.to = std::min(run.to, runs[i].from);
    }
    if (run.from >= run.to || runs.size() >= most) {
        return false;
    }
    runs.insert(runs.begin() + static_cast<std::ptrdiff_t>(i), run);
    return true;
}

} // namespace oscar::sessions

#endif
