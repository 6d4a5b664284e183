// SPDX-License-Identifier: GPL-2.0-or-later
//
// Records all that the core reports about a message. It is passed to Wireshark, whose functions may leave by longjmp,
// only after the core has returned.
#ifndef OSCAR_EPAN_RECORDER_H
#define OSCAR_EPAN_RECORDER_H

#include "core/schema/listener.h"
#include "epan/compat.h"

#include <span>
#include <type_traits>

namespace oscar::epan {

// Bytes for another dissector: `handle`, or the one of the media type if `handle` is null.
struct Embedded {
    const char* media_type;
    dissector_handle_t handle;
    Slice at;
};

struct Record {
    enum class What : std::uint8_t { item, open, close, finding, embedded };
    What what;
    union {
        Item item;
        Finding finding;
        Embedded embedded;
    };
};
static_assert(std::is_trivially_destructible_v<Record> && std::is_trivially_copyable_v<Record>);

// A dissector that another plugin registered for the content of one of our fields.
struct Claim {
    FieldRef field;
    dissector_handle_t handle = nullptr; // null if there is none
};

class Recorder final : public Listener {
public:
    // Items are only needed for a tree. Findings are also needed without one, by the taps.
    Recorder(wmem_allocator_t* scope, bool items, Claim claim = {})
        : Listener(items), records_(wmem_array_sized_new(scope, sizeof(Record), items ? 64 : 4)), claim_(claim)
    {
    }

    void on_item(const Item& item) override { append({.what = Record::What::item, .item = item}); }
    void on_open() override { append({.what = Record::What::open, .item = {}}); }
    void on_close() override { append({.what = Record::What::close, .item = {}}); }
    void finding(const Finding& finding) override { append({.what = Record::What::finding, .finding = finding}); }

    void embedded(const char* media_type, Slice at) override
    {
        append({.what = Record::What::embedded, .embedded = {media_type, nullptr, at}});
    }
    bool claims(FieldRef field, Slice at) override
    {
        if (claim_.handle == nullptr || field != claim_.field) {
            return false;
        }
        append({.what = Record::What::embedded, .embedded = {nullptr, claim_.handle, at}});
        return true;
    }

    std::span<const Record> records() const
    {
        return {static_cast<const Record*>(wmem_array_get_raw(records_)), wmem_array_get_count(records_)};
    }

private:
    void append(const Record& record) { wmem_array_append_one(records_, record); }

    wmem_array_t* records_;
    Claim claim_;
};
static_assert(std::is_trivially_destructible_v<Recorder>);

} // namespace oscar::epan

#endif
