// SPDX-License-Identifier: GPL-2.0-or-later
//
// The border between decoding and presentation: decoders report to a listener, in the order of the bytes, which items a
// message is made of and what is wrong with them. Items nest; a finding is about the item reported last.
//
// The plugin records all of it and lets the core run to its end before any of it reaches Wireshark, whose functions may
// leave by longjmp.
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
    bool little_endian = false;         // of a GUID; numbers come in `value`
    Slice at = {};                      // the bytes it stands for; wholly captured
    std::uint64_t value = 0;            // of numbers, IPv4 addresses (host order), times and frames

    // Text that is not in the packet, and outlives its dissection: the value of a generated text, a remark on a number,
    // or the label of an item without a value.
    const char* text = nullptr;
    const char* value_name = nullptr; // of a number whose name depends on where it stands; else the row's is used
    bool shows_value = false;         // in the label of an item without a value of its own, behind `text`
    Slice charset_name = {};          // with Charset::named: its name in the packet
};

// What is wrong, and where. `expected` and `found` are whatever the row's text makes of them.
struct Finding {
    FindingRef id;
    Slice at = {};
    std::uint16_t tag = 0;      // the TLV it is about, if any
    const char* name = nullptr; // of that tag
    std::uint64_t expected = 0;
    std::uint64_t found = 0;
    bool addresses = false;       // `expected` and `found` are IPv4 addresses
    const char* detail = nullptr; // static text
};

class Listener {
public:
    // Whoever shows no tree wants findings alone, and is spared the making of items.
    bool wants_items() const { return wants_items_; }
    void item(const Item& item)
    {
        if (wants_items_) {
            on_item(item);
        }
    }
    // What follows belongs under the item reported last, until the matching close.
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
    // These bytes are in a format with a decoder of its own, named by its media type.
    virtual void embedded(const char* media_type, Slice at) = 0;
    // Whether the listener has a decoder of its own for what is in this field: it is not decoded further then.
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

// For whoever wants to know neither what is there nor what is wrong.
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
