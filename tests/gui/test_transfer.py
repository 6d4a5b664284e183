# SPDX-License-Identifier: GPL-2.0-or-later
"""The table of sessions in the real Wireshark, for a capture with a file in it; see tests/gui/run."""

import os
import unittest
from pathlib import Path

import readable
import test_sessions_table

import host

CAPTURE = "transfer-lost-segments"  # which come late, where dissectors do not get them
TITLE = f"Wireshark · AIM Rendezvous Sessions · {CAPTURE}.pcap"
PICTURES = Path(os.environ["OSCAR_PICTURES"])


class Transfer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        desktop = readable.ReadableDesktop(host.capture(CAPTURE), width=2200, height=700)
        cls.wireshark = cls.enterClassContext(desktop)

    def _open(self, already_open=0):
        self.wireshark.press("menu item", "AIM Rendezvous Sessions")
        self.addCleanup(self._close, already_open)
        dialogs = self.wireshark.wait(lambda: self._dialogs(already_open + 1), "the dialog")
        self.wireshark.settle()
        return dialogs

    def _close(self, left_open):
        for dialog in list(self.wireshark.all("dialog", TITLE))[left_open:]:
            self.wireshark.press("push button", "Close", dialog)
        self.wireshark.wait(
            lambda: len(list(self.wireshark.all("dialog", TITLE))) == left_open, "the dialog to be gone"
        )

    def _dialogs(self, count):
        found = list(self.wireshark.all("dialog", TITLE))
        return found if len(found) == count else None

    def _rows(self, dialog):
        (tree,) = self.wireshark.all("tree", within=dialog)
        return [{name: text.strip() for name, text in row.items()} for row in readable.rows(tree)]

    def _expect(self, rows, dialog):
        self.wireshark.wait(lambda: self._rows(dialog) == rows, f"{rows}, not {self._rows(dialog)}")

    def _apply(self, filter_, dialog):
        self.wireshark.find("text", "Display filter entry", dialog).set_text_contents(filter_)
        self.wireshark.press("push button", "Apply", dialog)

    def test_sessions(self):
        (dialog,) = self._open()
        self.wireshark.resize(TITLE, 2200, 300)
        expected = test_sessions_table.rows(CAPTURE)
        self.assertEqual(64, len(expected[0]["SHA-256"]))
        self._expect(expected, dialog)
        self.wireshark.picture(PICTURES / "sessions_of_files.png")
        self._apply("http", dialog)
        self._expect([], dialog)
        self._apply("", dialog)
        self._expect(expected, dialog)

    def test_two_dialogs_of_sessions(self):
        """Closing one of them leaves the other as it was."""
        (first,) = self._open()
        expected = test_sessions_table.rows(CAPTURE)
        self._expect(expected, first)
        for dialog in self._open(already_open=1):
            self._expect(expected, dialog)
        self._close(left_open=1)
        self._expect(expected, next(self.wireshark.all("dialog", TITLE)))


if __name__ == "__main__":
    unittest.main()
