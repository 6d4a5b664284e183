# SPDX-License-Identifier: GPL-2.0-or-later
"""Text is valid UTF-8 in every output, whatever bytes it is made of and whichever charset they claim to be in."""

import json
import re
import subprocess
import sys
import unittest
from functools import cache

import host
import pdml
from pdml import PROTOCOL

sys.path.insert(0, str(host.CAPTURES))

from generator import icq  # noqa: E402  (needs the path above)
from generator.rendezvous import (
    Service,
    direct,
    invitation,
    mime_charset,
    propose,
    sequence,
    service_data,
)  # noqa: E402
from generator.scene import ALICE, BOB, ICQ_ALICE, ICQ_BOB, Scene  # noqa: E402
from generator.services import chat_room, files  # noqa: E402
from generator.stories.hostile import CLEF  # noqa: E402
from generator.wire import u32  # noqa: E402

ODD_BYTES = (
    b"\x00\x11\x00\x00",  # UCS-4 beyond the last character there is
    b"\x00\x00\x11\x00",
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\xff",
    b"\x00\x00\xd8\x00",  # a surrogate alone, in four bytes and in two
    b"\x00\xd8\x00\x00",
    b"\xd8\x00\x00a",
    b"\x00\xd8a\x00",
    b"\xdc\x00\xd8\x00",
    b"\xfe\xff\xd8\x00\x00a",
    b"\xff\xfe\x00\xd8",
    b"+2AA- +3AA-",  # and in UTF-7
    b"\xed\xa0\x80\xed\xb0\x80",
    b"\xf4\x90\x80\x80",
    b"\xe3\x32\x9a\x36\x83\x36\xc7\x39",  # GB18030 beyond the last character, and for a surrogate
    b"\x1b$B\x7e\x7e\x1b(J\x7e\x1b$)C\x0e\x22\x7f",
    bytes(range(0x80, 0x100)),
    bytes(range(1, 0x80)),
)


def charsets():
    """The names that the C library knows, and by it GLib."""
    listed = subprocess.run(["iconv", "--list"], capture_output=True, text=True, check=True).stdout
    return sorted({name.rstrip(",/").partition("//")[0] for name in listed.split()})


@cache
def every_charset():
    """A capture with odd bytes as an invitation in each charset."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    number = 0
    for charset in charsets():
        for words in ODD_BYTES:
            number += 1
            block = propose(
                u32(number) + b"\0\0\0\1",
                Service.CHAT,
                sequence(1),
                mime_charset(charset),
                invitation(words),
                service_data(chat_room("a")),
            )
            alice.gets(BOB, block)
    return host.new_capture("every-charset", scene.pcap())


class Charsets(unittest.TestCase):
    """Of the 17,000 packets, only our part is asked for."""

    def _output(self, *arguments):
        return host.plugin().run_for_bytes("-r", every_charset(), "-Y", PROTOCOL, *arguments).decode("utf-8")

    def test_json(self):
        text = self._output("-T", "json", "-J", PROTOCOL)
        self.assertEqual(len(charsets()) * len(ODD_BYTES), len(json.loads(text)))
        texts = set(re.findall(rf'"{PROTOCOL}.invitation": (.*)', text))
        self.assertGreater(len(texts), 500, "the charsets make no difference")

    def test_pdml(self):
        packets = list(pdml.packets(self._output("-T", "pdml", "-J", PROTOCOL).encode("utf-8")))
        self.assertEqual(len(charsets()) * len(ODD_BYTES), len(packets))
        for packet in packets:
            pdml.element(packet.decode("utf-8"))

    def test_labels_and_columns(self):
        self.assertIn("Invitation", self._output("-P", "-O", PROTOCOL))


class CodePages(unittest.TestCase):
    def test_each(self):
        """Of ICQ text, which does not say its own."""
        scene = Scene()
        alice = scene.sign_on(ICQ_ALICE)
        for number, words in enumerate(ODD_BYTES):
            data = icq.header(number) + icq.message(icq.Kind.PLAIN, words, icq.COLOURS)
            block = propose(u32(number) + bytes(4), Service.ICQ_SERVER_RELAY, sequence(1), service_data(data))
            alice.gets(ICQ_BOB, block)
        capture = host.new_capture("every-code-page", scene.pcap())
        preference = f"{PROTOCOL}.icq_code_page"
        listed = re.search(
            rf"^# One of: (.*)\n(?:# .*\n)+#?{preference}:", host.plugin().run("-G", "currentprefs"), re.MULTILINE
        )
        names = listed.group(1).split(", ")
        self.assertGreater(len(names), 5)
        texts = set()
        for name in names:
            found = host.plugin().run_for_bytes(
                "-r", capture, "-o", f"{preference}:{name}", "-T", "json", "-J", PROTOCOL
            )
            json.loads(found)
            texts |= set(re.findall(rf'"{PROTOCOL}.icq.text": (.*)', found.decode("utf-8")))
        self.assertGreater(len(texts), 2 * len(ODD_BYTES), "the code pages make no difference")


class Cuts(unittest.TestCase):
    """Text that there is no room for is cut between two characters, and nothing else is shown behind the cut."""

    def _lines(self, capture, *arguments):
        return host.plugin().run_for_bytes("-r", capture, *arguments).decode("utf-8").splitlines()

    def test_labels(self):
        shown = self._lines(host.capture("hostile-long-text"), "-O", PROTOCOL)
        labels = [line.strip() for line in shown if re.match(r"AIM Rendezvous|    SERVICE_DATA", line)]
        cut = [label for label in labels if label.endswith("\u2026")]
        self.assertGreaterEqual(len(cut), 4)
        for label in cut:
            self.assertIn(len(label.encode("utf-8")), range(235, 240))

    def test_full_info(self):
        info = self._lines(host.capture("hostile-long-text"), "-Y", PROTOCOL, "-T", "fields", "-e", "_ws.col.Info")[-1]
        offer = f'Propose File Transfer "{CLEF * 50}" (12008 bytes) at 192.0.2.17:4443, seq 1, to paper crane 82; '
        whole, _, rest = info.rpartition("; ")
        self.assertEqual(offer * 10, f"{whole}; ")
        self.assertRegex(rest, r'^Propose File Transfer "\U0001d11e{5,}\u2026$')

    def test_long_lines(self):
        """A name of up to 600 bytes: where its characters are escaped, each takes ten."""
        scene = Scene()
        alice = scene.sign_on(ALICE)
        for number in range(61):
            name = ("\U0010ffff" * number + "x" * (60 - number)).encode("utf-8")
            offer = [sequence(1), *direct(ALICE.address, 4443), service_data(files(name, 12008))]
            alice.sends(BOB, propose(u32(number) + bytes(4), Service.FILE_TRANSFER, *offer))
        lines = self._lines(
            host.new_capture("long-lines", scene.pcap()), "-Y", PROTOCOL, "-T", "fields", "-e", "_ws.col.Info"
        )
        rest = '" (12008 bytes) at 192.0.2.17:4443, seq 1, to paper crane 82'
        self.assertEqual(61, len(lines))
        cut = [line for line in lines if line.endswith("\u2026")]
        self.assertGreater(len(cut), 2)
        for line in lines:
            if line in cut:
                kept = rest[: len(line.rpartition('"')[2])]
                self.assertTrue(line.endswith(f"{kept}\u2026"), line)
                self.assertNotRegex(kept, r"\(\d{1,4}$|at [\d.]{1,9}$")
            else:
                self.assertTrue(line.endswith(rest), line)


if __name__ == "__main__":
    unittest.main()
