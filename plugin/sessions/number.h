// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef OSCAR_SESSIONS_NUMBER_H
#define OSCAR_SESSIONS_NUMBER_H

#include <cstdint>

namespace oscar::sessions {

// Users, services, sessions and messages are numbered, each kind from 0, in the order in which they were first seen.
using Number = std::uint32_t;
inline constexpr Number kNone = 0xFFFFFFFF;

} // namespace oscar::sessions

#endif
