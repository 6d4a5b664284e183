// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/icq_dc/frame.h"

#include <algorithm>
#include <array>

namespace oscar::icq_dc {
namespace {

constexpr std::uint32_t kConstant = 0x00040001;
constexpr std::uint32_t kGuidSize = 16;
constexpr std::uint16_t kManagerBlock = 0x12;

// The places in the handshake that nearly all clients fill in the same way.
bool zeros_at(const std::uint8_t* body, std::uint32_t at) { return le16(body + at) == 0; }
bool has_usual_ports(const std::uint8_t* body)
{
    return zeros_at(body, 13) && zeros_at(body, 30) && le16(body + 11) == le16(body + 28);
}
bool has_usual_constants(std::span<const std::uint8_t> body)
{
    return body.size() >= 44 && le32(&body[36]) == 0x50 && le32(&body[40]) == 3;
}

// Whether what follows the length can be a handshake of that length.
bool is_init(std::span<const std::uint8_t> body, std::uint32_t length)
{
    constexpr std::uint32_t least = 32; // up to the second port
    if (body.size() < least || body[0] != static_cast<std::uint8_t>(Start::init)) {
        return false;
    }
    const std::uint32_t version = le16(&body[1]);
    const std::uint32_t rest = le16(&body[3]);
    if (version < kFirstVersion || version > kLastVersion || !zeros_at(body.data(), 9)) {
        return false;
    }
    if (length == kClimmInitSize) {
        return rest == 0 && has_usual_ports(body.data());
    }
    return rest == length - 5 || (rest == 0 && has_usual_ports(body.data()));
}

bool has_init_with_length(std::span<const std::uint8_t> segment)
{
    if (segment.size() <= kLengthSize) {
        return false;
    }
    const std::uint32_t length = le16(segment.data());
    return (length == kInitSize || length == kShortInitSize || length == kClimmInitSize) &&
           is_init(segment.subspan(kLengthSize), length);
}

const char* text_of(Proof proof)
{
    switch (proof) {
    case Proof::wrong_position:
        return "a position outside of the message";
    case Proof::wrong_byte:
        return "another byte than it states";
    case Proof::wrong_entry:
        return "another entry of the table than it states";
    case Proof::proven:
    case Proof::unknown:
        break;
    }
    return nullptr;
}

bool is_known(std::uint16_t command)
{
    return command == static_cast<std::uint16_t>(Command::message) ||
           command == static_cast<std::uint16_t>(Command::ack) ||
           command == static_cast<std::uint16_t>(Command::cancel);
}

// Whether an area is proved, and begins as messages do.
bool is_message(const View& area)
{
    constexpr std::uint32_t shown = 8;
    if (area.size() <= kLeastArea || !area.has({0, shown}) || prove(area) != Proof::proven) {
        return false;
    }
    std::array<std::uint8_t, shown> head{};
    const View start(area.bytes({0, shown}).data(), shown, area.size());
    unscramble(start, head);
    const std::uint16_t block = le16(&head[6]);
    return is_known(le16(&head[4])) && (block == 0x0E || block == kManagerBlock);
}

} // namespace

Found find_init(std::span<const std::uint8_t> segment)
{
    if (has_init_with_length(segment)) {
        return Found::with_length;
    }
    constexpr std::uint32_t ack = kLengthSize + kAckSize;
    if (segment.size() > ack && le32(segment.data()) == kAckStart && le16(&segment[4]) == 0) {
        return has_init_with_length(segment.subspan(ack)) ? Found::with_length : Found::no;
    }
    return size_of_init(segment) != 0 ? Found::without_length : Found::no;
}

std::uint32_t size_of_init(std::span<const std::uint8_t> segment)
{
    // With two bytes less to go by, more of the rest has to be as usual.
    for (const std::uint32_t size : {kInitSize, kShortInitSize}) {
        if (is_init(segment, size) && le16(&segment[3]) != 0 &&
            (has_usual_ports(segment.data()) || has_usual_constants(segment))) {
            return size;
        }
    }
    const bool is_climm = segment.size() == kClimmInitSize && is_init(segment, kClimmInitSize);
    return is_climm && le16(&segment[1]) == kFirstVersion ? kClimmInitSize : 0;
}

bool looks_like_message(std::span<const std::uint8_t> segment, std::uint32_t size)
{
    constexpr std::uint32_t head = kLengthSize + 1;
    constexpr auto start = static_cast<std::uint8_t>(Start::message);
    if (segment.size() < head || segment[kLengthSize] != start) {
        return false;
    }
    const std::uint32_t whole = kLengthSize + std::uint32_t{le16(segment.data())};
    if (whole < head || whole > size ||
        (whole + kLengthSize < segment.size() && segment[whole + kLengthSize] != start)) {
        return false;
    }
    const auto captured = static_cast<std::uint32_t>(std::min<std::size_t>(segment.size(), whole));
    return is_message(View(segment.data(), captured, whole).sub({head, whole - head}));
}

bool is_old_message(const View& body) { return is_message(body); }

FrameReader::FrameReader(const View& frame, bool has_length, Listener& to)
    : FieldReader(
          frame,
          has_length && frame.has({0, kLengthSize})
              ? frame.first(kLengthSize + std::uint32_t{oscar::le16(frame.bytes({0, kLengthSize}).data())}).whole()
              : frame.whole(),
          to, kLeftover),
      frame_(frame), to_(to)
{
    std::uint16_t length = 0;
    if (has_length && le16(Field::frame_length, &length)) {
        declared_end_ = kLengthSize + std::uint32_t{length};
    }
    if (declared_end_ > frame.size()) {
        truncated_ = true;
        to.finding({.id = FindingId::frame_truncated,
                    .at = {0, kLengthSize},
                    .expected = declared_end_,
                    .found = frame.size()});
    }
}

void finish(FieldReader& r, const View& view, Listener& to)
{
    if (view.captured() == view.size()) {
        r.finish();
        return;
    }
    const auto there = static_cast<std::uint32_t>(view.bytes(r.rest()).size());
    if (there > 0) {
        to.item({.field = Field::rest, .at = {r.rest().offset, there}});
    }
}

bool FrameReader::string(FieldRef field, Item* out)
{
    std::uint16_t length = 0;
    return le16(kStringLength, &length) && text(field, length, Charset::legacy, {}, out);
}

Init decode_init(const View& frame, bool has_length, Listener& to)
{
    Init out;
    FrameReader r(frame, has_length, to);
    std::uint16_t rest = 0;
    if (!r.u8(Field::start) || !r.le16(Field::version, &out.version)) {
        r.finish();
        return out;
    }
    if (out.version > kLastVersion) {
        to.finding({.id = FindingId::version_unknown, .at = {r.offset() - 2, 2}, .found = out.version});
    }
    if (out.is_old()) {
        r.bytes(Field::old_init, r.remaining());
        r.finish();
        return out;
    }
    if (r.le16(Field::init_length, &rest) && rest != r.remaining() && rest != 0 && !r.is_truncated() &&
        frame.captured() == frame.size()) {
        to.finding({.id = FindingId::init_length_mismatch,
                    .at = {r.offset() - 2, 2},
                    .expected = r.remaining(),
                    .found = rest});
    }
    Slice ip;
    std::uint8_t type = 0;
    std::uint32_t again = 0;
    if (!r.le32(Field::to_uin, &out.to_uin) || !r.bytes(kReserved, 2) || !r.le32(Field::listening_port, &out.port) ||
        !r.le32(Field::uin, &out.uin) || !r.bytes(Field::external_ip, 4, &ip)) {
        r.finish();
        return out;
    }
    out.external_ip = frame.u32(ip.offset);
    if (r.bytes(Field::internal_ip, 4, &ip)) {
        out.internal_ip = frame.u32(ip.offset);
    }
    if (r.u8(Field::connection_type, &type) && value_name(Field::connection_type, type) == nullptr) {
        to.finding({.id = FindingId::connection_type_unknown, .at = {r.offset() - 1, 1}, .found = type});
    }
    if (r.le32(Field::listening_port_again, &again) && again != out.port) {
        to.finding(
            {.id = FindingId::listening_ports_differ, .at = {r.offset() - 4, 4}, .expected = out.port, .found = again});
    }
    r.le32(Field::auth_cookie, &out.auth_cookie);
    if (r.ok() && r.remaining() > 0) {
        r.le32(Field::web_port);
        r.le32(Field::features);
    }
    if (r.ok() && r.remaining() > 0) {
        r.le32(Field::request_cookie, &out.request_cookie);
    }
    r.finish();
    return out;
}

void decode_ack(const View& frame, Listener& to)
{
    FrameReader r(frame, true, to);
    r.u8(Field::start);
    r.bytes(kReserved, kAckSize - 1);
    r.finish();
}

Channel decode_channel(const View& frame, Listener& to)
{
    constexpr std::uint32_t kFirstHalf = 8;
    constexpr std::uint32_t kPlace = kGuidSize + 4; // of the GUID and the constant
    Channel out;
    FrameReader r(frame, true, to);
    if (!r.u8(Field::start) || !r.le32(Field::constant) || !r.le32(Field::channel, &out.number)) {
        r.finish();
        return out;
    }
    if (value_name(Field::channel, out.number) == nullptr) {
        to.finding({.id = FindingId::channel_unknown, .at = {r.offset() - 4, 4}, .found = out.number});
    }
    const std::uint32_t guid = r.offset() + 4;
    if (!r.le32(Field::channel_answer) || r.remaining() < kPlace || !frame.has({guid, kPlace})) {
        r.finish();
        return out;
    }
    const auto bytes = frame.bytes({guid, kPlace});
    out.is_answer = le32(&bytes[kFirstHalf]) == kConstant && le32(&bytes[kGuidSize]) != kConstant;
    std::array<std::uint8_t, kGuidSize> whole;
    const auto second = bytes.subspan(out.is_answer ? kFirstHalf + 4 : kFirstHalf, kFirstHalf);
    std::copy_n(bytes.begin(), kFirstHalf, whole.begin());
    std::copy_n(second.begin(), kFirstHalf, whole.begin() + kFirstHalf);
    Slice ignored;
    if (out.is_answer) {
        r.bytes(Field::channel_guid_part, kFirstHalf);
        r.le32(Field::constant);
        r.bytes(Field::channel_guid_part, kFirstHalf);
    } else {
        r.guid_le(Field::channel_guid, &ignored);
    }
    if (const icq::GuidRow* row = icq::find_guid(whole); row != nullptr) {
        to.open();
        to.item({.field = Field::channel_name, .generated = true, .at = {guid, kFirstHalf}, .text = row->name});
        to.close();
        out.plugin = row->guid != icq::Guid::none ? row->name : nullptr;
    }
    if (!out.is_answer) {
        r.le32(Field::constant);
    }
    r.finish();
    return out;
}

void decode_unknown(const View& frame, Listener& to)
{
    FrameReader r(frame, true, to);
    std::uint8_t start = 0;
    if (r.u8(Field::start, &start)) {
        to.finding({.id = FindingId::start_unknown, .at = {r.offset() - 1, 1}, .found = start});
    }
    if (!r.ok()) {
        r.finish();
    } else if (r.remaining() > 0) {
        r.bytes(Field::rest, static_cast<std::uint32_t>(frame.bytes(r.rest()).size()));
    }
}

Scrambled decode_scrambled(const View& frame, std::uint16_t version, Listener& to)
{
    Scrambled out;
    FrameReader r(frame, true, to);
    if (version > kFirstVersion) {
        r.u8(Field::start);
    }
    if (!r.ok()) {
        r.finish();
        return out;
    }
    out.area = r.rest();
    const std::uint32_t size = r.is_truncated() ? r.declared_end() - out.area.offset : out.area.length;
    const View area(frame.bytes(out.area).data(), frame.sub(out.area).captured(), size);
    out.bytes = area;
    if (area.captured() > 0) {
        r.bytes(Field::scrambled, area.captured());
    }
    if (area.size() < kLeastArea) {
        to.finding({.id = FindingId::area_short, .at = out.area, .expected = kLeastArea, .found = area.size()});
        return out;
    }
    out.proof = prove(area);
    if (const char* why = text_of(out.proof)) {
        to.finding({.id = FindingId::check_wrong, .at = {out.area.offset, kCheckSize}, .detail = why});
    }
    return out;
}

namespace {

// Version 6 has other flags, of which the upper half says in what state the sender is.
const char* old_priority(std::uint16_t flags)
{
    switch (flags & 0x70) {
    case 0x10:
        return "normal";
    case 0x20:
        return "to the contact list";
    case 0x40:
        return "urgent";
    default:
        return nullptr;
    }
}

const char* priority(std::uint16_t number)
{
    switch (number) {
    case 0:
    case 1:
        return "normal";
    case 2:
        return "urgent";
    case 4:
        return "to the contact list";
    default:
        return nullptr;
    }
}

void decode_answer(const View& area, FieldReader& r)
{
    std::uint32_t left = 0;
    if (r.remaining() == 0 || !r.le32(Field::answer_head) || !r.le32(Field::answer_time) ||
        !r.le32(Field::answer_left, &left)) {
        return;
    }
    if (left > 0 && r.remaining() > 0) {
        r.le32(Field::answer_kind);
    }
    if (r.remaining() > 0) {
        r.bytes(kMessageFields[icq::MessageField::manager_answer],
                static_cast<std::uint32_t>(area.bytes(r.rest()).size()));
    }
}

} // namespace

Message decode_area(const View& area, std::uint16_t version, const char* plugin, Listener& to)
{
    Message out;
    const icq::MessageContext c{.view = area,
                                .to = to,
                                .fields = kMessageFields,
                                .leftover = FrameReader::kLeftover,
                                .data_length_mismatch = FindingId::data_length_mismatch,
                                .way = icq::Way::direct,
                                .priority_name = version > kFirstVersion ? priority : old_priority,
                                .summary = out.summary};
    FieldReader r(area, area.whole(), to, FrameReader::kLeftover);
    if (r.le32(Field::check) && r.le16(Field::command, &out.command)) {
        if (value_name(Field::command, out.command) == nullptr) {
            to.finding({.id = FindingId::command_unknown, .at = {r.offset() - 2, 2}, .found = out.command});
        }
        out.is_for_manager = area.has({r.offset(), 2}) && le16(area.bytes({r.offset(), 2}).data()) >= kManagerBlock;
        if (icq::decode_block(c, r, Field::block_length, Field::sequence, &out.sequence)) {
            out.has_sequence = true;
            if (!out.is_for_manager) {
                icq::decode_message(c, r);
            } else if (!icq::decode_manager_message(c, r, plugin)) {
                decode_answer(area, r);
            }
        }
    }
    finish(r, area, to);
    return out;
}

} // namespace oscar::icq_dc
