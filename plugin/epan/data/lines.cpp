// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/lines.h"

#include "core/ars/fields.h"
#include "core/oft/fields.h"
#include "epan/text.h"

#include <algorithm>

namespace oscar::epan {

using oft::Type;

namespace {

constexpr glong kNameLength = 80; // in characters

void add_name(packet_info* pinfo, const char* name, Line& line)
{
    line << "\"" << one_line(pinfo->pool, name, kNameLength) << "\"";
}

} // namespace

const char* file_name(wmem_allocator_t* scope, tvbuff_t* tvb, std::uint32_t offset, const Item& name)
{
    return path_text(scope, to_utf8(scope, tvb, {offset + name.at.offset, name.at.length}, name.charset));
}

Line header_line(packet_info* pinfo, const oft::Header& header, const char* name)
{
    Line line;
    if (!header.numbers) {
        line << "Header, cut short";
        return line;
    }
    if (const char* type = value_name(oft::Field::type, header.type)) {
        line << type;
    } else {
        line << "Unknown header " << header.type;
    }
    if (*name != '\0') {
        line << " ";
        add_name(pinfo, name, line);
    }
    if (header.is(Type::prompt) || header.is(Type::list)) {
        line << " (" << header.size << " bytes)";
        if (header.files > 1) {
            line << ", file "
                 << std::uint64_t{1} + static_cast<std::uint64_t>(std::max(header.files - header.files_left, 0))
                 << " of " << header.files;
        }
    } else if (header.is(Type::resume_wish) || header.is(Type::resume_granted) || header.is(Type::done)) {
        line << ", " << header.received << " of " << header.size << " bytes";
    }
    return line;
}

Line content_line(packet_info* pinfo, const sessions::File& file, const char* range)
{
    Line line;
    if (file.name.empty()) {
        line << "File data";
    } else {
        add_name(pinfo, file.name.c_str(), line);
    }
    line << ", " << range;
    return line;
}

Line file_line(packet_info* pinfo, const sessions::File& file)
{
    Line line;
    line << "File data";
    if (!file.name.empty()) {
        line << " ";
        add_name(pinfo, file.name.c_str(), line);
    }
    if (file.has_header) {
        line << " (" << file.size - std::min(file.start, file.size) << " bytes)";
    }
    return line;
}

Line proxy_line(packet_info* pinfo, tvbuff_t* tvb, std::uint32_t offset, const ars::Packet& packet)
{
    Line line;
    if (!packet.has_header) {
        line << "Proxy packet, cut short";
        return line;
    }
    if (const char* command = value_name(ars::Field::command, packet.command)) {
        line << command;
    } else {
        line << "Unknown command " << packet.command;
    }
    if (packet.has_error) {
        const char* error = value_name(ars::Field::error, packet.error);
        line << ": ";
        if (error != nullptr) {
            line << error;
        } else {
            line << "code " << packet.error;
        }
    }
    if (packet.name.length > 0) {
        const Slice at{offset + packet.name.offset, packet.name.length};
        line << " by " << one_line(pinfo->pool, to_utf8(pinfo->pool, tvb, at, Charset::unknown), kNameLength);
    }
    if (packet.has_ip) {
        line << " at ";
        line.ipv4(packet.ip);
    }
    if (packet.has_pin) {
        line << ", pin " << packet.pin;
    }
    return line;
}

} // namespace oscar::epan
