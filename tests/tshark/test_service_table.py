# SPDX-License-Identifier: GPL-2.0-or-later
"""Another dissector can decode the data of a service: here a Lua script, as plugin/CONTRIBUTING.md describes."""

import unittest

import host

SCRIPT = """
local service = Proto("test_service", "Test Service")
service.fields.data = ProtoField.bytes("test_service.data", "Data")
function service.dissector(tvb, pinfo, tree)
    tree:add(service, tvb()):add(service.fields.data, tvb())
    pinfo.cols.info = "spoiled"
    return tvb:len()
end
DissectorTable.get("aim_rendezvous.service.uuid"):add("{uuid}", service)
"""
GAMES = "0946134A-4C7F-11D1-8222-444553540000"
FILE_TRANSFER = "09461343-4c7f-11d1-8222-444553540000"


class Lua(unittest.TestCase):
    def _data(self, name, uuid):
        """The data that the script gets for each message, and the packet list."""
        script = host.captures()[0].with_name(f"{name}.lua")
        script.write_text(SCRIPT.replace("{uuid}", uuid), "utf-8")
        with_script = ("-X", f"lua_script:{script}", "-Y", "test_service")
        capture = host.capture(name)
        fields = ("-T", "fields", "-e", "test_service.data")
        return host.plugin().run("-r", capture, *with_script, *fields).split(), host.plugin().summary(
            capture, *with_script
        )

    def test_adds_a_service(self):
        data, summary = self._data("games", GAMES)
        self.assertTrue(data)
        self.assertIn("Propose Games", summary[0].info)

    def test_replaces_a_decoder(self):
        data, summary = self._data("file-transfer-accepted", FILE_TRANSFER)
        self.assertEqual(["0001000100002ee8" + b"nocturne-2.pdf\0".hex()], data)
        self.assertIn('"nocturne-2.pdf" (12008 bytes)', summary[0].info)


if __name__ == "__main__":
    unittest.main()
