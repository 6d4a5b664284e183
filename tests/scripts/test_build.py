# SPDX-License-Identifier: GPL-2.0-or-later
"""plugin/build says of a build folder that cannot be used why that is, and what to do."""

import os
import shlex
import shutil
import tempfile
import unittest
from pathlib import Path

from scripts import host, run

# Instead of cmake, and of what looks for packages: all is there, and a build always succeeds.
TOOLS = {"cmake": "echo would build", "dpkg-query": "echo installed"}


class Build(unittest.TestCase):
    def setUp(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        self.tools = folder / "tools"
        self.tools.mkdir()
        for name, does in TOOLS.items():
            (self.tools / name).write_text(f"#!/bin/sh\n{does}\n")
            (self.tools / name).chmod(0o755)
        self.checkout = folder / "check out"
        (self.checkout / "plugin").mkdir(parents=True)
        shutil.copy(host.TOP / "plugin" / "build", self.checkout / "plugin" / "build")
        self.addCleanup(run, "chmod", "-R", "u+w", folder)

    def _give_to_user(self, *paths):
        """To the one that the script runs as, who is not root."""
        if host.UNPRIVILEGED:
            for path in paths:
                shutil.chown(path, host.NOBODY, host.NOBODY)

    def _build(self, **environment):
        path = f"{self.tools}:{os.environ['PATH']}"
        script = self.checkout / "plugin" / "build"
        return run(script, env={"PATH": path, "HOME": "/"} | environment, **host.UNPRIVILEGED)

    def _refusal(self, **environment):
        done = self._build(**environment)
        self.assertEqual((1, ""), (done.returncode, done.stdout))
        return done.stderr

    def _remedy(self, refusal):
        """The command that a refusal ends with, without sudo."""
        return shlex.split(refusal.rpartition("try again: ")[2].removeprefix("sudo "))

    def _assert_builds(self, **environment):
        done = self._build(**environment)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertIn("would build", done.stdout)

    def _build_folder(self, source):
        folder = self.checkout / "build"
        folder.mkdir()
        cache = folder / "CMakeCache.txt"
        cache.write_text(f"//A comment\nCMAKE_HOME_DIRECTORY:INTERNAL={source}\n")
        self._give_to_user(self.checkout, folder, cache)
        return folder

    def test_new_folder(self):
        self._give_to_user(self.checkout)
        self._assert_builds()

    def test_usable_folder(self):
        other_name = self.checkout.with_name("other-name")
        other_name.symlink_to(self.checkout)
        self._build_folder(other_name)
        self._assert_builds()

    def test_moved_checkout(self):
        self._build_folder("/where/it/was")
        refusal = self._refusal()
        self.assertIn("made for /where/it/was", refusal)
        self.assertEqual(0, run(*self._remedy(refusal)).returncode)
        self._assert_builds()

    def test_copied_checkout(self):
        # The folder that it was made for is still there.
        self._build_folder(self.tools)
        self.assertIn(f"made for {self.tools}", self._refusal())

    @unittest.skipUnless(host.UNPRIVILEGED, "only root can leave files that another user cannot change")
    def test_after_sudo(self):
        folder = self._build_folder(self.checkout)
        (folder / ".ninja_log").touch(mode=0o644)
        refusal = self._refusal()
        self.assertIn("root owns", refusal)
        self.assertIn(".ninja_log", refusal)
        self.assertEqual(0, run(*self._remedy(refusal)).returncode)
        self._assert_builds()

    @unittest.skipUnless(host.UNPRIVILEGED, "only root can leave files that another user cannot change")
    def test_after_sudo_install(self):
        folder = self._build_folder(self.checkout)
        (folder / "install_manifest.txt").touch(mode=0o644)
        self._assert_builds()

    def test_folder_of_another_user(self):
        if os.access("/usr/bin", os.W_OK) and not host.UNPRIVILEGED:
            self.skipTest("this user may write anywhere")
        self.assertIn("root owns", self._refusal(BUILD_DIR="/usr/bin"))

    def test_read_only_checkout(self):
        self._give_to_user(self.checkout, self.checkout / "plugin")
        self.checkout.chmod(0o555)
        refusal = self._refusal()
        self.assertIn("cannot make the build folder", refusal)
        self.assertIn("BUILD_DIR=", refusal)
        elsewhere = self.checkout.with_name("elsewhere")
        elsewhere.mkdir()
        self._give_to_user(elsewhere)
        self._assert_builds(BUILD_DIR=str(elsewhere / "new"))

    def test_read_only_build_folder(self):
        self._build_folder(self.checkout).chmod(0o555)
        self.assertIn("read-only", self._refusal())


if __name__ == "__main__":
    unittest.main()
