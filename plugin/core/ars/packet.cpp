// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/ars/packet.h"

#include "core/ars/fields.h"
#include "core/ars/findings.h"
#include "core/schema/field_reader.h"
#include "core/wire/tlv.h"

#include <algorithm>

namespace oscar::ars {
namespace {

constexpr std::uint16_t kServiceTag = 0x0001;
constexpr std::uint32_t kUuidSize = 16;
constexpr std::uint32_t kCookieSize = 8;
constexpr std::uint32_t kServiceTlvSize = kTlvHeaderSize + kUuidSize;
constexpr std::uint32_t kFromProxy = 0x00000220;

// The parts of a command in their order.
struct Layout {
    bool error = false;
    bool name = false;
    bool pin = false;
    bool ip = false;
    bool cookie = false;
    bool tlvs = false;
};
constexpr Layout layout_of(std::uint16_t command)
{
    switch (static_cast<Command>(command)) {
    case Command::error:
        return {.error = true};
    case Command::create:
        return {.name = true, .cookie = true, .tlvs = true};
    case Command::created:
        return {.pin = true, .ip = true};
    case Command::join:
        return {.name = true, .pin = true, .cookie = true, .tlvs = true};
    case Command::ready:
        break;
    }
    return {};
}
constexpr bool is_known(std::uint16_t command) { return command >= 1 && command <= 5; }

// The least size of the data of a command. Names and TLVs can make it longer.
constexpr std::uint32_t least_size(const Layout& l)
{
    return (l.error ? 2 : 0) + (l.name ? 1 : 0) + (l.pin ? 2 : 0) + (l.ip ? 4 : 0) + (l.cookie ? kCookieSize : 0);
}

class PacketDecoder {
public:
    PacketDecoder(const View& view, const Packet& packet, Listener& to)
        : view_(view), packet_(packet), t_(view, view.first(std::max(packet.size, kLengthSize)).whole(), to, kLeftover),
          to_(to)
    {
    }

    void run()
    {
        if (!header()) {
            return;
        }
        if (!is_known(packet_.command)) {
            unexplained(t_.rest());
            return;
        }
        const Layout layout = layout_of(packet_.command);
        if (!data(layout)) {
            // The sender has sent what the capture lacks.
            if (!is_cut()) {
                unexplained(t_.rest(), FindingId::data_malformed);
            }
            return;
        }
        if (layout.tlvs) {
            tlvs(t_.rest());
        } else if (t_.remaining() > 0) {
            unexplained(t_.rest(), FindingId::data_trailing);
        }
    }

private:
    static constexpr Leftover kLeftover{Field::rest, FindingId::data_malformed, FindingId::data_trailing};

    bool is_cut() const { return view_.captured() < std::min(packet_.size, view_.size()); }

    bool header()
    {
        t_.u16(Field::length);
        if (packet_.size < kHeaderSize) {
            to_.finding({.id = FindingId::length_short,
                         .at = {0, kLengthSize},
                         .expected = kHeaderSize - kLengthSize,
                         .found = packet_.size - kLengthSize});
        }
        if (packet_.size > view_.size()) {
            to_.finding({.id = FindingId::packet_truncated,
                         .at = {0, kLengthSize},
                         .expected = packet_.size,
                         .found = view_.size()});
        }
        std::uint16_t foodgroup = 0;
        std::uint16_t command = 0;
        if (!t_.u16(Field::foodgroup, &foodgroup)) {
            return false;
        }
        if (foodgroup != kFoodgroup) {
            to_.finding({.id = FindingId::foodgroup_unknown,
                         .at = {t_.offset() - 2, 2},
                         .expected = kFoodgroup,
                         .found = foodgroup});
        }
        if (!t_.u16(Field::command, &command)) {
            return false;
        }
        if (!is_known(command)) {
            to_.finding({.id = FindingId::command_unknown, .at = {t_.offset() - 2, 2}, .found = command});
        }
        return t_.u16(Field::flags) && t_.u32(Field::request_id);
    }

    bool data(const Layout& l)
    {
        return (!l.error || t_.u16(Field::error)) && (!l.name || name()) && (!l.pin || t_.u16(Field::pin)) &&
               (!l.ip || t_.bytes(Field::ip, 4)) && (!l.cookie || t_.bytes(Field::cookie, kCookieSize));
    }

    bool name()
    {
        std::uint8_t length = 0;
        return t_.length8(length) && t_.text(Field::name, length);
    }

    void tlvs(Slice list)
    {
        TlvWalk walk(view_, list);
        Tlv tlv;
        bool has_service = false;
        Fault fault = Fault::none;
        while (walk.next(tlv)) {
            decode(tlv);
            has_service = has_service || (tlv.header && tlv.tag == kServiceTag);
            fault = tlv.fault;
        }
        if (!has_service && fault == Fault::none) {
            to_.finding({.id = FindingId::service_missing, .at = {0, t_.offset()}, .tag = kServiceTag});
        }
    }

    void decode(const Tlv& tlv)
    {
        const Slice shown{tlv.at.offset, static_cast<std::uint32_t>(view_.bytes(tlv.at).size())};
        if (shown.length == 0) {
            return;
        }
        const bool is_service = tlv.header && tlv.tag == kServiceTag;
        to_.item({.field = Field::tlv,
                  .at = shown,
                  .value = tlv.tag,
                  .text = is_service ? "Service" : "Unknown tag",
                  .shows_value = !is_service});
        if (tlv.fault == Fault::past_end) {
            to_.finding({.id = FindingId::tlv_truncated,
                         .at = tlv.at,
                         .tag = tlv.header ? tlv.tag : std::uint16_t{0},
                         .expected = kTlvHeaderSize + std::uint32_t{tlv.length},
                         .found = tlv.at.length});
        }
        if (shown.length < 2) {
            return;
        }
        to_.open();
        to_.item({.field = Field::tlv_tag, .at = {tlv.at.offset, 2}, .value = tlv.tag});
        if (tlv.header) {
            decode_value(tlv, is_service);
        }
        to_.close();
    }

    void decode_value(const Tlv& tlv, bool is_service)
    {
        to_.item({.field = Field::tlv_length, .at = {tlv.at.offset + 2, 2}, .value = tlv.length});
        if (is_service && tlv.fault == Fault::none && tlv.length == kUuidSize) {
            to_.item({.field = Field::service, .at = tlv.value});
            if (!has_service_name_) {
                to_.item({.field = Field::service_name,
                          .generated = true,
                          .at = tlv.value,
                          .text = packet_.service_name.c_str()});
                has_service_name_ = true; // the packet has the name of the first
            }
        } else {
            const auto there = static_cast<std::uint32_t>(view_.bytes(tlv.value).size());
            to_.item({.field = Field::tlv_value, .at = {tlv.value.offset, there}});
            if (is_service && tlv.fault == Fault::none) {
                to_.finding({.id = FindingId::tlv_bad_length,
                             .at = tlv.value,
                             .tag = tlv.tag,
                             .expected = kUuidSize,
                             .found = tlv.length});
            }
        }
    }

    // Bytes that no layout explains, as far as they were captured.
    void unexplained(Slice rest)
    {
        rest.length = static_cast<std::uint32_t>(view_.bytes(rest).size());
        if (rest.length > 0) {
            to_.item({.field = Field::rest, .at = rest});
        }
    }
    void unexplained(Slice rest, FindingId why)
    {
        unexplained(rest);
        to_.finding({.id = why, .at = rest, .found = rest.length});
    }

    const View& view_;
    const Packet& packet_;
    FieldReader t_;
    Listener& to_;
    bool has_service_name_ = false;
};

} // namespace

bool looks_like_packet(std::span<const std::uint8_t> segment, std::uint32_t size)
{
    if (segment.size() < kHeaderSize || !has_foodgroup(segment)) {
        return false;
    }
    const std::uint16_t command = be16(segment.data() + 4);
    if (!is_known(command) || be16(segment.data() + 6) != 0) {
        return false;
    }
    const std::uint32_t request_id = be32(segment.data() + 8);
    if (request_id != 0 && request_id != kFromProxy) {
        return false;
    }
    const std::uint32_t declared = kLengthSize + be16(segment.data());
    const Layout layout = layout_of(command);
    const std::uint32_t least = kHeaderSize + least_size(layout);
    if (!layout.name) {
        // What follows Ready belongs to the service; nothing follows an answer.
        return declared == least && (command == static_cast<std::uint16_t>(Command::ready) || size <= declared);
    }
    const std::uint32_t name = segment.size() > kHeaderSize ? segment[kHeaderSize] : 0;
    return declared >= least + name && declared <= least + 0xFF + 4 * kServiceTlvSize && size <= declared;
}

bool read_packet(const View& view, Packet& out)
{
    out = {};
    if (!view.has({0, kLengthSize})) {
        return false;
    }
    out.size = kLengthSize + std::uint32_t{view.u16(0)};
    if (out.size < kHeaderSize || !view.has({0, kHeaderSize})) {
        return true;
    }
    out.has_header = true;
    out.command = view.u16(4);
    const View whole = view.first(out.size);
    out.data = {kHeaderSize, whole.size() - kHeaderSize};
    if (!is_known(out.command)) {
        return true;
    }
    const Layout l = layout_of(out.command);
    Reader r(whole, out.data);
    out.has_error = l.error && r.read_u16(out.error);
    if (l.name && !r.read_string08(out.name)) {
        out.name = {};
    }
    out.has_pin = l.pin && r.read_u16(out.pin);
    out.has_ip = l.ip && r.read_u32(out.ip);
    Slice cookie;
    if (l.cookie && r.read(kCookieSize, cookie)) {
        out.has_cookie = true;
        out.cookie = whole.u64(cookie.offset);
    }
    if (l.tlvs && r.ok()) {
        TlvWalk walk(whole, r.rest());
        Tlv tlv;
        while (walk.next(tlv)) {
            if (tlv.tag == kServiceTag && tlv.fault == Fault::none && tlv.length == kUuidSize) {
                out.service_name = rendezvous::service_name(whole.bytes(tlv.value).first<kUuidSize>());
                break;
            }
        }
    }
    return true;
}

void decode_packet(const View& view, const Packet& packet, Listener& to) { PacketDecoder(view, packet, to).run(); }

} // namespace oscar::ars
