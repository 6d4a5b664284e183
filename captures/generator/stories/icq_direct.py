# SPDX-License-Identifier: GPL-2.0-or-later
"""Direct connections between ICQ clients: messages, files, chats."""

from functools import partial

from .. import icq
from .. import icq_dc as dc
from ..icq import BLACK, COLOURS, UTF8_MARK, Guid, Kind, Plugin, function_call, header, mark, split, string16
from ..icq import message as relayed
from ..icq_dc import Direct, Peer, frame, say
from ..oscar import Snac
from ..rendezvous import Service, propose, request_host_check, sequence, service_data
from ..exported import Tag, Way, endpoints, pdu, tcp_info
from ..pcap import LINKTYPE_WIRESHARK_UPPER_PDU
from ..scene import ICQ_ALICE, ICQ_BOB, Scene, User, rendezvous_from
from ..services import reverse_connection
from ..tcp import MSS, Endpoint
from ..tls import TlsLink
from ..wire import guid, le16, le32, tlv, u16, u32, u8
from ..writing import prose
from . import story
from .icq_relay import Chat

PORT = 3570  # on which Bob's client listens


def connected(scene: Scene, *, version: int = 8, port: int = PORT) -> Direct:
    """Alice's client connects to Bob's."""
    return Direct(scene.dial(ICQ_ALICE.address, ICQ_BOB.address, port), ICQ_ALICE, ICQ_BOB, version=version)


def ready(scene: Scene, *, version: int = 8) -> Direct:
    link = connected(scene, version=version)
    link.shakes_hands()
    link.opens_channel()
    scene.pause(2)
    return link


def asks(link: Direct, peer: Peer, content: bytes, answer: bytes) -> None:
    """A message, and what its acknowledgement says."""
    other = link.callee if peer is link.caller else link.caller
    link.answers(other, link.says(peer, content), answer)


@story("icq-direct")
def icq_direct() -> Scene:
    """Messages straight from client to client: handshake, texts, a URL, contacts, away messages, acknowledgements."""
    scene = Scene()
    link = ready(scene)
    alice, bob = link.caller, link.callee
    link.talk(alice, "are you there?")
    scene.pause(3)
    link.talk(bob, "yes, what is it?")
    link.talk(alice, "the kingfisher is back \u2665".encode("utf-8"), COLOURS + mark(UTF8_MARK), flags=2)
    link.talk(bob, split("a picture", "http://birds.example/kingfisher.jpg"), kind=Kind.URL)
    link.talk(alice, split("1", "100600700", "TinRoof"), kind=Kind.CONTACTS, flags=4)
    # Alice asks for the away message, and then her text is refused.
    asks(link, alice, say(Kind.AWAY, "", auto=3), say(Kind.AWAY, "by the lake until six", auto=3, flags=0))
    asks(link, bob, say(Kind.PLAIN, "see you", COLOURS), say(Kind.PLAIN, "in a meeting", COLOURS, status=0x0B, flags=0))
    scene.pause(60)
    link.link.close(link.link.client)
    return scene


@story("icq-direct-versions")
def icq_direct_versions() -> Scene:
    """Versions 7, 11 with 8, and 6 in the forms of Licq and climm, whose messages lack the first byte; then a claim of 4."""
    scene = Scene()
    link = ready(scene, version=7)
    link.talk(link.caller, "version 7 is like version 8")
    link.link.close(link.link.client)
    link = connected(scene)
    link.send(link.caller, dc.init(ICQ_ALICE, ICQ_BOB, link.caller.port, version=11))
    link.link.send(link.link.server, frame(dc.INIT_ACK) + frame(dc.init(ICQ_BOB, ICQ_ALICE, PORT, version=8)))
    link.send(link.caller, dc.INIT_ACK)
    link.opens_channel()
    link.talk(link.caller, "from version 11 to 8")
    link.link.close(link.link.client)
    for make in (dc.init_climm6,):
        link = connected(scene, version=6)
        link.shakes_hands(make=make)
        for flags, words in ((0x10, "a normal one"), (0x20, "to the contact list"), (0x140, "urgent, and away")):
            link.talk(link.caller, words, flags=flags)
        asks(link, link.callee, say(Kind.AWAY, "", b"\xFF" * 8, flags=0), say(Kind.AWAY, "away", bytes(8), flags=0))
        asks(
            link,
            link.callee,
            say(Kind.FILE, "for you", dc.file_rest("map.txt", 1200), flags=0x10),
            say(Kind.FILE, "", dc.file_rest("map.txt", 1200, 3581), flags=0),
        )
        link.link.close(link.link.client)
    link = connected(scene)
    link.shakes_hands(make=dc.init_licq6)
    link.talk(link.caller, "Licq's form of version 6 says version 8")
    link.link.close(link.link.client)
    # The answer is of a version that is not decoded.
    link = connected(scene)
    link.send(link.caller, dc.init(ICQ_ALICE, ICQ_BOB, link.caller.port))
    link.send(link.callee, dc.init_old(ICQ_BOB))
    link.link.close(link.link.client)
    return scene


@story("icq-direct-plugins")
def icq_direct_plugins() -> Scene:
    """Plugin messages on a direct connection: URL, contacts, a greeting, XML of Xtraz, and offers that are refused."""
    scene = Scene()
    link = ready(scene)
    alice, bob = link.caller, link.callee
    plugin = partial(say, Kind.PLUGIN, "")
    calls = (
        function_call(Guid.URL, 1, "Send Web Page Address (URL)", split("look", "http://lake.example/")),
        function_call(Guid.CONTACTS, 2, "Contacts", split("1", "100600700", "TinRoof")),
        function_call(Guid.MESSAGE, 1, "Message", b"a text of its own"),
        function_call(Guid.XTRAZ, 8, "Script Plug-in: Remote Notification Arrive", b"<N><QUERY>q</QUERY></N>", b"\r\n"),
        function_call("483BE501-E42A-11D1-B679-006097E1E294", 1, "Greeting Card", b"<card>kingfisher</card>"),
        function_call("483BE501-E42A-11D1-B679-006097E1E294", 1, "Greeting Card", b"\x01\x02\x03"),
        function_call(Guid.STATUS_MESSAGE, 1, "Away Status Message", b"", le32(10) + b"text/plain", tail=17),  # Kopete
    )
    for call in calls:
        asks(link, alice, plugin(call), plugin(call, flags=0))
    offer = function_call(
        Guid.FILE, 0, "File", b"the maps", dc.file_rest("maps.zip", 88000), data_length=len(b"the maps")
    )
    asks(link, bob, plugin(offer), plugin(offer, status=1, flags=0))
    chat = function_call(Guid.CHAT, 0, "Send / Start ICQ Chat", b"join us", dc.chat_rest("TinRoof"), data_length=7)
    number = link.says(bob, plugin(chat))
    link.answers(bob, number, say(Kind.CHAT, "", dc.chat_rest("")), command=dc.CANCEL)
    link.link.close(link.link.client)
    return scene


@story("icq-direct-managers")
def icq_direct_managers() -> Scene:
    """Connections to the info manager and to the status manager, with requests, answers and an error."""
    scene = Scene()
    managers = (
        (dc.INFO_MANAGER, Plugin.INFO_MANAGER, ((Guid.PICTURE, 0, 1), (Guid.PHONE_BOOK, 0, 3))),
        (dc.STATUS_MANAGER, Plugin.STATUS_MANAGER, ((Guid.STATUS_PLUGIN_LIST, 0, 0x00010000), (Guid.PHONE_BOOK, 2, 0))),
    )
    for number, plugin, wanted in managers:
        link = connected(scene)
        link.shakes_hands()
        link.opens_channel(number, plugin)
        for what, sub, kind in wanted:
            request = le16(0) + le16(1) + u8(0) + guid(what) + le16(sub) + le32(0)
            sequence_number = link.says(link.caller, request, manager=le16(1) + le16(0))
            data = le32(kind) + prose(what, 40) if kind else b""
            answer = le16(0) + le16(1) + u8(1) + le16(0) + le16(1) + le32(1_117_600_000) + le32(len(data)) + data
            link.answers(link.callee, sequence_number, answer, manager=le16(0) + le16(0))
        request = le16(0) + le16(1) + u8(0) + guid(Guid.INFO_PLUGIN_LIST) + le16(1) + le32(0)
        sequence_number = link.says(link.caller, request, manager=le16(1) + le16(0))
        link.answers(link.callee, sequence_number, le16(0) + le16(1) + u8(3), manager=le16(0) + le16(0))
        link.link.close(link.link.client)
        scene.pause(5)
    return scene


def offers_file(scene: Scene, name: str, size: int, port: int) -> Direct:
    """Alice offers a file, and Bob's client names the port at which it waits for it."""
    link = ready(scene)
    plugin = partial(say, Kind.PLUGIN, "")
    words = b"as promised"
    calls = [
        function_call(Guid.FILE, 0, "File", words, dc.file_rest(name, size, at), data_length=len(words))
        for at in (0, port)
    ]
    asks(link, link.caller, plugin(calls[0]), plugin(calls[1], flags=0))
    return link


def file_link(scene: Scene, port: int) -> Direct:
    link = connected(scene, port=port)
    link.callee.port = port
    link.shakes_hands()
    return link


def begins(data: Direct, files: int, size: int) -> None:
    data.send(data.caller, dc.file_init(files, size, "KestrelWatch"))
    data.send(data.callee, dc.file_init_ack("paper crane"))


def takes(data: Direct, number: int, name: str, size: int) -> None:
    """A file is named, and wanted from its start."""
    data.send(data.caller, dc.file_next(name, size))
    data.send(data.callee, dc.file_start(number))


def sends_file(scene: Scene, name: str, size: int, port: int) -> None:
    """All of a connection on which one file is sent."""
    data = file_link(scene, port)
    begins(data, 1, size)
    takes(data, 1, name, size)
    data.link.send(data.link.client, dc.file_data(prose(name, size)))
    data.link.close(data.link.client)


def opens_chat(chat: Direct, caller_port: int, *others: bytes) -> None:
    """The three frames before the text; Kestrel is Alice, whoever connects."""
    nicks = {ICQ_ALICE.uin: "Kestrel", ICQ_BOB.uin: "Crane"}
    caller, callee = chat.caller.user, chat.callee.user
    chat.send(chat.caller, dc.chat_first(caller, nicks[caller.uin], caller_port))
    chat.send(chat.callee, dc.chat_second(callee, nicks[callee.uin], chat.callee.port, *others))
    chat.send(chat.caller, dc.chat_third(caller, caller_port))


@story("icq-direct-file")
def icq_direct_file() -> Scene:
    """A file and a folder with two files are offered, and sent on a connection of their own; one is resumed."""
    scene = Scene()
    files = [("list.txt", "", 700), ("herons.txt", "birds", 5000), ("terns.txt", "birds\\sea", 4100)]
    total = sum(size for _, _, size in files)
    link = offers_file(scene, "birds", total, 3582)
    data = file_link(scene, 3582)
    data.send(data.caller, dc.file_init(len(files) + 1, total, "KestrelWatch"))
    data.send(data.caller, dc.file_speed(100))
    data.send(data.callee, dc.file_init_ack("paper crane"))
    for number, (name, folder, size) in enumerate(files, start=1):
        if number == 2:
            data.send(data.caller, dc.file_next("birds", 0, is_folder=True))
            data.send(data.callee, dc.file_start(2))
        offset = 3000 if name == "terns.txt" else 0
        data.send(data.caller, dc.file_next(name, size, folder, modified=1_117_500_000))
        data.send(data.callee, dc.file_start(number + (number > 1), offset))
        data.link.send(data.link.client, dc.file_data(prose(name, size)[offset:]))
        if number == 1:
            data.send(data.callee, dc.file_speed(0))
            data.send(data.callee, dc.file_speed(100))
    data.send(data.callee, dc.file_stop(4))
    data.link.close(data.link.client)
    link.link.close(link.link.client)
    return scene


@story("icq-direct-file-lost")
def icq_direct_file_lost() -> Scene:
    """Segments of a file: one that is sent again late, one that the capture lacks; the other one is found again."""
    scene = Scene()
    link = offers_file(scene, "long.txt", 30000, 3583)
    data = file_link(scene, 3583)
    begins(data, 2, 30000)
    for number, name in enumerate(("long.txt", "gap.txt"), start=1):
        takes(data, number, name, 15000)
        segments = data.link.segments(data.link.client, dc.file_data(prose(name, 15000)))
        if number == 1:
            late = segments.pop(3)
            data.link.deliver(*segments[:6], late, *segments[6:])
        else:
            data.link.deliver(*segments[:3])
            data.link.miss(segments[3])
            data.link.deliver(*segments[4:])
    data.link.close(data.link.client)
    link.link.close(link.link.client)
    return scene


@story("icq-direct-same-port")
def icq_direct_same_port() -> Scene:
    """Two offers are accepted at one port, and the second file comes first; the capture lacks the end of a file."""
    scene = Scene()
    link = ready(scene)
    offers = (("lake.txt", 4000, 0), ("hill.txt", 900, icq.IS_AWAY))
    for name, size, status in offers:
        calls = [dc.file_rest(name, size, at) for at in (0, 3590)]
        asks(
            link,
            link.caller,
            say(Kind.FILE, "as promised", calls[0]),
            say(Kind.FILE, "", calls[1], status=status, flags=0),
        )
    sends_file(scene, "hill.txt", 900, 3590)
    data = connected(scene, port=3590)
    data.callee.port = 3590
    # TCP gives the first byte of the handshake to its dissector alone.
    data.link.send(data.link.client, frame(dc.init(ICQ_ALICE, ICQ_BOB, 4711)), cuts=(1,))
    data.link.send(data.link.server, frame(dc.INIT_ACK) + frame(dc.init(ICQ_BOB, ICQ_ALICE, 3590)))
    data.send(data.caller, dc.INIT_ACK)
    begins(data, 2, 4000)
    takes(data, 1, "lake.txt", 3500)
    segments = data.link.segments(data.link.client, dc.file_data(prose("lake.txt", 3500)))
    data.link.deliver(*segments[:-1])
    data.link.miss(segments[-1])
    takes(data, 2, "more.txt", 500)
    data.link.send(data.link.client, dc.file_data(prose("more.txt", 500)))
    data.link.close(data.link.client)
    link.link.close(link.link.client)
    return scene


@story("icq-direct-chat")
def icq_direct_chat() -> Scene:
    """A chat is asked for and opened: fonts and colours, typing key by key, a beep, a new font, and a further member."""
    scene = Scene()
    link = ready(scene)
    alice = link.caller
    asks(
        link,
        alice,
        say(Kind.CHAT, "come and join", dc.chat_rest("")),
        say(Kind.CHAT, "", dc.chat_rest("", 3584), flags=0),
    )
    chat = connected(scene, port=3584)
    chat.callee.port = 3584
    chat.shakes_hands()
    carol = User("100600700", "203.0.113.90")
    opens_chat(chat, 4712, dc.chat_client(carol, 4000))
    scene.pause(3)
    here, there = chat.link.client, chat.link.server
    for key in (b"h", b"e", b"l", b"k", b"\x08", b"lo\r"):
        chat.link.send(here, key)
    chat.link.send(there, b"hi! " + dc.chat_command(7) + b"did you hear that?\r")
    font = string16("Times New Roman")
    chat.link.send(here, dc.chat_command(0x10, font, length=len(font) + 1) + dc.chat_command(0x11, le32(2)))
    chat.link.send(here, dc.chat_command(0, BLACK) + b"yes", cuts=(3,))
    chat.link.send(there, dc.chat_command(3) + dc.chat_command(0x0B))
    chat.link.close(there)
    link.link.close(link.link.client)
    return scene


@story("icq-direct-segments")
def icq_direct_segments() -> Scene:
    """Lengths that travel alone, as pwICQ saw them, frames cut everywhere and put together, and a repeated segment."""
    scene = Scene()
    link = connected(scene)
    hello = frame(dc.init(ICQ_ALICE, ICQ_BOB, 4711))
    link.link.send(link.link.client, hello, cuts=(2,))
    back = frame(dc.INIT_ACK) + frame(dc.init(ICQ_BOB, ICQ_ALICE, PORT)) + frame(dc.channel(answer=1))
    link.link.send(link.link.server, back, cuts=(2, 8, 30))
    link.link.send(link.link.client, frame(dc.INIT_ACK) + frame(dc.channel()), cuts=(1, 3, 6, 7, 20))
    link.talk(link.caller, "one frame after the other")
    words = b"".join(
        frame(dc.message(dc.scrambled(dc.area(dc.MESSAGE, number, say(Kind.PLAIN, f"number {number}", COLOURS)))))
        for number in (0x2002, 0x2001, 0x2000)
    )
    link.link.send(link.link.server, words)
    link.link.send(link.link.server, words.replace(b"number", b"Number"), cuts=range(1, len(words), 11))
    twice = link.link.segments(link.link.client, words)
    link.link.deliver(*twice, *twice)
    link.link.close(link.link.client)
    return scene


@story("icq-direct-mid-stream")
def icq_direct_mid_stream() -> Scene:
    """The capture begins after the handshake, with a message; later a segment is missing."""
    scene = Scene()
    with scene.network.unseen():
        link = ready(scene)
    link.talk(link.caller, "this is the first one in the capture")
    link.talk(link.callee, "and this its answer")
    message = frame(dc.message(dc.scrambled(dc.area(dc.MESSAGE, 0x1234, say(Kind.PLAIN, "lost " * 400, COLOURS)))))
    segments = link.link.segments(link.link.client, message)
    link.link.miss(segments[0])
    link.link.deliver(*segments[1:])
    link.talk(link.caller, "after the gap")
    link.link.close(link.link.client)
    return scene


@story("icq-direct-reverse")
def icq_direct_reverse() -> Scene:
    """Alice cannot connect and asks Bob over the server (service 1344); he connects, and she opens the channel."""
    scene = Scene()
    alice = scene.sign_on(ICQ_ALICE)
    rendezvous = le32(0x0071D55A) + le32(0x00000143)
    data = reverse_connection(ICQ_ALICE.uin, ICQ_ALICE.address, 4711, PORT, 0x0071D55A)
    proposal = propose(rendezvous, Service.ROUTE_FINDER, sequence(1), request_host_check(), service_data(data))
    alice.sends(ICQ_BOB, proposal, ack=True)
    scene.pause(1)
    link = Direct(scene.dial(ICQ_BOB.address, ICQ_ALICE.address, 4711), ICQ_BOB, ICQ_ALICE)
    link.shakes_hands(request=0x0071D55A)
    link.opens_channel(opener=link.callee)
    link.talk(link.callee, "thank you for calling back")
    link.link.close(link.link.client)
    scene.pause(10)
    # What else comes to that port: an old version, and something else altogether.
    old = Direct(scene.dial(ICQ_BOB.address, ICQ_ALICE.address, 4711), ICQ_BOB, ICQ_ALICE)
    old.send(old.caller, dc.init_old(ICQ_BOB))
    old.link.close(old.link.client)
    web = scene.dial(ICQ_BOB.address, ICQ_ALICE.address, 4711)
    web.send(web.client, b"GET / HTTP/1.1\r\nHost: kestrel.example\r\n\r\n")
    web.close(web.client)
    alice.sign_off()
    return scene


@story("icq-direct-info")
def icq_direct_info() -> Scene:
    """User info says where Bob's client listens, and the server is told where Alice's does; each connects to the other."""
    scene = Scene()
    alice = scene.sign_on(ICQ_ALICE)
    own = tlv(0x0006, u32(0x10000000)) + tlv(0x000C, dc.dc_info(ICQ_ALICE.address, 4711, cookie=0))
    alice.sends_snac(Snac(0x0001, 0x001E, own))
    told = (
        [*ICQ_BOB.info(), tlv(0x000C, dc.dc_info(ICQ_BOB.own_address, PORT))],
        [tlv(0x000C, dc.dc_info(ICQ_BOB.own_address, 70_000) + b"more"), tlv(0x0001, u16(0x0050))],
        [tlv(0x000C, dc.dc_info(ICQ_BOB.own_address, PORT)[:20]), tlv(0x000A, b"\xcb\x00"), tlv(0x0001, u16(0x0050))],
    )
    for number, info in enumerate(told):
        data = header(0xFFF0 - number) + relayed(Kind.PLAIN, "hello", COLOURS)
        block = propose(
            le32(number) + le32(0x144), Service.ICQ_SERVER_RELAY, sequence(1), request_host_check(), service_data(data)
        )
        alice.gets_snac(rendezvous_from(ICQ_BOB, block, user_info=info))
    scene.pause(2)
    link = ready(scene)
    link.talk(link.caller, "straight to you now")
    link.link.close(link.link.client)
    link = Direct(scene.dial(ICQ_BOB.address, ICQ_ALICE.address, 4711), ICQ_BOB, ICQ_ALICE)
    link.shakes_hands(make=partial(dc.init, cookie=0))
    link.opens_channel()
    link.talk(link.caller, "and back")
    link.link.close(link.link.client)
    alice.sign_off()
    return scene


@story("icq-direct-tls")
def icq_direct_tls() -> Scene:
    """Licq asks for a secure channel; the other side says no, then yes, and the rest of the connection is TLS."""
    scene = Scene()
    link = ready(scene)
    secure, closing = 0xEF, 0xEE
    asks(link, link.caller, say(secure, ""), say(secure, "0", COLOURS, flags=0))
    asks(link, link.caller, say(closing, ""), say(closing, "", COLOURS, flags=0))
    asks(link, link.caller, say(secure, ""), say(secure, "1", COLOURS, flags=0))
    hello = bytes.fromhex("0301") + prose("tls", 32) + u8(0) + bytes.fromhex("0002 002f 0100")
    handshake = u8(1) + len(hello).to_bytes(3, "big") + hello
    record = bytes.fromhex("160301") + len(handshake).to_bytes(2, "big") + handshake
    link.link.send(link.link.client, record, cuts=(20,))
    link.link.send(link.link.server, bytes.fromhex("15 0301 0002 0228"))  # alert: handshake failure
    link.link.close(link.link.server)
    return scene


@story("icq-direct-secure")
def icq_direct_secure() -> Scene:
    """Licq agrees to TLS, and goes on with messages inside it, one of which names a port; same keys as tls-oscar."""
    scene = Scene()
    link = ready(scene)
    alice, bob = link.caller, link.callee
    link.talk(alice, "in the clear")
    asks(link, alice, say(0xEF, ""), say(0xEF, "1", COLOURS, flags=0))
    link.link = TlsLink(link.link, "alice.example")
    link.talk(alice, "nobody else reads this")
    link.talk(bob, "only with the keys")
    offer = say(Kind.FILE, "for you", dc.file_rest("map.txt", 1200))
    asks(link, alice, offer, say(Kind.FILE, "", dc.file_rest("map.txt", 1200, 3586), flags=0))
    # Two messages in one record, and one in two records.
    words = [say(Kind.PLAIN, text, COLOURS) for text in ("one", "two", "three")]
    frames = [frame(dc.message(dc.scrambled(dc.area(dc.MESSAGE, 0x100 + i, text)))) for i, text in enumerate(words)]
    link.link.send(link.link.client, frames[0] + frames[1])
    link.link.send_records(link.link.client, frames[2][:20], frames[2][20:])
    sends_file(scene, "map.txt", 1200, 3586)
    link.link.close(link.link.client)
    return scene


@story("icq-relay-connections")
def icq_relay_connections() -> Scene:
    """Requests by server relay whose acknowledgements name a port: Alice sends a file there, and Bob comes to her chat."""
    chat = Chat()
    scene = chat.scene
    offer = icq.file_request("the photo you wanted", "lake.txt", 3000)
    asked = chat.sends(relayed(Kind.FILE, "", offer))
    refusal = relayed(Kind.FILE, "busy", icq.file_request("", "lake.txt", 3000, 3570), status=icq.REFUSED, priority=0)
    chat.is_answered(asked, refusal)
    asked = chat.sends(relayed(Kind.FILE, "", offer))
    chat.is_answered(asked, relayed(Kind.FILE, "", icq.file_request("", "lake.txt", 3000, 3571), priority=0))
    # Bob's client listens on one port for everything, as Miranda's does.
    link = file_link(scene, 3571)
    link.opens_channel()
    link.talk(link.caller, "it is on its way")
    link.link.close(link.link.client)
    sends_file(scene, "lake.txt", 3000, 3571)
    asked = chat.gets(relayed(Kind.CHAT, "shall we talk?", dc.chat_rest("")))
    chat.answers(asked, relayed(Kind.CHAT, "", dc.chat_rest("", 4812), priority=0))
    link = Direct(scene.dial(ICQ_BOB.address, ICQ_ALICE.address, 4812), ICQ_BOB, ICQ_ALICE)
    link.shakes_hands()
    opens_chat(link, 3570)
    link.link.send(link.link.client, b"hello\r")
    link.link.send(link.link.server, b"good evening\rhow is the lake?\r")
    link.link.close(link.link.client)
    # Somebody else connects to the first port.
    other = User("100600700", "203.0.113.90")
    link = Direct(scene.dial(other.address, ICQ_BOB.address, 3571), other, User("100800900", ICQ_BOB.address))
    link.shakes_hands()
    link.link.close(link.link.client)
    return chat.ends()


@story("icq-direct-exported")
def icq_direct_exported() -> Scene:
    """Exported PDUs for the dissector: frames that are whole, in parts, which nothing reassembles, and several at once."""
    scene = Scene(link_type=LINKTYPE_WIRESHARK_UPPER_PDU)
    way = Way(Tag.DISSECTOR, "icq_dc")
    hello = frame(dc.init(ICQ_ALICE, ICQ_BOB, PORT))
    words = frame(dc.message(dc.scrambled(dc.area(dc.MESSAGE, 0xFFFF, say(Kind.PLAIN, "exported", COLOURS)))))
    ends = Endpoint(ICQ_ALICE.address, 1601), Endpoint(ICQ_BOB.address, PORT)
    for located in (False, True):
        for below_tcp in (False, True):
            place = 0x1F3A0001
            for data in (
                hello[:40],
                hello,
                words,
                words + words,
                words[:20],
                words[:2],
                frame(dc.channel())[:9],
                b"",
                b"x",
            ):
                tags = endpoints(*ends) if located else []
                if below_tcp:
                    tags.append(tcp_info(place, len(data)))
                place += len(data)
                scene.network.put(pdu(way, data, *tags))
    return scene


@story("finding-icq-handshake")
def finding_icq_handshake() -> Scene:
    """Handshakes of an unknown version, with lengths, ports and types that do not fit, cut short and too long."""
    scene = Scene()
    good = dc.init(ICQ_ALICE, ICQ_BOB, 4711)
    answer = partial(dc.init, ICQ_BOB, ICQ_ALICE, PORT)
    for odd in (
        answer(version=12),
        answer(rest=0x2A),
        answer(again=PORT + 1),
        answer(kind=3),
        answer()[:40],
        answer() + b"\0\0",
    ):
        link = connected(scene)
        link.send(link.caller, good)
        link.link.send(link.link.server, frame(dc.INIT_ACK) + frame(odd))
        link.send(link.caller, dc.INIT_ACK)
        link.send(link.caller, dc.channel(2))
        link.link.close(link.link.client)
    link = connected(scene)
    link.send(link.caller, good)
    link.link.send(link.link.server, frame(answer())[:30])
    link.link.close(link.link.server)
    return scene


@story("finding-icq-message")
def finding_icq_message() -> Scene:
    """Messages with a wrong check code, too short, with unknown commands and lengths, and acknowledged out of turn."""
    scene = Scene()
    link = ready(scene)
    alice = link.caller
    good = dc.area(dc.MESSAGE, 0xFFFF, say(Kind.PLAIN, "a text that is proved", COLOURS))
    wrong_byte = bytearray(dc.scrambled(good, 30))
    wrong_byte[30] ^= 1
    wrong_entry = bytearray(dc.scrambled(good))
    wrong_entry[0] ^= 1
    for area in (
        bytes(wrong_byte),
        bytes(wrong_entry),
        dc.scrambled(good, 9),
        dc.scrambled(good)[:29],
        dc.scrambled(dc.area(0x6766, 0xFFFE, say(Kind.PLAIN, "from YSM to YSM"))),
        dc.scrambled(dc.area(0x1234, 0xFFFE, say(Kind.PLAIN, "an unknown command"))),
        dc.scrambled(dc.area(dc.MESSAGE, 0xFFFD, say(Kind.PLAIN, "shorter than it says", length=200))),
        dc.scrambled(dc.area(dc.ACKNOWLEDGEMENT, 0x1111, say(Kind.PLAIN, "", COLOURS))),
        dc.scrambled(
            dc.area(
                dc.MESSAGE,
                0xFFFC,
                say(Kind.PLUGIN, "", function_call(Guid.XTRAZ, 8, "Xtraz", b"<N></N>", data_length=99)),
            )
        ),
        dc.scrambled(dc.area(dc.MESSAGE, 0xFFFB, say(Kind.CHAT, "", dc.chat_rest("") + b"more"))),
    ):
        link.send(alice, dc.message(area))
    link.send(alice, u8(0x77) + b"what is this?")
    link.send(alice, b"")
    link.link.close(link.link.client)
    return scene


@story("finding-icq-data")
def finding_icq_data() -> Scene:
    """File data that no packet announces, and more than the file has; unknown packets; chat commands that are unknown."""
    scene = Scene()
    data = file_link(scene, 3585)
    data.send(data.caller, dc.file_init(1, 100, "KestrelWatch"))
    data.send(data.callee, dc.file_init_ack("paper crane"))
    data.link.send(data.link.client, dc.file_data(b"nobody knows of which file this is"))
    data.send(data.caller, dc.file_next("short.txt", 100))
    data.send(data.callee, dc.file_start(1))
    data.link.send(data.link.client, dc.file_data(prose("short.txt", 150)))
    data.send(data.caller, u8(9) + b"unknown")
    data.send(data.caller, dc.file_speed(1)[:3])
    data.send(data.caller, u8(6))
    data.link.close(data.link.client)
    chat = connected(scene, port=3586)
    chat.shakes_hands()
    chat.send(chat.caller, dc.chat_first(ICQ_ALICE, "Kestrel", 4712))
    chat.send(chat.callee, dc.chat_second(ICQ_BOB, "Crane", 3586))
    chat.send(chat.caller, dc.chat_third(ICQ_ALICE, 4712))
    chat.link.send(chat.link.client, dc.chat_command(0x0A) + b"after an unknown command")
    chat.link.send(chat.link.server, dc.chat_command(0x11, length=1_000_000) + b"after a long one")
    chat.link.send(chat.link.server, b"\0\x07\0")
    chat.link.close(chat.link.client)
    return scene


@story("hostile-icq-direct")
def hostile_icq_direct() -> Scene:
    """Direct connections on which lengths lie, frames have 64 KiB, messages prove themselves and are nonsense."""
    scene = Scene()
    for bodies in (
        [u8(2) + bytes(size) for size in (0, 1, 4, 10, 11, 29, 30, 31)],
        [
            dc.message(dc.scrambled(prose(str(size), size), min(size, 255) - 1, 219))
            for size in (31, 40, 100, 5000, 65530)
        ],
        [u8(start) * 33 for start in (0, 1, 3, 4, 0xFF)],
        [
            dc.message(dc.scrambled(dc.area(dc.MESSAGE, 1, say(Kind.PLUGIN, "", le16(length) + bytes(20)))))
            for length in (0, 1, 16, 20, 21, 0xFFFF)
        ],
        [
            dc.message(dc.scrambled(bytes(4) + le16(dc.MESSAGE) + le16(block) + bytes(40)))
            for block in (0, 1, 2, 0x11, 0xFFFF)
        ],
    ):
        link = ready(scene)
        for body in bodies:
            link.send(link.caller, body)
        link.talk(link.callee, "still here")
        link.link.close(link.link.client)
    # One that changes its kind.
    link = ready(scene)
    link.talk(link.caller, "first a message")
    link.send(link.caller, dc.file_init(1, 100, "x"))
    link.send(link.caller, dc.chat_first(ICQ_ALICE, "x", 1))
    link.send(link.caller, dc.init(ICQ_ALICE, ICQ_BOB, 1))
    link.link.close(link.link.client)
    # Frames with content of every length, and files of no end.
    data = file_link(scene, 3587)
    data.send(data.caller, dc.file_init(0xFFFFFFFF, 0xFFFFFFFF, "x"))
    for name, size in (("../../x", 0xFFFFFFFF), (b"\0\0\xFF", 0), ("", 3)):
        data.send(data.caller, dc.file_next(name, size, "..\\.."))
        data.send(data.callee, dc.file_start(0xFFFFFFFF, 0xFFFFFFFF))
        for length in (1, 2, 3, 4, 5, 4, 3, 2000, MSS, 5000):
            data.link.send(data.link.client, dc.file_data(bytes(length), length))
    data.link.close(data.link.client)
    # A length of its own that the connection ends in.
    link = ready(scene)
    link.link.send(link.link.client, le16(0xFFFF) + b"\x02" + bytes(100))
    link.link.close(link.link.client)
    return scene
