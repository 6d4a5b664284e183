// SPDX-License-Identifier: GPL-2.0-or-later
//
// SNAC 0001/000F, which every client asks for at its sign-on: the server tells it about itself, its screen name first.
#ifndef OSCAR_CORE_OSCAR_ONLINE_INFO_H
#define OSCAR_CORE_OSCAR_ONLINE_INFO_H

#include "core/oscar/snac.h"
#include "core/wire/view.h"

namespace oscar {

// The screen name of the user on whose connection a SNAC goes, which read_snac() has read from the same view. False if
// it is another SNAC.
bool read_own_name(const View& flap, const Snac& snac, Slice& name);

} // namespace oscar

#endif
