# SPDX-License-Identifier: GPL-2.0-or-later
"""Everything that the plugin registers is shown by some capture and listed in the documents."""

import unittest

import golden
import host
import pdml
import tables


class Fields(unittest.TestCase):
    maxDiff = None

    def test_each_is_shown_by_some_golden(self):
        registered = {field.filter for field in tables.registered()}
        self.assertTrue(registered, "the plugin registers no field")
        self.assertEqual(registered - golden.shown(), set(), "registered, but shown by no golden")
        self.assertEqual(golden.shown() - registered - set(pdml.PROTOCOLS), set(), "in a golden, but not registered")

    def test_none_is_registered_twice(self):
        filters = [field.filter for field in tables.registered()]
        self.assertEqual(sorted(set(filters)), sorted(filters))

    def test_every_protocol_takes_part(self):
        """The list that the other tests go through has every protocol that the plugin adds to Wireshark."""
        added = set(_protocols(host.plugin())) - set(_protocols(host.stock()))
        self.assertEqual(set(pdml.PROTOCOLS), added)

    def test_the_documents_list_them(self):
        for path in tables.FILES:
            with self.subTest(file=path.name):
                self.assertEqual(
                    path.read_text("utf-8"), tables.updated(path), "tests/tshark/update-goldens rewrites the tables"
                )


def _protocols(a_host):
    """The filter prefixes of all protocols."""
    return [line.split("\t")[2] for line in a_host.run("-G", "protocols").splitlines()]


if __name__ == "__main__":
    unittest.main()
