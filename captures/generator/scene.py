# SPDX-License-Identifier: GPL-2.0-or-later
"""People signed on to a server, and what they and the server say. The stories are written in these terms."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Callable, Protocol, Sequence

from . import oscar, pcap
from .oscar import Channel, FrameType, Snac, flap
from .rendezvous import Block, nak_info
from .tcp import START, Conversation, Endpoint, Network, Side
from .wire import ipv4, tlv, u16, u32

BOS_SERVER = "198.51.100.50"  # the server that clients stay connected to
PROXY_SERVER = "198.51.100.80"
OSCAR_PORT = 5190
NOON = START // 1_000_000


class Link(Protocol):
    """What an OSCAR connection runs over: TCP, or TLS on top of it."""

    client: Side
    server: Side

    def send(self, sender: Side, data: bytes, cuts: Sequence[int] = ()) -> None:
        ...

    def close(self, first: Side) -> None:
        ...


def aim_request_ids(count: int, subtype: int) -> int:
    """Request ids of libpurple and AIM, which simply count."""
    return count


def icq_request_ids(count: int, subtype: int) -> int:
    """Request ids of ICQ 2000 to 2003: a count in the upper half, the subtype in the lower (Shutko's dumps)."""
    return count << 16 | subtype


@dataclass(frozen=True)
class User:
    """A user as others see them. `lan` is the user's own address if there is a NAT in between."""

    name: str | bytes
    address: str
    lan: str | None = None
    user_class: int = 0x0010  # AIM
    member_since: int | None = None  # sent as TLV 5 of the user info, which a parser may mistake for the message's
    request_ids: Callable[[int, int], int] = field(default=aim_request_ids, repr=False)

    @property
    def uin(self) -> int:
        """The number of an ICQ user."""
        return int(self.name)

    @property
    def own_address(self) -> str:
        return self.lan or self.address

    def info(self) -> list[bytes]:
        """The user info that the server puts before a message (Shutko: user info block)."""
        signed_on = NOON - 1800
        tlvs = [tlv(0x0001, u16(self.user_class))]
        if self.user_class & 0x0040:  # ICQ users have a status, here online, and an external address
            tlvs += [tlv(0x0006, u32(0x20120000)), tlv(0x000A, ipv4(self.address))]
        tlvs += [tlv(0x000F, u32(1800)), tlv(0x0003, u32(signed_on))]
        if self.member_since is not None:
            tlvs.append(tlv(0x0005, u32(self.member_since)))
        return tlvs


# The people in the stories. They, and all that they say, are fictitious.
ALICE = User("KestrelWatch", "192.0.2.17", member_since=951_782_400)
BOB = User("paper crane 82", "203.0.113.45", member_since=1_014_940_800)
CAROL = User("TinRoofRust", "203.0.113.90")
ALICE_AT_HOME = replace(ALICE, lan="192.168.1.10")  # behind a NAT with the public address 192.0.2.17
BOB_AT_HOME = replace(BOB, lan="10.0.0.4")
ICQ_ALICE = User("100200300", "192.0.2.17", user_class=0x0050, request_ids=icq_request_ids)
ICQ_BOB = User("100400500", "203.0.113.45", user_class=0x0050, request_ids=icq_request_ids)


# The messages as SNACs, for stories that put them into segments themselves.


def im_to(user: User, words: str, cookie: bytes = b"5B0A3D\0\0") -> Snac:
    return oscar.channel_msg_tohost(cookie, Channel.IM, user.name, oscar.im_data(words))


def im_from(user: User, words: str, cookie: bytes = b"9C41E7\0\0") -> Snac:
    return oscar.channel_msg_toclient(cookie, Channel.IM, user.name, user.info(), oscar.im_data(words))


def rendezvous_to(user: User, block: Block, *, before: Sequence[bytes] = (), after: Sequence[bytes] = ()) -> Snac:
    """A message to the host, with further TLVs before and after the block."""
    tlvs = [*before, oscar.rendezvous_data(bytes(block)), *after]
    return oscar.channel_msg_tohost(block.cookie, Channel.RENDEZVOUS, user.name, *tlvs)


def rendezvous_from(
    user: User, block: Block, *after: bytes, user_info: list[bytes] | None = None, user_info_count: int | None = None
) -> Snac:
    """A message from the host, with other user info than the server's if given, and further TLVs after the block."""
    info = user.info() if user_info is None else user_info
    tlvs = [oscar.rendezvous_data(bytes(block)), *after]
    return oscar.channel_msg_toclient(
        block.cookie, Channel.RENDEZVOUS, user.name, info, *tlvs, user_info_count=user_info_count
    )


class Client:
    """One user's connection to the server, as captured. `sends…` writes what goes to the host, `gets…` the rest."""

    def __init__(self, user: User, link: Link) -> None:
        self.user = user
        self.link = link
        self._out = 0x2A10  # FLAP sequence numbers: one counter for each direction, with any start
        self._in = 0x5C83
        self._requests = 0
        self._server_requests = 0x852AD000 + (link.client.endpoint.port & 0xFF)  # the top bit marks the server's own

    # FLAP frames, which the caller puts into segments.

    def outgoing(self, snac: Snac) -> bytes:
        return self.outgoing_frame(FrameType.DATA, bytes(self._numbered(snac)))

    def incoming(self, snac: Snac) -> bytes:
        if snac.request_id is None:
            self._server_requests += 1
            snac = snac.answering(self._server_requests)
        return self.incoming_frame(FrameType.DATA, bytes(snac))

    def outgoing_frame(self, frame_type: int, data: bytes = b"", *, length: int | None = None) -> bytes:
        self._out = (self._out + 1) & 0xFFFF
        return flap(frame_type, self._out, data, length=length)

    def incoming_frame(self, frame_type: int, data: bytes = b"", *, length: int | None = None) -> bytes:
        self._in = (self._in + 1) & 0xFFFF
        return flap(frame_type, self._in, data, length=length)

    # One SNAC in a segment.

    def sends_snac(self, snac: Snac) -> int:
        """Send a SNAC; returns the request id."""
        numbered = self._numbered(snac)
        self.sends_bytes(self.outgoing(numbered))
        assert numbered.request_id is not None
        return numbered.request_id

    def gets_snac(self, snac: Snac) -> None:
        self.gets_bytes(self.incoming(snac))

    def sends_bytes(self, data: bytes, cuts: Sequence[int] = ()) -> None:
        self.link.send(self.link.client, data, cuts)

    def gets_bytes(self, data: bytes, cuts: Sequence[int] = ()) -> None:
        self.link.send(self.link.server, data, cuts)

    # Messages.

    def sends_im(self, to: User, words: str) -> None:
        self.sends_snac(im_to(to, words))

    def gets_im(self, sender: User, words: str) -> None:
        self.gets_snac(im_from(sender, words))

    def sends(self, to: User, block: Block, *, ack: bool = False, ack_first: bool = False) -> int:
        """A rendezvous message to the host; returns the request id.

        `ack` asks the host for an acknowledgement with a TLV 3 after the block, as WinAIM and ICQ do, and `ack_first`
        with one before the block, as libpurple does. In both cases the host sends it.
        """
        asking = [oscar.request_host_ack()]
        snac = rendezvous_to(to, block, before=asking if ack_first else [], after=asking if ack else [])
        request_id = self.sends_snac(snac)
        if ack or ack_first:
            self.gets_snac(oscar.host_ack(block.cookie, Channel.RENDEZVOUS, to.name).answering(request_id))
        return request_id

    def gets(self, sender: User, block: Block, *after: bytes) -> None:
        """A rendezvous message that the server relays."""
        self.gets_snac(rendezvous_from(sender, block, *after))

    def sends_nak(self, to: User, cookie: bytes, code: int) -> None:
        self.sends_error(to, cookie, oscar.ErrorCode.CHANNEL_SPECIFIC, nak_info(code))

    def gets_nak(self, sender: User, cookie: bytes, code: int) -> None:
        self.gets_error(sender, cookie, oscar.ErrorCode.CHANNEL_SPECIFIC, nak_info(code))

    def sends_error(self, to: User, cookie: bytes, code: int, info: bytes = b"") -> None:
        self.sends_snac(oscar.client_error(cookie, Channel.RENDEZVOUS, to.name, code, info))

    def gets_error(self, sender: User, cookie: bytes, code: int, info: bytes = b"") -> None:
        self.gets_snac(oscar.client_error(cookie, Channel.RENDEZVOUS, sender.name, code, info))

    # The beginning and the end of a connection.

    def sign_on(self) -> None:
        """The server begins; the client answers with the cookie that it got when it logged in (NINA: Sign On)."""
        version = u32(1)
        self.gets_bytes(self.incoming_frame(FrameType.SIGN_ON, version))
        self.sends_bytes(self.outgoing_frame(FrameType.SIGN_ON, version + tlv(0x0006, login_cookie(self.user.address))))
        self.gets_snac(oscar.host_online())
        versions = self.sends_snac(oscar.client_versions())
        self.gets_snac(oscar.host_versions().answering(versions))
        self.sends_snac(oscar.set_icbm_parameters())
        self.sends_snac(oscar.client_online())

    def asks_own_info(self) -> None:
        """Ask for the client's own user info, so that the capture says whose connection this is."""
        query = self.sends_snac(oscar.own_info_query())
        self.gets_snac(oscar.own_info(self.user.name, self.user.info()).answering(query))

    def sign_off(self) -> None:
        self.sends_bytes(self.outgoing_frame(FrameType.SIGN_OFF))
        self.link.close(self.link.client)

    def _numbered(self, snac: Snac) -> Snac:
        if snac.request_id is not None:
            return snac
        self._requests += 1
        return snac.answering(self.user.request_ids(self._requests, snac.subtype))


class Scene:
    """A capture in the making, taken at the first client, or `at_server`, beyond all NATs."""

    def __init__(
        self, snaplen: int = pcap.WHOLE, at_server: bool = False, link_type: int = pcap.LINKTYPE_ETHERNET
    ) -> None:
        self.network = Network()
        self.snaplen = snaplen
        self.link_type = link_type
        self._at_server = at_server
        self.extra_files: dict[str, bytes] = {}  # files that go with the capture, by the ends of their names
        self._next_port = 1601  # like Windows XP; Wireshark has no protocols for the ports from here on

    def pause(self, seconds: float) -> None:
        self.network.pause(seconds)

    def connect(self, user: User, server: str, port: int) -> Conversation:
        """Open a TCP connection to a server."""
        return self.dial(user.address if self._at_server else user.own_address, server, port)

    def dial(self, caller: str, callee: str, port: int, *, callee_sequence: int | None = None) -> Conversation:
        """Open a TCP connection between these addresses, as they are where the capture is taken."""
        conversation = self.unopened(caller, callee, port)
        if callee_sequence is not None:
            conversation.server.next = callee_sequence
        conversation.open()
        return conversation

    def unopened(self, caller: str, callee: str, port: int) -> Conversation:
        """A TCP connection of which nothing has been sent yet."""
        conversation = Conversation(self.network, Endpoint(caller, self._next_port), Endpoint(callee, port))
        self._next_port += 1
        return conversation

    def sign_on(self, user: User, port: int = OSCAR_PORT, link: Link | None = None) -> Client:
        client = Client(user, link or self.connect(user, BOS_SERVER, port))
        client.sign_on()
        self.pause(30)
        return client

    def pcap(self) -> bytes:
        return pcap.dump(self.network.frames, self.snaplen, self.link_type)


def login_cookie(seed: str) -> bytes:
    """256 bytes without a meaning for the client, which got them at login and hands them on."""
    return b"".join(hashlib.sha256(f"{seed} {part}".encode()).digest() for part in range(8))
