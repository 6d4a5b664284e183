// SPDX-License-Identifier: GPL-2.0-or-later
//
// The interface between decoding and presentation. Decoders report the items of a message and the findings about them
// to a listener, in the order of the bytes. Items nest. A finding is about the item that was reported last or, after
// close(), about the item whose children end there.
//
// The plugin records the reports and presents them after the core has returned, because Wireshark's functions may leave
// by longjmp.
#ifndef OSCAR_CORE_SCHEMA_LISTENER_H
#define OSCAR_CORE_SCHEMA_LISTENER_H

#include "core/schema/schema.h"
#include "core/wire/text.h"
#include "core/wire/view.h"

#include <cstdint>

namespace oscar {

struct Item {
    FieldRef field;
    Charset charset = Charset::unknown; // of text in the packet
    bool generated = false;             // derived, not on the wire
    bool little_endian = false;         // of a GUID; a number is in `value`
    bool path = false;                  // text in which U+0001 separates folders
    Slice at = {};                      // its bytes, all captured; empty if it has none
    // Numbers, IPv4 addresses (host order), times, durations, frame numbers; of a bit the whole number.
    std::uint64_t value = 0;

    // Text that is not in the packet: the value of a generated text, a remark on a number, or the label of an item
    // without a value. It must outlive the dissection of the packet.
    const char* text = nullptr;
    const char* value_name = nullptr; // name of a number that depends on the context; null: use the row's names
    bool shows_value = false;         // the label of an item without a value shows `value` after `text`
    Slice charset_name = {};          // for Charset::named: the MIME name in the packet
};

// A problem and its place. The text of the row determines the meaning of `expected` and `found`.
struct Finding {
    FindingRef id;
    Slice at = {};
    std::uint16_t tag = 0;      // of the TLV concerned, if any
    const char* name = nullptr; // of that tag
    std::uint64_t expected = 0;
    std::uint64_t found = 0;
    bool addresses = false;       // `expected` and `found` are IPv4 addresses
    const char* detail = nullptr; // static text
};

class Listener {
public:
    // False if only findings are needed, as when no tree is shown. Decoders then skip the work for items.
    bool wants_items() const { return wants_items_; }
    void item(const Item& item)
    {
        if (wants_items_) {
            on_item(item);
        }
    }
    // Until the matching close(), items are children of the item that was reported last.
    void open()
    {
        if (wants_items_) {
            on_open();
        }
    }
    void close()
    {
        if (wants_items_) {
            on_close();
        }
    }
    virtual void finding(const Finding& finding) = 0;
    // Reports bytes in a format that another dissector may know, identified by its media type.
    virtual void embedded(const char* media_type, Slice at) = 0;
    // Whether the listener decodes the content of this field itself. If so, the core reports nothing about the content.
    virtual bool claims(FieldRef, Slice) { return false; }

protected:
    explicit Listener(bool wants_items = true) : wants_items_(wants_items) {}
    ~Listener() = default;

    virtual void on_item(const Item& item) = 0;
    virtual void on_open() = 0;
    virtual void on_close() = 0;

private:
    bool wants_items_;
};

// Ignores everything.
class NullListener final : public Listener {
public:
    NullListener() : Listener(false) {}
    void finding(const Finding&) override {}
    void embedded(const char*, Slice) override {}

private:
    void on_item(const Item&) override {}
    void on_open() override {}
    void on_close() override {}
};

} // namespace oscar

#endif
