# SPDX-License-Identifier: GPL-2.0-or-later
"""tshark --export-objects aim_oft: the files of each transfer, byte for byte as the stories of the captures sent them."""

import os
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import host

sys.path.insert(0, str(host.CAPTURES))

from generator import transfer  # noqa: E402  (needs the path above)
from generator.offers import alice_offers, cookie, from_alice  # noqa: E402
from generator.scene import Scene  # noqa: E402
from generator.stories import chapters, hostile_data, transfers  # noqa: E402
from generator.tcp import ACK, MSS, PSH, Segment  # noqa: E402
from generator.transfer import File, text_file  # noqa: E402
from generator.writing import prose  # noqa: E402

STORIES = {story.name: story for _, stories in chapters() for story in stories}
SNAPPED = 150 - 54  # bytes of TCP's data that a snap length of 150 leaves

# In whichever way tshark comes by them, the files are the same.
WAYS = {
    "one pass": (),
    "two passes": ("-2",),
    "reordered": ("-o", "tcp.reassemble_out_of_order:TRUE"),
    "without Info and tree": ("-q",),
}


def sent(story):
    """By their names, the contents of all files in the transfers of a story; and of its lists of shared files."""
    made = []
    begin, list_files = transfer.Transfer.__init__, transfers.bob_lists

    def begin_and_note(self, *arguments, **options):
        begin(self, *arguments, **options)
        made.extend(self.files)

    def list_and_note(link, listing, *arguments, **options):
        made.append(File("listing.txt", listing))
        return list_files(link, listing, *arguments, **options)

    with mock.patch.object(transfer.Transfer, "__init__", begin_and_note), mock.patch.object(
        transfers, "bob_lists", list_and_note
    ):
        story.tell()
    contents, count = {}, {}
    for file in made:
        name = file.name.replace("\x01", "_")
        count[name] = count.get(name, 0) + 1
        if count[name] > 1:
            stem, dot, extension = name.rpartition(".")
            name = f"{stem} ({count[name]}){dot}{extension}"
        contents[name] = file.content
        if file.resource:
            contents[name + ".rsrc"] = file.resource
    return contents


def without(content, start, end):
    return content[:start] + bytes(end - start) + content[end:]


def snapped(content):
    kept = b"".join(content[at : at + SNAPPED].ljust(MSS, b"\0") for at in range(0, len(content), MSS))
    return kept[: len(content) // MSS * MSS + SNAPPED]


# What stays of the files where not all of them are to be had.
CHANGES = {
    "transfer-aborted": lambda files: {
        "dull (incomplete, 8760 of 20480 bytes).txt": files["dull.txt"][:8760],
        "good.txt": files["good.txt"],
        "map (incomplete, 4380 of 30000 bytes).txt": files["map.txt"][:4380],
    },
    "transfer-large": lambda files: {
        "film (incomplete, 2920 of 4294972296 bytes).raw": prose("film.raw at 0x0", 2 * MSS)
    },
    "transfer-mid-stream": lambda files: {
        "essay (from byte 8760, incomplete, 7240 of 16000 bytes).txt": files["essay.txt"][8760:]
    },
    "transfer-missing-segment": lambda files: {
        "log (incomplete, 8540 of 10000 bytes).txt": without(files["log.txt"], 3 * MSS, 4 * MSS)
    },
    "transfer-proxy-both-legs": lambda files: {
        "demo tape.txt": files["demo tape.txt"],
        "demo tape (2).txt": files["demo tape.txt"],
    },
    "transfer-receiver-only": lambda files: {},
    "transfer-resumed": lambda files: {"diary (from byte 6001).txt": files["diary.txt"][6001:]},
    "transfer-resume-denied": lambda files: {"changed.txt": files["changed.txt"]},  # the receiver had the other one
    # The header is cut before the name.
    "transfer-snaplen-cut": lambda files: {"unnamed (incomplete, 288 of 4000 bytes)": snapped(files["page.txt"])},
}


class Export(unittest.TestCase):
    def setUp(self):
        self._folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="oscar-export-")))
        self._folder.chmod(0o777)

    def exported(self, capture, *arguments, number=0):
        """By their names, the files that tshark exports from a capture."""
        return {path.name: path.read_bytes() for path in self._export(capture, *arguments, number=number)}

    def _export(self, capture, *arguments, number=0):
        # So deep that a name that climbs would still be found.
        top = self._folder / str(number)
        folder = top / "a" / "b" / "c"
        folder.mkdir(parents=True)
        for path in (top, *top.rglob("*")):
            path.chmod(0o777)
        host.plugin().read(capture, *arguments, "--export-objects", f"aim_oft,{folder}")
        found = [path for path in top.rglob("*") if not path.is_dir()]
        self.assertEqual([path.parent for path in found], [folder] * len(found))
        return found


class Transfers(Export):
    """The captures of transfers."""

    def test_every_way(self):
        names = sorted(name for name in STORIES if name.startswith("transfer-"))
        self.assertLess(set(CHANGES), set(names))
        host.captures()
        cases = [(name, way) for name in names for way in WAYS]
        results = host.in_parallel(
            lambda case: self.exported(host.capture(case[0]), *WAYS[case[1]], number="-".join(case)), cases
        )
        for (name, way), result in zip(cases, results):
            with self.subTest(name, way=way):
                self._check(name, result(), way)

    def test_without_desegmentation(self):
        """Content does not need it. Headers that are cut into segments do."""
        for name in ("transfer-direct", "transfer-lost-segments", "transfer-several-files", "transfer-mac"):
            with self.subTest(name):
                result = self.exported(
                    host.capture(name), "-o", "tcp.desegment_tcp_streams:FALSE", number=f"{name}-undone"
                )
                self._check(name, result)

    def _check(self, name, result, way=""):
        expected = sent(STORIES[name])
        if (name, way) == ("transfer-lost-headers", "two passes"):
            # On the first of two passes nothing tells of segments that TCP keeps from dissectors: here, of a prompt.
            self.assertEqual(expected["first.txt"], result.pop("first.txt"))
            self.assertTrue(all("incomplete" in file for file in result), sorted(result))
            return
        if name == "transfer-http-instead":
            expected = {}  # the page is never sent as a file
        expected = CHANGES[name](expected) if name in CHANGES else expected
        self.assertEqual(sorted(expected), sorted(result))
        for file, content in expected.items():
            self.assertEqual(content, result[file], file)


class Hostile(Export):
    def test_names(self):
        """All files stay in the folder, under names that every system takes."""
        result = self.exported(host.capture("hostile-transfer-names"))
        contents = [f"file {number}\n".encode() for number in range(len(hostile_data.NAMES))]
        contents += [f"raw {number}\n".encode() for number in range(len(hostile_data.RAW_NAMES))]
        self.assertCountEqual(contents, result.values())
        for name in result:
            self.assertLess(len(os.fsencode(name)), 220)
            self.assertFalse(any(c in name for c in '%/\\<>:"|?*\u202e') or any(ord(c) < 32 for c in name), name)
            self.assertNotRegex(name, r"^[-. ]|[. ]$|(?i:^(con|nul)(\.|$))")

    def test_more_of_one_name_than_hosts_number(self):
        scene = Scene()
        files = [File("x.txt", f"{number}\n".encode()) for number in range(1100)]
        alice, link = alice_offers(scene, cookie(1), *files)
        from_alice(link, cookie(1), *files).all()
        result = self.exported(host.new_capture("one-name", scene.pcap()))
        self.assertCountEqual([file.content for file in files], result.values())
        self.assertEqual({"x.txt", *(f"x ({number}).txt" for number in range(2, 1101))}, set(result))

    def test_gaps(self):
        """Where a piece is said to be does not decide how much memory it takes."""
        scene = Scene()
        size = 60_000_000
        files = [File(f"{number}.bin", b"") for number in range(9)]
        alice, link = alice_offers(scene, cookie(1), *files)
        sending = from_alice(link, cookie(1), *files)
        for number in range(len(files)):
            sending.offers(number, size=size, total_size=size)
            sending.sends(b"first")
            link.skip(link.server, size - 10)
            sending.sends(b"after")
            sending.answers(sending.done(b"", received=size))
        result = self.exported(host.new_capture("gaps", scene.pcap()))
        self.assertEqual(len(files), len(result))
        whole = [name for name, content in result.items() if len(content) == size]
        self.assertEqual(["0 (incomplete, 10 of 60000000 bytes).bin"], whole)
        for name, content in result.items():
            if name in whole:
                continue
            self.assertEqual(b"first", content)
            self.assertIn("(incomplete, 5 of 60000000 bytes)", name)


class Streams(Export):
    """What TCP does to the content."""

    def _offered(self, file):
        scene = Scene()
        alice, link = alice_offers(scene, cookie(1), file)
        sending = from_alice(link, cookie(1), file)
        sending.offers()
        return scene, link, sending

    def test_keep_alive_with_garbage(self):
        """A byte that was sent before, with another value: the first one counts."""
        file = text_file("kept.txt", 3000)
        scene, link, sending = self._offered(file)
        sending.sends(file.content[:2000])
        link.deliver(Segment(link.server, link.server.next - 1, b"\xff", ACK))
        link.deliver(Segment(link.server, link.server.next - 500, b"\xfe" * 500, PSH | ACK))
        sending.sends(file.content[2000:])
        sending.answers(sending.done(file.content))
        capture = host.new_capture("keep-alive", scene.pcap())
        for number, arguments in enumerate(WAYS.values()):
            self.assertEqual({"kept.txt": file.content}, self.exported(capture, *arguments, number=number))

    def test_start_comes_late(self):
        """The first segments of the content are captured after all the others."""
        file = text_file("late.txt", 20 * MSS)
        scene, link, sending = self._offered(file)
        parts = link.segments(link.server, file.content)
        link.deliver(*parts[2:], *parts[:2])
        sending.answers(sending.done(file.content))
        capture = host.new_capture("late-start", scene.pcap())
        for number, arguments in enumerate(WAYS.values()):
            self.assertEqual({"late.txt": file.content}, self.exported(capture, *arguments, number=number))


if __name__ == "__main__":
    unittest.main()
