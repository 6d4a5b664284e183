// SPDX-License-Identifier: GPL-2.0-or-later
//
// Input: segments, eight bytes for each:
//   0     bit 0: who sends; bits 1 and 2: at the end of what was sent, there again, further on, or before it;
//         bits 3 to 5: what it begins with (nothing, or a header of one of seven types); bit 6: cut by the capture
//   1     how far away from the end
//   2, 3  how much content
//   4     size of the file, in a header
//   5     files left, in a header: 0 to 3; bits 2 and 3: cookie; bits 4 to 7: bytes received, in sixteenths of the size
//   6     size of the resource fork
//   7     first byte of the content
//
// What the machine says of them is compared with a second implementation of the same rules. It keeps every byte: of
// each direction which file is at which place, of each file the bytes. It knows no runs, no ranges and no sums.
#include "checker.h"

#include "sessions/streams/transfer.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

using namespace oscar;
using namespace oscar::sessions;
using fuzz::require;
using oft::Type;

namespace {

constexpr std::uint64_t kStart = 0x1'FFFF'F000;
constexpr std::size_t kPlaces = 1 << 12;
constexpr std::size_t kFirst = 512;       // place of the first segment of each direction
constexpr std::size_t kMostSegments = 60; // fewer than there may be ranges
constexpr std::uint32_t kNone = Transfer::kNoFile;

struct Cell {
    int region = -1;
    std::uint64_t offset = 0;
};

struct Region {
    std::uint32_t file;
    std::size_t from;
    std::uint64_t size; // as expected, however much of it there is room for
    bool fork;
    bool open;
};

struct ModelFile {
    std::size_t sender;
    oft::Header header; // valid if has_header
    bool has_header = false;
    bool offered = false;
    bool doubtful = false;
    bool acknowledged = false;
    bool done = false;
    std::uint64_t cookie = 0;
    std::uint64_t size = 0;
    std::uint64_t start = 0;
    std::uint32_t start_checksum = oft::kNoChecksum;
    std::map<std::uint64_t, std::uint8_t> content;
    std::map<std::uint64_t, std::uint8_t> fork;
};

struct ModelStream {
    std::array<Cell, kPlaces> cells;
    std::vector<std::size_t> headers;
    std::size_t high = 0;
    std::uint32_t current = kNone;
    std::uint32_t pending = kNone;
    std::uint64_t header_end = 0;
    std::uint64_t tail = 0;
    std::uint32_t tail_file = kNone;
};

class Model {
public:
    std::vector<ModelFile> files;
    std::vector<Region> regions;
    std::array<ModelStream, 2> streams;

    Step look(std::size_t side, std::size_t place, std::span<const std::uint8_t> there, std::uint32_t size) const
    {
        const ModelStream& s = streams[side];
        if (s.cells[place].region >= 0) {
            return content(s, place, size);
        }
        const bool whole = there.size() == size;
        if (is_prefix(there)) {
            if (there.size() >= 6) {
                const std::uint32_t length = there[4] * 256U + there[5];
                return {.kind = Step::Kind::header, .length = std::max(length, 6U)};
            }
            if (whole) {
                return {.kind = Step::Kind::more};
            }
        }
        std::uint32_t n = 0;
        while (n < size && s.cells[place + n].region < 0) {
            ++n;
        }
        return {.kind = Step::Kind::other, .length = n};
    }

    Step add(std::size_t side, std::size_t place, std::span<const std::uint8_t> there, std::uint32_t size)
    {
        ModelStream& s = streams[side];
        const int region = s.cells[place].region;
        if (region >= 0) {
            const Region& r = regions[static_cast<std::size_t>(region)];
            const bool at_start = place == r.from;
            if ((at_start || r.open) && is_prefix(there)) {
                const ModelFile& f = files[r.file];
                if (there.size() < 68) {
                    const bool clear = there.size() >= 4;
                    if (there.size() == size && (clear || !r.open) && (!f.acknowledged || r.size >= 68)) {
                        return {.kind = Step::Kind::more};
                    }
                } else if (belongs(oft::read_header(View(there)), f, at_start)) {
                    files[r.file].doubtful |= s.high > place;
                    for (std::size_t p = place; p < kPlaces; ++p) {
                        if (s.cells[p].region == region) {
                            s.cells[p] = {};
                        }
                    }
                    regions[static_cast<std::size_t>(region)].size = place - r.from;
                    return look(side, place, there, size);
                }
            }
        }
        Step step = look(side, place, there, size);
        if (step.kind == Step::Kind::other && begin(side, place)) {
            step = look(side, place, there, size);
        }
        if (step.kind == Step::Kind::content || step.kind == Step::Kind::other) {
            s.high = std::max(s.high, place + step.length);
        }
        if (step.kind == Step::Kind::content) {
            auto& bytes = step.fork ? files[step.file].fork : files[step.file].content;
            for (std::size_t i = 0; i < std::min<std::size_t>(there.size(), step.length); ++i) {
                bytes.emplace(step.offset + i, there[i]);
            }
        }
        return step;
    }

    void add_header(std::size_t side, std::size_t place, const oft::Header& h)
    {
        ModelStream& s = streams[side];
        s.high = std::max(s.high, place + h.length);
        if (std::find(s.headers.begin(), s.headers.end(), place) != s.headers.end()) {
            return;
        }
        s.headers.push_back(place);
        switch (static_cast<Type>(h.type)) {
        case Type::prompt:
            offer(s, place, h);
            break;
        case Type::resume_granted:
            grant(s, place, h);
            break;
        case Type::acknowledge:
        case Type::resume_wish:
            answer(streams[1 - side], h);
            break;
        case Type::done:
            finish(streams[1 - side], h);
            break;
        default:
            break;
        }
    }

private:
    static bool is_prefix(std::span<const std::uint8_t> there)
    {
        const std::string_view magic = "OFT2";
        return std::equal(there.begin(),
                          there.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(there.size(), 4)),
                          magic.begin());
    }

    Step content(const ModelStream& s, std::size_t place, std::uint32_t size) const
    {
        const Cell& cell = s.cells[place];
        std::uint32_t n = 0;
        while (n < size && s.cells[place + n].region == cell.region) {
            ++n;
        }
        const Region& r = regions[static_cast<std::size_t>(cell.region)];
        return {.kind = Step::Kind::content, .length = n, .file = r.file, .offset = cell.offset, .fork = r.fork};
    }

    static bool belongs(const oft::Header& h, const ModelFile& f, bool at_start)
    {
        const bool offers = h.type == 0x0101;
        if (!f.has_header) {
            return true;
        }
        if (!offers && h.type != 0x0106) {
            return false;
        }
        if (h.cookie != 0 && f.cookie != 0 && h.cookie != f.cookie) {
            return false;
        }
        if (at_start && offers && f.acknowledged && !f.done) {
            return same(h, f);
        }
        return h.files == f.header.files && h.total_size == f.header.total_size && h.files_left <= f.header.files_left;
    }
    static bool same(const oft::Header& h, const ModelFile& f)
    {
        return h.files == f.header.files && h.files_left == f.header.files_left && h.size == (f.size & 0xFFFFFFFF) &&
               h.total_size == f.header.total_size && h.checksum == f.header.checksum;
    }

    void mark(ModelStream& s, Region region, std::uint64_t offset)
    {
        std::size_t p = region.from;
        if (region.size == 0 || s.cells[p].region >= 0) {
            return;
        }
        const auto number = static_cast<int>(regions.size());
        std::uint64_t n = 0;
        for (; n < region.size && p < kPlaces && s.cells[p].region < 0; ++n, ++p) {
            s.cells[p] = {number, offset + n};
        }
        if (p < kPlaces) {
            region.size = n;
        }
        regions.push_back(region);
    }
    void expect(ModelStream& s, std::uint32_t file, std::size_t from)
    {
        const ModelFile& f = files[file];
        const std::uint64_t left = f.start < f.size ? f.size - f.start : 0;
        s.header_end = from;
        s.tail = from + left;
        s.tail_file = file;
        mark(s, {file, from, left, false, false}, f.start);
    }

    bool begin(std::size_t side, std::size_t place)
    {
        ModelStream& s = streams[side];
        if (s.pending != kNone) {
            const std::uint32_t file = s.pending;
            s.pending = kNone;
            expect(s, file, place);
            if (s.tail > place) {
                return true;
            }
        }
        if (s.tail_file != kNone && place == s.tail && !files[s.tail_file].done) {
            ModelFile& f = files[s.tail_file];
            const std::uint64_t left = f.start < f.size ? f.size - f.start : 0;
            if (f.header.resource_size > 0 && place == s.header_end + left) {
                s.tail = place + f.header.resource_size;
                mark(s, {s.tail_file, place, f.header.resource_size, true, false}, 0);
                return true;
            }
            const std::uint64_t offset = std::max(f.size, f.start);
            f.size = offset + 0x1'0000'0000;
            s.tail = place + 0x1'0000'0000;
            mark(s, {s.tail_file, place, 0x1'0000'0000, false, true}, offset);
            return true;
        }
        files.emplace_back().sender = side;
        s.current = static_cast<std::uint32_t>(files.size() - 1);
        mark(s, {s.current, place, ~std::uint64_t{0}, false, true}, 0);
        return true;
    }

    std::uint32_t make(const ModelStream& s, const oft::Header& h)
    {
        files.emplace_back().sender = side_of(s);
        know(files.back(), h);
        return static_cast<std::uint32_t>(files.size() - 1);
    }
    static void know(ModelFile& f, const oft::Header& h)
    {
        f.has_header = true;
        f.header = h;
        f.size = h.size;
        f.cookie = h.cookie;
    }
    // The region that reaches furthest; -1 if there is none.
    static int last_region(const ModelStream& s)
    {
        for (std::size_t p = kPlaces; p-- > 0;) {
            if (s.cells[p].region >= 0) {
                return s.cells[p].region;
            }
        }
        return -1;
    }
    // Whether this is content without an end.
    bool is_endless(int region) const
    {
        return region >= 0 && regions[static_cast<std::size_t>(region)].size > 1ULL << 40;
    }
    void end_at(ModelStream& s, int region, std::size_t end)
    {
        for (std::size_t p = end; p < kPlaces; ++p) {
            if (s.cells[p].region == region) {
                s.cells[p] = {};
            }
        }
        Region& r = regions[static_cast<std::size_t>(region)];
        r.size = end - r.from;
    }
    void shift(ModelStream& s, int region, std::uint64_t by)
    {
        for (Cell& cell : s.cells) {
            if (cell.region == region) {
                cell.offset += by;
            }
        }
        auto& content = files[regions[static_cast<std::size_t>(region)].file].content;
        std::map<std::uint64_t, std::uint8_t> moved;
        for (const auto& [offset, byte] : content) {
            moved[offset + by] = byte;
        }
        content = moved;
    }

    void offer(ModelStream& s, std::size_t place, const oft::Header& h)
    {
        s.pending = kNone;
        const std::size_t end = place + h.length;
        if (s.current != kNone) {
            ModelFile& f = files[s.current];
            if (f.has_header && !f.done && f.start == 0 && same(h, f) && (place == s.header_end || !f.offered)) {
                f.offered = true;
                expect(s, s.current, end);
                return;
            }
        }
        const int last = last_region(s);
        // Nothing but content without a header behind this one.
        bool adopt = is_endless(last) && regions[static_cast<std::size_t>(last)].from >= end &&
                     !files[regions[static_cast<std::size_t>(last)].file].has_header && s.high - end <= h.size;
        for (std::size_t p = end; adopt && p < regions[static_cast<std::size_t>(last)].from; ++p) {
            adopt = s.cells[p].region < 0;
        }
        if (adopt) {
            Region& r = regions[static_cast<std::size_t>(last)];
            s.current = r.file;
            know(files[s.current], h);
            end_at(s, last, end + h.size);
            r.open = false;
            shift(s, last, r.from - end);
        } else {
            s.current = make(s, h);
        }
        files[s.current].offered = true;
        expect(s, s.current, end);
    }

    void grant(ModelStream& s, std::size_t place, const oft::Header& h)
    {
        s.pending = kNone;
        if (s.current == kNone || !files[s.current].has_header || files[s.current].done) {
            s.current = make(s, h);
        }
        ModelFile& f = files[s.current];
        f.start = h.received;
        f.start_checksum = h.received > 0 ? h.received_checksum : oft::kNoChecksum;
        expect(s, s.current, place + h.length);
    }

    std::size_t side_of(const ModelStream& s) const { return static_cast<std::size_t>(&s - streams.data()); }

    // One of the eight files before the current one, if that is not the one which is answered.
    ModelFile* earlier(const ModelStream& s, const oft::Header& h)
    {
        const auto fits = [&](std::uint32_t n) {
            const ModelFile& f = files[n];
            return f.sender == side_of(s) && f.has_header && !f.done && same(h, f);
        };
        if (s.current == kNone || fits(s.current)) {
            return nullptr;
        }
        for (std::uint32_t n = s.current; n > 0 && s.current - n < 8; --n) {
            if (fits(n - 1)) {
                return &files[n - 1];
            }
        }
        return nullptr;
    }

    static void acknowledge(ModelFile& f, const oft::Header& h)
    {
        f.acknowledged = f.acknowledged || h.type != 0x0205;
        f.cookie = f.cookie == 0 ? h.cookie : f.cookie;
    }
    static void end(ModelFile& f, const oft::Header& h)
    {
        f.done = true;
        f.cookie = f.cookie == 0 ? h.cookie : f.cookie;
    }

    void answer(ModelStream& s, const oft::Header& h)
    {
        if (ModelFile* f = earlier(s, h)) {
            acknowledge(*f, h);
            return;
        }
        if (s.current == kNone || !files[s.current].has_header || files[s.current].done) {
            const int last = last_region(s);
            if (is_endless(last)) {
                end_at(s, last, s.high);
            }
            s.current = make(s, h);
            s.pending = s.current;
        }
        acknowledge(files[s.current], h);
    }

    void finish(ModelStream& s, const oft::Header& h)
    {
        if (ModelFile* f = earlier(s, h)) {
            end(*f, h);
            return;
        }
        if (s.current == kNone) {
            s.current = make(s, h);
        }
        ModelFile& f = files[s.current];
        if (f.done) {
            return;
        }
        const int last = last_region(s);
        const bool is_last = last >= 0 && regions[static_cast<std::size_t>(last)].file == s.current;
        if (!f.has_header) {
            know(f, h);
            if (is_last && is_endless(last)) {
                Region& r = regions[static_cast<std::size_t>(last)];
                end_at(s, last, s.high);
                r.open = false;
                const std::uint64_t length = r.size;
                std::uint64_t end = h.received != 0 ? h.received : h.size;
                while (end < length) {
                    end += 0x1'0000'0000;
                }
                while (f.size < end) {
                    f.size += 0x1'0000'0000;
                }
                shift(s, last, end - length);
                s.tail = s.high;
                s.tail_file = s.current;
            }
        }
        end(f, h);
        s.pending = kNone;
        if (is_last) {
            Region& r = regions[static_cast<std::size_t>(last)];
            r.open = r.open || s.high < r.from + r.size;
        }
    }
};

// Byte by byte, as clients do it.
std::uint32_t checksum_of(const ModelFile& f)
{
    std::uint32_t c = f.start_checksum >> 16;
    for (const auto& [offset, byte] : f.content) {
        const std::uint32_t before = c;
        c -= offset % 2 == 0 ? byte * 256U : byte;
        c -= c > before ? 1 : 0;
    }
    c = (c & 0xFFFF) + (c >> 16);
    c = (c & 0xFFFF) + (c >> 16);
    return c << 16;
}

bool is_complete(const ModelFile& f)
{
    if (!f.has_header || f.doubtful) {
        return false;
    }
    if (f.start < f.size && f.size - f.start > kPlaces) {
        return false;
    }
    for (std::uint64_t at = f.start; at < f.size; ++at) {
        if (f.content.count(at) == 0) {
            return false;
        }
    }
    return true;
}

void compare(const Transfer& transfer, const Model& model)
{
    require(transfer.files().size() == model.files.size(), "there are as many files");
    for (std::size_t i = 0; i < model.files.size(); ++i) {
        const File& file = transfer.files()[i];
        const ModelFile& expected = model.files[i];
        require(file.has_header == expected.has_header && file.size == expected.size && file.start == expected.start,
                "the files are the same");
        require((file.done_frame != 0) == expected.done && (file.ack_frame != 0) == expected.acknowledged,
                "the files were answered alike");
        require(file.content.seen() == expected.content.size() && file.fork.seen() == expected.fork.size(),
                "as many bytes were seen");
        require(file.is_complete() == is_complete(expected), "the same files are complete");
        require(oft::same_checksum(file.computed_checksum(), checksum_of(expected)), "the checksums are the same");
    }
    const std::uint8_t other = 'x';
    for (std::size_t side = 0; side < 2; ++side) {
        for (std::size_t place = 0; place < kPlaces; ++place) {
            require(transfer.find(static_cast<Side>(side), kStart + place, {&other, 1}, 1) ==
                        model.look(side, place, {&other, 1}, 1),
                    "each place holds the same");
        }
    }
}

constexpr std::uint16_t kTypes[] = {0, 0x0101, 0x0202, 0x0204, 0x0205, 0x0106, 0x0101, 0x120C};

void put(std::vector<std::uint8_t>& out, std::size_t at, std::uint64_t number, std::size_t size)
{
    for (std::size_t i = 0; i < size; ++i) {
        out[at + i] = static_cast<std::uint8_t>(number >> 8 * (size - 1 - i));
    }
}

std::vector<std::uint8_t> segment_of(const std::uint8_t* op)
{
    std::vector<std::uint8_t> out;
    if (const std::uint16_t type = kTypes[op[0] >> 3 & 7]; type != 0) {
        out.assign(256, 0);
        put(out, 0, 0x4F465432, 4);
        put(out, 4, 256, 2);
        put(out, 6, type, 2);
        put(out, 8, op[5] >> 2 & 3, 8);
        put(out, 20, 3, 2);
        put(out, 22, op[5] & 3, 2);
        put(out, 28, 1000, 4);
        put(out, 32, op[4], 4);
        put(out, 40, 0xFFFF0000 - std::uint32_t{op[7]} * 0x10000, 4);
        put(out, 48, op[6] > 0xF0 ? op[6] & 0xF : 0, 4);
        put(out, 60, op[4] * (op[5] >> 4 & 15U) / 16, 4);
        put(out, 64, 0xFFFF0000, 4);
    }
    const std::size_t more = (op[2] * 256U + op[3]) % 150;
    for (std::size_t i = 0; i < more; ++i) {
        out.push_back(static_cast<std::uint8_t>(op[7] + i * 7));
    }
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Transfer transfer;
    static Model model; // too large for the stack
    model = {};
    std::size_t ends[2] = {kFirst, kFirst};
    std::uint32_t frame = 0;
    for (std::size_t op = 0; op + 8 <= size && frame < kMostSegments; op += 8) {
        const std::uint8_t* o = data + op;
        const std::size_t side = o[0] & 1;
        const std::vector<std::uint8_t> bytes = segment_of(o);
        std::size_t place = ends[side];
        switch (o[0] >> 1 & 3) {
        case 1:
            place -= std::min<std::size_t>(place - kFirst, bytes.size());
            break;
        case 2:
            place += o[1];
            break;
        case 3:
            place -= std::min<std::size_t>(place, o[1]);
            break;
        default:
            break;
        }
        if (place + bytes.size() + 256 >= kPlaces) {
            break;
        }
        ends[side] = std::max(ends[side], place + bytes.size());
        ++frame;

        std::span<const std::uint8_t> rest(bytes);
        const std::size_t captured = (o[0] & 0x40) != 0 ? bytes.size() / 2 : bytes.size();
        while (!rest.empty()) {
            const std::size_t before = bytes.size() - rest.size();
            const auto there = rest.first(captured > before ? captured - before : 0);
            const auto left = static_cast<std::uint32_t>(rest.size());
            const Step step = transfer.add(static_cast<Side>(side), kStart + place, there, left);
            require(step == model.add(side, place, there, left), "the same step");
            if (step.kind == Step::Kind::more || step.length > left) {
                break;
            }
            require(step.length > 0, "each step gets on");
            if (step.kind == Step::Kind::header && there.size() >= oft::kNumbersEnd) {
                const oft::Header header =
                    oft::read_header(View(there.data(), static_cast<std::uint32_t>(there.size()), left));
                transfer.add_header(static_cast<Side>(side), kStart + place, frame, header, "");
                model.add_header(side, place, header);
            }
            require(transfer.find(static_cast<Side>(side), kStart + place, there, left) ==
                        model.look(side, place, there, left),
                    "what was found is found again");
            place += step.length;
            rest = rest.subspan(step.length);
        }
    }
    compare(transfer, model);
    return 0;
}
