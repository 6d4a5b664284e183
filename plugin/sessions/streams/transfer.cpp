// SPDX-License-Identifier: GPL-2.0-or-later
#include "sessions/streams/transfer.h"

#include "sessions/streams/runs.h"

#include <algorithm>

namespace oscar::sessions {

using oft::Header;
using oft::Type;

namespace {

constexpr std::uint64_t kLowBits = std::uint64_t{1} << 32; // what a size in a header leaves out
constexpr std::size_t kMostHeaders = 4 * Transfer::kMostFiles;
constexpr std::size_t kMostRuns = 4 * Transfer::kMostFiles;

bool is_offer(const Header& h) { return h.is(Type::prompt) || h.is(Type::list); }

bool same_file(const Header& h, const File& f)
{
    return h.files == f.files && h.files_left == f.files_left && h.total_size == f.total_size &&
           h.size == static_cast<std::uint32_t>(f.size) && h.checksum == f.checksum;
}

// The smallest number that has the same lower 32 bits and is not below `least`.
std::uint64_t with_high_bits(std::uint32_t low, std::uint64_t least)
{
    return least <= low ? low : low + (least - low + kLowBits - 1) / kLowBits * kLowBits;
}

void note_ack(File& file, std::uint32_t frame, const Header& header)
{
    if (!header.is(Type::resume_wish) && file.ack_frame == 0) {
        file.ack_frame = frame;
    }
    if (file.cookie == 0) {
        file.cookie = header.cookie;
    }
}

void note_done(File& file, std::uint32_t frame, const Header& header)
{
    file.done_frame = frame;
    file.received_checksum = header.received_checksum;
    if (file.cookie == 0) {
        file.cookie = header.cookie;
    }
}

} // namespace

Verdict File::verdict() const
{
    if (!is_complete()) {
        return Verdict::not_all_seen;
    }
    if (states_checksum && oft::same_checksum(computed_checksum(), checksum)) {
        return Verdict::correct;
    }
    // This value also stands where no checksum was computed.
    return checksum == oft::kNoChecksum ? Verdict::not_stated : Verdict::incorrect;
}

// ---- Looking up ----

Step Transfer::content_at(const Run& run, std::uint64_t place, std::uint32_t size)
{
    return {.kind = Step::Kind::content,
            .length = static_cast<std::uint32_t>(std::min<std::uint64_t>(run.to - place, size)),
            .file = run.file,
            .offset = run.offset + (place - run.from),
            .fork = run.fork};
}

Step Transfer::find(Side side, std::uint64_t place, std::span<const std::uint8_t> captured, std::uint32_t size) const
{
    if (size == 0) {
        return {.kind = Step::Kind::other};
    }
    const Stream& s = stream(side);
    const std::size_t i = first_run_ending_after(s.runs, place);
    if (i < s.runs.size() && s.runs[i].from <= place) {
        return content_at(s.runs[i], place, size);
    }
    const oft::Start start = oft::start_of(captured);
    if (start == oft::Start::partial && captured.size() == size) {
        return {.kind = Step::Kind::more};
    }
    if (start == oft::Start::header) {
        if (captured.size() >= oft::kLengthEnd) {
            const std::uint32_t length = be16(captured.data() + oft::kMagicSize);
            return {.kind = Step::Kind::header, .length = std::max(length, oft::kLengthEnd)};
        }
        if (captured.size() == size) {
            return {.kind = Step::Kind::more};
        }
    }
    const std::uint64_t end = i < s.runs.size() ? s.runs[i].from : kForever;
    return {.kind = Step::Kind::other,
            .length = static_cast<std::uint32_t>(std::min<std::uint64_t>(end - place, size))};
}

std::uint32_t Transfer::file_of_header(Side side, std::uint64_t place) const
{
    const auto& headers = stream(side).headers;
    const auto at = std::lower_bound(headers.begin(), headers.end(), place,
                                     [](const HeaderPlace& h, std::uint64_t p) { return h.place < p; });
    return at != headers.end() && at->place == place ? at->file : kNoFile;
}

// ---- The first pass ----

Step Transfer::add(Side side, std::uint64_t place, std::span<const std::uint8_t> captured, std::uint32_t size)
{
    if (size == 0) {
        return {.kind = Step::Kind::other};
    }
    Stream& s = stream(side);
    const bool seen_beyond = s.high > place;
    const std::size_t i = first_run_ending_after(s.runs, place);
    if (i < s.runs.size() && s.runs[i].from <= place) {
        const Run& run = s.runs[i];
        switch (header_in(run, place, captured, size)) {
        case Found::more:
            return {.kind = Step::Kind::more};
        case Found::yes:
            cut(s, i, place, seen_beyond);
            return find(side, place, captured, size);
        case Found::no:
            break;
        }
    }
    Step step = find(side, place, captured, size);
    if (step.kind == Step::Kind::other && begin_run(side, place)) {
        step = find(side, place, captured, size);
    }
    if (step.kind == Step::Kind::content || step.kind == Step::Kind::other) {
        s.high = std::max(s.high, place + step.length);
    }
    if (step.kind == Step::Kind::content) {
        count(step, captured);
    }
    return step;
}

// Whether a header is where content was expected.
Transfer::Found Transfer::header_in(const Run& run, std::uint64_t place, std::span<const std::uint8_t> captured,
                                    std::uint32_t size) const
{
    if (place != run.from && !run.open) {
        return Found::no;
    }
    const File& file = files_[run.file];
    const oft::Start start = oft::start_of(captured);
    if (start == oft::Start::other) {
        return Found::no;
    }
    if (captured.size() < oft::kNumbersEnd) {
        // A header it can be only if more is to come, and nothing else if it is not clear yet.
        const bool can_wait = captured.size() == size && (start == oft::Start::header || !run.open) &&
                              (file.ack_frame == 0 || run.to - run.from >= oft::kNumbersEnd);
        return can_wait ? Found::more : Found::no;
    }
    const Header header = oft::read_header(View(captured));
    return oft::looks_like_header(captured) && belongs(header, file, place == run.from) ? Found::yes : Found::no;
}

bool Transfer::belongs(const Header& header, const File& file, bool at_start)
{
    if (!file.has_header) {
        return true; // content or not was a guess
    }
    if (!is_offer(header) && !header.is(Type::resume_granted)) {
        return false;
    }
    if (header.cookie != 0 && file.cookie != 0 && header.cookie != file.cookie) {
        return false;
    }
    if (at_start && is_offer(header) && file.ack_frame != 0 && file.done_frame == 0) {
        return same_file(header, file); // the receiver wants it: no other one can follow
    }
    return header.files == file.files && header.total_size == file.total_size && header.files_left <= file.files_left;
}

void Transfer::cut(Stream& s, std::size_t run, std::uint64_t place, bool seen_beyond)
{
    Run& r = s.runs[run];
    files_[r.file].doubtful = files_[r.file].doubtful || seen_beyond;
    r.to = place;
    if (r.from == r.to) {
        s.runs.erase(s.runs.begin() + static_cast<std::ptrdiff_t>(run));
    }
}

void Transfer::count(const Step& step, std::span<const std::uint8_t> captured)
{
    File& file = files_[step.file];
    const auto bytes = captured.first(std::min<std::size_t>(captured.size(), step.length));
    (step.fork ? file.fork : file.content).add(step.offset, bytes);
}

// Bytes of which nothing is known: whether they are the content of a file.
bool Transfer::begin_run(Side side, std::uint64_t place)
{
    Stream& s = stream(side);
    if (s.pending != kNoFile) {
        const std::uint32_t file = s.pending;
        s.pending = kNoFile;
        expect_content(s, file, place);
        if (s.tail > place) {
            return true;
        }
    }
    if (s.tail_file != kNoFile && place == s.tail && files_[s.tail_file].done_frame == 0) {
        File& file = files_[s.tail_file];
        if (file.resource_size > 0 && place == s.header_end + (file.size - std::min(file.start, file.size))) {
            s.tail = place + file.resource_size;
            return insert_run(s.runs, Run{place, s.tail, 0, s.tail_file, true}, kMostRuns);
        }
        const std::uint64_t offset = std::max(file.size, file.start);
        file.size = offset + kLowBits;
        s.tail = place + kLowBits;
        return insert_run(s.runs, Run{place, s.tail, offset, s.tail_file, false, true}, kMostRuns);
    }
    const std::uint32_t file = new_file(side);
    if (file == kNoFile) {
        return false;
    }
    s.current = file;
    return insert_run(s.runs, Run{place, kForever, 0, file, false, true}, kMostRuns);
}

// ---- Files of another protocol ----

std::uint32_t Transfer::begin_file(Side sender, std::uint32_t frame, std::string_view name, std::uint64_t size,
                                   std::uint32_t files, std::uint32_t files_left)
{
    const std::uint32_t number = new_file(sender);
    if (number != kNoFile) {
        File& file = files_[number];
        file.has_header = true;
        file.states_checksum = false;
        file.prompt_frame = frame;
        file.name = name;
        file.size = size;
        file.total_size = static_cast<std::uint32_t>(total_size_);
        file.files = static_cast<std::uint16_t>(std::min<std::uint32_t>(files, 0xFFFF));
        file.files_left = static_cast<std::uint16_t>(std::min<std::uint32_t>(files_left, 0xFFFF));
    }
    return number;
}

bool Transfer::start_file(std::uint32_t file, std::uint32_t frame, std::uint64_t start)
{
    File& f = files_[file];
    if (f.ack_frame != 0 || f.content.seen() != 0) {
        return false;
    }
    f.ack_frame = frame;
    f.start = start;
    return true;
}

// ---- Headers ----

std::uint32_t Transfer::new_file(Side sender)
{
    if (files_.size() >= kMostFiles) {
        return kNoFile;
    }
    files_.emplace_back().sender = sender;
    return static_cast<std::uint32_t>(files_.size() - 1);
}

void Transfer::fill(File& file, const Header& header, std::string_view name)
{
    file.has_header = true;
    file.files = header.files;
    file.files_left = header.files_left;
    file.total_size = header.total_size;
    file.size = header.size;
    const bool is_alone = header.files == 1 && header.total_size == header.size;
    if (is_alone && static_cast<std::uint32_t>(total_size_) == header.size) {
        file.size = total_size_;
    }
    file.checksum = header.checksum;
    file.resource_size = header.resource_size;
    file.cookie = header.cookie;
    file.name = name;
    file.is_list = header.is(Type::list);
    file.columns = header.columns;
}

void Transfer::add_header(Side side, std::uint64_t place, std::uint32_t frame, const Header& header,
                          std::string_view name)
{
    Stream& s = stream(side);
    s.high = std::max(s.high, place + header.length);
    if (!header.numbers || header.length < oft::kNameOffset) {
        return;
    }
    const auto at = std::lower_bound(s.headers.begin(), s.headers.end(), place,
                                     [](const HeaderPlace& h, std::uint64_t p) { return h.place < p; });
    if ((at != s.headers.end() && at->place == place) || s.headers.size() >= kMostHeaders) {
        return; // seen before, or too many of them
    }
    std::uint32_t file = kNoFile;
    switch (static_cast<Type>(header.type)) {
    case Type::prompt:
    case Type::list:
        file = offer(side, place, frame, header, name);
        break;
    case Type::resume_granted:
        file = resume(side, place, frame, header, name);
        break;
    case Type::acknowledge:
    case Type::resume_wish:
    case Type::resume_acknowledged:
    case Type::list_acknowledged:
        file = answer(other(side), frame, header, name);
        break;
    case Type::done:
    case Type::list_received:
    case Type::list_damaged:
        file = finish(other(side), frame, header, name);
        break;
    case Type::file_request:
    case Type::folder_request:
        break;
    }
    s.headers.insert(at, {place, file});
}

// The content of a file that follows a header.
void Transfer::expect_content(Stream& s, std::uint32_t file, std::uint64_t from)
{
    const File& f = files_[file];
    s.header_end = from;
    s.tail = from + (f.size - std::min(f.start, f.size));
    s.tail_file = file;
    insert_run(s.runs, Run{from, s.tail, f.start, file}, kMostRuns);
}

std::uint32_t Transfer::offer(Side side, std::uint64_t place, std::uint32_t frame, const Header& header,
                              std::string_view name)
{
    Stream& s = stream(side);
    s.pending = kNoFile;
    const std::uint64_t end = place + header.length;

    std::uint32_t number = s.current;
    if (number != kNoFile && files_[number].has_header && files_[number].done_frame == 0 && files_[number].start == 0 &&
        same_file(header, files_[number])) {
        File& file = files_[number];
        const bool is_late = file.prompt_frame == 0; // its acknowledgement came first
        if (is_late) {
            file.prompt_frame = frame;
        }
        if (is_late || place == s.header_end) {
            expect_content(s, number, end);
            return number;
        }
    }

    // Content that came before its header: the header was lost, and sent again.
    const std::size_t next = first_run_ending_after(s.runs, end);
    if (next < s.runs.size() && s.runs[next].from >= end && s.runs[next].to == kForever &&
        !files_[s.runs[next].file].has_header && s.high - end <= header.size) {
        Run& run = s.runs[next];
        number = run.file;
        fill(files_[number], header, name);
        files_[number].content.move(run.from - end);
        files_[number].moved = run.from - end;
        run.offset = run.from - end;
        run.to = end + files_[number].size;
        run.open = false;
    } else {
        number = new_file(side);
        if (number == kNoFile) {
            s.current = kNoFile;
            s.tail_file = kNoFile;
            return kNoFile;
        }
        fill(files_[number], header, name);
    }
    files_[number].prompt_frame = frame;
    s.current = number;
    expect_content(s, number, end);
    return number;
}

std::uint32_t Transfer::resume(Side side, std::uint64_t place, std::uint32_t frame, const Header& header,
                               std::string_view name)
{
    Stream& s = stream(side);
    s.pending = kNoFile;
    if (s.current == kNoFile || !files_[s.current].has_header || files_[s.current].done_frame != 0) {
        const std::uint32_t number = new_file(side);
        if (number == kNoFile) {
            return kNoFile;
        }
        fill(files_[number], header, name);
        s.current = number;
    }
    File& file = files_[s.current];
    file.resume_frame = frame;
    file.start = header.received;
    file.start_checksum = header.received > 0 ? header.received_checksum : oft::kNoChecksum;
    expect_content(s, s.current, place + header.length);
    return s.current;
}

// A file before the one that this side sends now, if the receiver is only now done with it: a sender need not wait with
// the next header. kNoFile: there is none.
std::uint32_t Transfer::earlier_file(const Stream& s, Side sender, const Header& header) const
{
    constexpr std::uint32_t most_back = 8;
    const auto fits = [&](std::uint32_t number) {
        const File& file = files_[number];
        return file.sender == sender && file.has_header && file.done_frame == 0 && same_file(header, file);
    };
    if (s.current == kNoFile || fits(s.current)) {
        return kNoFile;
    }
    for (std::uint32_t back = 1; back <= most_back && back <= s.current; ++back) {
        if (fits(s.current - back)) {
            return s.current - back;
        }
    }
    return kNoFile;
}

std::uint32_t Transfer::answer(Side sender, std::uint32_t frame, const Header& header, std::string_view name)
{
    Stream& s = stream(sender);
    if (const std::uint32_t earlier = earlier_file(s, sender, header); earlier != kNoFile) {
        note_ack(files_[earlier], frame, header);
        return earlier;
    }
    if (s.current == kNoFile || !files_[s.current].has_header || files_[s.current].done_frame != 0) {
        // Its prompt was not seen.
        const std::uint32_t number = new_file(sender);
        if (number == kNoFile) {
            return kNoFile;
        }
        fill(files_[number], header, name);
        if (!s.runs.empty() && s.runs.back().to == kForever) {
            s.runs.back().to = std::max(s.high, s.runs.back().from + 1);
            File& before = files_[s.runs.back().file];
            before.remainder = !before.has_header && before.content.seen() < oft::kUsualLength;
        }
        s.current = number;
        s.pending = number;
    }
    note_ack(files_[s.current], frame, header);
    return s.current;
}

std::uint32_t Transfer::finish(Side sender, std::uint32_t frame, const Header& header, std::string_view name)
{
    Stream& s = stream(sender);
    if (const std::uint32_t earlier = earlier_file(s, sender, header); earlier != kNoFile) {
        note_done(files_[earlier], frame, header);
        return earlier;
    }
    if (s.current == kNoFile) {
        s.current = new_file(sender);
        if (s.current == kNoFile) {
            return kNoFile;
        }
        fill(files_[s.current], header, name);
    }
    if (files_[s.current].done_frame != 0) {
        return s.current;
    }
    if (!files_[s.current].has_header) {
        fill(files_[s.current], header, name);
        place_by_end(s, header);
    }
    note_done(files_[s.current], frame, header);
    s.pending = kNoFile;
    if (!s.runs.empty() && s.runs.back().file == s.current && s.high < s.runs.back().to) {
        s.runs.back().open = true; // what is still to come may not come
    }
    return s.current;
}

// The end of content without a header is the end of the file, or of what the receiver has of it.
void Transfer::place_by_end(Stream& s, const Header& header)
{
    if (s.runs.empty() || s.runs.back().file != s.current || s.runs.back().to != kForever) {
        return;
    }
    Run& run = s.runs.back();
    run.to = std::max(s.high, run.from + 1);
    run.open = false;
    const std::uint64_t length = run.to - run.from;
    const std::uint32_t low = header.received != 0 ? header.received : header.size;
    const std::uint64_t end = with_high_bits(low, length);
    File& file = files_[s.current];
    file.size = with_high_bits(header.size, end);
    run.offset = end - length;
    file.content.move(run.offset);
    file.moved = run.offset;
    s.tail = run.to;
    s.tail_file = s.current;
}

} // namespace oscar::sessions
