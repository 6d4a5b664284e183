# SPDX-License-Identifier: GPL-2.0-or-later
"""Other protocols on OSCAR's port: AOL's own protocol, and TOC.

Neither of them is OSCAR, and that is why the sample captures contain them. Three more have modules of their own: `oft`,
`odc` and `ars`.
"""

from .wire import tlv, u16, u32, u8

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
