// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef OSCAR_CORE_WIRE_MEDIA_TYPE_H
#define OSCAR_CORE_WIRE_MEDIA_TYPE_H

#include <string_view>

namespace oscar {

// The media type of an image by its first bytes; null if it is none of those that clients send.
const char* image_media_type(std::string_view image);

} // namespace oscar

#endif
