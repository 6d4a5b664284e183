# SPDX-License-Identifier: GPL-2.0-or-later
"""Texts of any length for files. They are made up, and so that a reader can tell which part of one is missing."""

import hashlib

WORDS = (
    "the heron on a pier at dawn and its reed below some cloud over old harbour stones with rope nets drying while "
    "gulls wait for boats of oak that leave slowly by lantern light under rain near salt meadows"
).split()


def prose(title: str, size: int) -> bytes:
    """Numbered lines of `size` bytes altogether, different for each title."""
    lines, length = [], 0
    while length < size:
        picks = hashlib.sha256(f"{title} {len(lines)}".encode()).digest()[:8]
        words = " ".join(WORDS[pick % len(WORDS)] for pick in picks)
        lines.append(f"{title}, line {len(lines) + 1}: {words}.\r\n".encode("utf-8"))
        length += len(lines[-1])
    return b"".join(lines)[:size]
