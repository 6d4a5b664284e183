// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/streams/chat_lines.h"

#include <algorithm>
#include <utility>

namespace oscar::sessions {
namespace {

constexpr char kBackspace = '\b';

constexpr bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

void take_back(std::string& text)
{
    while (!text.empty() && continues_character(text.back())) {
        text.pop_back();
    }
    if (!text.empty()) {
        text.pop_back();
    }
}

} // namespace

void ChatLines::add(std::uint64_t place, std::string_view text)
{
    if (place < next_) {
        return;
    }
    next_ = place + 1;
    for (const char c : text) {
        if (c == '\r' || c == '\n' || (unfinished_.size() >= kLongest && !continues_character(c))) {
            end_line(place);
        }
        if (c == kBackspace) {
            take_back(unfinished_);
        } else if (c != '\r' && c != '\n') {
            unfinished_ += c;
        }
    }
}

void ChatLines::end_line(std::uint64_t place)
{
    if (!unfinished_.empty() && lines_.size() < kMost) {
        lines_.push_back({place, std::exchange(unfinished_, {})});
    }
    unfinished_.clear();
}

std::span<const ChatLines::Line> ChatLines::in(std::uint64_t from, std::uint64_t to) const
{
    const auto begin = std::ranges::lower_bound(lines_, from, {}, &Line::place);
    return {begin, std::ranges::lower_bound(begin, lines_.end(), to, {}, &Line::place)};
}

} // namespace oscar::sessions
