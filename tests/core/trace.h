// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the core tells about a frame, as text that a test can write down and a failure can show line by line.
#ifndef OSCAR_TESTS_CORE_TRACE_H
#define OSCAR_TESTS_CORE_TRACE_H

#include "bytes.h"

#include "core/rendezvous/message.h"
#include "core/schema/listener.h"

#include <string>
#include <vector>

namespace oscar::test {

struct Event {
    enum class Kind { item, finding, embedded };
    Kind kind{};
    std::size_t depth = 0;
    Item item = {};
    std::string text = {}; // a copy of the item's, or the media type of what is embedded
    Finding finding = {};
    Slice at = {}; // of what is embedded
};

// Takes everything down.
class Collector final : public Listener {
public:
    explicit Collector(bool wants_items = true) : Listener(wants_items) {}

    void on_item(const Item& item) override;
    void on_open() override;
    void on_close() override;
    void finding(const Finding& finding) override;
    void embedded(const char* media_type, Slice at) override;

    // Whether each open() had an item to belong to, and exactly one close().
    bool balanced() const { return depth_ == 0 && !unbalanced_; }
    const std::vector<Event>& events() const { return events_; }

private:
    std::vector<Event> events_;
    std::size_t depth_ = 0;
    static constexpr std::size_t kNoItem = static_cast<std::size_t>(-1);
    std::size_t depth_of_last_item_ = kNoItem; // unless something was closed since
    bool unbalanced_ = false;
};

struct Decoded {
    bool is_rendezvous = false;
    bool cut = false;
    Slice extent;
    bool balanced = true;
    std::vector<Event> events;
};

// Decodes the frame at the start of `view`, and sees to it that its findings are the same, but for their order, for a
// listener that wants no items.
Decoded decode(const View& view);
// A frame that was captured whole.
Decoded decode(const Bytes& frame);

// The text of one event, indented by its depth: name without the protocol's prefix, place as offset+length, value.
//
//   ip 76+4 192.168.1.158
//   !ip_xor.mismatch 84+4 tag 0x0016 expected 3232235934 found 1
//
// Generated items have a "=" before their name, what is embedded an "@" before its media type. Findings show only those
// of tag, expected, found that are set.
std::string line(const Event& event, const View& view);

// All items and findings, a line each. What is inside service data and error information is left out, and what
// kind of response a message without a block is.
std::string trace(const Bytes& frame);

// The lines of the items of this name, of the findings about them, and of all under them; indented from there.
std::string trace_of(const Bytes& frame, const std::string& name);

// Of a frame that must be a rendezvous message: the lines of its findings, without indentation.
using Lines = std::vector<std::string>;
Lines findings(const Bytes& frame);
// The lines of its items, without indentation, from the first TLV on; tags and lengths are left out.
Lines values(const Bytes& frame);

} // namespace oscar::test

#endif
