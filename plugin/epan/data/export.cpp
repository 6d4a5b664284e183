// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/export.h"

#include "core/oft/safe_name.h"
#include "core/wire/media_type.h"
#include "epan/compat.h"
#include "epan/data/pieces.h"
#include "epan/registry.h"
#include "epan/tracker.h"
#include "sessions/streams/report.h"

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace oscar::epan {

using sessions::Coverage;
using sessions::DataConnection;
using sessions::File;

namespace {

// The most bytes of one file. Dialogs, and programs that read it, take no more than 2 GiB.
constexpr std::uint64_t kMostBytes = 2'000'000'000;
// What gaps may take in all files together, which are zeros: so much, and this many times what was seen. Where a piece
// is said to belong is up to the packets.
constexpr std::uint64_t kGapBytes = 64U << 20;
constexpr std::uint64_t kGapTimes = 2;
constexpr std::size_t kLeastCapacity = 2048;

using What = Piece::What;

struct Key {
    sessions::Number connection;
    std::uint32_t file;
    What what;
    auto operator<=>(const Key&) const = default;
};

// A file, its resource fork, or an image. The payload of its entry begins at `base` in the file, and has zeros where
// nothing was seen.
struct Object {
    export_object_entry_t* entry = nullptr; // Wireshark's once it is listed
    bool listed = false;
    bool left_out = false; // there was a piece for which there is no room
    bool no_memory = false;
    bool has_name = false; // by a header
    bool extended = false; // to the front
    std::size_t capacity = 0;
    std::uint64_t base = 0;
    std::uint64_t moved = 0;
    Coverage seen;         // of what the payload holds; the first one of what was sent twice
    std::string wire_name; // of which `name` was made
    std::string name;

    Object() = default;
    Object(const Object&) = delete;
    Object& operator=(const Object&) = delete;
    ~Object()
    {
        if (entry != nullptr && !listed) {
            eo_free_entry(entry);
        }
    }
};

// What the taps of an export have brought so far.
struct Collection {
    std::map<Key, Object> objects;
    std::unordered_map<std::string, std::uint32_t> names; // how many files have it
    std::uint64_t length = 0;                             // of all payloads
    std::uint64_t seen = 0;
    // The list of entries, and its first entry: if that differs, this is a new list at the same address.
    export_object_list_t* list = nullptr;
    export_object_entry_t* first_listed = nullptr;
};
// Null: nothing so far, or memory has run out.
struct {
    Collection* files;
    Collection* images;
} collections;

Collection*& collection_of(ProtocolId id) { return id == ProtocolId::odc ? collections.images : collections.files; }

void forget(ProtocolId id)
{
    Collection*& collection = collection_of(id);
    delete collection;
    collection = nullptr;
}

// ---- The payload ----

struct Extent {
    std::uint64_t start; // the first byte that is sent
    std::uint64_t size;
};

Extent extent_of(const File& file, What what)
{
    return what == What::fork ? Extent{0, file.resource_size} : Extent{file.start, file.size};
}

bool is_whole(const Object& o, const File& file, What what)
{
    const Extent extent = extent_of(file, what);
    return file.has_header && !file.doubtful && o.entry->payload_len > 0 &&
           o.seen.covers(std::min(extent.start, o.base), extent.size);
}

// Where the payload begins, by the first piece.
std::uint64_t first_base(const File& file, What what, std::uint64_t offset)
{
    // What was moved had no header before it: nobody can tell how much of the file comes before.
    const std::uint64_t start = what == What::fork ? 0 : std::max(file.start, file.content.moved());
    return offset < start || offset - start > kGapBytes ? offset : start;
}

bool may_grow(const Collection& all, std::uint64_t by, std::uint64_t seen)
{
    return all.length + by <= kGapBytes + (1 + kGapTimes) * (all.seen + seen);
}

bool reserve(Object& o, std::uint64_t length)
{
    if (length <= o.capacity) {
        return true;
    }
    const std::uint64_t wanted = std::max({length, std::uint64_t{o.capacity} * 2, std::uint64_t{kLeastCapacity}});
    const auto capacity = static_cast<std::size_t>(std::min(wanted, kMostBytes));
    void* grown = g_try_realloc(o.entry->payload_data, capacity);
    if (grown == nullptr) {
        o.no_memory = true;
        return false;
    }
    o.entry->payload_data = static_cast<std::uint8_t*>(grown);
    o.capacity = capacity;
    return true;
}

// Makes the payload reach from `from` to `to`, as places in the file.
bool make_room(Collection& all, Object& o, std::uint64_t from, std::uint64_t to, const Extent& extent)
{
    std::uint64_t base = o.base;
    if (from < base) {
        // Only once, as it moves all of the payload.
        if (o.extended || from < extent.start) {
            return false;
        }
        o.extended = true;
        base = extent.start;
    }
    const std::uint64_t front = o.base - base;
    const std::uint64_t old_length = o.entry->payload_len;
    const std::uint64_t length = std::max(front + old_length, to - base);
    if (length > kMostBytes || !may_grow(all, length - old_length, to - from) || !reserve(o, length)) {
        return false;
    }
    std::uint8_t* payload = o.entry->payload_data;
    if (front > 0) {
        std::memmove(payload + front, payload, old_length);
        std::memset(payload, 0, front);
        o.base = base;
    }
    const std::uint64_t old_end = front + old_length;
    if (from - base > old_end) {
        std::memset(payload + old_end, 0, from - base - old_end);
    }
    o.entry->payload_len = length;
    all.length += length - old_length;
    return true;
}

// The first of what was sent twice counts: the second may be a keep-alive, which has a byte of garbage.
void copy_new(Object& o, std::uint64_t offset, std::span<const std::uint8_t> bytes)
{
    const std::uint64_t end = offset + bytes.size();
    std::uint64_t at = offset;
    const auto copy_up_to = [&](std::uint64_t to) {
        if (at < to) {
            std::memcpy(o.entry->payload_data + (at - o.base), bytes.data() + (at - offset), to - at);
        }
    };
    for (const Coverage::Range& range : o.seen.ranges()) {
        if (range.to > at) {
            copy_up_to(std::min(range.from, end));
            at = std::max(at, range.to);
        }
    }
    copy_up_to(end);
}

void add_bytes(Collection& all, Object& o, const File& file, What what, std::uint64_t offset,
               std::span<const std::uint8_t> bytes)
{
    if (offset > std::numeric_limits<std::uint64_t>::max() - bytes.size()) {
        o.left_out = true;
        return;
    }
    if (o.entry->payload_len == 0) {
        o.base = first_base(file, what, offset);
    }
    if (offset >= o.base) { // as much as there is room for
        const std::uint64_t end = o.base + kMostBytes;
        const std::uint64_t room = offset < end ? end - offset : 0;
        o.left_out = o.left_out || bytes.size() > room;
        bytes = bytes.first(std::min<std::uint64_t>(bytes.size(), room));
    }
    if (bytes.empty()) {
        return;
    }
    if (!make_room(all, o, offset, offset + bytes.size(), extent_of(file, what))) {
        o.left_out = true;
        return;
    }
    copy_new(o, offset, bytes);
    all.seen -= o.seen.seen();
    o.seen.add(offset, bytes);
    all.seen += o.seen.seen();
}

// A file without a header turns out to be the end of one.
void follow_move(Object& o, const File& file)
{
    const std::uint64_t by = file.content.moved() - o.moved;
    if (by != 0) {
        o.base += by;
        o.moved += by;
        o.seen.move(by);
    }
}

// ---- What is told of it ----

void replace(char*& text, const char* by)
{
    if (text == nullptr || std::strcmp(text, by) != 0) {
        g_free(text);
        text = g_strdup(by);
    }
}

void find_name(Collection& all, Object& o, const File& file, What what)
{
    if (o.has_name == file.has_header && (!o.name.empty() && o.wire_name == file.name)) {
        return;
    }
    std::string name = oft::safe_name(what == What::fork ? file.name + ".rsrc" : file.name);
    // Wireshark would number the same names as well, but only up to a limit.
    if (const std::uint32_t number = ++all.names[name]; number > 1) {
        name = oft::name_with_remark(name, std::to_string(number));
    }
    o.name = std::move(name);
    o.wire_name = file.name;
    o.has_name = file.has_header;
}

// Remarks that the name of the file contains, because many users see nothing else of it.
std::string remark_of(const Object& o, const File& file, What what)
{
    const Extent extent = extent_of(file, what);
    std::array<char, 160> text{};
    std::string remark;
    if (o.base > 0 && o.entry->payload_len > 0) {
        (void)std::snprintf(text.data(), text.size(), "from byte %" PRIu64, o.base);
        remark = text.data();
    }
    if (file.has_header && (extent.size == 0 || is_whole(o, file, what))) {
        return remark;
    }
    remark += remark.empty() ? "" : ", ";
    remark += file.doubtful ? "doubtful" : "incomplete";
    if (file.has_header) {
        const std::uint64_t sent = extent.size - std::min(extent.start, extent.size);
        (void)std::snprintf(text.data(), text.size(), ", %" PRIu64 " of %" PRIu64 " bytes", o.seen.seen(), sent);
    } else {
        (void)std::snprintf(text.data(), text.size(), ", %" PRIu64 " bytes", o.seen.seen());
    }
    return remark + text.data();
}

const char* state_of(const Object& o, const File& file, What what)
{
    if (o.no_memory) {
        return "incomplete: out of memory";
    }
    if (o.left_out) {
        return "incomplete: too large, or with too large a gap";
    }
    if (!file.has_header || (extent_of(file, what).size > 0 && !is_whole(o, file, what))) {
        return file.doubtful ? "doubtful" : "incomplete";
    }
    if (what == What::fork) {
        return "resource fork, complete";
    }
    if (what == What::image) {
        const char* type =
            image_media_type({reinterpret_cast<const char*>(o.entry->payload_data), o.entry->payload_len});
        return type != nullptr ? type : "complete";
    }
    return sessions::complete_text(file.verdict());
}

void describe(Collection& all, Object& o, const File& file, What what)
{
    find_name(all, o, file, what);
    const std::string remark = remark_of(o, file, what);
    if (remark.empty()) {
        replace(o.entry->filename, o.name.c_str());
    } else {
        replace(o.entry->filename, oft::name_with_remark(o.name, remark).c_str());
    }
    replace(o.entry->content_type, state_of(o, file, what));
}

// ---- Which of them are listed ----

bool was_empty_file_sent(const File& file)
{
    return file.has_header && file.size == 0 && (file.ack_frame != 0 || file.done_frame != 0);
}

// An entry cannot be taken back. Nor does the dialog notice all changes of one, so a file of which it is known already
// that it was seen whole is listed when it is whole here, or when a header says that nothing more is to come.
bool is_to_be_listed(const Object& o, const File& file, const Piece& piece)
{
    if (file.remainder || (!file.has_header && o.seen.seen() < oft::kUsualLength)) {
        return false;
    }
    if (o.entry->payload_len == 0) {
        return o.no_memory || o.left_out || was_empty_file_sent(file);
    }
    return piece.bytes == nullptr || o.left_out || !file.is_complete() || is_whole(o, file, piece.what);
}

void list(Collection& all, Object& o)
{
    o.listed = true;
    if (all.first_listed == nullptr) {
        all.first_listed = o.entry;
    }
    all.list->add_entry(all.list->gui_data, o.entry);
}

// ---- The taps ----

// Who sent the file, which need not be who sent this packet.
const char* hostname(packet_info* pinfo, const Piece& piece)
{
    if (piece.sender != nullptr) {
        return piece.sender;
    }
    const File& file = piece.its_file();
    if (piece.what != What::image) {
        const char* owner = tracker() != nullptr ? tracker()->file_owner(*piece.connection) : nullptr;
        // Whoever has the files also sends the first of them.
        if (owner != nullptr && piece.connection->transfer().files()[0].sender == file.sender) {
            return owner;
        }
    }
    const bool is_sender = from_low_end(pinfo) == (file.sender == sessions::Side::low);
    return address_to_str(pinfo->pool, is_sender ? &pinfo->src : &pinfo->dst);
}

void take_into(Collection& all, const Key& key, std::uint32_t frame, const Piece& piece, const char* host,
               std::span<const std::uint8_t> bytes)
{
    const File& file = piece.its_file();
    auto found = all.objects.find(key);
    if (found == all.objects.end()) {
        if (bytes.empty() && !was_empty_file_sent(file)) {
            return;
        }
        found = all.objects.try_emplace(key).first;
        // cppcheck-suppress cstyleCast  // GLib's macro
        auto* entry = g_new0(export_object_entry_t, 1);
        entry->pkt_num = file.prompt_frame != 0 ? file.prompt_frame : frame;
        entry->hostname = g_strdup(host);
        found->second.entry = entry;
    }
    Object& o = found->second;
    if (piece.what != What::fork) {
        follow_move(o, file);
    }
    if (!bytes.empty()) {
        add_bytes(all, o, file, piece.what, piece.offset, bytes);
    }
    describe(all, o, file, piece.what);
    if (!o.listed && all.list != nullptr && is_to_be_listed(o, file, piece)) {
        list(all, o);
    }
}

bool is_new_list(const Collection& all, export_object_list_t* list)
{
    return all.list != nullptr && (all.list != list || (all.first_listed != nullptr &&
                                                        list->get_entry(list->gui_data, 0) != all.first_listed));
}

// `list`: null if it is not known.
void take(packet_info* pinfo, const Piece& piece, export_object_list_t* list)
{
    const ProtocolId id = piece.protocol();
    Collection*& collection = collection_of(id);
    // What epan has to do comes before anything that has a destructor.
    if (collection != nullptr && list != nullptr && is_new_list(*collection, list)) {
        forget(id);
    }
    const Key key{piece.connection->number, piece.file, piece.what};
    const bool is_known = collection != nullptr && collection->objects.contains(key);
    const char* host = is_known ? nullptr : hostname(pinfo, piece);
    std::span<const std::uint8_t> bytes;
    if (piece.bytes != nullptr) {
        const auto length = tvb_captured_length(piece.bytes);
        bytes = {tvb_get_ptr(piece.bytes, 0, static_cast<int>(length)), length};
    }
    try {
        if (collection == nullptr) {
            collection = new Collection;
        }
        if (list != nullptr) {
            collection->list = list;
        }
        take_into(*collection, key, pinfo->num, piece, host, bytes);
    } catch (const std::exception&) {
        forget(id); // what is listed stays as it is
    }
}

tap_packet_status tapped(void* tapdata, packet_info* pinfo, epan_dissect_t*, const void* data, tap_flags_t)
{
    take(pinfo, *static_cast<const Piece*>(data), static_cast<export_object_list_t*>(tapdata));
    return TAP_PACKET_REDRAW;
}

} // namespace

void register_export()
{
    const auto add = [](ProtocolId id, void (*forget_its)()) {
        const int tap_id = register_export_object(proto(id), tapped, forget_its);
        add_piece_tap({tap_id, id, [](packet_info* pinfo, const Piece& piece) { take(pinfo, piece, nullptr); }});
        register_cleanup_routine(forget_its);
    };
    add(ProtocolId::oft, [] { forget(ProtocolId::oft); });
    add(ProtocolId::odc, [] { forget(ProtocolId::odc); });
}

} // namespace oscar::epan
