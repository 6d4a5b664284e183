# SPDX-License-Identifier: GPL-2.0-or-later
"""The table of sessions, -z aim_rendezvous,sessions: who sent which file to whom, what came of it, and digests that are
those of the bytes in the capture."""

import hashlib
import re
import struct
import sys
import unittest
from collections import defaultdict
from functools import cache

import host
import merged
from options import OPTIONS

sys.path.insert(0, str(host.CAPTURES))

from generator.oft import Type  # noqa: E402  (needs the path above)
from generator.scene import ALICE, BOB, Scene  # noqa: E402
from generator.tls import TlsLink  # noqa: E402
from generator.transfer import Transfer, text_file  # noqa: E402

# What is inside TLS can only be read with its keys.
INSIDE_TLS = {
    "transfer-secure": (("plans.txt", 40_000),),
    "transfer-secure-proxy": (("first.txt", 700), ("second.txt", 900)),
}

TABLE = "aim_rendezvous,sessions"
PASSES = {"one pass": (), "two passes": ("-2",)}
ROW = re.compile(r" *(\d+|-) \|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \|")

# Where the second pass knows no more than the first did, both show the same. In this one, headers come late, which the
# first of two passes does not see.
DIFFERENT_IN_TWO_PASSES = {"transfer-lost-headers"}


@cache
def output(capture, *arguments, table=TABLE):
    needed = [option.format(captures=capture.parent) for option in OPTIONS.get(capture.stem, ())]
    return host.plugin().run("-q", "-r", capture, *needed, *arguments, "-z", table)


def lines(text):
    """The line with the names of the columns, and those with the rows."""
    start = text.index("Filter for statistics:")
    _, names, _, *table = text[start : text.index("\n====", start)].split("\n")
    return names, table


def parse(text):
    """The rows, by the names of the columns."""
    names, table = lines(text)
    cells = ([cell.strip() for cell in line.split(" |")][:-1] for line in [names, *table])
    titles = next(cells)
    return [dict(zip(titles, row, strict=True)) for row in cells]


def rows(name, *arguments, **options):
    return parse(output(host.capture(name), *arguments, **options))


def digests(content):
    return hashlib.md5(content).hexdigest(), hashlib.sha256(content).hexdigest()


# ---- The content of files, read without the plugin ----


def segments(name):
    """The TCP segments of a capture: connection and direction, sequence number, SYN, data."""
    _, *records = split(host.capture(name).read_bytes())
    for record in records:
        packet = record[16 + 14 :]
        ip_size = (packet[0] & 15) * 4
        tcp = packet[ip_size : struct.unpack_from(">H", packet, 2)[0]]
        tcp_size = (tcp[12] >> 4) * 4
        key = packet[12:20] + tcp[:4]
        yield key, struct.unpack_from(">I", tcp, 4)[0], tcp[13] & 2, tcp[tcp_size:]


def split(data):
    """The header of a capture file, and its records."""
    yield data[:24]
    at = 24
    while at < len(data):
        end = at + 16 + struct.unpack_from("<I", data, at + 8)[0]
        yield data[at:end]
        at = end


@cache
def streams(name):
    """The bytes of each direction of each connection, without what comes after a hole. What came first counts."""
    pieces, first = defaultdict(dict), {}
    for key, sequence, syn, data in segments(name):
        first.setdefault(key, sequence + (syn != 0))
        for i, byte in enumerate(data):
            pieces[key].setdefault((sequence + i - first[key]) & 0xFFFFFFFF, byte)
    out = []
    for found in pieces.values():
        whole = next((i for i in range(len(found) + 1) if i not in found), 0)
        out.append(bytes(found[i] for i in range(whole)))
    return out


def files(name):
    """What is sent on the data connections: for each file, its name as a header has it and its content."""
    for stream in streams(name):
        at, size = 0, None
        while at < len(stream):
            rest = stream[at:]
            if rest[2:4] == b"\x04\x4a":  # the proxy
                at += 2 + struct.unpack_from(">H", rest)[0]
            elif rest[:4] in (b"OFT2", b"OFT3"):
                length, type_ = struct.unpack_from(">HH", rest, 4)
                if type_ in (0x0101, 0x1108):
                    size, fork = struct.unpack_from(">I", rest, 32)[0], struct.unpack_from(">I", rest, 48)[0]
                    name_ = rest[192:length].split(b"\0\0" if rest[188:190] == b"\0\2" else b"\0")[0]
                    if size == 0:
                        yield name_, b""
                at += length
            elif size:
                yield name_, rest[:size]
                at += size + fork
                size = None
            else:
                break  # nothing that is a file


def all_that_may_be_files(name):
    """What follows anything that looks like a header, as long as that says."""
    for stream in streams(name):
        for header in re.finditer(rb"OFT[23]", stream[: max(len(stream) - 36, 0)]):
            start = header.start() + struct.unpack_from(">H", stream, header.start() + 4)[0]
            yield stream[start : start + struct.unpack_from(">I", stream, header.start() + 32)[0]]


class Digests(unittest.TestCase):
    maxDiff = None

    def test_files_that_are_complete(self):
        expected = {
            "transfer-direct": 1,
            "transfer-several-files": 3,
            "transfer-folder": 3,
            "transfer-empty-file": 3,
            "transfer-lost-segments": 1,
            "transfer-proxy": 1,
            "transfer-proxy-receiver": 1,
            "transfer-redirected": 1,
            "transfer-second-prompt": 1,
            "transfer-sequence-wrap": 1,
            "transfer-wrong-checksum": 3,
            "transfer-header-cuts": 5,
            "transfer-mac": 1,
            "transfer-port-80": 1,
            "transfer-port-443": 1,
            "transfer-port-5190": 1,
            "transfer-without-oscar": 1,
            "transfer-without-done": 1,
            "transfer-get-file": 5,
            "transfer-oft3": 1,
        }
        for name, count in expected.items():
            contents = [content for _, content in files(name)]
            self.assertEqual(count, len(contents), name)
            for passes, arguments in PASSES.items():
                with self.subTest(capture=name, passes=passes):
                    found = rows(name, *arguments)
                    self.assertEqual(
                        [(*digests(content), str(len(content))) for content in contents],
                        [(row["MD5"], row["SHA-256"], row["Bytes seen"]) for row in found],
                    )

    def test_both_legs_of_the_proxy(self):
        sent, received = (content for _, content in files("transfer-proxy-both-legs"))
        self.assertEqual(sent, received)
        for arguments in PASSES.values():
            (row,) = rows("transfer-proxy-both-legs", *arguments)
            self.assertEqual(digests(sent), (row["MD5"], row["SHA-256"]))

    def test_inside_tls(self):
        for name, sent in INSIDE_TLS.items():
            for arguments in PASSES.values():
                found = [(row["MD5"], row["SHA-256"]) for row in rows(name, *arguments)]
                self.assertEqual([digests(text_file(*file).content) for file in sent], found)

    def test_headers_in_several_records(self):
        """TLS gives the first part of a header again, with the rest behind it, and then what else the segment holds."""
        scene = Scene()
        link = TlsLink(scene.dial(ALICE.address, BOB.address, 4443), "alice.example")
        sent = text_file("first.txt", 700), text_file("second.txt", 900)
        transfer = Transfer(link, link.client, link.server, b"2718281\0", *sent)
        transfer.sends(transfer.prompt(0))
        transfer.answers(transfer.answer(Type.ACKNOWLEDGE))
        header = bytes(transfer.prompt(1))
        transfer.sends(sent[0].content + header[:100])
        link.send_records(link.client, header[100:150], header[150:], sent[1].content[:300], sent[1].content[300:])
        capture = host.new_capture("tls-header-in-records", scene.pcap())
        keys = host.key_log("tls-oscar")
        for arguments in PASSES.values():
            found = [(row["MD5"], row["SHA-256"]) for row in parse(output(capture, *keys, *arguments))]
            self.assertEqual([digests(file.content) for file in sent], found)
        fields = ("-Y", "aim_oft.data", "-T", "fields", "-e", "aim_oft.data.from")
        one, two = (host.plugin().run("-r", capture, *keys, *fields, *way) for way in PASSES.values())
        self.assertEqual(one, two)

    def test_none_of_files_with_holes(self):
        for name in ("transfer-missing-segment", "transfer-snaplen-cut", "transfer-mid-stream", "transfer-large"):
            for passes, arguments in PASSES.items():
                with self.subTest(capture=name, passes=passes):
                    (row,) = rows(name, *arguments)
                    self.assertEqual(("not all bytes seen", "", ""), (row["Checksum"], row["MD5"], row["SHA-256"]))
                    self.assertLess(int(row["Bytes seen"]), int(row["Bytes expected"]))

    def test_none_of_resumed_files(self):
        """The capture has their end, which is not the file."""
        for arguments in PASSES.values():
            (row,) = rows("transfer-resumed", *arguments)
            self.assertEqual(("correct", "resumed", "resumed"), (row["Checksum"], row["MD5"], row["SHA-256"]))

    def test_no_others(self):
        """Whatever is lost, repeated, or declared: a digest is that of a file in the capture."""
        captures = {path.stem for path in host.captures() if path.stem.startswith(("transfer-", "hostile-transfer"))}
        captures -= set(INSIDE_TLS)
        shown = 0
        for name in captures:
            right = set(map(digests, all_that_may_be_files(name)))
            for passes, arguments in PASSES.items():
                with self.subTest(capture=name, passes=passes):
                    found = {(row["MD5"], row["SHA-256"]) for row in rows(name, *arguments) if len(row["MD5"]) == 32}
                    self.assertEqual(set(), found - right)
                    shown += len(found)
        self.assertLess(len(captures), shown)

    def test_headers_that_come_behind_content(self):
        """Until the header is there, it is a guess where the content begins."""
        path = host.capture("transfer-several-files")
        right = {digests(content) for _, content in files(path.stem)}
        header, *records = split(path.read_bytes())
        said = [i for i, record in enumerate(records) if b"\x11\x5b" in (record[50:52], record[52:54])]
        said = [i for i in said if len(records[i]) > 16 + 80]
        prompt, ack, *content = said[11:17]  # of the last file
        for delayed, behind, complete in (
            ([prompt], content[0], True),
            ([prompt, ack], content[0], True),
            ([prompt, ack], content[3], True),
            ([prompt, ack, content[0]], content[1], False),
            ([prompt, ack, content[0]], content[2], False),
            ([prompt, content[0]], content[1], False),
        ):
            rest = [i for i in range(len(records)) if i not in delayed]
            at = rest.index(behind) + 1
            data = header + b"".join(records[i] for i in rest[:at] + delayed + rest[at:])
            changed = host.new_capture(f"delayed-{'-'.join(map(str, delayed))}-{behind}", data)
            for passes, arguments in PASSES.items():
                with self.subTest(frames=delayed, behind=behind, passes=passes):
                    found = parse(output(changed, *arguments))
                    shown = {(row["MD5"], row["SHA-256"]) for row in found if len(row["MD5"]) == 32}
                    self.assertEqual(set(), shown - right)
                    if complete and not arguments:
                        self.assertEqual(right, shown)


class Rows(unittest.TestCase):
    maxDiff = None

    def _columns(self, name, *columns, **options):
        return [tuple(row[column] for column in columns) for row in rows(name, **options)]

    def test_a_row_says_all_of_it(self):
        (row,) = rows("transfer-proxy-both-legs")
        (_, content), _ = files("transfer-proxy-both-legs")
        md5, sha256 = digests(content)
        self.assertEqual(
            {
                "Session": "0",
                "Start (UTC)": "2005-06-01 12:01:00.434",
                "Service": "File Transfer",
                "From": "KestrelWatch",
                "To": "paper crane 82",
                "What": '"demo tape.txt"',
                "Outcome": "accepted",
                "Connected": "through the proxy",
                "Bytes seen": "5000",
                "Bytes expected": "5000",
                "Checksum": "correct",
                "MD5": md5,
                "SHA-256": sha256,
            },
            row,
        )

    def test_names(self):
        for name in ("transfer-several-files", "transfer-get-file"):
            expected = [(f'"{text.decode().replace(chr(1), "/")}"',) for text, _ in files(name)]
            self.assertEqual(expected, self._columns(name, "What"))

    def test_without_a_name(self):
        self.assertIn(("unknown file",), self._columns("transfer-snaplen-cut", "What"))
        self.assertEqual({("",)}, set(self._columns("direct-im-cancelled", "What")))

    def test_outcomes(self):
        """As the trees have them, for each session of all captures."""
        trees = host.plugin().run(
            "-r", merged.capture(), *self._needed(), "-2", "-Y", "aim_rendezvous.outcome", "-T", "fields",
            "-E", "occurrence=f", "-e", "aim_rendezvous.session", "-e", "aim_rendezvous.outcome",
        )  # fmt: skip
        expected = {tuple(line.split("\t")) for line in trees.splitlines()}
        self.assertLess(100, len(expected))
        self.assertLess(8, len({outcome for _, outcome in expected}))
        for passes, arguments in PASSES.items():
            with self.subTest(passes=passes):
                found = {
                    (row["Session"], row["Outcome"])
                    for row in parse(output(merged.capture(), *arguments))
                    if row["Session"] != "-"
                }
                # Some trees break off before they come to the outcome.
                self.assertEqual(set(), expected - found)
                self.assertEqual(list(range(len(found))), sorted(int(session) for session, _ in found))

    def _needed(self):
        return [option.format(captures=host.captures()[0].parent) for option in OPTIONS[merged.capture().stem]]

    def test_how_they_are_connected(self):
        for name, way in {
            "transfer-direct": "directly",
            "transfer-redirected": "redirected",
            "transfer-proxy": "through the proxy",
            "transfer-without-oscar": "",
            "unanswered": "",
        }.items():
            self.assertEqual({(way,)}, set(self._columns(name, "Connected")), name)

    def test_checksums(self):
        self.assertEqual(
            [("incorrect",), ("not stated",), ("correct",)], self._columns("transfer-wrong-checksum", "Checksum")
        )

    def test_sessions_without_files(self):
        self.assertEqual(
            [("Chat", "", "", "", "")] * 2,
            self._columns("chat-invitation", "Service", "Bytes seen", "Bytes expected", "Checksum", "MD5"),
        )
        self.assertEqual(
            [("declined", "0", "48200", "", "")],
            self._columns("declined", "Outcome", "Bytes seen", "Bytes expected", "Checksum", "MD5")[:1],
        )

    def test_a_data_connection_without_a_session(self):
        self.assertEqual(
            [("-", "", "192.0.2.17:4443", "203.0.113.45:1601", '"leaflet.txt"', "")],
            self._columns("transfer-without-oscar", "Session", "Service", "From", "To", "What", "Outcome"),
        )

    def test_who_sends_a_file_that_is_got(self):
        """The one who is asked for it."""
        peer = host.plugin().run(
            "-r", host.capture("transfer-get-file"), "-Y", "aim_rendezvous.type == 0", "-T", "fields",
            "-e", "aim_rendezvous.recipient",
        ).split("\n")[0]  # fmt: skip
        self.assertEqual({(peer,)}, set(self._columns("transfer-get-file", "From")))

    def test_a_filter(self):
        """A session is listed, with all that is known of it, if one of its packets passes."""
        everything = rows("two-interleaved")
        self.assertEqual(3, len(everything))
        for filter_, expected in {
            "aim_rendezvous.session == 1": everything[1:2],
            "aim_rendezvous": everything,
            "http": [],
        }.items():
            for arguments in PASSES.values():
                with self.subTest(filter=filter_, arguments=arguments):
                    found = rows("two-interleaved", *arguments, table=f"{TABLE},{filter_}")
                    self.assertEqual(expected, found)
        self.assertEqual(
            rows("transfer-several-files"), rows("transfer-several-files", table=f"{TABLE},aim_rendezvous.type == 0")
        )


class Lines(unittest.TestCase):
    """Names from the network break no lines, and the columns line up."""

    def _captures(self):
        return [path for path in host.captures() if path.stem.startswith(("hostile-", "transfer-", "proxy-"))]

    def test_lines(self):
        captures = self._captures()
        self.assertLess(50, len(captures))
        asked = [(capture, way) for capture in captures for way in PASSES.values()]
        results = host.in_parallel(lambda item: output(item[0], *item[1]), asked)
        by_capture = defaultdict(list)
        for (capture, way), result in zip(asked, results):
            with self.subTest(capture=capture.stem, way=way):
                text = result()
                by_capture[capture.stem].append(text)
                text.encode().decode("utf-8", "strict")
                self.assertNotRegex(text, r"\\x[0-9a-f]{2}|[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
                names, table = lines(text)
                for line in table:
                    self.assertRegex(line, ROW)
                    self.assertEqual(names.count("|"), len(re.findall(r" \|", line)))
        for name, (once, twice) in by_capture.items():
            with self.subTest(capture=name):
                (self.assertNotEqual if name in DIFFERENT_IN_TWO_PASSES else self.assertEqual)(once, twice)

    def test_columns_line_up(self):
        for name in ("transfer-several-files", "services", "two-interleaved"):
            names, table = lines(output(host.capture(name)))
            places = [match.start() for match in re.finditer(r"\|", names)]
            for line in table:
                self.assertEqual(places, [match.start() for match in re.finditer(r"\|", line)], line)


if __name__ == "__main__":
    unittest.main()
