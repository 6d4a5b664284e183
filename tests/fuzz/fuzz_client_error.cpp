// SPDX-License-Identifier: GPL-2.0-or-later
//
// Input: code and error information of a client error, SNAC 0004/000B.
#include "checker.h"
#include "frame.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size > oscar::fuzz::kMostContent) {
        return -1;
    }
    oscar::fuzz::Frame frame(0x0B);
    oscar::fuzz::check_frame(frame.add({data, size}).finish());
    return 0;
}
