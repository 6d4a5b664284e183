// SPDX-License-Identifier: GPL-2.0-or-later
//
// Input: a FLAP frame.
#include "checker.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    oscar::fuzz::check_frame({data, size});
    return 0;
}
