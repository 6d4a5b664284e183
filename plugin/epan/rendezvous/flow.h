// SPDX-License-Identifier: GPL-2.0-or-later
//
// Statistics > Flow Graph, or tshark -z flow,aim_rendezvous,standard: an arrow for each message, and
// on data connections for each header, each packet of the proxy, and the content of each file.
#ifndef OSCAR_EPAN_RENDEZVOUS_FLOW_H
#define OSCAR_EPAN_RENDEZVOUS_FLOW_H

namespace oscar::epan {

void register_flow();

} // namespace oscar::epan

#endif
