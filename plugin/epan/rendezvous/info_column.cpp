// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/rendezvous/info_column.h"

#include "epan/registry.h"
#include "epan/subject.h"
#include "epan/text.h"

namespace oscar::epan {

using namespace rendezvous;

namespace {

constexpr glong kNameLength = 60;

// The name of a value or, without one, the number.
void append_value(Line& out, FieldRef field, std::uint64_t value, std::string_view before_number)
{
    if (const char* name = value_name(field, value)) {
        out << name;
    } else {
        out << before_number << value;
    }
}

void append_uuid(Line& out, std::span<const std::uint8_t> uuid)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    for (std::size_t i = 0; i < uuid.size(); ++i) {
        const char pair[] = {kDigits[uuid[i] >> 4], kDigits[uuid[i] & 0xF]};
        out << (i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "") << std::string_view(pair, 2);
    }
}

void append_name_or_uuid(Line& out, const ServiceName& name, std::span<const std::uint8_t> uuid)
{
    if (name.known) {
        out << name.c_str();
    } else {
        append_uuid(out, uuid);
    }
}

void append_service(Line& out, const View& flap, const Message& m, const sessions::Context* context)
{
    if (m.icbm.has_block && m.block.has_uuid) {
        out << " ";
        append_name_or_uuid(out, m.service_name, flap.bytes(m.block.uuid));
    } else if (context != nullptr && context->has_service && m.kind != MessageKind::server_error) {
        const bool is_host_ack = m.kind == MessageKind::host_ack;
        out << (m.icbm.has_block ? " " : is_host_ack ? ": " : ", ");
        append_name_or_uuid(out, context->service, *context->service_uuid);
    }
}

void append_offer(Line& out, const Offer& offer)
{
    if (offer.use_ars) {
        out << " by proxy";
        if (offer.ip != 0) {
            (out << " ").ipv4(offer.ip);
        }
        if (offer.has_port) {
            out << " pin " << offer.port;
        }
        return;
    }
    const std::uint32_t ip = offer.best_ip();
    const bool has_port = offer.has_port || offer.data_port != 0;
    const std::uint16_t port = offer.has_port ? offer.port : offer.data_port;
    if (ip != 0) {
        (out << " at ").ipv4(ip);
        if (has_port) {
            out << ":" << port;
        }
    } else if (has_port) {
        out << " at port " << port;
    }
}

// Text from a table with its first letter in lower case, for use inside brackets.
void append_small(Line& out, const char* words)
{
    const char first = g_ascii_tolower(words[0]);
    out << std::string_view(&first, 1) << (words + 1);
}

// The content of the block besides service and subject.
void append_details(Line& out, const View& flap, const Message& m)
{
    const Block& b = m.block;
    std::uint16_t number = 0;
    if (m.kind == MessageKind::propose) {
        append_offer(out, m.offer);
        if (b.u16(flap, tag::kSequence, number)) {
            out << ", seq " << number;
        }
    } else if (m.kind == MessageKind::cancel && b.u16(flap, tag::kCancelReason, number)) {
        out << " (";
        if (const char* reason = value_name(Field::cancel_reason, number)) {
            append_small(out, reason);
        } else {
            out << "reason " << number;
        }
        out << ")";
    }
}

void append_kind(Line& out, const Message& m)
{
    const bool is_refusal = m.kind == MessageKind::client_error && m.icbm.has_code;
    if (is_refusal && m.error.form == ErrorForm::nak) {
        out << "NAK: ";
        append_value(out, Field::nak, m.error.nak, "");
    } else if (is_refusal && (m.error.form == ErrorForm::none || m.error.form == ErrorForm::unknown)) {
        out << "Client error: ";
        append_value(out, Field::client_error_code, m.error.code, "code ");
    } else if (m.kind == MessageKind::server_error && m.icbm.has_code) {
        out << "Server error: ";
        append_value(out, Field::server_error, m.server_error.code, "code ");
    } else if (const char* name = kind_name(m)) {
        out << name;
    } else {
        out << "Rendezvous type " << m.block.type;
    }
}

void append_status(Line& out, const icq::Answer& answer)
{
    if (!answer.is(icq::Status::ok)) {
        out << " (";
        append_value(out, Field::icq_status, answer.status, "status ");
        out << ")";
    }
}

// The user to whom the message goes, or from whom it comes. A client error itself does not tell which of the two.
void append_user(Line& out, packet_info* pinfo, tvbuff_t* tvb, const Message& m, const sessions::Context* context)
{
    const bool known = m.kind != MessageKind::client_error || context != nullptr;
    if (!m.icbm.has_peer || m.icbm.peer.length == 0 || !known) {
        return;
    }
    const bool to_peer = m.icbm.subgroup == Subgroup::to_host || m.kind == MessageKind::host_ack ||
                         (m.kind == MessageKind::client_error && context->outgoing);
    const char* name = to_utf8(pinfo->pool, tvb, m.icbm.peer, Charset::unknown);
    out << (to_peer ? ", to " : ", from ") << one_line(pinfo->pool, name, kNameLength);
}

} // namespace

Line subject_line(packet_info* pinfo, tvbuff_t* tvb, const Summary& summary)
{
    Line out;
    append_subject(pinfo, tvb, summary, kNameLength, out);
    return out;
}

Line info_line(packet_info* pinfo, tvbuff_t* tvb, const View& flap, const Message& m, const Summary& summary,
               const Line& subject, const sessions::Context* context)
{
    Line out;
    append_kind(out, m);
    append_status(out, summary.answer);
    append_service(out, flap, m, context);
    std::string_view about = subject.from(0);
    // An answer often says less than the proposal did.
    if (context != nullptr && context->subject != nullptr && m.kind != MessageKind::server_error &&
        std::string_view(context->subject).starts_with(about)) {
        about = context->subject;
    }
    if (!about.empty()) {
        // A quoted name or a size directly follows the service; other text is separated by a comma.
        out << (about[0] == '"' || about[0] == '(' ? " " : ", ") << about;
    }
    if (summary.answer.is_waited_for()) {
        out << ", at port " << summary.answer.port;
    }
    if (m.icbm.has_block) {
        append_details(out, flap, m);
    }
    append_user(out, pinfo, tvb, m, context);
    if (m.cut) {
        out << " [cut short]";
    } else if (m.icbm.fault != Fault::none || (m.icbm.has_block && m.block.fault != Fault::none)) {
        out << " [malformed]";
    }
    return out;
}

} // namespace oscar::epan
