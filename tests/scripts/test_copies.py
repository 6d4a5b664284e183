# SPDX-License-Identifier: GPL-2.0-or-later
"""A copy of the plugin that is installed system-wide does not take part, where the one just built is asked for.

Here that is a module with another name of the protocol, in a folder that a wrapper around tshark says is the system's.
tests/first-steps installs such a copy for real.
"""

import os
import re
import stat
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from scripts import host, run, show

OURS, OTHER = b"AIM Rendezvous", b"Old Rendezvous"


def other_module(path):
    built = Path(os.environ["OSCAR_RENDEZVOUS_PLUGIN"]).read_bytes()
    path.write_bytes(built.replace(OURS, OTHER))


def modules(text):
    """From the output of -G plugins: the modules and where they are, without scripts and programs to capture with."""
    rows = (line.split("\t") for line in text.splitlines())
    return {row[0].strip(): row[-1] for row in rows if row[0].strip().endswith(".so")}


def is_shown_by(a_host):
    """The name that the protocol goes by, in the tree."""
    return re.findall(r"^(\w+ Rendezvous), ", a_host.read(host.capture("declined"), "-O", "aim_rendezvous"), re.M)


class Copies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.folder.chmod(0o755)
        system, module = cls.folder / "system", cls.folder / "other.so"
        other_module(module)
        made = run(host.TOP / "plugin" / "private-plugins", system, module)
        cls.system_copy = made.stdout.strip()
        tshark = cls.folder / "tshark"
        default = "${WIRESHARK_PLUGIN_DIR:-" + str(system) + "}"
        tshark.write_text(f'#!/bin/sh\nWIRESHARK_PLUGIN_DIR="{default}" exec "{os.environ["TSHARK"]}" "$@"\n')
        tshark.chmod(tshark.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
        cls.enterClassContext(mock.patch.dict(os.environ, {"TSHARK": str(tshark)}))

    def _system_wide(self):
        """The modules that tshark loads if nobody says otherwise."""
        user = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        return modules(run(os.environ["TSHARK"], "-G", "plugins", env=user, **host.UNPRIVILEGED).stdout)

    def test_the_other_copy_is_there(self):
        """Else the other tests prove nothing."""
        self.assertEqual(self.system_copy, self._system_wide()[host.MODULE])

    def test_tests_use_the_built_module(self):
        names = is_shown_by(host.Host("beside", os.environ["OSCAR_RENDEZVOUS_PLUGIN"]))
        self.assertEqual({OURS.decode()}, set(names))

    def test_stock_has_no_copy(self):
        # The host itself checks which modules are loaded.
        self.assertEqual([], is_shown_by(host.Host("stock-beside", None)))

    def test_show_uses_the_built_module(self):
        done = show()
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertIn(OURS.decode() + ", Propose", done.stdout)
        self.assertNotIn(OTHER.decode(), done.stdout)

    def test_other_plugins_stay(self):
        """Wireshark's own plugins are loaded as ever."""
        a_host = host.Host("with-others", os.environ["OSCAR_RENDEZVOUS_PLUGIN"])
        found = modules(a_host.run("-G", "plugins"))
        self.assertEqual(set(self._system_wide()), set(found))
        self.assertGreater(len(found), 1)


if __name__ == "__main__":
    unittest.main()
