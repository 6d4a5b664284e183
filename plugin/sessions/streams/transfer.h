// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is where on a connection on which files are sent (OFT2): headers, and between them the content of files.
//
// A header says how many bytes of content follow it, so these are known by their places. They make up a run. Where no
// run is, a header is due, and the first bytes tell whether there is one. More than that is at hand in these cases:
//
// - The sender repeats its header, goes on with another one because the receiver has the file already, or grants a
//   resumption: the header stands where a run was expected to begin, and belongs to the same transfer.
// - The receiver says that it is done while content still comes: a header of the same transfer may follow anywhere.
// - More content follows than the header says: the resource fork, if there is one; else a file of 4 GiB or more, of
//   whose size the header has the lower 32 bits.
// - Content without a header before it: the capture began after it, or lost it. Once the receiver says that it is done,
//   the end of the file is known, and with it where in the file the content belongs.
//
// What is kept grows with the number of headers, not with that of segments.
#ifndef OSCAR_SESSIONS_STREAMS_TRANSFER_H
#define OSCAR_SESSIONS_STREAMS_TRANSFER_H

#include "core/oft/header.h"
#include "sessions/streams/coverage.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace oscar::sessions {

// The directions of a connection: who sends.
enum class Side : std::uint8_t { low, high };
constexpr Side other(Side side) { return side == Side::low ? Side::high : Side::low; }

enum class Verdict : std::uint8_t { not_all_seen, not_stated, correct, incorrect };

struct File {
    Side sender{};
    bool has_header = false;        // what it is and how long is known
    bool states_checksum = true;    // by its protocol
    bool doubtful = false;          // bytes were counted that turned out to be others
    bool is_list = false;           // of the files that are shared
    bool remainder = false;         // no file, but the end of a header whose start was lost
    std::uint32_t prompt_frame = 0; // 0: not seen
    std::uint32_t ack_frame = 0;
    std::uint32_t resume_frame = 0;
    std::uint32_t content_frame = 0; // the first one with content that was dissected
    std::uint32_t done_frame = 0;
    std::uint16_t files = 0;
    std::uint16_t files_left = 0;
    std::uint32_t total_size = 0;
    std::uint32_t checksum = oft::kNoChecksum;
    std::uint32_t resource_size = 0;
    std::uint32_t start_checksum = oft::kNoChecksum; // of what the receiver had before
    std::uint32_t received_checksum = oft::kNoChecksum;
    std::uint64_t cookie = 0;
    std::uint64_t size = 0;
    std::uint64_t start = 0; // the first byte that is sent; not 0 where a transfer was resumed
    std::uint64_t moved = 0; // by how much its content is further on than it seemed before there was a header
    std::string name;
    oft::ListColumns columns; // of a list
    Coverage content;
    Coverage fork;

    bool is_complete() const { return has_header && !doubtful && content.covers(start, size); }
    std::uint32_t computed_checksum() const { return content.sum().after(start_checksum); }
    Verdict verdict() const;
};

// What is at a place.
struct Step {
    enum class Kind : std::uint8_t {
        header,  // of `length` bytes, which may be more than were asked about
        content, // `length` bytes
        other,   // `length` bytes, of which nothing is known
        more,    // perhaps a header: it takes more bytes to tell
    };
    Kind kind{};
    std::uint32_t length = 0;
    std::uint32_t file = 0; // of content
    std::uint64_t offset = 0;
    bool fork = false; // the resource fork, not the file
    bool operator==(const Step&) const = default;
};

class Transfer {
public:
    static constexpr std::size_t kMostFiles = 16'384;
    static constexpr std::uint32_t kNoFile = 0xFFFFFFFF;

    // The size of all files, of which a header has the lower 32 bits only; 0: not known.
    void set_total_size(std::uint64_t size) { total_size_ = size; }

    // On the first pass, in the order of the frames: what begins at `place`, in which there are `size` bytes, the first
    // of them captured. Content is counted. Whoever calls goes on behind what was found, and hands headers to
    // add_header() as soon as they are whole. May throw std::bad_alloc.
    Step add(Side side, std::uint64_t place, std::span<const std::uint8_t> captured, std::uint32_t size);
    void add_header(Side side, std::uint64_t place, std::uint32_t frame, const oft::Header& header,
                    std::string_view name);

    // On the first pass: content of the file was in this frame.
    void note_content(std::uint32_t file, std::uint32_t frame)
    {
        if (files_[file].content_frame == 0) {
            files_[file].content_frame = frame;
        }
    }

    // Files of another protocol, whose frames themselves say what belongs to which: only count() is called for them. On
    // the first pass. kNoFile if there are too many. Without a name and more, nothing is known of the file.
    std::uint32_t begin_file(Side sender) { return new_file(sender); }
    std::uint32_t begin_file(Side sender, std::uint32_t frame, std::string_view name, std::uint64_t size,
                             std::uint32_t files, std::uint32_t files_left);
    // The receiver wants it from here on. False if content has come already.
    bool start_file(std::uint32_t file, std::uint32_t frame, std::uint64_t start);

    // Later, in any order: the same by what is known now.
    Step find(Side side, std::uint64_t place, std::span<const std::uint8_t> captured, std::uint32_t size) const;

    // Counts content that find() has found, of a segment that add() was not called for. On any pass, and again.
    void count(const Step& step, std::span<const std::uint8_t> captured);

    std::span<const File> files() const { return files_; }
    // The file that a header from this side is about; kNoFile if there is none.
    std::uint32_t file_of_header(Side side, std::uint64_t place) const;
    std::size_t run_count() const { return streams_[0].runs.size() + streams_[1].runs.size(); }

private:
    static constexpr std::uint64_t kForever = ~std::uint64_t{0};

    struct Run {
        std::uint64_t from;
        std::uint64_t to;
        std::uint64_t offset; // in the file
        std::uint32_t file;
        bool fork = false;
        bool open = false; // a header may follow anywhere
    };
    struct HeaderPlace {
        std::uint64_t place;
        std::uint32_t file;
    };
    struct Stream {
        std::vector<Run> runs;            // sorted; no two of them overlap
        std::vector<HeaderPlace> headers; // in the order in which they came
        std::uint64_t high = 0;           // the end of what was seen
        std::uint32_t current = kNoFile;  // the latest file that this side sends
        std::uint32_t pending = kNoFile;  // a file whose content begins with the next unknown byte
        std::uint64_t header_end = 0;     // of the latest header of the current file
        std::uint64_t tail = 0;           // the place behind the content
        std::uint32_t tail_file = kNoFile;
    };
    enum class Found : std::uint8_t { no, yes, more };

    Stream& stream(Side side) { return streams_[static_cast<std::size_t>(side)]; }
    const Stream& stream(Side side) const { return streams_[static_cast<std::size_t>(side)]; }
    static Step content_at(const Run& run, std::uint64_t place, std::uint32_t size);
    Found header_in(const Run& run, std::uint64_t place, std::span<const std::uint8_t> captured,
                    std::uint32_t size) const;
    static bool belongs(const oft::Header& header, const File& file, bool at_start);
    void cut(Stream& s, std::size_t run, std::uint64_t place, bool seen_beyond);
    bool begin_run(Side side, std::uint64_t place);

    std::uint32_t new_file(Side sender);
    void fill(File& file, const oft::Header& header, std::string_view name);
    std::uint32_t offer(Side side, std::uint64_t place, std::uint32_t frame, const oft::Header& header,
                        std::string_view name);
    std::uint32_t resume(Side side, std::uint64_t place, std::uint32_t frame, const oft::Header& header,
                         std::string_view name);
    std::uint32_t earlier_file(const Stream& s, Side sender, const oft::Header& header) const;
    std::uint32_t answer(Side sender, std::uint32_t frame, const oft::Header& header, std::string_view name);
    std::uint32_t finish(Side sender, std::uint32_t frame, const oft::Header& header, std::string_view name);
    void expect_content(Stream& s, std::uint32_t file, std::uint64_t from);
    void place_by_end(Stream& s, const oft::Header& header);

    std::array<Stream, 2> streams_;
    std::vector<File> files_;
    std::uint64_t total_size_ = 0;
};

} // namespace oscar::sessions

#endif
