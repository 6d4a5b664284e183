// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/odc/html.h"

#include "core/wire/ascii.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace oscar::odc {

namespace {

bool is_word(std::string_view text, std::string_view lower_word)
{
    return std::ranges::equal(text, lower_word, {}, lower);
}

// The tag at the start of `html`, which is a '<', from one to the other bracket. Empty if it is no tag.
std::string_view tag_at(std::string_view html)
{
    constexpr std::string_view comment = "<!--";
    constexpr std::string_view comment_end = "-->";
    if (html.starts_with(comment)) {
        // One without an end takes all that follows it.
        const std::size_t end = html.find(comment_end, comment.size());
        return end != std::string_view::npos ? html.substr(0, end + comment_end.size()) : html;
    }
    if (html.size() < 2 || (!is_letter(html[1]) && html[1] != '/' && html[1] != '!')) {
        return {};
    }
    char quote = '\0';
    for (std::size_t i = 1; i < html.size(); ++i) {
        const char c = html[i];
        if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
        } else if ((c == '"' || c == '\'') && html[i - 1] == '=') {
            quote = c;
        } else if (c == '>') {
            return html.substr(0, i + 1);
        } else if (c == '<') {
            break;
        }
    }
    return {};
}

std::string_view name_of(std::string_view tag)
{
    std::size_t end = 1;
    while (end < tag.size() && (is_letter(tag[end]) || tag[end] == '/' || is_digit(tag[end]))) {
        ++end;
    }
    return tag.substr(1, end - 1);
}

// The value of an attribute of a tag; nothing if it has none of this name.
std::optional<std::string_view> attribute(std::string_view tag, std::string_view lower_name)
{
    std::size_t at = 1 + name_of(tag).size();
    const std::size_t end = tag.size() - 1;
    const auto skip = [&](auto while_true) {
        while (at < end && while_true(tag[at])) {
            ++at;
        }
    };
    while (at < end) {
        skip(is_space);
        const std::size_t begin = at;
        skip([](char c) { return !is_space(c) && c != '='; });
        const std::string_view name = tag.substr(begin, at - begin);
        skip(is_space);
        if (at == end || tag[at] != '=') {
            continue;
        }
        ++at;
        skip(is_space);
        std::string_view value;
        if (at < end && (tag[at] == '"' || tag[at] == '\'')) {
            const char quote = tag[at++];
            const std::size_t close = std::min(tag.find(quote, at), end);
            value = tag.substr(at, close - at);
            at = std::min(close + 1, end);
        } else {
            const std::size_t start = at;
            skip([](char c) { return !is_space(c); });
            value = tag.substr(start, at - start);
        }
        if (is_word(name, lower_name)) {
            return value;
        }
    }
    return std::nullopt;
}

struct Entity {
    std::string_view name;
    char32_t value;
};
constexpr Entity kEntities[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xA0}};

bool is_character(char32_t c)
{
    return c >= 0x20 && (c < 0x7F || c > 0x9F) && (c < 0xD800 || c > 0xDFFF) && c <= 0x10FFFF;
}

std::optional<char32_t> number_in(std::string_view digits, unsigned base)
{
    char32_t value = 0;
    for (const char c : digits) {
        const unsigned digit =
            is_digit(c) ? static_cast<unsigned>(c - '0') : static_cast<unsigned>(lower(c) - 'a') + 10;
        if ((!is_digit(c) && !is_letter(c)) || digit >= base || value > 0x10FFFF) {
            return std::nullopt;
        }
        value = value * base + digit;
    }
    return digits.empty() || !is_character(value) ? std::nullopt : std::optional(value);
}

struct Reference {
    char32_t value = 0;
    std::size_t length = 0; // 0: there is none
};

// The reference to a character at the start of `html`, which is an '&'.
Reference reference_at(std::string_view html)
{
    constexpr std::size_t longest = 12;
    const std::size_t end = html.substr(0, longest).find(';');
    if (end == std::string_view::npos) {
        return {};
    }
    const std::string_view name = html.substr(1, end - 1);
    std::optional<char32_t> value;
    if (name.starts_with("#x") || name.starts_with("#X")) {
        value = number_in(name.substr(2), 16);
    } else if (name.starts_with('#')) {
        value = number_in(name.substr(1), 10);
    }
    for (const Entity& entity : kEntities) {
        if (is_word(name, entity.name)) {
            value = entity.value;
        }
    }
    return value ? Reference{*value, end + 1} : Reference{};
}

class Writer {
public:
    explicit Writer(std::span<char> out) : out_(out) {}

    void put(char c)
    {
        if (size_ > 0 || !is_space(c)) {
            out_[size_++] = c;
        }
    }
    // No longer than any reference to it.
    void put(char32_t c)
    {
        const auto low = [&](int shift) { put(static_cast<char>(0x80 | (c >> shift & 0x3F))); };
        if (c < 0x80) {
            put(static_cast<char>(c));
        } else if (c < 0x800) {
            put(static_cast<char>(0xC0 | c >> 6));
            low(0);
        } else if (c < 0x10000) {
            put(static_cast<char>(0xE0 | c >> 12));
            low(6);
            low(0);
        } else {
            put(static_cast<char>(0xF0 | c >> 18));
            low(12);
            low(6);
            low(0);
        }
    }
    std::size_t finish()
    {
        while (size_ > 0 && is_space(out_[size_ - 1])) {
            --size_;
        }
        return size_;
    }

private:
    std::span<char> out_;
    std::size_t size_ = 0;
};

} // namespace

std::size_t plain_text(std::string_view html, std::span<char> out)
{
    Writer writer(out);
    while (!html.empty()) {
        std::size_t length = 1;
        const char c = html[0];
        if (c == '<') {
            const std::string_view tag = tag_at(html);
            const std::string_view name = tag.empty() ? tag : name_of(tag);
            if (is_word(name, "br") || is_word(name, "br/") || is_word(name, "p") || is_word(name, "hr")) {
                writer.put('\n');
            } else if (tag.empty()) {
                writer.put(c);
            }
            length = std::max<std::size_t>(tag.size(), 1);
        } else if (c == '&') {
            const Reference reference = reference_at(html);
            if (reference.length > 0) {
                writer.put(reference.value);
                length = reference.length;
            } else {
                writer.put(c);
            }
        } else {
            writer.put(c == '\r' || c == '\n' ? ' ' : c); // which are spaces in HTML
        }
        html.remove_prefix(length);
    }
    return writer.finish();
}

std::string_view image_source(std::string_view html, std::string_view id)
{
    for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        const std::string_view tag = tag_at(html.substr(at));
        if (!tag.empty() && is_word(name_of(tag), "img") && attribute(tag, "id") == id) {
            return attribute(tag, "src").value_or(std::string_view{});
        }
    }
    return {};
}

} // namespace oscar::odc
