# SPDX-License-Identifier: GPL-2.0-or-later
"""Every capture is shown as its golden says, however tshark reads it."""

import difflib
import re
import unittest
from dataclasses import replace

import golden
import host
import merged
import pdml
from options import OPTIONS

# In the first pass of two, TCP gives 4.6 fewer of the segments that were sent again.
DEPEND_ON_TCP = {"transfer-lost-segments", "icq-direct-file-lost"}
_SLIPS = re.compile(r"\[Malformed Packet\]| \[TCP PDU reassembled in \d+\]|\[Reassembly error, protocol TCP: [^]]*\]")


class Goldens(unittest.TestCase):
    def test_each_belongs_to_a_capture(self):
        names = {capture.stem for capture in host.captures()}
        self.assertEqual(names, {path.stem for path in golden.FOLDER.glob("*.txt")}, "captures and goldens")
        self.assertLessEqual(OPTIONS.keys(), names, "options for captures that are not there")

    def test_they_are_what_tshark_shows(self):
        plugin = host.plugin()
        compared = str if plugin.version() == golden.MADE_WITH else golden.essence
        texts = host.in_parallel(lambda capture: golden.made_by(plugin, capture), host.captures())
        for capture, text in zip(host.captures(), texts):
            path = golden.of(capture)
            if compared is golden.essence and capture.stem in DEPEND_ON_TCP:
                continue
            with self.subTest(capture=capture.name):
                found = compared(text())
                self.assertTrue(path.exists(), f"there is no golden/{path.name}: see tests/tshark/update-goldens")
                expected = compared(path.read_text("utf-8"))
                if expected != found:
                    diff = difflib.unified_diff(
                        expected.splitlines(), found.splitlines(), f"golden/{path.name}", "tshark now", lineterm=""
                    )
                    self.fail("\n" + "\n".join(diff) + "\nIf this is right: tests/tshark/update-goldens")


class Essence(unittest.TestCase):
    """The essence, which is compared in versions of Wireshark whose labels differ from those of the goldens."""

    def setUp(self):
        self.text = golden.of(host.capture("finding-version-range")).read_text("utf-8")

    def test_has_what_matters(self):
        parts = {
            "columns": r"^  (?:protocol|info) .*(.)$",
            "labels": r"^ *(\w).*  <aim_rendezvous",
            "values": r"  <aim_rendezvous\S* = .*(.) @",
            "places": r"  <aim_rendezvous.* @(\d+)",
            "lengths": r"  <aim_rendezvous.*\+(\d+)>$",
            "levels of the tree": r"^( *).*  <aim_rendezvous",
            "findings": r"^( *! .*)$",
        }
        for name, pattern in parts.items():
            places = list(re.finditer(pattern, self.text, re.MULTILINE))
            self.assertTrue(places, name)
            for place in places:
                changed = f"{self.text[:place.start(1)]}?{self.text[place.end(1):]}"
                self.assertNotEqual(golden.essence(self.text), golden.essence(changed), f"{name}: {place.group()}")

    def test_has_it_alike_in_each_version(self):
        for old, new in (
            (r"Text: \006  <aim_rendezvous.text = \x6 @4+2>", r"Text: \x06  <aim_rendezvous.text = \x6 @4+2>"),
            ("Text [truncated]: a  <aim_rendezvous.text = a @4+2>", "Text […]: a  <aim_rendezvous.text = a @4+2>"),
            (
                "When: Jun  1, 2005 12:00:00.0 UTC  <aim_rendezvous.time = Jun  1, 2005 12:00:00.0 UTC @4+4>",
                "When: 2005-06-01T12:00:00.0Z  <aim_rendezvous.time = 2005-06-01T12:00:00.0Z @4+4>",
            ),
            ("Bit: True  <aim_rendezvous.time = 1 @4+1>", "Bit: True  <aim_rendezvous.time = True @4+1>"),
        ):
            self.assertEqual(golden.essence(f"  {old}"), golden.essence(f"  {new}"))
            self.assertIn("<aim_rendezvous.t", golden.essence(f"  {old}"))


class OtherWays(unittest.TestCase):
    """Ways that the goldens do not cover: these have the trees of a second pass, and the columns without a tree."""

    def test_columns_with_a_tree(self):
        self._compare_columns("-V")

    def test_columns_in_two_passes(self):
        self._compare_columns("-2")

    def test_columns_with_a_tree_in_two_passes(self):
        self._compare_columns("-2", "-V")

    def test_trees_in_one_pass(self):
        """They are the same, except for what depends on later frames."""
        for link_type in merged.LINK_TYPES:
            capture = merged.capture(link_type=link_type)
            one, two = (
                [
                    list(map(pdml.without_session, pdml.our_trees(packet)))
                    for packet in host.plugin().packets(*arguments)
                ]
                for arguments in ((capture,), (capture, "-2"))
            )
            self.assertTrue(any(one), "tshark shows no rendezvous at all")
            for number, (expected, found) in enumerate(zip(two, one, strict=True), 1):
                self.assertEqual(expected, found, merged.origin(number, link_type))

    def _compare_columns(self, *way):
        for link_type in merged.LINK_TYPES:
            capture = merged.capture(link_type=link_type)
            without = host.plugin().summary(capture)
            found = host.plugin().summary(capture, *way)
            self.assertTrue(without, "tshark lists no packet at all")
            self.assertEqual(len(without), len(found))
            for one, other in zip(map(_without_slips, without), map(_without_slips, found)):
                # Only a second pass recognises the first frame of a server; see test_attach.py.
                first_frame = (other.protocol, other.info) == ("AIM", "New Connection")
                # Nor does a second pass call HTTP or TLS, which clear Info, for a segment that it had to wait for in the
                # first.
                held_back = one.protocol == "TCP" and one.info.startswith(("HTTP/", "[TCP segment"))
                held_back |= one.protocol.startswith(("SSL", "TLS")) and one.info == ""
                # A second pass knows to which file content belongs, and how long that is, before its header comes.
                is_content = other.protocol == "AIM File Transfer" and "bytes" in other.info
                if "-2" not in way or not (first_frame or held_back or is_content):
                    self.assertEqual(one, other, merged.origin(one.number, link_type))


def _without_slips(line):
    """The line without text that Wireshark's own dissectors add to Info only with a tree or in a second pass."""
    if line.protocol == "Socks":
        return replace(line, info="")
    # Only with a tree does AIM dissect the TLVs of a message, and find them malformed. In a second pass TCP knows in
    # which frame it reassembles: 4.4 says so, and 4.6 sometimes fails to reassemble.
    return replace(line, info=_SLIPS.sub("", line.info))


if __name__ == "__main__":
    unittest.main()
