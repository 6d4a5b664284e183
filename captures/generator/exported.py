# SPDX-License-Identifier: GPL-2.0-or-later
"""PDUs as Wireshark's *File > Export PDUs to File* writes them, link type 252.

Each packet begins with tags, big-endian, that say which dissector gets the rest and what it is to know about addresses
and ports (Wireshark, `wsutil/exported_pdu_tlvs.h`).
"""

from dataclasses import dataclass
from enum import IntEnum

from .tcp import Endpoint
from .wire import ipv4, tlv, u16, u32, u8


class Tag(IntEnum):
    END = 0
    DISSECTOR = 12
    HEURISTIC = 13
    TABLE = 14
    IPV4_SOURCE = 20
    IPV4_DESTINATION = 21
    PORT_TYPE = 24
    SOURCE_PORT = 25
    DESTINATION_PORT = 26
    TABLE_NUMBER = 32
    TCP_INFO = 34


PORT_TYPE_TCP = 2


@dataclass(frozen=True)
class Way:
    """Which dissector Wireshark calls: by its name, by that of a heuristic, or by a number in a table."""

    tag: Tag
    name: str
    number: int | None = None

    def tags(self) -> list[bytes]:
        named = [tlv(self.tag, self.name.encode("ascii"))]
        return named if self.number is None else [*named, tlv(Tag.TABLE_NUMBER, u32(self.number))]


def endpoints(source: Endpoint, destination: Endpoint) -> list[bytes]:
    return [
        tlv(Tag.IPV4_SOURCE, ipv4(source.address)),
        tlv(Tag.IPV4_DESTINATION, ipv4(destination.address)),
        tlv(Tag.PORT_TYPE, u32(PORT_TYPE_TCP)),
        tlv(Tag.SOURCE_PORT, u32(source.port)),
        tlv(Tag.DESTINATION_PORT, u32(destination.port)),
    ]


def tcp_info(sequence: int, length: int) -> bytes:
    """What a dissector below TCP is given as `data`. Wireshark hands it to whichever dissector the packet names."""
    version, acknowledged, is_reassembled, flags, urgent = 1, 0x7C510001, 0, 0x18, 0
    return tlv(
        Tag.TCP_INFO,
        u16(version)
        + u32(sequence)
        + u32(sequence + length)
        + u32(acknowledged)
        + u8(is_reassembled)
        + u16(flags)
        + u16(urgent),
    )


def pdu(way: Way, payload: bytes, *tags: bytes) -> bytes:
    return b"".join([*way.tags(), *tags, tlv(Tag.END), payload])
