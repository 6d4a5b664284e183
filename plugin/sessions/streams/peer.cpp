// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/streams/peer.h"

#include "sessions/streams/runs.h"

#include <algorithm>

namespace oscar::sessions {

using icq_dc::FileCommand;
using icq_dc::kDataHead;
using icq_dc::kLengthSize;
using icq_dc::Start;
using Kind = PeerPart::Kind;

namespace {

constexpr std::uint32_t kStartEnd = kLengthSize + 1;

Kind kind_in_handshake(std::uint8_t start, std::uint32_t length)
{
    if (start == static_cast<std::uint8_t>(Start::init) && length >= icq_dc::kOldInitSize) {
        return Kind::init;
    }
    if (start == static_cast<std::uint8_t>(Start::ack) && length == icq_dc::kAckSize) {
        return Kind::ack;
    }
    return start == static_cast<std::uint8_t>(Start::channel) && length == icq_dc::kChannelSize ? Kind::channel
                                                                                                : Kind::frame;
}

} // namespace

// ---- Looking up ----

PeerPart Peer::in_run(const Run& run, std::uint64_t place, std::uint32_t size)
{
    const std::uint64_t number = (place - run.from) / run.frame;
    const auto within = static_cast<std::uint32_t>((place - run.from) % run.frame);
    PeerPart part;
    part.step = {
        .kind = Step::Kind::content, .file = run.file, .offset = run.offset + number * (run.frame - kDataHead)};
    if (within < kDataHead) {
        part.kind = Kind::data_head;
        part.length = std::min(kDataHead - within, size);
        part.step.length = run.frame - kDataHead;
        return part;
    }
    part.kind = Kind::content;
    part.length = std::min(run.frame - within, size);
    part.step.length = part.length;
    part.step.offset += within - kDataHead;
    return part;
}

PeerPart Peer::raw(std::uint32_t size) const { return {.kind = secure_ ? Kind::secure : Kind::chat, .length = size}; }

PeerPart Peer::find(Side side, std::uint64_t place, std::span<const std::uint8_t> captured, std::uint32_t size) const
{
    const Way& w = way(side);
    if (place >= w.raw_from) {
        return raw(size);
    }
    if (const Run* run = run_at(w.runs, place)) {
        return in_run(*run, place, size);
    }
    const auto lost = std::upper_bound(w.lost.begin(), w.lost.end(), place,
                                       [](std::uint64_t at, const Lost& l) { return at < l.to; });
    if (lost != w.lost.end() && lost->from <= place) {
        return {.kind = Kind::lost,
                .length = static_cast<std::uint32_t>(std::min<std::uint64_t>(lost->to - place, size))};
    }
    return frame_at(w, place, captured, size);
}

PeerPart Peer::frame_at(const Way& w, std::uint64_t place, std::span<const std::uint8_t> captured,
                        std::uint32_t size) const
{
    if (place == w.without_length) {
        return {.kind = Kind::init_without_length, .length = w.init_size};
    }
    if (captured.size() < kLengthSize) {
        return {.kind = captured.size() == size ? Kind::more : Kind::lost, .length = size};
    }
    const std::uint32_t length = le16(captured.data());
    PeerPart part{.kind = Kind::frame, .length = kLengthSize + length};
    if (length == 0) {
        return part;
    }
    if (captured.size() < kStartEnd) {
        part.kind = captured.size() == size ? Kind::more : Kind::lost;
        part.length = part.kind == Kind::more ? part.length : size;
        return part;
    }
    const std::uint8_t start = captured[kLengthSize];
    part.kind = kind_in_handshake(start, length);
    if (use_ == Use::unknown || place < w.handshake_end) {
        return part;
    }
    switch (use_) {
    case Use::files:
        part.kind = Kind::file_packet;
        break;
    case Use::chat:
        part.kind = Kind::hello;
        break;
    case Use::messages:
        // Messages of version 6 lack the byte that says what they are.
        if (is_old() || start == static_cast<std::uint8_t>(Start::message)) {
            part.kind = Kind::message;
        }
        break;
    case Use::unknown:
        break;
    }
    return part;
}

// ---- The first pass ----

PeerPart Peer::add(Side side, std::uint64_t place, std::span<const std::uint8_t> captured, std::uint32_t size,
                   Transfer& files)
{
    Way& w = way(side);
    if (size == 0) {
        return {.kind = Kind::lost};
    }
    const bool is_late = w.next != 0 && place < w.next;
    if (is_late && use_ != Use::unknown && place < w.handshake_end) {
        // The first frame after the handshake may come after others.
        const PeerPart part = frame_at(w, place, captured, size);
        w.handshake_end = part.kind == Kind::frame && part.length > kLengthSize ? place : w.handshake_end;
    }
    if (is_late || place >= w.raw_from || run_at(w.runs, place) != nullptr) {
        return find(side, place, captured, size);
    }
    if (w.next == 0 && icq_dc::find_init(captured) == icq_dc::Found::without_length) {
        w.without_length = place;
        w.init_size = icq_dc::size_of_init(captured);
    }
    if (w.next != 0 && place > w.next) {
        w.in_step = false;
    }
    if (!w.in_step) {
        if (go_on_with_content(w, place, captured, files)) {
            return find(side, place, captured, size);
        }
        w.in_step = w.in_step || is_certain(captured, size);
        if (!w.in_step) {
            lose(w, place, size);
            w.next = place + size;
            return {.kind = Kind::lost, .length = size};
        }
    }
    PeerPart part = frame_at(w, place, captured, size);
    if (part.kind == Kind::lost && go_on_with_content(w, place, captured, files)) {
        return find(side, place, captured, size); // the capture has cut its head
    }
    if (part.kind == Kind::more || part.kind == Kind::lost) {
        return part;
    }
    if (w.handshake_end == kForever && part.kind == Kind::frame && part.length > kLengthSize) {
        if (use_ == Use::unknown && part.length > captured.size() && captured.size() == size) {
            return part; // all of it tells what the connection is for
        }
        learn_use(w, place, captured.first(std::min<std::size_t>(captured.size(), part.length)));
        part = frame_at(w, place, captured, size);
    }
    const bool is_data =
        part.kind == Kind::file_packet && captured[kLengthSize] == static_cast<std::uint8_t>(FileCommand::data);
    if (is_data && add_content(w, side, place, part.length, files)) {
        return find(side, place, captured, size);
    }
    if (part.length <= size) {
        w.next = place + part.length;
    }
    return part;
}

void Peer::learn_use(Way& w, std::uint64_t place, std::span<const std::uint8_t> captured)
{
    if (use_ == Use::unknown) {
        use_ = use_of(captured);
    }
    if (use_ != Use::unknown) {
        w.handshake_end = place;
    }
}

// By the first frame after the handshake.
Peer::Use Peer::use_of(std::span<const std::uint8_t> frame) const
{
    const auto body = frame.subspan(kLengthSize);
    const std::uint32_t length = le16(frame.data());
    if (icq_dc::looks_like_chat(body)) {
        return Use::chat;
    }
    if (is_old() && icq_dc::is_old_message(View(body.data(), static_cast<std::uint32_t>(body.size()), length))) {
        return Use::messages;
    }
    if (icq_dc::looks_like_file_init(body, length)) {
        return Use::files;
    }
    // Many clients listen on one port for everything.
    if (expected_ != Use::unknown && (is_old() || !icq_dc::looks_like_message(frame, kLengthSize + length))) {
        return expected_;
    }
    const bool may_be_message =
        is_old() ? length >= icq_dc::kLeastArea : body[0] == static_cast<std::uint8_t>(Start::message);
    return may_be_message ? Use::messages : Use::unknown;
}

// Whether something begins here, though what precedes it is missing.
bool Peer::is_certain(std::span<const std::uint8_t> captured, std::uint32_t size) const
{
    if (icq_dc::find_init(captured) == icq_dc::Found::with_length) {
        return true;
    }
    if (captured.size() < kStartEnd) {
        return false;
    }
    const std::uint32_t length = le16(captured.data());
    if (use_ == Use::messages && is_old()) {
        const auto body = captured.subspan(kLengthSize);
        return kLengthSize + length <= size &&
               icq_dc::is_old_message(View(body.data(), static_cast<std::uint32_t>(body.size()), length));
    }
    return icq_dc::looks_like_message(captured, size);
}

// Whether content goes on in frames of the same length, which shows where the next one begins. Puts the walk in step
// again also if all that was missing is content.
bool Peer::go_on_with_content(Way& w, std::uint64_t place, std::span<const std::uint8_t> captured,
                              const Transfer& files) const
{
    if (w.runs.empty() || place < w.runs.back().to) {
        return false;
    }
    Run& run = w.runs.back();
    const std::uint64_t number = (place - run.from + run.frame - 1) / run.frame;
    const std::uint64_t begin = run.from + number * run.frame;
    const std::uint64_t at = begin - place;
    if (at + kStartEnd > captured.size() || kLengthSize + std::uint32_t{le16(&captured[at])} != run.frame ||
        captured[at + kLengthSize] != static_cast<std::uint8_t>(FileCommand::data)) {
        return go_on_by_size(w, place, captured, files.files()[run.file]);
    }
    run.to = begin + run.frame;
    w.offset = run.offset + (number + 1) * (run.frame - kDataHead);
    w.next = run.to;
    w.in_step = true;
    return true;
}

// The same by the size of the file, which tells where each frame begins, if no head is there that says otherwise.
bool Peer::go_on_by_size(Way& w, std::uint64_t place, std::span<const std::uint8_t> captured, const File& file)
{
    Run& run = w.runs.back();
    if (!file.has_header || run.file != w.file || run.offset > file.size) {
        return false;
    }
    const std::uint64_t content = run.frame - kDataHead;
    const std::uint64_t whole_frames = content != 0 ? (file.size - run.offset) / content : 0;
    const auto rest = static_cast<std::uint32_t>(content != 0 ? (file.size - run.offset) % content : 0);
    const std::uint64_t last = run.from + whole_frames * run.frame; // frame, which is shorter
    const std::uint64_t end = last + (rest != 0 ? rest + kDataHead : 0);
    if (content == 0 || place > end) {
        return false;
    }
    const std::uint64_t number = (place - run.from) / run.frame;
    const bool is_in_last = place >= last;
    const std::uint64_t next = is_in_last ? end : run.from + (number + 1) * run.frame;
    // Heads that the segment has: where the place is, if a frame begins there, or where the next one begins.
    const std::uint64_t head = place == (is_in_last ? last : next - run.frame) ? place : next;
    const std::uint64_t length = head == last ? end - last : run.frame;
    const std::uint64_t at = head - place;
    if (head < end && at + kStartEnd <= captured.size() &&
        (kLengthSize + std::uint64_t{le16(&captured[at])} != length ||
         captured[at + kLengthSize] != static_cast<std::uint8_t>(FileCommand::data))) {
        return false;
    }
    w.in_step = true;
    w.next = next;
    if (place == end) {
        w.next = place;
        w.offset = file.size;
        return false; // what comes next is another frame
    }
    w.offset = std::min(file.size, run.offset + (number + 1) * content);
    if (!is_in_last) {
        run.to = next;
        return true;
    }
    w.offset = file.size;
    run.to = last;
    if (w.runs.size() < kMostRuns) {
        w.runs.push_back({last, end, file.size - rest, rest + kDataHead, w.file});
    }
    return true;
}

void Peer::lose(Way& w, std::uint64_t place, std::uint32_t size)
{
    if (!w.lost.empty() && w.lost.back().to == place) {
        w.lost.back().to += size;
    } else if (w.lost.size() < kMostLost) {
        w.lost.push_back({place, place + size});
    }
}

bool Peer::add_content(Way& w, Side side, std::uint64_t place, std::uint32_t frame, Transfer& files)
{
    if (w.file == Transfer::kNoFile) {
        w.file = files.begin_file(side);
        if (w.file == Transfer::kNoFile) {
            return false;
        }
    }
    const bool goes_on =
        !w.runs.empty() && w.runs.back().to == place && w.runs.back().frame == frame && w.runs.back().file == w.file;
    if (goes_on) {
        w.runs.back().to += frame;
    } else if (w.runs.size() < kMostRuns) {
        w.runs.push_back({place, place + frame, w.offset, frame, w.file});
    } else {
        return false;
    }
    w.offset += frame - kDataHead;
    w.next = place + frame;
    return true;
}

// ---- What frames say ----

void Peer::add_init(Side side, const icq_dc::Init& init)
{
    icq_dc::Init& known = inits_[static_cast<std::size_t>(side)];
    if (known.version != 0 || init.version == 0) {
        return; // said before
    }
    known = init;
    if (inits_[static_cast<std::size_t>(other(side))].version == 0) {
        first_ = side;
    }
    version_ = version_ == 0 ? init.version : std::min(version_, init.version);
    if (init.uin != 0) {
        users_[static_cast<std::size_t>(side)] = std::to_string(init.uin);
    }
    // Until the other side says it itself, if it does.
    std::string& peer = users_[static_cast<std::size_t>(other(side))];
    if (peer.empty() && init.to_uin != 0) {
        peer = std::to_string(init.to_uin);
    }
}

void Peer::add_channel(const icq_dc::Channel& channel)
{
    if (plugin_ == nullptr) {
        plugin_ = channel.plugin;
    }
}

Exchange* Peer::add_message(Side side, std::uint64_t end, std::uint32_t frame, std::int64_t time,
                            const icq_dc::Message& message, bool is_yes)
{
    using icq_dc::Command;
    if (!message.has_sequence) {
        return nullptr;
    }
    if (message.is(Command::message)) {
        if (exchanges_.size() >= kMostExchanges) {
            return nullptr;
        }
        open_[static_cast<std::size_t>(side)][message.sequence] = static_cast<std::uint32_t>(exchanges_.size());
        exchanges_.push_back({.frame = frame, .time = time, .sequence = message.sequence, .side = side});
        return &exchanges_.back();
    }
    if (message.is(Command::cancel)) {
        Exchange* cancelled = refer(cancels_, frame, side, side, message.sequence);
        if (cancelled != nullptr && cancelled->cancel_frame == 0) {
            cancelled->cancel_frame = frame;
        }
        return cancelled;
    }
    if (!message.is(Command::ack)) {
        return nullptr;
    }
    if ((message.summary.is(icq::Type::open_secure_channel) || message.summary.is(icq::Type::old_secure_channel)) &&
        is_yes) {
        secure_ = true;
        way(side).raw_from = end;
        way(other(side)).raw_from = way(other(side)).next;
    }
    Exchange* answered = refer(acks_, frame, side, other(side), message.sequence);
    if (answered != nullptr && answered->ack_frame == 0) {
        answered->ack_frame = frame;
        answered->ack_time = time;
    }
    return answered;
}

// To the latest message with this sequence.
Exchange* Peer::refer(References& from, std::uint32_t frame, Side side, Side side_of_message, std::uint16_t sequence)
{
    const auto& open = open_[static_cast<std::size_t>(side_of_message)];
    const auto found = open.find(sequence);
    if (found == open.end() || from.size() >= kMostExchanges) {
        return nullptr;
    }
    from.push_back({frame, sequence, side, found->second});
    return &exchanges_[found->second];
}

const Exchange* Peer::begun_in(std::uint32_t frame, Side side, std::uint16_t sequence) const
{
    auto at = std::ranges::lower_bound(exchanges_, frame, {}, &Exchange::frame);
    for (; at != exchanges_.end() && at->frame == frame; ++at) {
        if (at->side == side && at->sequence == sequence) {
            return &*at;
        }
    }
    return nullptr;
}

const Exchange* Peer::find_in(const References& all, std::uint32_t frame, Side side, std::uint16_t sequence) const
{
    auto at = std::ranges::lower_bound(all, frame, {}, &Reference::frame);
    for (; at != all.end() && at->frame == frame; ++at) {
        if (at->side == side && at->sequence == sequence) {
            return &exchanges_[at->exchange];
        }
    }
    return nullptr;
}

const Exchange* Peer::ended_in(std::uint32_t frame, Side side, std::uint16_t sequence) const
{
    return find_in(acks_, frame, side, sequence);
}

const Exchange* Peer::cancelled_in(std::uint32_t frame, Side side, std::uint16_t sequence) const
{
    return find_in(cancels_, frame, side, sequence);
}

void Peer::add_file_packet(Side side, std::uint64_t place, std::uint32_t frame, const icq_dc::FilePacket& packet,
                           std::string_view name, Transfer& files)
{
    if (!packet.is_whole) {
        return;
    }
    Way& w = way(side);
    const auto note = [&](std::uint32_t file) {
        if (file != Transfer::kNoFile && (w.named.empty() || w.named.back().place < place)) {
            w.named.push_back({place, file});
        }
    };
    if (packet.is(FileCommand::init)) {
        file_count_ = packet.files;
        total_size_ = packet.size;
        files.set_total_size(packet.size);
    } else if (packet.is(FileCommand::next)) {
        ++files_begun_;
        w.file = Transfer::kNoFile;
        if (packet.is_folder) {
            return;
        }
        const std::uint32_t count = std::max(file_count_, files_begun_);
        w.file = files.begin_file(side, frame, name, packet.size, count, count - files_begun_ + 1);
        w.offset = 0;
        note(w.file);
    } else if (packet.is(FileCommand::start)) {
        Way& sender = way(other(side));
        if (sender.file != Transfer::kNoFile && files.start_file(sender.file, frame, packet.offset)) {
            sender.offset = packet.offset;
            note(sender.file);
        }
    }
}

std::uint32_t Peer::file_at(Side side, std::uint64_t place) const
{
    const auto& named = way(side).named;
    const auto at = std::ranges::lower_bound(named, place, {}, &Named::place);
    return at != named.end() && at->place == place ? at->file : Transfer::kNoFile;
}

void Peer::add_hello(Side side, std::uint64_t end, const icq_dc::ChatHello& hello, std::string_view nick)
{
    Way& w = way(side);
    // The client that connects sends two of them, the other one only the second.
    if (hello.form != icq_dc::ChatHello::Form::from_connector) {
        w.raw_from = end;
    }
    if (!nick.empty()) {
        users_[static_cast<std::size_t>(side)] = nick;
    }
}

void Peer::add_chat_text(Side side, std::uint64_t place, std::string_view text) { way(side).lines.add(place, text); }

void Peer::give_up(Side side, std::uint64_t from, std::uint64_t to)
{
    Way& w = way(side);
    const std::uint64_t begin = std::max(from, w.next);
    if (begin < to) {
        lose(w, begin, static_cast<std::uint32_t>(to - begin));
        w.next = to;
    }
}

void Peer::continue_inside(const Peer& carrier)
{
    use_ = Use::messages;
    version_ = carrier.version_;
    inits_ = carrier.inits_;
    users_ = carrier.users_;
    plugin_ = carrier.plugin_;
    first_ = carrier.first_;
    for (Way& w : ways_) {
        w.handshake_end = 0;
    }
}

const char* Peer::user(Side side) const
{
    const std::string& name = users_[static_cast<std::size_t>(side)];
    return name.empty() ? nullptr : name.c_str();
}

} // namespace oscar::sessions
