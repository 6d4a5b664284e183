// SPDX-License-Identifier: GPL-2.0-or-later
//
// The host's table has no routine that is called before it is drawn, so this is how it is filled:
//
// - Where the sessions are known beforehand, as in Wireshark, which dissects packets again for the table, the first
//   packet of a session adds all of its rows.
// - tshark may dissect packets only once, and what a row says may change until the last one. There, another listener,
//   which is drawn before the table because it came later, fills it all at once, and makes the columns line up.
//
// With a filter, the table has the sessions of which at least one packet passes it.
#include "epan/rendezvous/sessions_table.h"

#include "epan/data/hashes.h"
#include "epan/data/pieces.h"
#include "epan/session_tap.h"
#include "epan/text.h"
#include "epan/tracker.h"
#include "sessions/context.h"
#include "sessions/overview.h"
#include "sessions/streams/report.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cinttypes>
#include <cstring>
#include <string>
#include <unordered_set>
#include <vector>

namespace oscar::epan {

using sessions::kNone;
using sessions::Number;
using sessions::Row;
using sessions::RowKey;
using sessions::Verdict;

namespace {

enum Column : unsigned {
    session,
    start,
    service,
    from,
    to,
    what,
    outcome,
    connected,
    seen,
    expected,
    checksum,
    md5,
    sha256,
    kColumns,
};

struct Heading {
    const char* name;
    bool right = false;
};
constexpr std::array<Heading, kColumns> kHeadings = {{
    {"Session", true},
    {"Start (UTC)"},
    {"Service"},
    {"From"},
    {"To"},
    {"What"},
    {"Outcome"},
    {"Connected"},
    {"Bytes seen", true},
    {"Bytes expected", true},
    {"Checksum"},
    {"MD5"},
    {"SHA-256"},
}};

constexpr const char* kTitle = "One row for each file, or for a session without files";
constexpr std::uint32_t kNoElement = 0xFFFFFFFF;
constexpr glong kNameLength = 64; // in characters
constexpr glong kWhatLength = 160;

stat_tap_table_ui ui;
stat_tap_table_item columns[kColumns];
tap_param filter_parameter;
std::array<char*, kColumns> padded_names; // of the columns, or null

// The sessions and connections that the listener was told about.
std::unordered_set<Number> heard_sessions;
std::unordered_set<Number> heard_connections;
// All rows, in order, as soon as they are known; and for each which element of the host's table it is, if it is in it.
std::vector<RowKey> keys;
std::vector<std::uint32_t> elements;
// Elements that the table has no more, but another dialog may still show.
std::vector<stat_tap_table_item_type*> parked;

char drawer; // names the listener that is drawn before the table
bool has_drawer;

stat_tap_table* table()
{
    // cppcheck-suppress cstyleCast  // GLib's macro
    return ui.tables != nullptr && ui.tables->len > 0 ? g_array_index(ui.tables, stat_tap_table*, 0) : nullptr;
}

// ---- What is in a cell: texts for g_free() ----

using Texts = std::array<char*, kColumns>;

char* time_text(std::int64_t nanoseconds)
{
    constexpr std::int64_t second = 1'000'000'000;
    const std::int64_t rest = (nanoseconds % second + second) % second;
    GDateTime* time = g_date_time_new_from_unix_utc((nanoseconds - rest) / second);
    if (time == nullptr) {
        return g_strdup("");
    }
    char* seconds = g_date_time_format(time, "%Y-%m-%d %H:%M:%S");
    char* text = g_strdup_printf("%s.%03d", seconds, static_cast<int>(rest / 1'000'000));
    g_free(seconds);
    g_date_time_unref(time);
    return text;
}

char* endpoint_text(sessions::Endpoint e)
{
    if (e.ip == 0) {
        return g_strdup("");
    }
    Line line;
    line.ipv4(e.ip);
    line << ":" << e.port;
    return g_strdup(line.c_str());
}

// Padded, because Wireshark sorts texts as such.
char* number_text(bool known, std::uint64_t number)
{
    return known ? g_strdup_printf("%14" PRIu64, number) : g_strdup("");
}

char* user_text(wmem_allocator_t* scope, const char* name, sessions::Endpoint instead)
{
    return name != nullptr ? g_strdup(one_line(scope, name, kNameLength)) : endpoint_text(instead);
}

char* what_text(wmem_allocator_t* scope, const Row& row)
{
    if (row.file != nullptr && !row.file->name.empty()) {
        return g_strdup_printf("\"%s\"", one_line(scope, row.file->name.c_str(), kWhatLength));
    }
    if (row.direct_im != nullptr) {
        sessions::CountText text;
        return g_strdup(sessions::count_text(*row.direct_im, text));
    }
    if (row.messages != 0) {
        return g_strdup_printf("%zu message%s", row.messages, row.messages == 1 ? "" : "s");
    }
    if (row.subject != nullptr) {
        return g_strdup(row.subject);
    }
    return g_strdup(row.file != nullptr ? "unknown file" : "");
}

const char* checksum_text(Verdict verdict)
{
    switch (verdict) {
    case Verdict::not_all_seen:
        return "not all bytes seen";
    case Verdict::not_stated:
        return "not stated";
    case Verdict::correct:
        return "correct";
    case Verdict::incorrect:
        return "incorrect";
    }
    return "";
}

void fill_file(const Row& row, Texts& out)
{
    const sessions::File& file = *row.file;
    out[checksum] = g_strdup(checksum_text(file.verdict()));
    Digests digests;
    if (digests_of(*row.connection, row.key.file, digests)) {
        out[md5] = g_strdup(digests.md5.data());
        out[sha256] = g_strdup(digests.sha256.data());
    } else if (file.is_complete()) {
        out[md5] = g_strdup(file.start != 0 ? "resumed" : "not computed");
        out[sha256] = g_strdup(out[md5]);
    }
}

Texts texts_of(const Row& row)
{
    wmem_allocator_t* scope = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    Texts out{};
    out[session] = row.key.session != kNone ? g_strdup_printf("%7u", row.key.session) : g_strdup("      -");
    out[start] = time_text(row.start);
    out[service] = g_strdup(row.has_service ? row.service.c_str() : "");
    out[from] = user_text(scope, row.from, row.from_end);
    out[to] = user_text(scope, row.to, row.to_end);
    out[what] = what_text(scope, row);
    sessions::OutcomeText text;
    out[outcome] = g_strdup(row.has_outcome ? outcome_text(row.outcome, row.outcome_value, text) : "");
    out[connected] = g_strdup(row.way != nullptr ? row.way : "");
    out[seen] = number_text(row.has_seen, row.seen);
    out[expected] = number_text(row.has_expected, row.expected);
    if (row.file != nullptr) {
        fill_file(row, out);
    }
    for (char*& cell : out) {
        cell = cell != nullptr ? cell : g_strdup("");
    }
    wmem_destroy_allocator(scope);
    return out;
}

// ---- The host's table ----

void free_cell(stat_tap_table*, unsigned, unsigned, stat_tap_table_item_type* cell)
{
    g_free(const_cast<char*>(cell->value.string_value));
    cell->value.string_value = nullptr;
}

void free_row(stat_tap_table_item_type* row)
{
    for (unsigned column = 0; column < kColumns; ++column) {
        free_cell(nullptr, 0, column, &row[column]);
    }
    g_free(row);
}

// `element` is one of the table, or the next one.
void put(stat_tap_table* to, unsigned element, const Row& row)
{
    const Texts texts = texts_of(row);
    std::array<stat_tap_table_item_type, kColumns> cells{};
    for (unsigned column = 0; column < kColumns; ++column) {
        if (element < to->num_elements) {
            free_cell(to, element, column, stat_tap_get_field_data(to, element, column));
        }
        cells[column].type = TABLE_ITEM_STRING;
        cells[column].value.string_value = texts[column];
    }
    stat_tap_init_table_row(to, element, kColumns, cells.data());
}

// Takes the elements from `first` on out of the table.
void drop(stat_tap_table* from, unsigned first)
{
    const bool may_be_shown = ui.refcount > 1; // by other dialogs than the one that fills the table now
    if (!may_be_shown) {
        std::for_each(parked.begin(), parked.end(), free_row);
        parked.clear();
    }
    while (from->num_elements > first) {
        stat_tap_table_item_type* row = from->elements[from->num_elements - 1];
        if (may_be_shown) {
            parked.push_back(row);
        } else {
            free_row(row);
        }
        --from->num_elements;
    }
}

void forget_what_was_heard()
{
    heard_sessions.clear();
    heard_connections.clear();
    keys.clear();
    elements.clear();
}

void reset(stat_tap_table* of)
{
    forget_what_was_heard();
    try {
        drop(of, 0);
    } catch (const std::exception&) {
        of->num_elements = 0; // better than rows that another dialog shows and that are gone
    }
}

void create(stat_tap_table_ui* to)
{
    if (table() == nullptr) {
        forget_what_was_heard();
        stat_tap_add_table(to, stat_tap_init_table(kTitle, kColumns, 0, nullptr));
    }
}

// ---- Filling it ----

bool is_heard(const RowKey& key)
{
    return heard_sessions.contains(key.session) || heard_connections.contains(key.connection);
}

void refresh(std::size_t row)
{
    if (stat_tap_table* to = table()) {
        if (elements[row] == kNoElement) {
            elements[row] = to->num_elements;
        }
        put(to, elements[row], tracker()->row(keys[row], is_capture_complete()));
    }
}

// Adds the rows of a session, or of a connection without one.
void show(Number session, Number connection)
{
    if (keys.empty()) {
        keys = tracker()->rows();
        elements.assign(keys.size(), kNoElement);
    }
    const RowKey first{session, session != kNone ? 0 : connection, 0};
    const auto begin = std::ranges::lower_bound(keys, first);
    for (auto key = begin; key != keys.end() && key->session == session; ++key) {
        if (session == kNone && key->connection != connection) {
            break;
        }
        const auto row = static_cast<std::size_t>(key - keys.begin());
        if (elements[row] == kNoElement) {
            refresh(row);
        }
    }
}

std::size_t width(const char* utf8)
{
    std::size_t out = 0;
    for (; *utf8 != '\0'; utf8 = g_utf8_next_char(utf8)) {
        const gunichar c = g_utf8_get_char(utf8);
        out += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
    }
    return out;
}

char* padded(const char* text, std::size_t to, bool right)
{
    const auto blanks = static_cast<int>(to - std::min(to, width(text)));
    return right ? g_strdup_printf("%*s%s", blanks, "", text) : g_strdup_printf("%s%*s", text, blanks, "");
}

void line_up(stat_tap_table* of)
{
    for (unsigned column = 0; column < kColumns; ++column) {
        const bool right = kHeadings[column].right;
        std::size_t most = width(kHeadings[column].name);
        for (unsigned element = 0; element < of->num_elements; ++element) {
            most = std::max(most, width(stat_tap_get_field_data(of, element, column)->value.string_value));
        }
        for (unsigned element = 0; element < of->num_elements; ++element) {
            stat_tap_table_item_type* cell = stat_tap_get_field_data(of, element, column);
            char* text = padded(cell->value.string_value, most, right);
            free_cell(of, element, column, cell);
            cell->value.string_value = text;
        }
        g_free(padded_names[column]);
        padded_names[column] = padded(kHeadings[column].name, most, right);
        columns[column].column_name = padded_names[column];
    }
}

void draw(void*)
{
    stat_tap_table* to = table();
    if (to == nullptr || tracker() == nullptr) {
        return;
    }
    update_tracker([&](const sessions::Tracker& tracker) {
        unsigned count = 0;
        for (const RowKey& key : tracker.rows()) {
            if (is_heard(key)) {
                put(to, count++, tracker.row(key, true));
            }
        }
        drop(to, count);
        line_up(to);
    });
}

void stop_drawing()
{
    if (has_drawer) {
        remove_tap_listener(&drawer);
        has_drawer = false;
    }
    forget_what_was_heard();
}

void draw_at_the_end()
{
    if (has_drawer) {
        return;
    }
    GString* error = register_tap_listener(kSessionTableTap, &drawer, nullptr, 0, nullptr, nullptr, draw, nullptr);
    has_drawer = error == nullptr;
    if (error != nullptr) {
        g_string_free(error, TRUE);
    }
}

tap_packet_status hear(void*, packet_info* pinfo, epan_dissect_t*, const void* data, tap_flags_t)
{
    const auto& tapped = *static_cast<const Tapped*>(data);
    if (tracker() == nullptr) {
        return TAP_PACKET_DONT_REDRAW;
    }
    const bool first_pass = on_first_pass(pinfo);
    if (first_pass || std::strcmp(program_invocation_short_name, "tshark") == 0) {
        draw_at_the_end();
    }
    const Number connection = tapped.data != nullptr ? tapped.data->number : kNone;
    update_tracker([&](const sessions::Tracker&) {
        bool is_new = tapped.session != kNone && heard_sessions.insert(tapped.session).second;
        is_new = (connection != kNone && heard_connections.insert(connection).second) || is_new;
        if (is_new && !first_pass) {
            show(tapped.session, connection);
        }
    });
    return TAP_PACKET_REDRAW;
}

void hash(packet_info* pinfo, const Piece& piece)
{
    if (piece.what != Piece::What::file || piece.bytes == nullptr) {
        return;
    }
    const unsigned length = tvb_captured_length(piece.bytes);
    hash_piece(*piece.connection, piece.file, piece.offset,
               {tvb_get_ptr(piece.bytes, 0, static_cast<int>(length)), length});
    if (on_first_pass(pinfo) || tracker() == nullptr || !is_hashed(*piece.connection, piece.file)) {
        return;
    }
    const RowKey key{piece.connection->session, piece.connection->number, piece.file};
    const auto found = std::ranges::lower_bound(keys, key);
    const auto row = static_cast<std::size_t>(found - keys.begin());
    if (found != keys.end() && *found == key && elements[row] != kNoElement) {
        refresh(row);
    }
}

} // namespace

void register_sessions_table()
{
    for (unsigned column = 0; column < kColumns; ++column) {
        columns[column] = {.type = TABLE_ITEM_STRING,
                           .align = kHeadings[column].right ? TAP_ALIGN_RIGHT : TAP_ALIGN_LEFT,
                           .column_name = kHeadings[column].name,
                           .field_format = "%s"};
    }
    filter_parameter = {
        .type = PARAM_FILTER, .name = "filter", .title = "Filter", .enum_vals = nullptr, .optional = true};
    ui.group = REGISTER_PACKET_STAT_GROUP_UNSORTED;
    ui.title = "AIM Rendezvous Sessions";
    ui.tap_name = kSessionTableTap;
    ui.cli_string = "aim_rendezvous,sessions";
    ui.stat_tap_init_cb = create;
    ui.packet_func = hear;
    ui.stat_tap_reset_table_cb = reset;
    ui.stat_tap_free_table_item_cb = free_cell;
    ui.nfields = kColumns;
    ui.fields = columns;
    ui.nparams = 1;
    ui.params = &filter_parameter;
    register_stat_tap_table_ui(&ui);
    add_piece_tap({.tap_id = session_table_tap(), .protocol = ProtocolId::oft, .take = hash, .at_once = true});
    register_cleanup_routine(stop_drawing);
}

} // namespace oscar::epan
