// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/event.h"

#include <algorithm>

namespace oscar::sessions {

using namespace rendezvous;

namespace {

void read_block_event(const View& flap, const Block& block, const Offer& offer, Event& e)
{
    e.complete = block.has_type && block.has_cookie;
    if (!e.complete) {
        return;
    }
    e.cookie = flap.u64(block.cookie.offset);
    if (block.has_uuid) {
        e.has_service = true;
        e.service_row = block.service_row;
        std::ranges::copy(flap.bytes(block.uuid), e.uuid.begin());
    }
    e.has_sequence = block.u16(flap, tag::kSequence, e.sequence);
    e.snapshot = snapshot_of(flap, block, offer);
    e.offer = offer;
    switch (e.kind) {
    case MessageKind::accept:
        // An ICQ message is acknowledged by a block of this type (Licq, MirandaICQ).
        e.answer = block.service == Service::icq_relay ? Outcome::acknowledged : Outcome::accepted;
        break;
    case MessageKind::cancel:
        e.answer = Outcome::cancelled;
        break;
    case MessageKind::nak:
        e.answer = Outcome::refused;
        break;
    default:
        break;
    }
}

void read_client_error_event(const ClientError& error, Event& e)
{
    switch (error.form) {
    case ErrorForm::nak:
        e.answer = Outcome::refused_nak;
        e.answer_value = error.nak;
        break;
    case ErrorForm::icq_relay:
        e.answer = Outcome::acknowledged;
        break;
    case ErrorForm::reverse_connect:
        e.answer = Outcome::reverse_failed;
        break;
    case ErrorForm::none:
    case ErrorForm::unknown:
        e.answer = Outcome::refused_code;
        e.answer_value = error.code;
        break;
    }
}

} // namespace

Event event_of(const View& flap, const Message& message, const Place& place)
{
    const Icbm& icbm = message.icbm;
    Event e;
    e.place = place;
    e.kind = message.kind;
    e.request_id = icbm.request_id;
    e.to_host = icbm.subgroup == Subgroup::to_host;
    switch (message.kind) {
    case MessageKind::client_error:
        e.complete = icbm.has_code;
        e.cookie = flap.u64(icbm.cookie.offset);
        read_client_error_event(message.error, e);
        break;
    case MessageKind::host_ack:
        e.complete = icbm.has_peer;
        e.cookie = flap.u64(icbm.cookie.offset);
        break;
    case MessageKind::server_error:
        e.complete = icbm.has_code;
        e.answer = Outcome::server_error;
        e.answer_value = message.server_error.code;
        break;
    default:
        if (icbm.has_block) {
            read_block_event(flap, message.block, message.offer, e);
        }
        break;
    }
    if (e.answer == Outcome::acknowledged && place.icq_answer.is_refusal()) {
        e.answer = Outcome::refused;
    }
    return e;
}

} // namespace oscar::sessions
