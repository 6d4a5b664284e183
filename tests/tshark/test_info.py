# SPDX-License-Identifier: GPL-2.0-or-later
"""What the Info column says of messages for which no golden is worth its length."""

import sys
import unittest

import host
from pdml import PROTOCOL

sys.path.insert(0, str(host.CAPTURES))

from generator import icq, oscar  # noqa: E402  (needs the path above)
from generator.rendezvous import Nak, Service, accept, block, cancel, propose, sequence, service_data  # noqa: E402
from generator.scene import ALICE, BOB, ICQ_ALICE, ICQ_BOB, Scene  # noqa: E402

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


class PartsOfText(unittest.TestCase):
    """ICQ separates the fields of some texts by the byte 0xFE, which is a letter in most code pages."""

    def _info(self, name, words, *arguments):
        scene = Scene()
        data = icq.header(1) + icq.message(icq.Kind.URL, words)
        block_of_it = propose(b"parts\0\0\0", Service.ICQ_SERVER_RELAY, sequence(1), service_data(data))
        scene.sign_on(ICQ_ALICE).gets(ICQ_BOB, block_of_it)
        (line,) = info(name, scene, *arguments)
        return line.removeprefix("Propose ICQ Server Relay, ").partition(", seq")[0]

    def test_separated_by_commas(self):
        self.assertEqual(
            'URL "birds, http://www.example.org/"', self._info("parts", b"birds\xfehttp://www.example.org/")
        )

    def test_in_another_code_page(self):
        words = b"\xfe".join(word.encode("cp1251") for word in ("\u0433", "http://www.example.org/"))
        found = self._info("parts-1251", words, "-o", f"{PROTOCOL}.icq_code_page:windows-1251")
        self.assertEqual('URL "\u0433, http://www.example.org/"', found)

    def test_empty_ones(self):
        self.assertEqual('URL "a, b"', self._info("parts-empty", b"\xfe\xfea\xfe\xfe\xfeb\xfe"))
        self.assertEqual("URL", self._info("parts-all-empty", b"\xfe\xfe\xfe"))

    def test_too_many(self):
        for letter in ("a", "\u20ac"):
            words = letter.encode("cp1252") + b"\xfe"
            found = self._info(f"parts-many-{ord(letter)}", words * 8000)
            self.assertEqual('URL "' + f"{letter}, " * 20 + '\u2026"', found)


if __name__ == "__main__":
    unittest.main()
