// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/schema/field_reader.h"

namespace oscar {

bool FieldReader::bytes(FieldRef field, std::uint32_t length, Slice* out)
{
    Slice at;
    if (!reader_.read(length, at)) {
        return false;
    }
    Item item{.field = field, .at = at};
    if (row(field).type == FieldType::ipv4 && length == 4) {
        item.value = view_.u32(at.offset);
    }
    to_.item(item);
    if (out != nullptr) {
        *out = at;
    }
    return true;
}

bool FieldReader::text(FieldRef field, std::uint32_t length, Charset charset, Slice charset_name, Item* out)
{
    Slice at;
    if (!reader_.read(length, at)) {
        return false;
    }
    const Item item{.field = field, .charset = charset, .at = at, .charset_name = charset_name};
    to_.item(item);
    if (out != nullptr) {
        *out = item;
    }
    return true;
}

bool FieldReader::guid_le(FieldRef field, Slice* out)
{
    Slice at;
    if (!reader_.read(16, at)) {
        return false;
    }
    to_.item({.field = field, .little_endian = true, .at = at});
    *out = at;
    return true;
}

void FieldReader::finish()
{
    if (!reader_.ok()) {
        report_rest(reader_.rest(), leftover_.bytes, leftover_.malformed, to_);
    } else if (reader_.remaining() > 0) {
        report_rest(reader_.rest(), leftover_.bytes, leftover_.trailing, to_);
    }
}

void report_rest(Slice rest, FieldRef bytes, FindingRef why, Listener& to)
{
    if (rest.length > 0) {
        to.item({.field = bytes, .at = rest});
    }
    to.finding({.id = why, .at = rest, .found = rest.length});
}

Slice trim_nuls(const View& view, Slice text)
{
    const auto b = view.bytes(text);
    while (text.length > 0 && b[text.length - 1] == 0) {
        --text.length;
    }
    return text;
}

} // namespace oscar
