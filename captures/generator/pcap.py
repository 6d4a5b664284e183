# SPDX-License-Identifier: GPL-2.0-or-later
"""The classic capture file: little-endian, microseconds, Ethernet."""

import struct
from typing import Iterable, NamedTuple

LINKTYPE_ETHERNET = 1
WHOLE = 65535  # the limit that tcpdump and Wireshark used to have


class Frame(NamedTuple):
    """One captured frame; `time` in microseconds since 1970."""

    time: int
    data: bytes


def dump(frames: Iterable[Frame], snaplen: int = WHOLE) -> bytes:
    """The bytes of the file. Only the first `snaplen` bytes of a frame are kept, as in a capture with `tcpdump -s`."""
    parts = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, snaplen, LINKTYPE_ETHERNET)]
    for frame in frames:
        kept = frame.data[:snaplen]
        seconds, microseconds = divmod(frame.time, 1_000_000)
        parts.append(struct.pack("<IIII", seconds, microseconds, len(kept), len(frame.data)))
        parts.append(kept)
    return b"".join(parts)
