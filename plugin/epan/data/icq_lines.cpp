// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/data/icq_lines.h"

#include "core/icq_dc/fields.h"
#include "epan/subject.h"
#include "epan/text.h"

namespace oscar::epan {

using icq_dc::Command;
using icq_dc::FileCommand;

namespace {

constexpr glong kNameLength = 80; // in characters
constexpr glong kTextLength = 160;

void quote(packet_info* pinfo, const char* text, glong most, Line& line)
{
    line << "\"" << one_line(pinfo->pool, text, most) << "\"";
}

const char* text_of(packet_info* pinfo, tvbuff_t* tvb, const Item& item)
{
    return item.at.length > 0 ? to_utf8(pinfo->pool, tvb, item.at, item.charset) : "";
}

} // namespace

Line init_line(const icq_dc::Init& init)
{
    Line line;
    line << "Handshake";
    if (init.uin != 0) {
        line << " of " << init.uin;
    }
    if (init.to_uin != 0) {
        line << " with " << init.to_uin;
    }
    line << ", version " << init.version;
    return line;
}

Line channel_line(const icq_dc::Channel& channel)
{
    Line line;
    if (channel.number == 1) {
        line << "Channel for messages";
    } else if (const char* name = value_name(icq_dc::Field::channel, channel.number)) {
        line << "Channel to the " << name;
    } else {
        line << "Channel " << channel.number;
    }
    line << (channel.is_answer ? ", answer" : "");
    return line;
}

Line direct_message_line(packet_info* pinfo, tvbuff_t* tvb, const icq_dc::Message& message, const char* user)
{
    Line line;
    if (user != nullptr) {
        line << one_line(pinfo->pool, user, kNameLength) << ": ";
    }
    const std::size_t start = line.length();
    if (message.is(Command::message)) {
        append_subject(pinfo, tvb, message.summary, kTextLength, line);
        line << (line.length() == start ? "Message" : "");
        return line;
    }
    const char* command = value_name(icq_dc::Field::command, message.command);
    line << (command != nullptr ? command : "Unknown command");
    const icq::Answer& answer = message.summary.answer;
    if (message.is(Command::ack) && !answer.is(icq::Status::ok)) {
        if (const char* status = value_name(icq_dc::kMessageFields[icq::MessageField::status], answer.status)) {
            line << " (" << status << ")";
        }
    }
    const std::size_t before = line.length();
    line << ": ";
    append_subject(pinfo, tvb, message.summary, kTextLength, line);
    if (line.length() == before + 2) {
        Line shorter;
        shorter << line.from(0).substr(0, before);
        line = shorter;
    }
    if (message.is(Command::ack) && answer.is_waited_for()) {
        line << ", at port " << answer.port;
    }
    return line;
}

const char* said_in(packet_info* pinfo, tvbuff_t* tvb, const icq_dc::Message& message)
{
    if (message.summary.is(icq::Type::plain)) {
        return text_of(pinfo, tvb, message.summary.text);
    }
    Line line;
    append_subject(pinfo, tvb, message.summary, kTextLength, line);
    return wmem_strdup(pinfo->pool, line.c_str());
}

Line file_packet_line(packet_info* pinfo, const icq_dc::FilePacket& packet, const char* name)
{
    Line line;
    const char* command = packet.has_command ? value_name(icq_dc::Field::file_packet, packet.command) : nullptr;
    line << (packet.is_folder ? "Folder" : command != nullptr ? command : "Unknown packet");
    if (*name != '\0') {
        line << " ";
        quote(pinfo, name, kNameLength, line);
    }
    if (packet.is(FileCommand::init)) {
        line << ": " << packet.files << (packet.files == 1 ? " file, " : " files, ") << packet.size << " bytes";
    } else if (packet.is(FileCommand::next) && !packet.is_folder) {
        line << " (" << packet.size << " bytes)";
    } else if (packet.is(FileCommand::start)) {
        line << " " << packet.number;
        if (packet.offset != 0) {
            line << ", from byte " << packet.offset;
        }
    } else if (packet.is(FileCommand::speed) && packet.is_whole) {
        line << " " << packet.speed << (packet.speed == 0 ? " (pause)" : "");
    }
    return line;
}

Line hello_line(packet_info* pinfo, const icq_dc::ChatHello& hello, const char* nick)
{
    Line line;
    switch (hello.form) {
    case icq_dc::ChatHello::Form::from_connector:
        line << "Chat opened";
        break;
    case icq_dc::ChatHello::Form::from_listener:
        line << "Chat joined";
        break;
    case icq_dc::ChatHello::Form::answer:
        line << "Chat: font and address";
        break;
    }
    if (*nick != '\0') {
        line << " by ";
        quote(pinfo, nick, kNameLength, line);
    }
    return line;
}

void add_quoted(packet_info* pinfo, const char* text, Line& line) { quote(pinfo, text, kTextLength, line); }

void add_chat_command(const icq_dc::ChatPiece& piece, Line& line)
{
    const char* command = piece.size != 0 ? value_name(icq_dc::Field::chat_command, piece.command) : nullptr;
    line << "[" << (command != nullptr ? command : "Unknown command") << "]";
}

} // namespace oscar::epan
