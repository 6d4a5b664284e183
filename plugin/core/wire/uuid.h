// SPDX-License-Identifier: GPL-2.0-or-later
//
// UUIDs, stored as 16 bytes in the order of their text form. OSCAR sends them in this order. ICQ messages contain
// Microsoft GUIDs, whose first three parts are little-endian.
#ifndef OSCAR_CORE_WIRE_UUID_H
#define OSCAR_CORE_WIRE_UUID_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace oscar {

using Uuid = std::array<std::uint8_t, 16>;

consteval std::uint8_t hex_digit(char c) { return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'A' + 10); }

// Parses the text form, for example "09461343-4C7F-11D1-8222-444553540000". Letters must be upper case.
consteval Uuid uuid(std::string_view text)
{
    Uuid out{};
    std::size_t digits = 0;
    for (const char c : text) {
        if (c != '-') {
            out.at(digits / 2) = static_cast<std::uint8_t>(out.at(digits / 2) << 4 | hex_digit(c));
            ++digits;
        }
    }
    return out;
}

// Converts a Microsoft GUID from wire order to the order of its text form. The conversion is its own inverse.
constexpr Uuid swap_guid(std::span<const std::uint8_t, 16> wire)
{
    Uuid out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        constexpr std::uint8_t order[] = {3, 2, 1, 0, 5, 4, 7, 6};
        out[i] = wire[i < std::size(order) ? order[i] : i];
    }
    return out;
}

} // namespace oscar

#endif
