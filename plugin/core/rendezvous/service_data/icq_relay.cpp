// SPDX-License-Identifier: GPL-2.0-or-later
//
// ICQ messages by server relay (1349). Sources: Shutko (snac_04_06_ch2, snac_04_0b), micq's and pwICQ's documents, Licq
// (packet-srv.cpp), MirandaICQ, libfaim. Numbers are little-endian unless noted otherwise.
//
//   u16 length of the first header (0x1B): version, plugin GUID, features, counter
//   u16 length of the second header (0x0E, or 0x12 with a plugin): counter, reserved
//   a message if the plugin GUID is zero, otherwise a message of the plugin manager
#include "core/icq/message.h"
#include "core/rendezvous/service_data/service_reader.h"

namespace oscar::rendezvous {
namespace {

constexpr icq::MessageFields kFields{Field::icq_reserved}; // the first of the rows that icq_dc shares

// The first header, as long as declared. finish() reports bytes beyond the known layout.
bool first_header(const ServiceContext& context, const icq::MessageContext& c, ServiceReader& r, icq::Guid& plugin,
                  const char*& plugin_name)
{
    std::uint16_t length = 0;
    Slice at;
    if (!r.le16(Field::icq_header_length, &length) || !r.take(length, at)) {
        return false;
    }
    ServiceReader h(context, at);
    h.le16(Field::icq_version);
    plugin = icq::decode_guid(c, h, Field::icq_plugin, Field::icq_plugin_name, &plugin_name);
    h.le16(Field::icq_plugin_sub);
    h.le32(Field::icq_features);
    h.u8(Field::icq_accepts);
    h.le16(Field::icq_counter);
    h.finish();
    return true;
}

} // namespace

void decode_icq_relay(const ServiceContext& context, Slice data)
{
    icq::Summary summary;
    const icq::MessageContext c{.view = context.view,
                                .to = context.to,
                                .fields = kFields,
                                .leftover = kServiceLeftover,
                                .data_length_mismatch = FindingId::icq_data_length_mismatch,
                                .way = icq::Way::relayed,
                                .summary = summary};
    ServiceReader r(context, data);
    icq::Guid plugin = icq::Guid::none;
    const char* plugin_name = nullptr;
    if (first_header(context, c, r, plugin, plugin_name) &&
        icq::decode_block(c, r, Field::icq_header2_length, Field::icq_counter)) {
        if (plugin == icq::Guid::none) {
            icq::decode_message(c, r);
        } else if (!icq::decode_manager_message(c, r, plugin_name) && r.remaining() > 0) {
            r.bytes(Field::icq_manager_answer, r.remaining());
        }
    }
    r.finish();
    static_cast<Subject&>(context.summary) = summary;
    context.summary.answer = summary.answer;
}

} // namespace oscar::rendezvous
