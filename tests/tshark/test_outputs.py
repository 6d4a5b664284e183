# SPDX-License-Identifier: GPL-2.0-or-later
"""The fields work wherever Wireshark uses fields: in every output format, in filters, completion,
columns and colours, and in the profile that comes with the plugin."""

import json
import re
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from functools import cache

import host
import tables
from pdml import PROTOCOL, PROTOCOLS, is_ours

# Together these have every type of field, several messages, and no characters that XML does not allow.
CAPTURES = ("every-tag", "both-sides", "icon-gif", "add-in", "icq-plain", "finding-tlv-bad_length", "server-error")
PROFILE = "OSCAR Rendezvous"


def tshark(capture, *arguments):
    return host.plugin().run("-r", host.capture(capture), "-Y", " or ".join(PROTOCOLS), *arguments)


@cache
def registered():
    """The filter names of all fields and findings, with their types."""
    return {field.filter: field.type for field in tables.registered()}


def sorted_values(pairs):
    """The values of each field, from pairs of a field and a value."""
    values = defaultdict(list)
    for name, value in pairs:
        if value is None or value == "<MISSING>" or registered()[name] in ("none", "absolute_time"):
            value = ""  # which each format writes differently
        elif registered()[name].startswith("uint"):
            value = str(int(value, 0))  # since 4.6 not always in hexadecimal
        values[name].append(value.replace(":", ""))  # which not all formats put between bytes
    return {name: sorted(found) for name, found in values.items()}


def in_pdml(capture):
    """The values of our fields in each frame. The other formats are compared with this one."""
    frames = []
    for packet in ElementTree.fromstring(tshark(capture, "-T", "pdml")).iter("packet"):
        trees = [tree for tree in packet.iterfind("proto") if tree.get("name") in PROTOCOLS]
        fields = [field for tree in trees for field in tree.iter("field") if is_ours(field.get("name"))]
        frames.append(sorted_values((field.get("name"), field.get("show")) for field in fields))
    return frames


def scalars(pairs):
    """The leaves of JSON objects that have been read as pairs."""
    for name, value in pairs:
        for one in value if isinstance(value, list) and not is_object(value) else [value]:
            if is_object(one):
                yield from scalars(one)
            else:
                yield name, one


def is_object(value):
    return isinstance(value, list) and all(isinstance(pair, tuple) for pair in value)


def read_pairs(text):
    """JSON with its objects as lists of pairs, because an object can contain a field several times."""
    return json.loads(text, object_pairs_hook=list)


class Outputs(unittest.TestCase):
    maxDiff = None

    def _same_as_pdml(self, found_in):
        for capture in CAPTURES:
            with self.subTest(capture=capture):
                expected, found = in_pdml(capture), found_in(capture)
                self.assertTrue(any(expected), "no fields at all")
                self.assertEqual(len(expected), len(found))
                for one, other in zip(expected, found):
                    # In some formats, a field with fields below it and without a value is only the name of a group.
                    one = {name: values for name, values in one.items() if any(values) or name in other}
                    self.assertEqual(one, other)

    def test_json(self):
        def found(capture):
            packets = read_pairs(tshark(capture, "-T", "json"))
            return [sorted_values(pair for pair in scalars(packet) if is_ours(pair[0])) for packet in packets]

        self._same_as_pdml(found)

    def test_fields(self):
        names = sorted(registered())
        options = [part for name in names for part in ("-e", name)]

        def found(capture):
            text = tshark(capture, "-T", "fields", *options, "-E", "separator=/t", "-E", "aggregator=\x1f")
            for line in text.splitlines():
                cells = zip(names, line.split("\t"), strict=True)
                yield sorted_values((name, value) for name, cell in cells if cell for value in cell.split("\x1f"))

        self._same_as_pdml(lambda capture: list(found(capture)))

    def test_elasticsearch(self):
        """-T ek, and the mapping, which has every field except for those that Elasticsearch takes for text anyway."""
        mapping = json.loads(
            host.plugin().run("-G", "elastic-mapping", "--elastic-mapping-filter", ",".join(PROTOCOLS))
        )
        layers = mapping["mappings"]["properties"]["layers"]["properties"]
        mapped = {name for protocol in PROTOCOLS for name in layers[protocol]["properties"]}
        names = {f"{name.partition('.')[0]}_{name.replace('.', '_')}": name for name in registered()}
        text = ("string", "guid", "none")
        may = {spelled for spelled, name in names.items() if registered()[name] not in text}
        must = {spelled for spelled in may if registered()[names[spelled]] != "bytes"}  # text since 4.6
        self.assertEqual((set(), set()), (must - mapped, mapped - may), "missing, and too many")

        def found(capture):
            lines = tshark(capture, "-T", "ek").splitlines()
            frames = [read_pairs(line) for line in lines if line.startswith('{"timestamp"')]
            return [sorted_values((names[n], value) for n, value in scalars(frame) if n in names) for frame in frames]

        self._same_as_pdml(found)


class Crowd(unittest.TestCase):
    def test_findings_behind_what_is_shown(self):
        """In a packet with too many items to show, a finding about the last of them is still reported."""
        capture = host.capture("hostile-many-tlvs")
        wanted = f"{PROTOCOL}.service_data.malformed"
        self.assertTrue(host.plugin().run("-r", capture, "-Y", wanted).strip())
        self.assertIn(wanted, "".join(host.plugin().packets(capture)))


class Sharkd(unittest.TestCase):
    """The server of web front ends, which has the filters and the completion of the GUI."""

    @classmethod
    def setUpClass(cls):
        if shutil.which("sharkd") is None:
            raise host.HostError("there is no sharkd; in Debian it is in wireshark-common")

    def _ask(self, capture, *requests):
        """The results of requests, each of which is a method and its parameters."""
        requests = [("load", {"file": str(host.capture(capture))}), *requests]
        lines = (
            json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters})
            for number, (method, parameters) in enumerate(requests, 1)
        )
        done = subprocess.run(
            ["sharkd", "-"],
            input="\n".join(lines) + "\n",
            capture_output=True,
            encoding="utf-8",
            env=host.plugin().environment(),
            timeout=120,
            check=True,
            **host.UNPRIVILEGED,
        )
        replies = {reply["id"]: reply for reply in map(json.loads, done.stdout.splitlines())}
        self.assertEqual(len(requests), len(replies), done.stderr)
        for number, request in enumerate(requests, 1):
            self.assertIn("result", replies[number], f"{request} failed")
        return [replies[number]["result"] for number in range(2, len(requests) + 1)]

    def _frames(self, capture, *filters):
        """The numbers of the frames that pass each filter."""
        results = self._ask(capture, *(("frames", {"filter": filter_}) for filter_ in filters))
        return [[frame["num"] for frame in result] for result in results]

    def test_completion(self):
        """The beginning of a field's name is completed to the name."""
        names = sorted(registered())
        results = self._ask("every-tag", *(("complete", {"field": name[:-1]}) for name in names))
        for name, result in zip(names, results):
            self.assertIn(name, [field["f"] for field in result["field"]])

    def test_apply_as_filter(self):
        """The filter that the GUI makes from an item finds the frame of the item."""
        for capture in CAPTURES:
            with self.subTest(capture=capture):
                (frames,) = self._frames(capture, PROTOCOL)
                trees = self._ask(capture, *(("frame", {"frame": number, "proto": True}) for number in frames))
                made = {(f, number) for number, tree in zip(frames, trees) for f in filters_in(tree["tree"])}
                self.assertTrue(made, "no item offers a filter")
                filters = sorted({filter_ for filter_, _ in made})
                found = dict(zip(filters, self._frames(capture, *filters)))
                self.assertEqual([], [(f, number) for f, number in sorted(made) if number not in found[f]])


def filters_in(nodes):
    for node in nodes:
        if is_ours(str(node.get("f", ""))):
            yield node["f"]
        yield from filters_in(node.get("n", []))


class OpenSessions(unittest.TestCase):
    """Only a second pass knows that the capture has come to its end."""

    def _outcomes(self, *way):
        return set(tshark("unanswered", "-T", "fields", "-e", f"{PROTOCOL}.outcome", *way).split("\n")) - {""}

    def test_one_pass(self):
        self.assertEqual({"open"}, self._outcomes())

    def test_two_passes(self):
        self.assertEqual({"no answer in the capture"}, self._outcomes("-2"))


class Statistics(unittest.TestCase):
    def _expect_counts(self, capture, expected):
        """Of these items of the tree, which is the same after one pass and after two."""
        for passes in ((), ("-2",)):
            with self.subTest(capture=capture, passes=passes):
                text = host.plugin().run("-q", *passes, "-r", host.capture(capture), "-z", f"{PROTOCOL},tree")
                counts = {item: int(count) for item, count in re.findall(r"^ *(\S.*?)  +(\d+) ", text, re.MULTILINE)}
                self.assertEqual(expected, {item: counts.get(item, 0) for item in expected})

    def test_tree(self):
        self._expect_counts(
            "file-transfer-redirected",
            {"Propose": 2, "Accept": 1, "Rendezvous by outcome": 1, "Accepted": 1, "Open or unanswered": 0},
        )

    def test_open_sessions(self):
        self._expect_counts("unanswered", {"Rendezvous by outcome": 3, "Open or unanswered": 3, "Unanswered": 0})

    def test_findings_in_service_data(self):
        self._expect_counts("finding-service_data-malformed", {f"{PROTOCOL}.service_data.malformed": 4})
        self._expect_counts("finding-service_data-trailing", {f"{PROTOCOL}.service_data.trailing": 3})

    def test_icq_acknowledgements_are_no_errors(self):
        self._expect_counts("icq-server-relay", {"ICQ acknowledgement": 2, "Client error": 0, "Acknowledged": 2})

    def test_an_outcome_that_was_retracted(self):
        """A cancel declines a proposal, but the server does not pass it on."""
        self._expect_counts(
            "server-error",
            {"Cancel": 1, "Rendezvous by outcome": 5, "Declined": 0, "Server error": 5, "Open or unanswered": 0},
        )

    def test_flow(self):
        text = host.plugin().run(
            "-q", "-r", host.capture("file-transfer-redirected"), "-z", "flow,aim_rendezvous,standard"
        )
        for message in ('Propose File Transfer "trip.jpg"', "Accept File Transfer"):
            self.assertIn(f"Session 0: {message}", text)


class Profile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        profiles = host.plugin().home / ".config" / "wireshark" / "profiles"
        shutil.copytree(host.TOP / "plugin" / "profile", profiles, dirs_exist_ok=True)

    def _lines(self, capture, *arguments):
        return tshark(capture, "-C", PROFILE, *arguments).splitlines()

    def _rows(self, capture):
        """The packet list: for each packet, the text of each column."""
        columns = re.findall(r'^\t"(.*)", "', self._file("preferences"), re.MULTILINE)
        # tshark prints an arrow between source and destination.
        columns.insert(columns.index("Destination"), "")
        return [dict(zip(columns, map(str.strip, line.split("\t")))) for line in self._lines(capture, "-T", "tabs")]

    def _file(self, name):
        return (host.TOP / "plugin" / "profile" / PROFILE / name).read_text("utf-8")

    def test_columns(self):
        rows = self._rows("both-sides")
        proposal, acceptance = rows[0], rows[-1]
        self.assertEqual(
            ["AIM Rendezvous", "Propose", "File Transfer", "garden.jpg", "0", "paper crane 82", "1"],
            [proposal[column] for column in ("Protocol", "Type", "Service", "File", "Session", "Peer", "Sequence")],
        )
        self.assertEqual(["Accept", "0", "accepted"], [acceptance[column] for column in ("Type", "Session", "Outcome")])
        self.assertIn("lake.jpg", [row["File"] for row in self._rows("icq-file-request")])

    def test_column_widths(self):
        """Every column has a width. Wireshark finds it by the fields of the column, so they must be spelled alike."""
        shown = re.findall(r'^\t".*", "(.*?)(?::0:R)?"', self._file("preferences"), re.MULTILINE)
        widths = re.findall(r'^\t"(.*)", \d+', self._file("recent"), re.MULTILINE)
        self.assertEqual(shown, widths)

    def test_a_column_of_ones_own(self):
        format_ = f'gui.column.format:"No.","%m","Port","%Cus:{PROTOCOL}.port:0:R"'
        self.assertEqual("18\t4443", tshark("every-tag", "-T", "tabs", "-o", format_).splitlines()[0].strip())

    def test_colours(self):
        def rules(capture):
            return set(self._lines(capture, "--color", "-T", "fields", "-e", "frame.coloring_rule.name"))

        self.assertLessEqual({"Rendezvous: proposal", "Rendezvous: accepted"}, rules("file-transfer-accepted"))
        self.assertIn("Rendezvous: refused or withdrawn", rules("refused-each-nak"))
        self.assertIn("Rendezvous: findings", rules("finding-ip_xor-mismatch"))

    def test_data_connections(self):
        """They have a colour, a button, and the columns of the session and the file."""
        rows = self._rows("transfer-proxy")
        files = [(row["File"], row["Session"]) for row in rows if row["Protocol"] == "AIM File Transfer"]
        self.assertEqual([("score.txt", "0")] * 8, files)

        (button,) = re.findall(r'^"TRUE","Transfers","([^"]*)",', self._file("dfilter_buttons"), re.MULTILINE)
        arguments = ("-C", PROFILE, "--color", "-Y", button, "-T", "fields", "-e", "frame.coloring_rule.name")
        colours = host.plugin().run("-r", host.capture("transfer-proxy"), *arguments).splitlines()
        self.assertEqual(["Rendezvous: data connection"] * 11, colours)

        (button,) = re.findall(r'^"TRUE","Direct IMs","([^"]*)",', self._file("dfilter_buttons"), re.MULTILINE)
        arguments = ("-C", PROFILE, "--color", "-Y", button, "-T", "fields", "-e", "frame.coloring_rule.name")
        colours = host.plugin().run("-r", host.capture("direct-im"), *arguments).splitlines()
        self.assertEqual(["Rendezvous: data connection"] * 11, colours)

    def _button(self, name):
        (button,) = re.findall(rf'^"TRUE","{name}","([^"]*)",', self._file("dfilter_buttons"), re.MULTILINE)
        return button.replace(r"\x22", '"')

    def _rule(self, name):
        (rule,) = re.findall(rf"^@Rendezvous: {name}@(.*)@\[", self._file("colorfilters"), re.MULTILINE)
        return rule

    def test_refused(self):
        """The same filter is a button, a colour and an example in the README, and finds every way to refuse."""
        refused = self._button("Refused")
        self.assertEqual(refused, self._rule("refused or withdrawn"))
        self.assertIn(refused, (host.TOP / "README.md").read_text("utf-8"))
        for name, packets in (("client-error-forms", 8), ("icq-relay-connections", 1), ("icq-file-request", 1)):
            with self.subTest(capture=name):
                self.assertEqual(packets, len(self._lines(name, "-Y", refused)))

    def test_findings(self):
        """The same filter is a button and a colour, and finds those of every protocol."""
        findings = self._button("Findings")
        self.assertEqual(findings, self._rule("findings"))
        for protocol, name in (
            ("aim_oft", "oft-header"),
            ("aim_ars", "ars-packet"),
            ("aim_odc", "odc-header"),
            ("icq_dc", "icq-handshake"),
            ("aim_rendezvous", "ip_xor-mismatch"),
        ):
            with self.subTest(protocol=protocol):
                found = self._lines(
                    f"finding-{name}", "-Y", f"({findings}) and {protocol}", "-T", "fields", "-e", "frame.number"
                )
                self.assertLess(0, len(found))

    def test_every_filter_is_one(self):
        """Wireshark compiles rules and buttons only when it needs them, and reports errors only to the user."""
        rules = re.findall(r"^@.*?@(.*)@\[", self._file("colorfilters"), re.MULTILINE)
        buttons = re.findall(r'^"TRUE","[^"]*","([^"]*)",', self._file("dfilter_buttons"), re.MULTILINE)
        self.assertTrue(rules and buttons)
        for filter_ in [*rules, *(button.replace(r"\x22", '"') for button in buttons)]:
            with self.subTest(filter=filter_):
                host.plugin().run("-r", host.capture("every-tag"), "-Y", filter_)


if __name__ == "__main__":
    unittest.main()
