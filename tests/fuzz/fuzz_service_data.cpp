// SPDX-License-Identifier: GPL-2.0-or-later
//
// Input: one byte, the index of a decoder in the list below; then its data. make-seeds has the same list.
#include "checker.h"

#include "core/rendezvous/rules.h"
#include "core/rendezvous/value.h"

#include <iterator>

using namespace oscar;
using namespace oscar::rendezvous;
using fuzz::require;

namespace {

struct Decoder {
    Service service;
    std::uint16_t tag; // 10001, or one that only this service gives a meaning
};

constexpr Decoder kDecoders[] = {
    {Service::file_transfer, 10001}, {Service::get_file, 10001},         {Service::chat, 10001},
    {Service::buddy_icon, 10001},    {Service::send_buddy_list, 10001},  {Service::talk, 10001},
    {Service::add_ins, 10001},       {Service::icq_direct, 10001},       {Service::icq_relay, 10001},
    {Service::ichat_av, 10001},      {Service::file_transfer, 0x2712},   {Service::file_transfer, 0x2713},
    {Service::chat, 0x2713},         {Service::send_buddy_list, 0x2712}, {Service::ichat_av, 0x2774},
    {Service::trillian, 0x03E8},
};

// Decodes a block that consists of this one value.
fuzz::Reports check(const View& view, const Decoder& decoder)
{
    fuzz::Checker checker(view);
    Message message;
    message.block.service = decoder.service;
    for (const ServiceRow& row : service_table()) {
        if (row.service == decoder.service) {
            message.block.service_row = &row;
        }
    }
    require(message.block.service_row != nullptr, "the service is in the table");
    const TagRow* row = find_tag(decoder.service, decoder.tag);
    require(row != nullptr, "the service has the tag");
    const auto length = static_cast<std::uint16_t>(view.size());
    Rules rules(view, message, checker);
    Summary summary;
    decode_value({view, &message.block, checker, summary},
                 {.tag = decoder.tag, .length = length, .at = view.whole(), .value = view.whole(), .header = true}, row,
                 rules);
    require(view.has(summary.name.at), "the subject's name is captured");
    return checker.reports();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0 || size > 0x10000 || data[0] >= std::size(kDecoders)) {
        return -1;
    }
    const View view(std::span(data + 1, size - 1));
    const Decoder& decoder = kDecoders[data[0]];
    require(check(view, decoder) == check(view, decoder), "decoding the same bytes again gives the same reports");
    return 0;
}
