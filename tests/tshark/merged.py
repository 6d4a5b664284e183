# SPDX-License-Identifier: GPL-2.0-or-later
"""All captures in one file, for tests that do the same with each: tshark takes longer to start than to read one."""

import struct
from functools import cache

import host
from options import OPTIONS

_FILE_HEADER = 24
_RECORD = struct.Struct("<IIII")  # seconds, microseconds, captured, length
_ADDRESSES = (26, 30)  # of the sender and the receiver, in an IPv4 packet after an Ethernet header


@cache
def capture(copies=1, without=()):
    """The file, which contains each capture `copies` times. It needs the options of all captures."""
    name = "merged" if copies == 1 else f"merged-{copies}"
    captures = [path for path in host.captures() if path.stem not in without]
    OPTIONS[name] = [option for path in captures for option in OPTIONS.get(path.stem, ())]
    all_of_them = captures * copies
    records = [record for number, path in enumerate(all_of_them) for record in _records(path, network=number)]
    path = host.captures()[0].with_name(f"{name}.pcap")
    path.write_bytes(host.captures()[0].read_bytes()[:_FILE_HEADER] + b"".join(records))
    return path


def origin(number):
    """The capture that a frame of the file comes from, and the frame's number there."""
    return _origins()[number - 1]


@cache
def _origins():
    return [
        f"frame {number} of {path.name}"
        for path in host.captures()
        for number, _ in enumerate(_records(path, network=0), 1)
    ]


def _records(path, network):
    """The records of a capture, with addresses of their own, so that captures share no conversation."""
    data = path.read_bytes()
    offset = _FILE_HEADER
    while offset < len(data):
        *_, captured, _ = header = _RECORD.unpack_from(data, offset)
        offset += _RECORD.size
        frame = bytearray(data[offset : offset + captured])
        for address in _ADDRESSES:
            (middle,) = struct.unpack_from(">H", frame, address + 1)
            struct.pack_into(">H", frame, address + 1, middle ^ network)
        yield _RECORD.pack(*header) + frame
        offset += captured
