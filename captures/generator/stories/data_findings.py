# SPDX-License-Identifier: GPL-2.0-or-later
"""Findings about data connections.

Each capture shows some findings of the same part of a header or packet, each on a connection of its own. Everything
else in it is correct, as far as that is possible.
"""

from dataclasses import replace
from typing import Any

from .. import ars, images, odc, oft, talk
from ..offers import PORT, accepted, cookie, good_bye, offer
from ..oft import Header
from ..oscar import unknown_after_block
from ..rendezvous import Service, direct, proxied
from ..scene import ALICE, BOB, PROXY_SERVER, Client, Scene
from ..tcp import Conversation
from ..transfer import Transfer, between, text_file
from ..wire import ipv4, string08, tlv, u16, uuid
from ..writing import prose
from . import story

FILE = text_file("pier.txt", 250)


def connected(scene: Scene, alice: Client, number: int) -> tuple[Conversation, Transfer]:
    """Alice offers a file, and Bob connects to her."""
    rendezvous = cookie(number)
    alice.sends(BOB, offer(rendezvous, direct(ALICE.address, PORT), FILE), ack=True)
    scene.pause(5)
    link = scene.dial(BOB.address, ALICE.address, PORT)
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    return link, between(link, link.server, rendezvous, FILE)


def with_prompts(*prompts: dict[str, Any]) -> Scene:
    """One transfer for each of these changes to its prompt, of which the answers are copies."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    for number, changes in enumerate(prompts):
        link, transfer = connected(scene, alice, 0x100 + number)
        transfer.offers(**changes)
        transfer.sends(FILE.content)
        transfer.answers(transfer.done(FILE.content))
        link.close(link.client)
        scene.pause(10)
    return good_bye(scene, alice)


def cut(header: Header, length: int) -> bytes:
    """A header that ends early and says so."""
    return bytes(replace(header, length=length))[:length]


@story("finding-oft-header")
def finding_oft_header() -> Scene:
    """Headers of 240 and of 192 bytes, with the name cut; one that the connection ends in; and an unknown type."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    for number, length in enumerate((240, 192)):  # 240 is the least that MirandaICQ takes
        link, transfer = connected(scene, alice, 0x110 + number)
        transfer.sends(cut(transfer.prompt(), length))
        transfer.answers(cut(transfer.answer(oft.Type.ACKNOWLEDGE), length))
        transfer.sends(FILE.content)
        transfer.answers(cut(transfer.done(FILE.content), length))
        link.close(link.client)
        scene.pause(10)
    link, transfer = connected(scene, alice, 0x112)
    transfer.sends(bytes(transfer.prompt())[:200])
    link.close(link.server)
    scene.pause(10)
    link, transfer = connected(scene, alice, 0x113)
    transfer.offers()
    transfer.sends(FILE.content)
    transfer.answers(transfer.answer(0x0208))
    transfer.answers(transfer.done(FILE.content))
    link.close(link.client)
    return good_bye(scene, alice)


@story("finding-oft-numbers")
def finding_oft_numbers() -> Scene:
    """Encryption, compression, more files or parts left than there are, a file larger than all, too much received."""
    return with_prompts(
        {"encryption": 1},
        {"compression": 2},
        {"files": 2, "files_left": 3},
        {"parts": 1, "parts_left": 2},
        {"total_size": 249},
        {"received": 251},
    )


@story("finding-oft-name")
def finding_oft_name() -> Scene:
    """Names: in an unknown encoding, with paths in them, and with something behind their NUL."""
    return with_prompts(
        {"encoding": 1},
        {"encoding": 0x0102, "encoding_sub": 3},
        {"name": "C:\\Documents\\pier.txt"},
        {"name": "../pier.txt"},
        {"name": "old\x01..\x01pier.txt"},
        {"name": b"pier.txt\0x of an older name".ljust(64, b"\0")},
    )


def at_proxy(scene: Scene, *turns: tuple[bool, bytes]) -> None:
    """A connection to the proxy. Each turn says whether it is the client's."""
    link = scene.connect(ALICE, PROXY_SERVER, ars.PORT)
    for is_client, data in turns:
        link.send(link.client if is_client else link.server, data)
    link.close(link.client)
    scene.pause(5)


def opened(scene: Scene, alice: Client, number: int) -> bytes:
    """The request for a session, and the answer to it; returns the cookie of the rendezvous to be."""
    at_proxy(scene, (True, ars.create(ALICE.name, cookie(number))), (False, ars.created(number, PROXY_SERVER)))
    alice.sends(BOB, offer(cookie(number), proxied(PROXY_SERVER, number), FILE), ack=True)
    scene.pause(5)
    return cookie(number)


@story("finding-ars-packet")
def finding_ars_packet() -> Scene:
    """Packets of the proxy: cut by the end of the connection, too short for a header, of another foodgroup or command."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous = opened(scene, alice, 0x120)
    request = (True, ars.create(ALICE.name, rendezvous))
    at_proxy(scene, request, (False, ars.created(0x120, PROXY_SERVER)[:-3]))
    at_proxy(scene, request, (False, u16(6) + ars.ready()[2:8]))
    at_proxy(
        scene, request, (False, ars.packet(ars.Command.CREATED, u16(0x120) + ipv4(PROXY_SERVER), foodgroup=0x044B))
    )
    at_proxy(scene, request, (False, ars.packet(6, b"\0\1", ars.REQUEST_OF_PROXY)))
    return good_bye(scene, alice)


@story("finding-ars-data")
def finding_ars_data() -> Scene:
    """Commands that are too short or too long, a TLV that runs past the end, a UUID of the wrong length, and none."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous = opened(scene, alice, 0x130)
    start = string08(ALICE.name) + rendezvous
    service = uuid(Service.FILE_TRANSFER)
    reply = u16(0x130) + ipv4(PROXY_SERVER)
    for request in (
        start[:-1],
        start + tlv(0x0001, service, length=17),
        start + tlv(0x0001, service[:15]),
        start,
        start + tlv(0x0001, service) + tlv(0x0002, b"\0\7"),  # nobody has explained this tag
        start + tlv(0x0001, service) + b"\0",
    ):
        at_proxy(scene, (True, ars.create(ALICE.name, rendezvous)), (True, ars.packet(ars.Command.CREATE, request)))
    for answer in (reply[:5], reply + b"\0\0"):
        created = ars.packet(ars.Command.CREATED, answer, ars.REQUEST_OF_PROXY)
        at_proxy(scene, (True, ars.create(ALICE.name, rendezvous)), (False, created))
    return good_bye(scene, alice)


@story("finding-odc-header")
def finding_odc_header() -> Scene:
    """Frames with short headers, unknown types and charset, a typing note with a payload, and one that is cut off."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    text = odc.encoded(odc.html("low tide"))
    frames = [
        {"type": 2},
        {"subtype": 7},
        {"charset": 1},
        {"flags": odc.TYPING, "payload": text},
        {"payload_length": len(text) + 10},
    ]
    for number, changes in enumerate(frames):
        direct_im(scene, alice, 0x140 + number, bytes(odc.Frame(bytes(8), BOB.name, **{"payload": text} | changes)))
    whole = bytes(odc.Frame(bytes(8), BOB.name, text))
    for number, length in enumerate((60, 20)):
        short = whole[:4] + u16(length) + whole[6:length] + whole[odc.LENGTH :]
        direct_im(scene, alice, 0x150 + number, short)
    return good_bye(scene, alice)


@story("finding-odc-payload")
def finding_odc_payload() -> Scene:
    """Images whose size is missing or wrong, bytes that are no image, and a block without an end."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    gif = images.GIF
    blocks = [
        odc.binary(b'<DATA ID="1">' + gif + b"</DATA>"),
        odc.binary(odc.data("1", gif, size=len(gif) - 10)),
        odc.binary(odc.data("1", gif, size=len(gif) + 8), odc.data("2", gif)),
        odc.binary(odc.data("1", gif, size=9_000_000)),
        odc.binary(b"neither tag nor image", odc.data("1", gif)),
        b"<BINARY>" + odc.data("1", gif),
    ]
    for number, block in enumerate(blocks):
        payload = odc.encoded(odc.html("look")) + block
        direct_im(scene, alice, 0x160 + number, bytes(odc.Frame(bytes(8), BOB.name, payload)))
    return good_bye(scene, alice)


@story("finding-odc-length")
def finding_odc_length() -> Scene:
    """A payload of more than libpurple accepts; the capture has the beginning of it."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    words = prose("endless", 70_000)
    direct_im(scene, alice, 0x170, bytes(odc.Frame(bytes(8), BOB.name, words, payload_length=60_000_000)))
    return good_bye(scene, alice)


def direct_im(scene: Scene, alice: Client, number: int, frame: bytes) -> None:
    """Alice proposes a direct IM, and Bob connects and sends this."""
    rendezvous = cookie(number)
    alice.sends(BOB, talk.offer(rendezvous, direct(ALICE.address, PORT)), ack=True)
    link = talk.bob_connects(scene, rendezvous, alice)
    talk.speakers(link, rendezvous)
    link.send(link.client, frame)
    link.close(link.client)
    scene.pause(10)
