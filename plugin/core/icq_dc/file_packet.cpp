// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/icq_dc/file_packet.h"

#include "core/icq_dc/frame.h"

namespace oscar::icq_dc {
namespace {

constexpr std::uint32_t kLeastInit = 19; // without a nick name, but with its length
constexpr std::uint32_t kSpeedSize = 5;

bool decode(FrameReader& r, FilePacket& p, Listener& to)
{
    std::uint8_t kind = 0;
    switch (static_cast<FileCommand>(p.command)) {
    case FileCommand::init:
        return r.le32(Field::file_reserved) && r.le32(Field::file_count, &p.files) &&
               r.le32(Field::file_total, &p.size) && r.le32(Field::file_speed) && r.string(Field::file_nick, &p.nick);
    case FileCommand::init_ack:
        return r.le32(Field::file_speed) && r.string(Field::file_nick, &p.nick);
    case FileCommand::next:
        if (!r.u8(Field::file_kind, &kind)) {
            return false;
        }
        p.is_folder = kind == 1;
        return r.string(Field::transfer_name, &p.name) && r.string(Field::transfer_folder, &p.folder) &&
               r.le32(Field::transfer_size, &p.size) && r.le32(Field::transfer_mtime) && r.le32(Field::file_speed);
    case FileCommand::start:
        return r.le32(Field::transfer_offset, &p.offset) && r.le32(Field::file_reserved) && r.le32(Field::file_speed) &&
               r.le32(Field::transfer_number, &p.number);
    case FileCommand::stop:
        return r.remaining() >= 4 ? r.le32(Field::transfer_number, &p.number) : r.bytes(kReserved, r.remaining());
    case FileCommand::speed:
        return r.le32(Field::file_speed, &p.speed);
    case FileCommand::data:
        return true;
    }
    to.finding({.id = FindingId::start_unknown, .at = {r.offset() - 1, 1}, .found = p.command});
    return true;
}

} // namespace

bool looks_like_file_init(std::span<const std::uint8_t> body, std::uint32_t size)
{
    if (body.empty()) {
        return false;
    }
    if (body[0] == static_cast<std::uint8_t>(FileCommand::speed)) {
        return size == kSpeedSize; // SIM sends it first
    }
    return body.size() >= kLeastInit && body[0] == static_cast<std::uint8_t>(FileCommand::init) &&
           le32(&body[1]) == 0 && kLeastInit + le16(&body[kLeastInit - 2]) == size;
}

FilePacket decode_file_packet(const View& frame, Listener& to)
{
    FilePacket p;
    FrameReader r(frame, true, to);
    p.has_command = r.u8(Field::file_packet, &p.command);
    p.is_whole = p.has_command && decode(r, p, to);
    if (!p.is(FileCommand::data) && p.command <= static_cast<std::uint8_t>(FileCommand::data)) {
        r.finish();
    } else if (const auto there = static_cast<std::uint32_t>(frame.bytes(r.rest()).size());
               !p.is(FileCommand::data) && there > 0) {
        r.bytes(Field::rest, there);
    }
    return p;
}

} // namespace oscar::icq_dc
