# SPDX-License-Identifier: GPL-2.0-or-later
"""Direct connections between ICQ clients: handshake, scrambled messages, files and chats.

All numbers are little-endian, addresses are not (Licq; climm; MirandaICQ; TICQ's dump of ICQ 2002; pwICQ).
"""

from dataclasses import dataclass
from typing import Callable, Sequence

from . import icq
from .icq import COLOURS, Kind, string16
from .scene import User
from .tcp import Conversation, Side
from .wire import guid, ipv4, le16, le32, u8, u16, u32

NORMAL_CONNECTION = 4
AUTH_COOKIE = 0x4C4F4897
MESSAGES, STATUS_MANAGER, INFO_MANAGER = 1, 0x3EA, 0x3EB
MESSAGE, ACKNOWLEDGEMENT, CANCEL = 0x07EE, 0x07DA, 0x07D0

# The text of the client that scrambling uses as a table.
PHRASE = (
    "As part of this software beta version Mirabilis is granting a limited access to the ICQ network, servers, "
    'directories, listings, information and databases ("ICQ Services and Information"). The ICQ Service and '
    'Information may databases ("ICQ Services and Information"). The ICQ Service and Information may'
).encode("ascii")


def frame(body: bytes, *, length: int | None = None) -> bytes:
    return le16(len(body) if length is None else length) + body


# The handshake.


def init(
    sender: User,
    receiver: User,
    port: int,
    *,
    version: int = 8,
    cookie: int = AUTH_COOKIE,
    request: int = 0,
    kind: int = NORMAL_CONNECTION,
    again: int | None = None,
    rest: int = 0x2B,
) -> bytes:
    body = le32(receiver.uin) + le16(0) + le32(port) + le32(sender.uin)
    body += ipv4(sender.address) + ipv4(sender.own_address) + u8(kind) + le32(port if again is None else again)
    body += le32(cookie) + le32(80) + le32(3) + le32(request)
    return u8(0xFF) + le16(version) + le16(rest) + body


def init_licq6(sender: User, receiver: User, port: int) -> bytes:
    """Version 6 as Licq writes it: without a request cookie, with version 8, and with the internal address first."""
    body = le32(receiver.uin) + le16(0) + le32(port) + le32(sender.uin)
    body += ipv4(sender.own_address) + ipv4(sender.address) + u8(NORMAL_CONNECTION) + le32(port)
    return u8(0xFF) + le16(8) + le16(0x27) + body + le32(AUTH_COOKIE) + le32(80) + le32(3)


def init_climm6(sender: User, receiver: User, port: int) -> bytes:
    """Version 6 as climm writes it: a revision in place of the length, and nothing after a number of its own."""
    body = le32(receiver.uin) + le16(0) + le32(port) + le32(sender.uin)
    body += ipv4(sender.address) + ipv4(sender.own_address) + u8(NORMAL_CONNECTION) + le32(port)
    return u8(0xFF) + le16(6) + le16(0) + body + le32(0x12345678)


def init_old(sender: User, version: int = 4) -> bytes:
    """Versions 2 to 5 (Licq)."""
    body = le32(version) + le32(0) + le32(sender.uin) + ipv4(sender.address) + ipv4(sender.own_address)
    return u8(0xFF) + body + u8(NORMAL_CONNECTION) + le32(5000)


INIT_ACK = le32(1)


# Where a client can be reached: TLV 0x000C (Shutko). It is big-endian.


def dc_info(address: str, port: int, *, version: int = 8, cookie: int = AUTH_COOKIE) -> bytes:
    times = u32(1_117_000_000) + u32(1_117_000_000) + u32(1_116_000_000)
    start = ipv4(address) + u32(port) + u8(NORMAL_CONNECTION) + u16(version) + u32(cookie)
    return start + u32(80) + u32(3) + times + u16(0)


def channel(number: int = MESSAGES, plugin: str = "00000000-0000-0000-0000-000000000000", *, answer: int = 0) -> bytes:
    """`answer` is not 0 from the side that did not open the channel, which has the constant elsewhere."""
    constant = le16(1) + le16(4)
    half, rest = guid(plugin)[:8], guid(plugin)[8:]
    order = half + constant + rest if answer else half + rest + constant
    return u8(3) + le32(10) + le32(number) + le32(answer) + order


# Messages.


def scrambled(area: bytes, position: int = 10, entry: int = 7) -> bytes:
    """An area, whose first four bytes become the check code; `position` and `entry` are what senders draw."""
    low = area[4] << 8 | area[6]
    proof = position << 24 | (area[position] ^ 0xFF) << 16 | entry << 8 | PHRASE[entry] ^ 0xFF
    check = proof ^ (low << 16 | low)
    key = 0x67657268 * len(area) + check
    result = bytearray(le32(check) + area[4:])
    for at in range(4, (len(area) + 3) // 4, 4):
        pad = le32((key + PHRASE[at & 0xFF]) & 0xFFFFFFFF)
        for place, byte in enumerate(pad[: len(area) - at], at):
            result[place] ^= byte
    return bytes(result)


def area(command: int, sequence: int, content: bytes, *, manager: bytes = b"") -> bytes:
    """What is scrambled. `manager` are the four further bytes that messages of a plugin manager have."""
    block = le16(sequence) + bytes(12) + manager
    return bytes(4) + le16(command) + le16(len(block)) + block + content


def say(
    kind: int,
    words: str | bytes,
    *rest: bytes,
    status: int = 0,
    flags: int = 1,
    auto: int = 0,
    length: int | None = None,
) -> bytes:
    """The content of a message, as the server relays it, too: what is the priority there has flags here."""
    return icq.message(kind, words, *rest, flags=auto, status=status, priority=flags, length=length)


def file_rest(name: str, size: int, port: int = 0) -> bytes:
    """What a request for a file has after its description, and its acknowledgement after the reason."""
    return u16(port) + u16(0) + string16(name) + le32(size) + le32(port)


def chat_rest(users: str, port: int = 0) -> bytes:
    return string16(users) + u16(port) + u16(0) + le32(port)


def message(content: bytes, *, version: int = 8) -> bytes:
    """The body of a frame with a scrambled area."""
    return content if version == 6 else u8(2) + content


# Files.


def file_init(files: int, size: int, nick: str) -> bytes:
    return u8(0) + le32(0) + le32(files) + le32(size) + le32(100) + string16(nick)


def file_init_ack(nick: str) -> bytes:
    return u8(1) + le32(100) + string16(nick)


def file_next(
    name: str | bytes, size: int, folder: str | bytes = "", *, is_folder: bool = False, modified: int = 0
) -> bytes:
    return u8(2) + u8(is_folder) + string16(name) + string16(folder) + le32(size) + le32(modified) + le32(100)


def file_start(number: int, offset: int = 0) -> bytes:
    return u8(3) + le32(offset) + le32(0) + le32(100) + le32(number)


def file_stop(number: int) -> bytes:
    return u8(4) + le32(number)


def file_speed(percent: int) -> bytes:
    return u8(5) + le32(percent)


def file_data(content: bytes, size: int = 2048) -> bytes:
    """Frames, with their lengths."""
    return b"".join(frame(u8(6) + content[at : at + size]) for at in range(0, len(content), size))


# Chats.

FONT = le32(10) + le32(1) + string16("Courier New") + u8(0xCC) + u8(0x31)


def chat_place(user: User, port: int, *, version: int = 8) -> bytes:
    return le32(version) + le32(port) + ipv4(user.address) + ipv4(user.own_address) + u8(4) + le16(0x2A17)


def chat_first(user: User, nick: str, port: int) -> bytes:
    return le32(0x65) + le32(2**32 - 8) + le32(user.uin) + string16(nick) + u16(port) + COLOURS + u8(0)


def chat_second(user: User, nick: str, port: int, *clients: bytes) -> bytes:
    start = le32(0x65) + le32(user.uin) + string16(nick) + COLOURS
    return start + chat_place(user, port) + FONT + u8(len(clients)) + b"".join(clients)


def chat_third(user: User, port: int) -> bytes:
    return chat_place(user, port) + FONT


def chat_client(user: User, port: int) -> bytes:
    numbers = le32(8) + le32(port) + le32(user.uin) + ipv4(user.address) + ipv4(user.own_address)
    return numbers + u8(4) + le16(0) + le16(0x2A17) + le32(0x64)


def chat_command(code: int, data: bytes = b"", *, length: int | None = None) -> bytes:
    return u8(0) + u8(code) + le32(len(data) if length is None else length) + data


# Conversations.


@dataclass
class Peer:
    """One of the two clients, and where it sends."""

    user: User
    side: Side
    port: int
    sequence: int = 0xFFFF


class Direct:
    """A direct connection. The one who opens it comes first."""

    def __init__(self, link: Conversation, caller: User, callee: User, *, version: int = 8) -> None:
        self.link = link
        self.version = version
        self.caller = Peer(caller, link.client, 4711)
        self.callee = Peer(callee, link.server, link.server.endpoint.port)

    def send(self, peer: Peer, body: bytes, cuts: Sequence[int] = ()) -> None:
        self.link.send(peer.side, frame(body), cuts)

    def shakes_hands(self, *, request: int = 0, make: Callable[[User, User, int], bytes] | None = None) -> None:
        """Both sides introduce themselves. `make` makes a handshake of another form."""

        def introduce(who: Peer, to: Peer, cookie: int) -> bytes:
            if make is not None:
                return make(who.user, to.user, who.port)
            return init(who.user, to.user, who.port, version=self.version, request=cookie)

        self.send(self.caller, introduce(self.caller, self.callee, request))
        ack_and_init = frame(INIT_ACK) + frame(introduce(self.callee, self.caller, 0))
        self.link.send(self.callee.side, ack_and_init)
        self.send(self.caller, INIT_ACK)

    def opens_channel(
        self,
        number: int = MESSAGES,
        plugin: str = "00000000-0000-0000-0000-000000000000",
        *,
        opener: Peer | None = None,
    ) -> None:
        first = opener or self.caller
        second = self.callee if first is self.caller else self.caller
        self.send(first, channel(number, plugin))
        self.send(second, channel(number, plugin, answer=1))

    def says(self, peer: Peer, content: bytes, *, manager: bytes = b"", position: int = 10, entry: int = 7) -> int:
        """A message; returns its sequence number."""
        number = peer.sequence
        peer.sequence -= 1
        clear = area(MESSAGE, number, content, manager=manager)
        self.send(peer, message(scrambled(clear, position, entry), version=self.version))
        return number

    def answers(
        self, peer: Peer, number: int, content: bytes, *, command: int = ACKNOWLEDGEMENT, manager: bytes = b""
    ) -> None:
        clear = area(command, number, content, manager=manager)
        self.send(peer, message(scrambled(clear, 22, 200), version=self.version))

    def talk(self, peer: Peer, words: str | bytes, *rest: bytes, kind: int = Kind.PLAIN, flags: int = 1) -> None:
        """A text that is acknowledged."""
        other = self.callee if peer is self.caller else self.caller
        number = self.says(peer, say(kind, words, *(rest or (COLOURS,)), flags=flags))
        self.answers(other, number, say(kind, "", COLOURS, flags=0))
