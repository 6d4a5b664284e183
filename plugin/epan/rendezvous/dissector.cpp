// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/rendezvous/dissector.h"

#include "core/oscar/flap.h"
#include "core/rendezvous/message.h"
#include "epan/data/dissector.h"
#include "epan/packet_state.h"
#include "epan/present.h"
#include "epan/recorder.h"
#include "epan/registry.h"
#include "epan/rendezvous/info_column.h"
#include "epan/rendezvous/message_tap.h"
#include "epan/rendezvous/service_table.h"
#include "epan/rendezvous/tracking.h"
#include "epan/text.h"

#include <type_traits>

namespace oscar::epan {

using namespace rendezvous;

// These may be alive when a function of Wireshark leaves by longjmp.
static_assert(std::is_trivially_destructible_v<Message> && std::is_trivially_destructible_v<View> &&
              std::is_trivially_destructible_v<Summary> && std::is_trivially_destructible_v<Line>);

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
    const auto& message = *static_cast<const Message*>(data);

    const dissector_handle_t other = message.icbm.has_block ? service_dissector(pinfo, flap, message.block) : nullptr;
    Recorder recorder(pinfo->pool, tree != nullptr, {Field::service_data, other});
    const Summary summary = decode_message(flap, message, recorder);

    const Line subject = subject_line(pinfo, tvb, summary);
    sessions::Context context;
    sessions::OutcomeText outcome;
    const bool in_session = track(pinfo, tvb, flap, message, summary, subject.from(0), context);
    if (message.kind == MessageKind::propose && message.icbm.has_block && message.block.service_row != nullptr) {
        expect_data(pinfo, message.offer, message.block.service_row->connection);
    }
    if (in_session) {
        emit_context(context, outcome, recorder);
    } else if (message.kind == MessageKind::server_error) {
        return 0; // not about a rendezvous
    }

    const Line line = info_line(pinfo, tvb, flap, message, summary, subject, in_session ? &context : nullptr);
    add_info(pinfo, ProtocolId::rendezvous, line.c_str());
    tap_message(pinfo, flap, message, line.c_str(), in_session ? &context : nullptr);

    proto_item* root = nullptr;
    proto_tree* subtree = nullptr;
    if (tree != nullptr) {
        const Slice extent = message.extent;
        const auto shown = static_cast<int>(flap.bytes(extent).size());
        root = proto_tree_add_item(tree, proto(ProtocolId::rendezvous), tvb, static_cast<int>(extent.offset), shown,
                                   ENC_NA);
        append_to_item(root, ", ");
        append_to_item(root, line.c_str());
        subtree = proto_item_add_subtree(root, ett(ProtocolId::rendezvous));
    }
    if (!present(tvb, pinfo, root, subtree, recorder.records())) {
        append_to_item(root, " [too many items: the rest is not shown]");
    }
    if (message.cut) {
        // Throws, so that Wireshark marks the packet as cut short or not reassembled.
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
    if (!walk.next(frame) || !read_message(bytes.sub(frame), message)) {
        return 0;
    }
    return dissect_message(tvb_of_frame(tvb, frame), pinfo, tree, &message);
}

} // namespace oscar::epan
