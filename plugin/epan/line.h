// SPDX-License-Identifier: GPL-2.0-or-later
// Builds a line of text in a buffer of fixed size. It is faster than printf, which matters because the Info column is
// written for every packet.
#ifndef OSCAR_EPAN_LINE_H
#define OSCAR_EPAN_LINE_H

#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace oscar::epan {

// Marks the place where text was cut.
inline constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

// The length of the longest prefix of at most `room` bytes that ends with a whole character. Not inlined, because gcc
// 14 would warn about reading beyond an empty literal, which the first condition prevents.
[[gnu::noinline]] constexpr std::size_t whole_characters(std::string_view utf8, std::size_t room)
{
    if (utf8.size() <= room) {
        return utf8.size();
    }
    while (room > 0 && (static_cast<unsigned char>(utf8[room]) & 0xC0) == 0x80) {
        --room;
    }
    return room;
}

// As soon as something does not fit, the line ends with an ellipsis, and nothing more is added: text after a missing
// address or number would be misleading. Text is cut between two characters; numbers and addresses are left out as a
// whole.
template <std::size_t Size> // in bytes, including the NUL at the end
class BasicLine {
public:
    BasicLine() { text_[0] = '\0'; }

    const char* c_str() const { return text_.data(); }
    std::size_t length() const { return length_; }
    std::string_view from(std::size_t start) const { return {text_.data() + start, length_ - start}; }

    BasicLine& operator<<(std::string_view text)
    {
        if (text.size() <= room()) {
            append(text); // the usual case, to be inlined
        } else {
            add(text, whole_characters(text, room()));
        }
        return *this;
    }
    BasicLine& operator<<(std::uint64_t number)
    {
        std::array<char, kMostDigits> digits;
        add_whole(digits.data(), put(number, digits.data(), digits.data() + digits.size()));
        return *this;
    }
    BasicLine& ipv4(std::uint32_t ip)
    {
        std::array<char, sizeof "255.255.255.255"> text;
        char* end = text.data();
        for (int shift = 24; shift >= 0; shift -= 8) {
            end = put(ip >> shift & 0xFF, end, text.data() + text.size());
            *end++ = '.';
        }
        add_whole(text.data(), end - 1);
        return *this;
    }

private:
    static constexpr std::size_t kMostDigits = 20;

    static char* put(std::uint64_t number, char* begin, char* end) { return std::to_chars(begin, end, number).ptr; }

    // How many bytes can still be added, with an ellipsis and the NUL after them.
    std::size_t room() const { return is_cut_ ? 0 : text_.size() - 1 - kEllipsis.size() - length_; }

    void add_whole(const char* begin, const char* end)
    {
        const std::string_view text(begin, static_cast<std::size_t>(end - begin));
        add(text, text.size() <= room() ? text.size() : 0);
    }
    // Adds the first `length` bytes of a text, and the ellipsis if there are more.
    void add(std::string_view text, std::size_t length)
    {
        if (is_cut_) {
            return;
        }
        append(text.substr(0, length));
        if (length < text.size()) {
            is_cut_ = true;
            append(kEllipsis);
        }
    }
    void append(std::string_view text)
    {
        length_ += text.copy(text_.data() + length_, text_.size() - 1 - length_);
        text_[length_] = '\0';
    }

    std::array<char, Size> text_;
    std::size_t length_ = 0;
    bool is_cut_ = false;
};

// For one message. Names are cut to far less before they are added.
using Line = BasicLine<640>;

} // namespace oscar::epan

#endif
