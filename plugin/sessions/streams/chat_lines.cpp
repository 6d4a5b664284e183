// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/streams/chat_lines.h"

#include <algorithm>

namespace oscar::sessions {
namespace {

constexpr char kBackspace = '\b';

constexpr bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

} // namespace

void ChatLines::add(std::uint64_t place, std::string_view text)
{
    if (place < next_) {
        return;
    }
    next_ = place + 1;
    for (const char c : text) {
        const bool ends = c == '\r' || c == '\n';
        if (ends || (length() >= kLongest && !continues_character(c))) {
            end_line(place);
        }
        if (c == kBackspace) {
            take_back();
        } else if (!ends && c != '\0') {
            text_ += c;
        }
    }
}

void ChatLines::take_back()
{
    while (length() > 0) {
        const char last = text_.back();
        text_.pop_back();
        if (!continues_character(last)) {
            return;
        }
    }
}

void ChatLines::end_line(std::uint64_t place)
{
    if (length() == 0) {
        return;
    }
    if (lines_.size() >= kMost) {
        text_.resize(begin_);
        return;
    }
    lines_.push_back({place, begin_});
    text_ += '\0';
    begin_ = text_.size();
}

std::span<const ChatLines::Line> ChatLines::in(std::uint64_t from, std::uint64_t to) const
{
    const auto begin = std::ranges::lower_bound(lines_, from, {}, &Line::place);
    return {begin, std::ranges::lower_bound(begin, lines_.end(), to, {}, &Line::place)};
}

} // namespace oscar::sessions
