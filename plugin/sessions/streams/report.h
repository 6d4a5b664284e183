// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is derived about a data connection: generated items and findings, and sums for tables.
#ifndef OSCAR_SESSIONS_STREAMS_REPORT_H
#define OSCAR_SESSIONS_STREAMS_REPORT_H

#include "core/schema/listener.h"
#include "sessions/streams/connection.h"

#include <array>
#include <cstdint>

namespace oscar::sessions {

// How far the files on a connection, or its direct IMs, have come.
struct Progress {
    std::uint64_t seen = 0;     // bytes of content, each counted once
    std::uint64_t expected = 0; // of the files whose size is known, without what the receiver had before
    std::uint32_t files = 0;    // files that were offered or sent
    bool complete = false;      // all bytes of all files
    Verdict verdict = Verdict::not_all_seen;
};
Progress progress_of(const Transfer& transfer);
Progress progress_of(const DirectIm& direct_im);
Progress progress_of(const DataConnection& connection);

// A remark on content that was seen whole: "complete", with the result of its checksum if there is one.
const char* complete_text(Verdict verdict);
// The same for all files of a connection; "incomplete" if anything is missing.
const char* progress_text(const Progress& progress);

// Room for two numbers of 64 bits, a percentage, and words.
using RangeText = std::array<char, 96>;
// For example "bytes 0 to 1459 of 12008 (12 %)". Returns `out`'s start.
const char* range_text(const File& file, const Step& step, RangeText& out);

// For example "12 messages, 1 image".
using CountText = std::array<char, 48>;
const char* count_text(const DirectIm& direct_im, CountText& out);

// For example "bytes 0 to 1459 of 12008 (12 %)", of an image.
const char* image_range_text(const File& image, const Spot& spot, RangeText& out);
// The items of content of an image at `at`, and of the message that it is in.
void emit_image(const DirectIm& direct_im, const Spot& spot, Slice at, Listener& to);

// The item of content at `at`. `text` has to live as long as what the listener keeps.
void emit_content(const Transfer& transfer, const Step& step, Slice at, RangeText& text, Listener& to);

// The items and findings for a header of this file; none for kNoFile.
void emit_file(const Transfer& transfer, std::uint32_t file, const oft::Header& header, Listener& to);

} // namespace oscar::sessions

#endif
