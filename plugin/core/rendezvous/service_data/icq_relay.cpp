// SPDX-License-Identifier: GPL-2.0-or-later
//
// ICQ messages by server relay (1349). Sources: Shutko (snac_04_06_ch2, snac_04_0b), micq's and pwICQ's documents, Licq
// (packet-srv.cpp), MirandaICQ, libfaim. Numbers are little-endian unless noted otherwise.
//
//   u16 length of the first header (0x1B): version, plugin GUID, features, counter
//   u16 length of the second header (0x0E, or 0x12 with a plugin): counter, reserved
//   a message if the plugin GUID is zero, otherwise a message of the plugin manager
#include "core/rendezvous/service_data/icq_guids.h"
#include "core/rendezvous/service_data/service_reader.h"

#include <algorithm>
#include <string_view>

namespace oscar::rendezvous {
namespace {

using icq::Guid;

enum IcqMessageType : std::uint8_t {
    kPlain = 0x01,
    kChat = 0x02,
    kFile = 0x03,
    kUrl = 0x04,
    kAuthorizationRequest = 0x06,
    kServer = 0x09,
    kAdded = 0x0C,
    kWebPager = 0x0D,
    kEmailExpress = 0x0E,
    kContacts = 0x13,
    kPlugin = 0x1A,
    kFirstAutoMessage = 0xE8,
    kLastAutoMessage = 0xEC,
};

// Types whose text consists of parts that are separated by 0xFE.
constexpr bool has_parts(std::uint8_t type)
{
    return type == kUrl || type == kAuthorizationRequest || type == kServer || type == kAdded || type == kWebPager ||
           type == kEmailExpress || type == kContacts;
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

// Decodes one blob. The members are the state that its parts share.
class IcqRelay {
public:
    IcqRelay(const ServiceContext& context, Slice data)
        : context_(context), view_(context.view), to_(context.to), summary_(context.summary), reader_(context, data)
    {
    }

    void decode()
    {
        if (first_header() && second_header()) {
            if (plugin_ == Guid::none) {
                message();
            } else {
                manager();
            }
        }
        reader_.finish();
    }

private:
    // A header is as long as declared. Its finish() reports bytes beyond the known layout.
    bool first_header();
    bool second_header();
    bool header_slice(Field field, Slice& at);

    void message();
    void text(std::uint8_t type);
    void parts(Slice text, Charset charset);
    void colours();
    void chat();
    void file();
    void ports();
    void plugin_message();
    Guid function();
    bool message_text(std::uint32_t length, bool in_parts);
    void file_data();
    void xml(std::uint32_t declared);

    void manager();

    bool text16(Field field, Item* out = nullptr);
    Guid named_guid(FieldReader& r, Field guid, Field name, const char** out);

    const ServiceContext& context_;
    const View& view_;
    Listener& to_;
    Summary& summary_;
    ServiceReader reader_;
    Guid plugin_ = Guid::none;
    const char* plugin_name_ = nullptr;
    Charset charset_ = Charset::legacy;
};

bool IcqRelay::header_slice(Field field, Slice& at)
{
    std::uint16_t length = 0;
    return reader_.le16(field, &length) && reader_.take(length, at);
}

Guid IcqRelay::named_guid(FieldReader& r, Field guid, Field name, const char** out)
{
    Slice at;
    if (!r.guid_le(guid, &at)) {
        return Guid::other;
    }
    const icq::GuidRow* row = icq::find_guid(view_.bytes(at).first<16>());
    if (row == nullptr) {
        return Guid::other;
    }
    to_.open();
    to_.item({.field = name, .generated = true, .at = at, .text = row->name});
    to_.close();
    *out = row->name;
    return row->guid;
}

bool IcqRelay::first_header()
{
    Slice at;
    if (!header_slice(Field::icq_header_length, at)) {
        return false;
    }
    ServiceReader h(context_, at);
    h.le16(Field::icq_version);
    plugin_ = named_guid(h, Field::icq_plugin, Field::icq_plugin_name, &plugin_name_);
    h.le16(Field::icq_plugin_sub);
    h.le32(Field::icq_features);
    h.u8(Field::icq_accepts);
    h.le16(Field::icq_counter);
    h.finish();
    return true;
}

bool IcqRelay::second_header()
{
    Slice at;
    if (!header_slice(Field::icq_header2_length, at)) {
        return false;
    }
    ServiceReader h(context_, at);
    h.le16(Field::icq_counter);
    h.bytes(Field::icq_reserved, 12);
    if (h.ok() && h.remaining() >= 4) {
        h.le16(Field::icq_manager_request);
        h.bytes(Field::icq_reserved, 2);
    }
    h.finish();
    return true;
}

bool IcqRelay::text16(Field field, Item* out)
{
    std::uint16_t length = 0;
    return reader_.le16(Field::icq_length, &length) && reader_.text(field, length, charset_, {}, out);
}

void IcqRelay::message()
{
    std::uint8_t type = 0;
    if (!reader_.u8(Field::icq_type, &type) || !reader_.u8(Field::icq_flags) || !reader_.le16(Field::icq_status) ||
        !reader_.le16(Field::icq_priority)) {
        return;
    }
    if (type != kPlain) {
        summary_.request = value_name(Field::icq_type, type);
    }
    text(type);
    if (!reader_.ok()) {
        return;
    }
    if (type == kPlain || (type >= kFirstAutoMessage && type <= kLastAutoMessage)) {
        colours();
    } else if (type == kChat && reader_.remaining() > 0) {
        chat();
    } else if (type == kFile && reader_.remaining() > 0) {
        file();
    } else if (type == kPlugin && reader_.remaining() > 0) {
        plugin_message();
    }
}

void IcqRelay::text(std::uint8_t type)
{
    std::uint16_t length = 0;
    if (!reader_.le16(Field::icq_length, &length)) {
        return;
    }
    if (const Slice rest = reader_.rest(); length <= rest.length) {
        charset_ = text_charset(view_, {rest.offset + length, rest.length - length});
    }
    Item item;
    if (!reader_.text(Field::icq_text, length, charset_, {}, &item)) {
        return;
    }
    summary_.name = item;
    if (has_parts(type)) {
        summary_.name_separator = kPartSeparator;
        parts(trim_nuls(view_, item.at), charset_);
    }
}

void IcqRelay::parts(Slice text, Charset charset)
{
    const std::string_view chars = view_.chars(text);
    if (chars.find(kPartSeparator) == std::string_view::npos) {
        return;
    }
    to_.open();
    for (std::size_t start = 0; start <= chars.size();) {
        const std::size_t end = std::min(chars.find(kPartSeparator, start), chars.size());
        to_.item({.field = Field::icq_text_part,
                  .charset = charset,
                  .at = {text.offset + static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end - start)}});
        start = end + 1;
    }
    to_.close();
}

void IcqRelay::colours()
{
    if (reader_.remaining() == 0) {
        return;
    }
    // R, G, B, 0: read as a big-endian number, which shows them in this order.
    reader_.u32(Field::icq_foreground);
    reader_.u32(Field::icq_background);
    std::uint32_t length = 0;
    while (reader_.remaining() > 0 && reader_.le32(Field::icq_text_guid_length, &length) &&
           reader_.text(Field::icq_text_guid, length, Charset::us_ascii)) {
    }
}

void IcqRelay::chat()
{
    if (text16(Field::icq_chat_users)) {
        ports();
    }
}

// The port (big-endian), two bytes without meaning, and the port again.
void IcqRelay::ports()
{
    reader_.u16(Field::icq_port);
    reader_.bytes(Field::icq_reserved, 2);
    reader_.le32(Field::icq_port_again);
}

// Protocol version 7: the description is a second text.
void IcqRelay::file()
{
    if (text16(Field::icq_file_description)) {
        file_data();
    }
}

void IcqRelay::file_data()
{
    reader_.u16(Field::icq_port);
    reader_.bytes(Field::icq_reserved, 2);
    text16(Field::icq_file_name, &summary_.name);
    std::uint32_t size = 0;
    if (reader_.le32(Field::icq_file_size, &size)) {
        summary_.has_size = true;
        summary_.size = size;
    }
    reader_.le32(Field::icq_port_again);
}

// GUID and number of the function, its label, and 15 or 17 bytes.
Guid IcqRelay::function()
{
    Slice at;
    if (!header_slice(Field::icq_function_length, at)) {
        return Guid::other;
    }
    ServiceReader f(context_, at);
    const Guid guid = named_guid(f, Field::icq_function, Field::icq_function_name, &summary_.request);
    std::uint32_t length = 0;
    if (f.le16(Field::icq_function_id) && f.le32(Field::icq_function_label_length, &length) &&
        f.text(Field::icq_function_label, length) && f.remaining() > 0) {
        f.bytes(Field::icq_function_tail, f.remaining());
    }
    f.finish();
    return guid;
}

void IcqRelay::plugin_message()
{
    const Guid guid = function();
    std::uint32_t length = 0;
    if (!reader_.ok() || reader_.remaining() == 0 || !reader_.le32(Field::icq_following) ||
        !reader_.le32(Field::icq_data_length, &length)) {
        return;
    }
    switch (guid) {
    case Guid::xtraz:
        xml(length);
        break;
    case Guid::file:
        if (reader_.text(Field::icq_file_description, length, charset_)) {
            file_data();
        }
        break;
    case Guid::chat:
        if (message_text(length, false)) {
            chat();
        }
        break;
    case Guid::text:
        message_text(length, true);
        break;
    default:
        if (Slice at; length > 0 && reader_.bytes(Field::icq_data, length, &at)) {
            to_.open();
            decode_text_in(context_, at, Field::icq_data_text);
            to_.close();
        }
        break;
    }
}

// The text of a plugin message. The text before it is usually empty; if it is not, the summary keeps that one.
bool IcqRelay::message_text(std::uint32_t length, bool in_parts)
{
    Item item;
    if (!reader_.text(Field::icq_text, length, charset_, {}, &item)) {
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

// Clients declare wrong lengths (libpurple writes constants), or append line ends that they do not count (Jasmin). The
// XML is therefore taken to end with the last '>' of the data.
void IcqRelay::xml(std::uint32_t declared)
{
    const std::size_t end = view_.chars(reader_.rest()).rfind('>');
    const std::uint32_t length = end == std::string_view::npos ? 0 : static_cast<std::uint32_t>(end) + 1;
    const std::uint32_t offset = reader_.offset();
    if (declared != length) {
        to_.finding(
            {.id = FindingId::icq_data_length_mismatch, .at = {offset - 4, 4}, .expected = length, .found = declared});
    }
    if (length == 0) {
        return;
    }
    reader_.text(Field::icq_xml, length, Charset::unknown);
    to_.open();
    to_.embedded("text/xml", {offset, length});
    to_.close();
    // Line ends and NULs after the XML are harmless.
    const std::string_view tail = view_.chars(reader_.rest());
    if (tail.find_first_not_of(std::string_view("\r\n\0", 3)) == std::string_view::npos) {
        reader_.skip(reader_.remaining());
    }
}

void IcqRelay::manager()
{
    constexpr std::uint8_t kRequest = 0;
    std::uint8_t command = 0;
    if (!reader_.le16(Field::icq_manager_level) || !reader_.le16(Field::icq_manager_command_length) ||
        !reader_.u8(Field::icq_manager_command, &command)) {
        return;
    }
    summary_.request = plugin_name_;
    if (command == kRequest && reader_.remaining() > 0) {
        named_guid(reader_, Field::icq_manager_guid, Field::icq_manager_name, &summary_.request_about);
        reader_.le16(Field::icq_manager_sub);
        reader_.le32(Field::icq_manager_time);
    } else if (reader_.remaining() > 0) {
        reader_.bytes(Field::icq_manager_answer, reader_.remaining());
    }
}

} // namespace

void decode_icq_relay(const ServiceContext& context, Slice data) { IcqRelay(context, data).decode(); }

} // namespace oscar::rendezvous
