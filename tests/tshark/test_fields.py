# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever the plugin registers is shown by some capture, and stands in the README."""

import unittest

import golden
import pdml
import readme


class Fields(unittest.TestCase):
    maxDiff = None

    def test_each_is_shown_by_some_golden(self):
        registered = {field.filter for field in readme.registered()}
        self.assertTrue(registered, "the plugin registers no field")
        self.assertEqual(registered - golden.shown(), set(), "registered, but shown by no golden")
        self.assertEqual(golden.shown() - registered - {pdml.PROTOCOL}, set(), "in a golden, but not registered")

    def test_none_is_registered_twice(self):
        filters = [field.filter for field in readme.registered()]
        self.assertEqual(sorted(set(filters)), sorted(filters))

    def test_the_readme_lists_them(self):
        text = readme.PATH.read_text("utf-8")
        self.assertEqual(text, readme.with_tables(text), "tests/tshark/update-goldens rewrites the tables")


if __name__ == "__main__":
    unittest.main()
