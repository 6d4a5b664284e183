// SPDX-License-Identifier: GPL-2.0-or-later
//
// ICQ direct connections: the handshake, and frames of connections for messages. Sources: Licq, climm, MirandaICQ, SIM,
// libicq2000, pwICQ and its captures, TICQ's dump of ICQ 2002. Numbers are little-endian, IP addresses big-endian.
//
//   every frame: u16 length of what follows
//   handshake:   FF, u16 version, u16 length of the rest, u32 UIN of the receiver, u16 0, u32 port, u32 UIN of the
//                sender, external IP, internal IP, u8 type, u32 port, u32 cookie [, u32 80, u32 3 [, u32 request
//                cookie]]
//   its answer:  u32 1
//   channel:     03, u32 10, u32 channel, u32 answer, GUID, u32 0x00040001; in the answer that number stands in the
//                middle of the GUID
//   message:     [02,] area; without 02 in version 6. See scramble.h. In the clear:
//                u32 check code, u16 command, and then as in core/icq/message.h
#ifndef OSCAR_CORE_ICQ_DC_FRAME_H
#define OSCAR_CORE_ICQ_DC_FRAME_H

#include "core/icq/message.h"
#include "core/icq_dc/fields.h"
#include "core/icq_dc/findings.h"
#include "core/icq_dc/scramble.h"
#include "core/schema/field_reader.h"
#include "core/schema/listener.h"
#include "core/wire/view.h"

#include <cstdint>
#include <span>

namespace oscar::icq_dc {

inline constexpr icq::MessageFields kMessageFields{Field::message_reserved}; // the first of the shared rows
inline constexpr FieldRef kReserved = kMessageFields[icq::MessageField::reserved];
inline constexpr FieldRef kStringLength = kMessageFields[icq::MessageField::length];

inline constexpr std::uint32_t kLengthSize = 2;
inline constexpr std::uint16_t kFirstVersion = 6; // that is decoded
inline constexpr std::uint16_t kLastVersion = 11;
inline constexpr std::uint32_t kInitSize = 0x30;      // from version 7 on; without the length, as those that follow
inline constexpr std::uint32_t kShortInitSize = 0x2C; // Licq's version 6
inline constexpr std::uint32_t kClimmInitSize = 0x24; // climm's version 6
inline constexpr std::uint32_t kOldInitSize = 0x1A;   // versions 2 to 5
inline constexpr std::uint32_t kAckSize = 4;
inline constexpr std::uint32_t kAckStart = 0x00010004; // what it begins with, its length included
inline constexpr std::uint32_t kChannelSize = 0x21;
inline constexpr std::uint32_t kLeastArea = 30; // up to its text

enum class Start : std::uint8_t { ack = 0x01, message = 0x02, channel = 0x03, init = 0xFF };
enum class Command : std::uint16_t { cancel = 0x07D0, ack = 0x07DA, message = 0x07EE };

// Tells from four bytes whether a segment may begin a connection or a message. Nearly all other traffic fails here.
constexpr bool may_be_frame(std::span<const std::uint8_t, 4> bytes, std::uint32_t size)
{
    const std::uint32_t length = le16(bytes.data());
    const bool init = bytes[2] == 0xFF && (length == kInitSize || length == kShortInitSize || length == kClimmInitSize);
    const bool ack = le32(bytes.data()) == kAckStart;
    const bool init_without_length = bytes[0] == 0xFF && bytes[2] == 0 && bytes[1] >= kFirstVersion;
    const bool message = bytes[2] == static_cast<std::uint8_t>(Start::message) && kLengthSize + length <= size;
    return init || ack || init_without_length || message;
}

// Whether the bytes at the start of a TCP segment can only be the first of a connection, or the answer to that. The
// length of the handshake can be in a segment of its own, before them.
enum class Found : std::uint8_t { no, with_length, without_length };
Found find_init(std::span<const std::uint8_t> segment);
// The length of a handshake that begins without it. 0 if this is none.
std::uint32_t size_of_init(std::span<const std::uint8_t> segment);
// Whether they can only be a whole frame with a message, of version 7 or later, and perhaps the start of another.
bool looks_like_message(std::span<const std::uint8_t> segment, std::uint32_t size);
// Whether a frame of which `body` is what follows the length is a message of version 6.
bool is_old_message(const View& body);

// The content of a handshake. Numbers that it lacks are 0.
struct Init {
    std::uint16_t version = 0;
    std::uint32_t to_uin = 0;
    std::uint32_t uin = 0;
    std::uint32_t port = 0;
    std::uint32_t external_ip = 0;
    std::uint32_t internal_ip = 0;
    std::uint32_t auth_cookie = 0;
    std::uint32_t request_cookie = 0;

    bool is_old() const { return version < kFirstVersion; }
};
struct Channel {
    std::uint32_t number = 0;
    bool is_answer = false;
    const char* plugin = nullptr; // null if it is not known
};
struct Message {
    std::uint16_t command = 0;
    std::uint16_t sequence = 0;
    bool has_sequence = false;
    bool is_for_manager = false;
    icq::Summary summary;

    bool is(Command c) const { return command == static_cast<std::uint16_t>(c); }
};

// Each reports all items and findings of a frame, which is all of the view; `has_length` if it begins with its length.
Init decode_init(const View& frame, bool has_length, Listener& to);
void decode_ack(const View& frame, Listener& to);
Channel decode_channel(const View& frame, Listener& to);
void decode_unknown(const View& frame, Listener& to);
// A message as it is on the wire. Reports why it cannot be unscrambled, if so.
struct Scrambled {
    Slice area;
    View bytes{nullptr, 0,
               0}; // of the area; its size is the one that its sender states, even if not all of it is in the frame
    Proof proof = Proof::unknown;
};
Scrambled decode_scrambled(const View& frame, std::uint16_t version, Listener& to);
// The area in the clear, of the channel of this plugin manager, if any.
Message decode_area(const View& area, std::uint16_t version, const char* plugin, Listener& to);

// Like FieldReader::finish(), but without a finding if bytes are missing because the capture lacks them.
void finish(FieldReader& r, const View& view, Listener& to);

// Reads a frame in sequence, behind its length, which it reports.
class FrameReader : public FieldReader {
public:
    FrameReader(const View& frame, bool has_length, Listener& to);
    // A text with its length before it, which counts its NUL.
    bool string(FieldRef field, Item* out = nullptr);
    bool is_truncated() const { return truncated_; }
    // Where the frame would end, if all of it was there.
    std::uint32_t declared_end() const { return declared_end_; }
    void finish() { icq_dc::finish(*this, frame_, to_); }

    static constexpr Leftover kLeftover{Field::rest, FindingId::frame_malformed, FindingId::frame_trailing};

private:
    const View& frame_;
    Listener& to_;
    bool truncated_ = false;
    std::uint32_t declared_end_ = 0;
};

} // namespace oscar::icq_dc

#endif
