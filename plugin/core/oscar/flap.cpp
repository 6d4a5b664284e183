// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oscar/flap.h"

#include "core/wire/tlv.h"

namespace oscar::flap {
namespace {

// The foodgroups of the NINA wiki; 0x0085 is the old beta-test group.
constexpr bool known_foodgroup(std::uint16_t group)
{
    return (group >= 0x0001 && group <= 0x0025) || group == 0x0085 || group == 0x044A;
}

// The highest known subgroup is 0x0030; the limit leaves room for others.
constexpr bool plausible_subgroup(std::uint16_t subgroup) { return subgroup >= 0x0001 && subgroup <= 0x0040; }

// 0x0001: more replies follow; 0x0002: client SNAC; 0x8000: optional block.
constexpr std::uint16_t kKnownSnacFlags = 0x8003;

namespace tag {
constexpr std::uint16_t kScreenName = 0x0001;
constexpr std::uint16_t kRoastedPassword = 0x0002;
constexpr std::uint16_t kLoginCookie = 0x0006;
} // namespace tag

// What the captured part of a frame proves about its connection.
enum class Verdict : std::uint8_t { refuted, silent, possible, certain };

constexpr std::uint32_t kVersionSize = 4;

Verdict sign_on(const View& frame)
{
    if (frame.size() < kHeaderSize + kVersionSize) {
        return Verdict::refuted;
    }
    if (!frame.has({kHeaderSize, kVersionSize})) {
        return Verdict::silent;
    }
    if (frame.u32(kHeaderSize) != 1) {
        return Verdict::refuted;
    }
    bool cookie = false;
    bool name = false;
    bool password = false;
    TlvWalk walk(frame, {kHeaderSize + kVersionSize, frame.size() - kHeaderSize - kVersionSize});
    Tlv tlv;
    while (walk.next(tlv)) {
        if (tlv.fault == Fault::past_end) {
            return Verdict::refuted;
        }
        const bool has_value = tlv.header && tlv.length > 0;
        cookie = cookie || (has_value && tlv.tag == tag::kLoginCookie);
        name = name || (has_value && tlv.tag == tag::kScreenName);
        password = password || (has_value && tlv.tag == tag::kRoastedPassword);
    }
    return cookie || (name && password) ? Verdict::certain : Verdict::possible;
}

constexpr std::uint32_t kSnacHeaderSize = 10;

Verdict snac(const View& frame)
{
    if (frame.size() < kHeaderSize + kSnacHeaderSize) {
        return Verdict::refuted;
    }
    if (!frame.has({kHeaderSize, 6})) {
        return Verdict::silent;
    }
    const bool plausible = known_foodgroup(frame.u16(kHeaderSize)) && plausible_subgroup(frame.u16(kHeaderSize + 2)) &&
                           (frame.u16(kHeaderSize + 4) & ~kKnownSnacFlags) == 0;
    return plausible ? Verdict::certain : Verdict::refuted;
}

Verdict judge(const View& frame)
{
    switch (static_cast<FrameType>(frame.u8(1))) {
    case FrameType::sign_on:
        return sign_on(frame);
    case FrameType::data:
        return snac(frame);
    case FrameType::error:
    case FrameType::sign_off:
    case FrameType::keep_alive:
        return Verdict::silent;
    }
    return Verdict::refuted;
}

// Whether a frame may begin here, judged by as many of its first two bytes as were captured.
bool may_begin(const View& v, std::uint32_t at)
{
    const auto start = v.bytes({at, 2});
    return start.empty() || (start[0] == kMarker && (start.size() < 2 || (start[1] >= 1 && start[1] <= 5)));
}

} // namespace

Evidence evidence_of_oscar(const View& segment)
{
    Evidence found = Evidence::none;
    Walk walk(segment);
    Slice frame;
    while (found != Evidence::certain && walk.next(frame)) {
        if (!may_begin(segment, frame.offset) || !may_begin(segment, frame.end())) {
            return Evidence::none;
        }
        const auto captured = segment.bytes(frame);
        switch (judge({captured.data(), static_cast<std::uint32_t>(captured.size()), frame.length})) {
        case Verdict::refuted:
            return Evidence::none;
        case Verdict::silent:
            break;
        case Verdict::possible:
            found = Evidence::possible;
            break;
        case Verdict::certain:
            found = Evidence::certain;
            break;
        }
    }
    return found;
}

} // namespace oscar::flap
