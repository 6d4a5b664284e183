// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reads values in sequence and reports each as an item. After the first value that does not fit, nothing more is read;
// finish() then reports the remaining bytes.
#ifndef OSCAR_CORE_SCHEMA_FIELD_READER_H
#define OSCAR_CORE_SCHEMA_FIELD_READER_H

#include "core/schema/listener.h"
#include "core/wire/view.h"

namespace oscar {

// The field and the findings by which a protocol reports bytes that do not belong to a known layout.
struct Leftover {
    FieldRef bytes;
    FindingRef malformed; // a value does not fit
    FindingRef trailing;  // all values fit, but bytes remain
};

class FieldReader {
public:
    FieldReader(const View& view, Slice data, Listener& to, const Leftover& leftover)
        : view_(view), reader_(view, data), to_(to), leftover_(leftover)
    {
    }

    bool ok() const { return reader_.ok(); }
    std::uint32_t remaining() const { return reader_.remaining(); }
    std::uint32_t offset() const { return reader_.offset(); }
    Slice rest() const { return reader_.rest(); }

    bool u8(FieldRef field, std::uint8_t* out = nullptr) { return number(field, false, out); }
    bool u16(FieldRef field, std::uint16_t* out = nullptr) { return number(field, false, out); }
    bool u32(FieldRef field, std::uint32_t* out = nullptr) { return number(field, false, out); }
    bool le16(FieldRef field, std::uint16_t* out = nullptr) { return number(field, true, out); }
    bool le32(FieldRef field, std::uint32_t* out = nullptr) { return number(field, true, out); }

    // Values of other types, with their length in bytes. A GUID of guid_le() is in the wire order of Microsoft.
    bool bytes(FieldRef field, std::uint32_t length, Slice* out = nullptr);
    bool text(FieldRef field, std::uint32_t length, Charset charset = Charset::unknown, Slice charset_name = {},
              Item* out = nullptr);
    bool guid_le(FieldRef field, Slice* out);
    // Lengths and blocks that are not reported as items.
    bool length8(std::uint8_t& out) { return reader_.read_u8(out); }
    bool length16(std::uint16_t& out) { return reader_.read_u16(out); }
    bool take(std::uint32_t length, Slice& out) { return reader_.read(length, out); }
    bool skip(std::uint32_t length)
    {
        Slice ignored;
        return reader_.read(length, ignored);
    }

    // Reports the remaining bytes: as malformed if a value did not fit, even if none remain; otherwise as trailing.
    void finish();

private:
    template <class T>
    bool number(FieldRef field, bool little_endian, T* out)
    {
        Slice at;
        if (!reader_.read(sizeof(T), at)) {
            return false;
        }
        if (out != nullptr || to_.wants_items()) {
            const T value = load<T>(at.offset, little_endian);
            to_.item({.field = field, .at = at, .value = value});
            if (out != nullptr) {
                *out = value;
            }
        }
        return true;
    }

    template <class T>
    T load(std::uint32_t offset, bool little_endian) const
    {
        constexpr std::uint32_t last = sizeof(T) - 1;
        std::uint64_t value = 0;
        for (std::uint32_t i = 0; i <= last; ++i) {
            value = value << 8 | view_.u8(offset + (little_endian ? last - i : i));
        }
        return static_cast<T>(value);
    }

    const View& view_;
    Reader reader_;
    Listener& to_;
    Leftover leftover_;
};

// Reports `rest` as an item, unless it is empty, and the finding `why`.
void report_rest(Slice rest, FieldRef bytes, FindingRef why, Listener& to);

// A text without its trailing NULs. All of it must be captured.
Slice trim_nuls(const View& view, Slice text);

} // namespace oscar

#endif
