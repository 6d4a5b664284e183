// SPDX-License-Identifier: GPL-2.0-or-later
//
// Statistics > AIM Rendezvous Sessions, or tshark's -z aim_rendezvous,sessions: who sent which file to whom, what came
// of it, and the digests of what was sent.
#ifndef OSCAR_EPAN_RENDEZVOUS_SESSIONS_TABLE_H
#define OSCAR_EPAN_RENDEZVOUS_SESSIONS_TABLE_H

namespace oscar::epan {

void register_sessions_table();

} // namespace oscar::epan

#endif
