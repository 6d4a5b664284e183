# SPDX-License-Identifier: GPL-2.0-or-later
"""The classic pcap file format, little-endian, with times in microseconds."""

import struct
from typing import Iterable, NamedTuple

LINKTYPE_ETHERNET = 1
LINKTYPE_WIRESHARK_UPPER_PDU = 252
WHOLE = 65535  # the former maximum of tcpdump and Wireshark


class Frame(NamedTuple):
    """One captured frame; `time` in microseconds since 1970."""

    time: int
    data: bytes


def dump(frames: Iterable[Frame], snaplen: int = WHOLE, link_type: int = LINKTYPE_ETHERNET) -> bytes:
    """The bytes of a capture file. Frames longer than `snaplen` are truncated, as by `tcpdump -s`."""
    parts = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, snaplen, link_type)]
    for frame in frames:
        kept = frame.data[:snaplen]
        seconds, microseconds = divmod(frame.time, 1_000_000)
        parts.append(struct.pack("<IIII", seconds, microseconds, len(kept), len(frame.data)))
        parts.append(kept)
    return b"".join(parts)
