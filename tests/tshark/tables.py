# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables of plugin/FIELDS.md and plugin/FINDINGS.md, which list what the plugin registers.

In each file, the tables stand between two comments, such as <!-- fields --> and <!-- /fields -->,
with a heading for each protocol of the plugin.
"""

import re
from dataclasses import dataclass
from functools import cache

import golden
import host
import pdml

SEVERITIES = ("Error", "Warning", "Note", "Chat")


@dataclass(frozen=True)
class Field:
    """What `tshark -G fields` says about a field or a finding."""

    protocol: str  # the prefix of its filter
    name: str
    filter: str
    type: str
    meaning: str


@cache
def protocols():
    """The names of the plugin's protocols, by the prefix of their filters."""
    rows = (line.split("\t") for line in host.plugin().run("-G", "fields").splitlines())
    names = {row[2]: row[1] for row in rows if row[0] == "P"}
    return {prefix: names[prefix] for prefix in pdml.PROTOCOLS}


@cache
def registered():
    """Everything that can be filtered, in the order in which the plugin registers it."""
    rows = (line.split("\t") for line in host.plugin().run("-G", "fields").splitlines())
    return [
        Field(row[4], row[1], row[2], row[3].removeprefix("FT_").lower(), row[-1])
        for row in rows
        if row[0] == "F" and row[4] in pdml.PROTOCOLS
    ]


def _is_finding(field):
    # Wireshark lists a finding as a field without a value, and likewise a flag such as
    # aim_rendezvous.use_ars. Only the way in which a tree shows them distinguishes the two.
    return field.filter in golden.findings()


def _severity(finding):
    found = golden.findings()[finding.filter]
    return " or ".join(severity.lower() for severity in SEVERITIES if severity in found)


def fields():
    """The tables of fields."""
    return _by_protocol(
        ("filter", "type", "meaning"), [(f, (f.type, f.meaning or f.name)) for f in registered() if not _is_finding(f)]
    )


def findings():
    """The tables of findings."""
    return _by_protocol(
        ("filter", "severity", "meaning"), [(f, (_severity(f), f.name)) for f in registered() if _is_finding(f)]
    )


# Each file, the name in its comments, and the function that makes its tables.
FILES = {
    host.TOP / "plugin" / "FIELDS.md": ("fields", fields),
    host.TOP / "plugin" / "FINDINGS.md": ("findings", findings),
}


def updated(path):
    """The text that one of the files should have."""
    mark, make = FILES[path]
    begin, end = f"<!-- {mark} -->\n", f"<!-- /{mark} -->"
    text = path.read_text("utf-8")
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"{path.name} must have {begin.strip()} and {end} once each, on lines of their own")
    return re.sub(f"{begin}.*{end}", lambda _: f"{begin}\n{make()}\n{end}", text, flags=re.DOTALL)


def _by_protocol(heads, rows):
    """A heading and a table for each protocol that has a row."""
    sections = []
    for prefix, name in protocols().items():
        cells = [(f"`{field.filter}`", *rest) for field, rest in rows if field.protocol == prefix]
        if cells:
            sections.append(f"## {name} (`{prefix}`)\n\n{_table(heads, cells)}")
    return "\n".join(sections)


def _table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |\n" for line in lines)
