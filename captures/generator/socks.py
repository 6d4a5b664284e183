# SPDX-License-Identifier: GPL-2.0-or-later
"""A connection through a SOCKS 5 proxy (RFC 1928), without authentication."""

from .tcp import Conversation
from .wire import ipv4, u16, u8

VERSION = u8(5)
NO_AUTHENTICATION, CONNECT, SUCCEEDED, RESERVED, IPV4 = u8(0), u8(1), u8(0), u8(0), u8(1)


def connect_through(proxy: Conversation, address: str, port: int) -> Conversation:
    """Ask the proxy for a connection; from then on the conversation is one with `address`."""
    proxy.send(proxy.client, VERSION + u8(1) + NO_AUTHENTICATION)
    proxy.send(proxy.server, VERSION + NO_AUTHENTICATION)
    proxy.send(proxy.client, VERSION + CONNECT + RESERVED + IPV4 + ipv4(address) + u16(port))
    bound_to = ipv4(proxy.server.endpoint.address) + u16(40112)
    proxy.send(proxy.server, VERSION + SUCCEEDED + RESERVED + IPV4 + bound_to)
    return proxy
