// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/icq_dc/chat.h"

#include "core/icq_dc/frame.h"

#include <algorithm>

namespace oscar::icq_dc {
namespace {

constexpr std::uint32_t kOldHello = 0x64;
constexpr std::uint32_t kHello = 0x65;
constexpr std::uint32_t kCommandHead = 6; // 00, command, length
constexpr std::uint8_t kFont = 0x10;

constexpr bool is_hello(std::uint32_t number) { return number == kOldHello || number == kHello; }

// The version of the side that connects is negative.
constexpr bool is_negative_version(std::uint32_t number)
{
    return number >= 0U - kLastVersion && number <= 0U - std::uint32_t{2};
}

bool colours(FrameReader& r) { return r.u32(Field::chat_foreground) && r.u32(Field::chat_background); }
bool font(FrameReader& r)
{
    return r.le32(Field::chat_size) && r.le32(Field::chat_face) && r.string(Field::chat_font) &&
           r.u8(Field::chat_charset) && r.u8(Field::chat_style);
}
bool place(FrameReader& r, ChatHello& out)
{
    return r.le32(Field::chat_port, &out.port) && r.bytes(Field::chat_external_ip, 4) &&
           r.bytes(Field::chat_internal_ip, 4) && r.u8(Field::chat_type) && r.le16(Field::chat_session);
}

bool clients(const View& frame, FrameReader& r, Listener& to)
{
    constexpr std::uint32_t client_size = 29;
    std::uint8_t count = 0;
    if (!r.u8(Field::chat_clients, &count)) {
        return false;
    }
    for (; count > 0; --count) {
        Slice at;
        if (!r.take(client_size, at)) {
            return false;
        }
        to.item({.field = Field::chat_client, .at = at});
        to.open();
        FieldReader c(frame, at, to, FrameReader::kLeftover);
        c.le32(Field::chat_version);
        c.le32(Field::chat_port);
        c.le32(Field::chat_uin);
        c.bytes(Field::chat_external_ip, 4);
        c.bytes(Field::chat_internal_ip, 4);
        c.u8(Field::chat_type);
        c.bytes(kReserved, 2);
        c.le16(Field::chat_session);
        c.le32(Field::chat_hello);
        c.finish();
        to.close();
    }
    return true;
}

void decode(const View& frame, FrameReader& r, Listener& to, ChatHello& out)
{
    const auto number = [&](std::uint32_t at) {
        const Slice s{r.offset() + at, 4};
        return frame.has(s) ? le32(frame.bytes(s).data()) : 0;
    };
    if (!is_hello(number(0))) {
        out.form = ChatHello::Form::answer;
        if (r.le32(Field::chat_version) && place(r, out)) {
            font(r);
        }
        return;
    }
    r.le32(Field::chat_hello);
    out.form = is_negative_version(number(0)) ? ChatHello::Form::from_connector : ChatHello::Form::from_listener;
    if (out.form == ChatHello::Form::from_connector) {
        std::uint16_t port = 0;
        r.le32(Field::chat_version);
        if (r.le32(Field::chat_uin, &out.uin) && r.string(Field::chat_nick, &out.nick) &&
            r.u16(Field::chat_port, &port) && colours(r)) {
            r.bytes(kReserved, 1);
        }
        out.port = port;
    } else if (r.le32(Field::chat_uin, &out.uin) && r.string(Field::chat_nick, &out.nick) && colours(r) &&
               r.le32(Field::chat_version) && place(r, out) && font(r)) {
        clients(frame, r, to);
    }
}

} // namespace

bool looks_like_chat(std::span<const std::uint8_t> body) { return body.size() >= 4 && is_hello(le32(body.data())); }

ChatHello decode_chat_hello(const View& frame, Listener& to)
{
    ChatHello out;
    FrameReader r(frame, true, to);
    decode(frame, r, to, out);
    r.finish();
    return out;
}

ChatPiece next_chat_piece(const View& stream, std::uint32_t offset)
{
    const auto bytes = stream.bytes({offset, stream.size() - offset});
    const auto there = static_cast<std::uint32_t>(bytes.size());
    ChatPiece out;
    if (bytes[0] != 0) {
        const auto end = std::find(bytes.begin(), bytes.end(), std::uint8_t{0});
        out.at = {offset, static_cast<std::uint32_t>(end - bytes.begin())};
        return out;
    }
    out.is_command = true;
    if (there < kCommandHead) {
        out.at = {offset, there};
        return out;
    }
    out.command = bytes[1];
    out.declared = le32(&bytes[2]);
    if (out.declared > kMostChatData) {
        out.at = {offset, kCommandHead};
        out.size = kCommandHead;
        return out;
    }
    // Licq counts one byte too many here.
    const std::uint32_t data = out.declared - (out.command == kFont && out.declared > 0 ? 1 : 0);
    out.size = kCommandHead + data;
    out.at = {offset, std::min(out.size, there)};
    return out;
}

void decode_chat_piece(const View& stream, const ChatPiece& piece, Listener& to)
{
    if (!piece.is_command) {
        to.item({.field = Field::chat_text, .charset = Charset::legacy, .at = piece.at});
        return;
    }
    FieldReader r(stream, piece.at, to, FrameReader::kLeftover);
    Slice zero;
    r.bytes(kReserved, 1, &zero);
    if (r.u8(Field::chat_command) && value_name(Field::chat_command, piece.command) == nullptr) {
        to.finding({.id = FindingId::chat_command_unknown, .at = {r.offset() - 1, 1}, .found = piece.command});
    }
    if (r.le32(Field::chat_command_length) && piece.declared > kMostChatData) {
        to.finding({.id = FindingId::chat_command_long,
                    .at = {r.offset() - 4, 4},
                    .expected = kMostChatData,
                    .found = piece.declared});
    }
    if (r.ok() && r.remaining() > 0) {
        r.bytes(Field::chat_command_data, r.remaining());
    }
    if (piece.size == 0 || piece.size > piece.at.length) {
        r.skip(piece.size + 1); // does not fit
        finish(r, stream, to);
    }
}

} // namespace oscar::icq_dc
