// SPDX-License-Identifier: GPL-2.0-or-later
//
// Bounded, big-endian access to the bytes of one packet.
//
// A packet has two ends: `size` bytes were on the wire, and the first `captured` of them are in memory. Reading past
// `size` means that the sender broke the format; reading past `captured` means that the capture (or a missing TCP
// segment) cut the packet short. Users need to know which of the two happened, so every read distinguishes them.
#ifndef OSCAR_CORE_WIRE_VIEW_H
#define OSCAR_CORE_WIRE_VIEW_H

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <span>
#include <string_view>

namespace oscar {

// A range of bytes. The offset counts from the start of the view.
struct Slice {
    std::uint32_t offset = 0;
    std::uint32_t length = 0;

    constexpr std::uint32_t end() const { return offset + length; }
    constexpr bool operator==(const Slice&) const = default;
};

// Why a read failed.
enum class Fault : std::uint8_t {
    none,
    past_end, // the value runs past the end of the enclosing structure: malformed
    cut,      // the value was on the wire, but not all of it was captured
};

constexpr std::uint16_t be16(const std::uint8_t* p) { return static_cast<std::uint16_t>(p[0] << 8 | p[1]); }
constexpr std::uint32_t be32(const std::uint8_t* p) { return static_cast<std::uint32_t>(be16(p)) << 16 | be16(p + 2); }
constexpr std::uint64_t be64(const std::uint8_t* p) { return static_cast<std::uint64_t>(be32(p)) << 32 | be32(p + 4); }
constexpr std::uint16_t le16(const std::uint8_t* p) { return static_cast<std::uint16_t>(p[1] << 8 | p[0]); }
constexpr std::uint32_t le32(const std::uint8_t* p) { return static_cast<std::uint32_t>(le16(p + 2)) << 16 | le16(p); }

class View {
public:
    constexpr View(const std::uint8_t* data, std::uint32_t captured, std::uint32_t size)
        : data_(data), captured_(std::min(captured, size)), size_(size)
    {
    }
    // A packet that was captured in full.
    constexpr explicit View(std::span<const std::uint8_t> bytes)
        : View(bytes.data(), static_cast<std::uint32_t>(bytes.size()), static_cast<std::uint32_t>(bytes.size()))
    {
    }

    constexpr std::uint32_t captured() const { return captured_; }
    constexpr std::uint32_t size() const { return size_; }
    constexpr Slice whole() const { return {0, size_}; }

    constexpr bool has(Slice s) const { return s.offset <= captured_ && s.length <= captured_ - s.offset; }
    // The captured part of `s`.
    constexpr std::span<const std::uint8_t> bytes(Slice s) const
    {
        if (s.offset >= captured_) {
            return {};
        }
        return {data_ + s.offset, std::min(s.length, captured_ - s.offset)};
    }
    std::string_view chars(Slice s) const
    {
        const auto b = bytes(s);
        return {reinterpret_cast<const char*>(b.data()), b.size()};
    }
    // The caller must have checked that the bytes of the number are captured.
    constexpr std::uint8_t u8(std::uint32_t offset) const
    {
        assert(has({offset, 1}));
        return data_[offset];
    }
    constexpr std::uint16_t u16(std::uint32_t offset) const
    {
        assert(has({offset, 2}));
        return be16(data_ + offset);
    }
    constexpr std::uint32_t u32(std::uint32_t offset) const
    {
        assert(has({offset, 4}));
        return be32(data_ + offset);
    }
    constexpr std::uint64_t u64(std::uint32_t offset) const
    {
        assert(has({offset, 8}));
        return be64(data_ + offset);
    }

    // A view of the first `size` bytes.
    constexpr View first(std::uint32_t size) const { return {data_, captured_, std::min(size, size_)}; }
    // A view of `s`, which must be inside.
    constexpr View sub(Slice s) const
    {
        const auto captured = bytes(s);
        return {captured.data(), static_cast<std::uint32_t>(captured.size()), s.length};
    }

private:
    const std::uint8_t* data_;
    std::uint32_t captured_;
    std::uint32_t size_;
};

// Reads forward through one slice of a view and never leaves it. The first failure is sticky: all later reads fail too,
// and fault() and fault_at() keep its kind and its offset.
class Reader {
public:
    constexpr Reader(const View& view, Slice within)
        : view_(view), at_(std::min(within.offset, view.size())), end_(std::clamp(within.end(), at_, view.size())),
          readable_(std::min(end_, view.captured()))
    {
    }

    constexpr std::uint32_t offset() const { return at_; }
    constexpr std::uint32_t remaining() const { return fault_ == Fault::none ? end_ - at_ : 0; }
    constexpr Slice rest() const { return {at_, end_ - at_}; }
    constexpr bool ok() const { return fault_ == Fault::none; }
    constexpr Fault fault() const { return fault_; }
    constexpr std::uint32_t fault_at() const { return at_; }

    // Takes the next `n` bytes, captured or not: for structures whose parts are read separately.
    constexpr bool take(std::uint32_t n, Slice& out)
    {
        if (fault_ != Fault::none) {
            return false;
        }
        if (n > end_ - at_) {
            return fail(n);
        }
        out = {at_, n};
        at_ += n;
        return true;
    }
    // Takes the next `n` bytes, which must all be captured.
    constexpr bool read(std::uint32_t n, Slice& out)
    {
        if (!can_read(n)) {
            return fail(n);
        }
        out = {at_, n};
        at_ += n;
        return true;
    }
    constexpr bool skip(std::uint32_t n)
    {
        Slice ignored;
        return take(n, ignored);
    }
    constexpr bool read_u8(std::uint8_t& out)
    {
        Slice s;
        if (!read(1, s)) {
            return false;
        }
        out = view_.u8(s.offset);
        return true;
    }
    constexpr bool read_u16(std::uint16_t& out)
    {
        Slice s;
        if (!read(2, s)) {
            return false;
        }
        out = view_.u16(s.offset);
        return true;
    }
    constexpr bool read_u32(std::uint32_t& out)
    {
        Slice s;
        if (!read(4, s)) {
            return false;
        }
        out = view_.u32(s.offset);
        return true;
    }
    // Two numbers in one step, as at the start of a TLV. If only the first fits, it is still read.
    constexpr bool read_u16_u16(std::uint16_t& first, std::uint16_t& second)
    {
        if (!can_read(4)) {
            return read_u16(first) && read_u16(second);
        }
        first = view_.u16(at_);
        second = view_.u16(at_ + 2);
        at_ += 4;
        return true;
    }
    // string08: one length byte, then that many characters.
    constexpr bool read_string08(Slice& text)
    {
        std::uint8_t length = 0;
        return read_u8(length) && read(length, text);
    }

private:
    // `at_` is past `readable_` after take() of bytes that were not captured.
    constexpr bool can_read(std::uint32_t n) const { return std::int64_t{at_} + n <= readable_; }
    [[gnu::always_inline]] constexpr bool fail(std::uint32_t n)
    {
        if (fault_ == Fault::none) {
            fault_ = n > end_ - at_ ? Fault::past_end : Fault::cut;
            readable_ = -1;
        }
        return false;
    }

    View view_; // a copy, because the compiler would reload a referenced view after every store
    std::uint32_t at_;
    std::uint32_t end_;
    std::int64_t readable_; // end of the captured bytes of the slice; -1 after a failure
    Fault fault_ = Fault::none;
};

} // namespace oscar

#endif
