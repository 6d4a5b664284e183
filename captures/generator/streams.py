# SPDX-License-Identifier: GPL-2.0-or-later
"""Other protocols on OSCAR's port: the connections that a rendezvous leads to, AOL's own protocol, and TOC.

None of them is OSCAR, and that is why the sample captures contain them.
"""

from .wire import ipv4, string08, text, tlv, u16, u32, u8, uuid

# OFT2, the file transfer (Clark; joscar; libpurple).

OFT_PROMPT, OFT_ACKNOWLEDGE, OFT_DONE = 0x0101, 0x0202, 0x0204


def oft_checksum(data: bytes) -> int:
    """The ones' complement subtraction of 16-bit words, in the upper half of the result (libpurple)."""
    check = 0xFFFF
    for place, byte in enumerate(data):
        check -= byte if place & 1 else byte << 8
        if check < 0:
            check -= 1
            check &= 0xFFFF
    return check << 16


def oft_header(header_type: int, cookie: bytes, name: str, content: bytes, received: int = 0) -> bytes:
    unset = 0xFFFF0000
    checksum = oft_checksum(content)
    return b"".join(
        [
            b"OFT2",
            u16(256),
            u16(header_type),
            cookie,
            u16(0),
            u16(0),  # encryption, compression
            u16(1),
            u16(1),
            u16(1),
            u16(1),  # files, files left, parts, parts left
            u32(len(content)),
            u32(len(content)),
            u32(1_117_000_000),
            u32(checksum),
            u32(unset),
            u32(0),
            u32(0),
            u32(unset),  # resource fork received, its size, creation time, its checksum
            u32(received),
            u32(checksum if received else unset),
            b"Cool FileXfer".ljust(32, b"\0"),
            u8(0x01 if received else 0x20),
            u8(0x1C),
            u8(0x11),
            bytes(69),
            bytes(16),
            u16(0),
            u16(0),
            name.encode("ascii").ljust(64, b"\0"),
        ]
    )


# ODC2, the direct IM (joscar; libpurple).

ODC_CONFIRMATION = 0x60


def odc_frame(cookie: bytes, sender: str | bytes, words: str = "", flags: int = 0) -> bytes:
    payload = words.encode("ascii")
    return b"".join(
        [
            b"ODC2",
            u16(76),
            u16(1),
            u16(6),
            u16(0),
            cookie,
            bytes(8),
            u32(len(payload)),
            u16(0),
            u16(0),
            u32(flags),
            u32(0),
            text(sender).ljust(32, b"\0"),
            payload,
        ]
    )


# The rendezvous proxy (Clark; libpurple).

PROXY_CREATE, PROXY_CREATED, PROXY_JOIN, PROXY_READY = 2, 3, 4, 5


def proxy_packet(command: int, data: bytes, from_server: bool = False) -> bytes:
    body = u16(0x044A) + u16(command) + u32(0) + u16(0x0220 if from_server else 0) + data
    return u16(len(body)) + body


def proxy_create(name: str | bytes, cookie: bytes, service: str) -> bytes:
    return proxy_packet(PROXY_CREATE, string08(name) + cookie + tlv(0x0001, uuid(service)))


def proxy_created(pin: int, address: str) -> bytes:
    return proxy_packet(PROXY_CREATED, u16(pin) + ipv4(address), from_server=True)


def proxy_ready() -> bytes:
    return proxy_packet(PROXY_READY, b"", from_server=True)


# P3, the protocol of AOL's own client, on port 5190 (Wireshark's packet-aol.c).

P3_DATA, P3_INIT, P3_ACK, P3_HEARTBEAT = 0x20, 0x23, 0x24, 0x26


def p3_frame(
    frame_type: int, sent: int, received: int, data: bytes = b"", *, start: bytes = b"Z", checksum: int = 0x6B1D
) -> bytes:
    """The checksum is filler, because none of the sources says how to compute it, and no dissector verifies it."""
    return start + u16(checksum) + u16(3 + len(data)) + u8(sent) + u8(received) + u8(0x80 | frame_type) + data + b"\r"


P3_INIT_DATA = bytes.fromhex(
    "03 5f 30 00"  # Windows, version 95.48
    "10 08 0000"  # memory of machine and application, kind of PC
    "09 1c 0000"  # release of September 28, customer class
    "00000000 1606 0000"  # time stamp, DOS version, session flags
    "05 04 00000000 0a03 0000"  # video, processor, medium, Windows version
    "01 2003 5802 0001"  # memory mode, 800 x 600, colours
    "00 0000 0000000000000000 05"
)  # filler, region, language, connection speed


# TOC, AOL's other protocol for instant messages: text, in frames of the same form (AOL, "TOC protocol", version 1.0).

TOC_FLAPON = b"FLAPON\r\n\r\n"


def toc_sign_on(name: str) -> bytes:
    return u32(1) + tlv(0x0001, name.encode("ascii"))


def toc_command(words: str) -> bytes:
    return words.encode("ascii") + b"\0"
