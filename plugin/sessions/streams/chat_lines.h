// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is typed in an ICQ chat, by line. Clients send each key as it is pressed, so that a line can take many segments,
// and some of its characters are taken back.
#ifndef OSCAR_SESSIONS_STREAMS_CHAT_LINES_H
#define OSCAR_SESSIONS_STREAMS_CHAT_LINES_H

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace oscar::sessions {

// The lines of one side.
class ChatLines {
public:
    static constexpr std::size_t kLongest = 4096; // bytes; a longer line is split
    static constexpr std::size_t kMost = 1U << 18;

    struct Line {
        std::uint64_t place; // of the text that ends it, in the stream
        std::size_t begin;   // for text()
    };

    // Text at a place, as valid UTF-8; ignored if it was there before. 0x0D ends a line, 0x08 takes back a character.
    // May throw std::bad_alloc.
    void add(std::uint64_t place, std::string_view text);
    std::size_t size() const { return lines_.size(); }
    // Those that end with the text in this part of the stream.
    std::span<const Line> in(std::uint64_t from, std::uint64_t to) const;
    // Valid UTF-8; valid until text is added.
    const char* text(const Line& line) const { return text_.c_str() + line.begin; }

private:
    std::size_t length() const { return text_.size() - begin_; } // of the line that is not finished
    void take_back();
    void end_line(std::uint64_t place);

    std::uint64_t next_ = 0;
    std::string text_;        // of all lines, each with a NUL; then of the one that is not finished
    std::size_t begin_ = 0;   // of that one
    std::vector<Line> lines_; // sorted by place
};

} // namespace oscar::sessions

#endif
