// SPDX-License-Identifier: GPL-2.0-or-later
//
// The parts of a direct IM: a whole frame, and what a frame that is too long to be put together consists of.
#ifndef OSCAR_EPAN_DATA_DIRECT_IM_H
#define OSCAR_EPAN_DATA_DIRECT_IM_H

#include "epan/data/segment.h"

namespace oscar::epan {

// `at`: the bytes in the segment.
void dissect_im_frame(const Segment& s, Slice at);
void dissect_im_passage(const Segment& s, Slice at);
void dissect_im_image(const Segment& s, Slice at, const sessions::Part& part);
void dissect_im_rest(const Segment& s, Slice at);

} // namespace oscar::epan

#endif
