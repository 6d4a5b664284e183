# SPDX-License-Identifier: GPL-2.0-or-later
"""What the Info column says of messages for which no golden is worth its length."""

import sys
import unittest

import host
from pdml import PROTOCOL

sys.path.insert(0, str(host.CAPTURES))

from generator import oscar  # noqa: E402  (needs the path above)
from generator.rendezvous import Nak, accept, block, cancel, propose, sequence  # noqa: E402
from generator.scene import ALICE, BOB, Scene  # noqa: E402

UNKNOWN = "e4a1b7c2-5d30-4f6b-9c18-2b7d0a53f611"


def info(name, scene, *arguments):
    """The Info column of each message on the rendezvous channel, or about one."""
    capture = host.new_capture(name, scene.pcap())
    return (
        host.plugin().run("-r", capture, "-Y", PROTOCOL, "-T", "fields", "-e", "_ws.col.Info", *arguments).splitlines()
    )


class UnknownServices(unittest.TestCase):
    """A service that no list has is shown by its UUID, whether the message names it or only the proposal does."""

    def test_messages_of_each_type(self):
        scene = Scene()
        alice = scene.sign_on(ALICE)
        cookies = [bytes([number]) * 8 for number in range(1, 9)]
        for cookie in cookies[:6]:
            alice.sends(BOB, propose(cookie, UNKNOWN, sequence(1)), ack=True)
        alice.gets(BOB, accept(cookies[0], UNKNOWN))
        alice.gets(BOB, cancel(cookies[1], UNKNOWN))
        alice.gets_nak(BOB, cookies[2], Nak.PROPOSAL_DENIED)
        alice.gets_error(BOB, cookies[3], oscar.ErrorCode.BUSTED_PAYLOAD)
        alice.gets(BOB, block(3, cookies[4], UNKNOWN))
        alice.gets(BOB, block(9, cookies[5], UNKNOWN))
        alice.gets(BOB, propose(cookies[6], UNKNOWN, sequence(1)))
        alice.sends_nak(BOB, cookies[6], Nak.PROPOSAL_DENIED)
        lines = info("unknown-service", scene)
        self.assertEqual(6 * 2 + 6 + 2, len(lines), lines)
        for line in lines:
            self.assertIn(UNKNOWN, line)
            self.assertNotIn("Unknown", line)


if __name__ == "__main__":
    unittest.main()
