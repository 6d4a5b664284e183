// SPDX-License-Identifier: GPL-2.0-or-later
//
// Input: one byte, what the rest is; then a frame of a direct connection with its length, or a piece of a chat. A
// message is also decoded as it is, as if it were unscrambled, since hardly any input proves itself.
#include "checker.h"

#include "core/icq_dc/chat.h"
#include "core/icq_dc/file_packet.h"
#include "core/icq_dc/frame.h"

#include <vector>

using namespace oscar;
using namespace oscar::icq_dc;
using fuzz::require;

namespace {

// Proves and unscrambles the same as a slow implementation.
void check_scrambling(const View& area)
{
    const auto bytes = area.bytes(area.whole());
    std::vector<std::uint8_t> clear(bytes.size());
    unscramble(area, clear);
    std::vector<std::uint8_t> again(clear.size());
    unscramble(View(clear.data(), area.captured(), area.size()), again);
    require(std::equal(bytes.begin(), bytes.end(), again.begin()), "scrambling is its own inverse");
    if (bytes.size() < kLeastProvable) {
        require(prove(area) == Proof::unknown, "a few bytes prove nothing");
        return;
    }
    const std::uint32_t proof =
        le32(bytes.data()) ^ (static_cast<std::uint32_t>(clear[4]) << 24 | static_cast<std::uint32_t>(clear[6]) << 16 |
                              static_cast<std::uint32_t>(clear[4]) << 8 | clear[6]);
    const std::uint32_t position = proof >> 24;
    const Proof result = prove(area);
    require((result == Proof::wrong_position) == (position < 10 || position >= area.size()), "the position");
    if (result == Proof::proven) {
        require(static_cast<std::uint8_t>(~clear[position]) == (proof >> 16 & 0xFF), "the byte at the position");
    }
}

void decode_init_frame(const View& view, Listener& to) { decode_init(view, true, to); }
void decode_init_body(const View& view, Listener& to) { decode_init(view, false, to); }
void decode_any_channel(const View& view, Listener& to) { decode_channel(view, to); }
template <int Version>
void decode_message(const View& view, Listener& to)
{
    const Scrambled found = decode_scrambled(view, Version, to);
    require(found.area.end() <= view.size(), "the area is inside the frame");
    check_scrambling(found.bytes);
}
template <int Version>
void decode_clear(const View& view, Listener& to)
{
    const icq_dc::Message m = decode_area(view, Version, "a plugin", to);
    require(view.has(m.summary.name.at) && view.has(m.summary.text.at), "texts are captured");
}
void decode_files(const View& view, Listener& to)
{
    const FilePacket p = decode_file_packet(view, to);
    require(view.has(p.name.at) && view.has(p.folder.at) && view.has(p.nick.at), "names are captured");
}
void decode_hello(const View& view, Listener& to)
{
    require(view.has(decode_chat_hello(view, to).nick.at), "the nick");
}
void decode_chat(const View& view, Listener& to)
{
    for (std::uint32_t at = 0; at < view.captured();) {
        const ChatPiece piece = next_chat_piece(view, at);
        require(piece.at.offset == at && piece.at.length > 0 && view.has(piece.at), "each piece goes on");
        decode_chat_piece(view, piece, to);
        at += piece.at.length;
    }
}

constexpr void (*kDecoders[])(const View&, Listener&) = {
    decode_init_frame, decode_init_body, decode_ack,      decode_any_channel, decode_unknown, decode_message<8>,
    decode_message<6>, decode_clear<8>,  decode_clear<6>, decode_files,       decode_hello,   decode_chat,
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0 || size > 0x10003 || data[0] >= std::size(kDecoders)) {
        return -1;
    }
    const std::span<const std::uint8_t> bytes(data + 1, size - 1);
    fuzz::check_decoder(bytes, kDecoders[data[0]]);
    if (bytes.size() >= 4) {
        const bool may_be = may_be_frame(bytes.first<4>(), static_cast<std::uint32_t>(bytes.size()));
        require(may_be || find_init(bytes) == Found::no, "what begins a connection passes the first look");
        require(may_be || !looks_like_message(bytes, static_cast<std::uint32_t>(bytes.size())),
                "a message passes the first look");
    }
    return 0;
}
