// SPDX-License-Identifier: GPL-2.0-or-later
#include "core/oscar/online_info.h"

namespace oscar {
namespace {

constexpr std::uint16_t kServiceFoodgroup = 0x0001;
constexpr std::uint16_t kOnlineInfo = 0x000F;

} // namespace

bool read_own_name(const View& flap, const Snac& snac, Slice& name)
{
    if (snac.foodgroup != kServiceFoodgroup || snac.subgroup != kOnlineInfo) {
        return false;
    }
    Reader r(flap, snac.body);
    return r.read_string08(name) && name.length > 0;
}

} // namespace oscar
