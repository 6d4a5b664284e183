// SPDX-License-Identifier: GPL-2.0-or-later
#include "checker.h"

#include "core/oscar/flap.h"
#include "core/schema/describe.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace oscar::fuzz {

using namespace rendezvous;

namespace {

// Fewer levels than present.cpp has room for.
constexpr std::size_t kMaxDepth = 10;

// An empty TLV of four bytes is reported as an item with its tag and its length, and can break four rules at once.
constexpr std::size_t most_reports(std::uint32_t size) { return 8 * std::size_t{size} + 64; }

void check_words(const Finding& finding)
{
    std::array<char, 240> text; // what Wireshark has room for in a label
    text.fill('#');
    describe(finding, text);
    const std::size_t length = ::strnlen(text.data(), text.size());
    require(length > 0 && length < text.size() - 1, "a finding's text fits");
}

void check_summary(const View& view, const Summary& subject)
{
    require(view.has(subject.name.at), "the subject's name is captured");
    require(view.has(subject.name.charset_name), "the charset of the subject's name is captured");
}

// The reports about a frame; empty if it is not a rendezvous message.
Reports check(const View& view, Message& message, Checker::Wants wants = Checker::Wants::items)
{
    if (!read_message(view, message)) {
        return {};
    }
    require(message.extent.end() <= view.size(), "the message is inside its frame");
    Checker checker(view, wants);
    check_summary(view, decode_message(view, message, checker));
    return checker.reports();
}

// In any order.
void require_same_findings(const Reports& one, const Reports& other)
{
    require(std::is_permutation(one.findings.begin(), one.findings.end(), other.findings.begin(), other.findings.end()),
            "the findings are the same without items");
}

void require_includes(Reports& whole, Reports& cut)
{
    std::sort(whole.findings.begin(), whole.findings.end());
    std::sort(cut.findings.begin(), cut.findings.end());
    require(std::includes(whole.findings.begin(), whole.findings.end(), cut.findings.begin(), cut.findings.end()),
            "a cut frame gives no finding of its own");
}

} // namespace

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "does not hold: %s\n", what);
        std::abort();
    }
}

void Fingerprint::add(const char* text)
{
    for (const char* c = text != nullptr ? text : "null"; *c != '\0'; ++c) {
        add(static_cast<std::uint64_t>(*c));
    }
}

void Checker::on_item(const Item& item)
{
    require(item.field.index < protocol(item.field.protocol).fields.size(), "the field exists");
    require(view_.has(item.at), "an item is captured");
    require(view_.has(item.charset_name), "the name of a charset is captured");
    const FieldRow& field = row(item.field);
    require(field.type != FieldType::guid || item.at.length == 16, "a GUID has 16 bytes");
    // Generated text is given with the item, unless it is taken from the packet.
    require(!item.generated || field.type != FieldType::text || item.text != nullptr || item.at.length > 0,
            "generated text is there");
    may_open_ = true;
    fingerprint_.add(static_cast<std::uint64_t>(item.field.index) << 16 |
                     static_cast<std::uint64_t>(item.charset) << 8 | static_cast<std::uint64_t>(item.generated) << 1 |
                     static_cast<std::uint64_t>(item.little_endian));
    fingerprint_.add(item.at);
    fingerprint_.add(item.value);
    fingerprint_.add(item.text);
    fingerprint_.add(item.value_name);
    fingerprint_.add(item.charset_name);
    ++count_;
}

void Checker::on_open()
{
    require(may_open_, "an item is there to open");
    require(++depth_ <= kMaxDepth, "the tree is no deeper than it may be");
    may_open_ = false;
    fingerprint_.add(1);
}

void Checker::on_close()
{
    require(depth_ > 0, "what is closed was opened");
    --depth_;
    may_open_ = false;
    fingerprint_.add(2);
}

void Checker::finding(const Finding& finding)
{
    require(finding.id.index < protocol(finding.id.protocol).findings.size(), "the finding exists");
    require(finding.at.offset <= view_.size() && finding.at.length <= view_.size() - finding.at.offset,
            "a finding is inside the input");
    if (wants_ == Wants::items_and_words) {
        check_words(finding);
    }

    // Without its length, because the cut frame can contain less of a TLV that ends too early.
    Fingerprint fingerprint;
    fingerprint.add(finding.id.index);
    fingerprint.add(finding.at.offset);
    fingerprint.add(finding.tag);
    fingerprint.add(finding.expected);
    fingerprint.add(finding.found);
    fingerprint.add(finding.name);
    fingerprint.add(finding.detail);
    findings_.push_back(fingerprint.value());
    fingerprint_.add(fingerprint.value());
    fingerprint_.add(finding.at);
    ++count_;
}

void Checker::embedded(const char* media_type, Slice at)
{
    require(view_.has(at), "what is embedded is captured");
    fingerprint_.add(media_type);
    fingerprint_.add(at);
}

Reports Checker::reports()
{
    require(depth_ == 0, "what was opened is closed");
    require(count_ <= most_reports(view_.captured()), "the work is linear");
    return {fingerprint_.value(), findings_};
}

void check_decoder(std::span<const std::uint8_t> bytes, const std::function<void(const View&, Listener&)>& decode)
{
    const auto reports_of = [&decode](const View& view, Checker::Wants wants) {
        Checker checker(view, wants);
        decode(view, checker);
        return checker.reports();
    };
    using enum Checker::Wants;
    const View view(bytes);
    Reports whole = reports_of(view, items_and_words);
    require(reports_of(view, items) == whole, "decoding the same bytes again gives the same reports");
    require_same_findings(whole, reports_of(view, findings));

    const auto size = static_cast<std::uint32_t>(bytes.size());
    const std::vector<std::uint8_t> half(bytes.begin(), bytes.begin() + size / 2);
    const View cut_view(half.data(), size / 2, size);
    Reports cut = reports_of(cut_view, items);
    require_same_findings(cut, reports_of(cut_view, findings));
    require_includes(whole, cut);
}

void check_frame(std::span<const std::uint8_t> frame)
{
    using enum Checker::Wants;
    const auto size = static_cast<std::uint32_t>(frame.size());
    const View view(frame);
    // One message object for all, as in the plugin: results must not depend on what was read before.
    Message message;
    Reports whole = check(view, message, items_and_words);
    require_same_findings(whole, check(view, message, findings));

    // In its own allocation, so that the sanitizer detects reads past the cut.
    const std::vector<std::uint8_t> half(frame.begin(), frame.begin() + size / 2);
    const View cut_view(half.data(), size / 2, size);
    Reports cut = check(cut_view, message);
    require_same_findings(cut, check(cut_view, message, findings));

    // The same bytes as the captured part of a frame with the length that its header declares, if that is longer.
    const std::uint32_t promised = size >= flap::kHeaderSize ? flap::kHeaderSize + be16(frame.data() + 4) : 0;
    if (promised > size) {
        check(View(frame.data(), size, promised), message);
    }
    require(check(view, message) == whole, "decoding the same bytes again gives the same reports");
    require_includes(whole, cut);
}

} // namespace oscar::fuzz
