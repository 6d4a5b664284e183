// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/icq/message.h"

#include "core/schema/readable.h"

#include <algorithm>
#include <string_view>

namespace oscar::icq {
namespace {

using enum MessageField;

constexpr bool is_one_of(std::uint8_t type, std::initializer_list<Type> types)
{
    return std::any_of(types.begin(), types.end(), [=](Type t) { return type == static_cast<std::uint8_t>(t); });
}

// Types whose text consists of parts that are separated by 0xFE.
constexpr bool has_parts(std::uint8_t type)
{
    return is_one_of(type, {Type::url, Type::authorization_request, Type::server, Type::added, Type::web_pager,
                            Type::email_express, Type::contacts});
}

constexpr char kPartSeparator = '\xFE';

// This GUID, anywhere after the text, marks the text as UTF-8.
Charset text_charset(const View& view, Slice after_text)
{
    static constexpr std::string_view kUtf8Guid = "{0946134e-4c7f-11d1-8222-444553540000}";
    const std::string_view rest = view.chars(after_text);
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
    return std::search(rest.begin(), rest.end(), kUtf8Guid.begin(), kUtf8Guid.end(), same) != rest.end()
               ? Charset::utf8
               : Charset::legacy;
}

bool header_slice(FieldReader& r, FieldRef field, Slice& at)
{
    std::uint16_t length = 0;
    return r.le16(field, &length) && r.take(length, at);
}

// Decodes one message. The members are the state that its parts share.
class MessageDecoder {
public:
    MessageDecoder(const MessageContext& context, FieldReader& reader)
        : c_(context), view_(context.view), to_(context.to), summary_(context.summary), reader_(reader)
    {
    }

    void decode();

private:
    FieldRef f(MessageField field) const { return c_.fields[field]; }

    bool priority_number();
    void text();
    void parts(Slice text, Charset charset);
    bool has_colours() const;
    void colours();
    void chat_request();
    void file_request();
    void ports();
    void plugin_message();
    Guid function_block();
    bool message_text(std::uint32_t length, bool in_parts);
    void text_type();
    void file_data();
    void xml_data(std::uint32_t declared);
    bool text16(MessageField field, Item* out = nullptr);

    const MessageContext& c_;
    const View& view_;
    Listener& to_;
    Summary& summary_;
    FieldReader& reader_;
    Charset charset_ = Charset::legacy;
};

bool MessageDecoder::text16(MessageField field, Item* out)
{
    std::uint16_t n = 0;
    return reader_.le16(f(length), &n) && reader_.text(f(field), n, charset_, {}, out);
}

void MessageDecoder::decode()
{
    if (!reader_.u8(f(type), &summary_.type) || !reader_.u8(f(flags), &summary_.flags) ||
        !reader_.le16(f(status), &summary_.answer.status) || !priority_number()) {
        return;
    }
    summary_.has_type = true;
    if (!summary_.is(Type::plain)) {
        summary_.request = value_name(f(type), summary_.type);
    }
    text();
    if (!reader_.ok()) {
        return;
    }
    if (has_colours()) {
        colours();
    } else if (summary_.is(Type::chat) && reader_.remaining() > 0) {
        chat_request();
    } else if (summary_.is(Type::file) && reader_.remaining() > 0) {
        file_request();
    } else if (summary_.is(Type::plugin) && reader_.remaining() > 0) {
        plugin_message();
    }
}

bool MessageDecoder::priority_number()
{
    Slice at;
    if (!reader_.take(2, at)) {
        return false;
    }
    const std::uint16_t number = le16(view_.bytes(at).data());
    const char* name = c_.priority_name != nullptr ? c_.priority_name(number) : nullptr;
    to_.item({.field = f(priority), .at = at, .value = number, .text = name});
    return true;
}

void MessageDecoder::text()
{
    std::uint16_t n = 0;
    if (!reader_.le16(f(length), &n)) {
        return;
    }
    if (const Slice rest = reader_.rest(); n <= rest.length) {
        charset_ = text_charset(view_, {rest.offset + n, rest.length - n});
    }
    Item item;
    if (!reader_.text(f(MessageField::text), n, charset_, {}, &item)) {
        return;
    }
    summary_.text = item;
    summary_.name = item;
    if (has_parts(summary_.type)) {
        summary_.name_separator = kPartSeparator;
        parts(trim_nuls(view_, item.at), charset_);
    }
}

void MessageDecoder::parts(Slice text, Charset charset)
{
    const std::string_view chars = view_.chars(text);
    if (chars.find(kPartSeparator) == std::string_view::npos) {
        return;
    }
    to_.open();
    for (std::size_t start = 0; start <= chars.size();) {
        const std::size_t end = std::min(chars.find(kPartSeparator, start), chars.size());
        to_.item({.field = f(text_part),
                  .charset = charset,
                  .at = {text.offset + static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end - start)}});
        start = end + 1;
    }
    to_.close();
}

// On a direct connection, every type without a layout of its own can have them, above all its acknowledgement.
bool MessageDecoder::has_colours() const
{
    if (c_.way == Way::direct) {
        return !is_one_of(summary_.type, {Type::chat, Type::file, Type::plugin});
    }
    return summary_.is(Type::plain) || (summary_.type >= static_cast<std::uint8_t>(Type::first_auto_message) &&
                                        summary_.type <= static_cast<std::uint8_t>(Type::last_auto_message));
}

void MessageDecoder::colours()
{
    if (reader_.remaining() == 0) {
        return;
    }
    // R, G, B, 0: read as a big-endian number, which shows them in this order.
    reader_.u32(f(foreground));
    reader_.u32(f(background));
    std::uint32_t n = 0;
    while (reader_.remaining() > 0 && reader_.le32(f(text_guid_length), &n) &&
           reader_.text(f(text_guid), n, Charset::us_ascii)) {
    }
}

void MessageDecoder::chat_request()
{
    summary_.answer.opens = Opens::chat;
    if (text16(chat_users)) {
        ports();
    }
}

// The port (big-endian), two bytes without meaning, and the port again.
void MessageDecoder::ports()
{
    reader_.u16(f(port), &summary_.answer.port);
    reader_.bytes(f(reserved), 2);
    reader_.le32(f(port_again));
}

// Through the server, the description is a second text.
void MessageDecoder::file_request()
{
    if (c_.way == Way::direct || text16(file_description)) {
        file_data();
    }
}

void MessageDecoder::file_data()
{
    summary_.answer.opens = Opens::file;
    reader_.u16(f(port), &summary_.answer.port);
    reader_.bytes(f(reserved), 2);
    text16(file_name, &summary_.name);
    std::uint32_t size = 0;
    if (reader_.le32(f(file_size), &size)) {
        // Whoever refuses a file often gives neither its name nor its size.
        summary_.has_size = size != 0 || trim_nuls(view_, summary_.name.at).length != 0;
        summary_.size = size;
    }
    reader_.le32(f(port_again));
}

// GUID and number of the function, its label, and 15 or 17 bytes.
Guid MessageDecoder::function_block()
{
    Slice at;
    if (!header_slice(reader_, f(function_length), at)) {
        return Guid::other;
    }
    FieldReader r(view_, at, to_, c_.leftover);
    const Guid guid = decode_guid(c_, r, f(function), f(function_name), &summary_.request);
    std::uint32_t n = 0;
    if (r.le16(f(function_id)) && r.le32(f(function_label_length), &n) && r.text(f(function_label), n) &&
        r.remaining() > 0) {
        r.bytes(f(function_tail), r.remaining());
    }
    r.finish();
    return guid;
}

void MessageDecoder::plugin_message()
{
    const Guid guid = function_block();
    std::uint32_t n = 0;
    if (!reader_.ok() || reader_.remaining() == 0 || !reader_.le32(f(following)) || !reader_.le32(f(data_length), &n)) {
        return;
    }
    switch (guid) {
    case Guid::xtraz:
        xml_data(n);
        break;
    case Guid::file:
        if (reader_.text(f(file_description), n, charset_)) {
            file_data();
        }
        break;
    case Guid::chat:
        if (message_text(n, false)) {
            chat_request();
        }
        break;
    case Guid::text:
        message_text(n, true);
        break;
    case Guid::status_text:
        if (message_text(n, false) && reader_.remaining() > 0) {
            text_type();
        }
        break;
    default:
        if (Slice at; n > 0 && reader_.bytes(f(data), n, &at)) {
            to_.open();
            report_if_readable(view_, at, f(data_text), to_);
            to_.close();
        }
        break;
    }
}

// The text of a plugin message. The text before it is usually empty; if it is not, the summary keeps that one.
bool MessageDecoder::message_text(std::uint32_t n, bool in_parts)
{
    Item item;
    if (!reader_.text(f(MessageField::text), n, charset_, {}, &item)) {
        return false;
    }
    if (trim_nuls(view_, summary_.name.at).length == 0) {
        summary_.name = item;
        summary_.name_separator = in_parts ? kPartSeparator : '\0';
    }
    if (in_parts) {
        parts(trim_nuls(view_, item.at), charset_);
    }
    return true;
}

// Whoever asks for a status message names the type it is to have (MirandaICQ, Kopete).
void MessageDecoder::text_type()
{
    std::uint32_t n = 0;
    if (reader_.le32(f(MessageField::text_type_length), &n)) {
        reader_.text(f(MessageField::text_type), n);
    }
}

// Clients declare wrong lengths (libpurple writes constants), or append line ends that they do not count (Jasmin). The
// XML is therefore taken to end with the last '>' of the data.
void MessageDecoder::xml_data(std::uint32_t declared)
{
    if (!view_.has(reader_.rest())) {
        return; // its end was not captured
    }
    const std::size_t end = view_.chars(reader_.rest()).rfind('>');
    const std::uint32_t n = end == std::string_view::npos ? 0 : static_cast<std::uint32_t>(end) + 1;
    const std::uint32_t offset = reader_.offset();
    if (declared != n) {
        to_.finding({.id = c_.data_length_mismatch, .at = {offset - 4, 4}, .expected = n, .found = declared});
    }
    if (n == 0) {
        return;
    }
    reader_.text(f(xml), n, Charset::unknown);
    to_.open();
    to_.embedded("text/xml", {offset, n});
    to_.close();
    // Line ends and NULs after the XML are harmless.
    const std::string_view tail = view_.chars(reader_.rest());
    if (tail.find_first_not_of(std::string_view("\r\n\0", 3)) == std::string_view::npos) {
        reader_.skip(reader_.remaining());
    }
}

} // namespace

Guid decode_guid(const MessageContext& c, FieldReader& r, FieldRef guid, FieldRef name, const char** out)
{
    Slice at;
    if (!r.guid_le(guid, &at)) {
        return Guid::other;
    }
    const GuidRow* row = find_guid(c.view.bytes(at).first<16>());
    if (row == nullptr) {
        return Guid::other;
    }
    c.to.open();
    c.to.item({.field = name, .generated = true, .at = at, .text = row->name});
    c.to.close();
    *out = row->name;
    return row->guid;
}

// Takes as many bytes as declared. finish() reports those beyond the known layout.
bool decode_block(const MessageContext& c, FieldReader& r, FieldRef length_field, FieldRef number,
                  std::uint16_t* number_out)
{
    Slice at;
    if (!header_slice(r, length_field, at)) {
        return false;
    }
    FieldReader block(c.view, at, c.to, c.leftover);
    block.le16(number, number_out);
    block.bytes(c.fields[reserved], 12);
    if (block.ok() && block.remaining() >= 4) {
        block.le16(c.fields[manager_request]);
        block.bytes(c.fields[reserved], 2);
    }
    block.finish();
    return true;
}

void decode_message(const MessageContext& context, FieldReader& r) { MessageDecoder(context, r).decode(); }

bool decode_manager_message(const MessageContext& c, FieldReader& r, const char* manager)
{
    constexpr std::uint8_t kRequest = 0;
    std::uint8_t command = 0;
    if (!r.le16(c.fields[manager_level]) || !r.le16(c.fields[manager_command_length]) ||
        !r.u8(c.fields[manager_command], &command)) {
        return true;
    }
    c.summary.request = manager;
    if (command != kRequest) {
        return false;
    }
    if (r.remaining() > 0) {
        decode_guid(c, r, c.fields[manager_guid], c.fields[manager_name], &c.summary.request_about);
        r.le16(c.fields[manager_sub]);
        r.le32(c.fields[manager_time]);
    }
    return true;
}

} // namespace oscar::icq
