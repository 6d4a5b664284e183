// SPDX-License-Identifier: GPL-2.0-or-later
//
// Statistics > AIM Rendezvous, or tshark's -z aim_rendezvous,tree.
#ifndef OSCAR_EPAN_RENDEZVOUS_STATS_H
#define OSCAR_EPAN_RENDEZVOUS_STATS_H

namespace oscar::epan {

void register_stats();

} // namespace oscar::epan

#endif
