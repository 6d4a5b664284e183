# SPDX-License-Identifier: GPL-2.0-or-later
"""ODC2, the direct IM that a rendezvous leads to: frames with a header and a payload (libpurple, joscar, digsby)."""

from dataclasses import dataclass, field
from enum import IntEnum, IntFlag

from .wire import text, u16, u32

LENGTH = 76  # of a header


class Flag(IntFlag):
    """The names are those of libpurple and joscar. Those of typing notes go together."""

    AUTO_RESPONSE = 0x01
    TYPING_NOTE = 0x02
    TYPED = 0x04
    TYPING = 0x08
    CONFIRMATION = 0x20
    MACINTOSH = 0x40  # beside the confirmation (iChat, AIM for Macintosh)


TYPING = Flag.TYPING_NOTE | Flag.TYPING
PAUSED = Flag.TYPING_NOTE | Flag.TYPED
STOPPED = Flag.TYPING_NOTE
CONFIRMATION = Flag.CONFIRMATION | Flag.MACINTOSH  # as libpurple sends it


class Charset(IntEnum):
    """Of the text before and between blocks of images."""

    ASCII = 0
    UCS2 = 2
    ISO_8859_1 = 3


CODECS = {Charset.ASCII: "utf-8", Charset.UCS2: "utf-16-be", Charset.ISO_8859_1: "latin-1"}


@dataclass(frozen=True)
class Frame:
    """A frame as libpurple makes it."""

    cookie: bytes
    sender: str | bytes
    payload: bytes = b""
    flags: int = 0
    charset: int = Charset.ASCII
    charset_sub: int = 0
    type: int = 1
    subtype: int = 6
    magic: bytes = b"ODC2"
    more_header: bytes = b""
    length: int | None = field(default=None, kw_only=True)  # for headers that declare a wrong one
    payload_length: int | None = field(default=None, kw_only=True)

    def __bytes__(self) -> bytes:
        assert len(self.cookie) == 8
        sender = text(self.sender).ljust(32, b"\0")
        assert len(sender) == 32
        return b"".join(
            [
                self.magic,
                u16(LENGTH + len(self.more_header) if self.length is None else self.length),
                u16(self.type),
                u16(self.subtype),
                u16(0),
                self.cookie,
                bytes(8),
                u32(len(self.payload) if self.payload_length is None else self.payload_length),
                u16(self.charset),
                u16(self.charset_sub),
                u32(self.flags),
                u32(0),
                sender,
                self.more_header,
                self.payload,
            ]
        )


def html(words: str) -> str:
    return f"<HTML><BODY>{words}</BODY></HTML>"


def encoded(words: str, charset: Charset = Charset.ASCII) -> bytes:
    return words.encode(CODECS[charset])


# Images in a payload.


def img(source: str, image_id: str, image: bytes, *, width: int = 16, height: int = 16) -> str:
    """Where the text shows an image."""
    return f'<IMG SRC="{source}" ID="{image_id}" WIDTH="{width}" HEIGHT="{height}" DATASIZE="{len(image)}">'


def data(image_id: str, image: bytes, *, size: int | str | None = None) -> bytes:
    """An image between its tags."""
    return f'<DATA ID="{image_id}" SIZE="{len(image) if size is None else size}">'.encode("ascii") + image + b"</DATA>"


def binary(*images: bytes) -> bytes:
    return b"<BINARY>" + b"".join(images) + b"</BINARY>"
