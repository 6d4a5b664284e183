// SPDX-License-Identifier: GPL-2.0-or-later
#include "trace.h"

#include "core/rendezvous/fields.h"
#include "core/rendezvous/findings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

namespace oscar::test {
namespace {

std::string without_prefix(const char* filter, ProtocolId id)
{
    const std::string prefix = std::string(protocol(id).filter) + '.';
    const std::string name = filter;
    EXPECT_EQ(name.substr(0, prefix.size()), prefix);
    return name.substr(prefix.size());
}

template <typename... Arguments>
std::string format(const char* form, Arguments... arguments)
{
    char out[128];
    std::snprintf(out, sizeof out, form, arguments...);
    return out;
}

std::string hex_of(std::span<const std::uint8_t> bytes)
{
    std::string out;
    for (const std::uint8_t b : bytes) {
        out += format("%02x", b);
    }
    return out;
}

std::string in_quotes(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        out += c >= 0x20 && c < 0x7F && c != '"' && c != '\\' ? std::string(1, c)
                                                              : format("\\x%02x", static_cast<unsigned char>(c));
    }
    return out + '"';
}

const char* charset_word(Charset charset)
{
    switch (charset) {
    case Charset::unknown:
        return "";
    case Charset::us_ascii:
        return " us-ascii";
    case Charset::utf8:
        return " utf-8";
    case Charset::iso_8859_1:
        return " iso-8859-1";
    case Charset::ucs2_be:
        return " ucs-2";
    case Charset::named:
        return " named ";
    case Charset::legacy:
        return " legacy";
    }
    return " ?";
}

std::string value_text(const Event& event, const View& view)
{
    const Item& item = event.item;
    const auto number = static_cast<unsigned long long>(item.value);
    const auto bytes = view.bytes(item.at);
    const std::string remark = event.text.empty() ? "" : " (" + event.text + ')';
    switch (row(item.field).type) {
    case FieldType::none:
        return item.value != 0 ? format(" 0x%04llx", number) : ""; // its text is a label
    case FieldType::bit: {
        const std::uint8_t mask = row(item.field).mask;
        return (number & mask) != 0 ? " set" : " not set";
    }
    case FieldType::u8:
    case FieldType::u16:
    case FieldType::u32:
    case FieldType::u64:
    case FieldType::time:
    case FieldType::duration:
    case FieldType::frame:
    case FieldType::frame_request:
    case FieldType::frame_response:
        return format(row(item.field).base == Base::hex ? " 0x%04llx" : " %llu", number) + remark;
    case FieldType::ipv4:
        return format(" %llu.%llu.%llu.%llu", number >> 24, number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF) +
               remark;
    case FieldType::guid: {
        std::string text = hex_of(bytes);
        for (const std::size_t hyphen : {8U, 13U, 18U, 23U}) {
            text.insert(std::min(hyphen, text.size()), "-");
        }
        return (item.little_endian ? " little-endian " : " ") + text;
    }
    case FieldType::bytes:
        return bytes.empty() ? "" : ' ' + hex_of(bytes);
    case FieldType::text: {
        if (item.text != nullptr) {
            return ' ' + in_quotes(event.text);
        }
        const std::string name = item.charset == Charset::named ? in_quotes(view.chars(item.charset_name)) : "";
        return ' ' + in_quotes(view.chars(item.at)) + charset_word(item.charset) + name;
    }
    }
    return " ?";
}

// Only cookies need hex: all other numbers are small.
std::string number_text(std::uint64_t number)
{
    return format(number > 0xFFFFFFFF ? "0x%016llx" : "%llu", static_cast<unsigned long long>(number));
}

std::string finding_text(const Finding& finding)
{
    std::string out = '!' + without_prefix(row(finding.id).filter, finding.id.protocol) +
                      format(" %u+%u", finding.at.offset, finding.at.length);
    if (finding.tag != 0) {
        out += format(" tag 0x%04x", finding.tag);
    }
    if (finding.expected != 0) {
        out += " expected " + number_text(finding.expected);
    }
    if (finding.found != 0) {
        out += " found " + number_text(finding.found);
    }
    return out;
}

std::string text_of(const Event& event, const View& view)
{
    if (event.kind == Event::Kind::finding) {
        return finding_text(event.finding);
    }
    if (event.kind == Event::Kind::embedded) {
        return '@' + event.text + format(" %u+%u", event.at.offset, event.at.length);
    }
    return (event.item.generated ? "=" : "") + without_prefix(row(event.item.field).filter, event.item.field.protocol) +
           format(" %u+%u", event.item.at.offset, event.item.at.length) + value_text(event, view);
}

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

bool holds_other_data(const Event& event)
{
    return event.kind == Event::Kind::item &&
           (event.item.field == Field::service_data || event.item.field == Field::client_error_info);
}

Decoded decode_rendezvous(const Bytes& frame)
{
    Decoded decoded = decode(frame);
    EXPECT_TRUE(decoded.is_rendezvous);
    EXPECT_TRUE(decoded.balanced);
    return decoded;
}

// The lines of the findings in alphabetical order.
Lines findings_of(const Collector& collector, const View& view)
{
    Lines out;
    for (const Event& event : collector.events()) {
        if (event.kind == Event::Kind::finding) {
            out.push_back(text_of(event, view));
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace

void Collector::on_item(const Item& item)
{
    depth_of_last_item_ = depth_;
    events_.push_back(
        {.kind = Event::Kind::item, .depth = depth_, .item = item, .text = item.text != nullptr ? item.text : ""});
}

void Collector::on_open()
{
    unbalanced_ = unbalanced_ || depth_of_last_item_ != depth_;
    ++depth_;
}

void Collector::on_close()
{
    unbalanced_ = unbalanced_ || depth_ == 0;
    depth_ -= depth_ > 0 ? 1 : 0;
    depth_of_last_item_ = kNoItem;
}

void Collector::finding(const Finding& finding)
{
    events_.push_back({.kind = Event::Kind::finding, .depth = depth_, .finding = finding});
}

void Collector::embedded(const char* media_type, Slice at)
{
    events_.push_back({.kind = Event::Kind::embedded, .depth = depth_, .text = media_type, .at = at});
}

Decoded decode(const View& view)
{
    Decoded out;
    Message message;
    out.is_rendezvous = read_message(view, message);
    if (out.is_rendezvous) {
        Collector collector;
        decode_message(view, message, collector);
        Collector without_items(false);
        decode_message(view, message, without_items);
        EXPECT_EQ(findings_of(collector, view), findings_of(without_items, view));
        out.cut = message.cut;
        out.extent = message.extent;
        out.balanced = collector.balanced();
        out.events = collector.events();
    }
    return out;
}

Reports reports_of(const View& view, const std::function<void(const View&, Listener&)>& decode)
{
    Collector collector;
    decode(view, collector);
    Collector without_items(false);
    decode(view, without_items);
    EXPECT_EQ(findings_of(collector, view), findings_of(without_items, view));
    EXPECT_TRUE(collector.balanced());
    Reports reports{.events = collector.events()};
    for (const Event& event : reports.events) {
        (event.kind == Event::Kind::finding ? reports.findings : reports.items).push_back(text_of(event, view));
        if (event.kind == Event::Kind::item) {
            EXPECT_TRUE(view.has(event.item.at)) << line(event, view);
        } else if (event.kind == Event::Kind::finding) {
            EXPECT_LE(event.finding.at.end(), view.size()) << line(event, view);
        }
    }
    return reports;
}

Decoded decode(const Bytes& frame) { return decode(View{frame}); }

std::string line(const Event& event, const View& view)
{
    return std::string(2 * event.depth, ' ') + text_of(event, view);
}

std::string trace(const Bytes& frame)
{
    const View view(frame);
    std::string out = "\n";
    std::size_t left_out_below = kNowhere;
    for (const Event& event : decode_rendezvous(frame).events) {
        if (event.depth > left_out_below) {
            continue;
        }
        left_out_below = holds_other_data(event) ? event.depth : kNowhere;
        if (event.kind == Event::Kind::item && event.item.field == Field::response) {
            continue;
        }
        out += line(event, view) + '\n';
    }
    return out;
}

std::string trace_of(const Bytes& frame, const std::string& name)
{
    const View view(frame);
    std::string out = "\n";
    std::size_t top = kNowhere;
    for (const Event& event : decode_rendezvous(frame).events) {
        const std::string text = text_of(event, view);
        if (top != kNowhere && event.depth <= top) {
            top = event.kind == Event::Kind::finding && event.depth == top ? top : kNowhere;
        }
        if (top == kNowhere && text.rfind(name + ' ', 0) == 0) {
            top = event.depth;
        }
        if (top != kNowhere) {
            out += std::string(2 * (event.depth - top), ' ') + text + '\n';
        }
    }
    return out;
}

Lines findings(const Bytes& frame)
{
    Lines out;
    for (const Event& event : decode_rendezvous(frame).events) {
        if (event.kind == Event::Kind::finding) {
            out.push_back(text_of(event, View{frame}));
        }
    }
    return out;
}

Lines values(const Bytes& frame)
{
    Lines out;
    bool in_tlvs = false;
    for (const Event& event : decode_rendezvous(frame).events) {
        if (event.kind != Event::Kind::item) {
            continue;
        }
        const FieldRef field = event.item.field;
        if (field == Field::tlv) {
            in_tlvs = true;
        } else if (in_tlvs && field != Field::tlv_tag && field != Field::tlv_length) {
            out.push_back(text_of(event, View{frame}));
        }
    }
    return out;
}

} // namespace oscar::test
