# SPDX-License-Identifier: GPL-2.0-or-later
"""File > Export Objects > AIM File Transfer, in the real Wireshark; see tests/gui/run."""

import os
import unittest
from pathlib import Path

import readable

import host

CAPTURE = "transfer-aborted"  # one file that was skipped in the middle, one that is whole, one that broke off
SENDER = "192.0.2.17"  # nothing in the capture tells the name of the user whose connection it has
PROTOCOL = "AIM File Transfer"
PICTURES = Path(os.environ["OSCAR_PICTURES"])


class Export(unittest.TestCase):
    def setUp(self):
        self.wireshark = self.enterContext(readable.ReadableDesktop(host.capture(CAPTURE), list_height=300))

    def _open_dialog(self):
        menu = self.wireshark.find("menu item", "Export Objects")
        self.wireshark.wait(lambda: [*self.wireshark.all("menu item", within=menu)], "protocols with objects")
        names = [item.get_name() for item in self.wireshark.all("menu item", within=menu)]
        (name,) = [name for name in names if name.startswith(PROTOCOL)]
        self.wireshark.press("menu item", name, menu)
        return self.wireshark.find("dialog", f"Wireshark · Export · {PROTOCOL} object list")

    def _rows(self, dialog):
        (tree,) = self.wireshark.all("tree", within=dialog)
        return readable.rows(tree)

    def test_dialog(self):
        filter_ = "aim_oft.type == 0x0101"
        arguments = ("-Y", filter_, "-T", "fields", "-e", "frame.number")
        prompts = host.plugin().run("-r", host.capture(CAPTURE), *arguments).split()
        expected = [
            ("incomplete", "8760 bytes", "dull (incomplete, 8760 of 20480 bytes).txt"),
            ("complete, checksum correct", "2048 bytes", "good.txt"),
            ("incomplete", "4380 bytes", "map (incomplete, 4380 of 30000 bytes).txt"),
        ]
        for round_ in range(2):  # a second time, when what the first dialog had is no longer there
            dialog = self._open_dialog()
            self.wireshark.settle()
            rows = self._rows(dialog)
            self.assertEqual(prompts, [row["Packet"] for row in rows])
            self.assertEqual(expected, [(row["Content Type"], row["Size"], row["Filename"]) for row in rows])
            self.assertEqual({SENDER}, {row["Hostname"] for row in rows})
            self.wireshark.picture(PICTURES / "export_objects.png")
            self.wireshark.key("Escape")
            self.wireshark.settle()


if __name__ == "__main__":
    unittest.main()
