# SPDX-License-Identifier: GPL-2.0-or-later
"""The rendezvous block: the value of ICBM TLV 5 on channel 2 (NINA: Rendezvous)."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from .wire import inverted, ipv4, string08, text, tlv, u16, uuid


class Type(IntEnum):
    """ICBM__RENDEZVOUS_MESSAGE"""

    PROPOSE = 0
    CANCEL = 1
    ACCEPT = 2
    NAK = 3


class CancelReason(IntEnum):
    """ICBM__RENDEZVOUS_CANCEL_REASONS"""

    UNKNOWN = 0
    USER_CANCEL = 1
    TIMEOUT = 2
    ACCEPTED_ELSEWHERE = 3


class Nak(IntEnum):
    """ICBM__RENDEZVOUS_NAK"""

    PROPOSAL_UNSUPPORTED = 0x00
    PROPOSAL_DENIED = 0x01
    PROPOSAL_IGNORED = 0x02
    BUSTED_PARAMETERS = 0x03
    PROPOSAL_TIMED_OUT = 0x04
    ONLINE_BUT_NOT_AVAILABLE = 0x05
    INSUFFICIENT_RESOURCES = 0x06
    RATELIMITED = 0x07
    NO_DATA = 0x08
    NO_VERSION_MISMATCH = 0x09
    SECURITY_MISMATCH = 0x0A
    SERVICE_SPECIFIC_REASON = 0x0F


class Service(StrEnum):
    """UUIDs of services that a rendezvous can be about (NINA: UUIDs; open-oscar-server; libpurple; Fire)."""

    VOICE_CHAT = "09461341-4C7F-11D1-8222-444553540000"
    DIRECT_PLAY = "09461342-4C7F-11D1-8222-444553540000"
    FILE_TRANSFER = "09461343-4C7F-11D1-8222-444553540000"
    ROUTE_FINDER = "09461344-4C7F-11D1-8222-444553540000"  # in ICQ, the request for a reverse connection
    DIRECT_ICBM = "09461345-4C7F-11D1-8222-444553540000"
    BUDDY_ICON = "09461346-4C7F-11D1-8222-444553540000"
    ADD_INS = "09461347-4C7F-11D1-8222-444553540000"
    FILE_SHARING = "09461348-4C7F-11D1-8222-444553540000"
    ICQ_SERVER_RELAY = "09461349-4C7F-11D1-8222-444553540000"
    GAMES = "0946134A-4C7F-11D1-8222-444553540000"
    GAMES_ALT = "0946134A-4C7F-11D1-2282-444553540000"  # as some versions of WinAIM send it: 22 82 instead of 82 22
    SEND_BUDDY_LIST = "0946134B-4C7F-11D1-8222-444553540000"
    CHAT = "748F2420-6287-11D1-8222-444553540000"
    TRILLIAN_SECURE_IM = "F2E7C7F4-FEAD-4DFB-B235-36798BDF0000"
    ICHAT_AV = "0946F004-4C7F-11D1-8222-444553540000"
    RTC_VIDEO = "09460101-4C7F-11D1-8222-444553540000"
    RTC_AUDIO = "09460104-4C7F-11D1-8222-444553540000"
    MULTI_AUDIO = "09460107-4C7F-11D1-8222-444553540000"
    MULTI_VIDEO = "09460108-4C7F-11D1-8222-444553540000"


@dataclass(frozen=True)
class Block:
    """A rendezvous block, and the cookie of its ICBM, normally the same eight bytes as in the block."""

    cookie: bytes
    data: bytes

    def __bytes__(self) -> bytes:
        return self.data

    def plus(self, *tags: bytes) -> "Block":
        """The block with more tags at the end, where servers add theirs."""
        return Block(self.cookie, self.data + b"".join(tags))


def block(message_type: int, cookie: bytes, service: str, *tags: bytes) -> Block:
    assert len(cookie) == 8
    return Block(cookie, u16(message_type) + cookie + uuid(service) + b"".join(tags))


def propose(cookie: bytes, service: str, *tags: bytes) -> Block:
    return block(Type.PROPOSE, cookie, service, *tags)


def cancel(cookie: bytes, service: str, *tags: bytes) -> Block:
    return block(Type.CANCEL, cookie, service, *tags)


def accept(cookie: bytes, service: str, *tags: bytes) -> Block:
    return block(Type.ACCEPT, cookie, service, *tags)


def nak_info(code: int) -> bytes:
    """errorInfo of a client error that refuses a proposal: the length of what follows, then the code."""
    return u16(2) + u16(code)


# RENDEZVOUS_TLV_TAGS, in the order of NINA's table.


def channel(number: int) -> bytes:
    return tlv(0x0001, u16(number))


def ip_addr(address: str) -> bytes:
    return tlv(0x0002, ipv4(address))


def requester_ip(address: str) -> bytes:
    return tlv(0x0003, ipv4(address))


def verified_ip(address: str) -> bytes:
    """Only servers add this, at the very end of the block, after tags that are not reserved (Clark; WSWiki)."""
    return tlv(0x0004, ipv4(address))


def port(number: int) -> bytes:
    """A TCP port; with `use_ars`, the proxy's pin."""
    return tlv(0x0005, u16(number))


def download_url(url: str | bytes) -> bytes:
    return tlv(0x0006, text(url))


def download_url2(url: str | bytes) -> bytes:
    return tlv(0x0007, text(url))


def verified_download_url(url: str | bytes) -> bytes:
    return tlv(0x0008, text(url))


def sequence(number: int) -> bytes:
    return tlv(0x000A, u16(number))


def cancel_reason(number: int) -> bytes:
    return tlv(0x000B, u16(number))


def invitation(words: str | bytes) -> bytes:
    return tlv(0x000C, text(words))


def mime_charset(name: str | bytes) -> bytes:
    return tlv(0x000D, text(name))


def mime_language(name: str | bytes) -> bytes:
    return tlv(0x000E, text(name))


def request_host_check() -> bytes:
    return tlv(0x000F)


def use_ars() -> bytes:
    return tlv(0x0010)


def request_secure() -> bytes:
    return tlv(0x0011)


def max_version(number: int) -> bytes:
    return tlv(0x0012, u16(number))


def min_version(number: int) -> bytes:
    return tlv(0x0013, u16(number))


def counter_reason(number: int) -> bytes:
    return tlv(0x0014, u16(number))


def mime_type(name: str | bytes) -> bytes:
    return tlv(0x0015, text(name))


def ip_xor(address: str) -> bytes:
    """The address, given in the clear, is written XOR 0xFFFFFFFF."""
    return tlv(0x0016, inverted(ipv4(address)))


def port_xor(number: int) -> bytes:
    """The port, given in the clear, is written XOR 0xFFFF."""
    return tlv(0x0017, inverted(u16(number)))


def addr_list(*entries: str | bytes) -> bytes:
    """Each entry has the form "IP port"."""
    return tlv(0x0018, b"".join(string08(entry) for entry in entries))


def session_id(name: str | bytes) -> bytes:
    return tlv(0x0019, text(name))


def rollover_id(name: str | bytes) -> bytes:
    return tlv(0x001A, text(name))


def service_data(data: bytes) -> bytes:
    return tlv(10001, data)


# Tags outside the table: each service decides what the tags above 10001 mean.


def file_name_charset(name: str | bytes) -> bytes:
    """Tag 10002 of file transfer and file sharing."""
    return tlv(10002, text(name))


# Sets of tags that belong together.


def direct(address: str, listen_port: int) -> list[bytes]:
    """Where to connect, with the tags in the order of AIM 5 and later (Clark; WSWiki)."""
    return [ip_addr(address), ip_xor(address), requester_ip(address), port(listen_port), port_xor(listen_port)]


def direct_libpurple(address: str, listen_port: int) -> list[bytes]:
    """Where to connect, as libpurple and Pidgin write it: without XOR tags."""
    return [ip_addr(address), requester_ip(address), port(listen_port)]


def proxied(address: str, pin: int) -> list[bytes]:
    """A session on the proxy, in AIM's order. Without REQUESTER_IP_ADDR the server verifies nothing (Clark)."""
    return [ip_addr(address), ip_xor(address), port(pin), port_xor(pin), use_ars()]


def no_address() -> list[bytes]:
    """How AIM asks the other side to open a session on the proxy (Clark)."""
    return [ip_addr("0.0.0.0"), ip_xor("0.0.0.0"), requester_ip("0.0.0.0")]
