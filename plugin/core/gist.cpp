// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/gist.h"

#include "core/service_data/service_data.h"

namespace oscar {
namespace {

// Takes from the service data what the summary wants.
class GistListener final : public Listener {
public:
    explicit GistListener(Gist& gist) : gist_(gist) {}

    void on_item(const Item& item) override
    {
        switch (item.field) {
        case Field::file_name:
        case Field::icq_file_name:
        case Field::chat_room:
            gist_.name = item;
            break;
        case Field::icq_text:
            if (gist_.name.at.length == 0) {
                gist_.name = item;
            }
            break;
        case Field::file_size:
            if (gist_.has_size) {
                break; // the 64-bit size knows better
            }
            [[fallthrough]];
        case Field::icq_file_size:
        case Field::icon_length:
        case Field::file_size64:
            gist_.has_size = true;
            gist_.size = item.value;
            break;
        case Field::file_count:
            gist_.has_count = true;
            gist_.count = static_cast<std::uint16_t>(item.value);
            break;
        case Field::icq_type:
            gist_.has_icq_type = true;
            gist_.icq_type = static_cast<std::uint8_t>(item.value);
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
    Gist& gist_;
};

} // namespace

Gist read_gist(const View& flap, const Message& m)
{
    Gist gist;
    GistListener listener(gist);
    if (m.icbm.has_block) {
        const Block& b = m.block;
        const ServiceContext context{flap, &b};
        const Tlv* size = b.find(tag::kFileSize64);
        if (b.service == Service::file_transfer && size != nullptr && size->fault == Fault::none) {
            find_service_tag(b.service, size->tag)->tell(context, Field::file_size64, size->value, listener);
        }
        if (const Tlv* data = b.find(tag::kServiceData); data != nullptr && data->fault == Fault::none) {
            tell_service_data(context, b.service, data->value, listener);
        }
    } else if (m.icbm.has_code && m.error.form == ErrorForm::icq_relay && flap.has(m.error.info)) {
        tell_icq_relay({flap}, m.error.info, listener);
    }
    return gist;
}

} // namespace oscar
