// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/context.h"

#include "core/rendezvous/findings.h"
#include "sessions/streams/report.h"

#include <cstdio>

namespace oscar::sessions {

using namespace rendezvous;

namespace {

void emit_number(Field field, std::uint64_t value, Listener& to)
{
    to.item({.field = field, .generated = true, .at = {}, .value = value});
}

void emit_frame(Field field, std::uint32_t frame, Listener& to)
{
    if (frame != 0) {
        emit_number(field, frame, to);
    }
}

void emit_text(Field field, const char* text, Listener& to)
{
    if (text != nullptr) {
        to.item({.field = field, .generated = true, .at = {}, .text = text});
    }
}

// For example "refused: Recipient away or busy". A code without a name is printed as a number.
void print_reason(const char* what, Field codes, std::uint16_t code, OutcomeText& out)
{
    if (const char* name = value_name(codes, code)) {
        (void)std::snprintf(out.data(), out.size(), "%s: %s", what, name);
    } else {
        (void)std::snprintf(out.data(), out.size(), "%s: code %u", what, code);
    }
}

const char* fixed_text(Outcome outcome)
{
    switch (outcome) {
    case Outcome::open:
        return "open";
    case Outcome::no_answer:
        return "no answer in the capture";
    case Outcome::accepted:
        return "accepted";
    case Outcome::acknowledged:
        return "acknowledged";
    case Outcome::cancelled:
        return "cancelled by proposer";
    case Outcome::declined:
        return "declined";
    case Outcome::called_off:
        return "cancelled";
    case Outcome::reverse_failed:
        return "refused: reverse connection failed";
    case Outcome::refused:
    case Outcome::refused_nak:
    case Outcome::refused_code:
    case Outcome::server_error:
        break;
    }
    return "refused";
}

// Reports the items in the order of events, and each finding right after the item that it is about.
void emit_sequence(const Context& f, Listener& to)
{
    emit_frame(Field::previous_proposal_in, f.previous_in, to);
    if (f.sequence_gap) {
        to.finding({.id = FindingId::sequence_gap,
                    .at = {},
                    .tag = tag::kSequence,
                    .expected = f.expected_sequence,
                    .found = f.sequence});
    } else if (f.sequence_first) {
        to.finding({.id = FindingId::sequence_first,
                    .at = {},
                    .tag = tag::kSequence,
                    .expected = f.expected_sequence,
                    .found = f.sequence});
    }
    emit_frame(Field::next_proposal_in, f.next_in, to);
    emit_frame(Field::proposal_in, f.proposal_in, to);
    if (f.has_time) {
        emit_number(Field::answer_time, static_cast<std::uint64_t>(f.time), to);
    }
    emit_frame(Field::answer_in, f.answer_in, to);
}

void emit_relay(const Context& f, Listener& to)
{
    emit_frame(Field::relay_in, f.relay_in, to);
    emit_frame(Field::relay_of, f.relay_of, to);
    if (f.sent != nullptr) {
        report_differences(*f.sent, *f.relayed, to);
    }
}

// The data connection of the session, and how far what it carries has come.
void emit_data(const Context& f, Listener& to)
{
    if (f.data == nullptr) {
        return;
    }
    const DataConnection& data = *f.data;
    emit_frame(Field::data_in, data.first_frame(), to);
    to.open();
    emit_text(Field::data_way, f.data_way, to);
    if (data.direct_im().has_begun()) {
        emit_number(Field::data_messages, data.direct_im().messages(), to);
        emit_number(Field::data_images, data.direct_im().image_count(), to);
    }
    if (data.first_content() != 0) {
        const Progress progress = progress_of(data);
        const std::int64_t duration = data.last_content_time() - data.first_content_time();
        emit_number(Field::data_seen, progress.seen, to);
        emit_number(Field::data_expected, progress.expected, to);
        emit_number(Field::data_duration, static_cast<std::uint64_t>(duration), to);
        if (duration > 0) {
            constexpr double second = 1e9;
            const double rate = static_cast<double>(progress.seen) * second / static_cast<double>(duration);
            emit_number(Field::data_throughput, static_cast<std::uint64_t>(rate), to);
        }
        if (f.accept_time != 0) {
            emit_number(Field::data_delay, static_cast<std::uint64_t>(data.first_content_time() - f.accept_time), to);
        }
        emit_text(Field::data_state, progress_text(progress), to);
    }
    to.close();
}

} // namespace

const char* outcome_text(Outcome outcome, std::uint16_t value, OutcomeText& out)
{
    switch (outcome) {
    case Outcome::refused_nak:
        print_reason("refused", Field::nak, value, out);
        break;
    case Outcome::refused_code:
        print_reason("refused", Field::client_error_code, value, out);
        break;
    case Outcome::server_error:
        print_reason("server error", Field::server_error, value, out);
        break;
    default:
        (void)std::snprintf(out.data(), out.size(), "%s", fixed_text(outcome));
        break;
    }
    return out.data();
}

void emit_context(const Context& f, OutcomeText& text, Listener& to)
{
    emit_number(Field::session, f.session, to);
    if (f.unasked) {
        to.finding({.id = FindingId::answer_unasked, .at = {}});
    }
    if (f.other_user) {
        to.finding({.id = FindingId::answer_other_user, .at = {}});
    }
    to.open();
    if (f.has_service && !f.names_service) {
        emit_text(Field::service_name, f.service.c_str(), to);
    }
    emit_text(Field::proposer, f.proposer, to);
    emit_text(Field::recipient, f.recipient, to);
    emit_text(Field::gist, f.subject, to);
    emit_sequence(f, to);
    emit_relay(f, to);
    if (to.wants_items()) {
        emit_text(Field::outcome, outcome_text(f.outcome, f.outcome_value, text), to);
    }
    if (f.after_outcome) {
        to.finding({.id = FindingId::after_outcome, .at = {}, .expected = f.outcome_in});
    }
    emit_data(f, to);
    to.close();
}

} // namespace oscar::sessions
