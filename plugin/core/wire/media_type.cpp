// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/wire/media_type.h"

namespace oscar {

const char* image_media_type(std::string_view image)
{
    if (image.starts_with("GIF8")) {
        return "image/gif";
    }
    if (image.starts_with("\x89PNG")) {
        return "image/png";
    }
    if (image.starts_with("\xFF\xD8\xFF")) {
        return "image/jpeg";
    }
    return nullptr;
}

} // namespace oscar
