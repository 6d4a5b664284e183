# SPDX-License-Identifier: GPL-2.0-or-later
"""Hostile data connections.

No client ever sent this. What can be decoded should be decoded, and nothing may break.
"""

from dataclasses import replace
from typing import Any

from .. import ars, images, odc, oft, oscar, talk
from ..offers import PORT, accepted, cookie, good_bye, offer
from ..oft import Header, Type, checksum
from ..oscar import FrameType, unknown_after_block
from ..rendezvous import (
    Service,
    addr_list,
    direct,
    file_name_charset,
    propose,
    proxied,
    request_host_check,
    requester_ip,
    sequence,
    service_data,
    verified_ip,
)
from ..scene import ALICE, BOB, BOS_SERVER, CAROL, OSCAR_PORT, PROXY_SERVER, Client, Scene
from ..services import files
from ..tcp import MSS, Conversation, Endpoint
from ..transfer import File, between
from ..wire import string08, tlv, u16, u32, uuid
from ..writing import prose
from . import story

COOKIE = cookie(0x666)
TEXT = prose("x.txt", 120)
PROMPT = Header(Type.PROMPT, "x.txt", len(TEXT), len(TEXT), COOKIE, checksum=checksum(TEXT))
ACKNOWLEDGE = replace(PROMPT, type=Type.ACKNOWLEDGE)
DONE = replace(PROMPT, type=Type.DONE, received=len(TEXT), received_checksum=checksum(TEXT))
SENDER, RECEIVER = True, False  # who has the turn

Turn = tuple[bool, Header | bytes]


def offered() -> tuple[Scene, Client]:
    """Alice offers a file to Bob. What follows are his connections to her."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, offer(COOKIE, direct(ALICE.address, PORT), File("x.txt", TEXT)), ack=True)
    scene.pause(5)
    alice.gets(BOB, accepted(COOKIE), unknown_after_block())
    return scene, alice


def connection(scene: Scene, *turns: Turn) -> None:
    link = scene.dial(BOB.address, ALICE.address, PORT)
    for is_sender, data in turns:
        link.send(link.server if is_sender else link.client, bytes(data))
    link.close(link.client)
    scene.pause(2)


@story("hostile-transfer")
def hostile_transfer() -> Scene:
    """Sizes that lie, counters that contradict each other, headers out of turn, and cookies of zeros."""
    scene, alice = offered()
    prompt, acknowledge = (SENDER, PROMPT), (RECEIVER, ACKNOWLEDGE)
    content, done = (SENDER, TEXT), (RECEIVER, DONE)
    # Sizes.
    endless = replace(PROMPT, size=0xFFFFFFFF, total_size=0xFFFFFFFF)
    connection(scene, (SENDER, endless), (RECEIVER, replace(endless, type=Type.ACKNOWLEDGE)), content)
    short = replace(PROMPT, size=10, total_size=10)
    connection(scene, (SENDER, short), (RECEIVER, replace(short, type=Type.ACKNOWLEDGE)), content, done)
    nothing = replace(PROMPT, size=0, total_size=0)
    connection(scene, (SENDER, nothing), (RECEIVER, replace(nothing, type=Type.ACKNOWLEDGE)), content, done)
    connection(scene, prompt, (RECEIVER, replace(ACKNOWLEDGE, size=20, total_size=7)), content, done)
    connection(scene, prompt, acknowledge, content, (RECEIVER, replace(DONE, received=0xFFFFFFFF)))
    fork = replace(PROMPT, parts=2, parts_left=2, resource_size=0xFFFFFFFF)
    connection(scene, (SENDER, fork), acknowledge, content, content)
    # Counters.
    counted = replace(PROMPT, files=1, files_left=0xFFFF, parts=0, parts_left=9, total_size=1)
    connection(scene, (SENDER, counted), acknowledge, content, done)
    connection(scene, (SENDER, replace(PROMPT, files=0, files_left=0)), acknowledge, content, done, prompt)
    # Resumed behind the end of the file, at a place that nobody asked for, and twice.
    for received in (len(TEXT) + 1, 0xFFFFFFFF):
        wish = replace(ACKNOWLEDGE, type=Type.RESUME_WISH, received=received)
        grant = replace(PROMPT, type=Type.RESUME_GRANTED, received=received)
        resumed = replace(wish, type=Type.RESUME_ACKNOWLEDGED)
        connection(scene, prompt, (RECEIVER, wish), (SENDER, grant), (RECEIVER, resumed), content, done)
    grant = replace(PROMPT, type=Type.RESUME_GRANTED, received=90)
    again = replace(grant, received=40)
    connection(scene, prompt, (SENDER, grant), (SENDER, again), acknowledge, (SENDER, TEXT[40:]), done)
    # Headers out of turn.
    connection(scene, acknowledge, done, done, prompt, content)
    connection(scene, content, prompt, acknowledge, content, done)
    connection(scene, (RECEIVER, PROMPT), prompt, (SENDER, ACKNOWLEDGE), acknowledge, content, (RECEIVER, TEXT), done)
    connection(scene, *[prompt] * 16, acknowledge, content, done)
    connection(scene, prompt, acknowledge, *[done] * 16)
    # Cookies.
    connection(
        scene, *((who, replace(header, cookie=bytes(8))) for who, header in ((SENDER, PROMPT), (RECEIVER, DONE)))
    )
    zero = [(SENDER, replace(PROMPT, cookie=bytes(8))), (RECEIVER, replace(ACKNOWLEDGE, cookie=bytes(8)))]
    connection(scene, *zero, content, (RECEIVER, replace(DONE, cookie=bytes(8))))
    connection(scene, prompt, (RECEIVER, replace(ACKNOWLEDGE, cookie=cookie(0x667))), content, done)
    return good_bye(scene, alice)


@story("hostile-transfer-lengths")
def hostile_transfer_lengths() -> Scene:
    """Headers of every length that makes no sense, of 65,535 bytes, and one that the connection ends in."""
    scene, alice = offered()
    for length in (0, 1, 4, 5, 6, 7, 8, 16, 68, 191, 193, 255):
        odd = bytes(replace(PROMPT, length=length))
        connection(scene, (SENDER, odd[: max(length, 6)]), (RECEIVER, ACKNOWLEDGE), (SENDER, TEXT), (RECEIVER, DONE))
    # The length is wrong, but the header is whole; and the other way round.
    for length in (0, 6, 192, 257, 300):
        connection(scene, (SENDER, replace(PROMPT, length=length)), (RECEIVER, ACKNOWLEDGE), (SENDER, TEXT))
    connection(scene, (SENDER, replace(PROMPT, length=0xFFFF)), (RECEIVER, ACKNOWLEDGE), (SENDER, TEXT))
    huge = replace(PROMPT, name=b"x" * (0xFFFF - 192))
    connection(scene, (SENDER, huge), (RECEIVER, ACKNOWLEDGE), (SENDER, TEXT), (RECEIVER, DONE))
    for end in (1, 3, 4, 5, 6, 7, 100):
        connection(scene, (SENDER, bytes(PROMPT)[:end]))
    return good_bye(scene, alice)


NAMES = (
    "..\\..\\x",
    "../../etc/x",
    "..\x01..\x01x",
    "\x01x",
    "/x",
    "C:\\x",
    "\\\\host.example\\share\\x",
    "CON",
    "nul.txt",
    "x.txt:stream",
    ".",
    "..",
    "",
    " ",
    "x. . .",
    "-rf x",
    "x\x01\x01\x01y",
    "x\r\ny: z\t\x1b[31mred\x07",
    "txt.\u202egpj.exe",
    "a" * 1500,
    "\x01".join("deep" for _ in range(80)),
    "same.txt",
    "same.txt",
    "SAME.TXT",
)
RAW_NAMES = (
    (b"\xff\xfe\xfdx", oft.Encoding.ASCII),
    (b"\xd8\x00\x00x\xdc\x00\x00y", oft.Encoding.UCS2),
    ("..\x01x".encode("utf-16-be") + b"\0", oft.Encoding.UCS2),
    (b"x" * 65, oft.Encoding.UCS2),
    (b"\0hidden", oft.Encoding.ISO_8859_1),
)


@story("hostile-transfer-names")
def hostile_transfer_names() -> Scene:
    """Names that climb out of the folder, that systems reserve, that are empty, very long, or not in their encoding."""
    scene, alice = offered()
    named = [File(name, f"file {number}\n".encode()) for number, name in enumerate(NAMES)]
    named += [File("", f"raw {number}\n".encode()) for number in range(len(RAW_NAMES))]
    link = scene.dial(BOB.address, ALICE.address, PORT)
    transfer = between(link, link.server, COOKIE, *named)
    for number, file in enumerate(named):
        raw = number - len(NAMES)
        changes = {"name": RAW_NAMES[raw][0], "encoding": RAW_NAMES[raw][1]} if raw >= 0 else {}
        transfer.offers(number, **changes)
        transfer.sends(file.content)
        transfer.answers(transfer.done(file.content))
    link.close(link.client)
    return good_bye(scene, alice)


@story("hostile-transfer-magics")
def hostile_transfer_magics() -> Scene:
    """Files that contain headers, packets of the proxy and other protocols, at the start of segments and elsewhere."""
    scene, alice = offered()
    disguises = [
        b"",
        bytes(PROMPT),
        bytes(DONE),
        bytes(odc.Frame(COOKIE, BOB.name, b"not a message")),
        ars.create(ALICE.name, COOKIE),
        ars.ready(),
        oscar.flap(FrameType.DATA, 1, u16(0x0004) + u16(0x0007) + bytes(6)),
        bytes.fromhex("16 0301 0005 01 000001 00"),
        b"GET / HTTP/1.1\r\n\r\n",
        b"OFT2",
        b"OFT",
    ]
    inside = b"".join(part + prose(f"around {number}", MSS - len(part)) for number, part in enumerate(disguises))
    between_lines = b"".join(prose(f"before {number}", 150) + part for number, part in enumerate(disguises))
    # A file that is itself the beginning of a transfer: nothing but the size tells it from a second prompt.
    recorded = bytes(PROMPT) + TEXT
    all_files = [File("inside.bin", inside), File("between lines.bin", between_lines), File("recorded.bin", recorded)]
    link = scene.dial(BOB.address, ALICE.address, PORT)
    between(link, link.server, COOKIE, *all_files).all()
    link.close(link.client)
    return good_bye(scene, alice)


@story("hostile-file-list")
def hostile_file_list() -> Scene:
    """Lists of shared files that keep to no form: short lines, no end, columns beyond the line, TLVs that lie."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    where = direct(ALICE.address, PORT)
    about = [sequence(1), request_host_check(), *where, service_data(bytes.fromhex("0012 0002 00000001 00"))]
    alice.sends(BOB, propose(COOKIE, Service.FILE_SHARING, *about, file_name_charset("us-ascii")), ack=True)
    scene.pause(5)
    line = oft.list_line("05/14/2005 09:30", 2048, "birds.txt")
    entry = oft.list_entry(1_116_000_000, 2048, "birds.txt")
    new = oft.LIST_MAGIC
    listings = [
        (line[:-2], {}),
        (b"\r\n\r\nshort\r\n" + line + b"05/14/2005 09:30 many bytes   birds.txt\r\n" + line[:22], {}),
        (line.replace(b" 2048", b"99999999999999999999"), {}),
        (line, {"list_name_offset": 0xFF, "list_size_offset": 0}),
        (line, {"list_name_offset": 0, "list_size_offset": 0xFF}),
        (b"\0" * 300 + b"\xff" * 300, {}),
        (new, {}),
        (new + entry[:-2], {}),
        (new + tlv(0x0404, b"birds.txt", length=0xFFFF), {}),
        (new + tlv(0x0303, b"\0\1") + tlv(0x0101) + tlv(0x7777, b"?") + tlv(0x0909, b"more"), {}),
        (new + tlv(0x0909) * 60, {}),
        (new + entry * 3, {"size": 40}),
        (new + entry, {"size": 0xFFFFFFFF}),
    ]
    for listing, changes in listings:
        told = Header(Type.LIST, "listing.txt", len(listing), 2048, COOKIE, flags=oft.FILE_LIST)
        told = replace(told, checksum=checksum(listing), **changes)
        link = scene.dial(BOB.address, ALICE.address, PORT)
        link.send(link.client, bytes(told))
        link.send(link.server, bytes(replace(told, type=Type.LIST_ACKNOWLEDGED)))
        link.send(link.client, listing)
        link.send(link.server, bytes(replace(told, type=Type.LIST_RECEIVED)))
        link.close(link.server)
        scene.pause(2)
    return good_bye(scene, alice)


@story("hostile-endpoints")
def hostile_endpoints() -> Scene:
    """Proposals with addresses that are somebody else's, above all the server's own, and a port that changes its use."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    some_file = [service_data(files("x.txt", len(TEXT))), file_name_charset("us-ascii")]
    addresses = [
        direct(BOS_SERVER, OSCAR_PORT),
        direct("0.0.0.0", PORT),
        direct("255.255.255.255", PORT),
        direct(ALICE.address, 0),
        [requester_ip(BOS_SERVER), addr_list(*(f"{BOS_SERVER} {port}" for port in range(5180, 5200)))],
    ]
    for number, where in enumerate(addresses):
        about = [sequence(1), request_host_check(), *where, *some_file]
        alice.gets(BOB, propose(cookie(0x670 + number), Service.FILE_TRANSFER, *about, verified_ip(BOB.address)))
        scene.pause(1)
    # The server's own address stays that of OSCAR, on this connection and on the next.
    again = scene.sign_on(ALICE)
    again.sends_im(CAROL, "still here")
    again.sign_off()
    # A file, then HTTP and OSCAR between the same two ports.
    alice.sends(BOB, offer(COOKIE, direct(ALICE.address, PORT), File("x.txt", TEXT)), ack=True)
    scene.pause(5)
    caller, callee = Endpoint(BOB.address, 1700), Endpoint(ALICE.address, PORT)
    request = b"GET /x.txt HTTP/1.0\r\n\r\n"
    sign_on = oscar.flap(FrameType.SIGN_ON, 1, u32(1))
    all_turns = (
        ((SENDER, PROMPT), (RECEIVER, ACKNOWLEDGE), (SENDER, TEXT), (RECEIVER, DONE)),
        ((RECEIVER, request), (SENDER, b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n" + TEXT)),
        ((SENDER, sign_on), (RECEIVER, sign_on)),
        ((SENDER, PROMPT), (RECEIVER, ACKNOWLEDGE), (SENDER, TEXT), (RECEIVER, DONE)),
    )
    for number, turns in enumerate(all_turns):
        link = Conversation(scene.network, caller, callee)
        link.client.next += number * 100_000  # as TCP wants it for a pair of ports that is used again
        link.server.next += number * 100_000
        link.open()
        for is_sender, data in turns:
            link.send(link.server if is_sender else link.client, bytes(data))
        link.close(link.client)
        scene.pause(200)
    # Two connections at the same time claim to be the same rendezvous.
    links = [scene.dial(BOB.address, ALICE.address, PORT) for _ in range(2)]
    for is_sender, data in ((SENDER, PROMPT), (RECEIVER, ACKNOWLEDGE), (SENDER, TEXT), (RECEIVER, DONE)):
        for link in links:
            link.send(link.server if is_sender else link.client, bytes(data))
    for link in links:
        link.close(link.client)
    return good_bye(scene, alice)


@story("hostile-proxy")
def hostile_proxy() -> Scene:
    """Packets of the proxy with wrong lengths, unknown commands, TLVs cut off, in the wrong order and far too many."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, offer(COOKIE, proxied(PROXY_SERVER, 0x0666), File("x.txt", TEXT)), ack=True)
    scene.pause(5)
    create, created, ready = ars.create(ALICE.name, COOKIE), ars.created(0x0666, PROXY_SERVER), ars.ready()
    join = ars.join(ALICE.name, 0x0666, COOKIE)
    service = uuid(Service.FILE_TRANSFER)

    def connected(*turns: Turn) -> None:
        link = scene.connect(ALICE, PROXY_SERVER, ars.PORT)
        for is_client, data in turns:
            link.send(link.client if is_client else link.server, bytes(data))
        link.close(link.client)
        scene.pause(2)

    client, proxy = True, False
    for length in (0, 1, 9, 10, 11, 0xFFFF):
        connected((client, create), (proxy, ars.packet(ars.Command.CREATED, created[12:], length=length)))
        connected((client, ars.packet(ars.Command.CREATE, create[12:], length=length)), (proxy, created))
    for command in (0, 6, 0xFFFF):
        connected((client, create), (proxy, ars.packet(command, b"\0" * 6, ars.REQUEST_OF_PROXY)), (proxy, ready))
    # Names and TLVs that reach beyond the end.
    connected((client, ars.packet(ars.Command.CREATE, b"\xff" + COOKIE)), (client, create))
    connected((client, ars.packet(ars.Command.JOIN, string08("") + u16(1))), (client, join))
    connected((client, ars.packet(ars.Command.JOIN, join[12:-20] + tlv(0x0001, service, length=0xFFFF))))
    connected((client, ars.packet(ars.Command.CREATE, create[12:] + tlv(0x0001, service) * 3 + b"\0\1\0")))
    connected((client, ars.packet(ars.Command.CREATE, create[12:] + tlv(0x0000) * 500)))
    connected((client, ars.create(b"\x1b[31m\0\xff\r\n" + b"n" * 240, COOKIE)))
    # Everything in the wrong order, from the wrong side, twice, and without anything before it.
    connected((proxy, ready), (client, create), (proxy, created), (client, join))
    connected((client, created), (client, ready), (proxy, create), (proxy, join))
    connected((client, create), *[(proxy, created)] * 9, *[(proxy, ready)] * 9)
    connected((client, create + join + create), (proxy, created + ready + ars.error(0x1A) + ready + ready[:7]))
    # After "ready", neither files nor messages, and errors in what should be content.
    connected((client, create), (proxy, created), (proxy, ready), (client, b"neither"), (proxy, b"nor"))
    connected((client, create), (proxy, created), (proxy, ready), (client, PROMPT), (proxy, ars.error(0x0D)))
    turns = [(client, PROMPT), (proxy, ready), (proxy, ACKNOWLEDGE), (client, TEXT), (proxy, DONE)]
    connected((client, create), (proxy, created), (proxy, ready), *turns)
    # Another cookie, and one of zeros.
    zero = ars.create(ALICE.name, bytes(8))
    connected((client, zero), (proxy, created), (proxy, ready), (client, replace(PROMPT, cookie=bytes(8))))
    other = ars.join(ALICE.name, 0x0666, cookie(0x668))
    connected((client, other), (proxy, ready), (proxy, PROMPT), (client, ACKNOWLEDGE), (proxy, TEXT), (client, DONE))
    return good_bye(scene, alice)


@story("hostile-direct-im")
def hostile_direct_im() -> Scene:
    """Direct IMs whose lengths and sizes lie, with tags without end, magics in the text, and names that lead elsewhere."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, talk.offer(COOKIE, direct(ALICE.address, PORT)), ack=True)
    scene.pause(5)
    alice.gets(BOB, talk.accepted(COOKIE), unknown_after_block())
    gif = images.GIF

    def frame(payload: bytes, **changes: Any) -> bytes:
        return bytes(odc.Frame(COOKIE, BOB.name, payload, **changes))

    hello = frame(b"hello")
    names = [
        "../../etc/passwd",
        "/dev/null",
        "C:\\con.gif",
        ".hidden.gif",
        "a\u202egpj.exe",
        "x" * 300 + ".gif",
        "..",
        "",
    ]
    shown = "".join(odc.img(name, str(number), gif) for number, name in enumerate(names))
    streams_of_bob = [
        [frame(b"x", length=0), hello],
        [frame(b"x", length=5), hello],
        [frame(b"x", length=39), hello],
        [frame(b"x", length=0xFFFF), hello],
        [frame(b"x", payload_length=0xFFFFFFFF), hello],
        [frame(b"x", length=0xFFFF, payload_length=0xFFFFFFFF), hello],
        [frame(b"", flags=0xFFFFFFFF, charset=0xFFFF, charset_sub=0xFFFF, type=0xFFFF, subtype=0xFFFF), hello],
        [frame(hello + b"ODC2" + hello[:50] + bytes(PROMPT) + b"OFT2"), hello],
        [frame(b"<BINARY>" * 50 + b"</BINARY>" * 50), hello],
        [frame(b"<BINARY>" + b'<DATA ID="1" SIZE="0"></DATA>' * 60), hello],
        [frame(b"<BINARY>" + b'<DATA ID="1" SIZE="99999999999999999999999">' + gif), hello],
        [frame(b"<BINARY>" + b'<DATA ID="1" SIZE="-1">' + gif + b"</DATA></BINARY>"), hello],
        [frame(b"<BINARY>" + b'<DATA ID="SIZE=3" X=">" SIZE = 0000042 >' + gif + b"</DATA></BINARY>"), hello],
        [frame(b"<BINARY><DATA " + b"x" * 600 + b' SIZE="3">abc</DATA></BINARY>'), hello],
        [frame(b"<" * 300 + b"<!--" * 100 + b"&" * 100), hello],
        [frame(b'<A HREF="' * 100 + b"&#1114112;&#xD800;&#55555555555;&#x;"), hello],
        [frame(b"\0\x01\x02\x1b[31m\xff\xfe\r\n" * 9), hello],
        [frame(b"\xd8\x00\x00<\x00B", charset=odc.Charset.UCS2), hello],
        [frame(odc.encoded(shown) + odc.binary(*(odc.data(str(n), gif) for n in range(len(names))))), hello],
        [b"ODC", hello[3:], b"ODD2" + hello, hello],
        [hello, ars.ready(), bytes(PROMPT), hello],
        [bytes(PROMPT), hello],
        [bytes(odc.Frame(COOKIE, b"\x1b[31m\xff\r\n" + b"n" * 24, b"name")), hello],
    ]
    for frames in streams_of_bob:
        link = scene.dial(BOB.address, ALICE.address, PORT)
        for data in frames:
            link.send(link.client, data)
        link.close(link.client)
        scene.pause(2)
    return good_bye(scene, alice)
