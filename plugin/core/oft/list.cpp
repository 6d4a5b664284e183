// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oft/list.h"

#include "core/oft/fields.h"
#include "core/oft/findings.h"
#include "core/wire/tlv.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace oscar::oft {
namespace {

constexpr std::string_view kListMagic = "Lst1";
constexpr std::uint8_t kUsualSizeColumn = 17;
constexpr std::uint8_t kUsualNameColumn = 28;

// A place in a line of text.
Slice part_of(Slice line, std::size_t from, std::size_t to)
{
    return {line.offset + static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to - from)};
}

class TextList {
public:
    TextList(const View& view, ListColumns columns, bool whole, Listener& to)
        : view_(view), size_at_(columns.size != 0 ? columns.size : kUsualSizeColumn),
          name_at_(columns.name != 0 ? columns.name : kUsualNameColumn), whole_(whole), to_(to)
    {
    }

    void decode()
    {
        const std::string_view all = view_.chars(view_.whole());
        std::size_t at = 0;
        while (at < all.size()) {
            const std::size_t end = all.find('\n', at);
            if (end == std::string_view::npos && (!whole_ || all.size() < view_.size())) {
                return; // the line goes on elsewhere
            }
            std::string_view text = all.substr(at, end - at);
            if (!text.empty() && text.back() == '\r') {
                text.remove_suffix(1);
            }
            if (!text.empty()) {
                line({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(text.size())}, text);
            }
            at = end == std::string_view::npos ? all.size() : end + 1;
        }
    }

private:
    void line(Slice at, std::string_view text)
    {
        const std::size_t digits = text.find_first_not_of(' ', size_at_);
        std::uint64_t size = 0;
        const char* end = text.data() + text.size();
        const auto number = digits < text.size() ? std::from_chars(text.data() + digits, end, size)
                                                 : std::from_chars_result{end, std::errc::invalid_argument};
        const auto digits_end = static_cast<std::size_t>(number.ptr - text.data());
        // A long size pushes the name to the right.
        const std::size_t name = text.find_first_not_of(' ', std::max<std::size_t>(name_at_, digits_end));
        if (number.ec != std::errc{} || name == std::string_view::npos) {
            to_.item({.field = Field::list_unknown, .at = at});
            to_.finding({.id = FindingId::list_line, .at = at, .expected = size_at_, .found = name_at_});
            return;
        }
        to_.item({.field = Field::list_entry, .at = at});
        to_.open();
        if (const std::size_t date_end = text.find_last_not_of(' ', size_at_ - std::size_t{1});
            date_end != std::string_view::npos) {
            to_.item({.field = Field::list_date, .at = part_of(at, 0, date_end + 1)});
        }
        to_.item({.field = Field::list_size, .at = part_of(at, digits, digits_end), .value = size});
        to_.item({.field = Field::list_name, .path = true, .at = part_of(at, name, text.size())});
        to_.close();
    }

    const View& view_;
    std::uint8_t size_at_;
    std::uint8_t name_at_;
    bool whole_;
    Listener& to_;
};

// The tags of the new form. A value of length 0 can have any length.
constexpr std::uint16_t kEndOfEntry = 0x0909;
struct ListTag {
    std::uint16_t tag;
    Field field;
    std::uint16_t length;
};
constexpr ListTag kListTags[] = {
    {0x0101, Field::list_mtime, 4},    {0x0303, Field::list_size, 4},  {0x0404, Field::list_name, 0},
    {0x0505, Field::list_reserved, 2}, {0x0900, Field::list_flags, 4},
};

class TlvList {
public:
    TlvList(const View& view, bool whole, Listener& to) : view_(view), whole_(whole), to_(to) {}

    void decode()
    {
        Slice rest{kListMagic.size(), view_.size() - static_cast<std::uint32_t>(kListMagic.size())};
        while (rest.length > 0) {
            const Entry entry = entry_at(rest);
            if (!entry.ends && !whole_) {
                return; // the entry goes on elsewhere
            }
            show(entry);
            rest = {entry.at.end(), rest.length - entry.at.length};
        }
    }

private:
    struct Entry {
        Slice at;
        bool ends = false; // with the tag that ends one
    };

    Entry entry_at(Slice rest) const
    {
        TlvWalk walk(view_, rest);
        Tlv tlv;
        while (walk.next(tlv)) {
            if (tlv.fault == Fault::none && tlv.tag == kEndOfEntry) {
                return {{rest.offset, tlv.at.end() - rest.offset}, true};
            }
        }
        return {rest, false};
    }

    void show(const Entry& entry)
    {
        to_.item({.field = Field::list_entry, .at = {entry.at.offset, shown(entry.at)}});
        to_.open();
        TlvWalk walk(view_, entry.at);
        Tlv tlv;
        bool cut = false;
        while (walk.next(tlv)) {
            cut = tlv.fault == Fault::cut;
            if (tlv.fault == Fault::none) {
                value(tlv);
            } else if (shown(tlv.at) > 0) {
                to_.item({.field = Field::list_unknown, .at = {tlv.at.offset, shown(tlv.at)}});
            }
        }
        to_.close();
        if (!entry.ends && !cut) {
            to_.finding({.id = FindingId::list_truncated, .at = entry.at, .found = entry.at.length});
        }
    }

    std::uint32_t shown(Slice at) const { return static_cast<std::uint32_t>(view_.bytes(at).size()); }

    void value(const Tlv& tlv)
    {
        const auto* row = std::find_if(std::begin(kListTags), std::end(kListTags),
                                       [&](const ListTag& t) { return t.tag == tlv.tag; });
        if (row == std::end(kListTags)) {
            if (tlv.tag != kEndOfEntry || tlv.length > 0) {
                unknown(tlv, tlv.tag != kEndOfEntry ? FindingId::list_tag_unknown : FindingId::list_length, 0);
            }
            return;
        }
        if (row->length != 0 && row->length != tlv.length) {
            unknown(tlv, FindingId::list_length, row->length);
            return;
        }
        switch (row->length) {
        case 4:
            to_.item({.field = row->field, .at = tlv.value, .value = view_.u32(tlv.value.offset)});
            break;
        case 2:
            to_.item({.field = row->field, .at = tlv.value, .value = view_.u16(tlv.value.offset)});
            break;
        default:
            to_.item({.field = row->field, .path = true, .at = tlv.value});
            break;
        }
        if (row->field == Field::list_flags) {
            to_.open();
            const Slice low{tlv.value.end() - 1, 1};
            to_.item({.field = Field::list_flag_folder, .at = low, .value = view_.u8(low.offset)});
            to_.close();
        }
    }

    void unknown(const Tlv& tlv, FindingId why, std::uint32_t expected)
    {
        to_.item({.field = Field::list_unknown, .at = tlv.at});
        to_.finding({.id = why,
                     .at = tlv.at,
                     .expected = expected,
                     .found = why == FindingId::list_tag_unknown ? tlv.tag : tlv.length});
    }

    const View& view_;
    bool whole_;
    Listener& to_;
};

} // namespace

void decode_list(const View& view, ListColumns columns, bool whole, Listener& to)
{
    if (view.chars({0, kListMagic.size()}) == kListMagic) {
        TlvList(view, whole, to).decode();
    } else {
        TextList(view, columns, whole, to).decode();
    }
}

} // namespace oscar::oft
