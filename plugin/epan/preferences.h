// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef OSCAR_EPAN_PREFERENCES_H
#define OSCAR_EPAN_PREFERENCES_H

#include "core/rendezvous/findings.h"

namespace oscar::epan {

void register_preferences();

// Whether to look for OSCAR on ports that nobody claims, and inside TLS.
bool heuristic_enabled();

// Whether the user wants to see findings of this severity.
bool is_shown(Severity severity);

// The encoding (ENC_...) of ICQ text that does not say its own: clients sent it in their system's code page.
unsigned legacy_encoding();

} // namespace oscar::epan

#endif
