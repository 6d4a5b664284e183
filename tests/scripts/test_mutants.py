# SPDX-License-Identifier: GPL-2.0-or-later
"""tests/mutation/by_hand and tests/mutation/survivors name lines that exist, each of them once."""

import unittest

from scripts import host, run


class Mutants(unittest.TestCase):
    def test_each_has_its_line(self):
        done = run(host.TOP / "tests" / "mutation" / "run", "--list", "--by-hand")
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertIn("\n+ ", done.stdout)


if __name__ == "__main__":
    unittest.main()
