// SPDX-License-Identifier: GPL-2.0-or-later
#ifndef OSCAR_EPAN_PREFERENCES_H
#define OSCAR_EPAN_PREFERENCES_H

namespace oscar::epan {

void register_preferences();

// The encoding (ENC_...) of ICQ text that does not name its own. Clients sent it in the code page of their system.
unsigned legacy_encoding();

} // namespace oscar::epan

#endif
