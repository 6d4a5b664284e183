// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef OSCAR_SESSIONS_CONTEXT_OF_H
#define OSCAR_SESSIONS_CONTEXT_OF_H

#include "sessions/context.h"
#include "sessions/session.h"
#include "sessions/users.h"

namespace oscar::sessions {

// The context of a message in the store. `all_seen` is true once the store contains the whole capture.
Context context_of(const MessageRecord& message, const Store& store, const Users& users, bool all_seen);

} // namespace oscar::sessions

#endif
