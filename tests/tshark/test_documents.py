# SPDX-License-Identifier: GPL-2.0-or-later
"""The filters, commands and file names in the documents are right."""

import re
import shlex
import unittest

import host

README = host.TOP / "README.md"
DOCUMENTS = [
    path
    for folder in (".", "captures", "plugin", "tests", "tests/bench")
    for path in sorted((host.TOP / folder).glob("*.md"))
]


class Documents(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.readme = README.read_text("utf-8")

    def test_every_filter_finds_something(self):
        """A filter matches frames of the sample that the table names, but not all of them."""
        (table,) = re.findall(r"^\| to find \| filter \| sample[^|]* \|\n.*\n((?:\|.*\n)+)", self.readme, re.MULTILINE)
        for row in table.splitlines():
            with self.subTest(row=row):
                filter_, sample = re.fullmatch(r"\| [^|]+ \| `([^`]+)` \| `([\w-]+)` \|", row).groups()
                found = host.plugin().read(host.capture(sample), "-2", "-Y", filter_).splitlines()
                self.assertGreater(len(found), 0)
                self.assertLess(len(found), len(host.plugin().summary(host.capture(sample))))

    def test_options_for_samples_are_needed(self):
        """With its option a capture shows more messages than without."""
        table = (host.CAPTURES / "README.md").read_text("utf-8").partition("| capture | option |")[2]
        rows = re.findall(r"^\| `([\w-]+)\.pcap` \| `(.*)` \|$", table.partition("##")[0], re.MULTILINE)
        self.assertTrue(rows)
        for name, option in rows:
            with self.subTest(capture=name):
                capture = host.capture(name)
                options = shlex.split(option.replace("captures/", f"{capture.parent}/"))
                without, with_option = (
                    host.plugin().run("-r", capture, "-Y", "aim_rendezvous", *more).splitlines()
                    for more in ((), options)
                )
                self.assertGreater(len(with_option), len(without))

    def test_the_example_prints_what_the_readme_says(self):
        commands = re.findall(r"^    \$ tshark (.*(?:\\\n.*)*)\n((?:    \d+ .*\n)+)", self.readme, re.MULTILINE)
        self.assertTrue(commands, "no example")
        for command, expected in commands:
            arguments = shlex.split(command.replace("\\\n", " "))
            capture = next(argument for argument in arguments if argument.endswith(".pcap"))
            self.assertTrue((host.TOP / capture).exists(), capture)
            arguments[arguments.index(capture)] = str(host.capture(capture.split("/")[-1].removesuffix(".pcap")))
            printed = host.plugin().run(*arguments).replace("\t", "  ")
            printed_lines = [line.rstrip() for line in printed.splitlines()]  # the last fields may be empty
            self.assertEqual([line.strip() for line in expected.splitlines()], printed_lines)

    def test_links_lead_somewhere(self):
        self.assertIn(README, DOCUMENTS)
        for document in DOCUMENTS:
            text = document.read_text("utf-8")
            for target in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
                path, _, heading = target.partition("#")
                with self.subTest(document=document.name, target=target):
                    file = document.parent / path if path else document
                    self.assertTrue(file.exists())
                    if heading:
                        self.assertIn(heading, _anchors(file.read_text("utf-8")))

    def test_files_that_are_named_are_there(self):
        """Files named by their paths from the top folder, in the text or in a command."""
        named = re.compile(r"(?<![\w/.-])(?:captures|plugin|tests|\.ci)/[\w./*-]*[\w*/]")
        for document in DOCUMENTS:
            paths = set(named.findall(document.read_text("utf-8")))
            self.assertEqual([], sorted(path for path in paths if not list(host.TOP.glob(path))), document.name)

    def test_code_that_is_named_is_there(self):
        sources = "".join(path.read_text("utf-8") for path in (host.TOP / "plugin").rglob("*.[ch]*"))
        named = re.findall(r"`(k[A-Z]\w+|\w+(?=\(\)))", (host.TOP / "plugin" / "CONTRIBUTING.md").read_text("utf-8"))
        self.assertTrue(named)
        self.assertEqual([], [name for name in named if not re.search(rf"\b{name}\b", sources)])


def _anchors(text):
    """The anchors of the headings, as links to them have them."""
    return [
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    ]


if __name__ == "__main__":
    unittest.main()
