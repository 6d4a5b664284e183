// SPDX-License-Identifier: GPL-2.0-or-later
//
// The reports of the core about a frame as text, for the expectations of tests and for readable failures.
#ifndef OSCAR_TESTS_CORE_TRACE_H
#define OSCAR_TESTS_CORE_TRACE_H

#include "bytes.h"

#include "core/rendezvous/message.h"
#include "core/schema/listener.h"

#include <functional>
#include <string>
#include <vector>

namespace oscar::test {

struct Event {
    enum class Kind { item, finding, embedded };
    Kind kind{};
    std::size_t depth = 0;
    Item item = {};
    std::string text = {}; // copy of the item's text, or media type of embedded data
    Finding finding = {};
    Slice at = {}; // of embedded data
};

// Records everything.
class Collector final : public Listener {
public:
    explicit Collector(bool wants_items = true) : Listener(wants_items) {}

    void on_item(const Item& item) override;
    void on_open() override;
    void on_close() override;
    void finding(const Finding& finding) override;
    void embedded(const char* media_type, Slice at) override;

    // Whether each open() followed an item and has exactly one close().
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

// Decodes the frame at the start of `view`, and expects that a listener that wants no items gets the same findings, in
// any order.
Decoded decode(const View& view);
// A frame that was captured in full.
Decoded decode(const Bytes& frame);

// What any decoder tells of its bytes: the lines of its items and findings, without indentation. Sees to it that items
// are balanced and captured, that findings are inside the view, and the same for a listener that wants no items.
struct Reports {
    std::vector<Event> events;
    std::vector<std::string> items = {};
    std::vector<std::string> findings = {};
};
Reports reports_of(const View& view, const std::function<void(const View&, Listener&)>& decode);

// The text of one event, indented by its depth: name without the protocol's prefix, place as offset+length, value.
//
//   ip 76+4 192.168.1.158
//   !ip_xor.mismatch 84+4 tag 0x0016 expected 3232235934 found 1
//
// Generated items have a "=" before their name, embedded data has an "@" before its media type. Of tag, expected and
// found, a finding shows only those that are set.
std::string line(const Event& event, const View& view);

// All items and findings, a line each. What is inside service data and error information is left out, and what
// kind of response a message without a block is.
std::string trace(const Bytes& frame);

// The lines of the items of this name, of the findings about them, and of all items under them, with the indentation
// starting there.
std::string trace_of(const Bytes& frame, const std::string& name);

// The lines of the findings, without indentation. The frame must be a rendezvous message.
using Lines = std::vector<std::string>;
Lines findings(const Bytes& frame);
// The lines of the items from the first TLV on, without indentation. Tags and lengths are left out.
Lines values(const Bytes& frame);

} // namespace oscar::test

#endif
