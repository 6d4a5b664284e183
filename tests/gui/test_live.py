# SPDX-License-Identifier: GPL-2.0-or-later
"""Sessions in a live capture, which Wireshark takes from a pipe; see tests/gui/run."""

import os
import struct
import unittest

import readable

import host

CAPTURE = "unanswered"
SESSION_PACKETS = 6
PROFILE = "OSCAR Rendezvous"
SO_FAR, AT_THE_END = "open", "no answer in the capture"


class Live(unittest.TestCase):
    def setUp(self):
        pipe = host.plugin().home / "live"
        os.mkfifo(pipe)
        os.chmod(pipe, 0o644)
        # Opened for reading too, so that it does not wait for Wireshark.
        self._writer = os.fdopen(os.open(pipe, os.O_RDWR), "wb", buffering=0)
        self.addCleanup(self._end)
        self._header, *self._records = records(host.capture(CAPTURE).read_bytes())
        self._writer.write(self._header)
        desktop = readable.ReadableDesktop(pipe, "-k", "-i", profile=PROFILE, list_height=500)
        self.wireshark = self.enterContext(desktop)

    def _end(self):
        self._writer.close()

    def _outcomes(self):
        packets = readable.rows(self.wireshark.find("tree", "Packet list"))
        return [packet["Outcome"] for packet in packets if packet["Session"] != ""]

    def _expect(self, outcome):
        expected = [outcome] * SESSION_PACKETS
        self.wireshark.wait(lambda: self._outcomes() == expected, f"outcomes {expected}, not {self._outcomes()}")

    def _filter(self, text):
        bar = self.wireshark.find("tool bar", "Display Filter Toolbar")
        self.wireshark.type_into(self.wireshark.find("text", "Display filter entry", bar), text)

    def _dissect_again(self):
        """From the first packet on, with all that was known of them forgotten."""
        self.wireshark.press("menu item", "Reload Lua Plugins")
        self.wireshark.settle()

    def test_open_until_the_capture_ends(self):
        for record in self._records:
            self._writer.write(record)
        self.wireshark.wait(lambda: len(self._outcomes()) == SESSION_PACKETS, f"{SESSION_PACKETS} packets")
        self._expect(SO_FAR)
        self._filter("aim_rendezvous")  # looks at each packet once more
        self._expect(SO_FAR)
        self._dissect_again()
        self._expect(SO_FAR)
        self._end()
        self.wireshark.settle()
        self._filter("aim_rendezvous.session")
        self._expect(AT_THE_END)
        self._dissect_again()
        self._expect(AT_THE_END)


def records(data):
    """The header of a pcap file, and its records."""
    yield data[:24]
    at = 24
    while at < len(data):
        end = at + 16 + struct.unpack_from("<I", data, at + 8)[0]
        yield data[at:end]
        at = end


if __name__ == "__main__":
    unittest.main()
