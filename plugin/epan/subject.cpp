// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/subject.h"

#include "epan/text.h"

#include <algorithm>
#include <string_view>

namespace oscar::epan {

namespace {

// The parts of a name that one_line() would leave no room for are not converted.
const char* name_text(packet_info* pinfo, tvbuff_t* tvb, const Subject& subject, glong most)
{
    const Item& name = subject.name;
    if (subject.name_separator == '\0') {
        return to_utf8(pinfo->pool, tvb, name.at, name.charset, name.charset_name);
    }
    const auto most_bytes = 4 * static_cast<gsize>(most);
    const auto* bytes = tvb_get_ptr(tvb, static_cast<int>(name.at.offset), static_cast<int>(name.at.length));
    const std::string_view chars(reinterpret_cast<const char*>(bytes), name.at.length);
    wmem_strbuf_t* out = wmem_strbuf_new(pinfo->pool, "");
    for (std::size_t start = 0; start < chars.size() && wmem_strbuf_get_len(out) <= most_bytes;) {
        const std::size_t end = std::min(chars.find(subject.name_separator, start), chars.size());
        const Slice part{name.at.offset + static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end - start)};
        const char* text = to_utf8(pinfo->pool, tvb, part, name.charset);
        if (text[0] != '\0') {
            wmem_strbuf_append(out, wmem_strbuf_get_len(out) > 0 ? ", " : "");
            wmem_strbuf_append(out, text);
        }
        start = end + 1;
    }
    return wmem_strbuf_get_str(out);
}

} // namespace

void append_subject(packet_info* pinfo, tvbuff_t* tvb, const Subject& subject, glong most, Line& line)
{
    const std::size_t start = line.length();
    const auto append_space = [&] { line << (line.length() > start ? " " : ""); };
    if (subject.request != nullptr) {
        line << subject.request;
    }
    if (subject.request_about != nullptr) {
        line << ": " << subject.request_about;
    }
    const char* name = subject.name.at.length > 0 ? name_text(pinfo, tvb, subject, most) : "";
    if (name[0] != '\0') {
        append_space();
        line << "\"" << one_line(pinfo->pool, name, most) << "\"";
    }
    if (subject.has_count && subject.count != 1) {
        append_space();
        line << "(" << subject.count << " files, " << subject.size << " bytes)";
    } else if (subject.has_size) {
        append_space();
        line << "(" << subject.size << (subject.size == 1 ? " byte)" : " bytes)");
    }
}

} // namespace oscar::epan
