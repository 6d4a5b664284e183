// SPDX-License-Identifier: GPL-2.0-or-later
//
// Input: messages of few users, with few cookies, request ids, services and connections, so that each collides with
// others; four bytes for each, see read_step(). What the tracker says of them is held against the model.
#include "checker.h"
#include "sessions_model.h"

#include "sessions/tracker.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

namespace oscar::fuzz {
namespace {

using rendezvous::MessageKind;
using sessions::Context;
using sessions::Event;
using sessions::OtherRequest;
using sessions::Outcome;

constexpr std::size_t kStepSize = 4;
// The model takes a time that grows with the square of it.
constexpr std::size_t kMostSteps = 300;

constexpr std::array<const char*, 4> kNames = {"Ann", "Bob", "b OB", "Cid"};
constexpr std::array<std::uint64_t, 4> kCookies = {0, 1, 0x3132333435363700, 0xFFFFFFFFFFFFFFFF};

const rendezvous::ServiceRow& service_row(rendezvous::Service service)
{
    return *std::ranges::find(rendezvous::service_table(), service, &rendezvous::ServiceRow::service);
}
const std::array kServices = {&service_row(rendezvous::Service::file_transfer), &service_row(rendezvous::Service::chat),
                              &service_row(rendezvous::Service::icq_relay)};

struct Step {
    bool is_sign_on = false;       // tells the connection's own name, which is the event's peer
    bool is_other_request = false; // of the same connection, direction and request id
    Event event;
};

// Byte 0: what it is, and its number. Byte 1: connection, direction, service. Byte 2: the user it names, the cookie.
// Byte 3: request id.
Step read_step(std::span<const std::uint8_t> bytes, std::uint32_t frame)
{
    Step step;
    Event& e = step.event;
    const unsigned what = bytes[0] % 13;
    const unsigned number = bytes[0] / 13 % 5;
    const unsigned connection = bytes[1] & 3;
    bool from_client = (bytes[1] & 4) != 0;
    const unsigned service = bytes[1] >> 3 & 3;
    const bool ends_swapped = (bytes[1] & 0xE0) == 0xE0; // no connection has its client at either end

    switch (what) {
    case 0:
    case 1:
    case 2:
        e.kind = MessageKind::propose;
        break;
    case 3:
        e.kind = MessageKind::accept;
        e.answer = Outcome::accepted;
        break;
    case 4:
        e.kind = MessageKind::cancel;
        e.answer = Outcome::cancelled;
        break;
    case 5:
        e.kind = MessageKind::nak;
        e.answer = Outcome::refused;
        break;
    case 6:
        e.kind = MessageKind::other;
        break;
    case 7:
        e.kind = MessageKind::client_error;
        e.answer = number == 4 ? Outcome::acknowledged : number == 3 ? Outcome::refused_code : Outcome::refused_nak;
        e.answer_value = static_cast<std::uint16_t>(number % 4);
        break;
    case 8:
        e.kind = MessageKind::host_ack;
        from_client = false;
        break;
    case 9:
        e.kind = MessageKind::server_error;
        e.answer = Outcome::server_error;
        e.answer_value = 4;
        from_client = false;
        break;
    case 10:
        step.is_sign_on = true;
        break;
    case 11:
        step.is_other_request = true;
        break;
    default: // a proposal that was cut
        e.kind = MessageKind::propose;
        break;
    }
    const bool is_block = what <= 6;
    if (is_block && service < kServices.size()) {
        e.has_service = true;
        e.uuid = kServices[service]->uuid;
        e.service_row = kServices[service];
        if (e.kind == MessageKind::accept && e.service_row->service == rendezvous::Service::icq_relay) {
            e.answer = Outcome::acknowledged;
        }
    }
    if (e.kind == MessageKind::propose && number < 4) {
        e.has_sequence = true;
        e.sequence = static_cast<std::uint16_t>(number == 3 ? 9 : number + 1);
    }
    e.complete = what != 12;
    e.to_host = from_client && e.kind != MessageKind::client_error;
    e.cookie = e.kind == MessageKind::server_error ? 0 : kCookies[bytes[2] >> 2 & 3];
    e.request_id = (bytes[3] & 7U) | (bytes[3] & 0x80U) << 24;
    e.snapshot.present =
        is_block && (bytes[3] & 8) != 0 ? 1U << rendezvous::tag_index(rendezvous::tag::kServiceData) : 0;
    // cppcheck-suppress unreadVariable  // it is returned in `step`
    e.place = {.frame = frame,
               .index = 0,
               .connection = connection,
               .from_low = (from_client == (connection % 2 == 0)) != ends_swapped,
               .time = std::int64_t{frame} * frame,
               .peer = kNames[bytes[2] & 3],
               .subject = e.kind == MessageKind::propose && (bytes[3] & 0x10) != 0 ? kNames[bytes[3] >> 5 & 3] : ""};
    return step;
}

// ---- Comparison ----

[[noreturn]] void differ(std::uint32_t frame, bool all_seen, const char* what)
{
    std::fprintf(stderr, "frame %u, %s: tracker and model differ in %s\n", frame,
                 all_seen ? "at the end" : "when it was added", what);
    std::abort();
}

std::optional<std::string> text_of(const char* text)
{
    return text != nullptr ? std::optional<std::string>(text) : std::nullopt;
}

void compare(std::uint32_t frame, bool all_seen, const Context& c, const Known& known)
{
    const auto same = [&](bool is_same, const char* what) {
        if (!is_same) {
            differ(frame, all_seen, what);
        }
    };
    const Context& m = known.context;
    same(c.session == m.session, "session");
    same(c.opens == m.opens, "opens");
    same(c.decides == m.decides, "decides");
    same(c.overruled == m.overruled, "overruled");
    same(c.outgoing == m.outgoing, "outgoing");
    same(c.copy == m.copy, "copy");
    same(c.proposal_in == m.proposal_in, "proposal_in");
    same(c.answer_in == m.answer_in, "answer_in");
    same(c.previous_in == m.previous_in, "previous_in");
    same(c.next_in == m.next_in, "next_in");
    same(c.relay_in == m.relay_in, "relay_in");
    same(c.relay_of == m.relay_of, "relay_of");
    same(c.has_time == m.has_time, "has_time");
    same(c.time == m.time, "time");
    same(text_of(c.proposer) == known.proposer, "proposer");
    same(text_of(c.recipient) == known.recipient, "recipient");
    same(text_of(c.subject) == known.subject, "subject");
    same(c.has_service == m.has_service, "has_service");
    same(c.names_service == m.names_service, "names_service");
    same(!c.has_service || std::string(c.service.c_str()) == rendezvous::service_name(*known.service).c_str(),
         "service");
    same(!c.has_service || *c.service_uuid == *known.service, "service_uuid");
    same(c.outcome == m.outcome, "outcome");
    same(c.outcome_value == m.outcome_value, "outcome_value");
    same(c.outcome_in == m.outcome_in, "outcome_in");
    same(c.sequence_gap == m.sequence_gap, "sequence_gap");
    same(c.sequence_first == m.sequence_first, "sequence_first");
    same(c.unasked == m.unasked, "unasked");
    same(c.other_user == m.other_user, "other_user");
    same(c.after_outcome == m.after_outcome, "after_outcome");
    same(c.sequence == m.sequence, "sequence");
    same(c.expected_sequence == m.expected_sequence, "expected_sequence");
    // The snapshots of this input carry the numbers of their frames.
    same((c.sent != nullptr ? c.sent->ip : 0) == known.sent_in, "sent");
    same((c.relayed != nullptr ? c.relayed->ip : 0) == known.relayed_in, "relayed");
}

void compare(std::uint32_t frame, bool all_seen, const sessions::Tracker& tracker, const SessionsModel& model)
{
    Context context;
    const bool found = tracker.find(frame, 0, all_seen, context);
    const std::optional<Known> known = model.find(frame, all_seen);
    if (found != known.has_value()) {
        differ(frame, all_seen,
               found ? "belonging to a session, which only the tracker knows" : "belonging to a session");
    }
    if (known) {
        compare(frame, all_seen, context, *known);
    }
}

// For whoever looks into a difference: the input in words.
void print(std::uint32_t frame, const Step& step)
{
    static constexpr std::array kKinds = {"propose", "cancel",       "accept",   "nak",
                                          "other",   "client error", "host ack", "server error"};
    const char* kind = step.is_sign_on         ? "sign-on"
                       : step.is_other_request ? "request"
                                               : kKinds[static_cast<std::size_t>(step.event.kind)];
    const Event& e = step.event;
    std::fprintf(stderr, "%3u connection %u %s %-12s %-5s cookie %llx request %08x", frame, e.place.connection,
                 e.to_host ? "->" : "<-", kind, std::string(e.place.peer).c_str(),
                 static_cast<unsigned long long>(e.cookie), e.request_id);
    if (e.has_service) {
        std::fprintf(stderr, " service %02x%02x", e.uuid[2], e.uuid[3]);
    }
    if (e.has_sequence) {
        std::fprintf(stderr, " sequence %u", e.sequence);
    }
    std::fprintf(stderr, "%s%s%s\n", e.place.from_low ? " from low" : "", e.complete ? "" : " incomplete",
                 e.place.subject.empty() ? "" : " subject");
}

void run(std::span<const std::uint8_t> input)
{
    const bool verbose = std::getenv("FUZZ_VERBOSE") != nullptr;
    sessions::Tracker tracker(42);
    SessionsModel model;
    std::uint32_t frame = 0;
    while (input.size() >= kStepSize && frame < kMostSteps) {
        Step step = read_step(input.first(kStepSize), ++frame);
        input = input.subspan(kStepSize);
        if (verbose) {
            print(frame, step);
        }
        step.event.snapshot.ip = frame;
        if (step.is_sign_on) {
            tracker.set_own_name(step.event.place.connection, step.event.place.peer);
            model.set_own_name(step.event.place.connection, step.event.place.peer);
        } else if (step.is_other_request) {
            const OtherRequest request{step.event.place.connection, step.event.place.from_low, step.event.request_id};
            tracker.add_other_request(request);
            model.add_other_request(request);
        } else {
            tracker.add(step.event);
            model.add(step.event);
        }
        compare(frame, false, tracker, model);
    }
    for (std::uint32_t i = 1; i <= frame; ++i) {
        compare(i, true, tracker, model);
    }
}

} // namespace
} // namespace oscar::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    oscar::fuzz::run({data, size});
    return 0;
}
