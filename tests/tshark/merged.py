# SPDX-License-Identifier: GPL-2.0-or-later
"""All captures of a link type in one file, for tests that check the same in each. Starting tshark takes longer than
reading a capture."""

import struct
from functools import cache

import host
from options import OPTIONS

ETHERNET, EXPORTED_PDU = LINK_TYPES = (1, 252)

_FILE_HEADER = 24
_RECORD = struct.Struct("<IIII")  # seconds, microseconds, captured, length
_ADDRESSES = (26, 30)  # offsets of both addresses in an IPv4 packet after an Ethernet header
_ADDRESS_TAGS = (20, 21)  # tags of both addresses in an exported PDU


@cache
def capture(copies=1, without=(), link_type=ETHERNET):
    """The file, which contains each capture `copies` times. It needs the options of all of them."""
    name = f"merged-{link_type}" if copies == 1 else f"merged-{link_type}-{copies}"
    captures = [path for path in _captures(link_type) if path.stem not in without]
    OPTIONS[name] = [option for path in captures for option in OPTIONS.get(path.stem, ())]
    all_of_them = captures * copies
    records = [record for number, path in enumerate(all_of_them) for record in _records(path, network=number)]
    path = captures[0].with_name(f"{name}.pcap")
    path.write_bytes(captures[0].read_bytes()[:_FILE_HEADER] + b"".join(records))
    return path


def origin(number, link_type=ETHERNET):
    """The capture, and the frame in it, from which a frame of the file was taken."""
    return _origins(link_type)[number - 1]


def _captures(link_type):
    return [path for path in host.captures() if host.link_type(path) == link_type]


@cache
def _origins(link_type):
    return [
        f"frame {number} of {path.name}"
        for path in _captures(link_type)
        for number, _ in enumerate(_records(path, network=0), 1)
    ]


def _records(path, network):
    """The records of a capture, with addresses of their own, so that captures share no conversation."""
    data = path.read_bytes()
    places = _ADDRESSES_IN[host.link_type(path)]
    offset = _FILE_HEADER
    while offset < len(data):
        *_, captured, _ = header = _RECORD.unpack_from(data, offset)
        offset += _RECORD.size
        frame = bytearray(data[offset : offset + captured])
        for address in places(frame):
            (middle,) = struct.unpack_from(">H", frame, address + 1)
            struct.pack_into(">H", frame, address + 1, middle ^ network)
        yield _RECORD.pack(*header) + frame
        offset += captured


def _addresses_in_tags(frame):
    at, tag = 0, None
    while tag != 0:
        tag, length = struct.unpack_from(">HH", frame, at)
        if tag in _ADDRESS_TAGS:
            yield at + 4
        at += 4 + length


_ADDRESSES_IN = {ETHERNET: lambda frame: _ADDRESSES, EXPORTED_PDU: _addresses_in_tags}
