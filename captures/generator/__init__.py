# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes the sample captures of this folder, byte by byte, from what is published about OSCAR.

Nothing here knows the plugin: the two were written apart, so that a slip in one does not hide the same slip in the
other. Standard library only.

Read from the bottom up: `wire` (numbers and lists of bytes), `pcap`, `tcp`, `oscar` (FLAP, SNAC, ICBM), `rendezvous`
(the block), `services` and `icq` (what proposals are about), `tls`, `socks` and `streams`, `scene` (people signed on to
a server), and `stories`, where each function makes one capture.

The sources named in comments:

NINA         NINA Wiki, "Protocols/OSCAR", above all its page "Services/Rendezvous" with the tags and their types
Shutko       Alexandr Shutko, "OSCAR (ICQ v7/v8/v9) protocol documentation"
Clark        Jonathan Clark, "On Sending Files via OSCAR", 2005
WSWiki       Wireshark wiki, page "AIM"
LMG1         the capture of the network forensics puzzle "Ann's Bad AIM", 2009
Fire         Fire instant messenger, "av-packets.txt" (iChat AV)
micq         "ICQ v8 protocol" pages that came with mICQ
libpurple, libfaim, joscar, Kopete, Licq, LibOrange, MirandaAIM, MirandaICQ, pwICQ, R&Q, open-oscar-server
             clients and servers whose sources show what they send
"""
