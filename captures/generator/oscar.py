# SPDX-License-Identifier: GPL-2.0-or-later
"""FLAP frames, SNACs and the ICBM messages (NINA: FLAP, SNAC, ICBM; Shutko)."""

from dataclasses import dataclass, replace
from enum import IntEnum

from .wire import string08, tlv, u16, u32, u8


class FrameType(IntEnum):
    """FLAP frame types (NINA: FLAP)."""

    SIGN_ON = 1
    DATA = 2  # exactly one SNAC
    ERROR = 3
    SIGN_OFF = 4
    KEEP_ALIVE = 5


def flap(frame_type: int, sequence: int, data: bytes = b"", *, length: int | None = None) -> bytes:
    """A FLAP frame. `length` is given for frames that declare a wrong one."""
    return b"*" + u8(frame_type) + u16(sequence) + u16(len(data) if length is None else length) + data


MAX_FLAP_DATA = 0xFFF9  # open-oscar-server

SNAC_MORE = 0x0001  # more replies to the same request follow
SNAC_OPTIONAL_BLOCK = 0x8000  # a length and TLVs are inserted between header and body


@dataclass(frozen=True)
class Snac:
    """A SNAC. One without a request id gets the next one of the connection when it is sent."""

    family: int
    subtype: int
    body: bytes = b""
    flags: int = 0
    request_id: int | None = None

    def __bytes__(self) -> bytes:
        assert self.request_id is not None, "not sent yet"
        return u16(self.family) + u16(self.subtype) + u16(self.flags) + u32(self.request_id) + self.body

    def answering(self, request_id: int) -> "Snac":
        return replace(self, request_id=request_id)

    def with_optional_block(self, *tlvs: bytes) -> "Snac":
        """The SNAC with the block of flag 0x8000, whose length counts the TLVs alone (LMG1; joscar)."""
        block = b"".join(tlvs)
        return replace(self, flags=self.flags | SNAC_OPTIONAL_BLOCK, body=u16(len(block)) + block + self.body)


# The start of every connection to a server (NINA: OSERVICE).

FOODGROUPS = {0x0001: 4, 0x0002: 1, 0x0003: 1, 0x0004: 1, 0x0009: 1, 0x0013: 4}  # with versions
AIM_TOOL = bytes.fromhex("0110 164f")  # tool id and build that WinAIM 5 gives for every foodgroup


def host_online() -> Snac:
    return Snac(0x0001, 0x0003, b"".join(u16(group) for group in FOODGROUPS))


def client_versions() -> Snac:
    return Snac(0x0001, 0x0017, _versions())


def host_versions() -> Snac:
    return Snac(0x0001, 0x0018, _versions())


def own_info_query() -> Snac:
    """Every client asks for its own user info, after the versions and before it says that it is online."""
    return Snac(0x0001, 0x000E)


def own_info(name: str | bytes, user_info: list[bytes]) -> Snac:
    return Snac(0x0001, 0x000F, _user(name, user_info))


def client_online() -> Snac:
    return Snac(0x0001, 0x0002, b"".join(u16(group) + u16(version) + AIM_TOOL for group, version in FOODGROUPS.items()))


def _versions() -> bytes:
    return b"".join(u16(group) + u16(version) for group, version in FOODGROUPS.items())


ROAST = bytes.fromhex("f3 26 81 c4 39 86 db 92 71 a3 b9 e6 53 7a 95 7c")


def roasted(password: str) -> bytes:
    """A password as ICQ hides it in its sign-on frame (Shutko)."""
    return bytes(byte ^ ROAST[place % len(ROAST)] for place, byte in enumerate(password.encode("ascii")))


# ICBM, foodgroup 0x0004 (NINA: ICBM).


class Channel(IntEnum):
    IM = 1
    RENDEZVOUS = 2
    MIME = 3
    ICQ = 4


def set_icbm_parameters() -> Snac:
    """The client asks for typing notifications and messages of 8000 bytes on every channel."""
    return Snac(0x0004, 0x0002, u16(0) + u32(0x0000000B) + u16(8000) + u16(999) + u16(999) + u32(0))


def channel_msg_tohost(cookie: bytes, channel: int, destination: str | bytes, *tlvs: bytes) -> Snac:
    return Snac(0x0004, 0x0006, cookie + u16(channel) + string08(destination) + b"".join(tlvs))


def channel_msg_toclient(
    cookie: bytes,
    channel: int,
    sender: str | bytes,
    user_info: list[bytes],
    *tlvs: bytes,
    user_info_count: int | None = None,
) -> Snac:
    """The list of user info is counted, and the message's own list follows it unmarked. Both use the same tags."""
    return Snac(0x0004, 0x0007, cookie + u16(channel) + _user(sender, user_info, user_info_count) + b"".join(tlvs))


def host_ack(cookie: bytes, channel: int, destination: str | bytes) -> Snac:
    return Snac(0x0004, 0x000C, cookie + u16(channel) + string08(destination))


class ErrorCode(IntEnum):
    """Reasons of a client error (NINA: ICBM, class ICBM__ERROR_CODES)."""

    UNSUPPORTED_CHANNEL = 1
    BUSTED_PAYLOAD = 2
    CHANNEL_SPECIFIC = 3


def client_error(cookie: bytes, channel: int, name: str | bytes, code: int, info: bytes = b"") -> Snac:
    """`name` is the recipient when a client sends it, and the user who refuses when the server passes it on."""
    return Snac(0x0004, 0x000B, cookie + u16(channel) + string08(name) + u16(code) + info)


def snac_error(code: int, *tlvs: bytes) -> Snac:
    """An error from the server. It has no cookie; only the request id says which message caused it."""
    return Snac(0x0004, 0x0001, u16(code) + b"".join(tlvs))


def request_host_ack() -> bytes:
    return tlv(0x0003)


def rendezvous_data(block: bytes, *, length: int | None = None) -> bytes:
    return tlv(0x0005, block, length=length)


def im_data(text: str) -> bytes:
    """The text of an ordinary message: features, then one piece in ASCII (Shutko: TLV 2 of channel 1)."""
    piece = u16(0x0000) + u16(0xFFFF) + text.encode("ascii")
    return tlv(0x0002, tlv(0x0501, bytes.fromhex("0101 0102")) + tlv(0x0101, piece))


def unknown_after_block() -> bytes:
    """In LMG1 this follows the block, and plain messages too. Its meaning is unknown."""
    return tlv(0x0013, u8(3))


def _user(name: str | bytes, user_info: list[bytes], count: int | None = None) -> bytes:
    warning_level = 0
    return string08(name) + u16(warning_level) + u16(len(user_info) if count is None else count) + b"".join(user_info)
