# SPDX-License-Identifier: GPL-2.0-or-later
"""Direct IMs: proposals of them, and what two people say on the connection."""

from dataclasses import replace
from typing import Any, Sequence

from .odc import CONFIRMATION, Charset, Frame, binary, data, encoded, html, img
from .offers import PORT
from .oscar import unknown_after_block
from .rendezvous import Block, Service, accept, direct, propose, request_host_check, sequence
from .scene import ALICE, BOB, Client, Link, Scene, User
from .tcp import Conversation, Side
from .transfer import DataLink


def offer(rendezvous: bytes, where: list[bytes], number: int = 1) -> Block:
    return propose(rendezvous, Service.DIRECT_ICBM, sequence(number), request_host_check(), *where)


def accepted(rendezvous: bytes) -> Block:
    return accept(rendezvous, Service.DIRECT_ICBM)


class Speaker:
    """One of the two, and what they send."""

    def __init__(self, link: DataLink, side: Side, user: User, cookie: bytes, **style: Any) -> None:
        self._link, self._side = link, side
        self._first = Frame(cookie, user.name, **style)

    def frame(self, **changes: Any) -> Frame:
        return replace(self._first, **changes)

    def text(self, words: str, *payload: bytes, charset: Charset = Charset.ASCII, flags: int = 0) -> Frame:
        """A message; `payload` is what follows its text."""
        return self.frame(payload=encoded(html(words), charset) + b"".join(payload), charset=charset, flags=flags)

    def shows(self, words: str, images: dict[str, bytes]) -> Frame:
        """A message that shows images by their names, with ids from 1 on."""
        tags = [img(name, str(number), image) for number, (name, image) in enumerate(images.items(), 1)]
        parts = [data(str(number), image) for number, image in enumerate(images.values(), 1)]
        return self.text(words + "".join(tags), binary(*parts))

    def sends(self, *frames: Frame | bytes, cuts: Sequence[int] = ()) -> None:
        self._link.send(self._side, b"".join(map(bytes, frames)), cuts)

    def confirms(self) -> None:
        self.sends(self.frame(flags=CONFIRMATION))

    def types(self, flags: int) -> None:
        self.sends(self.frame(flags=flags))

    def says(self, words: str, charset: Charset = Charset.ASCII, flags: int = 0) -> None:
        self.sends(self.text(words, charset=charset, flags=flags))


def bob_connects(scene: Scene, rendezvous: bytes, alice: Client, port: int = PORT) -> Conversation:
    """Bob, whom Alice has asked, connects to her, and says so."""
    scene.pause(6)
    link = scene.dial(BOB.address, alice.user.own_address, port)
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    return link


def speakers(link: Link, rendezvous: bytes, **style: Any) -> tuple[Speaker, Speaker]:
    """Alice and Bob, who has connected to her; they confirm that they mean the same rendezvous."""
    alice = Speaker(link, link.server, ALICE, rendezvous, **style)
    bob = Speaker(link, link.client, BOB, rendezvous, **style)
    bob.confirms()
    alice.confirms()
    return alice, bob


def alice_asks(scene: Scene, rendezvous: bytes, port: int = PORT) -> tuple[Client, Conversation]:
    """Most stories begin so: Alice signs on and asks Bob, who connects to her."""
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, offer(rendezvous, direct(ALICE.address, port)), ack=True)
    return alice, bob_connects(scene, rendezvous, alice, port)
