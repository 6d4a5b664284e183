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
constexpr glong kTextLength = 120;

void add_name(packet_info* pinfo, const char* name, Line& line)
{
    line << "\"" << one_line(pinfo->pool, name, kNameLength) << "\"";
}

void add_text(packet_info* pinfo, const char* text, Line& line)
{
    line << "\"" << one_line(pinfo->pool, text, kTextLength) << "\"";
}

void add_images(std::uint32_t images, Line& line)
{
    if (images > 0) {
        line << " (" << images << (images == 1 ? " image)" : " images)");
    }
}

const char* typing_text(const odc::Frame& frame)
{
    return frame.has(odc::Flag::typing) ? "typing" : frame.has(odc::Flag::typed) ? "paused typing" : "stopped typing";
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

Line frame_line(packet_info* pinfo, const odc::Frame& frame, const char* sender, const char* text, std::uint32_t images)
{
    Line line;
    if (!frame.numbers) {
        line << "Frame, cut short";
        return line;
    }
    if (*sender != '\0') {
        line << one_line(pinfo->pool, sender, kNameLength) << ": ";
    }
    switch (frame.kind()) {
    case odc::Kind::confirmation:
        line << "confirmation";
        break;
    case odc::Kind::typing_note:
        line << typing_text(frame);
        break;
    case odc::Kind::message:
        if (frame.has(odc::Flag::auto_response)) {
            line << "auto response ";
        }
        if (*text != '\0') {
            add_text(pinfo, text, line);
        } else {
            line << (images > 0 ? "no text" : "empty message");
        }
        break;
    }
    add_images(images, line);
    return line;
}

Line passage_line(packet_info* pinfo, const char* text, std::uint32_t images)
{
    Line line;
    line << "Message, continued";
    if (*text != '\0') {
        line << ": ";
        add_text(pinfo, text, line);
    }
    add_images(images, line);
    return line;
}

Line image_line(packet_info* pinfo, const sessions::File& image, const char* range)
{
    Line line;
    line << "Image ";
    add_name(pinfo, image.name.c_str(), line);
    line << ", " << range;
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
