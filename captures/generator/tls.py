# SPDX-License-Identifier: GPL-2.0-or-later
"""TLS 1.2 with RSA key exchange, RC4 and SHA-1 (RFC 5246), just enough for a capture that Wireshark can decrypt with a
key log file.

This cipher suite has long been broken. It is used because it needs nothing beyond the standard library.
"""

import hashlib
import hmac
from typing import Iterator, Sequence

from .der import certificate, filler
from .tcp import Conversation, Side
from .wire import u16, u64, u8

VERSION = u16(0x0303)
RSA_WITH_RC4_128_SHA = u16(0x0005)
CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA = 20, 21, 22, 23
CLIENT_HELLO, SERVER_HELLO, CERTIFICATE, SERVER_HELLO_DONE, CLIENT_KEY_EXCHANGE, FINISHED = 1, 2, 11, 14, 16, 20
CLOSE_NOTIFY = bytes([1, 0])
MOST_IN_A_RECORD = 1 << 14


def prf(secret: bytes, label: bytes, seed: bytes, length: int) -> bytes:
    seed = label + seed
    result, a = b"", seed
    while len(result) < length:
        a = hmac.digest(secret, a, "sha256")
        result += hmac.digest(secret, a + seed, "sha256")
    return result[:length]


def rc4(key: bytes) -> Iterator[int]:
    """The key stream of RC4."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 0xFF
        state[i], state[j] = state[j], state[i]
    i = j = 0
    while True:
        i = (i + 1) & 0xFF
        j = (j + state[i]) & 0xFF
        state[i], state[j] = state[j], state[i]
        yield state[(state[i] + state[j]) & 0xFF]


class _Writer:
    """The cipher of one direction."""

    def __init__(self, mac_key: bytes, key: bytes) -> None:
        self._mac_key = mac_key
        self._stream = rc4(key)
        self._count = 0

    def seal(self, content_type: int, plain: bytes) -> bytes:
        mac = hmac.digest(
            self._mac_key, u64(self._count) + u8(content_type) + VERSION + u16(len(plain)) + plain, "sha1"
        )
        self._count += 1
        return bytes(byte ^ next(self._stream) for byte in plain + mac)


class TlsLink:
    """A TCP conversation that is open, with TLS on top of it."""

    def __init__(self, conversation: Conversation, host_name: str) -> None:
        self._tcp = conversation
        self.client, self.server = conversation.client, conversation.server
        self._client_random = filler("client random", 32)
        server_random = filler("server random", 32)
        premaster = VERSION + filler("premaster secret", 46)
        self._master = prf(premaster, b"master secret", self._client_random + server_random, 48)
        keys = prf(self._master, b"key expansion", server_random + self._client_random, 72)
        self._writers = {self.client: _Writer(keys[0:20], keys[40:56]), self.server: _Writer(keys[20:40], keys[56:72])}
        self._sealed: set[Side] = set()
        self._transcript = b""
        self._shake_hands(host_name, server_random)

    def key_log(self) -> bytes:
        """A line for the file that Wireshark's preference `tls.keylog_file` names."""
        return f"CLIENT_RANDOM {self._client_random.hex()} {self._master.hex()}\n".encode("ascii")

    def send(self, sender: Side, data: bytes, cuts: Sequence[int] = ()) -> None:
        """Send a record, or several if it is too much for one. `cuts` are offsets in the TCP stream, not in `data`."""
        parts = [data[at : at + MOST_IN_A_RECORD] for at in range(0, len(data), MOST_IN_A_RECORD)]
        self._tcp.send(sender, b"".join(self._record(sender, APPLICATION_DATA, part) for part in parts), cuts)

    def send_records(self, sender: Side, *parts: bytes) -> None:
        """Send each part in a record of its own, all of them in one go."""
        self._tcp.send(sender, b"".join(self._record(sender, APPLICATION_DATA, part) for part in parts))

    def close(self, first: Side) -> None:
        self._tcp.send(first, self._record(first, ALERT, CLOSE_NOTIFY))
        self._tcp.close(first)

    def _record(self, sender: Side, content_type: int, data: bytes) -> bytes:
        if sender in self._sealed:
            data = self._writers[sender].seal(content_type, data)
        return u8(content_type) + VERSION + u16(len(data)) + data

    def _handshake(self, sender: Side, message_type: int, body: bytes) -> bytes:
        message = u8(message_type) + len(body).to_bytes(3, "big") + body
        self._transcript += message
        return self._record(sender, HANDSHAKE, message)

    def _shake_hands(self, host_name: str, server_random: bytes) -> None:
        client, server = self.client, self.server
        no_session, no_compression = u8(0), u8(0)
        self._tcp.send(
            client,
            self._handshake(
                client,
                CLIENT_HELLO,
                VERSION + self._client_random + no_session + u16(2) + RSA_WITH_RC4_128_SHA + u8(1) + no_compression,
            ),
        )
        chain = certificate(host_name)
        chain = len(chain).to_bytes(3, "big") + chain
        self._tcp.send(
            server,
            b"".join(
                [
                    self._handshake(
                        server,
                        SERVER_HELLO,
                        VERSION + server_random + no_session + RSA_WITH_RC4_128_SHA + no_compression,
                    ),
                    self._handshake(server, CERTIFICATE, len(chain).to_bytes(3, "big") + chain),
                    self._handshake(server, SERVER_HELLO_DONE, b""),
                ]
            ),
        )
        # There is no server key to decrypt this with, so any 128 bytes will do.
        exchange = self._handshake(client, CLIENT_KEY_EXCHANGE, u16(128) + filler("encrypted premaster secret", 128))
        self._tcp.send(client, exchange + self._finish(client, b"client finished"))
        self._tcp.send(server, self._finish(server, b"server finished"))

    def _finish(self, sender: Side, label: bytes) -> bytes:
        change = self._record(sender, CHANGE_CIPHER_SPEC, u8(1))
        self._sealed.add(sender)
        verify = prf(self._master, label, hashlib.sha256(self._transcript).digest(), 12)
        return change + self._handshake(sender, FINISHED, verify)
