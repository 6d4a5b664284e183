# SPDX-License-Identifier: GPL-2.0-or-later
"""Statistics > AIM Rendezvous counts what the trees of all captures show, in one pass and in two."""

import re
import unittest
from collections import Counter, defaultdict
from functools import cache

import host
import merged
import pdml
from options import OPTIONS
from pdml import PROTOCOL

# How the outcome of a session begins, and what it is counted as.
OUTCOMES = {
    "accepted": "Accepted",
    "acknowledged": "Acknowledged",
    "cancelled by proposer": "Cancelled by proposer",
    "declined": "Declined",
    "cancelled": "Cancelled",
    "refused": "Refused",
    "server error": "Server error",
}
UNANSWERED = "Open or unanswered"

WAYS = {"one pass": (), "two passes": ("-2",)}
FINDING = re.compile(r'<field name="_ws.expert"[^>]*>\s*<field name="([^"]+)"')


class Message:
    """One of our trees."""

    def __init__(self, frame, tree):
        self.frame = frame
        self._fields = defaultdict(list)
        element = pdml.element(tree)
        self._label = element.get("showname")
        for field in element.iter("field"):
            self._fields[field.get("name")].append(field)

    def all(self, name):
        return [field.get("show") for field in self._fields[f"{PROTOCOL}.{name}"]]

    def get(self, name):
        return next(iter(self.all(name)), None)

    def name_of(self, name):
        """The value of a number in words, or the number where it has none."""
        for field in self._fields[f"{PROTOCOL}.{name}"]:
            words = re.fullmatch(r"[^:]+: (.*) \((?:0x)?[0-9a-f]+\)", field.get("showname"))
            return words[1] if words and words[1] != "Unknown" else str(int(field.get("show"), 0))
        return None

    def type(self):
        """In words; of a block that does not say its type, what the label says of it."""
        if (name := self.get("response") or self.name_of("type")) is not None:
            return name
        return re.match(r"AIM Rendezvous, ([^,[]*[^,[ ])", self._label)[1]

    def is_copy(self):
        """The same message was seen before, on its way from or to the server."""
        other = self.get("relay_in") or self.get("relay_of")
        return other is not None and int(other) < self.frame


@cache
def messages():
    """All messages of all captures, as a second pass shows them."""
    packets = host.plugin().packets(merged.capture(), "-2")
    return [Message(number, tree) for number, packet in enumerate(packets, 1) for tree in pdml.our_trees(packet)]


def findings(*way):
    """The filters of all findings, in messages and on data connections; each is a field right below an expert item."""
    for packet in host.plugin().packets(merged.capture(), *way):
        yield from filter(pdml.is_ours, FINDING.findall(packet))


def outcome(text):
    return next((counted for start, counted in OUTCOMES.items() if text.startswith(start)), UNANSWERED)


def counted(*way):
    """The statistics: counts by name, in each of the groups; and the row of the times."""
    needed = (option.format(captures=host.captures()[0].parent) for option in OPTIONS[merged.capture().stem])
    text = host.plugin().run("-q", "-r", merged.capture(), *needed, *way, "-z", f"{PROTOCOL},tree")
    groups, group = {}, None
    for indent, name, rest in re.findall(r"^( ?)(\S.*?)  +(\d.*)$", text, re.MULTILINE):
        if indent:
            groups[group][name] = int(rest.split()[0])
        else:
            group = name
            groups[group] = Counter({None: int(rest.split()[0])})
    (times,) = re.findall(r"^Seconds to answer +(\d+) +([-\d.]+) +([-\d.]+) +([-\d.]+)", text, re.MULTILINE)
    return groups, tuple(map(float, times))


class Statistics(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.ways = {way: counted(*arguments) for way, arguments in WAYS.items()}
        cls.once = [message for message in messages() if not message.is_copy()]

    def _check(self, group, expected, *ways):
        """Equal to the counts of a group, and to their sum, in these ways or in all."""
        expected = Counter(name for name in expected if name is not None)
        self.assertGreater(len(expected), 1)
        for way in ways or WAYS:
            groups, _ = self.ways[way]
            with self.subTest(way=way):
                found = groups[group]
                self.assertEqual(dict(expected), {name: n for name, n in found.items() if name is not None and n != 0})
                self.assertEqual(sum(expected.values()), found[None])

    def test_the_captures_have_copies(self):
        self.assertLess(0, len(messages()) - len(self.once))

    def test_types(self):
        self._check("Messages by type", (message.type() for message in self.once))

    def test_services(self):
        """By name; an answer without the service counts for that of its session."""
        self._check("Messages by service", (message.get("service.name") for message in self.once))

    def test_outcomes(self):
        by_session = {message.get("session"): message.get("outcome") for message in messages()}
        by_session.pop(None, None)
        self._check("Rendezvous by outcome", map(outcome, by_session.values()))

    def test_cancel_reasons(self):
        is_cancel = [message for message in self.once if message.get("type") == "1"]
        self._check("Cancel reasons", (message.name_of("cancel_reason") for message in is_cancel))

    def test_naks(self):
        self._check("NAKs", (message.name_of("nak") for message in self.once))

    def test_findings(self):
        """Of copies too: they have bytes of their own."""
        for way, arguments in WAYS.items():
            self._check("Findings", findings(*arguments), way)

    def test_times(self):
        times = [float(message.get("time")) for message in self.once if message.get("time") is not None]
        self.assertGreater(len(set(times)), 2)
        for way, (_, found) in self.ways.items():
            with self.subTest(way=way):
                expected = (len(times), sum(times) / len(times), min(times), max(times))
                for one, other in zip(expected, found, strict=True):
                    self.assertAlmostEqual(one, other, delta=0.01)


if __name__ == "__main__":
    unittest.main()
