# SPDX-License-Identifier: GPL-2.0-or-later
"""Direct IMs: what was said, as fields and as Wireshark's Follow shows it, and the images, as the stories sent them."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import host

sys.path.insert(0, str(host.CAPTURES))

from generator import images, odc  # noqa: E402  (needs the path above)
from generator.offers import cookie  # noqa: E402
from generator.scene import ALICE, BOB, Scene  # noqa: E402
from generator.talk import Speaker, alice_asks, speakers  # noqa: E402
from generator.tcp import MSS  # noqa: E402
from generator.writing import prose  # noqa: E402

WAYS = {
    "one pass": (),
    "two passes": ("-2",),
    "reordered": ("-o", "tcp.reassemble_out_of_order:TRUE"),
    "without Info and tree": ("-q",),
}
# The middle of an image, which looks like anything but one.
DISGUISED = images.GIF + b"</DATA></BINARY>ODC2OFT2" * 7 + prose("disguised", 900)


def values(capture, field, *arguments):
    """All values of a field, in the order of the capture."""
    text = host.plugin().read(capture, "-T", "fields", "-e", field, "-Y", field, *arguments)
    return [value for line in text.splitlines() for value in line.split(",")]


def followed(capture, *arguments, stream=1):
    """What Follow shows of a conversation. The raw form is that of all versions which keeps characters."""
    text = host.plugin().read(capture, "-q", "-z", f"follow,aim_odc,raw,{stream}", *arguments)
    return b"".join(map(bytes.fromhex, re.findall(r"^\t?([0-9a-f]+)$", text, re.MULTILINE))).decode("utf-8")


class Said(unittest.TestCase):
    maxDiff = None

    def test_text_by_charset(self):
        capture = host.capture("direct-im-charsets")
        plain = [
            "\u0441\u043d\u0435\u0433 \u96ea \U0001f426",
            "d\u00e9j\u00e0 vu",
            "na\u00efve \u2603",
            '1 < 2 \u20ac \u2603 &nosuch; "x"\u00a0&#0; ab',
            "\u96ea",
        ]
        found = values(capture, "aim_odc.text.plain", "-E", "separator=/t")
        self.assertEqual(plain[:4] + ["no tags at all", " 1 < 2 & 3 > 2"] + plain[4:], found)
        texts = values(capture, "aim_odc.text", "-Y", 'aim_odc.text contains "\u96ea"')
        self.assertEqual(["<HTML><BODY>\u0441\u043d\u0435\u0433 \u96ea \U0001f426</BODY></HTML>"], texts[:1])

    def test_follow(self):
        capture = host.capture("direct-im")
        said = [
            "KestrelWatch: are you there?",
            "paper crane 82: yes & no",
            "what is it?",
            "KestrelWatch: see you at eight (1 image)",
            "paper crane 82: I am out on the water.",
        ]
        for arguments in ((), ("-2",)):
            self.assertEqual("".join(line + "\n" for line in said), followed(capture, *arguments))
        self.assertEqual("", followed(capture, stream=0))  # which is OSCAR
        by_address = f"{ALICE.address}:4443,{BOB.address}:1602"
        self.assertEqual(followed(capture), followed(capture, stream=by_address))
        ascii_form = host.plugin().read(capture, "-q", "-z", "follow,aim_odc,ascii,1")
        for line in said:
            self.assertIn(f"\n{line}\n", ascii_form)

    def test_follow_by_charset(self):
        said = followed(host.capture("direct-im-charsets"))
        self.assertIn("KestrelWatch: \u0441\u043d\u0435\u0433 \u96ea \U0001f426\n", said)

    def test_what_a_segment_has_is_the_same_on_each_pass(self):
        for path in host.captures():
            if path.stem.startswith(("direct-im", "hostile-direct-im", "finding-odc")):
                with self.subTest(path.stem):
                    fields = ("-T", "fields", "-e", "frame.number", "-e", "aim_odc.sender", "-e", "aim_odc.text.plain")
                    more = ("-e", "aim_odc.image.size", "-e", "aim_odc.data.from", "-Y", "aim_odc")
                    one, two = (host.plugin().read(path, *fields, *more, *way) for way in ((), ("-2",)))
                    self.assertEqual(one, two)

    def test_without_desegmentation(self):
        """What is whole in a segment is shown; of a frame that is not, the next one is found."""
        found = host.plugin().read(host.capture("direct-im-cuts"), "-o", "tcp.desegment_tcp_streams:FALSE", "-P")
        self.assertIn('paper crane 82: "two"', found)
        self.assertIn('"behind it"', found)

    def test_decode_as(self):
        """On a port that is Wireshark's own, and without a proposal."""
        scene = Scene()
        link = scene.dial(BOB.address, ALICE.address, 80)
        _, crane = speakers(link, cookie(1))
        crane.says("on the port of the web")
        capture = host.new_capture("odc-port-80", scene.pcap())
        self.assertNotIn("AIM Direct IM", host.plugin().run("-r", capture))
        found = host.plugin().run("-r", capture, "-d", "tcp.port==80,aim_odc")
        self.assertIn('paper crane 82: "on the port of the web"', found)

    def test_counted(self):
        """In the statistics, in the flow graph, and in the table of sessions."""
        capture = host.capture("direct-im")
        tree = host.plugin().read(capture, "-q", "-z", "aim_rendezvous,tree")
        counts = dict(re.findall(r"^ +([A-Z][a-z]+(?: [a-z]+)?) {2,}(\d+) ", tree, re.MULTILINE))
        expected = {"Confirmations": "2", "Typing notes": "5", "Messages": "3", "Auto responses": "1", "Images": "1"}
        self.assertEqual(expected, {name: counts.get(name) for name in expected})
        self.assertRegex(tree, r"(?m)^Direct IMs +11 ")
        flow = host.plugin().read(capture, "-q", "-z", "flow,aim_rendezvous,standard")
        for line in ("typing", "are you there?", "auto response"):
            self.assertIn(line, flow)
        table = host.plugin().read(capture, "-q", "-z", "aim_rendezvous,sessions")
        self.assertIn("|4 messages, 1 image", table)

    def test_disabled_alone(self):
        found = host.plugin().read(host.capture("direct-im"), "-P", "--disable-protocol", "aim_odc")
        self.assertNotIn("AIM Direct IM", found)
        self.assertIn("Propose Direct IM", found)

    def test_joined(self):
        """Every frame of a direct IM that was proposed belongs to its session, whatever cookie it has."""
        for name in (
            "direct-im",
            "direct-im-joscar",
            "direct-im-nat-server-side",
            "direct-im-proxy-receiver",
            "direct-im-secure",
        ):
            capture = host.capture(name)
            arguments = ("-T", "fields", "-e", "aim_rendezvous.session", "-e", "aim_odc.proposal_in", "-Y", "aim_odc")
            rows = host.plugin().read(capture, *arguments).splitlines()
            self.assertGreater(len(rows), 1)
            for row in rows:
                self.assertRegex(row, r"^0(,0)*\t\d+", name)


class Exported(unittest.TestCase):
    def setUp(self):
        self._folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="oscar-images-")))
        self._folder.chmod(0o777)

    def exported(self, capture, *arguments):
        folder = self._folder / str(len(list(self._folder.iterdir())))
        folder.mkdir()
        folder.chmod(0o777)
        host.plugin().read(capture, *arguments, "--export-objects", f"aim_odc,{folder}")
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    def test_images(self):
        expected = {
            "wing.gif": images.GIF,
            "nest.jpg": images.JPEG,
            "reed.png": images.PNG,
            "heron.png": images.PNG,
            "one.gif": images.GIF,
            "two.jpg": images.JPEG,
            "image c": b"BM" + bytes(40),
            "image 1.gif": images.GIF,
            "image 2.gif": b"GIF89a" + b"</DATA></BINARY><BINARY>" * 3,
        }
        for way in WAYS.values():
            self.assertEqual(expected, self.exported(host.capture("direct-im-images"), *way))

    def test_images_inside_tls(self):
        expected = {"secret.png": images.PNG, "large.gif": images.GIF + prose("behind the image", 9_000)}
        for name in ("one pass", "two passes"):
            self.assertEqual(expected, self.exported(host.capture("direct-im-secure"), *WAYS[name]))

    def _long(self):
        """A frame with an image of 3 MB, one that looks like anything, and one of 1 MB; then a short one."""
        scene = Scene()
        _, link = alice_asks(scene, cookie(1))
        kestrel, crane = speakers(link, cookie(1))
        bay = images.PNG + prose("bay", 3_000_000 - len(images.PNG))
        sea = images.JPEG + prose("sea", 1_000_000)
        frame = kestrel.shows("the bay ", {"bay.png": bay, "disguised.gif": DISGUISED, "sea.jpg": sea})
        expected = {"bay.png": bay, "disguised.gif": DISGUISED, "sea.jpg": sea}
        return scene, link, kestrel, frame, expected

    def test_long_frame_in_many_segments(self):
        scene, _, kestrel, frame, expected = self._long()
        kestrel.sends(frame, kestrel.text("after it"))
        capture = host.new_capture("odc-long", scene.pcap())
        for name, way in WAYS.items():
            with self.subTest(way=name):
                self.assertEqual(expected, self.exported(capture, *way))
        self.assertEqual(["the bay", "after it"], values(capture, "aim_odc.text.plain"))
        rows = host.plugin().run("-r", capture, "-q", "-z", "aim_rendezvous,sessions")
        self.assertRegex(rows, r"2 messages, 3 images +\|accepted +\|directly +\| +(\d+) \| +\1 ")

    def test_lost_and_sent_again(self):
        """Segments of images that TCP keeps from dissectors count, too."""
        scene, link, kestrel, frame, expected = self._long()
        segments = link.segments(link.server, bytes(frame))
        lost, swapped = segments[300], segments[500]
        link.deliver(*segments[:300], *segments[301:320])
        scene.pause(0.3)
        link.deliver(lost, *segments[320:500], segments[501], swapped, *segments[502:])
        kestrel.says("after it")
        capture = host.new_capture("odc-lost", scene.pcap())
        rows = host.plugin().run("-r", capture, "-q", "-z", "aim_rendezvous,sessions")
        self.assertRegex(rows, r"2 messages, 3 images +\|accepted +\|directly +\| +(\d+) \| +\1 ")
        for name, way in WAYS.items():
            with self.subTest(way=name):
                self.assertEqual(expected, self.exported(capture, *way))

    def test_names_lead_nowhere(self):
        for name in self.exported(host.capture("hostile-direct-im")):
            self.assertLess(len(os.fsencode(name)), 220)
            self.assertFalse(any(c in name for c in '%/\\<>:"|?*\u202e') or any(ord(c) < 32 for c in name), name)
            self.assertNotRegex(name, r"^[-. ]|[. ]$|(?i:^(con|nul)(\.|$))")


class Memory(unittest.TestCase):
    """A frame of 50 MB takes no more memory than the same bytes without the plugin, but for a small part."""

    def _most(self, a_host, capture):
        process = subprocess.Popen(
            ["tshark", "-r", str(capture), "-q", "-z", "io,phs"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=a_host.environment(),
            **host.UNPRIVILEGED,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        self.assertEqual(0, status)
        return usage.ru_maxrss * 1024

    def test_long_frame(self):
        scene = Scene()
        _, link = alice_asks(scene, cookie(1))
        kestrel = Speaker(link, link.server, ALICE, cookie(1))
        size = 50_000_000
        block = prose("block", 40 * MSS)
        start = odc.encoded('<IMG SRC="a.gif" ID="1">') + b'<BINARY><DATA ID="1" SIZE="%d">' % size
        end = b"</DATA></BINARY>"
        kestrel.sends(bytes(kestrel.frame(payload=start, payload_length=len(start) + size + len(end))))
        for at in range(0, size, len(block)):
            # Few segments, and large ones: what is measured is bytes.
            link.deliver(*link.segments(link.server, block[: size - at], size=len(block)))
        kestrel.sends(end, kestrel.text("after it"))
        capture = host.new_capture("odc-50-mb", scene.pcap())
        found = host.plugin().run("-r", capture, "-Y", "aim_odc.text", "-T", "fields", "-e", "aim_odc.text.plain")
        self.assertEqual(["", "after it"], [line.strip() for line in found.splitlines()])
        ours, theirs = self._most(host.plugin(), capture), self._most(host.stock(), capture)
        print(f"{ours:,} bytes with the plugin, {theirs:,} without")
        self.assertLess(ours - theirs, 10_000_000)


if __name__ == "__main__":
    unittest.main()
