# SPDX-License-Identifier: GPL-2.0-or-later
"""Opening the same capture again and again takes no more memory than in stock Wireshark.

That is a lot: sharkd 4.0 keeps 11 MB of each file. Memory leaks of the plugin are found by tests/leaks.
"""

import json
import os
import subprocess
import unittest

import host

CAPTURE = "both-sides"
WARM_UP, MEASURED = 10, 60
MOST_A_FILE = 10_000  # bytes of growth in addition to Wireshark's own, which varies by a few pages of memory

# Wireshark takes memory in blocks of megabytes and hands out parts of them, which hides small growth and exaggerates
# the rest. With this setting each part comes from the system by itself.
EACH_BY_ITSELF = {"WIRESHARK_DEBUG_WMEM_OVERRIDE": "simple"}


class Reader:
    """A sharkd that opens captures."""

    def __init__(self, a_host):
        self._sharkd = subprocess.Popen(
            ["sharkd", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=a_host.environment() | EACH_BY_ITSELF,
            **host.UNPRIVILEGED,
        )
        self._asked = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._sharkd.kill()
        self._sharkd.communicate()

    def ask(self, method, **parameters):
        self._asked += 1
        request = {"jsonrpc": "2.0", "id": self._asked, "method": method, "params": parameters}
        self._sharkd.stdin.write(json.dumps(request) + "\n")
        self._sharkd.stdin.flush()
        reply = json.loads(self._sharkd.stdout.readline())
        if "result" not in reply:
            raise host.HostError(f"sharkd: {method}: {reply}")
        return reply["result"]

    def resident(self):
        """The bytes of memory that are in use."""
        with open(f"/proc/{self._sharkd.pid}/status", encoding="ascii") as status:
            (line,) = (line for line in status if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024

    def growth(self, capture, look):
        """The bytes that each file adds."""
        for number in range(WARM_UP + MEASURED):
            if number == WARM_UP:
                before = self.resident()
            self.ask("load", file=str(capture))
            look(self)
        return (self.resident() - before) / MEASURED


def stock_that_knows_aim():
    """Stock Wireshark with Decode As in its settings, because sharkd has no option for it."""
    a_host = host.Host("stock-with-aim", None)
    settings = a_host.home / ".config" / "wireshark"
    settings.mkdir(parents=True)
    (settings / "decode_as_entries").write_text("decode_as_entry: tcp.port,5190,(none),AIM\n")
    return a_host


@unittest.skipUnless(os.path.exists("/proc/self/status"), "there is no /proc here to look for memory in")
class Memory(unittest.TestCase):
    def test_no_growth(self):
        capture = host.capture(CAPTURE)

        def look(reader):
            """List the packets, open some, and filter, as a user does."""
            reader.ask("frames", filter="aim")
            for frame in range(1, 60, 5):
                reader.ask("frame", frame=frame, proto=True)

        with Reader(stock_that_knows_aim()) as stock, Reader(host.plugin()) as plugin:
            ours, theirs = plugin.growth(capture, look), stock.growth(capture, look)
            self.assertGreater(len(plugin.ask("frames", filter="aim_rendezvous")), 5)
            self.assertGreater(len(stock.ask("frames", filter="aim_messaging")), 5)
        print(f"a file adds {ours:,.0f} bytes with the plugin, {theirs:,.0f} without")
        self.assertLess(ours - theirs, MOST_A_FILE)


if __name__ == "__main__":
    unittest.main()
