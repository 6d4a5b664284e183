# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever the plugin has registered under a name can be called by anybody: by exported PDUs, which the captures of
that name hold, and by scripts in Lua. None of it may trust what it is called with."""

import struct
import sys
import unittest
from functools import cache

import host
import merged
from pdml import PROTOCOL

sys.path.insert(0, str(host.CAPTURES))

from generator import pcap  # noqa: E402  (needs the path above)
from generator.exported import Tag, Way, pdu  # noqa: E402
from generator.scene import ALICE, Scene  # noqa: E402
from generator.stories.attaching import proposal_frame  # noqa: E402

# Asked for a number in a table of something else, Wireshark ends itself by an assertion, with or without the plugin.
NOT_BY_NUMBER = {f"{PROTOCOL}.service", f"{PROTOCOL}.service.uuid"}

HEURISTICS = {f"{PROTOCOL}_tcp", f"{PROTOCOL}_tls"}

LIST = """
for _, name in ipairs(Dissector.list()) do print("{dissector} " .. name) end
for _, name in ipairs(DissectorTable.list()) do print("{table} " .. name) end
"""
CALLER = """
local caller = Proto("test_caller", "Test Caller")
function caller.dissector(tvb, pinfo, tree)
    {call}
    return tvb:len()
end
"""
HEURISTIC_CALLER = """
local caller, is_calling = Proto("test_caller", "Test Caller"), false
caller:register_heuristic("tls", function(tvb, pinfo, tree)
    if is_calling then return false end
    is_calling = true
    local claimed = DissectorTable.try_heuristics("tls", tvb, pinfo, tree)
    is_calling = false
    return claimed
end)
"""


def script(name, text):
    path = host.captures()[0].with_name(f"{name}.lua")
    path.write_text(text, "utf-8")
    return "-X", f"lua_script:{path}"


@cache
def own_names():
    """The names of the plugin's dissectors and tables."""
    return names(host.plugin()) - names(host.stock())


def names(a_host):
    """The names of all dissectors and tables."""
    text = LIST.replace("{dissector}", str(Tag.DISSECTOR.value)).replace("{table}", str(Tag.TABLE.value))
    capture = host.capture("file-transfer-accepted")
    lines = a_host.run("-r", capture, "-Y", "frame.number == 0", *script("list", text)).splitlines()
    return {(Tag(int(tag)), name) for tag, _, name in (line.partition(" ") for line in lines)}


def heuristics(a_host):
    """Lists and protocols; tshark does not tell the names."""
    return a_host.run("-G", "heuristic-decodes").splitlines()


def ways_taken():
    """How the packets of the captures enter: kind and name."""
    for capture in host.captures():
        if host.link_type(capture) != merged.EXPORTED_PDU:
            continue
        data, at = capture.read_bytes(), 24
        while at < len(data):
            (length,) = struct.unpack_from("<I", data, at + 8)
            tag, size = struct.unpack_from(">HH", data, at + 16)
            yield Tag(tag), data[at + 20 : at + 20 + size].decode("ascii")
            at += 16 + length


class ExportedPdus(unittest.TestCase):
    def test_each_name_is_in_a_capture(self):
        ours = set(own_names())
        self.assertIn((Tag.DISSECTOR, PROTOCOL), ours)
        self.assertIn((Tag.TABLE, f"{PROTOCOL}.aim"), ours)
        ours -= {(Tag.TABLE, name) for name in NOT_BY_NUMBER}
        self.assertEqual(len(HEURISTICS), len(heuristics(host.plugin())) - len(heuristics(host.stock())))
        ours |= {(Tag.HEURISTIC, name) for name in HEURISTICS}
        self.assertEqual(set(), ours - set(ways_taken()))

    def test_service_data_has_no_name(self):
        """Its dissector needs the message around it, and once took that for granted."""
        self.assertNotIn((Tag.DISSECTOR, f"{PROTOCOL}.service_data"), own_names())

    def test_what_tls_exports_can_be_read_again(self):
        capture = host.capture("tls-oscar")
        path = capture.with_name("exported-by-tls.pcapng")
        keys = ("-o", f"tls.keylog_file:{capture.with_suffix('.keys')}")
        fields = ("-Y", PROTOCOL, "-T", "fields", "-e", f"{PROTOCOL}.type", "-e", f"{PROTOCOL}.cookie")
        shown = host.plugin().run("-r", capture, *keys, *fields)
        path.touch()
        path.chmod(0o666)
        host.plugin().run("-r", capture, *keys, "-U", "OSI layer 7", "-w", path)
        self.assertNotEqual("", shown)
        self.assertEqual(shown, host.plugin().run("-r", path, *fields))


class Lua(unittest.TestCase):
    """A script calls without any data."""

    def _types(self, capture, with_script, *arguments):
        fields = ("-Y", PROTOCOL, "-T", "fields", "-e", f"{PROTOCOL}.type")
        return host.plugin().run("-r", capture, *arguments, *with_script, *fields).split()

    def _calls(self):
        for tag, name in sorted(own_names()):
            if tag == Tag.DISSECTOR:
                # Those of data connections claim nothing else.
                yield f'Dissector.get("{name}"):call(tvb, pinfo, tree)', ["0"] if name.startswith(PROTOCOL) else []
        yield 'DissectorTable.try_heuristics("tcp", tvb, pinfo, tree)', ["0"]
        yield 'DissectorTable.try_heuristics("tls", tvb, pinfo, tree)', ["0"]

    def test_dissectors_and_heuristics(self):
        scene = Scene(link_type=pcap.LINKTYPE_WIRESHARK_UPPER_PDU)
        with scene.network.unseen():
            alice = scene.sign_on(ALICE)
        scene.network.put(pdu(Way(Tag.DISSECTOR, "test_caller"), proposal_frame(alice, b"3141592\0")))
        capture = host.new_capture("for-lua", scene.pcap())
        for call, expected in self._calls():
            with self.subTest(call=call):
                self.assertEqual(expected, self._types(capture, script("caller", CALLER.replace("{call}", call))))

    def test_heuristics_inside_tls(self):
        """A script takes the place of TLS, and its dissector for the session is nobody's to set."""
        capture = host.capture("tls-oscar")
        keys = ("-o", f"tls.keylog_file:{capture.with_suffix('.keys')}")
        # Since 4.4, some of Wireshark's own crash when they are called without data.
        others = {row.split("\t")[1] for row in heuristics(host.stock()) if row.startswith("tls\t")} - {"aim"}
        disabled = [argument for name in sorted(others) for argument in ("--disable-protocol", name)]
        self.assertEqual(["0", "2"], self._types(capture, script("heuristic", HEURISTIC_CALLER), *keys, *disabled))


if __name__ == "__main__":
    unittest.main()
