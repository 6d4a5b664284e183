// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/present.h"

#include "core/schema/describe.h"
#include "epan/embedded.h"
#include "epan/packet_state.h"
#include "epan/registry.h"
#include "epan/session_tap.h"
#include "epan/text.h"

#include <array>
#include <cinttypes>

namespace oscar::epan {
namespace {

constexpr glong kLabelTextLength = 60;

// Where in the tree the next item goes.
struct Level {
    proto_tree* tree;
    proto_item* parent;
    FieldRef field; // of the parent; not valid at the top
};

// Decoders nest message, TLV, list and entry; the other levels are for service data.
constexpr std::size_t kMaxDepth = 12;

// Wireshark 4.6 assumes that a dissector is stuck in a loop if it adds 50,000 items without reaching a higher offset in
// the packet. AIM's own tree has already reached the end when ours begins.
constexpr std::uint32_t kMostItems = 40'000;

struct Presenter {
    tvbuff_t* tvb;
    packet_info* pinfo;
    std::array<Level, kMaxDepth> levels;
    std::size_t depth;
    proto_item* last;
    FieldRef last_field;
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
    case FieldType::bit:
        return proto_tree_add_boolean(tree, id, p.tvb, offset, length, static_cast<std::uint32_t>(item.value));
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

// Appends the value to the label of its parent, so that a collapsed subtree shows it.
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

// Changes the label of an item whose name depends on its context.
void rename(proto_item* added, const Item& item)
{
    const FieldRow& field = row(item.field);
    if (field.type == FieldType::none) {
        if (item.text != nullptr && item.shows_value) {
            proto_item_set_text(added, "%s 0x%04" PRIx64, item.text, item.value);
        } else if (item.text != nullptr) {
            proto_item_set_text(added, "%s", item.text);
        }
    } else if (item.text != nullptr && field.type == FieldType::bytes) {
        proto_item_set_text(added, "%s: %s", field.label, item.text); // says more than the bytes would
    } else if (item.value_name != nullptr && field.base == Base::hex) {
        proto_item_set_text(added, "%s: %s (0x%04" PRIx64 ")", field.label, item.value_name, item.value);
    } else if (item.value_name != nullptr) {
        proto_item_set_text(added, "%s: %s (%" PRIu64 ")", field.label, item.value_name, item.value);
    } else if (item.text != nullptr && field.type != FieldType::text) {
        proto_item_append_text(added, " (%s)", item.text);
    }
}

void present_item(Presenter& p, const Item& item)
{
    const Level& level = p.levels[p.depth];
    const FieldRow& field = row(item.field);
    const char* text = nullptr;
    if (field.type == FieldType::text) {
        text =
            item.text != nullptr ? item.text : to_utf8(p.pinfo->pool, p.tvb, item.at, item.charset, item.charset_name);
    }
    if (item.path && text != nullptr) {
        text = path_text(p.pinfo->pool, text);
    }
    proto_item* added = add(p, level.tree, item, text);
    if (item.generated) {
        proto_item_set_generated(added);
    }
    rename(added, item);
    switch (field.labelling) {
    case Label::remark:
        append_to_item(level.parent, " (");
        append_to_item(level.parent, text);
        append_to_item(level.parent, ")");
        break;
    case Label::quoted:
        append_to_item(level.parent, " \"");
        append_to_item(level.parent, text);
        append_to_item(level.parent, "\"");
        break;
    case Label::plain:
    case Label::with_values:
        if (p.depth > 0 && row(level.field).labelling == Label::with_values && !item.generated) {
            append_to_label(p, level.parent, item, text);
        }
        break;
    case Label::not_above:
        break;
    }
    p.last = added;
    p.last_field = item.field;
}

void present_finding(const Presenter& p, const Finding& finding)
{
    std::array<char, 240> text;
    expert_add_info_format(p.pinfo, p.last, ei(finding.id), "%s", describe(finding, text));
}

} // namespace

bool present(tvbuff_t* tvb, packet_info* pinfo, proto_item* root, proto_tree* tree, std::span<const Record> records)
{
    tap_findings(pinfo, records); // before anything that may throw
    Presenter p{.tvb = tvb, .pinfo = pinfo, .levels = {}, .depth = 0, .last = root, .last_field = {}};
    p.levels[0] = {tree, root, {}};
    std::uint32_t& count = packet_state(pinfo)->items;
    for (const Record& record : records) {
        if (count >= kMostItems && record.what != Record::What::finding) {
            p.last = root;
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
            // A finding that follows is about the item whose children end here.
            p.last = p.levels[p.depth].parent;
            p.last_field = p.levels[p.depth].field;
            --p.depth;
            break;
        case Record::What::finding:
            present_finding(p, record.finding);
            break;
        case Record::What::embedded:
            dissect_embedded(tvb, pinfo, p.levels[p.depth].tree, record.embedded);
            break;
        }
    }
    return count < kMostItems;
}

} // namespace oscar::epan
