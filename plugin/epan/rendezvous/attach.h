// SPDX-License-Identifier: GPL-2.0-or-later
//
// How the plugin gets to see OSCAR traffic, without a change to Wireshark's AIM dissector.
//
// That dissector offers no table, no heuristic list and no tap, and its port 5190 belongs to the AOL dissector, which
// registers later. So, at the start of each capture, every TCP and TLS port that is bound to `aim` (by preference, by
// Decode As) is given to a handle of our own that calls the real one and then looks for rendezvous messages in the same
// bytes. A heuristic finds OSCAR on 5190 and on every port that nobody claims.
#ifndef OSCAR_EPAN_RENDEZVOUS_ATTACH_H
#define OSCAR_EPAN_RENDEZVOUS_ATTACH_H

namespace oscar::epan {

void register_attachment();
void hand_off_attachment();

} // namespace oscar::epan

#endif
