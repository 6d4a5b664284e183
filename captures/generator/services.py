# SPDX-License-Identifier: GPL-2.0-or-later
"""Service data, the value of tag 10001, of each service. That of ICQ messages is in `icq`."""

from enum import IntEnum

from .wire import ipv4, le16, le32, string08, string16, text, tlv, u16, u32, u8, uuid

# File transfer (NINA has no layout for it; libpurple, joscar, Clark).

ONE_FILE, SEVERAL_FILES = 1, 2


def files(name: str | bytes, size: int, count: int = 1, multiple: int = ONE_FILE, end: bytes = b"\0") -> bytes:
    return u16(multiple) + u16(count) + u32(size) + text(name) + end


# Chat (libpurple, joscar).


def chat_room(cookie: str | bytes, exchange: int = 4, instance: int = 0) -> bytes:
    return u16(exchange) + string08(cookie) + u16(instance)


# Buddy icon (libpurple, joscar).

ICON_IDENT = b"AVT1picture.id"


def icon_sum(icon: bytes) -> int:
    """Every second byte counts 256-fold, and carries are added at the low end."""
    total = sum(byte << 8 if place & 1 else byte for place, byte in enumerate(icon))
    while total > 0xFFFF:
        total = (total >> 16) + (total & 0xFFFF)
    return total


def buddy_icon(icon: bytes, modified: int, *, checksum: int | None = None, length: int | None = None) -> bytes:
    checksum = icon_sum(icon) if checksum is None else checksum
    length = len(icon) if length is None else length
    return u32(checksum) + u32(length) + u32(modified) + icon + ICON_IDENT


# File sharing, "get file" (joscar).

LIST_BY_FOLDER = 0x00000001


def get_file(version: int, flags: int = LIST_BY_FOLDER) -> bytes:
    """Version 1, up to AIM 5.1, is padded with four NULs; version 2, from AIM 5.2 on, with one."""
    return u16(0x0012) + u16(version) + u32(flags) + (b"\0" if version >= 2 else bytes(4))


# Buddy lists, and ICQ's contacts (libpurple, joscar, MirandaICQ).


def buddy_list(groups: dict[str, list[str]]) -> bytes:
    return b"".join(
        string16(group) + u16(len(names)) + b"".join(string16(name) for name in names)
        for group, names in groups.items()
    )


def contact_nicks(groups: dict[str, list[str]]) -> bytes:
    """Tag 10002 beside a list of contacts: the same layout, with a list of TLVs for each contact. TLV 1 is the nick."""
    result = b""
    for group, nicks in groups.items():
        result += string16(group) + u16(len(nicks))
        for nick in nicks:
            entry = tlv(0x0001, nick.encode("utf-8"))
            result += u16(len(entry)) + entry
    return result


# Add-ins (joscar).


def add_in(uuid_text: str, name: str, computer: str) -> bytes:
    """The lengths include the NULs, and both precede the names."""
    first, second = text(name) + b"\0", text(computer) + b"\0"
    return u16(0) + uuid(uuid_text) + u16(len(first)) + u16(len(second)) + first + second + u32(0)


# Trillian's encrypted messages (joscar), which have tags of their own instead of 10001.


class TrillianCommand(IntEnum):
    REQUEST = 0
    ACCEPT = 1
    BEGIN = 2
    MESSAGE = 3
    CLOSE = 4


def trillian(command: int, *more: bytes) -> list[bytes]:
    return [tlv(0x03E7, u16(1)), tlv(0x03E8, u16(command)), *more]


def trillian_number(tag: int, hexadecimal: str) -> bytes:
    """The tags 0x03E9 (modulus), 0x03EA and 0x03EB (public values): digits in ASCII, and a NUL."""
    return tlv(tag, text(hexadecimal) + b"\0")


# iChat AV (Fire; the meaning of most of its tags is unknown).


def ichat_host(address: str, port: int, interface: str, session: bytes) -> bytes:
    """40 bytes: address, port, interface name, and a cookie of the session."""
    return (
        ipv4(address).ljust(16, b"\0")
        + u16(port).ljust(8, b"\0")
        + text(interface).ljust(5, b"\0")
        + session.ljust(11, b"\0")
    )


# ICQ's request for a reverse connection (Licq, MirandaICQ).


def reverse_connection(
    uin: int, address: str, port: int, failed_port: int, cookie: int, *, big_endian: bool = False
) -> bytes:
    """27 bytes. The sources disagree on the byte order of the two numbers in the middle; Licq's is little-endian."""
    middle = u32 if big_endian else le32
    accepts_connections, version = u8(4), le16(8)
    return (
        le32(uin)
        + ipv4(address)
        + le32(port)
        + accepts_connections
        + middle(failed_port)
        + middle(port)
        + version
        + le32(cookie)
    )


def reverse_connection_failed(uin: int, port: int, own_port: int, cookie: int) -> bytes:
    """18 bytes in a client error, which say that the reverse connection failed."""
    return le32(uin) + le32(port) + le32(own_port) + le16(8) + le32(cookie)
