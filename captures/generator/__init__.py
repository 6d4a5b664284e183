# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes the sample captures of this folder, byte by byte, from published descriptions of OSCAR.

This code shares nothing with the plugin. The two were written independently, so that a mistake in one does not hide
the same mistake in the other. It needs nothing but the standard library.

Read from the bottom up: `wire` (numbers and lists of bytes), `pcap`, `tcp`, `oscar` (FLAP, SNAC, ICBM), `rendezvous`
(the block), `services` and `icq` (what proposals are about), `oft` and `ars` (file transfer, and the proxy for it),
`tls`, `socks` and `streams`, `scene` (people signed on to a server), `writing`, `transfer` and `offers` (files, their
way from client to client, and the proposals before), and `stories`, in which each function makes one capture.

The comments refer to these sources:

NINA         NINA Wiki, "Protocols/OSCAR", above all its page "Services/Rendezvous" with the tags and their types
Shutko       Alexandr Shutko, "OSCAR (ICQ v7/v8/v9) protocol documentation"
Clark        Jonathan Clark, "On Sending Files via OSCAR", 2005
WSWiki       Wireshark wiki, page "AIM"
LMG1         the capture of the network forensics puzzle "Ann's Bad AIM", 2009
Fire         Fire instant messenger, "av-packets.txt" (iChat AV)
micq         the pages "ICQ v8 protocol" that came with mICQ
libpurple, libfaim, joscar, Kopete, Licq, LibOrange, MirandaAIM, MirandaICQ, pwICQ, R&Q, open-oscar-server
             clients and servers whose sources show what they send
"""
