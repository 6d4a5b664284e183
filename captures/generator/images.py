# SPDX-License-Identifier: GPL-2.0-or-later
"""Pictures of 16 x 16 pixels in as few bytes as each format allows, so that a person can read them."""

import zlib

from .wire import u16, u32, u8

GIF = bytes.fromhex(
    "47494638 3961"  # "GIF89a"
    "1000 1000 80 00 00"  # 16 x 16, a global table of two colours, background 0, no aspect
    "336699 ffffff"
    "2c 0000 0000 1000 1000 00"  # one image that fills the screen
    "02 0e 848fa9cbed0fa39cb4da8bb33e05 00"  # LZW data, minimum code size 2: colour 0, 256 times
    "3b"
)


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return u32(len(data)) + kind + data + u32(zlib.crc32(kind + data))


def _png() -> bytes:
    rows = b"".join(b"\0" + (b"\xaa\xaa" if row % 2 else b"\x55\x55") for row in range(16))  # a chequerboard
    # Stored without compression, so that the bytes do not depend on the version of zlib.
    stored = b"\x78\x01" + b"\x01" + len(rows).to_bytes(2, "little") + (len(rows) ^ 0xFFFF).to_bytes(2, "little") + rows
    header = u32(16) + u32(16) + bytes([1, 3, 0, 0, 0])  # one bit for each pixel, with a palette
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _png_chunk(b"IHDR", header),
            _png_chunk(b"PLTE", bytes.fromhex("336699 ffffff")),
            _png_chunk(b"IDAT", stored + u32(zlib.adler32(rows))),
            _png_chunk(b"IEND", b""),
        ]
    )


PNG = _png()


def _jpeg_segment(marker: int, data: bytes) -> bytes:
    return b"\xff" + u8(marker) + u16(2 + len(data)) + data


def _jpeg() -> bytes:
    one_code = b"\1" + bytes(15) + b"\0"  # a Huffman table with a single code, of one bit, for the value 0
    return b"".join(
        [
            b"\xff\xd8",
            _jpeg_segment(0xE0, b"JFIF\0" + bytes([1, 1, 0, 0, 1, 0, 1, 0, 0])),
            _jpeg_segment(0xDB, b"\0" + b"\1" * 64),  # no quantization
            _jpeg_segment(0xC0, bytes([8, 0, 16, 0, 16, 1, 1, 0x11, 0])),  # baseline, grey
            _jpeg_segment(0xC4, b"\x00" + one_code),
            _jpeg_segment(0xC4, b"\x10" + one_code),
            _jpeg_segment(0xDA, bytes([1, 1, 0x00, 0, 63, 0])),
            b"\0",  # four blocks of two bits each: no difference, end of block
            b"\xff\xd9",
        ]
    )


JPEG = _jpeg()
