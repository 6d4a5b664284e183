// SPDX-License-Identifier: GPL-2.0-or-later
//
// How the plugin gets to see OSCAR traffic without a change to Wireshark's AIM dissector.
//
// The AIM dissector offers no dissector table, no heuristic list and no tap, and its port 5190 belongs to the AOL
// dissector, which registers later. So, at the start of each capture, every TCP and TLS port that is bound to `aim` (by
// preference or Decode As) is bound to a handle of our own instead. That calls the AIM dissector and then looks for
// rendezvous messages in the same bytes. Heuristic dissectors find OSCAR on port 5190 and on every port that no other
// dissector claims.
#ifndef OSCAR_EPAN_RENDEZVOUS_ATTACH_H
#define OSCAR_EPAN_RENDEZVOUS_ATTACH_H

namespace oscar::epan {

void register_attachment();
void hand_off_attachment();

} // namespace oscar::epan

#endif
