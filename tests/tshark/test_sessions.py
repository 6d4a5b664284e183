# SPDX-License-Identifier: GPL-2.0-or-later
"""What the sessions are told of packets: which end of a connection sends, when, and on which pass."""

import sys
import unittest

import host
from pdml import PROTOCOL

sys.path.insert(0, str(host.CAPTURES))

from generator.scene import ALICE, BOB, Client, Scene  # noqa: E402  (needs the path above)
from generator.stories.attaching import proposal  # noqa: E402
from generator.tcp import Conversation, Endpoint  # noqa: E402

COOKIE = b"3141592\0"
DECLINED = 1


def values(capture, *fields, passes=("-2",)):
    """For each frame with a message, the values of these fields."""
    columns = [part for field in fields for part in ("-e", f"{PROTOCOL}.{field}")]
    text = host.plugin().run("-r", capture, *passes, "-Y", PROTOCOL, "-T", "fields", *columns)
    return [tuple(line.split("\t")) for line in text.splitlines()]


class Directions(unittest.TestCase):
    """Client errors go both ways under one number, so the end of the connection says which way."""

    def _check(self, name, client, server):
        scene = Scene()
        conversation = Conversation(scene.network, Endpoint(*client), Endpoint(*server))
        conversation.open()
        alice = Client(ALICE, conversation)
        alice.sign_on()
        # Both ways, each with a request id as the other end would make it.
        alice.sends(BOB, proposal(COOKIE))
        alice.gets_nak(BOB, COOKIE, DECLINED)
        alice.gets(BOB, proposal(b"2718281\0"))
        alice.sends_nak(BOB, b"2718281\0", DECLINED)
        capture = host.new_capture(name, scene.pcap())
        info = [line.info for line in host.plugin().summary(capture) if line.info.startswith("NAK")]
        self.assertEqual(2, len(info), info)
        self.assertTrue(info[0].endswith(f", from {BOB.name}"), info[0])
        self.assertTrue(info[1].endswith(f", to {BOB.name}"), info[1])

    def test_client_with_the_lower_address(self):
        self._check("low-client", ("192.0.2.1", 1601), ("198.51.100.50", 5190))

    def test_client_with_the_higher_address(self):
        self._check("high-client", ("203.0.113.1", 1601), ("198.51.100.50", 5190))

    def test_one_port_at_both_ends(self):
        self._check("same-port", ("192.0.2.1", 5190), ("198.51.100.50", 5190))
        self._check("same-port-2", ("203.0.113.1", 5190), ("198.51.100.50", 5190))

    def test_one_address_at_both_ends(self):
        self._check("same-address", ("127.0.0.1", 1601), ("127.0.0.1", 5190))
        self._check("same-address-2", ("127.0.0.1", 61601), ("127.0.0.1", 5190))


if __name__ == "__main__":
    unittest.main()
