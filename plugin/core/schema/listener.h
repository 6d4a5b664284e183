// SPDX-License-Identifier: GPL-2.0-or-later
//
// The border between decoding and whoever wants to know: decoders tell a listener, in the order of the bytes, which
// items a message is made of and what is wrong with them. Items nest; a finding is about the item told last.
//
// The plugin records all of it and lets the core run to its end before any of it reaches Wireshark, whose
// functions may leave by longjmp.
#ifndef OSCAR_CORE_SCHEMA_LISTENER_H
#define OSCAR_CORE_SCHEMA_LISTENER_H

#include "core/rendezvous/fields.h"
#include "core/rendezvous/findings.h"
#include "core/wire/text.h"
#include "core/wire/view.h"

#include <cstdint>

namespace oscar {

struct Item {
    Field field{};
    Charset charset = Charset::unknown; // of text in the packet
    bool generated = false;             // derived, not on the wire
    bool little_endian = false;         // of a GUID; numbers come in `value`
    Slice at;                           // the bytes it stands for; wholly captured
    std::uint64_t value = 0;            // of numbers, IPv4 addresses (host order), times and frames
    const char* text = nullptr;         // generated text, or a remark on a number: outlives the packet's dissection
    Slice charset_name = {};            // with Charset::named: its name in the packet
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
    // What follows belongs under the item told last, until the matching close.
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
    // These bytes are in a format with a decoder of its own, named by its media type; or they are the data of the
    // block's service, with null.
    virtual void embedded(const char* media_type, Slice at) = 0;

protected:
    explicit Listener(bool wants_items = true) : wants_items_(wants_items) {}
    ~Listener() = default;

    virtual void on_item(const Item& item) = 0;
    virtual void on_open() = 0;
    virtual void on_close() = 0;

private:
    bool wants_items_;
};

} // namespace oscar

#endif
