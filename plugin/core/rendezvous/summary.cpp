// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/rendezvous/summary.h"

#include "core/rendezvous/service_data/service_data.h"

namespace oscar {
namespace {

// Takes from the service data what the summary wants.
class SummaryListener final : public Listener {
public:
    explicit SummaryListener(Summary& summary) : summary_(summary) {}

    void on_item(const Item& item) override
    {
        switch (item.field) {
        case Field::file_name:
        case Field::icq_file_name:
        case Field::chat_room:
            summary_.name = item;
            break;
        case Field::icq_text:
            if (summary_.name.at.length == 0) {
                summary_.name = item;
            }
            break;
        case Field::file_size:
            if (summary_.has_size) {
                break; // the 64-bit size knows better
            }
            [[fallthrough]];
        case Field::icq_file_size:
        case Field::icon_length:
        case Field::file_size64:
            summary_.has_size = true;
            summary_.size = item.value;
            break;
        case Field::file_count:
            summary_.has_count = true;
            summary_.count = static_cast<std::uint16_t>(item.value);
            break;
        case Field::icq_type:
            summary_.has_icq_type = true;
            summary_.icq_type = static_cast<std::uint8_t>(item.value);
            break;
        default:
            break;
        }
    }
    void on_open() override {}
    void on_close() override {}
    void finding(const Finding&) override {}
    void embedded(const char*, Slice) override {}

private:
    Summary& summary_;
};

} // namespace

Summary read_summary(const View& flap, const Message& m)
{
    Summary summary;
    SummaryListener listener(summary);
    if (m.icbm.has_block) {
        const Block& b = m.block;
        const ServiceContext context{flap, &b};
        const Tlv* size = b.find(tag::kFileSize64);
        if (b.service == Service::file_transfer && size != nullptr && size->fault == Fault::none) {
            find_service_tag(b.service, size->tag)->tell(context, Field::file_size64, size->value, listener);
        }
        if (const Tlv* data = b.find(tag::kServiceData); data != nullptr && data->fault == Fault::none) {
            decode_service_data(context, b.service, data->value, listener);
        }
    } else if (m.icbm.has_code && m.error.form == ErrorForm::icq_relay && flap.has(m.error.info)) {
        decode_icq_relay({flap}, m.error.info, listener);
    }
    return summary;
}

} // namespace oscar
