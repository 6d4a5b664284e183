# SPDX-License-Identifier: GPL-2.0-or-later
"""Direct connections between ICQ clients: what the goldens do not show."""

import re
import sys
import tempfile
import unittest
from pathlib import Path

import golden
import host

sys.path.insert(0, str(host.CAPTURES))

from generator import icq_dc as dc  # noqa: E402  (needs the path above)
from generator.icq import COLOURS, Kind  # noqa: E402
from generator.scene import Scene  # noqa: E402
from generator.stories import icq_direct  # noqa: E402
from generator.writing import prose  # noqa: E402


def fields(capture, filter_, *names, options=("-2",)):
    """The values of these fields in each frame that passes the filter."""
    wanted = [argument for name in names for argument in ("-e", name)]
    text = host.plugin().read(capture, *options, "-Y", filter_, "-T", "fields", "-E", "separator=/t", *wanted)
    return [line.split("\t") for line in text.split("\n") if line]


class Messages(unittest.TestCase):
    def test_the_unscrambled_bytes_are_a_data_source(self):
        text = host.plugin().read(host.capture("icq-direct"), "-Y", "frame.number == 14", "-x")
        source = text[text.index("Unscrambled ICQ message (53 bytes):") :]
        shown = bytes.fromhex("".join(re.findall(r"^[0-9a-f]{4}  ((?:[0-9a-f]{2} ?)+)", source, re.MULTILINE)))
        clear = dc.area(dc.MESSAGE, 0xFFFF, icq_direct.say(Kind.PLAIN, "are you there?", COLOURS))
        self.assertEqual(clear[4:], shown[4 : len(clear)])

    def test_nothing_of_a_message_depends_on_the_pass_or_the_tree(self):
        for name in ("icq-direct", "icq-direct-versions", "icq-direct-chat", "icq-direct-mid-stream"):
            # What TCP says of its own segments differs from pass to pass.
            twice, once, with_tree = (
                [line for line in host.plugin().summary(host.capture(name), *way) if line.protocol.startswith("ICQ")]
                for way in (("-2",), (), ("-V", "-P"))
            )
            self.assertTrue(twice)
            self.assertEqual(twice, once)
            self.assertEqual(twice, with_tree[: len(twice)])

    def test_links_lead_both_ways(self):
        rows = fields(host.capture("icq-direct"), "icq_dc", "frame.number", "icq_dc.ack_in", "icq_dc.request_in")
        there = {(number, ack) for number, ack, _ in rows if ack}
        back = {(request, number) for number, _, request in rows if request}
        self.assertEqual(there, back)
        self.assertGreater(len(there), 5)

    def test_what_the_first_segment_has_of_the_second_frame(self):
        """The heuristic recognises the first frame; TCP is asked for the rest of what comes behind it."""
        scene = Scene()
        link = icq_direct.connected(scene)
        hello = dc.frame(dc.init(icq_direct.ICQ_ALICE, icq_direct.ICQ_BOB, 4711))
        link.link.send(link.link.client, hello + dc.frame(dc.INIT_ACK), cuts=(len(hello) + 3,))
        capture = host.new_capture("icq-first-segment", scene.pcap())
        rows = fields(capture, "icq_dc.constant or icq_dc.start == 1", "_ws.col.Info")
        self.assertEqual([["Handshake acknowledged"]], rows)

    def test_code_page(self):
        scene = Scene()
        link = icq_direct.ready(scene)
        link.talk(link.caller, "привет".encode("cp1251"))
        capture = host.new_capture("icq-cyrillic", scene.pcap())
        option = ("-o", "aim_rendezvous.icq_code_page:windows-1251")
        rows = fields(capture, 'icq_dc.text != ""', "icq_dc.text", options=option)
        self.assertIn(["привет"], rows)

    def test_cancels_are_linked(self):
        capture = host.capture("icq-direct-plugins")
        rows = fields(capture, "icq_dc.command == 0x7d0", "frame.number", "icq_dc.request_in")
        self.assertEqual(1, len(rows))
        [[cancel, message]] = rows
        self.assertEqual(
            [[message, cancel]], fields(capture, "icq_dc.cancelled_in", "frame.number", "icq_dc.cancelled_in")
        )

    def test_chat_reads_like_a_chat(self):
        """Keys that were pressed one by one, and one of them taken back, are a line in the end."""
        capture = host.capture("icq-direct-chat")
        for way in ((), ("-2",)):
            rows = fields(capture, "icq_dc.chat.line", "icq_dc.chat.line", "_ws.col.Info", options=way)
            self.assertEqual(
                [["hello", 'Kestrel: "hello"'], ["hi! did you hear that?", 'Crane: "hi! did you hear that?" [Beep]']],
                rows,
            )

    def test_follow(self):
        said = {
            ("icq-direct-chat", 1): "Kestrel: hello\nCrane: hi! did you hear that?\n",
            ("icq-relay-connections", 3): "Crane: hello\nKestrel: good evening\nKestrel: how is the lake?\n",
            ("icq-direct-secure", 0): "100200300: in the clear\n100200300: Open secure channel\n"
            "100200300: nobody else reads this\n100400500: only with the keys\n"
            '100200300: File request "map.txt" (1200 bytes)\n100200300: one\n100200300: two\n100200300: three\n',
        }
        for (name, stream), expected in said.items():
            for way in ((), ("-2",)):
                with self.subTest(name=name, way=way):
                    form = f"follow,icq_dc,raw,{stream}"
                    text = host.plugin().read(host.capture(name), "-q", "-z", form, *way)
                    lines = re.findall(r"^\t?([0-9a-f]+)$", text, re.MULTILINE)
                    self.assertEqual(expected, b"".join(map(bytes.fromhex, lines)).decode("utf-8"))

    def test_counted(self):
        for name, expected in {
            "icq-direct-chat": {"Message": "1", "Acknowledgement": "1", "Chat line": "2"},
            "icq-relay-connections": {"Message": "1", "Acknowledgement": "1", "Chat line": "3"},
            "icq-direct-plugins": {"Message": "9", "Acknowledgement": "8", "Cancel": "1"},
            "finding-icq-message": {"Scrambled": "4"},
        }.items():
            tree = host.plugin().read(host.capture(name), "-q", "-z", "aim_rendezvous,tree")
            below = re.search(r"(?m)^ICQ direct messages +(\d+) .*\n((?: .*\n)*)", tree)
            counts = dict(re.findall(r"(?m)^ (\S.*?) {2,}(\d+) ", below[2]))
            with self.subTest(name):
                self.assertEqual(expected, {kind: counts.get(kind) for kind in expected})
                self.assertEqual(int(below[1]), sum(map(int, counts.values())))

    def test_table(self):
        """Of a chat, the lines count, not the keys that were pressed."""
        table = host.plugin().read(host.capture("icq-direct-chat"), "-q", "-z", "aim_rendezvous,sessions")
        self.assertEqual(["1 message", "2 messages"], re.findall(r"\|(\d+ messages?) ", table))

    def test_flow(self):
        """An arrow for each file, and for its content as a whole."""
        flow = host.plugin().read(host.capture("icq-direct-file"), "-q", "-z", "flow,aim_rendezvous,standard")
        self.assertEqual(1, flow.count('|Next file "list.txt" (700 bytes)'))
        self.assertEqual(1, flow.count('|File data "list.txt" (700 bytes)'))
        self.assertEqual(1, flow.count('|File data "birds/sea/terns.txt" (1100 bytes)'))

    def test_without_desegmentation(self):
        """What is whole in a segment is shown; of a frame that is not, the next one is found."""
        off = ("-o", "tcp.desegment_tcp_streams:FALSE")
        rows = fields(host.capture("icq-direct-segments"), "icq_dc", "_ws.col.Info", options=off)
        lines = [line for [line] in rows]
        self.assertIn("Unknown data (26 bytes); Channel for messages, answer", lines)
        self.assertIn("100400500: Acknowledgement", lines)
        self.assertIn('100400500: "number 8194"; 100400500: "number 8193"; 100400500: "number 8192"', lines)

    def test_inside_tls(self):
        """With the keys, what Licq sends inside TLS is shown like what came before; without them nothing is."""
        capture = host.capture("icq-direct-secure")
        keys = host.plugin().read(capture, "-Y", "icq_dc", "-T", "fields", "-e", "icq_dc.text")
        self.assertIn("nobody else reads this", keys)
        none = host.plugin().run("-r", capture, "-Y", "icq_dc", "-T", "fields", "-e", "icq_dc.text")
        self.assertIn("in the clear", none)
        self.assertNotIn("nobody else reads this", none)


class Joined(unittest.TestCase):
    def test_ports_that_the_server_relays(self):
        """Acknowledgements through the server name the port of a connection, which belongs to their session."""
        capture = host.capture("icq-relay-connections")
        answers = fields(capture, "aim_rendezvous.icq.port != 0", "frame.number", "aim_rendezvous.session")
        refusal, *named = answers
        for way in ((), ("-2",)):
            rows = fields(capture, "icq_dc.announced_in", "icq_dc.announced_in", "aim_rendezvous.session", options=way)
            found = dict.fromkeys((announced.split(",")[0], session.split(",")[0]) for announced, session in rows)
            self.assertEqual([tuple(row) for row in named], list(found))
        self.assertNotIn(refusal[0], [announced for announced, _ in found])
        # Somebody else at the same port is not meant.
        rows = fields(capture, "icq_dc.uin == 100600700", "frame.number", "aim_rendezvous.session")
        self.assertEqual([""], [session for _, session in rows])


class Claims(unittest.TestCase):
    def test_nothing_else_is_claimed(self):
        """No other capture has a direct connection, though the heuristic looks at everything that nobody claims."""
        for path in host.captures():
            if "icq-" in path.stem or path.stem.startswith("exported"):
                continue
            with self.subTest(path.stem):
                self.assertNotIn("<icq_dc", golden.of(path).read_text("utf-8"))

    def test_any_port(self):
        """Recognised by its first frame on ports that other protocols do not keep to themselves."""
        for port in (1, 5190, 3570, 9898, 65535):
            scene = Scene()
            link = icq_direct.connected(scene, port=port)
            link.shakes_hands()
            link.opens_channel()
            link.talk(link.caller, "on any port")
            with self.subTest(port=port):
                rows = fields(
                    host.new_capture(f"icq-port-{port}", scene.pcap()), 'icq_dc.text == "on any port"', "_ws.col.Info"
                )
                self.assertEqual([['100200300: "on any port"']], rows)

    def test_named_ports_of_other_protocols(self):
        """A port that user info, or an acknowledgement, names is expected, though HTTP is at home there."""
        scene = Scene()
        link = icq_direct.offers_file(scene, "list.txt", 700, 8080)
        data = icq_direct.file_link(scene, 8080)
        data.send(data.caller, dc.file_init(1, 700, "KestrelWatch"))
        link.link.close(link.link.client)
        capture = host.new_capture("icq-named-port", scene.pcap())
        self.assertEqual([["1"]], fields(capture, "icq_dc.transfer.files", "icq_dc.transfer.files"))

    def test_decode_as(self):
        """Version 4 alone is not distinct enough for a heuristic, and port 80 is that of HTTP."""
        scene = Scene()
        old = icq_direct.connected(scene, port=4000)
        old.send(old.caller, dc.init_old(icq_direct.ICQ_ALICE))
        web = icq_direct.connected(scene, port=80)
        web.shakes_hands()
        capture = host.new_capture("icq-decode-as", scene.pcap())
        self.assertEqual([], fields(capture, "icq_dc.version == 4", "frame.number"))
        ways = ("-d", "tcp.port==4000,icq_dc", "-d", "tcp.port==80,icq_dc")
        self.assertEqual(1, len(fields(capture, "icq_dc.version == 4", "frame.number", options=ways)))
        self.assertEqual(2, len(fields(capture, "icq_dc.version == 8", "frame.number", options=ways)))


class Files(unittest.TestCase):
    def test_two_files_in_a_segment(self):
        scene = Scene()
        icq_direct.offers_file(scene, "both", 1000, 3587)
        data = icq_direct.file_link(scene, 3587)
        data.send(data.caller, dc.file_init(2, 1000, "KestrelWatch"))
        both = dc.frame(dc.file_next("empty.txt", 0)) + dc.frame(dc.file_next("full.txt", 1000))
        data.link.send(data.link.client, both)
        data.link.send(data.link.client, dc.file_data(prose("full.txt", 1000)))
        capture = host.new_capture("icq-two-files", scene.pcap())
        rows = fields(capture, "icq_dc.transfer.name", "icq_dc.transfer.name", "icq_dc.content.seen")
        self.assertEqual([["empty.txt,full.txt", "0,1000"]], rows)

    def test_export(self):
        """Files of direct connections are exported with those of file transfer."""
        folders = {"list.txt": 700, "birds_herons.txt": 5000}
        lost = prose("gap.txt", 15000)
        with tempfile.TemporaryDirectory(prefix="oscar-icq-") as top:
            Path(top).chmod(0o777)
            for name in ("icq-direct-file", "icq-direct-file-lost"):
                host.plugin().read(host.capture(name), "--export-objects", f"aim_oft,{top}/{name}")
            found = {path.name: path.read_bytes() for path in Path(top).rglob("*") if path.is_file()}
        for name, size in folders.items():
            self.assertEqual(prose(name.rpartition("_")[2], size), found.pop(name))
        self.assertEqual(prose("terns.txt", 4100)[3000:], found.pop("birds_sea_terns (from byte 3000).txt"))
        self.assertEqual(prose("long.txt", 15000), found.pop("long.txt"))
        self.assertEqual(
            lost[:4371] + bytes(1460) + lost[5831:], found.pop("gap (incomplete, 13540 of 15000 bytes).txt")
        )
        self.assertEqual({}, found)


if __name__ == "__main__":
    unittest.main()
