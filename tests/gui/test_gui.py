# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin, and the profile that comes with it, in the real Wireshark; see tests/gui/run."""

import os
import re
import unittest
from pathlib import Path

import readable
import test_sessions_table

import host

CAPTURE = "finding-relay-address_changed"  # proposals and accepts, some with findings
PROFILE = "OSCAR Rendezvous"
PROPOSAL = 35
PICTURES = Path(os.environ["OSCAR_PICTURES"])


class Gui(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        desktop = readable.ReadableDesktop(host.capture(CAPTURE), "-g", str(PROPOSAL), profile=PROFILE, list_height=300)
        cls.wireshark = cls.enterClassContext(desktop)

    def tearDown(self):
        self.wireshark.picture(PICTURES / f"{self.id().rpartition('.test_')[2]}.png")

    def _dialog(self, menu_item, title, menu=None):
        """A dialog that stays open until the end of the test."""
        self._choose(menu_item, menu)
        self.addCleanup(self.wireshark.key, "Escape")
        return self.wireshark.find("dialog", title)

    def _choose(self, menu_item, menu=None):
        self.wireshark.press("menu item", menu_item, menu and self.wireshark.find("menu item", menu))

    def _packets(self):
        return readable.rows(self.wireshark.find("tree", "Packet list"))

    def _displayed(self):
        """The number of displayed packets, according to the status bar."""
        texts = (label.get_name() for label in self.wireshark.all("label"))
        found = re.search(r"Displayed: (\d+)", "\n".join(texts))
        return int(found.group(1))

    def _expected(self, filter_):
        """The numbers of the packets that tshark finds with this filter."""
        return (
            host.plugin().run("-r", host.capture(CAPTURE), "-Y", filter_, "-T", "fields", "-e", "frame.number").split()
        )

    def test_about(self):
        dialog = self._dialog("About Wireshark", "About Wireshark")
        self.wireshark.press("page tab", "Plugins", dialog)
        self.wireshark.settle()
        plugins = [row for tree in self.wireshark.all("tree", within=dialog) for row in readable.rows(tree)]
        (ours,) = [row for row in plugins if row.get("Name") == host.MODULE]
        self.assertEqual("dissector", ours["Type"])
        self.assertTrue(ours["Path"].startswith(str(host.plugin().home)), ours["Path"])

    def test_column_widths(self):
        """The columns of the profile are as wide as it says."""
        profile = host.TOP / "plugin" / "profile" / PROFILE
        titles = re.findall(r'^\t"(.*)", "', (profile / "preferences").read_text("utf-8"), re.MULTILINE)
        widths = re.findall(r'^\t".*", (\d+)', (profile / "recent").read_text("utf-8"), re.MULTILINE)
        found = readable.column_widths(self.wireshark.find("tree", "Packet list"))
        self.assertEqual(dict(zip(titles, map(int, widths))), found)

    def test_tree(self):
        self.wireshark.press("menu item", "Expand All")
        self.wireshark.settle()
        lines = [text for row in readable.rows(self.wireshark.find("tree", "Packet details")) for text in row.values()]
        start = next(i for i, line in enumerate(lines) if line.startswith("AIM Rendezvous, Propose File Transfer"))
        self.assertIn("Message type: Propose (0)", lines[start:])
        self.assertIn("File name: garden.jpg", [line.strip() for line in lines[start:]])
        self.wireshark.key("End")  # for the picture
        self.wireshark.settle()

    def test_expert_information(self):
        dialog = self._dialog("Expert Information", f"Wireshark · Expert Information · {CAPTURE}.pcap")
        (tree,) = self.wireshark.all("tree", within=dialog)
        found = {
            (row["Severity"], row["Summary"]) for row in readable.rows(tree) if row["Protocol"] == "AIM Rendezvous"
        }
        self.assertIn(("Note", "An address was changed on the way"), found)

    def test_statistics(self):
        dialog = self._dialog("AIM Rendezvous", f"Wireshark · AIM Rendezvous · {CAPTURE}.pcap", menu="Statistics")
        (tree,) = self.wireshark.all("tree", within=dialog)
        counts = {row["Topic / Item"]: row["Count"] for row in readable.rows(tree)}
        # The capture has each message twice, on its way in and on its way out. The statistics count it once.
        for item, type_ in (("Propose", 0), ("Accept", 2)):
            self.assertEqual(len(self._expected(f"aim_rendezvous.type == {type_}")) // 2, int(counts[item]))

    def test_sessions(self):
        title = f"Wireshark · AIM Rendezvous Sessions · {CAPTURE}.pcap"
        dialog = self._dialog("AIM Rendezvous Sessions", title)
        expected = test_sessions_table.rows(CAPTURE)
        self.wireshark.wait(lambda: self._table(dialog) == expected, f"{expected}, not {self._table(dialog)}")

    def _table(self, dialog):
        (tree,) = self.wireshark.all("tree", within=dialog)
        return [{name: text.strip() for name, text in row.items()} for row in readable.rows(tree)]

    def test_flow_graph(self):
        dialog = self._dialog("Flow Graph", f"Wireshark · Flow · {CAPTURE}.pcap")
        self._check_arrows(dialog, "All Flows", "frame")
        self.wireshark.press("combo box", "All Flows", dialog)
        self.wireshark.settle()
        self.wireshark.key("O")  # selects the first entry that begins with O, which is ours
        self.wireshark.key("Return")
        self._check_arrows(dialog, "OSCAR Rendezvous Flows", "aim_rendezvous")

    def test_conversation_filter(self):
        self.addCleanup(self.wireshark.type_into, self._filter_entry(), "")
        self._choose("AIM Rendezvous", "Conversation Filter")
        self.wireshark.wait(
            lambda: self._filter_entry().get_text(0, -1).startswith("aim_rendezvous.session == "), "a filter"
        )
        self._check_displayed(self._filter_entry().get_text(0, -1), {"Propose", "Accept"})

    def _check_arrows(self, dialog, flow_type, filter_):
        self.wireshark.find("combo box", flow_type, dialog)
        expected = f"{len(self._expected(filter_))} item(s)"
        self.wireshark.wait(
            lambda: any(expected in label.get_name() for label in self.wireshark.all("label", within=dialog)), expected
        )

    def test_filter(self):
        filter_ = "aim_rendezvous.type == 2"
        entry = self._filter_entry()
        self.addCleanup(self.wireshark.type_into, entry, "")
        self.wireshark.type_into(entry, filter_)
        self._check_displayed(filter_, {"Accept"})

    def test_filter_button(self):
        self.addCleanup(self.wireshark.type_into, self._filter_entry(), "")
        self.wireshark.press("push button", "Proposed", self._filter_bar())
        self._check_displayed("aim_rendezvous.type == 0", {"Propose"})

    def _filter_bar(self):
        return self.wireshark.find("tool bar", "Display Filter Toolbar")

    def _filter_entry(self):
        return self.wireshark.find("text", "Display filter entry", self._filter_bar())

    def _check_displayed(self, filter_, types):
        expected = self._expected(filter_)
        self.wireshark.wait(lambda: self._displayed() == len(expected), f"{len(expected)} packets to be displayed")
        packets = self._packets()
        self.assertEqual(expected, [packet["No."] for packet in packets])
        self.assertEqual(types, {packet["Type"] for packet in packets})
        self.assertEqual({"File Transfer"}, {packet["Service"] for packet in packets})


if __name__ == "__main__":
    unittest.main()
