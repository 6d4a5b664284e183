# SPDX-License-Identifier: GPL-2.0-or-later
"""OFT2, the file transfer that a rendezvous leads to: headers, and the content of files without any framing (Clark;
libpurple, joscar, MirandaICQ and LibOrange).
"""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from .wire import tlv, u16, u32, u8

LENGTH = 256  # of a header whose name fits into 64 bytes with a NUL
NAME_ROOM = 64
UNSET = 0xFFFF0000  # a checksum of nothing
FOLDER_SEPARATOR = "\x01"


class Type(IntEnum):
    """What a header says. The upper byte is 1 for the sender, 2 for the receiver, 0x11 and 0x12 for file lists."""

    PROMPT = 0x0101
    RESUME_GRANTED = 0x0106
    ACKNOWLEDGE = 0x0202
    DONE = 0x0204
    RESUME_WISH = 0x0205
    RESUME_ACKNOWLEDGED = 0x0207
    LIST = 0x1108
    LIST_ACKNOWLEDGED = 0x1209
    LIST_DAMAGED = 0x120A  # as libpurple guesses
    LIST_RECEIVED = 0x120B
    FILE_REQUEST = 0x120C
    FOLDER_REQUEST = 0x120E


class Encoding(IntEnum):
    """Charsets of names."""

    ASCII = 0
    UCS2 = 2
    ISO_8859_1 = 3


UNFINISHED, FILE_LIST, OLD, FINISHED = 0x20, 0x10, 0x02, 0x01  # flags


def checksum(data: bytes) -> int:
    """0xFFFF minus all 16-bit words, with borrows from the low end, in the upper half of the result.

    That is the complement of the remainder of their sum by 0xFFFF. Clients subtract word by word and so reach 0xFFFF
    only if there is nothing to subtract: a remainder of zero leaves 0.
    """
    total = (sum(data[0::2]) << 8) + sum(data[1::2])
    return (0xFFFF - (total % 0xFFFF or (0xFFFF if total else 0))) << 16


@dataclass(frozen=True)
class Header:
    """A header with the values that WinAIM 5.2 and later choose, where they do not depend on the file."""

    type: int
    name: str | bytes = ""
    size: int = 0
    total_size: int = 0
    cookie: bytes = bytes(8)
    encryption: int = 0
    compression: int = 0
    files: int = 1
    files_left: int = 1
    parts: int = 1
    parts_left: int = 1
    modified: int = 0
    checksum: int = UNSET
    resource_received_checksum: int = UNSET
    resource_size: int = 0
    created: int = 0
    resource_checksum: int = UNSET
    received: int = 0
    received_checksum: int = UNSET
    id: bytes = b"Cool FileXfer"
    flags: int = UNFINISHED
    list_name_offset: int = 0x1C
    list_size_offset: int = 0x11
    dummy: bytes = bytes(69)
    finder: bytes = bytes(16)
    encoding: int = Encoding.ASCII
    encoding_sub: int = 0
    magic: bytes = b"OFT2"
    length: int | None = field(default=None, kw_only=True)  # for headers that declare a wrong one

    def __bytes__(self) -> bytes:
        assert len(self.cookie) == 8 and len(self.dummy) == 69 and len(self.finder) == 16
        name = _padded(self._name())
        length = 192 + len(name) if self.length is None else self.length
        return b"".join(
            [
                self.magic,
                u16(length),
                u16(self.type),
                self.cookie,
                u16(self.encryption),
                u16(self.compression),
                u16(self.files),
                u16(self.files_left),
                u16(self.parts),
                u16(self.parts_left),
                u32(self.total_size & 0xFFFFFFFF),
                u32(self.size & 0xFFFFFFFF),
                u32(self.modified),
                u32(self.checksum),
                u32(self.resource_received_checksum),
                u32(self.resource_size),
                u32(self.created),
                u32(self.resource_checksum),
                u32(self.received & 0xFFFFFFFF),
                u32(self.received_checksum),
                self.id.ljust(32, b"\0"),
                u8(self.flags),
                u8(self.list_name_offset),
                u8(self.list_size_offset),
                self.dummy,
                self.finder,
                u16(self.encoding),
                u16(self.encoding_sub),
                name,
            ]
        )

    def _name(self) -> bytes:
        """The name with its terminator; bytes are taken as they are."""
        if isinstance(self.name, bytes):
            return self.name
        if self.encoding == Encoding.UCS2:
            return self.name.encode("utf-16-be") + bytes(2)
        return self.name.encode("latin-1" if self.encoding == Encoding.ISO_8859_1 else "utf-8") + b"\0"


def _padded(name: bytes) -> bytes:
    """A short name fills a field of 64 bytes; a longer one makes the header longer (LibOrange; libpurple)."""
    return name.ljust(NAME_ROOM, b"\0")


@dataclass(frozen=True)
class Client:
    """What a kind of client chooses: changes to its prompts, and to the copies of prompts that are its answers."""

    prompts: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    dones: dict[str, Any] = field(default_factory=dict)
    cookie_at_once: bool = False  # in the first prompt, too


_AIM_FLAGS = {"flags": UNFINISHED, "list_name_offset": 0x1C, "list_size_offset": 0x11}
_OLD_FLAGS = {"flags": OLD, "list_name_offset": 0x1A, "list_size_offset": 0x10}

# The answers of AIM, and the prompts of libpurple, are those of LMG1.
AIM = Client(answers={**_AIM_FLAGS, "resource_received_checksum": 0, "received_checksum": 0}, cookie_at_once=True)
AIM_2003 = Client(answers=AIM.answers)
OLD_AIM = Client(prompts={"id": b"OFT_Windows ICBMFT V1.1 32", **_OLD_FLAGS})  # before AIM 5.2
LIBPURPLE = Client(prompts={"flags": 0, "list_name_offset": 0, "list_size_offset": 0})
MIRANDA_ICQ = Client(dones={"flags": FINISHED}, cookie_at_once=True)
RNQ = Client(prompts={"id": b"CoolFileXfer"}, cookie_at_once=True)


def finder_info(file_type: bytes, creator: bytes, flags: int, vertical: int, horizontal: int, folder: int) -> bytes:
    """What a Macintosh knows about a file besides its content: 16 bytes."""
    return file_type + creator + u16(flags) + u16(vertical) + u16(horizontal) + u16(folder)


# The two forms of a file list.


def list_line(date: str, size: int, name: str, *, size_at: int = 0x11, name_at: int = 0x1C) -> bytes:
    """A line of the old form: date and time, size in 8 characters, name, at the columns that the header gives."""
    line = f"{date:{size_at}}{size:8}"
    return f"{line:{name_at}}{name}\r\n".encode("ascii")


LIST_MAGIC = b"Lst1"
LIST_FOLDER = 0x00000001


def list_entry(modified: int, size: int, name: str, flags: int = 0) -> bytes:
    """An entry of the new form (joscar)."""
    return b"".join(
        [
            tlv(0x0101, u32(modified)),
            tlv(0x0303, u32(size)),
            tlv(0x0404, name.encode("ascii")),
            tlv(0x0505, u16(0)),
            tlv(0x0900, u32(flags)),
            tlv(0x0909),
        ]
    )


assert checksum(b"12345678" * 8 + b"1") == 0x48590000 and checksum(b"") == UNSET  # what clients compute
