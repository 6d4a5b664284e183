# SPDX-License-Identifier: GPL-2.0-or-later
"""What ICQ clients relay to each other through the server: the service data of 09461349, and the answers in client
errors.

All numbers are little-endian, those in GUIDs included (Shutko: snac_04_06_ch2 and _0b_ch2; micq; Licq; MirandaICQ).
"""

from enum import IntEnum, StrEnum

from .wire import guid, le16, le32, text, u16, u8

VERSION = 8  # of the direct connection protocol, as ICQ 2001b has it


class Plugin(StrEnum):
    """The plugin manager that block 1 addresses, as Windows writes the GUID. Ordinary messages address none."""

    NONE = "00000000-0000-0000-0000-000000000000"
    INFO_MANAGER = "373FE9A0-E94F-11D3-BCD2-0004AC96DD96"
    STATUS_MANAGER = "D140CF10-E94F-11D3-BCD2-0004AC96DD96"


class Guid(StrEnum):
    """What a plugin manager is asked for, or which function a message of type 0x1A calls."""

    INFO_PLUGIN_LIST = "71BF02F0-7143-11D3-8DD2-00104B06462E"
    STATUS_PLUGIN_LIST = "70061810-7154-11D3-8DD2-00104B06462E"
    PHONE_BOOK = "2C217C90-4D91-11D3-ADEB-0004AC96AAB2"  # with the sub-id 2 it means "follow me"
    PICTURE = "83286680-2880-11D3-8DBB-00104B06462E"
    MESSAGE = "05736BBE-C20F-4F10-A6DE-4DB1E3564B0E"
    STATUS_MESSAGE = "BC181A81-6C0E-4718-A591-6F18DCC76F1A"
    FILE = "D9122DF0-9130-11D3-8DD7-00104B06462E"
    URL = "72581C37-87E9-11D4-A4C1-00D0B759B1D9"
    CONTACTS = "467D0E2A-7676-11D4-BCE6-0004AC961EA6"
    CHAT = "B220F7BF-8E37-11D4-BD28-0004AC96D905"
    XTRAZ = "EFB3603B-2AD8-456C-A4E0-9C5A5E67E865"
    TZER = "4CF3A64F-B709-48FD-9208-7E857AE07330"  # ICQ 6.5


class Kind(IntEnum):
    """The types of ICQ messages."""

    PLAIN = 0x01
    CHAT = 0x02
    FILE = 0x03
    URL = 0x04
    AUTH_REQUEST = 0x06
    AUTH_DENIED = 0x07
    AUTH_GRANTED = 0x08
    SERVER = 0x09
    ADDED = 0x0C
    WEB_PAGER = 0x0D
    EMAIL_EXPRESS = 0x0E
    CONTACTS = 0x13
    PLUGIN = 0x1A
    AWAY = 0xE8
    OCCUPIED = 0xE9
    NOT_AVAILABLE = 0xEA
    DO_NOT_DISTURB = 0xEB
    FREE_FOR_CHAT = 0xEC


# Flags.
NORMAL, AUTO, AUTO_MESSAGE, MULTI = 0, 1, 3, 0x80

# Status of a reply.
OK, REFUSED, IS_AWAY, IS_OCCUPIED, IS_DND, TO_CONTACT_LIST, IS_NA = 0x00, 0x01, 0x04, 0x09, 0x0A, 0x0C, 0x0E

BLACK, WHITE = bytes.fromhex("000000 00"), bytes.fromhex("ffffff 00")
COLOURS = BLACK + WHITE  # foreground, background
UTF8_MARK = "{0946134E-4C7F-11D1-8222-444553540000}"
RTF_MARK = "{97B12751-243C-4334-AD22-D6ABF73F1492}"


def header(
    counter: int,
    *,
    version: int = VERSION,
    plugin: str = Plugin.NONE,
    features: int = 3,
    connects: int = 0,
    answer: bool = False,
    first_length: int = 0x1B,
    second_length: int | None = None,
) -> bytes:
    """The two blocks that everything starts with. `counter` counts down from 0xFFFF, by one for each message.

    `connects` is 4 in clients that accept connections. `answer` only matters with a plugin.
    """
    first = le16(version) + guid(plugin) + le16(0) + le32(features) + u8(connects) + le16(counter)
    second = le16(counter) + bytes(12)
    if plugin != Plugin.NONE:
        second += le16(0 if answer else 1) + le16(0)
    return le16(first_length) + first + le16(len(second) if second_length is None else second_length) + second


def message(
    kind: int,
    words: str | bytes,
    *rest: bytes,
    flags: int = NORMAL,
    status: int = OK,
    priority: int = 1,
    length: int | None = None,
) -> bytes:
    """What follows a header that addresses no plugin. The length of the text includes its NUL."""
    ended = text(words) + b"\0"
    return (
        u8(kind)
        + u8(flags)
        + le16(status)
        + le16(priority)
        + le16(len(ended) if length is None else length)
        + ended
        + b"".join(rest)
    )


def mark(guid_text: str) -> bytes:
    """What says, at the end of a message, how its text is encoded."""
    return le32(len(guid_text)) + text(guid_text)


def split(*fields: str | bytes) -> bytes:
    """A text that consists of fields separated by 0xFE."""
    return b"\xFE".join(text(each) for each in fields)


def string16(words: str | bytes) -> bytes:
    """A NUL-terminated string after a length that includes the NUL."""
    ended = text(words) + b"\0"
    return le16(len(ended)) + ended


def file_request(description: str, name: str, size: int, port: int = 0) -> bytes:
    """What follows the empty text of a message of type 3 (Licq, MirandaICQ: protocol 7)."""
    return string16(description) + u16(port) + u16(0) + string16(name) + le32(size) + le32(port)


def chat_request(users: str = "", port: int = 0) -> bytes:
    """What follows the reason in a message of type 2 (Licq). It contains the port in both byte orders."""
    return string16(users) + u16(port) + u16(0) + le16(port) + u16(0)


def function_call(
    function: str,
    number: int,
    name: str,
    data: bytes,
    *after: bytes,
    tail: int = 15,
    info_length: int | None = None,
    following: int | None = None,
    data_length: int | None = None,
) -> bytes:
    """What follows the text of a message of type 0x1A: which function it calls, and with what data.

    The first part ends with `tail` bytes: 15 up to ICQ 5, 17 in ICQ 6. The declared data length excludes `after`.
    """
    ending = bytes([0, 0, 1]).ljust(tail, b"\0")
    info = guid(function) + le16(number) + le32(len(name)) + text(name) + ending
    rest = le32(len(data) if data_length is None else data_length) + data + b"".join(after)
    return (
        le16(len(info) if info_length is None else info_length)
        + info
        + le32(len(rest) if following is None else following)
        + rest
    )


def manager_request(level: int, wanted: str, sub_id: int = 0, known_since: int = 0) -> bytes:
    """What follows a header that addresses a manager (Licq). Level 2 is the info manager, 0 the status manager."""
    return le16(level) + le16(1) + u8(0) + guid(wanted) + le16(sub_id) + le32(known_since)


def manager_answer(level: int, command: int, data: bytes) -> bytes:
    return le16(level) + le16(1) + u8(command) + data
