# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures for measurements, with any number of packets."""

import random
import struct

CLIENT, SERVER = bytes((10, 0, 0, 1)), bytes((10, 0, 0, 2))
FILE_TRANSFER = bytes.fromhex("094613434c7f11d18222444553540000")
OSCAR_PORT = 5190
DIRECT_IM_PORT = 4443
MESSAGES_A_CONNECTION = 500


SYN, ACK, PUSH = 0x02, 0x10, 0x08
PCAP_HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)


class Traffic:
    """Writes packets between one client and one server."""

    def __init__(self):
        self._next = {}
        self._records = []
        self._count = 0

    def tcp(self, client, server, data, *, answer=False, flags=PUSH | ACK):
        """From the client, or from the server as an answer to it."""
        ends = (server, client) if answer else (client, server)
        sequence, acknowledged = self._next.get(ends, 0), self._next.get(ends[::-1], 0)
        self._next[ends] = sequence + len(data) + (1 if flags & SYN else 0)
        header = (*ends, sequence & 0xFFFFFFFF, acknowledged & 0xFFFFFFFF, 0x50, flags, 0xFFFF, 0, 0)
        self._ip(6, struct.pack(">HHIIBBHHH", *header) + data, answer)

    def dial(self, client, server):
        self.tcp(client, server, b"", flags=SYN)
        self.tcp(client, server, b"", answer=True, flags=SYN | ACK)
        self.tcp(client, server, b"", flags=ACK)

    def udp(self, client, server, data):
        self._ip(17, struct.pack(">HHHH", client, server, 8 + len(data), 0) + data)

    def _ip(self, protocol, data, answer=False):
        header = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(data), 0, 0, 64, protocol, 0)
        ends = SERVER + CLIENT if answer else CLIENT + SERVER
        frame = bytes.fromhex("020000000001 020000000002 0800") + header + ends + data
        second, part = divmod(self._count, 1000)
        self._count += 1
        self._records.append(struct.pack("<IIII", 1_117_000_000 + second, part * 1000, len(frame), len(frame)) + frame)

    def take(self):
        """The records of all packets since the last call."""
        records, self._records = self._records, []
        return b"".join(records)

    def pcap(self):
        return PCAP_HEADER + self.take()


def without_oscar(count):
    """HTTP, TLS, DNS, and bytes that no dissector claims, over TCP and UDP."""
    traffic, chance = Traffic(), random.Random(1)
    for _ in range(count):
        kind, client = chance.random(), chance.randrange(200)
        if kind < 0.3:
            traffic.tcp(20_000 + client, 80, b"GET / HTTP/1.1\r\nHost: www.example\r\n\r\n")
        elif kind < 0.5:
            traffic.tcp(22_000 + client, 9999, chance.randbytes(100))
        elif kind < 0.7:
            traffic.tcp(24_000 + client, 443, b"\x17\3\3\0\x40" + chance.randbytes(64))
        elif kind < 0.8:
            traffic.tcp(26_000 + client, 2222, b"")
        elif kind < 0.9:
            traffic.udp(30_000 + client, 53, b"\0\1\1\0\0\1\0\0\0\0\0\0\3www\7example\0\0\1\0\1")
        else:
            traffic.udp(31_000 + client, 40_000 + client, chance.randbytes(80))
    return traffic.pcap()


def oscar(count):
    """Sign-ons and IMs, and a rendezvous in one of twenty messages."""
    traffic = Traffic()
    for i in range(count):
        first = i % MESSAGES_A_CONNECTION == 0
        if first:
            _flap(traffic, i, 1, bytes.fromhex("00000001 0006 0010") + bytes(16))
        elif i % 20 == 0:
            _flap(traffic, i, 2, _proposal(i))
        elif i % 2 == 0:
            _flap(traffic, i, 2, b"\0\1\0\x16\0\0" + struct.pack(">I", i))
        else:
            _flap(traffic, i, 2, _im(i))
    return traffic.pcap()


def proposals(count):
    """Nothing but file proposals."""
    traffic = Traffic()
    for i in range(count):
        _flap(traffic, i, 2, _proposal(i))
    return traffic.pcap()


def direct_ims(count):
    """Nothing but direct IMs, with texts as they are typed, on a port that no dissector claims."""
    traffic = Traffic()
    for i in range(count):
        words = b"<HTML><BODY><FONT FACE=\"Arial\">see you at eight, number %05d</FONT></BODY></HTML>" % i
        header = struct.pack(">4sHHHH8s8xIHHI4x32s", b"ODC2", 76, 1, 6, 0, b"DIRECTIM", len(words), 0, 0, 0, b"kestrel")
        traffic.tcp(10_000 + i // MESSAGES_A_CONNECTION, DIRECT_IM_PORT, header + words)
    return traffic.pcap()


PROMPT, ACKNOWLEDGE, DONE = 0x0101, 0x0202, 0x0204
DATA_PORT = 4443
PATTERN = bytes(range(251)) * 300  # of a length that no segment divides


def file_transfer(count, segment=1460):
    """A file in so many segments, on a connection of which no proposal tells."""
    return b"".join(parts_of_transfer(count * segment, segment))


def parts_of_transfer(size, segment):
    """The same, for a file that need not fit into memory."""
    traffic = Traffic()
    traffic.dial(50_000, DATA_PORT)
    traffic.tcp(50_000, DATA_PORT, _header(PROMPT, 0, size))
    traffic.tcp(50_000, DATA_PORT, _header(ACKNOWLEDGE, 0, size), answer=True)
    yield traffic.pcap()
    for at in range(0, size, segment):
        begin = at % 251
        traffic.tcp(50_000, DATA_PORT, PATTERN[begin : begin + min(segment, size - at)])
        if at // segment % 64 == 0:
            yield traffic.take()
    traffic.tcp(50_000, DATA_PORT, _header(DONE, 0, size, received=size), answer=True)
    yield traffic.take()


def transfers(count):
    """So many files of one segment, each with its proposal and a connection of its own."""
    traffic = Traffic()
    for i in range(count):
        _flap(traffic, i, 2, _proposal(i))
        client = 20_000 + i
        traffic.dial(client, DATA_PORT)
        traffic.tcp(client, DATA_PORT, _header(PROMPT, i, 1000))
        traffic.tcp(client, DATA_PORT, _header(ACKNOWLEDGE, i, 1000), answer=True)
        traffic.tcp(client, DATA_PORT, PATTERN[:1000])
        traffic.tcp(client, DATA_PORT, _header(DONE, i, 1000, received=1000), answer=True)
    return traffic.pcap()


def download(size, segment=1460):
    """The same content by HTTP."""
    traffic = Traffic()
    traffic.dial(50_000, 80)
    traffic.tcp(50_000, 80, b"GET /pattern.bin HTTP/1.1\r\nHost: www.example\r\n\r\n")
    about = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n" % size
    traffic.tcp(50_000, 80, about, answer=True)
    yield traffic.pcap()
    for at in range(0, size, segment):
        begin = at % 251
        traffic.tcp(50_000, 80, PATTERN[begin : begin + min(segment, size - at)], answer=True)
        if at // segment % 64 == 0:
            yield traffic.take()
    yield traffic.take()


def _header(kind, i, size, received=0):
    """A header of OFT2 with the cookie of the proposal."""
    low = size & 0xFFFFFFFF
    unset = 0xFFFF0000
    numbers = struct.pack(">HHHHHHIIIIIIIIII", 0, 0, 1, 1, 1, 1, low, low, 0, unset, unset, 0, 0, unset, received & 0xFFFFFFFF, unset)
    head = b"OFT2" + struct.pack(">HH", 256, kind) + b"%07d\0" % i + numbers + b"Cool FileXfer".ljust(32, b"\0")
    return head + b"\x20\x1c\x11" + bytes(69 + 16 + 4) + b"pattern.bin".ljust(64, b"\0")


def _flap(traffic, i, frame_type, data):
    header = struct.pack(">BBHH", 0x2A, frame_type, i & 0xFFFF, len(data))
    traffic.tcp(10_000 + i // MESSAGES_A_CONNECTION, OSCAR_PORT, header + data)


def _tlv(tag, value=b""):
    return struct.pack(">HH", tag, len(value)) + value


def _icbm(i, cookie, channel, *tlvs):
    snac = b"\0\4\0\6\0\0" + struct.pack(">I", i)
    return snac + cookie + struct.pack(">H", channel) + b"\x0bSec558user1" + b"".join(tlvs) + _tlv(3)


def _im(i):
    words = _tlv(0x0501, b"\1") + _tlv(0x0101, b"\0\0\0\0hello there, how are you")
    return _icbm(i, b"%07d\0" % i, 1, _tlv(2, words))


def _proposal(i):
    """A file proposal as WinAIM 5 makes it."""
    cookie = b"%07d\0" % i
    block = [
        *(b"\0\0", cookie, FILE_TRANSFER, _tlv(0x0A, b"\0\1"), _tlv(0x0F)),
        *(_tlv(0x02, b"\xc0\xa8\1\x9e"), _tlv(0x16, b"\x3f\x57\xfe\x61"), _tlv(0x03, b"\xc0\xa8\1\x9e")),
        *(_tlv(0x05, b"\x14\x46"), _tlv(0x17, b"\xeb\xb9")),
        _tlv(0x2711, struct.pack(">HHI", 1, 1, 12008) + b"recipe.docx\0"),
    ]
    return _icbm(i, cookie, 2, _tlv(5, b"".join(block)))
