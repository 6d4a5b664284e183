# SPDX-License-Identifier: GPL-2.0-or-later
"""Just enough DER (X.690) to write a certificate and a signed message that parsers accept as such.

The keys and signatures in them are filler; there are no private keys for them.
"""

import hashlib

from .wire import u8

INTEGER, BIT_STRING, OCTET_STRING, NULL, OID, UTF8_STRING, UTC_TIME = 0x02, 0x03, 0x04, 0x05, 0x06, 0x0C, 0x17
SEQUENCE, SET, TAGGED_0 = 0x30, 0x31, 0xA0

COMMON_NAME = bytes.fromhex("550403")
RSA_ENCRYPTION = bytes.fromhex("2a864886f70d010101")
SHA256_WITH_RSA = bytes.fromhex("2a864886f70d01010b")
SHA_1 = bytes.fromhex("2b0e03021a")
PKCS7_DATA = bytes.fromhex("2a864886f70d010701")
PKCS7_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")


def filler(purpose: str, length: int) -> bytes:
    """Bytes that stand in for random ones, and are the same every time."""
    return b"".join(hashlib.sha256(f"{purpose} {part}".encode()).digest() for part in range(length // 32 + 1))[:length]


def der(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    if len(content) < 0x80:
        return u8(tag) + u8(len(content)) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return u8(tag) + u8(0x80 | len(length)) + length + content


def certificate(common_name: str) -> bytes:
    """A self-signed certificate (X.509)."""
    name = _name(common_name)
    valid = der(SEQUENCE, der(UTC_TIME, b"050101000000Z"), der(UTC_TIME, b"151231235959Z"))
    key = der(SEQUENCE, der(INTEGER, b"\0\xC1" + filler("modulus", 127)), der(INTEGER, b"\x01\x00\x01"))
    key_info = der(SEQUENCE, _algorithm(RSA_ENCRYPTION), der(BIT_STRING, b"\0" + key))
    version = der(TAGGED_0, der(INTEGER, b"\x02"))
    serial = der(INTEGER, b"\x01")
    body = der(SEQUENCE, version, serial, _algorithm(SHA256_WITH_RSA), name, valid, name, key_info)
    return der(SEQUENCE, body, _algorithm(SHA256_WITH_RSA), der(BIT_STRING, b"\0" + filler("signature", 128)))


def signed_data(common_name: str, content: bytes) -> bytes:
    """A PKCS #7 message (RFC 2315): the content, the signer's certificate, and a signature."""
    version = der(INTEGER, b"\x01")
    wrapped = der(SEQUENCE, der(OID, PKCS7_DATA), der(TAGGED_0, der(OCTET_STRING, content)))
    signer = der(
        SEQUENCE,
        version,
        der(SEQUENCE, _name(common_name), der(INTEGER, b"\x01")),
        _algorithm(SHA_1),
        _algorithm(RSA_ENCRYPTION),
        der(OCTET_STRING, filler("signature of the content", 128)),
    )
    signed = der(
        SEQUENCE,
        version,
        der(SET, _algorithm(SHA_1)),
        wrapped,
        der(TAGGED_0, certificate(common_name)),
        der(SET, signer),
    )
    return der(SEQUENCE, der(OID, PKCS7_SIGNED_DATA), der(TAGGED_0, signed))


def _name(common_name: str) -> bytes:
    part = der(SEQUENCE, der(OID, COMMON_NAME), der(UTF8_STRING, common_name.encode("ascii")))
    return der(SEQUENCE, der(SET, part))


def _algorithm(oid: bytes) -> bytes:
    return der(SEQUENCE, der(OID, oid), der(NULL))
