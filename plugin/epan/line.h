// SPDX-License-Identifier: GPL-2.0-or-later
//
// A line of text in the making. Info is written for every packet of a capture, so it is not made by printf.
#ifndef OSCAR_EPAN_LINE_H
#define OSCAR_EPAN_LINE_H

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace oscar::epan {

// What does not fit is left out, from the first text that does not: never part of a character.
class Line {
public:
    Line() { text_[0] = '\0'; }

    const char* c_str() const { return text_.data(); }
    std::size_t length() const { return length_; }
    std::string_view from(std::size_t start) const { return {text_.data() + start, length_ - start}; }

    Line& operator<<(std::string_view text)
    {
        if (text.size() < text_.size() - length_) {
            std::memcpy(text_.data() + length_, text.data(), text.size());
            length_ += text.size();
            text_[length_] = '\0';
        }
        return *this;
    }
    Line& operator<<(std::uint64_t number)
    {
        std::array<char, 20> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        return *this << std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data()));
    }
    Line& ipv4(std::uint32_t ip)
    {
        return *this << std::uint64_t{ip >> 24} << "." << std::uint64_t{ip >> 16 & 0xFF} << "."
                     << std::uint64_t{ip >> 8 & 0xFF} << "." << std::uint64_t{ip & 0xFF};
    }

private:
    std::array<char, 640> text_; // names are cut to far less
    std::size_t length_ = 0;
};

} // namespace oscar::epan

#endif
