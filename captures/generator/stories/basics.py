# SPDX-License-Identifier: GPL-2.0-or-later
"""Typical rendezvous.

Each story is one or two whole conversations, with the texts and the tag orders of clients that were in use.
"""

from .. import icq
from ..oscar import unknown_after_block
from ..rendezvous import (
    CancelReason,
    Service,
    accept,
    cancel,
    cancel_reason,
    direct,
    direct_libpurple,
    file_name_charset,
    invitation,
    ip_addr,
    ip_xor,
    mime_charset,
    mime_language,
    no_address,
    port,
    port_xor,
    propose,
    proxied,
    request_host_check,
    requester_ip,
    sequence,
    service_data,
    verified_ip,
)
from ..images import GIF
from ..scene import ALICE, ALICE_AT_HOME, BOB, BOB_AT_HOME, ICQ_ALICE, ICQ_BOB, NOON, PROXY_SERVER, Scene
from ..services import buddy_icon, chat_room, files
from ..wire import le32
from . import story

# HTML without text, which AIM sends for an invitation that the user left blank (Clark).
BLANK = "<HTML></HTML>"


@story("file-transfer-accepted")
def file_transfer_accepted() -> Scene:
    """A file is proposed (sequence 1), acknowledged by the server, and accepted."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends_im(BOB, "found the score, sending it over now")
    cookie = bytes.fromhex("b81f2c9a44e00000")
    alice.sends(
        BOB,
        propose(  # WinAIM 5 (Clark)
            cookie,
            Service.FILE_TRANSFER,
            sequence(1),
            request_host_check(),
            mime_language("en"),
            mime_charset("us-ascii"),
            invitation(BLANK),
            *direct(ALICE.address, 1046),
            service_data(files("nocturne-2.pdf", 12008)),
            file_name_charset("us-ascii"),
        ),
        ack=True,
    )
    scene.pause(5)
    alice.gets(BOB, accept(cookie, Service.FILE_TRANSFER), unknown_after_block())
    scene.pause(8)
    alice.gets_im(BOB, "got it, thanks!!")
    alice.sign_off()
    return scene


@story("file-transfer-nat")
def file_transfer_nat() -> Scene:
    """The proposer's NAT changes the address in a proposal, and IP_ADDR_XOR gives it away; the file is accepted."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.asks_own_info()
    scene.pause(15)
    alice.gets_im(BOB, "the pictures from the lake, at last")
    cookie = bytes.fromhex("5ac7309be1160000")
    inside = BOB_AT_HOME.own_address
    alice.gets(
        BOB,
        propose(  # WinAIM 5 (Clark), behind a router that rewrites the addresses that it recognises
            cookie,
            Service.FILE_TRANSFER,
            sequence(1),
            request_host_check(),
            ip_addr(BOB.address),
            ip_xor(inside),
            requester_ip(inside),
            port(4443),
            port_xor(4443),
            service_data(files("lake.jpg", 20512)),
            file_name_charset("us-ascii"),
            verified_ip(BOB.address),
        ),
    )
    scene.pause(6)
    alice.sends(BOB, accept(cookie, Service.FILE_TRANSFER))
    scene.pause(9)
    alice.sends_im(BOB, "what a view")
    alice.sign_off()
    return scene


@story("file-transfer-redirected")
def file_transfer_redirected() -> Scene:
    """The recipient cannot connect and offers an address instead (sequence 2); the sender of the file accepts that."""
    scene = Scene()
    alice = scene.sign_on(ALICE_AT_HOME)
    cookie = bytes.fromhex("3d07c1525f9a0000")
    alice.sends(
        BOB,
        propose(
            cookie,
            Service.FILE_TRANSFER,
            sequence(1),
            request_host_check(),
            mime_language("en"),
            mime_charset("us-ascii"),
            invitation(BLANK),
            *direct(ALICE_AT_HOME.own_address, 4443),
            service_data(files("trip.jpg", 88214)),
            file_name_charset("us-ascii"),
        ),
        ack=True,
    )
    scene.pause(9)
    alice.gets(
        BOB, propose(cookie, Service.FILE_TRANSFER, sequence(2), *direct(BOB.address, 4099), verified_ip(BOB.address))
    )
    scene.pause(1)
    # The side that made the connection accepts, here the one that made the first proposal (Clark, erratum of 2006).
    alice.sends(BOB, accept(cookie, Service.FILE_TRANSFER))
    alice.sign_off()
    return scene


@story("file-transfer-proxy")
def file_transfer_proxy() -> Scene:
    """The recipient cannot connect and asks for the proxy (sequence 2); the sender uses it (sequence 3, USE_ARS)."""
    scene = Scene()
    alice = scene.sign_on(ALICE_AT_HOME)
    cookie = bytes.fromhex("91e65b03d2780000")
    alice.sends(
        BOB,
        propose(
            cookie,
            Service.FILE_TRANSFER,
            sequence(1),
            request_host_check(),
            mime_language("en"),
            mime_charset("us-ascii"),
            invitation(BLANK),
            *direct(ALICE_AT_HOME.own_address, 4443),
            service_data(files("demo tape.mp3", 3145728)),
            file_name_charset("us-ascii"),
        ),
        ack=True,
    )
    scene.pause(12)
    alice.gets(BOB, propose(cookie, Service.FILE_TRANSFER, sequence(2), *no_address(), verified_ip(BOB.address)))
    scene.pause(2)
    alice.sends(BOB, propose(cookie, Service.FILE_TRANSFER, sequence(3), *proxied(PROXY_SERVER, 0x2F31)))
    scene.pause(3)
    alice.gets(BOB, accept(cookie, Service.FILE_TRANSFER))
    alice.sign_off()
    return scene


@story("direct-im-cancelled")
def direct_im_cancelled() -> Scene:
    """A direct IM session is proposed and then withdrawn by the proposer."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    cookie = b"7174647\0"  # seven digits and a NUL, as in libpurple and its relatives
    alice.sends(
        BOB,
        propose(cookie, Service.DIRECT_ICBM, *direct_libpurple(ALICE.address, 5190), sequence(1), request_host_check()),
        ack_first=True,
    )
    scene.pause(20)
    alice.sends(BOB, cancel(cookie, Service.DIRECT_ICBM, cancel_reason(CancelReason.USER_CANCEL)), ack_first=True)
    alice.sign_off()
    return scene


@story("chat-invitation")
def chat_invitation() -> Scene:
    """An invitation to a chat room goes out, and another one comes in with charset and language."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(
        BOB,
        propose(  # libpurple
            b"4938271\0",
            Service.CHAT,
            sequence(1),
            request_host_check(),
            invitation("Join me in this Buddy Chat."),
            service_data(chat_room("!aol://2719:10-4-birdtalk")),
        ),
        ack_first=True,
    )
    scene.pause(15)
    alice.gets(
        BOB,
        propose(
            bytes.fromhex("70a4119c36c10000"),
            Service.CHAT,
            sequence(1),
            request_host_check(),
            mime_language("en"),
            mime_charset("us-ascii"),
            invitation("come over here, Carol is in too"),
            service_data(chat_room("!aol://2719:10-4-craneroom")),
        ),
        unknown_after_block(),
    )
    scene.pause(4)
    alice.sign_off()
    return scene


@story("buddy-icon")
def buddy_icon_story() -> Scene:
    """A buddy icon, a GIF of 16 x 16 pixels, is sent inside its proposal."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(
        BOB,
        propose(  # libpurple
            b"1029384\0",
            Service.BUDDY_ICON,
            sequence(1),
            request_host_check(),
            service_data(buddy_icon(GIF, modified=NOON - 86400)),
        ),
    )
    alice.sends_im(BOB, "like my new icon?")
    alice.sign_off()
    return scene


@story("icq-server-relay")
def icq_server_relay() -> Scene:
    """An ICQ message through the server, and its acknowledgement, which is the same kind of data in a client error."""
    scene = Scene()
    alice = scene.sign_on(ICQ_ALICE)
    cookie = le32(0x0054EBCC) + le32(0x000007F7)  # a tick count and a small number, little-endian
    counter = 0xFFFB
    alice.sends(
        ICQ_BOB,
        propose(
            cookie,
            Service.ICQ_SERVER_RELAY,
            sequence(1),
            request_host_check(),
            service_data(
                icq.header(counter)
                + icq.message(icq.Kind.PLAIN, "are you back from the lake?", icq.COLOURS, priority=0x21)
            ),
        ),
        ack=True,
    )
    scene.pause(0.4)
    alice.gets_error(ICQ_BOB, cookie, 3, icq.header(counter) + icq.message(icq.Kind.PLAIN, "", icq.COLOURS, priority=0))
    scene.pause(25)
    # In the other direction: a message comes in, and this client acknowledges it.
    cookie = le32(0x00A09570) + le32(0x00001F26)
    counter = 0xFFE3
    alice.gets(
        ICQ_BOB,
        propose(
            cookie,
            Service.ICQ_SERVER_RELAY,
            sequence(1),
            request_host_check(),
            service_data(
                icq.header(counter) + icq.message(icq.Kind.PLAIN, "just now. cold!", icq.COLOURS, priority=0x21)
            ),
        ),
    )
    alice.sends_error(
        ICQ_BOB, cookie, 3, icq.header(counter) + icq.message(icq.Kind.PLAIN, "", icq.COLOURS, priority=0)
    )
    alice.sign_off()
    return scene
