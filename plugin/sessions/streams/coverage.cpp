// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/streams/coverage.h"

#include <algorithm>

namespace oscar::sessions {

void Coverage::add(std::uint64_t offset, std::span<const std::uint8_t> bytes)
{
    if (bytes.empty()) {
        return;
    }
    Range all{offset, offset + bytes.size()};
    const auto first = std::lower_bound(ranges_.begin(), ranges_.end(), offset,
                                        [](const Range& range, std::uint64_t at) { return range.to < at; });
    auto last = first;
    std::uint64_t at = offset;
    const auto count_up_to = [&](std::uint64_t end) {
        if (at < end) {
            sum_.add(at, bytes.subspan(at - offset, end - at));
            seen_ += end - at;
        }
    };
    const std::uint64_t end = all.to;
    if ((first == ranges_.end() || first->from > end) && ranges_.size() >= kMostRanges) {
        return;
    }
    for (; last != ranges_.end() && last->from <= end; ++last) {
        count_up_to(last->from);
        at = std::max(at, last->to);
        all = {std::min(all.from, last->from), std::max(all.to, last->to)};
    }
    count_up_to(end);
    if (first == last) {
        ranges_.insert(first, all);
    } else {
        *first = all;
        ranges_.erase(first + 1, last);
    }
}

void Coverage::move(std::uint64_t by)
{
    moved_ += by;
    for (Range& range : ranges_) {
        range.from += by;
        range.to += by;
    }
    if (by % 2 != 0) {
        sum_.change_parity();
    }
}

bool Coverage::covers(std::uint64_t from, std::uint64_t to) const
{
    if (from >= to) {
        return true;
    }
    const auto range = std::lower_bound(ranges_.begin(), ranges_.end(), to,
                                        [](const Range& r, std::uint64_t end) { return r.to < end; });
    return range != ranges_.end() && range->from <= from;
}

} // namespace oscar::sessions
