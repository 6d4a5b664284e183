# SPDX-License-Identifier: GPL-2.0-or-later
"""Each preference has a description, and does what it says."""

import re
import unittest

import host
from pdml import PROTOCOL


def off(preference):
    return "-o", f"{PROTOCOL}.{preference}:FALSE"


def frames(capture, *arguments, show=PROTOCOL):
    """The frames that pass a filter."""
    return host.plugin().run("-r", capture, "-Y", show, "-T", "fields", "-e", "frame.number", *arguments).split()


class Preferences(unittest.TestCase):
    def test_each_has_a_tooltip_and_a_test(self):
        # Each is preceded by a comment with its description.
        listed = re.findall(
            rf"^# (.+)\n(?:# .+\n)+#?{PROTOCOL}\.(\w+): ", host.plugin().run("-G", "currentprefs"), re.MULTILINE
        )
        tested = {name.removeprefix("test_") for name in dir(self) if name.startswith("test_")}
        self.assertTrue(listed, "the plugin registers no preference")
        for tooltip, name in listed:
            with self.subTest(preference=name):
                self.assertIn(name, tested)
                self.assertTrue(tooltip.endswith("."), f"not a sentence: {tooltip}")

    def test_heuristic(self):
        on_5190 = host.capture("file-transfer-accepted")
        self.assertNotEqual([], frames(on_5190))
        self.assertEqual([], frames(on_5190, *off("heuristic")))
        self.assertEqual(frames(on_5190), frames(on_5190, *off("heuristic"), "-d", "tcp.port==5190,aim"))

    def test_heuristic_in_tls(self):
        capture = host.capture("tls-oscar")
        # Not with read(), which adds the Decode As that the heuristic makes unnecessary.
        unasked = ("-o", f"tls.keylog_file:{capture.with_suffix('.keys')}", "-r", capture, "-Y", PROTOCOL)
        self.assertNotEqual("", host.plugin().run(*unasked))
        self.assertEqual("", host.plugin().run(*unasked, *off("heuristic")))

    def test_notes(self):
        for name, finding, shown in (
            ("finding-type-undocumented", "type.undocumented", False),  # a note
            ("finding-no_endpoint", "no_endpoint", False),  # a chat
            ("finding-sequence-missing", "sequence.missing", True),  # a warning
            ("finding-block-truncated", "block.truncated", True),  # an error
        ):
            with self.subTest(finding=finding):
                filter_ = f"{PROTOCOL}.{finding}"
                before = frames(host.capture(name), show=filter_)
                self.assertNotEqual([], before)
                self.assertEqual(before if shown else [], frames(host.capture(name), *off("notes"), show=filter_))

    def test_icq_code_page(self):
        def texts(*arguments):
            return host.plugin().run(
                "-r", host.capture("icq-legacy-text"), "-T", "fields", "-e", f"{PROTOCOL}.icq.text", *arguments
            )

        russian = "\u043f\u0440\u0438\u0432\u0435\u0442 \u0438\u0437 \u041c\u043e\u0441\u043a\u0432\u044b"
        chosen = ("-o", f"{PROTOCOL}.icq_code_page:windows-1251")
        self.assertNotIn(russian, texts())
        self.assertIn(russian, texts(*chosen))


if __name__ == "__main__":
    unittest.main()
