// SPDX-License-Identifier: GPL-2.0-or-later
//
// What must hold of anything that the core tells, whatever bytes it is given. The fuzz targets run on these checks;
// the first that fails ends the program.
//
// - Each open() belongs to an item and has its close(); nesting stays within what the plugin's tree has room for.
// - Items and findings lie inside the input; items inside what was captured of it.
// - The work is linear in the input: no more is told than a few lines per byte.
// - The same bytes give the same result again, and the same findings to a listener that wants no items.
// - A frame cut by the capture gives no finding that the whole frame does not.
#ifndef OSCAR_TESTS_FUZZ_CHECKER_H
#define OSCAR_TESTS_FUZZ_CHECKER_H

#include "core/rendezvous/message.h"
#include "core/schema/listener.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace oscar::fuzz {

void require(bool holds, const char* what);

// A number that stands for a sequence of numbers.
class Fingerprint {
public:
    void add(std::uint64_t number)
    {
        value_ = (value_ ^ number) * 0x9E3779B97F4A7C15;
        value_ ^= value_ >> 29;
    }
    void add(Slice slice) { add(static_cast<std::uint64_t>(slice.offset) << 32 | slice.length); }
    void add(const char* text);
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0;
};

struct Told {
    std::uint64_t fingerprint = 0;       // of everything, in order
    std::vector<std::uint64_t> findings; // one for each, in order
    bool operator==(const Told&) const = default;
};

class Checker final : public Listener {
public:
    // Putting findings into words costs more than all the rest.
    enum class Wants { findings, items, items_and_words };
    explicit Checker(const View& view, Wants wants = Wants::items_and_words)
        : Listener(wants != Wants::findings), view_(view), wants_(wants)
    {
        findings_.reserve(32);
    }

    void on_item(const Item& item) override;
    void on_open() override;
    void on_close() override;
    void finding(const Finding& finding) override;
    void embedded(const char* media_type, Slice at) override;

    // To be called at the end.
    Told told();

private:
    const View& view_;
    Wants wants_;
    Fingerprint fingerprint_;
    std::vector<std::uint64_t> findings_;
    std::size_t depth_ = 0;
    bool may_open_ = false;
    std::size_t count_ = 0;
};

// Decodes a FLAP frame with all checks: as it is, cut in half by the capture, and as the start of a longer one.
void check_frame(std::span<const std::uint8_t> frame);

} // namespace oscar::fuzz

#endif
