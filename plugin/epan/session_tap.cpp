// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/session_tap.h"

#include <algorithm>

namespace oscar::epan {
namespace {

int tap = -1;
int table_tap = -1;

// A part of a data connection, about which `about` says what is special.
void tap_part(packet_info* pinfo, const sessions::DataConnection& data, const char* line, const Tapped& about)
{
    if (!has_session_listener()) {
        return;
    }
    auto* tapped = wmem_new(pinfo->pool, Tapped);
    *tapped = about;
    tapped->line = wmem_strdup(pinfo->pool, line);
    tapped->session = data.session;
    tapped->data = &data;
    tap_session(pinfo, tapped);
}

} // namespace

void register_session_taps()
{
    tap = register_tap(kSessionTap);
    table_tap = register_tap(kSessionTableTap);
}

int session_table_tap() { return table_tap; }

bool has_session_listener() { return have_tap_listener(tap) || have_tap_listener(table_tap); }

void tap_findings(packet_info* pinfo, std::span<const Record> records)
{
    const auto is_finding = [](const Record& record) { return record.what == Record::What::finding; };
    if (have_tap_listener(tap) && std::ranges::any_of(records, is_finding)) {
        auto* tapped = wmem_new(pinfo->pool, Tapped);
        *tapped = {.findings = records};
        tap_queue_packet(tap, pinfo, tapped);
    }
}

void tap_session(packet_info* pinfo, const Tapped* tapped)
{
    for (const int id : {tap, table_tap}) {
        if (have_tap_listener(id)) {
            tap_queue_packet(id, pinfo, tapped);
        }
    }
}

void tap_data(packet_info* pinfo, const sessions::DataConnection& data, sessions::Part::Kind part, std::uint32_t file,
              const char* line)
{
    tap_part(pinfo, data, line, {.part = part, .file = file});
}

void tap_peer(packet_info* pinfo, const sessions::DataConnection& data, const char* said, std::uint32_t count,
              const char* line)
{
    tap_part(pinfo, data, line, {.part = sessions::Part::Kind::header, .said = said, .said_count = count});
}

void tap_direct_im(packet_info* pinfo, const sessions::DataConnection& data, const odc::Frame* frame,
                   std::uint32_t images, const char* line)
{
    if (!has_session_listener()) {
        return;
    }
    odc::Frame* copy = nullptr;
    if (frame != nullptr) {
        copy = wmem_new(pinfo->pool, odc::Frame);
        *copy = *frame;
    }
    const auto part = frame != nullptr ? sessions::Part::Kind::frame : sessions::Part::Kind::passage;
    tap_part(pinfo, data, line, {.part = part, .frame = copy, .images = images});
}

} // namespace oscar::epan
