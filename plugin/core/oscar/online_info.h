// SPDX-License-Identifier: GPL-2.0-or-later
//
// SNAC 0001/000F, which every client asks for at its sign-on: the server tells it about itself, its screen name first.
#ifndef OSCAR_CORE_OSCAR_ONLINE_INFO_H
#define OSCAR_CORE_OSCAR_ONLINE_INFO_H

#include "core/wire/view.h"

namespace oscar {

// The screen name of the user on whose connection the FLAP frame at offset 0 of `flap` goes. False if the frame is
// something else.
bool read_own_name(const View& flap, Slice& name);

} // namespace oscar

#endif
