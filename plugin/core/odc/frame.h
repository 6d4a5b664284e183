// SPDX-License-Identifier: GPL-2.0-or-later
//
// ODC2, the protocol of direct IMs: frames, each with a header and a payload (payload.h). Sources: libpurple odc.c,
// joscar DirectImHeader, digsby.
//
//   0    magic "ODC2"            4   header length          6   type 1                8   subtype 6
//   10   0                       12  cookie, 8 bytes        20  0, 8 bytes            28  payload length, u32
//   32   charset                 34  its subcode            36  flags, u32            40  0, u32
//   44   sender, 32 bytes
//
// All numbers are big-endian, and of 16 bits where nothing else is said. The header may be longer than that; the
// payload follows it.
#ifndef OSCAR_CORE_ODC_FRAME_H
#define OSCAR_CORE_ODC_FRAME_H

#include "core/odc/payload.h"
#include "core/schema/listener.h"
#include "core/wire/view.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace oscar::odc {

inline constexpr std::string_view kMagic = "ODC2";
inline constexpr std::uint32_t kMagicSize = 4;
inline constexpr std::uint32_t kLengthEnd = 6;    // magic and length
inline constexpr std::uint32_t kNumbersEnd = 40;  // all that tells what follows
inline constexpr std::uint32_t kUsualLength = 76; // all fields
inline constexpr std::uint16_t kType = 1;
inline constexpr std::uint16_t kSubtype = 6;
inline constexpr std::uint32_t kMostPayload = 52'428'800; // libpurple refuses more

enum class Flag : std::uint32_t {
    auto_response = 0x01,
    typing_note = 0x02,
    typed = 0x04,
    typing = 0x08,
    confirmation = 0x20,
    confirmation_too = 0x40,
};

// What the bytes at a place where a frame may begin are.
enum class Start : std::uint8_t {
    other,   // no frame
    partial, // a part of the magic, with which the bytes end
    frame,
};
Start start_of(std::span<const std::uint8_t> bytes);

// Whether the bytes at the start of a TCP segment can only be a frame: its magic, and as far as they are there, a
// header of at least all fields, and the type and subtype that all frames have.
bool looks_like_frame(std::span<const std::uint8_t> segment);

enum class Kind : std::uint8_t { message, typing_note, confirmation };

struct Frame {
    bool numbers = false; // all numbers below were there
    std::uint16_t header_length = 0;
    std::uint64_t cookie = 0;
    std::uint32_t payload_length = 0;
    std::uint16_t charset = 0;
    std::uint32_t flags = 0;
    Slice sender; // without its NULs; none if its length is zero

    bool has(Flag flag) const { return (flags & static_cast<std::uint32_t>(flag)) != 0; }
    Kind kind() const
    {
        return has(Flag::confirmation)  ? Kind::confirmation
               : has(Flag::typing_note) ? Kind::typing_note
                                        : Kind::message;
    }
    // Where the payload begins. Magic and length are there whatever the length says.
    std::uint32_t payload_offset() const { return std::max<std::uint32_t>(header_length, kLengthEnd); }
    std::uint64_t size() const { return std::uint64_t{payload_offset()} + payload_length; }
};

// Reads the frame at the start of the view, and of its header what is there.
Frame read_frame(const View& view);

Charset charset_of(std::uint16_t charset);

// The content of a payload, as far as one line needs it.
struct Content {
    static constexpr std::size_t kMostTexts = 8;
    std::array<Slice, kMostTexts> texts; // outside of blocks of images
    std::size_t text_count = 0;
    std::uint32_t images = 0;

    std::span<const Slice> all_texts() const { return std::span(texts).first(text_count); }
};

// A frame of which the rest is not in the view on purpose.
enum class Extent : std::uint8_t { whole, beginning };

// Reports all items and findings of the frame at the start of the view, which holds the magic.
Content decode_frame(const View& view, const Frame& frame, Extent extent, Listener& to);

// The same for a further part of a payload, which fills the view.
Content decode_passage(const View& view, std::uint16_t charset, const Payload& payload, Listener& to);

} // namespace oscar::odc

#endif
