// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/rendezvous/dissector.h"

#include "core/oscar/flap.h"
#include "core/rendezvous/message.h"
#include "epan/present.h"
#include "epan/recorder.h"
#include "epan/registry.h"
#include "epan/rendezvous/info_column.h"
#include "epan/rendezvous/message_tap.h"
#include "epan/rendezvous/tracking.h"
#include "epan/text.h"

#include <type_traits>

namespace oscar::epan {

// All that may be alive when Wireshark leaves by longjmp.
static_assert(std::is_trivially_destructible_v<Message> && std::is_trivially_destructible_v<View> &&
              std::is_trivially_destructible_v<Info>);

View view_of(tvbuff_t* tvb)
{
    const auto captured = static_cast<std::uint32_t>(tvb_captured_length(tvb));
    const auto size = static_cast<std::uint32_t>(tvb_reported_length(tvb));
    const std::uint8_t* bytes = captured > 0 ? tvb_get_ptr(tvb, 0, static_cast<int>(captured)) : nullptr;
    return {bytes, captured, size};
}

View view_of_frame(const View& bytes, Slice frame)
{
    const auto captured = bytes.bytes(frame);
    return {captured.data(), static_cast<std::uint32_t>(captured.size()), frame.length};
}

tvbuff_t* tvb_of_frame(tvbuff_t* tvb, Slice frame)
{
    const int captured =
        std::min(tvb_captured_length_remaining(tvb, static_cast<int>(frame.offset)), static_cast<int>(frame.length));
    tvbuff_t* frame_tvb =
        tvb_new_subset_length_caplen(tvb, static_cast<int>(frame.offset), captured, static_cast<int>(frame.length));
    if (frame.end() > tvb_reported_length(tvb)) {
        tvb_set_fragment(frame_tvb);
    }
    return frame_tvb;
}

int dissect_message(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data)
{
    const View flap = view_of(tvb);
    const auto* message = static_cast<const Message*>(data);

    sessions::Context context;
    const bool in_session = track(pinfo, tvb, flap, *message, context);
    if (!in_session && message->icbm.subgroup == Subgroup::server_error) {
        return 0; // about something else than a rendezvous
    }

    Recorder recorder(pinfo->pool, tree != nullptr);
    sessions::OutcomeText outcome;
    decode_message(flap, *message, recorder);
    if (in_session) {
        emit_context(context, outcome, recorder);
    }

    const Info in_short = info(pinfo, tvb, flap, *message);
    if (in_session && context.needs_subject) {
        remember_subject(context, in_short.line.from(in_short.subject.offset).substr(0, in_short.subject.length));
    }
    col_set_str(pinfo->cinfo, COL_PROTOCOL, "AIM Rendezvous");
    const char* before = col_get_text(pinfo->cinfo, COL_INFO);
    const bool is_first = before == nullptr || before[0] == '\0';
    append_to_info(pinfo, is_first ? in_short.text() : in_short.line.c_str());
    keep_info(pinfo);

    tap_message(pinfo, flap, *message, in_short.text(), in_session ? &context : nullptr, recorder.records());

    proto_item* root = nullptr;
    proto_tree* subtree = nullptr;
    if (tree != nullptr) {
        const Slice extent = message->extent;
        const auto shown = static_cast<int>(flap.bytes(extent).size());
        root = proto_tree_add_item(tree, proto_aim_rendezvous, tvb, static_cast<int>(extent.offset), shown, ENC_NA);
        append_to_item(root, in_short.line.c_str());
        subtree = proto_item_add_subtree(root, ett_message());
    }
    if (!present(tvb, pinfo, *message, root, subtree, recorder.records())) {
        proto_item_append_text(root, " [too many items: the rest is not shown]");
    }
    if (message->cut) {
        // Wireshark's own words for a packet that the capture cut short, or that was not reassembled.
        tvb_ensure_bytes_exist(tvb, 0, static_cast<int>(tvb_reported_length(tvb)));
    }
    return static_cast<int>(tvb_captured_length(tvb));
}

int dissect_first_frame(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void*)
{
    const View bytes = view_of(tvb);
    flap::Walk walk(bytes);
    Slice frame;
    Message message;
    if (!walk.next(frame) || !read_message(view_of_frame(bytes, frame), message)) {
        return 0;
    }
    return dissect_message(tvb_of_frame(tvb, frame), pinfo, tree, &message);
}

} // namespace oscar::epan
