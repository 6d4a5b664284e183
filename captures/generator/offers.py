# SPDX-License-Identifier: GPL-2.0-or-later
"""Proposals of files, and the connections to which they lead."""

from .oscar import unknown_after_block
from .rendezvous import (
    Block,
    Service,
    accept,
    direct,
    file_name_charset,
    invitation,
    mime_charset,
    mime_language,
    propose,
    request_host_check,
    sequence,
    service_data,
    verified_ip,
)
from .scene import ALICE, BOB, Client, Scene
from .services import ONE_FILE, SEVERAL_FILES, files
from .tcp import Conversation
from .transfer import File, Transfer, between

PORT = 4443


def cookie(number: int) -> bytes:
    """A cookie like those of WinAIM 5: random bytes, and two zeros at the end."""
    return bytes.fromhex("8e15") + (0x5D2C0000 + number).to_bytes(4, "big") + bytes(2)


def described(*offered: File) -> bytes:
    """The service data of a proposal to send these files. Several have no name there (ICQ)."""
    size = sum(file.size for file in offered)
    if len(offered) == 1:
        return service_data(files(offered[0].name, size, multiple=ONE_FILE))
    return service_data(files("", size, len(offered), SEVERAL_FILES))


def offer(rendezvous: bytes, where: list[bytes], *offered: File) -> Block:
    """A first proposal with the tags in the order of WinAIM 5 (Clark)."""
    return propose(
        rendezvous,
        Service.FILE_TRANSFER,
        sequence(1),
        request_host_check(),
        mime_language("en"),
        mime_charset("us-ascii"),
        invitation("<HTML></HTML>"),
        *where,
        described(*offered),
        file_name_charset("us-ascii"),
    )


def offer_libpurple(rendezvous: bytes, where: list[bytes], *offered: File) -> Block:
    return propose(rendezvous, Service.FILE_TRANSFER, *where, sequence(1), request_host_check(), described(*offered))


def accepted(rendezvous: bytes) -> Block:
    return accept(rendezvous, Service.FILE_TRANSFER)


def bob_takes(scene: Scene, alice: Client, rendezvous: bytes, port: int = PORT, after: float = 6) -> Conversation:
    """Bob accepts what Alice has offered: he connects to her, and says so."""
    scene.pause(after)
    link = scene.dial(BOB.address, alice.user.own_address, port)
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    return link


def from_alice(link: Conversation, rendezvous: bytes, *sent: File) -> Transfer:
    """A transfer by Alice, to whom Bob has connected."""
    return between(link, link.server, rendezvous, *sent)


def alice_offers(scene: Scene, rendezvous: bytes, *offered: File, port: int = PORT) -> tuple[Client, Conversation]:
    """Most stories begin so: Alice signs on and offers files, and Bob connects to her."""
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, offer(rendezvous, direct(ALICE.address, port), *offered), ack=True)
    return alice, bob_takes(scene, alice, rendezvous, port)


def alice_takes(scene: Scene, rendezvous: bytes, *offered: File, port: int = PORT) -> tuple[Client, Conversation]:
    """The others begin so: Bob offers files, and Alice connects to him."""
    alice = scene.sign_on(ALICE)
    bob_offers(alice, rendezvous, *offered, port=port)
    scene.pause(4)
    link = scene.dial(ALICE.address, BOB.address, port)
    alice.sends(BOB, accepted(rendezvous))
    return alice, link


def bob_offers(alice: Client, rendezvous: bytes, *offered: File, port: int = PORT) -> None:
    """The server passes on what Bob offers."""
    alice.gets(BOB, offer(rendezvous, direct(BOB.address, port), *offered).plus(verified_ip(BOB.address)))


def good_bye(scene: Scene, alice: Client) -> Scene:
    scene.pause(20)
    alice.sign_off()
    return scene
