// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/event.h"

#include <algorithm>

namespace oscar::sessions {

using namespace rendezvous;

namespace {

Kind kind_of(const Block& block)
{
    switch (static_cast<MessageType>(block.type)) {
    case MessageType::propose:
        return Kind::propose;
    case MessageType::cancel:
        return Kind::cancel;
    case MessageType::accept:
        return Kind::accept;
    case MessageType::nak:
        return Kind::nak;
    }
    return Kind::other;
}

void read_block_event(const View& flap, const Block& block, Event& e)
{
    e.kind = kind_of(block);
    e.complete = block.has_type && block.has_cookie;
    if (!e.complete) {
        return;
    }
    e.cookie = flap.u64(block.cookie.offset);
    if (block.has_uuid) {
        e.has_service = true;
        e.service = block.service;
        std::ranges::copy(flap.bytes(block.uuid), e.uuid.begin());
    }
    e.has_sequence = block.u16(flap, tag::kSequence, e.sequence);
    e.snapshot = snapshot_of(flap, block);
    switch (e.kind) {
    case Kind::accept:
        // For an ICQ message this type is its acknowledgement (Licq, MirandaICQ).
        e.answer = e.service == Service::icq_relay ? Outcome::acknowledged : Outcome::accepted;
        break;
    case Kind::cancel:
        e.answer = Outcome::cancelled;
        break;
    case Kind::nak:
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
    e.request_id = icbm.request_id;
    e.to_host = icbm.subgroup == Subgroup::to_host;
    switch (icbm.subgroup) {
    case Subgroup::to_host:
    case Subgroup::to_client:
        if (icbm.has_block) {
            read_block_event(flap, message.block, e);
        }
        return e;
    case Subgroup::client_error:
        e.kind = Kind::client_error;
        e.complete = icbm.has_code;
        e.cookie = flap.u64(icbm.cookie.offset);
        read_client_error_event(message.error, e);
        return e;
    case Subgroup::host_ack:
        e.kind = Kind::host_ack;
        e.complete = icbm.has_peer;
        e.cookie = flap.u64(icbm.cookie.offset);
        return e;
    case Subgroup::server_error:
        e.kind = Kind::server_error;
        e.complete = icbm.has_code;
        e.answer = Outcome::server_error;
        e.answer_value = message.server_error.code;
        return e;
    }
    return e;
}

} // namespace oscar::sessions
