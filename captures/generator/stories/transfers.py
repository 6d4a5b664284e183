# SPDX-License-Identifier: GPL-2.0-or-later
"""Files on their way.

What a rendezvous leads to: the files themselves, together with the messages that set the connection up.
"""

from dataclasses import replace
from typing import Any

from .. import oft
from ..offers import (
    PORT,
    accepted,
    alice_offers,
    alice_takes,
    bob_takes,
    cookie,
    from_alice,
    good_bye,
    offer,
    offer_libpurple,
)
from ..oft import LIBPURPLE, MIRANDA_ICQ, OLD_AIM, RNQ, UNSET, Encoding, Header, Type, checksum, finder_info
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
    propose,
    request_host_check,
    sequence,
    service_data,
    verified_ip,
)
from ..scene import ALICE, BOB, BOB_AT_HOME, ICQ_ALICE, ICQ_BOB, NOON, Client, Scene
from ..services import SEVERAL_FILES, files, get_file
from ..tcp import MSS, Conversation
from ..transfer import File, between, text_file
from ..wire import le32, tlv, u64
from ..writing import prose
from . import story


# From the beginning to the end.


@story("transfer-direct")
def transfer_direct() -> Scene:
    """A file goes straight from client to client: proposal, connection, prompt, acknowledgement, content, done."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous = b"7203918\0"
    notes = text_file("heron notes.txt", 12008)
    alice.sends(BOB, offer_libpurple(rendezvous, direct_libpurple(ALICE.address, PORT), notes), ack_first=True)
    link = bob_takes(scene, alice, rendezvous)
    between(link, link.server, rendezvous, notes, sending=LIBPURPLE).all()
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-redirected")
def transfer_redirected() -> Scene:
    """Neither address of the sender answers; the recipient offers one instead, and the sender connects there."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous = b"7203921\0"
    recipe = text_file("bread.txt", 5120)
    inside = BOB_AT_HOME.own_address
    first = offer_libpurple(rendezvous, direct_libpurple(inside, PORT), recipe)
    alice.gets(BOB, first.plus(verified_ip(BOB.address)), unknown_after_block())
    scene.pause(4)
    # libpurple tries both at the same time, and gives up after five seconds.
    scene.unopened(ALICE.address, BOB.address, PORT).knock(refused=True)
    scene.unopened(ALICE.address, inside, PORT).knock()
    scene.pause(2)
    instead = direct_libpurple(ALICE.address, 4099)
    alice.sends(BOB, propose(rendezvous, Service.FILE_TRANSFER, *instead, sequence(2)), ack_first=True)
    scene.pause(1)
    link = scene.dial(BOB.address, ALICE.address, 4099)
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    between(link, link.client, rendezvous, recipe, sending=LIBPURPLE, receiving=LIBPURPLE).all()
    link.close(link.server)
    return good_bye(scene, alice)


@story("transfer-several-files")
def transfer_several_files() -> Scene:
    """Three files on one connection, each with its own prompt, in which the number of files left goes down."""
    scene = Scene()
    rendezvous = cookie(1)
    chapters = [
        text_file("chapter 1.txt", 4001, modified=NOON - 86_400 * 3),  # of odd length
        text_file("chapter 2.txt", 2920, modified=NOON - 86_400 * 2),  # fills its segments
        text_file("chapter 3.txt", 6143, modified=NOON - 86_400),
    ]
    alice, link = alice_takes(scene, rendezvous, *chapters)
    between(link, link.server, rendezvous, *chapters).all()
    link.close(link.server)
    return good_bye(scene, alice)


@story("transfer-folder")
def transfer_folder() -> Scene:
    """A folder with a folder in it: byte 0x01 separates the names, which are in ASCII and in UCS-2."""
    scene = Scene()
    rendezvous = cookie(24)
    lake = [
        text_file("Lake\x01morning.txt", 1800, modified=NOON - 5000),
        text_file("Lake\x01night\x01stars and moon.txt", 1500, modified=NOON - 4000),
        text_file("Lake\x01\u0441\u043d\u0435\u0433.txt", 900, encoding=Encoding.UCS2, modified=NOON - 3000),
    ]
    alice = scene.sign_on(ALICE)
    folder = service_data(files("Lake\\*", sum(file.size for file in lake), len(lake), SEVERAL_FILES, bytes(8)))
    where = direct(ALICE.address, PORT)
    about = [sequence(1), request_host_check(), *where, folder, file_name_charset("us-ascii")]
    alice.sends(BOB, propose(rendezvous, Service.FILE_TRANSFER, *about), ack=True)
    link = bob_takes(scene, alice, rendezvous)
    from_alice(link, rendezvous, *lake).all()
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-names")
def transfer_names() -> Scene:
    """Names in each encoding, in UTF-8 declared as ASCII, longer than 63 bytes, and of 64 bytes without a NUL."""
    scene = Scene()
    rendezvous = cookie(25)
    long_name = "minutes of the meeting about the new lights along the old pier, with remarks.txt"
    exact = "a name that fills the whole field, so that no NUL ends it at all"
    assert len(exact) == 64
    named = [
        text_file("plain.txt", 100),
        text_file("r\u00e9sum\u00e9.txt", 110, encoding=Encoding.ISO_8859_1),
        text_file("na\u00efve.txt", 120),  # digsby, aceim
        text_file("\u96ea \U0001f426.txt", 130, encoding=Encoding.UCS2),
        text_file(long_name, 140),
        text_file(long_name, 150, encoding=Encoding.UCS2),
        text_file(exact, 160),
        text_file("plain.txt", 170),  # the same name again
    ]
    alice, link = alice_offers(scene, rendezvous, *named)
    transfer = from_alice(link, rendezvous, *named)
    for number, file in enumerate(named):
        as_it_is = {"name": exact.encode("ascii")} if file.name == exact else {}
        transfer.offers(number, **as_it_is)
        transfer.sends(file.content)
        transfer.answers(transfer.done(file.content))
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-empty-file")
def transfer_empty_file() -> Scene:
    """Two empty files, before and after one that is not: done follows the acknowledgement at once."""
    scene = Scene()
    rendezvous = cookie(26)
    trio = [text_file("empty.txt", 0), text_file("not empty.txt", 700), text_file("also empty.txt", 0)]
    alice, link = alice_takes(scene, rendezvous, *trio)
    between(link, link.server, rendezvous, *trio).all()
    link.close(link.server)
    return good_bye(scene, alice)


@story("transfer-accepted-late")
def transfer_accepted_late() -> Scene:
    """The message that accepts the file arrives after the file, when the data connection is closed already."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous = b"7203925\0"
    note = text_file("short note.txt", 640)
    alice.sends(BOB, offer_libpurple(rendezvous, direct_libpurple(ALICE.address, PORT), note), ack_first=True)
    scene.pause(3)
    link = scene.dial(BOB.address, ALICE.address, PORT)
    between(link, link.server, rendezvous, note, sending=LIBPURPLE).all()
    link.close(link.client)
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    return good_bye(scene, alice)


@story("transfer-resumed")
def transfer_resumed() -> Scene:
    """The receiver has the first part of the file from an earlier attempt, and the transfer goes on behind it."""
    scene = Scene()
    rendezvous = cookie(3)
    diary = text_file("diary.txt", 15000, modified=NOON - 7200)
    has = diary.content[:6001]
    alice, link = alice_offers(scene, rendezvous, diary)
    told = {"received": len(has), "received_checksum": checksum(has)}
    transfer = from_alice(link, rendezvous, diary)
    transfer.sends(transfer.prompt())
    transfer.answers(transfer.answer(Type.RESUME_WISH, **told))
    transfer.sends(transfer.prompt(type=Type.RESUME_GRANTED, **told))
    transfer.answers(transfer.answer(Type.RESUME_ACKNOWLEDGED, **told))
    transfer.sends(diary.content[len(has) :])
    transfer.answers(transfer.done(diary.content))
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-resume-denied")
def transfer_resume_denied() -> Scene:
    """What the receiver has does not match, and the file is sent from its start; and a file that is there already."""
    scene = Scene()
    rendezvous = cookie(23)
    changed = text_file("changed.txt", 4096, modified=NOON - 3600)
    known = text_file("known.txt", 2222, modified=NOON - 3600)
    alice, link = alice_takes(scene, rendezvous, changed, known)
    transfer = between(link, link.server, rendezvous, changed, known)
    old = text_file("changed before.txt", 1024).content
    transfer.sends(transfer.prompt())
    transfer.answers(transfer.answer(Type.RESUME_WISH, received=len(old), received_checksum=checksum(old)))
    transfer.sends(transfer.prompt(type=Type.RESUME_GRANTED))  # with zero bytes received
    transfer.answers(transfer.answer(Type.RESUME_ACKNOWLEDGED))
    transfer.sends(changed.content)
    transfer.answers(transfer.done(changed.content))
    told = {"received": known.size, "received_checksum": checksum(known.content)}
    transfer.sends(transfer.prompt(1))
    transfer.answers(transfer.answer(Type.RESUME_WISH, **told))
    transfer.sends(transfer.prompt(1, type=Type.RESUME_GRANTED, **told))
    transfer.answers(transfer.answer(Type.RESUME_ACKNOWLEDGED, **told))
    transfer.answers(transfer.done(known.content))
    link.close(link.server)
    return good_bye(scene, alice)


@story("transfer-aborted")
def transfer_aborted() -> Scene:
    """Done in the middle of a file skips the rest of it, and the next one follows; then a connection that is reset."""
    scene = Scene()
    rendezvous = cookie(27)
    dull, good = text_file("dull.txt", 20480), text_file("good.txt", 2048)
    alice, link = alice_offers(scene, rendezvous, dull, good)
    transfer = from_alice(link, rendezvous, dull, good)
    transfer.offers()
    seen, on_its_way = dull.content[: 4 * MSS], dull.content[4 * MSS : 6 * MSS]
    transfer.sends(seen)
    transfer.answers(transfer.done(seen))
    transfer.sends(on_its_way)
    transfer.whole(1)
    link.close(link.client)
    scene.pause(30)
    rendezvous = cookie(28)
    map_of_the_pier = text_file("map.txt", 30000)
    alice.sends(BOB, offer(rendezvous, direct(ALICE.address, PORT), map_of_the_pier), ack=True)
    link = bob_takes(scene, alice, rendezvous)
    transfer = from_alice(link, rendezvous, map_of_the_pier)
    transfer.offers()
    transfer.sends(map_of_the_pier.content[: 3 * MSS])
    link.reset(link.client)
    alice.gets(BOB, cancel(rendezvous, Service.FILE_TRANSFER, cancel_reason(CancelReason.USER_CANCEL)))
    return good_bye(scene, alice)


@story("transfer-without-done")
def transfer_without_done() -> Scene:
    """The receiver has the whole file, and closes the connection without a word (QIP)."""
    scene = Scene()
    rendezvous = cookie(29)
    letter = text_file("letter.txt", 2500)
    alice, link = alice_offers(scene, rendezvous, letter)
    transfer = from_alice(link, rendezvous, letter)
    transfer.offers()
    transfer.sends(letter.content)
    link.close(link.client)
    return good_bye(scene, alice)


# Kinds of clients and of files.


@story("transfer-old-client")
def transfer_old_client() -> Scene:
    """Clients before AIM 5.2: another identification, flags 0x02, and the columns of old file lists."""
    scene = Scene()
    rendezvous = b"3051977\0"
    old = text_file("guestbook.txt", 1999)
    alice, link = alice_offers(scene, rendezvous, old)
    between(link, link.server, rendezvous, old, sending=OLD_AIM, receiving=OLD_AIM).all()
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-icq")
def transfer_icq() -> Scene:
    """Between ICQ users: the identification of R&Q, which writes names in UCS-2, and another flag in the last header."""
    scene = Scene()
    alice = scene.sign_on(ICQ_ALICE)
    rendezvous = le32(0x0081C1F0) + le32(0x000000C2)
    snow = text_file("\u0441\u043d\u0435\u0433.txt", 1500, encoding=Encoding.UCS2)
    block = propose(
        rendezvous,
        Service.FILE_TRANSFER,
        sequence(1),
        request_host_check(),
        *direct(ICQ_ALICE.address, PORT),
        service_data(files(snow.name.encode("utf-8"), snow.size)),
        file_name_charset("utf-8"),
    )
    alice.sends(ICQ_BOB, block, ack=True)
    scene.pause(5)
    link = scene.dial(ICQ_BOB.address, ICQ_ALICE.address, PORT)
    alice.gets(ICQ_BOB, accepted(rendezvous))
    between(link, link.server, rendezvous, snow, sending=RNQ, receiving=MIRANDA_ICQ).all()
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-mac")
def transfer_mac() -> Scene:
    """A file of a Macintosh: a resource fork, which follows the content, and what the Finder knows about the file."""
    scene = Scene()
    rendezvous = cookie(30)
    sketch = replace(
        text_file("sketch", 2700, modified=NOON - 9000),
        resource=prose("the second fork", 1111),
        finder=finder_info(b"TEXT", b"ttxt", 0x0100, 40, 72, 3),
    )
    alice, link = alice_takes(scene, rendezvous, sketch)
    between(link, link.server, rendezvous, sketch).all()
    link.close(link.server)
    return good_bye(scene, alice)


@story("transfer-second-prompt")
def transfer_second_prompt() -> Scene:
    """The sender repeats its prompt after the acknowledgement, where the content should begin (Miranda)."""
    scene = Scene()
    rendezvous = le32(0x0081C2A4) + le32(0x000000C4)
    poem = text_file("snow.txt", 1717)
    alice, link = alice_takes(scene, rendezvous, poem)
    transfer = between(link, link.server, rendezvous, poem, sending=MIRANDA_ICQ, receiving=MIRANDA_ICQ)
    transfer.offers()
    transfer.sends(transfer.prompt())
    transfer.sends(poem.content)
    transfer.answers(transfer.done(poem.content))
    link.close(link.server)
    return good_bye(scene, alice)


@story("transfer-wrong-checksum")
def transfer_wrong_checksum() -> Scene:
    """A checksum taken in chunks of odd size (joscar), none at all, and a receiver that computes a wrong one."""
    scene = Scene()
    rendezvous = cookie(31)
    three = [text_file("odd chunks.txt", 2500), text_file("none.txt", 1200), text_file("right.txt", 1300)]
    alice, link = alice_takes(scene, rendezvous, *three)
    transfer = between(link, link.server, rendezvous, *three)
    odd_chunks = swapped_after(three[0].content, 1001)
    right = checksum(three[2].content)
    for number, (told, found) in enumerate(
        [(odd_chunks, checksum(three[0].content)), (UNSET, UNSET), (right, right ^ 0x00010000)]
    ):
        transfer.offers(number, checksum=told)
        transfer.sends(three[number].content)
        transfer.answers(transfer.done(three[number].content, received_checksum=found))
    link.close(link.server)
    return good_bye(scene, alice)


def swapped_after(content: bytes, odd_size: int) -> int:
    """The checksum of a client that takes the first byte of each chunk for the upper half of a word."""
    return checksum(content[:odd_size] + b"\0" + content[odd_size:])


@story("transfer-oft3")
def transfer_oft3() -> Scene:
    """Headers that begin with OFT3, which nDPI knows, but no client."""
    scene = Scene()
    rendezvous = cookie(32)
    riddle = text_file("riddle.txt", 1000)
    alice, link = alice_offers(scene, rendezvous, riddle)
    oft3 = oft.Client(prompts={"magic": b"OFT3"}, cookie_at_once=True)
    between(link, link.server, rendezvous, riddle, sending=oft3).all()
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-large")
def transfer_large() -> Scene:
    """A file of more than 4 GiB, of which the header has the low half of the size, and the capture some segments."""
    scene = Scene()
    alice = scene.sign_on(ICQ_ALICE)
    rendezvous = le32(0x0081C3B8) + le32(0x000000C6)
    size = 0x1_0000_0000 + 5000
    # Nothing but zeros between the pieces that are in the capture.
    places = [0, 0x4000_0000, 0x8000_0000, 0xC000_0000, 0xFFFF_F000]
    pieces = {place: prose(f"film.raw at {place:#x}", 2 * MSS) for place in places}
    end = size - 3 * MSS
    pieces[end] = prose("the end of film.raw", 3 * MSS)
    block = propose(
        rendezvous,
        Service.FILE_TRANSFER,
        sequence(1),
        request_host_check(),
        *direct(ICQ_ALICE.address, PORT),
        service_data(files("film.raw", size & 0xFFFFFFFF)),
        file_name_charset("utf-8"),
        tlv(10003, u64(size)),
    )
    alice.sends(ICQ_BOB, block, ack=True)
    scene.pause(5)
    link = scene.dial(ICQ_BOB.address, ICQ_ALICE.address, PORT)
    alice.gets(ICQ_BOB, accepted(rendezvous))
    film = File("film.raw", b"", modified=NOON - 86_400)
    transfer = between(link, link.server, rendezvous, film, sending=MIRANDA_ICQ, receiving=MIRANDA_ICQ)
    whole = checksum(b"".join(pieces.values()))  # all of them have an even place and size
    transfer.offers(size=size, total_size=size, checksum=whole)
    reached = 0
    for place, piece in pieces.items():
        link.skip(link.server, place - reached)
        if place:
            scene.pause(900)
        transfer.sends(piece)
        reached = place + len(piece)
    transfer.answers(transfer.done(b"", received=size, received_checksum=whole))
    link.close(link.client)
    return good_bye(scene, alice)


# File sharing.


def alice_asks_for_files(scene: Scene, alice: Client, rendezvous: bytes, version: int) -> Conversation:
    about = [sequence(1), request_host_check(), *direct(ALICE.address, PORT), service_data(get_file(version))]
    alice.sends(BOB, propose(rendezvous, Service.FILE_SHARING, *about, file_name_charset("us-ascii")), ack=True)
    scene.pause(2)
    link = scene.dial(BOB.address, ALICE.address, PORT)
    alice.gets(BOB, accept(rendezvous, Service.FILE_SHARING))
    return link


def bob_lists(link: Conversation, listing: bytes, rendezvous: bytes, shared_size: int, **style: Any) -> Header:
    """Bob, who has connected, sends his list; returns its header, of which the further ones are copies."""
    told = Header(Type.LIST, "listing.txt", len(listing), shared_size, rendezvous, checksum=checksum(listing), **style)
    link.send(link.client, bytes(told))
    link.send(link.server, bytes(replace(told, type=Type.LIST_ACKNOWLEDGED)))
    link.send(link.client, listing)
    return told


def list_received(link: Conversation, told: Header) -> None:
    has = replace(told, type=Type.LIST_RECEIVED, received=told.size, received_checksum=told.checksum)
    link.send(link.server, bytes(has))


@story("transfer-get-file")
def transfer_get_file() -> Scene:
    """Get file: the list of shared files as text and in its new form (Lst1); then a file and a folder are asked for."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    birds, trees = text_file("birds.txt", 2048), text_file("trees.txt", 1024)
    # The old form, whose columns the header gives.
    rendezvous = b"4711001\0"
    link = alice_asks_for_files(scene, alice, rendezvous, version=1)
    listing = b"".join(
        [
            oft.list_line("05/14/2005 09:30", birds.size, birds.name),
            oft.list_line("05/21/2005 18:02", trees.size, trees.name),
        ]
    )
    told = bob_lists(link, listing, rendezvous, birds.size + trees.size, flags=oft.FILE_LIST | oft.OLD)
    list_received(link, told)
    scene.pause(7)
    link.send(link.server, bytes(replace(told, type=Type.FILE_REQUEST, name=trees.name, size=0, checksum=UNSET)))
    between(link, link.client, rendezvous, trees).all()
    link.close(link.server)
    scene.pause(20)
    # The new form, in which folders are marked.
    rendezvous = cookie(33)
    link = alice_asks_for_files(scene, alice, rendezvous, version=2)
    walks = [text_file("walks\x01north.txt", 600), text_file("walks\x01south.txt", 500)]
    entries = [
        oft.list_entry(NOON - 90_000, birds.size, birds.name),
        oft.list_entry(NOON - 80_000, 0, "walks", oft.LIST_FOLDER),
        *(oft.list_entry(NOON - 70_000, file.size, file.name) for file in walks),
    ]
    listing = oft.LIST_MAGIC + b"".join(entries)
    told = bob_lists(link, listing, rendezvous, 3148, flags=oft.UNFINISHED | oft.FILE_LIST)
    list_received(link, told)
    scene.pause(5)
    link.send(link.server, bytes(replace(told, type=Type.FOLDER_REQUEST, name="walks", size=0, checksum=UNSET)))
    between(link, link.client, rendezvous, *walks).all()
    link.close(link.server)
    return good_bye(scene, alice)


@story("transfer-list-long")
def transfer_list_long() -> Scene:
    """Get file: lists in both forms that take several segments, which break entries in two; no file is asked for."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    shared = [text_file(f"walk {number:02}.txt", 1000 + 37 * number) for number in range(40)]
    lines = b"".join(oft.list_line("05/14/2005 09:30", file.size, file.name) for file in shared)
    entries = b"".join(oft.list_entry(NOON - 3600 * number, file.size, file.name) for number, file in enumerate(shared))
    for number, listing in enumerate((lines, oft.LIST_MAGIC + entries)):
        rendezvous = cookie(34 + number)
        link = alice_asks_for_files(scene, alice, rendezvous, version=1 + number)
        told = bob_lists(link, listing, rendezvous, sum(file.size for file in shared), flags=oft.FILE_LIST)
        list_received(link, told)
        link.close(link.server)
        scene.pause(20)
    return good_bye(scene, alice)


@story("transfer-list-damaged")
def transfer_list_damaged() -> Scene:
    """A list of shared files that arrives damaged, as libpurple understands the type 0x120A, and is sent again."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous = b"4711002\0"
    link = alice_asks_for_files(scene, alice, rendezvous, version=1)
    listing = oft.list_line("05/14/2005 09:30", 2048, "birds.txt")
    told = bob_lists(link, listing.swapcase(), rendezvous, 2048, flags=oft.FILE_LIST | oft.OLD)
    link.send(link.server, bytes(replace(told, type=Type.LIST_DAMAGED)))
    told = bob_lists(link, listing, rendezvous, 2048, flags=oft.FILE_LIST | oft.OLD)
    list_received(link, told)
    link.close(link.server)
    return good_bye(scene, alice)
