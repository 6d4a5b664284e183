// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef OSCAR_EPAN_VIEW_OF_H
#define OSCAR_EPAN_VIEW_OF_H

#include "core/wire/view.h"
#include "epan/compat.h"

namespace oscar::epan {

// The view is valid as long as the packet is dissected.
inline View view_of(tvbuff_t* tvb)
{
    const auto captured = static_cast<std::uint32_t>(tvb_captured_length(tvb));
    const auto size = static_cast<std::uint32_t>(tvb_reported_length(tvb));
    const std::uint8_t* bytes = captured > 0 ? tvb_get_ptr(tvb, 0, static_cast<int>(captured)) : nullptr;
    return {bytes, captured, size};
}

} // namespace oscar::epan

#endif
