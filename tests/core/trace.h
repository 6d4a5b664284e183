// SPDX-License-Identifier: GPL-2.0-or-later
//
// What the core tells about a frame, as text that a test can write down and a failure can show line by line.
#ifndef OSCAR_TESTS_CORE_TRACE_H
#define OSCAR_TESTS_CORE_TRACE_H

#include "bytes.h"

#include "core/listener.h"
#include "core/message.h"

#include <string>
#include <vector>

namespace oscar::test {

struct Event {
    enum class Kind { item, finding };
    Kind kind;
    std::size_t depth;
    Item item;        // text is copied to `text`
    std::string text; // of generated text
    Finding finding;
};

class Collector final : public Listener {
public:
    void item(const Item& item) override;
    void open() override;
    void close() override;
    void finding(const Finding& finding) override;

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

// Decodes the frame at the start of `view`.
Decoded decode(const View& view);
// A frame that was captured whole.
Decoded decode(const Bytes& frame);

// The text of one event, indented by its depth: name without the protocol's prefix, place as offset+length, value.
//
//   ip 76+4 192.168.1.158
//   !ip_xor.mismatch 84+4 tag 0x0016 expected 3232235934 found 1
//
// Generated items have a "=" before their name. Findings show only those of tag, expected, found that are set.
std::string line(const Event& event, const View& view);

// All items and findings, a line each. What a service puts into its data is left out.
std::string trace(const Bytes& frame);

// Of a frame that must be a rendezvous message: the lines of its findings, without indentation.
using Lines = std::vector<std::string>;
Lines findings(const Bytes& frame);
// The lines of its items, without indentation, from the first TLV on; tags and lengths are left out.
Lines values(const Bytes& frame);

} // namespace oscar::test

#endif
