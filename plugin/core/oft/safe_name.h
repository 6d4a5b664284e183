// SPDX-License-Identifier: GPL-2.0-or-later
//
// Names of files, made harmless: they come from the network, and are to become names on whatever system the files are
// saved. See safe_name.cpp for what that takes.
#ifndef OSCAR_CORE_OFT_SAFE_NAME_H
#define OSCAR_CORE_OFT_SAFE_NAME_H

#include <cstddef>
#include <string>
#include <string_view>

namespace oscar::oft {

// Below the 255 bytes of most file systems, because Wireshark may append a number, and escapes.
inline constexpr std::size_t kMostNameBytes = 200;

// A name, never empty, for a file in a single folder. `utf8` may be anything.
std::string safe_name(std::string_view utf8);

// "photo.jpg" and "incomplete" make "photo (incomplete).jpg". `safe` comes from safe_name(); `remark` is as harmless.
std::string name_with_remark(std::string_view safe, std::string_view remark);

} // namespace oscar::oft

#endif
