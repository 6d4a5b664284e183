# SPDX-License-Identifier: GPL-2.0-or-later
"""Finds a golden that no longer holds without going through all of them.

usage: first_golden.py FOLDER NOTES

FOLDER is tests/tshark of the tree under test, whose environment variables (see host.py) must be set. NOTES is a file
that says what all captures together look like. Without it, it is written, which needs a plugin that is as it should
be. With it, the captures that look otherwise now are held against their goldens, and the first that differs ends it.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])

import golden  # noqa: E402
import host  # noqa: E402
import merged  # noqa: E402
import pdml  # noqa: E402

MOST_CAPTURES = 4


def look(link_type):
    """A line for each frame of all captures: what our part of it looks like, with a tree and in the packet list."""
    capture = merged.capture(link_type=link_type)
    packets = host.plugin().packets(capture, "-2")
    trees = ["\n".join(pdml.our_trees(packet)) for packet in packets]
    lines = [f"{line.protocol}\t{line.info}" for line in host.plugin().summary(capture)]
    both = zip(trees, lines, strict=True)
    return [hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest() for parts in both]


def different(before, now):
    """The captures that look otherwise."""
    for link_type in merged.LINK_TYPES:
        pairs = zip(before[str(link_type)], now[str(link_type)])
        for number, (one, other) in enumerate(pairs, 1):
            if one != other:
                yield re.search(r" of (.*)\.pcap$", merged.origin(number, link_type))[1]


def main():
    notes = Path(sys.argv[2])
    now = {str(link_type): look(link_type) for link_type in merged.LINK_TYPES}
    if not notes.exists():
        notes.write_text(json.dumps(now))
        return
    for name in list(dict.fromkeys(different(json.loads(notes.read_text()), now)))[:MOST_CAPTURES]:
        capture = host.capture(name)
        if golden.made_by(host.plugin(), capture) != golden.of(capture).read_text("utf-8"):
            sys.exit(f"FAIL: golden/{name}.txt")


if __name__ == "__main__":
    try:
        main()
    except host.HostError as error:
        sys.exit(f"FAIL: tshark itself\n{error}")
