# SPDX-License-Identifier: GPL-2.0-or-later
"""Each preference has a description, and does what it says."""

import re
import sys
import unittest

import host
from pdml import PROTOCOL

sys.path.insert(0, str(host.CAPTURES))

from generator import icq  # noqa: E402  (needs the path above)
from generator.stories import icq_relay  # noqa: E402


def frames(capture, *arguments, show=PROTOCOL):
    """The frames that pass a filter."""
    return host.plugin().run("-r", capture, "-Y", show, "-T", "fields", "-e", "frame.number", *arguments).split()


def current_preferences():
    return host.plugin().run("-G", "currentprefs")


class Preferences(unittest.TestCase):
    def test_each_has_a_tooltip_and_a_test(self):
        # Each is preceded by a comment with its description.
        listed = re.findall(rf"^# (.+)\n(?:# .+\n)+#?{PROTOCOL}\.(\w+): ", current_preferences(), re.MULTILINE)
        tested = {name.removeprefix("test_") for name in dir(self) if name.startswith("test_")}
        self.assertTrue(listed, "the plugin registers no preference")
        for tooltip, name in listed:
            with self.subTest(preference=name):
                self.assertIn(name, tested)
                self.assertTrue(tooltip.endswith("."), f"not a sentence: {tooltip}")

    def test_heuristics_are_switched_off_where_wireshark_does_that(self):
        on_5190 = host.capture("file-transfer-accepted")
        without = ("--disable-heuristic", "aim_rendezvous_tcp")
        self.assertNotEqual([], frames(on_5190))
        self.assertEqual([], frames(on_5190, *without))
        self.assertEqual(frames(on_5190), frames(on_5190, *without, "-d", "tcp.port==5190,aim"))

    def test_the_heuristic_of_tls_too(self):
        capture = host.capture("tls-unclaimed-port")
        keys = ("-o", f"tls.keylog_file:{capture.with_name('tls-oscar.keys')}")
        self.assertNotEqual([], frames(capture, *keys))
        self.assertEqual([], frames(capture, *keys, "--disable-heuristic", "aim_rendezvous_tls"))

    def test_icq_code_page(self):
        def texts(*arguments):
            return host.plugin().run(
                "-r", host.capture("icq-legacy-text"), "-T", "fields", "-e", f"{PROTOCOL}.icq.text", *arguments
            )

        russian = "\u043f\u0440\u0438\u0432\u0435\u0442 \u0438\u0437 \u041c\u043e\u0441\u043a\u0432\u044b"
        chosen = ("-o", f"{PROTOCOL}.icq_code_page:windows-1251")
        self.assertNotIn(russian, texts())
        self.assertIn(russian, texts(*chosen))

    def test_icq_code_page_for_each_choice(self):
        """Each choice decodes like the codec of its name in Python, which has tables of its own."""
        listed = re.search(
            r"^# One of: (.*)\n(?:#.*\n)*#?aim_rendezvous.icq_code_page:", current_preferences(), re.MULTILINE
        )
        names = [name.partition(" (")[0].lower() for name in listed[1].split(", ")]
        self.assertEqual(list(CODE_PAGES), names)
        samples = {name: sample(codec) for name, codec in CODE_PAGES.items()}
        chat = icq_relay.Chat()
        for text, codec in zip(samples.values(), CODE_PAGES.values()):
            chat.gets(icq_relay.message(icq.Kind.PLAIN, text.encode(codec), icq.COLOURS))
        capture = host.new_capture("code-pages", chat.ends().pcap())
        for number, (name, text) in enumerate(samples.items()):
            with self.subTest(code_page=name):
                chosen = ("-o", f"{PROTOCOL}.icq_code_page:{name}", "-Y", PROTOCOL)
                shown = host.plugin().run("-r", capture, "-T", "fields", "-e", f"{PROTOCOL}.icq.text", *chosen)
                self.assertEqual(text, shown.splitlines()[number])


# The choices, and what Python calls them.
CODE_PAGES = {
    "windows-1252": "cp1252",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "iso-8859-2": "iso8859_2",
    "iso-8859-5": "iso8859_5",
    "iso-8859-7": "iso8859_7",
    "iso-8859-8": "iso8859_8",
    "iso-8859-9": "iso8859_9",
    "gb18030": "gb18030",
    "euc-kr": "euc_kr",
    "utf-8": "utf-8",
}


def sample(codec):
    """Text that has other bytes in other code pages."""
    by_language = {"gb18030": "\u4f60\u597d\u3002", "euc_kr": "\uc548\ub155", "utf-8": "\u20ac\u00e9"}
    # Letters alone: of other characters, each library knows different ones.
    letters = bytes(range(0xC0, 0x100)).decode(codec, "ignore") if codec not in by_language else by_language[codec]
    return "".join(c for c in letters if c.isalpha())


if __name__ == "__main__":
    unittest.main()
