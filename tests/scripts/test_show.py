# SPDX-License-Identifier: GPL-2.0-or-later
"""captures/show: what a new user sees first."""

import re
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

from scripts import host, pdml, show

TREE = re.compile(r"^AIM Rendezvous, ", re.MULTILINE)
TITLES = ("AIM Rendezvous", "AIM File Transfer", "AIM Rendezvous Proxy", "AIM Direct IM", "ICQ Direct Connection")
FIELDS = ("-T", "fields", "-e", "frame.number")
A_SCREENFUL = 120  # lines


def cut(capture, part, frames):
    """Only some frames of a capture, in a file of their own."""
    subprocess.run(["editcap", "-r", capture, part, frames], check=True, stderr=subprocess.DEVNULL)


class Show(unittest.TestCase):
    def _shown(self, *arguments):
        done = show(*arguments)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        return done.stdout

    def _advice(self, *arguments):
        """What is said where nothing can be shown."""
        done = show(*arguments)
        self.assertEqual((0, ""), (done.returncode, done.stdout))
        return done.stderr

    def test_sample(self):
        text = self._shown()
        proposal, answer = re.split(r"^\n", text, flags=re.MULTILINE)[:2]
        self.assertEqual(2, len(TREE.findall(text)))
        self.assertIn("[Expert Info (Warning", proposal)
        # At the proposal this takes a second pass.
        self.assertIn("[Outcome: accepted]", proposal)
        self.assertIn("[Outcome: accepted]", answer)
        self.assertLess(len(text.splitlines()), A_SCREENFUL)

    def test_data_connections(self):
        """They are shown with the messages, and without any if there are none."""
        for name, expected in (
            ("transfer-proxy", [3, 8, 3, 0, 0]),
            ("transfer-without-oscar", [0, 6, 0, 0, 0]),
            ("direct-im", [3, 0, 0, 11, 0]),
            ("icq-direct-reverse", [2, 0, 0, 0, 9]),
        ):
            with self.subTest(capture=name):
                text = self._shown(host.capture(name))
                trees = [len(re.findall(f"^{re.escape(title)}, ", text, re.MULTILINE)) for title in TITLES]
                self.assertEqual(expected, trees)

    def test_protocols(self):
        """All of the plugin's are shown."""
        source = (host.CAPTURES / "show").read_text("utf-8")
        self.assertIn(f"protocols={','.join(pdml.PROTOCOLS)}\n", source)

    def test_options_add_to_the_view(self):
        as_aim = (host.capture("port-443"), "-d", "tcp.port==443,aim")
        text = self._shown(*as_aim)
        self.assertEqual(3, len(TREE.findall(text)))
        self.assertLess(len(text.splitlines()), A_SCREENFUL)
        self.assertEqual(text, self._shown(*as_aim, "-V"))

    def test_options_replace_what_they_contradict(self):
        as_aim = (host.capture("port-443"), "-d", "tcp.port==443,aim")
        self.assertEqual(["18", "20", "22"], self._shown(*as_aim, *FIELDS).split())
        self.assertEqual(["18"], self._shown(*as_aim, "-Y", "aim_rendezvous.type == 0", *FIELDS).split())
        statistics = self._shown(host.capture("busy-evening"), "-q", "-z", "aim_rendezvous,tree")
        self.assertIn("Rendezvous by outcome", statistics)
        self.assertNotRegex(statistics, TREE)

    def _suggestion(self, advice, options):
        """The arguments of the command that is suggested with these options."""
        command = next(line for line in advice.splitlines() if options in line)
        return shlex.split(command)[1:]

    def test_advice_works(self):
        for name, options in (("port-443", "-d tcp.port==443,aim"), ("channel-4", "-Y aim -O aim")):
            with self.subTest(capture=name):
                advice = self._advice(host.capture(name))
                self.assertIn("No rendezvous message", advice)
                self.assertNotEqual("", self._shown(*self._suggestion(advice, options)))

    def test_advice_names_the_server_port_and_the_keys(self):
        capture = host.capture("tls-oscar")
        advice = self._advice(capture)
        self.assertIn("-d tcp.port==5223,aim", advice)
        keys = str(capture.with_suffix(".keys"))
        suggestion = [argument.replace("KEYS", keys) for argument in self._suggestion(advice, "KEYS")]
        self.assertRegex(self._shown(*suggestion), TREE)

    def test_advice_without_the_start_of_a_connection(self):
        with tempfile.TemporaryDirectory() as folder:
            late = Path(folder) / "a late start.pcap"
            cut(host.capture("port-443"), late, "10-30")
            advice = self._advice(late)
            self.assertRegex(self._shown(*self._suggestion(advice, "-d tcp.port==443,aim")), TREE)

    def test_nothing_passes_the_filter(self):
        advice = self._advice(host.capture("busy-evening"), "-Y", "aim_rendezvous.type == 9")
        self.assertIn("the capture has 12 packets of rendezvous", advice)

    def test_no_tcp(self):
        with tempfile.TemporaryDirectory() as folder:
            empty = Path(folder) / "empty.pcap"
            cut(host.capture("busy-evening"), empty, "9999")
            self.assertIn("the right capture?", self._advice(empty))

    def test_errors_of_tshark_are_its_own(self):
        for arguments in ((host.capture("busy-evening"), "-Y", "aim_rendezvous.no_such"), (Path(__file__),)):
            with self.subTest(arguments=arguments):
                done = show(*arguments)
                self.assertNotEqual(0, done.returncode)
                self.assertNotIn("No rendezvous", done.stderr)

    def test_no_such_capture(self):
        done = show("no-such.pcap")
        self.assertNotEqual(0, done.returncode)
        self.assertIn("no-such.pcap", done.stderr)

    def test_files_that_only_their_owner_may_read(self):
        """As root, tshark runs as another user."""
        sample = host.capture("tls-oscar")
        with tempfile.TemporaryDirectory() as folder:
            private = [Path(folder) / file.name for file in (sample, sample.with_suffix(".keys"))]
            for file in private:
                file.write_bytes(sample.with_name(file.name).read_bytes())
                file.chmod(0o600)
            capture, keys = private
            needed = ("-o", f"tls.keylog_file:{keys}", "-d", "tls.port==5223,aim")
            self.assertRegex(self._shown(capture, *needed), TREE)


if __name__ == "__main__":
    unittest.main()
