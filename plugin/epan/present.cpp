// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/present.h"

#include "core/rendezvous/service_data/service_data.h"
#include "epan/preferences.h"
#include "epan/registry.h"
#include "epan/rendezvous/service_table.h"
#include "epan/text.h"

#include <array>

namespace oscar::epan {
namespace {

constexpr glong kLabelTextLength = 60;

// Where in the tree the next item goes.
struct Level {
    proto_tree* tree;
    proto_item* parent;
    Field parent_field;
};

// The deepest nesting that decoders make is message, TLV, list, entry; the rest is room for services.
constexpr std::size_t kMaxDepth = 12;

// Wireshark 4.6 takes a dissector to be stuck in a loop if it adds 50,000 items to a packet without getting further in
// it than others before. AIM's own tree has been to the end when ours begins.
constexpr std::uint32_t kMostItems = 40'000;

// How many items of the packet are in our trees; tracking.cpp has key 1.
constexpr std::uint32_t kItemsKey = 2;
std::uint32_t& item_count(packet_info* pinfo)
{
    auto* count = static_cast<std::uint32_t*>(p_get_proto_data(pinfo->pool, pinfo, proto_aim_rendezvous, kItemsKey));
    if (count == nullptr) {
        count = wmem_new0(pinfo->pool, std::uint32_t);
        p_add_proto_data(pinfo->pool, pinfo, proto_aim_rendezvous, kItemsKey, count);
    }
    return *count;
}

struct Presenter {
    tvbuff_t* tvb;
    packet_info* pinfo;
    const Message* message;
    std::array<Level, kMaxDepth> levels;
    std::size_t depth;
    proto_item* last;
    Field last_field;
};

proto_item* add(const Presenter& p, proto_tree* tree, const Item& item, const char* text)
{
    const int id = hf(item.field);
    const int offset = static_cast<int>(item.at.offset);
    const int length = static_cast<int>(item.at.length);
    switch (row(item.field).type) {
    case FieldType::u8:
    case FieldType::u16:
    case FieldType::u32:
    case FieldType::frame:
    case FieldType::frame_request:
    case FieldType::frame_response:
        return proto_tree_add_uint(tree, id, p.tvb, offset, length, static_cast<std::uint32_t>(item.value));
    case FieldType::u64:
        return proto_tree_add_uint64(tree, id, p.tvb, offset, length, item.value);
    case FieldType::ipv4:
        return proto_tree_add_ipv4(tree, id, p.tvb, offset, length, g_htonl(static_cast<std::uint32_t>(item.value)));
    case FieldType::text:
        return proto_tree_add_string(tree, id, p.tvb, offset, length, text);
    case FieldType::time: {
        const nstime_t when = NSTIME_INIT_SECS(static_cast<time_t>(item.value));
        return proto_tree_add_time(tree, id, p.tvb, offset, length, &when);
    }
    case FieldType::duration: {
        constexpr std::int64_t second = 1'000'000'000;
        const auto value = static_cast<std::int64_t>(item.value);
        const nstime_t duration = {static_cast<time_t>(value / second), static_cast<int>(value % second)};
        return proto_tree_add_time(tree, id, p.tvb, offset, length, &duration);
    }
    case FieldType::guid:
        return proto_tree_add_item(tree, id, p.tvb, offset, length,
                                   item.little_endian ? ENC_LITTLE_ENDIAN : ENC_BIG_ENDIAN);
    case FieldType::none:
    case FieldType::bytes:
        return proto_tree_add_item(tree, id, p.tvb, offset, length, ENC_NA);
    }
    return nullptr;
}

// The value behind the label of its parent, so that a closed subtree still says what is in it.
void append_to_label(const Presenter& p, proto_item* parent, const Item& item, const char* text)
{
    switch (row(item.field).type) {
    case FieldType::u8:
    case FieldType::u16:
    case FieldType::u32: {
        const auto value = static_cast<std::uint32_t>(item.value);
        if (const char* name = value_name(item.field, value)) {
            proto_item_append_text(parent, ": %s", name);
        } else if (row(item.field).base == Base::hex) {
            proto_item_append_text(parent, ": 0x%04x", value);
        } else {
            proto_item_append_text(parent, ": %u", value);
        }
        break;
    }
    case FieldType::ipv4: {
        const auto ip = static_cast<std::uint32_t>(item.value);
        proto_item_append_text(parent, ": %u.%u.%u.%u", ip >> 24, ip >> 16 & 0xFF, ip >> 8 & 0xFF, ip & 0xFF);
        break;
    }
    case FieldType::text:
        append_to_item(parent, ": ");
        append_to_item(parent, one_line(p.pinfo->pool, text, kLabelTextLength));
        break;
    case FieldType::bytes:
        proto_item_append_text(parent, ": %u byte%s", item.at.length, item.at.length == 1 ? "" : "s");
        break;
    default:
        break;
    }
}

// A TLV is named by its tag; other fields are content with their own label.
void name_tlv(proto_item* item, Service service, std::uint16_t tag)
{
    if (const char* name = tag_name(service, tag)) {
        proto_item_set_text(item, "%s", name);
    } else {
        proto_item_set_text(item, "Unknown tag 0x%04x", tag);
    }
}

// The tags of a service are not in the value names of the field.
void name_tag(proto_item* item, Service service, std::uint16_t tag)
{
    if (const ServiceTagRow* own = find_service_tag(service, tag)) {
        proto_item_set_text(item, "Tag: %s (0x%04x)", own->name, tag);
    }
}

bool is_guid_name(Field field)
{
    return field == Field::service_name || field == Field::icq_plugin_name || field == Field::icq_function_name ||
           field == Field::icq_manager_name;
}

void present_item(Presenter& p, const Item& item)
{
    const Level& level = p.levels[p.depth];
    const char* text = nullptr;
    if (row(item.field).type == FieldType::text) {
        text =
            item.text != nullptr ? item.text : to_utf8(p.pinfo->pool, p.tvb, item.at, item.charset, item.charset_name);
    }
    proto_item* added = add(p, level.tree, item, text);
    if (item.generated) {
        proto_item_set_generated(added);
    }
    if (item.text != nullptr && text == nullptr) {
        proto_item_append_text(added, " (%s)", item.text);
    }
    if (item.field == Field::tlv) {
        name_tlv(added, p.message->block.service, static_cast<std::uint16_t>(item.value));
    } else if (level.parent_field == Field::tlv && item.field != Field::tlv_tag && item.field != Field::tlv_length &&
               !item.generated) {
        append_to_label(p, level.parent, item, text);
    } else if (item.field == Field::tlv_tag) {
        name_tag(added, p.message->block.service, static_cast<std::uint16_t>(item.value));
    } else if (is_guid_name(item.field)) {
        proto_item_append_text(level.parent, " (%s)", text);
    } else if (item.field == Field::cookie_text) {
        proto_item_append_text(level.parent, " \"%s\"", text);
    }
    p.last = added;
    p.last_field = item.field;
}

void present_finding(const Presenter& p, const Finding& finding)
{
    if (!is_shown(row(finding.id).severity)) {
        return;
    }
    std::array<char, 240> text;
    expert_add_info_format(p.pinfo, p.last, ei(finding.id), "%s", describe(finding, text));
}

} // namespace

bool present(tvbuff_t* tvb, packet_info* pinfo, const Message& message, proto_item* root, proto_tree* tree,
             std::span<const Record> records)
{
    Presenter p{.tvb = tvb,
                .pinfo = pinfo,
                .message = &message,
                .levels = {},
                .depth = 0,
                .last = root,
                .last_field = Field::count_};
    p.levels[0] = {tree, root, Field::count_};
    std::uint32_t& count = item_count(pinfo);
    for (const Record& record : records) {
        if (count >= kMostItems && record.what != Record::What::finding) {
            p.last = root;
            if (record.what == Record::What::embedded && record.embedded.media_type == nullptr) {
                dissect_embedded(tvb, pinfo, tree, message, nullptr, record.embedded.at); // for what is wrong with it
            }
            continue;
        }
        switch (record.what) {
        case Record::What::item:
            present_item(p, record.item);
            ++count;
            break;
        case Record::What::open:
            DISSECTOR_ASSERT(p.depth + 1 < kMaxDepth);
            ++p.depth;
            p.levels[p.depth] = {proto_item_add_subtree(p.last, ett(p.last_field)), p.last, p.last_field};
            break;
        case Record::What::close:
            DISSECTOR_ASSERT(p.depth > 0);
            // What is told next about this level is about its own item again.
            p.last = p.levels[p.depth].parent;
            p.last_field = p.levels[p.depth].parent_field;
            --p.depth;
            break;
        case Record::What::finding:
            present_finding(p, record.finding);
            break;
        case Record::What::embedded:
            dissect_embedded(tvb, pinfo, p.levels[p.depth].tree, message, record.embedded.media_type,
                             record.embedded.at);
            break;
        }
    }
    return count < kMostItems;
}

} // namespace oscar::epan
