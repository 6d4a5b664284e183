// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oft/safe_name.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace oscar::oft {

namespace {

constexpr char kReplacement = '_';
constexpr std::string_view kUnnamed = "unnamed";
constexpr std::string_view kDropped = ". ";     // by Windows, at the end
constexpr std::size_t kMostExtensionBytes = 24; // with its dot; what is longer is no extension

// The length of the character in UTF-8 at the start of `text`; 0 if there is none.
std::size_t character_length(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t first = byte(0);
    const std::size_t length = first < 0x80                    ? 1
                               : first >= 0xC2 && first < 0xE0 ? 2
                               : first >= 0xE0 && first < 0xF0 ? 3
                               : first >= 0xF0 && first < 0xF5 ? 4
                                                               : 0;
    if (length == 0 || length > text.size()) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

char32_t value_of(std::string_view character)
{
    constexpr std::array<std::uint8_t, 5> value_bits{0, 0x7F, 0x1F, 0x0F, 0x07};
    char32_t value = static_cast<std::uint8_t>(character[0]) & value_bits[character.size()];
    for (const char c : character.substr(1)) {
        value = value << 6 | (static_cast<std::uint8_t>(c) & 0x3F);
    }
    return value;
}

bool is_between(char32_t c, char32_t first, char32_t last) { return first <= c && c <= last; }

bool is_harmful(char32_t c)
{
    return c < 0x20 || is_between(c, 0x7F, 0x9F) || // control characters
           (c < 0x80 && std::string_view("/\\<>:\"|?*").find(static_cast<char>(c)) != std::string_view::npos) ||
           // Characters that change the order of others or are invisible: with them, "txt.exe" may look like "exe.txt".
           is_between(c, 0x200B, 0x200F) || is_between(c, 0x2028, 0x202E) || is_between(c, 0x2060, 0x206F) ||
           c == 0x061C || c == 0xFEFF ||
           // No characters at all.
           is_between(c, 0xD800, 0xDFFF) || c > 0x10FFFF;
}

std::string without_harmful_characters(std::string_view utf8)
{
    std::string out;
    while (!utf8.empty()) {
        const std::size_t length = character_length(utf8);
        const std::string_view character = utf8.substr(0, std::max<std::size_t>(length, 1));
        if (length == 0 || is_harmful(value_of(character))) {
            out += kReplacement;
        } else {
            out += character;
        }
        utf8.remove_prefix(character.size());
    }
    return out;
}

std::string_view without_end(std::string_view text, std::string_view characters)
{
    return text.substr(0, text.find_last_not_of(characters) + 1);
}

// Windows gives these names to devices in every folder, with any extension, and ignores spaces before it. The digits
// may be superscripts.
bool is_reserved(std::string_view name)
{
    std::string stem(without_end(name.substr(0, name.find('.')), " "));
    std::transform(stem.begin(), stem.end(), stem.begin(),
                   [](char c) { return 'a' <= c && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    for (const std::string_view device : {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}) {
        if (stem == device) {
            return true;
        }
    }
    if (!stem.starts_with("COM") && !stem.starts_with("LPT")) {
        return false;
    }
    const std::string_view number = std::string_view(stem).substr(3);
    return (number.size() == 1 && '0' <= number[0] && number[0] <= '9') || number == "\u00B9" || number == "\u00B2" ||
           number == "\u00B3";
}

// Where the extension begins, with its dot; the end if there is none.
std::size_t extension_of(std::string_view name)
{
    const auto may_be_in_it = [](char c) {
        return ('0' <= c && c <= '9') || ('A' <= c && c <= 'Z') || ('a' <= c && c <= 'z') ||
               static_cast<std::uint8_t>(c) >= 0x80;
    };
    const std::size_t dot = name.rfind('.');
    const bool is_there = dot != std::string_view::npos && dot != 0 && name.size() - dot <= kMostExtensionBytes &&
                          std::all_of(name.begin() + static_cast<std::ptrdiff_t>(dot) + 1, name.end(), may_be_in_it);
    return is_there ? dot : name.size();
}

// The start of `text` in whole characters.
std::string_view at_most(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes) {
        return text;
    }
    while (bytes > 0 && (static_cast<std::uint8_t>(text[bytes]) & 0xC0) == 0x80) {
        --bytes;
    }
    return text.substr(0, bytes);
}

} // namespace

std::string safe_name(std::string_view utf8)
{
    std::string name = without_harmful_characters(utf8);
    name.resize(without_end(name, kDropped).size());
    if (name.empty()) {
        return std::string(kUnnamed);
    }
    // A dot hides the file, and a hyphen makes it an option of commands. What is reserved no longer is.
    if (name[0] == '.' || name[0] == '-' || name[0] == ' ' || is_reserved(name)) {
        name.insert(name.begin(), kReplacement);
    }
    const std::size_t dot = extension_of(name);
    const std::size_t room = kMostNameBytes - (name.size() - dot);
    const std::string_view stem = at_most(std::string_view(name).substr(0, dot), room);
    return std::string(dot == name.size() ? without_end(stem, kDropped) : stem).append(name, dot);
}

std::string name_with_remark(std::string_view safe, std::string_view remark)
{
    const std::size_t dot = extension_of(safe);
    const std::string_view extension = safe.substr(dot);
    const std::string end = std::string(" (").append(remark).append(")").append(extension);
    return std::string(at_most(safe.substr(0, dot), kMostNameBytes - std::min(kMostNameBytes, end.size()))) + end;
}

} // namespace oscar::oft
