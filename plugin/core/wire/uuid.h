// SPDX-License-Identifier: GPL-2.0-or-later
//
// UUIDs: 16 bytes in the order in which they are written. OSCAR sends them like that; ICQ's own messages send them as
// Microsoft GUIDs, with the first three parts little-endian.
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

// From "09461343-4C7F-11D1-8222-444553540000".
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

// A Microsoft GUID in the order in which it is written; the same step leads back.
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
