// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/rendezvous/message_tap.h"

#include <cstring>

namespace oscar::epan {

using namespace rendezvous;

namespace {

int tap_id = -1;

const char* name_or_number(packet_info* pinfo, Field field, std::uint16_t value)
{
    const char* name = value_name(field, value);
    return name != nullptr ? name : wmem_strdup_printf(pinfo->pool, "%u", value);
}

const char* type_of(packet_info* pinfo, const Message& m)
{
    const char* name = kind_name(m);
    return name != nullptr ? name : wmem_strdup_printf(pinfo->pool, "%u", m.block.type);
}

const char* service_of(packet_info* pinfo, const Message& m, const sessions::Context* context)
{
    if (m.icbm.has_block && m.block.has_uuid) {
        return wmem_strdup(pinfo->pool, m.service_name.c_str());
    }
    return context != nullptr && context->has_service ? wmem_strdup(pinfo->pool, context->service.c_str()) : nullptr;
}

} // namespace

void register_tap_of_messages() { tap_id = register_tap("aim_rendezvous"); }

void tap_message(packet_info* pinfo, const View& flap, const Message& m, const char* line,
                 const sessions::Context* context, std::span<const Record> records)
{
    if (!have_tap_listener(tap_id)) {
        return;
    }
    auto* tapped = wmem_new(pinfo->pool, Tapped);
    *tapped = {.line = wmem_strdup(pinfo->pool, line),
               .type = type_of(pinfo, m),
               .service = service_of(pinfo, m, context),
               .cancel_reason = nullptr,
               .nak = nullptr,
               .context = nullptr,
               .first_pass = pinfo->fd->visited == 0,
               .records = records};
    std::uint16_t reason = 0;
    if (m.kind == MessageKind::cancel && m.block.u16(flap, tag::kCancelReason, reason)) {
        tapped->cancel_reason = name_or_number(pinfo, Field::cancel_reason, reason);
    }
    if (m.kind == MessageKind::client_error && m.icbm.has_code && m.error.form == ErrorForm::nak) {
        tapped->nak = name_or_number(pinfo, Field::nak, m.error.nak);
    }
    if (context != nullptr) {
        auto* copy = wmem_new(pinfo->pool, sessions::Context);
        *copy = *context;
        tapped->context = copy;
    }
    tap_queue_packet(tap_id, pinfo, tapped);
}

} // namespace oscar::epan
