// SPDX-License-Identifier: GPL-2.0-or-later
//
// SNAC 0001/000F, which every client requests at sign-on: the information about its own user. It starts with the screen
// name as string08.
#ifndef OSCAR_CORE_OSCAR_ONLINE_INFO_H
#define OSCAR_CORE_OSCAR_ONLINE_INFO_H

#include "core/oscar/snac.h"
#include "core/wire/view.h"

namespace oscar {

// Reads the screen name of the user who owns the connection from a SNAC that read_snac() has read from the same view.
// Returns false if it is another SNAC, or if the name is empty or not captured in full.
bool read_own_name(const View& flap, const Snac& snac, Slice& name);

} // namespace oscar

#endif
