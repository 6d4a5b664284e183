// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oft/header.h"

#include "core/oft/checksum.h"
#include "core/oft/fields.h"
#include "core/oft/findings.h"
#include "core/schema/field_reader.h"
#include "core/wire/ascii.h"

#include <algorithm>
#include <string_view>

namespace oscar::oft {
namespace {

constexpr std::uint8_t kLastOfOft3 = '3';

constexpr std::uint32_t kColumnsEnd = 103; // of a file list

constexpr std::uint32_t kCookieSize = 8;
constexpr std::uint32_t kIdSize = 32;
constexpr std::uint32_t kReservedSize = 69;
constexpr std::uint32_t kFinderSize = 16;
constexpr std::uint32_t kFinderCodeSize = 4;

enum class NameEncoding : std::uint16_t { ascii = 0, ucs2 = 2, iso_8859_1 = 3 };

Charset charset_of(std::uint16_t encoding)
{
    switch (static_cast<NameEncoding>(encoding)) {
    case NameEncoding::ucs2:
        return Charset::ucs2_be;
    case NameEncoding::iso_8859_1:
        return Charset::iso_8859_1;
    case NameEncoding::ascii: // some clients write UTF-8 under it
        break;
    }
    return Charset::unknown;
}
bool is_known_encoding(std::uint16_t encoding) { return encoding == 0 || encoding == 2 || encoding == 3; }

// Where the name ends: at its first NUL, or with the header.
std::uint32_t name_length(std::span<const std::uint8_t> bytes, std::uint32_t unit)
{
    for (std::uint32_t i = 0; i + unit <= bytes.size(); i += unit) {
        if (bytes[i] == 0 && (unit == 1 || bytes[i + 1] == 0)) {
            return i;
        }
    }
    return static_cast<std::uint32_t>(bytes.size() / unit * unit);
}

Item name_item(const View& view, Slice at, std::uint16_t encoding)
{
    const Charset charset = charset_of(encoding);
    const std::uint32_t length = name_length(view.bytes(at), charset == Charset::ucs2_be ? 2 : 1);
    return {.field = Field::name, .charset = charset, .path = true, .at = {at.offset, length}};
}

// Steps through the characters of a name, as far as they are ASCII; others count as no special character.
class NameReader {
public:
    NameReader(const View& view, const Item& name)
        : bytes_(view.bytes(name.at)), unit_(name.charset == Charset::ucs2_be ? 2 : 1)
    {
    }
    bool next(char& out)
    {
        if (at_ + unit_ > bytes_.size()) {
            return false;
        }
        const bool wide = unit_ == 2 && bytes_[at_] != 0;
        const std::uint8_t low = bytes_[at_ + unit_ - 1];
        out = wide || low >= 0x80 ? '_' : static_cast<char>(low); // any other character does
        at_ += unit_;
        return true;
    }

private:
    std::span<const std::uint8_t> bytes_;
    std::size_t unit_;
    std::size_t at_ = 0;
};

// The reason why a name leads out of the folder in which it is to be put; null if it does not.
const char* path_in(const View& view, const Item& name)
{
    constexpr char folder_separator = 0x01;
    NameReader reader(view, name);
    std::size_t length = 0; // of the folder's or the file's own name
    bool only_dots = true;
    bool drive = false; // the latest character is a letter
    const auto climbs = [&] { return only_dots && length == 2; };
    char c = 0;
    for (bool first = true; reader.next(c); first = false) {
        if (c == '/') {
            return "'/'";
        }
        if (c == '\\') {
            return "'\\'";
        }
        if (c == ':' && length == 1 && drive) {
            return "a drive's letter";
        }
        if (c == folder_separator) {
            if (first) {
                return "a folder separator in front";
            }
            if (climbs()) {
                break;
            }
            length = 0;
            only_dots = true;
            continue;
        }
        drive = is_letter(c);
        only_dots = only_dots && c == '.';
        ++length;
    }
    return climbs() ? "'..'" : nullptr;
}

// Whether a header of this type is about a list of files, not about a file.
constexpr bool is_of_list(std::uint16_t type)
{
    switch (static_cast<Type>(type)) {
    case Type::list:
    case Type::list_acknowledged:
    case Type::list_damaged:
    case Type::list_received:
        return true;
    default:
        return false;
    }
}

class HeaderDecoder {
public:
    HeaderDecoder(const View& view, Slice at, Listener& to)
        : view_(view), t_(view, at, to, {Field::name_rest, FindingId::header_short, FindingId::name_trailing}), to_(to)
    {
    }

    // False as soon as a field is not there.
    bool run(std::uint32_t length)
    {
        return start(length) && counts() && sizes() && identification() && finder() && name();
    }

private:
    bool start(std::uint32_t length)
    {
        // Magic and length are there: decode_header() has seen to it.
        Slice magic;
        t_.bytes(Field::magic, kMagicSize, &magic);
        if (view_.u8(magic.end() - 1) == kLastOfOft3) {
            to_.finding({.id = FindingId::oft3, .at = magic});
        }
        t_.u16(Field::header_length);
        if (length < kUsualLength) {
            to_.finding({.id = FindingId::header_short, .at = last(2), .expected = kUsualLength, .found = length});
        }
        if (length > view_.size()) {
            to_.finding({.id = FindingId::header_truncated, .at = last(2), .expected = length, .found = view_.size()});
        }
        if (!t_.u16(Field::type, &type_)) {
            return false;
        }
        if (!is_known(type_)) {
            to_.finding({.id = FindingId::type_unknown, .at = last(2), .found = type_});
        }
        return t_.bytes(Field::cookie, kCookieSize) && must_be_zero(Field::encryption, FindingId::encryption_unknown) &&
               must_be_zero(Field::compression, FindingId::compression_unknown);
    }

    bool counts()
    {
        return at_most(Field::files, Field::files_left, FindingId::files_left_range) &&
               at_most(Field::parts, Field::parts_left, FindingId::parts_left_range);
    }

    bool sizes()
    {
        std::uint32_t total = 0;
        std::uint32_t size = 0;
        if (!t_.u32(Field::total_size, &total) || !t_.u32(Field::size, &size)) {
            return false;
        }
        // Where a list is sent, its size stands beside the total of what is in it.
        if (size > total && !is_of_list(type_)) {
            to_.finding({.id = FindingId::size_range, .at = last(4), .expected = total, .found = size});
        }
        std::uint32_t received = 0;
        if (!time(Field::mtime) || !checksum(Field::checksum) || !checksum(Field::resource_received_checksum) ||
            !t_.u32(Field::resource_size) || !time(Field::ctime) || !checksum(Field::resource_checksum) ||
            !t_.u32(Field::received, &received)) {
            return false;
        }
        if (received > size) {
            to_.finding({.id = FindingId::received_range, .at = last(4), .expected = size, .found = received});
        }
        return checksum(Field::received_checksum);
    }

    bool identification()
    {
        std::uint8_t flags = 0;
        // The item stands for the whole field; what shows it drops the padding.
        if (!t_.text(Field::id, kIdSize) || !t_.u8(Field::flags, &flags)) {
            return false;
        }
        to_.open();
        for (const Field bit : {Field::flag_unfinished, Field::flag_list, Field::flag_old, Field::flag_finished}) {
            to_.item({.field = bit, .at = last(1), .value = flags});
        }
        to_.close();
        return t_.u8(Field::list_name_offset) && t_.u8(Field::list_size_offset) &&
               t_.bytes(Field::reserved, kReservedSize);
    }

    bool finder()
    {
        Slice at;
        if (!t_.bytes(Field::finder, kFinderSize, &at)) {
            return false;
        }
        const auto bytes = view_.bytes(at);
        if (std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b == 0; })) {
            return true; // not a Macintosh
        }
        FieldReader inside(view_, at, to_, {Field::name_rest, FindingId::header_short, FindingId::name_trailing});
        to_.open();
        inside.text(Field::finder_type, kFinderCodeSize);
        inside.text(Field::finder_creator, kFinderCodeSize);
        inside.u16(Field::finder_flags);
        inside.u16(Field::finder_vertical);
        inside.u16(Field::finder_horizontal);
        inside.u16(Field::finder_folder);
        to_.close();
        return true;
    }

    bool name()
    {
        std::uint16_t encoding = 0;
        if (!t_.u16(Field::name_encoding, &encoding)) {
            return false;
        }
        if (!is_known_encoding(encoding)) {
            to_.finding({.id = FindingId::name_encoding_unknown, .at = last(2), .found = encoding});
        }
        if (!t_.u16(Field::name_encoding_sub)) {
            return false;
        }
        const Slice rest = t_.rest();
        const Item item = name_item(view_, rest, encoding);
        const bool cut = view_.bytes(rest).size() < rest.length;
        if (cut && item.at.length + 2 > view_.bytes(rest).size()) {
            return false; // the capture ends in the name, or may do so
        }
        to_.item(item);
        if (const char* path = path_in(view_, item)) {
            to_.finding({.id = FindingId::name_path, .at = item.at, .detail = path});
        }
        if (cut) {
            return false;
        }
        const Slice padding = trim_nuls(view_, {item.at.end(), rest.length - item.at.length});
        if (padding.length > 0) {
            report_rest(padding, Field::name_rest, FindingId::name_trailing, to_);
        }
        return true;
    }

    bool must_be_zero(Field field, FindingId unless)
    {
        std::uint16_t value = 0;
        if (!t_.u16(field, &value)) {
            return false;
        }
        if (value != 0) {
            to_.finding({.id = unless, .at = last(2), .found = value});
        }
        return true;
    }

    bool at_most(Field all, Field left, FindingId unless)
    {
        std::uint16_t most = 0;
        std::uint16_t value = 0;
        if (!t_.u16(all, &most) || !t_.u16(left, &value)) {
            return false;
        }
        if (value > most) {
            to_.finding({.id = unless, .at = last(2), .expected = most, .found = value});
        }
        return true;
    }

    bool time(Field field) { return number_with_remark(field, 0, "not set"); }
    bool checksum(Field field) { return number_with_remark(field, kNoChecksum, "not set, or of no bytes"); }

    bool number_with_remark(Field field, std::uint32_t special, const char* remark)
    {
        Slice at;
        if (!t_.take(4, at)) {
            return false;
        }
        const std::uint32_t value = view_.u32(at.offset);
        to_.item({.field = field, .at = at, .value = value, .text = value == special ? remark : nullptr});
        return true;
    }

    Slice last(std::uint32_t size) const { return {t_.offset() - size, size}; }

    const View& view_;
    FieldReader t_;
    Listener& to_;
    std::uint16_t type_ = 0;
};

} // namespace

Start start_of(std::span<const std::uint8_t> bytes)
{
    const std::size_t there = std::min<std::size_t>(bytes.size(), kMagicSize);
    for (std::size_t i = 0; i < there; ++i) {
        const auto magic = static_cast<std::uint8_t>(kMagic[i]);
        if (bytes[i] != magic && !(i + 1 == kMagicSize && bytes[i] == kLastOfOft3)) {
            return Start::other;
        }
    }
    return there < kMagicSize ? Start::partial : Start::header;
}

bool looks_like_header(std::span<const std::uint8_t> segment)
{
    if (start_of(segment) != Start::header) {
        return false;
    }
    if (segment.size() >= kLengthEnd && be16(segment.data() + 4) < kNameOffset) {
        return false;
    }
    return segment.size() < kLengthEnd + 2 || is_known(be16(segment.data() + 6));
}

Header read_header(const View& view)
{
    Header out;
    if (!view.has({0, kLengthEnd})) {
        return out;
    }
    out.length = view.u16(4);
    if (out.length < kNumbersEnd || !view.has({0, kNumbersEnd})) {
        return out;
    }
    out.numbers = true;
    out.type = view.u16(6);
    out.cookie = view.u64(8);
    out.files = view.u16(20);
    out.files_left = view.u16(22);
    out.total_size = view.u32(28);
    out.size = view.u32(32);
    out.checksum = view.u32(40);
    out.resource_size = view.u32(48);
    out.received = view.u32(60);
    out.received_checksum = view.u32(64);
    if (out.length >= kColumnsEnd && view.has({0, kColumnsEnd})) {
        out.columns = {.name = view.u8(kColumnsEnd - 2), .size = view.u8(kColumnsEnd - 1)};
    }
    if (out.length >= kNameOffset && view.has({0, out.length})) {
        out.name = name_item(view, {kNameOffset, out.length - kNameOffset}, view.u16(188));
    }
    return out;
}

void decode_header(const View& view, Listener& to)
{
    if (!view.has({0, kLengthEnd})) {
        return;
    }
    const std::uint32_t length = view.u16(4);
    // The magic and the length itself are there whatever the length says.
    const Slice at{0, std::clamp(length, kLengthEnd, std::max(kLengthEnd, view.size()))};
    HeaderDecoder(view, at, to).run(length);
}

} // namespace oscar::oft
