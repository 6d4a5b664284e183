# SPDX-License-Identifier: GPL-2.0-or-later
"""TCP conversations over Ethernet and IPv4, frame by frame, as captured at one of their ends."""

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Iterator, Sequence

from .pcap import Frame
from .wire import ipv4, u16, u32, u8

START = 1_117_627_200 * 1_000_000  # 2005-06-01 12:00:00 UTC
STEP = 20_000  # microseconds between two frames if no person is involved
BURST = 1_000  # microseconds between frames that are sent in a row

FIN, SYN, RST, PSH, ACK = 0x01, 0x02, 0x04, 0x08, 0x10
MSS = 1460
WINDOW = 65535
SYN_OPTIONS = bytes.fromhex("020405b4 0101 0402")  # MSS 1460, two NOPs, selective acknowledgements permitted


class Network:
    """The clock and the frames captured so far."""

    def __init__(self) -> None:
        self.now = START
        self.frames: list[Frame] = []
        self._capturing = True

    def pause(self, seconds: float) -> None:
        """Let time pass, in which somebody reads, thinks or clicks."""
        self.now += round(seconds * 1_000_000)

    def put(self, data: bytes, step: int = STEP) -> None:
        self.now += step
        if self._capturing:
            self.frames.append(Frame(self.now, data))

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """What happens in this context is not captured: it happens before the capture starts, or in a gap of it."""
        before, self._capturing = self._capturing, False
        try:
            yield
        finally:
            self._capturing = before


@dataclass(frozen=True)
class Endpoint:
    address: str
    port: int

    @property
    def mac(self) -> bytes:
        """An address from the block for documentation (RFC 7042), ending like the IP address."""
        return bytes.fromhex("00005e0053") + ipv4(self.address)[3:]


@dataclass(frozen=True)
class Segment:
    """A piece of the stream and its place there. Delivering it twice makes a retransmission."""

    sender: "Side"
    sequence: int
    payload: bytes
    flags: int


class Side:
    """One end of a conversation: where it sends next, and what it has received so far."""

    def __init__(self, endpoint: Endpoint, initial_sequence: int, first_ip_id: int) -> None:
        self.endpoint = endpoint
        self.next = initial_sequence
        self.received = 0  # everything from the other side up to here
        self.early: dict[int, int] = {}  # what arrived after a gap, as start and end
        self.ip_id = first_ip_id
        self.is_captured = True
        self.other: "Side"

    def take(self, start: int, length: int) -> None:
        """Note what has arrived, so that acknowledgements are right even when the order is wrong."""
        if length:
            self.early[start] = start + length
        while self.early and min(self.early) <= self.received:
            self.received = max(self.received, self.early.pop(min(self.early)))


class Conversation:
    """A TCP connection, which `client` opens."""

    def __init__(self, network: Network, client: Endpoint, server: Endpoint) -> None:
        self.network = network
        # Arbitrary but fixed, so that a story always makes the same file.
        self.client = Side(client, 0x1F3A0000 + (client.port << 4), client.port & 0x0FFF)
        self.server = Side(server, 0x7C510000 + (client.port << 5), 0x4000 + (client.port & 0x0FFF))
        self.client.other, self.server.other = self.server, self.client

    def open(self) -> None:
        self._emit(self.client, SYN, options=SYN_OPTIONS)
        self.server.received = self.client.next = self.client.next + 1
        self._emit(self.server, SYN | ACK, options=SYN_OPTIONS)
        self.client.received = self.server.next = self.server.next + 1
        self.acknowledge(self.client)

    def knock(self, *, refused: bool = False) -> None:
        """Try to open the connection, to which nobody answers, or the other side says that nobody listens."""
        if refused:
            self._emit(self.client, SYN, options=SYN_OPTIONS)
            self.server.received, self.server.next = self.client.next + 1, 0
            self._emit(self.server, RST | ACK)
            return
        for wait in (0, 3):
            self.network.pause(wait)
            self._emit(self.client, SYN, options=SYN_OPTIONS)

    def close(self, first: Side) -> None:
        """`first` closes the connection, and the other side follows."""
        for side in (first, first.other):
            self._emit(side, FIN | ACK)
            side.next += 1
            side.other.received += 1
            self.acknowledge(side.other)

    def reset(self, side: Side) -> None:
        """`side` breaks the connection off."""
        self._emit(side, RST | ACK)

    def send(self, sender: Side, data: bytes, cuts: Sequence[int] = ()) -> None:
        """Deliver `data` in order and have it acknowledged. `cuts` are the offsets at which a new segment begins."""
        self.deliver(*self.segments(sender, data, cuts))

    def segments(self, sender: Side, data: bytes, cuts: Sequence[int] = (), *, size: int = MSS) -> list[Segment]:
        """Give `data` its place in the sender's stream, but do not deliver it yet."""
        edges = [0, *cuts, len(data)] if cuts else [*range(0, len(data), size), len(data)]
        result = []
        for start, end in zip(edges, edges[1:]):
            flags = PSH | ACK if end == len(data) else ACK
            result.append(Segment(sender, sender.next + start, data[start:end], flags))
        sender.next += len(data)
        return result

    def deliver(self, *segments: Segment) -> None:
        """Put segments on the wire in this order. The receiver acknowledges each up to the first gap."""
        step = STEP
        for segment in segments:
            self._emit(segment.sender, segment.flags, segment.payload, segment.sequence, step=step)
            segment.sender.other.take(segment.sequence, len(segment.payload))
            step = BURST
            self.acknowledge(segment.sender.other, step)

    def lose(self, *segments: Segment) -> None:
        """Put segments on the wire that get lost beyond the capture: it has them, but the receiver does not."""
        step = STEP
        for segment in segments:
            self._emit(segment.sender, segment.flags, segment.payload, segment.sequence, step=step)
            step = BURST

    def miss(self, *segments: Segment) -> None:
        """Deliver segments that the capture lacks, like their acknowledgements."""
        with self.network.unseen():
            self.deliver(*segments)

    def skip(self, sender: Side, count: int) -> None:
        """So many bytes arrive, of which the capture has none."""
        sender.next += count
        sender.other.received += count

    def acknowledge(self, side: Side, step: int = STEP) -> None:
        self._emit(side, ACK, step=step)

    def _emit(
        self,
        sender: Side,
        flags: int,
        payload: bytes = b"",
        sequence: int | None = None,
        options: bytes = b"",
        step: int = STEP,
    ) -> None:
        here, there = sender.endpoint, sender.other.endpoint
        header = b"".join(
            [
                u16(here.port),
                u16(there.port),
                u32((sender.next if sequence is None else sequence) & 0xFFFFFFFF),
                u32(sender.received & 0xFFFFFFFF if flags & ACK else 0),
                u8((20 + len(options)) // 4 << 4),
                u8(flags),
                u16(WINDOW),
            ]
        )
        pseudo = ipv4(here.address) + ipv4(there.address) + u16(6) + u16(20 + len(options) + len(payload))
        checksum = _checksum(pseudo + header + bytes(4) + options + payload)
        segment = header + checksum + u16(0) + options + payload
        frame = there.mac + here.mac + u16(0x0800) + _ip_header(sender, there, len(segment)) + segment
        with nullcontext() if sender.is_captured else self.network.unseen():
            self.network.put(frame, step)


def _ip_header(sender: Side, there: Endpoint, payload_length: int) -> bytes:
    sender.ip_id = (sender.ip_id + 1) & 0xFFFF
    before = u8(0x45) + u8(0) + u16(20 + payload_length) + u16(sender.ip_id) + u16(0x4000) + u8(64) + u8(6)
    after = ipv4(sender.endpoint.address) + ipv4(there.address)
    return before + _checksum(before + bytes(2) + after) + after


def _checksum(data: bytes) -> bytes:
    """The ones' complement sum of IP and TCP."""
    total = sum(int.from_bytes(data[i : i + 2].ljust(2, b"\0"), "big") for i in range(0, len(data), 2))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return u16(total ^ 0xFFFF)
