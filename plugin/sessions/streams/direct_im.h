// SPDX-License-Identifier: GPL-2.0-or-later
//
// What is where on a connection with direct IMs (ODC2): frames, one after the other.
//
// Wherever a frame is due, its magic tells whether there is one. Of bytes that are none, as in a capture that began in
// the middle of a frame, those up to the next one are unknown.
//
// A frame up to a limit is read whole. A longer one begins with its header and as much of its payload as usually holds
// all of the text; then come images, of which the size is known, so their content is counted as it comes; and between
// them further passages of the payload. What is kept grows with the number of images and of long frames, not with that
// of messages or of segments.
#ifndef OSCAR_SESSIONS_STREAMS_DIRECT_IM_H
#define OSCAR_SESSIONS_STREAMS_DIRECT_IM_H

#include "core/odc/frame.h"
#include "core/odc/payload.h"
#include "sessions/streams/transfer.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace oscar::sessions {

// What is at a place.
struct Spot {
    enum class Kind : std::uint8_t {
        frame,   // a frame, or the beginning of a long one
        passage, // of the payload of a long frame
        image,   // content of an image
        rest,    // the rest of a frame, of which nothing more is known
        other,   // no frame
        more,    // perhaps a frame: it takes more bytes to tell
    };
    Kind kind{};
    std::uint32_t length = 0; // may be more than were asked about, of frame and passage
    std::uint32_t image = 0;
    std::uint64_t offset = 0; // in the image
    bool operator==(const Spot&) const = default;
};

class DirectIm {
public:
    // A frame of so many bytes is put together: enough for all that clients send without an image, and for the images
    // of their time. TCP's reassembly takes time by the square of the number of segments, here at most 720.
    static constexpr std::uint32_t kMostWhole = std::uint32_t{1} << 20;
    // So much of a longer frame's payload is put together at a time, if it takes reading.
    static constexpr std::uint32_t kPassage = std::uint32_t{1} << 16;
    static constexpr std::size_t kMostImages = 16'384;
    static constexpr std::size_t kMostRuns = 4 * kMostImages;
    // Images of a message whose names are looked for in its text; each time, all of it is read.
    static constexpr std::uint32_t kMostNamed = 64;
    static constexpr std::uint32_t kNoImage = 0xFFFFFFFF;

    // What begins at `place`, in which there are `size` bytes, the first of them captured. On any pass, in any order.
    Spot find(Side side, std::uint64_t place, std::span<const std::uint8_t> captured, std::uint32_t size) const;

    // On the first pass, in the order of the frames of the capture. All may throw std::bad_alloc.
    // A frame that was found, as far as it is there. `html`: its text, for the names of images.
    void add_frame(Side side, std::uint64_t place, std::uint32_t frame, const View& view, const odc::Frame& header,
                   std::string_view html);
    // A passage that was found, as far as it is there.
    void add_passage(Side side, std::uint64_t place, const View& view);
    void add_rest(std::uint32_t size) { seen_ += size; }

    // Counts content of an image. On any pass, and again.
    void count(const Spot& image, std::span<const std::uint8_t> captured);

    // A frame that is longer than what is read at once; passages and images follow its start.
    struct LongFrame {
        std::uint64_t end = 0; // its place
        std::uint32_t frame = 0;
        std::uint16_t charset = 0;
        std::string html;
    };
    const LongFrame* long_frame(Side side, std::uint64_t place) const;
    // The payload at the start of a passage.
    odc::Payload payload_at(Side side, std::uint64_t place) const;
    // The image whose tag is at this place; kNoImage if it is not known.
    std::uint32_t image_at(Side side, std::uint64_t place) const;

    std::span<const File> images() const { return images_; }
    bool has_begun() const { return frames_[0] + frames_[1] > 0; }
    bool has_sent(Side side) const { return frames_[static_cast<std::size_t>(side)] > 0; }
    std::uint32_t messages() const { return messages_; }
    std::uint32_t image_count() const { return image_count_; }
    // Bytes of payloads.
    std::uint64_t seen() const;
    std::uint64_t expected() const { return expected_; }
    std::size_t run_count() const { return streams_[0].runs.size() + streams_[1].runs.size(); }

private:
    struct Run {
        enum class Kind : std::uint8_t { passage, image, rest };
        Kind kind;
        std::uint64_t from;
        std::uint64_t to;
        std::uint32_t frame;  // among the long ones
        std::uint32_t image;  // of an image
        std::uint64_t offset; // in the image
        odc::Payload payload; // of a passage
    };
    struct ImagePlace {
        std::uint64_t place;
        std::uint32_t image;
    };
    struct Stream {
        std::vector<Run> runs;          // sorted; no two of them overlap
        std::vector<ImagePlace> images; // sorted
    };
    struct Read {
        std::uint32_t image = kNoImage; // the latest
        std::uint32_t images = 0;
    };

    Stream& stream(Side side) { return streams_[static_cast<std::size_t>(side)]; }
    const Stream& stream(Side side) const { return streams_[static_cast<std::size_t>(side)]; }
    Read read(Side side, std::uint64_t place, std::uint32_t frame, const View& view, odc::PayloadWalk& walk,
              std::string_view html);
    std::uint32_t add_image(Side side, std::uint64_t place, std::uint32_t frame, std::uint64_t size,
                            std::string_view name);
    void expect_rest(Side side, std::uint64_t place, std::uint32_t frame, const odc::PayloadWalk& walk,
                     const Read& read);

    std::array<Stream, 2> streams_;
    std::vector<LongFrame> long_frames_;
    std::vector<File> images_;
    std::array<std::uint32_t, 2> frames_{}; // by side
    std::uint32_t messages_ = 0;
    std::uint32_t image_count_ = 0;
    std::uint64_t seen_ = 0; // but for images
    std::uint64_t expected_ = 0;
};

} // namespace oscar::sessions

#endif
