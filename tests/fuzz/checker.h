// SPDX-License-Identifier: GPL-2.0-or-later
//
// What must hold for all reports of the core, whatever its input. The fuzz targets use these checks; the first that
// fails ends the program.
//
// - Each open() follows an item and has its close(); items nest no deeper than the plugin's tree allows.
// - Items and findings lie inside the input, items inside its captured part.
// - The work is linear in the input: there are only a few reports per byte.
// - Decoding the same bytes again gives the same result, and a listener that wants no items gets the same findings.
// - A frame that the capture cuts has no finding that the whole frame does not have.
#ifndef OSCAR_TESTS_FUZZ_CHECKER_H
#define OSCAR_TESTS_FUZZ_CHECKER_H

#include "core/rendezvous/message.h"
#include "core/schema/listener.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace oscar::fuzz {

void require(bool holds, const char* what);

// A hash of a sequence of numbers.
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

struct Reports {
    std::uint64_t fingerprint = 0;       // of all reports, in order
    std::vector<std::uint64_t> findings; // fingerprint of each finding, in order
    bool operator==(const Reports&) const = default;
};

class Checker final : public Listener {
public:
    // Formatting the texts of findings costs more than all the rest.
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

    // Must be called after decoding: checks the totals.
    Reports reports();

private:
    const View& view_;
    Wants wants_;
    Fingerprint fingerprint_;
    std::vector<std::uint64_t> findings_;
    std::size_t depth_ = 0;
    bool may_open_ = false;
    std::size_t count_ = 0;
};

// Decodes bytes with all checks: as they are, and cut in half by the capture.
void check_decoder(std::span<const std::uint8_t> bytes, const std::function<void(const View&, Listener&)>& decode);

// Decodes a FLAP frame with all checks: as it is, cut in half by the capture, and as the start of a longer one.
void check_frame(std::span<const std::uint8_t> frame);

} // namespace oscar::fuzz

#endif
