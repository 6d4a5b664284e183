// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef OSCAR_SESSIONS_CONTEXT_OF_H
#define OSCAR_SESSIONS_CONTEXT_OF_H

#include "sessions/context.h"
#include "sessions/session.h"
#include "sessions/users.h"

namespace oscar::sessions {

// What the store's other messages say of this one of them; `all_seen` if they are all that the capture has.
Context context_of(const MessageRecord& message, const Store& store, const Users& users, bool all_seen);

} // namespace oscar::sessions

#endif
