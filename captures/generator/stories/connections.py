# SPDX-License-Identifier: GPL-2.0-or-later
"""Data connections: the proxy, addresses, ports, segments.

The files are ordinary. What differs is how the connection leads from one client to the other, and how much of it was
captured.
"""

from .. import ars
from ..offers import (
    PORT,
    accepted,
    alice_offers,
    alice_takes,
    bob_offers,
    bob_takes,
    cookie,
    described,
    from_alice,
    good_bye,
    offer,
)
from ..odc import CONFIRMATION, Frame, encoded, html
from ..oft import Type
from ..oscar import unknown_after_block
from ..rendezvous import (
    Block,
    CancelReason,
    Nak,
    Service,
    accept,
    addr_list,
    cancel,
    cancel_reason,
    direct,
    no_address,
    propose,
    proxied,
    request_host_check,
    request_secure,
    sequence,
    verified_ip,
)
from ..scene import ALICE, ALICE_AT_HOME, BOB, BOB_AT_HOME, PROXY_SERVER, Scene
from ..tcp import MSS, Conversation, Segment
from ..tls import TlsLink
from ..transfer import File, Relay, Transfer, between, text_file
from ..wire import string08
from ..writing import prose
from . import story
from .courses import relay


def alice_opens_proxy(scene: Scene, rendezvous: bytes, pin: int, service: str = Service.FILE_TRANSFER) -> Conversation:
    link = scene.connect(ALICE, PROXY_SERVER, ars.PORT)
    link.send(link.client, ars.create(ALICE.name, rendezvous, service))
    link.send(link.server, ars.created(pin, PROXY_SERVER))
    return link


# TLS, for which REQUEST_SECURE asks (joscar).


def offer_secure(rendezvous: bytes, where: list[bytes], file: File) -> Block:
    tags = (sequence(1), request_host_check(), request_secure(), *where, described(file))
    return propose(rendezvous, Service.FILE_TRANSFER, *tags)


@story("transfer-secure")
def transfer_secure() -> Scene:
    """A file inside TLS, as the proposal asks (REQUEST_SECURE); headers in parts of records; same keys as tls-oscar."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous = cookie(40)
    plans = text_file("plans.txt", 40_000)
    alice.sends(BOB, offer_secure(rendezvous, direct(ALICE.address, PORT), plans), ack=True)
    tcp = bob_takes(scene, alice, rendezvous)
    link = TlsLink(tcp, "alice.example")
    transfer = Transfer(link, link.server, link.client, rendezvous, plans)
    prompt, ack = bytes(transfer.prompt()), bytes(transfer.answer(Type.ACKNOWLEDGE))
    # A header in two segments, one in three records of the same segment, and one in a record with content.
    link.send(link.server, prompt[:150])
    link.send(link.server, prompt[150:])
    link.send_records(link.client, ack[:4], ack[4:200], ack[200:])
    transfer.sends(plans.content)
    transfer.answers(transfer.done(plans.content))
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-secure-proxy")
def transfer_secure_proxy() -> Scene:
    """Two files inside TLS, which begins behind the packets of the proxy, with "ready"; same keys as tls-oscar."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous, pin = cookie(41), 0x2C4E
    files = text_file("first.txt", 700), text_file("second.txt", 900)
    tcp = alice_opens_proxy(scene, rendezvous, pin)
    alice.sends(BOB, offer_secure(rendezvous, proxied(PROXY_SERVER, pin), files[0]), ack=True)
    scene.pause(7)
    tcp.send(tcp.server, ars.ready())
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    link = TlsLink(tcp, "alice.example")
    transfer = Transfer(link, link.client, link.server, rendezvous, *files)
    transfer.whole(0)
    # The next header and all of the content in records of one segment.
    link.send_records(link.client, bytes(transfer.prompt(1)), files[1].content[:300], files[1].content[300:])
    transfer.answers(transfer.answer(Type.ACKNOWLEDGE))
    transfer.answers(transfer.done(files[1].content))
    link.close(link.client)
    return good_bye(scene, alice)


# The proxy.


@story("transfer-proxy")
def transfer_proxy() -> Scene:
    """The sender opens the proxy before the first proposal (USE_ARS); the sender's connection to the proxy."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous, pin = cookie(2), 0x3A51
    score = text_file("score.txt", 7300)
    link = alice_opens_proxy(scene, rendezvous, pin)
    alice.sends(BOB, offer(rendezvous, proxied(PROXY_SERVER, pin), score), ack=True)
    scene.pause(7)
    link.send(link.server, ars.ready())  # Bob has joined
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    between(link, link.client, rendezvous, score).all()
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-proxy-receiver")
def transfer_proxy_receiver() -> Scene:
    """The sender opens the proxy; the receiver's connection to it, on which the first header comes with "ready"."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous, pin = cookie(21), 0x0BB8
    poem = text_file("poem.txt", 3333)
    alice.gets(BOB, offer(rendezvous, proxied(PROXY_SERVER, pin), poem))
    scene.pause(5)
    link = scene.connect(ALICE, PROXY_SERVER, ars.PORT)
    request = ars.join(ALICE.name, pin, rendezvous)
    link.send(link.client, request, cuts=[12])
    alice.sends(BOB, accepted(rendezvous))
    transfer = between(link, link.server, rendezvous, poem)
    link.send(link.server, ars.ready() + bytes(transfer.prompt()))
    transfer.answers(transfer.answer(Type.ACKNOWLEDGE))
    transfer.sends(poem.content)
    transfer.answers(transfer.done(poem.content))
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-proxy-by-recipient")
def transfer_proxy_by_recipient() -> Scene:
    """The recipient cannot connect, opens the proxy, and proposes it (sequence 2, USE_ARS); the sender joins there."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous, pin = cookie(54), 0x0D0E
    guide = text_file("guide.txt", 2600)
    bob_offers(alice, rendezvous, guide)
    scene.pause(3)
    scene.unopened(ALICE.address, BOB.address, PORT).knock()
    scene.pause(5)
    link = alice_opens_proxy(scene, rendezvous, pin)
    alice.sends(BOB, propose(rendezvous, Service.FILE_TRANSFER, sequence(2), *proxied(PROXY_SERVER, pin)))
    scene.pause(1)
    link.send(link.server, ars.ready())
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    between(link, link.server, rendezvous, guide).all()
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-proxy-both-legs")
def transfer_proxy_both_legs() -> Scene:
    """Both connections to the proxy, on ports 5190 and 443, and both to the server: direct, asked for, proxied."""
    scene = Scene(at_server=True)
    alice, bob = scene.sign_on(ALICE_AT_HOME), scene.sign_on(BOB_AT_HOME)
    rendezvous, pin = cookie(22), 0x1FF9
    tape = text_file("demo tape.txt", 5000)
    first = offer(rendezvous, direct(ALICE_AT_HOME.own_address, PORT), tape)
    relay(alice, bob, first, first.plus(verified_ip(ALICE.address)), ack=True)
    scene.pause(12)
    second = propose(rendezvous, Service.FILE_TRANSFER, sequence(2), *no_address())
    relay(bob, alice, second, second.plus(verified_ip(BOB.address)))
    alices = alice_opens_proxy(scene, rendezvous, pin)
    relay(alice, bob, propose(rendezvous, Service.FILE_TRANSFER, sequence(3), *proxied(PROXY_SERVER, pin)))
    bobs = scene.connect(BOB, PROXY_SERVER, 443)
    bobs.send(bobs.client, ars.join(BOB.name, pin, rendezvous))
    for leg in (alices, bobs):
        leg.send(leg.server, ars.ready())
    relay(bob, alice, accepted(rendezvous))
    Transfer(Relay(alices, bobs), alices.client, bobs.client, rendezvous, tape).all()
    bobs.close(bobs.client)
    alices.close(alices.server)
    scene.pause(20)
    bob.sign_off()
    alice.sign_off()
    return scene


@story("proxy-direct-im")
def proxy_direct_im() -> Scene:
    """A direct IM through the proxy: what follows "ready" is ODC2."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous, pin = cookie(48), 0x2C07
    link = alice_opens_proxy(scene, rendezvous, pin, Service.DIRECT_ICBM)
    where = proxied(PROXY_SERVER, pin)
    alice.sends(BOB, propose(rendezvous, Service.DIRECT_ICBM, sequence(1), request_host_check(), *where), ack=True)
    scene.pause(5)
    link.send(link.server, ars.ready())
    alice.gets(BOB, accept(rendezvous, Service.DIRECT_ICBM), unknown_after_block())
    link.send(link.client, bytes(Frame(rendezvous, ALICE.name, flags=CONFIRMATION)))
    link.send(link.server, bytes(Frame(rendezvous, BOB.name, flags=CONFIRMATION)))
    link.send(link.client, bytes(Frame(rendezvous, ALICE.name, encoded(html("only the proxy hears us")))))
    scene.pause(8)
    link.send(link.server, bytes(Frame(rendezvous, BOB.name, encoded(html("and it forgets")))))
    link.close(link.client)
    return good_bye(scene, alice)


@story("proxy-errors")
def proxy_errors() -> Scene:
    """The proxy refuses: each known error and an unknown one, and how the clients tell each other that it failed."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    file = text_file("never sent.txt", 4000)

    def asks(request: bytes, code: int, seconds: float = 0) -> None:
        link = scene.connect(ALICE, PROXY_SERVER, ars.PORT)
        if request:
            link.send(link.client, request)
        scene.pause(seconds)
        link.send(link.server, ars.error(code))
        link.close(link.server)
        scene.pause(5)

    # Alice opens a session, but Bob does not join it.
    rendezvous, pin = cookie(50), 0x0C11
    link = alice_opens_proxy(scene, rendezvous, pin)
    alice.sends(BOB, offer(rendezvous, proxied(PROXY_SERVER, pin), file), ack=True)
    scene.pause(60)
    link.send(link.server, ars.error(ars.Error.NOT_JOINED))
    link.close(link.server)
    alice.sends(BOB, cancel(rendezvous, Service.FILE_TRANSFER, cancel_reason(CancelReason.UNKNOWN)))  # Kopete
    scene.pause(20)
    # Bob has opened one, which Alice cannot join.
    rendezvous, pin = cookie(51), 0x0C12
    alice.gets(BOB, offer(rendezvous, proxied(PROXY_SERVER, pin), file))
    scene.pause(4)
    asks(ars.join("somebody else", pin, rendezvous), ars.Error.BAD_REQUEST)
    alice.sends_nak(BOB, rendezvous, Nak.INSUFFICIENT_RESOURCES)  # MirandaICQ
    scene.pause(20)
    # Requests that never become a rendezvous.
    asks(b"", ars.Error.NO_REQUEST, 10)
    asks(ars.packet(ars.Command.CREATE, string08(ALICE.name)), ars.Error.MALFORMED)
    asks(ars.packet(7, b"\0\0"), ars.Error.UNKNOWN_COMMAND)
    asks(ars.create(ALICE.name, cookie(52), "00000000-0000-0000-0000-000000000000"), ars.Error.INVALID_DATA)
    asks(ars.create(ALICE.name, cookie(53)), 0x2A)
    return good_bye(scene, alice)


# Where the connection leads, and where the capture is taken.


@story("transfer-nat-sender-side")
def transfer_nat_sender_side() -> Scene:
    """The sender is behind a NAT that forwards the port; captured inside, at the sender."""
    scene = Scene()
    rendezvous = cookie(34)
    alice = scene.sign_on(ALICE_AT_HOME)
    plan = text_file("garden plan.txt", 3000)
    alice.sends(BOB, offer(rendezvous, direct(ALICE_AT_HOME.own_address, PORT), plan), ack=True)
    link = bob_takes(scene, alice, rendezvous)
    from_alice(link, rendezvous, plan).all()
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-nat-server-side")
def transfer_nat_server_side() -> Scene:
    """The same NAT seen from outside, where both clients' messages pass: only VERIFIED_IP has the address in use."""
    scene = Scene(at_server=True)
    rendezvous = cookie(34)
    alice, bob = scene.sign_on(ALICE_AT_HOME), scene.sign_on(BOB_AT_HOME)
    plan = text_file("garden plan.txt", 3000)
    first = offer(rendezvous, direct(ALICE_AT_HOME.own_address, PORT), plan)
    relay(alice, bob, first, first.plus(verified_ip(ALICE.address)), ack=True)
    scene.pause(6)
    link = scene.dial(BOB.address, ALICE.address, PORT)
    relay(bob, alice, accepted(rendezvous))
    between(link, link.server, rendezvous, plan).all()
    link.close(link.client)
    scene.pause(20)
    bob.sign_off()
    alice.sign_off()
    return scene


@story("transfer-address-list")
def transfer_address_list() -> Scene:
    """The sender has further addresses, and the connection goes to one of ADDR_LIST, with another port."""
    scene = Scene()
    rendezvous = cookie(55)
    alice = scene.sign_on(ALICE)
    plan = text_file("harbour plan.txt", 1700)
    where = [*direct(ALICE.address, PORT), addr_list(f"{ALICE.address} {PORT}", "192.0.2.30 4455", "192.0.2.31 4456")]
    alice.sends(BOB, offer(rendezvous, where, plan), ack=True)
    scene.pause(6)
    link = scene.dial(BOB.address, "192.0.2.30", 4455)
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    from_alice(link, rendezvous, plan).all()
    link.close(link.client)
    return good_bye(scene, alice)


def one_file_on_port(port: int) -> Scene:
    scene = Scene()
    rendezvous = cookie(port)
    page = text_file("page.txt", 4000)
    alice, link = alice_offers(scene, rendezvous, page, port=port)
    from_alice(link, rendezvous, page).all()
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-port-443")
def transfer_port_443() -> Scene:
    """The sender listens on port 443, which Wireshark takes for TLS."""
    return one_file_on_port(443)


@story("transfer-port-80")
def transfer_port_80() -> Scene:
    """The sender listens on port 80, which Wireshark takes for HTTP."""
    return one_file_on_port(80)


@story("transfer-port-5190")
def transfer_port_5190() -> Scene:
    """The sender listens on port 5190; segments of the content begin like frames of AOL's own protocol and OSCAR."""
    scene = Scene()
    rendezvous = cookie(5190)
    words = [prose("zebras.txt", MSS), b"Zebras: ", prose("more zebras", MSS - 8), b"*\x02 stars ", prose("stars", 900)]
    zebras = File("zebras.txt", b"".join(words))
    alice, link = alice_offers(scene, rendezvous, zebras, port=5190)
    from_alice(link, rendezvous, zebras).all()
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-without-oscar")
def transfer_without_oscar() -> Scene:
    """Only the data connection is in the capture; its first bytes say what it is."""
    scene = Scene()
    link = scene.dial(BOB.address, ALICE.address, PORT)
    from_alice(link, cookie(36), text_file("leaflet.txt", 3500)).all()
    link.close(link.client)
    return scene


@story("transfer-http-instead")
def transfer_http_instead() -> Scene:
    """Other protocols on the addresses of proposals: HTTP on ports 8080 and 4443, and one that nobody knows."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    page = text_file("page.txt", 4000)
    unknown = bytes.fromhex("00 01 f0 0d 00 00 00 04")
    for number, (port, request, answer) in enumerate(
        [
            (8080, HTTP_REQUEST, HTTP_ANSWER),
            (PORT, HTTP_REQUEST, HTTP_ANSWER),
            (4444, unknown + b"ping", unknown + b"pong"),
        ]
    ):
        rendezvous = cookie(40 + number)
        alice.sends(BOB, offer(rendezvous, direct(ALICE.address, port), page), ack=True)
        scene.pause(6)
        link = scene.dial(BOB.address, ALICE.address, port)
        link.send(link.client, request)
        link.send(link.server, answer)
        link.close(link.server)
        scene.pause(20)
        timeout = cancel_reason(CancelReason.TIMEOUT)
        alice.sends(BOB, cancel(rendezvous, Service.FILE_TRANSFER, timeout))
        scene.pause(10)
    return good_bye(scene, alice)


HTTP_REQUEST = b"GET /page.html HTTP/1.1\r\nHost: www.example\r\n\r\n"
HTTP_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 34\r\n\r\n<HTML><BODY>low tide</BODY></HTML>"
)


@story("transfer-mid-stream")
def transfer_mid_stream() -> Scene:
    """The capture has the messages, but of the data connection only what comes after a part of the content."""
    scene = Scene()
    rendezvous = cookie(35)
    alice = scene.sign_on(ALICE)
    essay = text_file("essay.txt", 16000)
    alice.sends(BOB, offer(rendezvous, direct(ALICE.address, PORT), essay), ack=True)
    scene.pause(6)
    with scene.network.unseen():
        link = scene.dial(BOB.address, ALICE.address, PORT)
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    with scene.network.unseen():
        transfer = from_alice(link, rendezvous, essay)
        transfer.offers()
        transfer.sends(essay.content[: 6 * MSS])
    transfer.sends(essay.content[6 * MSS :])
    transfer.answers(transfer.done(essay.content))
    link.close(link.client)
    return good_bye(scene, alice)


def one_direction(of_sender: bool) -> Scene:
    scene = Scene()
    rendezvous = cookie(37)
    two = [text_file("one.txt", 3100), text_file("two.txt", 2100)]
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, offer(rendezvous, direct(ALICE.address, PORT), *two), ack=True)
    scene.pause(6)
    link = scene.unopened(BOB.address, ALICE.address, PORT)
    (link.client if of_sender else link.server).is_captured = False
    link.open()
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    from_alice(link, rendezvous, *two).all()
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-sender-only")
def transfer_sender_only() -> Scene:
    """The capture has only what the sender of the files says on the data connection."""
    return one_direction(of_sender=True)


@story("transfer-receiver-only")
def transfer_receiver_only() -> Scene:
    """The capture has only what the receiver of the files says on the data connection."""
    return one_direction(of_sender=False)


@story("transfer-snaplen-cut")
def transfer_snaplen_cut() -> Scene:
    """Captured with a snap length of 150 bytes, which cuts headers and content."""
    scene = Scene(snaplen=150)
    rendezvous = cookie(38)
    page = text_file("page.txt", 4000)
    alice, link = alice_offers(scene, rendezvous, page)
    from_alice(link, rendezvous, page).all()
    link.close(link.client)
    return good_bye(scene, alice)


# How the stream is cut into segments.


@story("transfer-header-cuts")
def transfer_header_cuts() -> Scene:
    """Headers in several segments, in one segment with the content before them and behind them, and one byte at a time."""
    scene = Scene()
    rendezvous = cookie(39)
    five = [text_file(f"part {number}.txt", 400 + number) for number in range(1, 6)]
    alice, link = alice_offers(scene, rendezvous, *five)
    transfer = from_alice(link, rendezvous, *five)
    # A header cut at every of its first bytes, and where the name begins.
    transfer.sends(transfer.prompt(0), cuts=[1, 2, 3, 4, 5, 6, 7, 8, 16, 100, 192, 255])
    transfer.answers(transfer.answer(Type.ACKNOWLEDGE), cuts=[4, 200])
    # Content, and in its last segment the next prompt.
    transfer.sends(five[0].content + bytes(transfer.prompt(1)), cuts=[300])
    transfer.prompt(0)
    done = transfer.done(five[0].content)
    transfer.prompt(1)
    transfer.answers(bytes(done) + bytes(transfer.answer(Type.ACKNOWLEDGE)), cuts=[250, 260])
    # Content that begins in the segment of its prompt, as if there were no need to wait.
    transfer.sends(five[1].content)
    transfer.answers(transfer.done(five[1].content))
    transfer.sends(bytes(transfer.prompt(2)) + five[2].content, cuts=[300])
    transfer.answers(bytes(transfer.answer(Type.ACKNOWLEDGE)) + bytes(transfer.done(five[2].content)))
    # Three things in one segment: the end of the content, the next file whole, and a part of the next prompt.
    transfer.offers(3)
    last = transfer.prompt(3)
    ends = bytes(transfer.prompt(4))
    transfer.sends(five[3].content + ends[:100], cuts=[200])
    transfer.sends(ends[100:] + five[4].content)
    assert last.files_left == 2
    transfer.prompt(3)
    transfer.answers(transfer.done(five[3].content))
    transfer.prompt(4)
    transfer.answers(transfer.answer(Type.ACKNOWLEDGE))
    transfer.answers(transfer.done(five[4].content))
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-sequence-wrap")
def transfer_sequence_wrap() -> Scene:
    """The sender's TCP sequence numbers pass 2^32 in the middle of the content."""
    scene = Scene()
    rendezvous = cookie(44)
    alice = scene.sign_on(ALICE)
    essay = text_file("essay.txt", 9000)
    alice.sends(BOB, offer(rendezvous, direct(ALICE.address, PORT), essay), ack=True)
    scene.pause(6)
    link = scene.dial(BOB.address, ALICE.address, PORT, callee_sequence=2**32 - 5000)
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    from_alice(link, rendezvous, essay).all()
    link.close(link.client)
    return good_bye(scene, alice)


# Segments that are lost, late or there twice.


@story("transfer-lost-segments")
def transfer_lost_segments() -> Scene:
    """Segments of the content are lost and sent again, early and late, arrive twice, or in another order."""
    scene = Scene()
    rendezvous = cookie(4)
    log = text_file("tide log.txt", 26 * 1000 + 417)
    alice, link = alice_takes(scene, rendezvous, log)
    transfer = between(link, link.server, rendezvous, log)
    transfer.offers()
    parts = iter(link.segments(link.server, log.content, size=1000))

    def take(count: int) -> list:
        return [next(parts) for _ in range(count)]

    link.deliver(*take(3))
    # Lost on the way to Alice, and sent again when Bob's timer has run out.
    lost, *later = take(2)
    link.deliver(*later)
    scene.pause(0.3)
    link.deliver(lost)
    # Lost, and sent again because the same acknowledgement has come three times.
    lost, *later = take(5)
    link.deliver(*later, lost)
    # Two segments overtake one.
    slow, first, second = take(3)
    link.deliver(first, second, slow)
    # Sent again although it has arrived, at once and after a while.
    twice, once, again = take(3)
    link.deliver(twice, twice, once, again)
    scene.pause(0.3)
    link.deliver(again)
    # Two that are lost are sent again as one segment, which overlaps the next that arrived.
    a, b, c = take(3)
    link.deliver(c)
    scene.pause(0.3)
    merged = Segment(link.server, a.sequence, a.payload + b.payload[:400], a.flags)
    rest = Segment(link.server, a.sequence + 1400, b.payload[400:] + c.payload[:300], a.flags)
    link.deliver(merged, rest)
    # The last segment of the file comes before the one before it.
    *most, one, last = parts
    link.deliver(*most, last, one)
    transfer.answers(transfer.done(log.content))
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-lost-headers")
def transfer_lost_headers() -> Scene:
    """Headers are lost and sent again: half a prompt, an acknowledgement, a done, and a prompt behind content."""
    scene = Scene()
    rendezvous = cookie(45)
    two = [text_file("first.txt", 2000), text_file("second.txt", 1500)]
    alice, link = alice_takes(scene, rendezvous, *two)
    transfer = between(link, link.server, rendezvous, *two)
    lost, half = link.segments(link.server, bytes(transfer.prompt()), cuts=[100])
    link.deliver(half)
    scene.pause(0.3)
    link.deliver(lost)
    # What Alice sends is in the capture although it gets lost behind it.
    (acknowledgement,) = link.segments(link.client, bytes(transfer.answer(Type.ACKNOWLEDGE)))
    link.lose(acknowledgement)
    scene.pause(0.3)
    link.deliver(acknowledgement)
    transfer.sends(two[0].content)
    done = transfer.done(two[0].content)
    (done_segment,) = link.segments(link.client, bytes(done))
    link.lose(done_segment)
    scene.pause(0.3)
    link.deliver(done_segment)
    # Bob does not wait for the acknowledgement, and the start of the content overtakes the prompt.
    (prompt,) = link.segments(link.server, bytes(transfer.prompt(1)))
    (start,) = link.segments(link.server, two[1].content[:1000])
    link.deliver(start)
    scene.pause(0.3)
    link.deliver(prompt)
    transfer.answers(transfer.answer(Type.ACKNOWLEDGE))
    transfer.sends(two[1].content[1000:])
    transfer.answers(transfer.done(two[1].content))
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-missing-segment")
def transfer_missing_segment() -> Scene:
    """A segment of the content is not in the capture at all, though the receiver has it."""
    scene = Scene()
    rendezvous = cookie(46)
    log = text_file("log.txt", 10000)
    alice, link = alice_offers(scene, rendezvous, log)
    transfer = from_alice(link, rendezvous, log)
    transfer.offers()
    parts = link.segments(link.server, log.content)
    link.deliver(*parts[:3])
    link.miss(parts[3])
    link.deliver(*parts[4:])
    transfer.answers(transfer.done(log.content))
    link.close(link.client)
    return good_bye(scene, alice)


@story("transfer-missing-ack")
def transfer_missing_ack() -> Scene:
    """The acknowledgement is not in the capture; the content after the prompt shows that there was one."""
    scene = Scene()
    rendezvous = cookie(47)
    log = text_file("log.txt", 5000)
    alice, link = alice_offers(scene, rendezvous, log)
    transfer = from_alice(link, rendezvous, log)
    transfer.sends(transfer.prompt())
    link.miss(*link.segments(link.client, bytes(transfer.answer(Type.ACKNOWLEDGE))))
    transfer.sends(log.content)
    transfer.answers(transfer.done(log.content))
    link.close(link.client)
    return good_bye(scene, alice)
