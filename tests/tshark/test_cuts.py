# SPDX-License-Identifier: GPL-2.0-or-later
"""A message in several segments is shown whole. A truncated one is shown as far as it goes, and marked as cut short.

Each capture is truncated at each snap length. Each message in them is split into two segments at
each byte, also in the wrong order, and into segments of one byte.
"""

import re
import struct
import unittest
from collections import defaultdict
from functools import cache
from itertools import chain, islice

import golden
import host
import merged
import pdml
from make_seeds import seeds
from options import OPTIONS
from pdml import PROTOCOL

HEADERS = 54  # Ethernet, IPv4 and TCP without options
FRAMES_A_FILE = 100_000
OUT_OF_ORDER = ("-o", "tcp.reassemble_out_of_order:TRUE")
DATA = "(?:aim_(?:oft|odc|ars)|icq_dc)"  # the protocols of data connections
CUT_SHORT = ("_ws.short", "_ws.unreassembled")

# Fields and findings of a message that depend on other messages.
OF_SESSIONS = {
    *("session", "proposal_in", "answer_in", "previous_proposal_in", "next_proposal_in", "relay_in", "relay_of"),
    *("time", "proposer", "recipient", "gist", "outcome", "service.name"),
    *(
        "data_in",
        *(
            f"data.{name}"
            for name in ("way", "messages", "images", "seen", "expected", "duration", "throughput", "delay", "state")
        ),
    ),
    *("sequence.gap", "sequence.first", "answer.unasked", "answer.other_user", "after_outcome"),
    *(
        "relay.address_changed",
        "relay.server_tag_added",
        "relay.server_tag_removed",
        "relay.tag_added",
        "relay.tag_removed",
    ),
}
# Fields that truncation can change: a value that is not complete is shown as bytes, the charset of a text may come
# after the text, and without a block the cookie is that of the ICBM.
MAY_DIFFER = {
    f"{PROTOCOL}.{name}"
    for name in ("tlv.value", "client_error.info", "service_data.rest", "file.name", "invitation", "icq.text", "cookie")
}

_FILE_HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
_RECORD = struct.Struct("<IIII")


@cache
def own_fields():
    """Every field and finding that depends on the message alone."""
    rows = (line.split("\t") for line in host.plugin().run("-G", "fields").splitlines())
    names = {row[2] for row in rows if row[0] == "F" and row[2].startswith(f"{PROTOCOL}.")}
    return sorted(names - {f"{PROTOCOL}.{name}" for name in OF_SESSIONS})


@cache
def on_ethernet():
    return [path for path in host.captures() if host.link_type(path) == merged.ETHERNET]


@cache
def has_data_connection(path):
    return re.search(rf"<{DATA}\b", golden.of(path).read_text("utf-8")) is not None


def write(name, frames):
    """Write a capture of (frame, snap length) pairs, one each millisecond."""
    records = (
        _RECORD.pack(1_117_627_200 + i // 1000, i % 1000 * 1000, min(snaplen, len(frame)), len(frame)) + frame[:snaplen]
        for i, (frame, snaplen) in enumerate(frames)
    )
    return host.new_capture(name, _FILE_HEADER + b"".join(records))


def shown(capture, columns, *options):
    """The number of each frame with a rendezvous message, and the values of these columns there."""
    arguments = [argument for column in columns for argument in ("-e", column)]
    options_of_all = chain.from_iterable(OPTIONS.get(path.stem, ()) for path in on_ethernet())
    needed = [option.format(captures=host.captures()[0].parent) for option in options_of_all]
    text = host.plugin().run(
        *("-r", capture, "-Y", PROTOCOL, "-T", "fields", "-E", "separator=/t", "-e", "frame.number"),
        *(*arguments, *needed, *options),
    )
    rows = (line.split("\t") for line in text.split("\n") if line)
    return {int(row[0]): row[1:] for row in rows}


def in_network(frame, number):
    """The frame with unique addresses: the number of a network in their first three bytes."""
    middle = number.to_bytes(3, "big")
    return frame[:26] + middle + frame[29:30] + middle + frame[33:]


class SnapLengths(unittest.TestCase):
    """Each capture, truncated at each snap length that leaves the headers whole."""

    maxDiff = None

    def test_every_capture_at_every_length(self):
        # One is truncated already. In the other, truncation can hide the message that reuses a request id.
        left_out = ("snaplen-cut", "request-id-reused")
        paths = [path for path in on_ethernet() if path.stem not in left_out and not has_data_connection(path)]
        captures = [list(seeds.packets(path.read_bytes())) for path in paths]
        cuts = (
            (number, snaplen)
            for number, frames in enumerate(captures)
            for snaplen in range(HEADERS, max(map(len, frames)) + 1)
        )
        tables, files = [], []
        while first := list(islice(cuts, 1)):
            # For each frame of the file: its capture, its snap length, and its place in the capture.
            table = []
            for number, snaplen in chain(first, cuts):
                table += [(number, snaplen, place) for place in range(len(captures[number]))]
                if len(table) > FRAMES_A_FILE:
                    break
            tables.append(table)
            frames = (
                (in_network(captures[number][place], number << 11 | snaplen), snaplen)
                for number, snaplen, place in table
            )
            files.append(write(f"snaplens-{len(files)}", frames))
        columns = [*own_fields(), *CUT_SHORT]
        results = host.in_parallel(lambda path: shown(path, columns), [*paths, *files])
        whole = [result() for result in results[: len(captures)]]
        checked, problems = 0, {}
        for table, result in zip(tables, results[len(captures) :], strict=True):
            for frame, row in result().items():
                number, snaplen, place = table[frame - 1]
                is_cut = snaplen < len(captures[number][place])
                for column, problem in self._problems(row, whole[number].get(place + 1), is_cut):
                    where = f"{paths[number].name}, frame {place + 1} cut at {snaplen}"
                    problems.setdefault(column, f"{where}: {problem}")
                checked += 1
        self.assertEqual({}, problems)
        self.assertGreater(checked, 10_000)

    def _problems(self, row, reference, is_cut):
        """What is wrong with a message, by column."""
        is_marked = any(row[len(own_fields()) :])
        if reference is None:
            # A message in several segments is shown in the first one if that is truncated, because it cannot be
            # reassembled.
            if not is_cut or not is_marked:
                yield "", "a message that is not there uncut"
            return
        for column, found, expected in zip(own_fields(), row, reference):
            if found == expected:
                continue
            what = f"{found!r}, uncut {expected!r}"
            if not is_cut:
                yield column, f"{what}, and the frame is whole"
            elif not is_marked:
                yield column, f"{what}, and nothing says that it is cut short"
            elif column not in MAY_DIFFER and not expected.startswith(found):
                yield column, what


class CutDataConnections(unittest.TestCase):
    """Captures with data connections, truncated at lengths at which something of a header begins or ends."""

    LENGTHS = (1, 3, 4, 5, 6, 12, 20, 67, 68, 100, 191, 193, 255)

    def test_nothing_breaks_and_nothing_is_found_that_is_not_there(self):
        paths = [path for path in on_ethernet() if has_data_connection(path)]
        self.assertGreater(len(paths), 40)
        files = []
        for path in paths:
            frames = list(seeds.packets(path.read_bytes()))
            cut = ((in_network(f, n), HEADERS + length) for n, length in enumerate(self.LENGTHS, 1) for f in frames)
            files.append(write(f"data-cut-{path.stem}", cut))
        plugin = host.plugin()
        results = host.in_parallel(plugin.packets, files)
        shown = 0
        for path, result in zip(paths, results, strict=True):
            expected = set(re.findall(rf"<({DATA}\.[^ >]+)>", golden.of(path).read_text("utf-8")))
            for packet in result():
                if pdml.is_of_data_connection(packet):
                    shown += 1
                    found = set(re.findall(rf'<field name="({DATA}\.[a-z_.0-9]+)" showname="Expert', packet))
                    # What is cut short has no end, and what it would have said of the connection is not known.
                    self.assertLessEqual(found, expected, path.name)
        self.assertGreater(shown, 1000)


class Segments(unittest.TestCase):
    """Each message of the captures, on a connection of its own, after a frame that identifies OSCAR."""

    @classmethod
    def setUpClass(cls):
        streams = (stream for path in on_ethernet() for stream in seeds.streams(path.read_bytes()))
        frames = {frame for stream in streams for frame in seeds.flap_frames(stream) if is_message(frame)}
        cls.messages = sorted(frames)

    def _check(self, ways, *options):
        """`ways` yields ways to deliver a message, each as a list of segments in the order of their arrival."""
        sent = defaultdict(int)
        packets = chain.from_iterable(
            self._connection(number, message, ways, sent) for number, message in enumerate(self.messages)
        )
        capture = write(f"segments-{self._testMethodName}", ((frame, len(frame)) for frame in packets))
        rows = defaultdict(list)
        for source, *row in shown(capture, ["ip.src", *own_fields()], *options).values():
            rows[source].append(row)
        self.assertGreater(len(rows), 100)
        for number, message in enumerate(self.messages):
            address = ".".join(map(str, (10, *number.to_bytes(3, "big"))))
            found = rows[address]
            if not found:
                continue  # an error of the server about a message that is not in the capture
            what = f"message {message.hex()}"
            self.assertEqual(sent[number], len(found), what)
            for row in found:
                self.assertEqual(found[0], row, what)

    def _connection(self, number, message, ways, sent):
        """The packets of a connection. The first message is whole, and the others must look like it."""
        yield packet(number, 0, b"", SYN)
        sequence = 1
        for segments in ([(0, CLIENT_ONLINE)], [(0, message)], *ways(message)):
            for offset, data in segments:
                yield packet(number, sequence + offset, data)
            sequence += sum(len(data) for _, data in segments)
            sent[number] += 1
        sent[number] -= 1  # the first one is not a rendezvous message

    def test_two_segments(self):
        self._check(lambda message: ([(0, message[:cut]), (cut, message[cut:])] for cut in range(1, len(message))))

    def test_two_segments_in_the_wrong_order(self):
        self._check(
            lambda message: ([(cut, message[cut:]), (0, message[:cut])] for cut in range(1, len(message))),
            *OUT_OF_ORDER,
        )

    def test_a_byte_to_a_segment(self):
        self._check(lambda message: [[(at, message[at : at + 1]) for at in range(len(message))]])


# SNAC 0001/0002, with the version of one foodgroup.
CLIENT_ONLINE = bytes.fromhex("2a02 0001 0012 0001 0002 0000 00000001 0004 0001 0110 0739")
SYN, PSH, ACK = 0x02, 0x08, 0x10
LONGEST_MESSAGE = 1000  # of those that are split at every byte; one capture has a longer one in many segments


def is_message(frame):
    is_whole = len(frame) == 6 + int.from_bytes(frame[4:6], "big")
    return is_whole and len(frame) <= LONGEST_MESSAGE and any(what == "message" for what, _ in seeds.rendezvous(frame))


def packet(number, sequence, data, flags=PSH | ACK):
    """A packet from the client with this number to port 5190 of a server."""
    client = bytes((10, *number.to_bytes(3, "big")))
    tcp = struct.pack(">HHIIBBHHH", 40_000, 5190, sequence, 1, 0x50, flags, 0xFFFF, 0, 0)
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 40 + len(data), 1, 0x4000, 64, 6, 0) + client + bytes((192, 0, 2, 1))
    return bytes.fromhex("00005e005301 00005e005302 0800") + ip + tcp + data


if __name__ == "__main__":
    unittest.main()
