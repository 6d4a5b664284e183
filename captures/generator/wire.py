# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers, addresses and lists as they are on the wire.

OSCAR is big-endian, except for ICQ's own data (`le16`, `le32`).
"""

import ipaddress
import uuid as _uuid


def u8(number: int) -> bytes:
    return number.to_bytes(1, "big")


def u16(number: int) -> bytes:
    return number.to_bytes(2, "big")


def u32(number: int) -> bytes:
    return number.to_bytes(4, "big")


def u64(number: int) -> bytes:
    return number.to_bytes(8, "big")


def le16(number: int) -> bytes:
    return number.to_bytes(2, "little")


def le32(number: int) -> bytes:
    return number.to_bytes(4, "little")


def ipv4(address: str) -> bytes:
    return ipaddress.IPv4Address(address).packed


def inverted(data: bytes) -> bytes:
    """Every bit inverted, the XOR with 0xFFFF or 0xFFFFFFFF that protects an address from a NAT."""
    return bytes(byte ^ 0xFF for byte in data)


def uuid(written: str) -> bytes:
    """A UUID as OSCAR sends it, in the order in which it is written."""
    return _uuid.UUID(written).bytes


def guid(written: str) -> bytes:
    """A GUID as Windows keeps it in memory, three fields little-endian, which ICQ messages contain."""
    return _uuid.UUID(written).bytes_le


def text(value: str | bytes) -> bytes:
    """ASCII text; bytes are taken as they are."""
    return value if isinstance(value, bytes) else value.encode("ascii")


def string08(value: str | bytes) -> bytes:
    """A string after a length of one byte."""
    return u8(len(text(value))) + text(value)


def string16(value: str | bytes) -> bytes:
    """A string after a length of two bytes."""
    return u16(len(text(value))) + text(value)


def tlv(tag: int, value: bytes = b"", *, length: int | None = None) -> bytes:
    """Tag, length and value. `length` is given for TLVs that declare a wrong one."""
    return u16(tag) + u16(len(value) if length is None else length) + value
