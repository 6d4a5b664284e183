# SPDX-License-Identifier: GPL-2.0-or-later
"""The rendezvous proxy, which connects two clients that cannot reach each other (NINA: ARS; Clark; libpurple)."""

from enum import IntEnum

from .rendezvous import Service
from .wire import ipv4, string08, tlv, u16, u32, uuid

PORT = 5190
FOODGROUP = 0x044A  # clients take it for a version
REQUEST_OF_PROXY = 0x00000220


class Command(IntEnum):
    """Subgroups of the foodgroup; the words are those of the clients."""

    ERROR = 1
    CREATE = 2
    CREATED = 3
    JOIN = 4
    READY = 5


class Error(IntEnum):
    """libpurple, Kopete, Ireen, MirandaICQ and MirandaAIM, which do not agree in all of it."""

    BAD_REQUEST = 0x0D
    MALFORMED = 0x0E
    NO_REQUEST = 0x10
    UNKNOWN_COMMAND = 0x16
    NOT_JOINED = 0x1A
    INVALID_DATA = 0x1C


def packet(
    command: int,
    data: bytes = b"",
    request_id: int = 0,
    *,
    foodgroup: int = FOODGROUP,
    flags: int = 0,
    length: int | None = None,
) -> bytes:
    """The length of what follows, then what would be the header of a SNAC, then the data."""
    body = u16(foodgroup) + u16(command) + u16(flags) + u32(request_id) + data
    return u16(len(body) if length is None else length) + body


def service_tlv(service: str = Service.FILE_TRANSFER) -> bytes:
    return tlv(0x0001, uuid(service))


# From the client.


def create(name: str | bytes, cookie: bytes, service: str = Service.FILE_TRANSFER) -> bytes:
    """Open a session on the proxy. The cookie follows the name."""
    return packet(Command.CREATE, string08(name) + cookie + service_tlv(service))


def join(name: str | bytes, pin: int, cookie: bytes, service: str = Service.FILE_TRANSFER) -> bytes:
    """Join one. The pin is between name and cookie."""
    return packet(Command.JOIN, string08(name) + u16(pin) + cookie + service_tlv(service))


# From the proxy.


def created(pin: int, address: str) -> bytes:
    return packet(Command.CREATED, u16(pin) + ipv4(address), REQUEST_OF_PROXY)


def ready() -> bytes:
    """To both sides, once the second has joined. What follows on the connection is between the clients."""
    return packet(Command.READY, b"", REQUEST_OF_PROXY)


def error(code: int) -> bytes:
    return packet(Command.ERROR, u16(code), REQUEST_OF_PROXY)
