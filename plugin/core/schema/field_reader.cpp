// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/schema/field_reader.h"

namespace oscar {

bool FieldReader::bytes(Field field, std::uint32_t length)
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
    return true;
}

bool FieldReader::text(Field field, std::uint32_t length, Charset charset, Slice charset_name)
{
    Slice at;
    if (!reader_.read(length, at)) {
        return false;
    }
    to_.item({.field = field, .charset = charset, .at = at, .charset_name = charset_name});
    return true;
}

bool FieldReader::guid_le(Field field, Slice* out)
{
    Slice at;
    if (!reader_.read(16, at)) {
        return false;
    }
    to_.item({.field = field, .little_endian = true, .at = at});
    if (out != nullptr) {
        *out = at;
    }
    return true;
}

void FieldReader::finish()
{
    if (!reader_.ok()) {
        decode_rest(reader_.rest(), FindingId::service_data_malformed, to_);
    } else if (reader_.remaining() > 0) {
        decode_rest(reader_.rest(), FindingId::service_data_trailing, to_);
    }
}

void decode_rest(Slice rest, FindingId why, Listener& to)
{
    if (rest.length > 0) {
        to.item({.field = Field::service_data_rest, .at = rest});
    }
    to.finding({why, rest, 0, 0, rest.length});
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
