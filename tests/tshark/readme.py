# SPDX-License-Identifier: GPL-2.0-or-later
"""The README's tables of fields and findings, as the plugin registers them.

Each table stands between two comments, <!-- fields --> and <!-- /fields -->.
"""

import re
from dataclasses import dataclass

import golden
import host
import pdml

PATH = host.TOP / "README.md"


@dataclass(frozen=True)
class Field:
    """What `tshark -G fields` says of a field or a finding."""

    name: str
    filter: str
    type: str
    meaning: str


def registered():
    """Everything that can be filtered, in the order in which the plugin registers it."""
    for line in host.plugin().run("-G", "fields").splitlines():
        kind, name, filter_, *rest = line.split("\t")
        if kind == "F" and rest[1] == pdml.PROTOCOL:
            yield Field(name, filter_, rest[0].removeprefix("FT_").lower(), rest[-1])


def with_tables(text):
    """The text of the README with its tables made anew."""
    # Wireshark lists a finding as a field without a value, which a presence flag is too.
    # Only where it stands in a tree tells the two apart.
    severities = golden.findings()
    fields = [field for field in registered() if field.filter not in severities]
    findings = [field for field in registered() if field.filter in severities]

    text = _with_table(
        text, "fields", ("filter", "type", "meaning"), [(f.filter, f.type, f.meaning or f.name) for f in fields]
    )
    return _with_table(
        text,
        "findings",
        ("filter", "severity", "meaning"),
        [(f.filter, severities[f.filter].lower(), f.name) for f in findings],
    )


def _with_table(text, mark, heads, rows):
    lines = [heads, ["---"] * len(heads), *((f"`{filter_}`", *rest) for filter_, *rest in rows)]
    table = "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |\n" for line in lines)
    begin, end = f"<!-- {mark} -->\n", f"<!-- /{mark} -->"
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"the README must have {begin.strip()} and {end} once each, on lines of their own")
    return re.sub(f"{begin}.*{end}", lambda _: f"{begin}\n{table}\n{end}", text, flags=re.DOTALL)
