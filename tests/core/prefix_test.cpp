// SPDX-License-Identifier: GPL-2.0-or-later
//
// Every prefix of every sample message, in the two ways in which a message can end too early: cut by the capture, and
// sent that way. No byte after the end is read, the items before the end stay the same, and a message that only the
// capture cut gets no findings of its own.
#include "samples.h"
#include "trace.h"

#include "core/rendezvous/findings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace oscar::test {
namespace {

constexpr std::size_t kDeepestNesting = 10; // less than the plugin's tree has room for

class EveryPrefix : public testing::TestWithParam<Sample> {
protected:
    const Bytes& frame() const { return GetParam().frame; }
    std::uint32_t size() const { return static_cast<std::uint32_t>(frame().size()); }

    // The first `n` bytes, in their own allocation, so that a sanitizer detects any read past them.
    Bytes start(std::uint32_t n) const { return {frame().begin(), frame().begin() + n}; }
    // The same as a whole frame, with this length in its header.
    Bytes shortened(std::uint32_t n) const
    {
        Bytes out = start(n);
        if (n >= 6) {
            out[4] = static_cast<std::uint8_t>((n - 6) >> 8);
            out[5] = static_cast<std::uint8_t>(n - 6);
        }
        return out;
    }
};

std::string name_of(const testing::TestParamInfo<Sample>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Samples, EveryPrefix, testing::ValuesIn(samples()), name_of);

Lines lines_of(const Decoded& decoded, const View& view)
{
    Lines lines;
    for (const Event& event : decoded.events) {
        lines.push_back(line(event, view));
    }
    return lines;
}

void expect_sound(const Decoded& decoded, const View& view)
{
    EXPECT_TRUE(decoded.balanced);
    EXPECT_LE(decoded.extent.end(), view.size());
    for (const Event& event : decoded.events) {
        EXPECT_LE(event.depth, kDeepestNesting);
        if (event.kind == Event::Kind::finding) {
            EXPECT_LE(event.finding.at.end(), view.size()) << line(event, view);
            continue;
        }
        if (event.kind == Event::Kind::embedded) {
            EXPECT_TRUE(view.has(event.at)) << line(event, view);
            continue;
        }
        const Item& item = event.item;
        EXPECT_TRUE(view.has(item.at)) << line(event, view);
        EXPECT_TRUE(view.has(item.charset_name)) << line(event, view);
        if (row(item.field).type == FieldType::guid) {
            EXPECT_EQ(item.at.length, 16U) << line(event, view);
        }
    }
}

// The leading top-level items that end at or before `end`, with all items under them and without findings. The charset
// of an invitation and remarks on numbers are left out: they may come from a tag after `end`.
std::vector<std::string> items_before(const Decoded& decoded, std::uint32_t end)
{
    std::vector<std::string> lines;
    std::vector<std::string> group;
    std::uint32_t group_end = 0;
    const auto finish_group = [&] {
        const bool fits = group_end <= end;
        if (fits) {
            lines.insert(lines.end(), group.begin(), group.end());
        }
        group.clear();
        group_end = 0;
        return fits;
    };
    for (const Event& event : decoded.events) {
        if (event.kind != Event::Kind::item) {
            continue;
        }
        if (event.depth == 0 && !finish_group()) {
            return lines;
        }
        const Item& i = event.item;
        group_end = std::max(group_end, i.at.end());
        group.push_back(std::to_string(event.depth) + ' ' + row(i.field).filter + ' ' + std::to_string(i.at.offset) +
                        '+' + std::to_string(i.at.length) + ' ' + std::to_string(i.value) + ' ' +
                        (i.generated ? event.text : "") + (i.generated ? " generated" : "") +
                        (i.little_endian ? " little-endian" : ""));
    }
    finish_group();
    return lines;
}

void expect_starts_with(const std::vector<std::string>& lines, const std::vector<std::string>& start, std::uint32_t n)
{
    ASSERT_GE(lines.size(), start.size()) << n;
    EXPECT_EQ(std::vector<std::string>(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(start.size())), start)
        << n;
}

// Whether the first `n` bytes contain all of the rendezvous.
bool whole_up_to(std::uint32_t n, const Decoded& whole) { return n >= whole.extent.end(); }

TEST_P(EveryPrefix, CutByTheCapture)
{
    const Decoded whole = decode(frame());
    ASSERT_TRUE(whole.is_rendezvous);
    std::multiset<std::string> known;
    for (const std::string& text : findings(frame())) {
        known.insert(text);
    }
    bool seen = false;
    for (std::uint32_t n = 0; n <= size(); ++n) {
        const Bytes there = start(n);
        const View view(there.data(), n, size());
        const Decoded cut = decode(view);
        EXPECT_EQ(lines_of(decode(view), view), lines_of(cut, view)) << n << ": not the same twice";
        EXPECT_TRUE(cut.is_rendezvous || !seen) << n << ": recognised with less";
        seen = cut.is_rendezvous;
        if (!cut.is_rendezvous) {
            continue;
        }
        expect_sound(cut, view);
        EXPECT_EQ(cut.extent, whole.extent.end() <= n ? whole.extent : cut.extent) << n;
        EXPECT_EQ(cut.cut, !whole_up_to(n, whole)) << n;
        for (const Event& event : cut.events) {
            if (event.kind == Event::Kind::finding) {
                EXPECT_EQ(known.count(line({.kind = event.kind, .finding = event.finding}, view)), 1U)
                    << n << ": " << line(event, view) << " is not in the whole message";
            }
        }
        expect_starts_with(items_before(cut, size()), items_before(whole, n), n);
        if (whole_up_to(n, whole)) {
            EXPECT_EQ(lines_of(cut, view), lines_of(whole, View(frame()))) << n;
        }
    }
    EXPECT_TRUE(seen);
}

// Both are reported: the sender's TLV runs past its block, and the capture lacks its last byte.
TEST(CutByTheCapture, ATlvThatRunsPastItsBlock)
{
    const Bytes frame = to_host(block(kPropose, kSequence1 + "000c 0010 4869"_hex));
    const auto size = static_cast<std::uint32_t>(frame.size());
    EXPECT_FALSE(decode(frame).cut);
    const Decoded cut = decode(View(frame.data(), size - 1, size));
    EXPECT_TRUE(cut.cut);
    EXPECT_TRUE(std::ranges::any_of(cut.events, [](const Event& event) {
        return event.kind == Event::Kind::finding && event.finding.id == FindingId::tlv_truncated;
    }));
}

TEST_P(EveryPrefix, SentThatWay)
{
    const Decoded whole = decode(frame());
    for (std::uint32_t n = 0; n <= size(); ++n) {
        const Bytes sent = shortened(n);
        const View view(sent);
        const Decoded shorter = decode(view);
        EXPECT_EQ(lines_of(decode(view), view), lines_of(shorter, view)) << n << ": not the same twice";
        EXPECT_FALSE(shorter.cut) << n;
        if (!shorter.is_rendezvous) {
            EXPECT_LT(n, 64U); // with cookie and channel it always is one
            continue;
        }
        expect_sound(shorter, view);
        if (whole_up_to(n, whole)) {
            EXPECT_EQ(lines_of(shorter, view), lines_of(whole, View(frame()))) << n;
            continue;
        }
        expect_starts_with(items_before(shorter, size()), items_before(whole, n), n);
        const bool malformed = std::any_of(shorter.events.begin(), shorter.events.end(), [](const Event& event) {
            return event.kind == Event::Kind::finding && row(event.finding.id).group == Group::malformed;
        });
        // Any 18 bytes are valid error information: that of a reverse connection that failed.
        const bool another_form = std::any_of(shorter.events.begin(), shorter.events.end(), [](const Event& event) {
            return event.kind == Event::Kind::item && event.item.field == Field::client_error_info &&
                   event.item.at.length == 18;
        });
        EXPECT_TRUE(malformed || another_form) << n << ": nothing is said of what is missing";
    }
}

} // namespace
} // namespace oscar::test
