// SPDX-License-Identifier: GPL-2.0-or-later
//
// Wireshark's library in this process, with the plugin under test: for what no program shows that comes with Wireshark
// and runs without a screen.
#ifndef OSCAR_TESTS_HOST_HOST_H
#define OSCAR_TESTS_HOST_HOST_H

#include "epan/compat.h"

#include <functional>
#include <string>

namespace oscar::epan {

// The name of a capture in captures/, without its ending.
std::string path_of_capture(const std::string& name);

// Dissects a capture as the GUI does: first all frames in their order, then each again, now with a tree and for those
// who listen to taps. `between` is called between the two, and `look` sees each packet after the second.
void look_at(const std::string& path, const std::function<void(packet_info&)>& look = {},
             const std::function<void()>& between = {});

} // namespace oscar::epan

#endif
