// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/overview.h"

#include <algorithm>
#include <span>
#include <utility>

namespace oscar::sessions {
namespace {

// Whether the other connection to the proxy has this file too, and no less of it.
bool is_on_other_leg(const DataConnection& data, std::uint32_t number, const DataConnection* other)
{
    if (other == nullptr || !data.is_proxied() || number >= other->transfer().files().size()) {
        return false;
    }
    const File& file = data.transfer().files()[number];
    const File& same = other->transfer().files()[number];
    return file.has_header && same.has_header && file.name == same.name && file.size == same.size &&
           file.checksum == same.checksum && file.files_left == same.files_left &&
           same.content.seen() >= file.content.seen();
}

// The rows of a session, or of a connection without one.
void add_rows(Number session, std::span<const RowKey> its_connections, const Connections& connections,
              std::vector<RowKey>& out)
{
    const std::size_t before = out.size();
    const DataConnection* proxied = nullptr;
    for (const RowKey& key : its_connections) {
        const DataConnection& data = connections[key.connection];
        const auto files = static_cast<std::uint32_t>(data.transfer().files().size());
        for (std::uint32_t file = 0; file < files; ++file) {
            if (!data.transfer().files()[file].remainder && !is_on_other_leg(data, file, proxied)) {
                out.push_back({session, key.connection, file});
            }
        }
        if (proxied == nullptr && data.is_proxied()) {
            proxied = &data;
        }
    }
    if (out.size() == before) {
        out.push_back({session, its_connections.empty() ? kNone : its_connections.front().connection});
    }
}

void fill_session(const Session& s, const Store& store, const Users& users, bool all_seen, Row& out)
{
    out.start = store.messages[s.first].time;
    // A direct connection may have named them already.
    const char* proposer = users.name(s.proposer);
    const char* recipient = users.name(s.recipient);
    out.from = proposer != nullptr ? proposer : out.from;
    out.to = recipient != nullptr ? recipient : out.to;
    out.subject = s.subject;
    out.has_outcome = true;
    out.outcome = s.outcome == Outcome::open && all_seen ? Outcome::no_answer : s.outcome;
    out.outcome_value = s.outcome_value;
    if (out.file == nullptr && s.total_size != 0) {
        out.has_seen = true;
        out.has_expected = true;
        out.expected = s.total_size;
    }
    out.has_service = s.service != kNone;
    if (out.has_service) {
        const KnownService& service = store.services[s.service];
        rendezvous::name_service(service.uuid, service.row, out.service);
        // The user who proposes to get a file receives it.
        if (out.file != nullptr && service.row != nullptr && service.row->service == rendezvous::Service::get_file) {
            std::swap(out.from, out.to);
        }
    }
}

// An ICQ direct connection tells itself whose it is.
void fill_peer(const DataConnection& data, Row& out)
{
    // The user who proposes a reverse connection is the one to whom the other connects.
    const Side caller = data.peer->first();
    const Side sender = out.file != nullptr ? out.file->sender : data.session != kNone ? other(caller) : caller;
    out.from = data.peer->user(sender);
    out.to = data.peer->user(other(sender));
    out.from_end = data.ends[static_cast<std::size_t>(sender)];
    out.to_end = data.ends[static_cast<std::size_t>(other(sender))];
    out.has_service = true;
    out.service = {.text = "ICQ Direct Connection", .known = true};
    out.messages = data.peer->message_count() + data.peer->chat_count();
}

} // namespace

std::vector<RowKey> rows_of(const Store& store, const Connections& connections)
{
    std::vector<RowKey> by_session;
    for (Number number = 0; number < connections.size(); ++number) {
        if (connections[number].is_known()) {
            by_session.push_back({connections[number].session, number});
        }
    }
    std::ranges::sort(by_session);

    std::vector<RowKey> out;
    std::span<const RowKey> rest(by_session);
    for (Number session = 0; session < store.sessions.size(); ++session) {
        const auto end = std::ranges::find_if(rest, [=](const RowKey& key) { return key.session != session; });
        const auto count = static_cast<std::size_t>(end - rest.begin());
        add_rows(session, rest.first(count), connections, out);
        rest = rest.subspan(count);
    }
    for (; !rest.empty(); rest = rest.subspan(1)) {
        add_rows(kNone, rest.first(1), connections, out);
    }
    return out;
}

Row row_of(const RowKey& key, const Store& store, const Users& users, const Connections& connections, bool all_seen)
{
    Row out;
    out.key = key;
    if (key.connection != kNone) {
        const DataConnection& data = connections[key.connection];
        out.connection = &data;
        out.file = key.file != Transfer::kNoFile ? &data.transfer().files()[key.file] : nullptr;
        out.direct_im = data.direct_im().has_begun() ? &data.direct_im() : nullptr;
        out.way = way_of(data, store);
        out.start = data.first_time();
        if (key.session == kNone || (out.file != nullptr && !data.is_proxied())) {
            const Side sender = out.file != nullptr ? out.file->sender : Side::low;
            out.from_end = data.ends[static_cast<std::size_t>(sender)];
            out.to_end = data.ends[static_cast<std::size_t>(other(sender))];
        }
        if (data.peer != nullptr) {
            fill_peer(data, out);
        }
    }
    if (key.session != kNone) {
        fill_session(store.sessions[key.session], store, users, all_seen, out);
    }
    if (out.file != nullptr) {
        out.has_seen = true;
        out.seen = out.file->content.seen();
        out.has_expected = out.file->has_header;
        out.expected = out.file->size - std::min(out.file->start, out.file->size);
    } else if (out.direct_im != nullptr) {
        out.has_seen = out.has_expected = true;
        out.seen = out.direct_im->seen();
        out.expected = out.direct_im->expected();
    }
    return out;
}

const char* way_of(const DataConnection& data, const Store& store)
{
    if (data.is_proxied()) {
        return "through the proxy";
    }
    if (data.proposal == kNone) {
        return nullptr;
    }
    const MessageRecord& proposal = store.messages[data.proposal];
    return proposal.has_sequence && proposal.sequence > 1 ? "redirected" : "directly";
}

} // namespace oscar::sessions
