// SPDX-License-Identifier: GPL-2.0-or-later
#include "epan/rendezvous/message_tap.h"

#include <cstring>

namespace oscar::epan {

using namespace rendezvous;

namespace {

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

void tap_message(packet_info* pinfo, const View& flap, const Message& m, const char* line,
                 const sessions::Context* context)
{
    if (!has_session_listener()) {
        return;
    }
    auto* details = wmem_new(pinfo->pool, TappedMessage);
    *details = {.type = type_of(pinfo, m),
                .service = service_of(pinfo, m, context),
                .cancel_reason = nullptr,
                .nak = nullptr,
                .context = nullptr,
                .first_pass = pinfo->fd->visited == 0};
    std::uint16_t reason = 0;
    if (m.kind == MessageKind::cancel && m.block.u16(flap, tag::kCancelReason, reason)) {
        details->cancel_reason = name_or_number(pinfo, Field::cancel_reason, reason);
    }
    if (m.kind == MessageKind::client_error && m.icbm.has_code && m.error.form == ErrorForm::nak) {
        details->nak = name_or_number(pinfo, Field::nak, m.error.nak);
    }
    if (context != nullptr) {
        auto* copy = wmem_new(pinfo->pool, sessions::Context);
        *copy = *context;
        details->context = copy;
    }
    auto* tapped = wmem_new(pinfo->pool, Tapped);
    *tapped = {.line = wmem_strdup(pinfo->pool, line),
               .session = context != nullptr ? context->session : sessions::kNone,
               .message = details};
    tap_session(pinfo, tapped);
}

} // namespace oscar::epan
