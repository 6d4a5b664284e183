# SPDX-License-Identifier: GPL-2.0-or-later
"""Ports, segments and wrappings, and other protocols on the same port.

Most stories are the same, a file proposal and its answer. What differs is how the messages are cut into segments, the
port, what they are wrapped in, and how much of them was captured. The last stories are streams that are not OSCAR.
"""

from contextlib import nullcontext

from .. import ars, icq, oscar, streams
from ..odc import CONFIRMATION, Frame, encoded, html
from ..oft import AIM_2003, MIRANDA_ICQ
from ..oscar import Channel, FrameType, roasted, unknown_after_block
from ..rendezvous import (
    Block,
    CancelReason,
    Service,
    accept,
    cancel,
    cancel_reason,
    direct_libpurple,
    invitation,
    propose,
    request_host_check,
    sequence,
    service_data,
)
from ..scene import (
    ALICE,
    BOB,
    BOS_SERVER,
    ICQ_ALICE,
    ICQ_BOB,
    OSCAR_PORT,
    PROXY_SERVER,
    Client,
    Scene,
    im_from,
    im_to,
    login_cookie,
    rendezvous_from,
    rendezvous_to,
)
from ..services import chat_room, files
from ..socks import connect_through
from ..tls import TlsLink
from ..transfer import File, between
from ..wire import le32, text, tlv, u16, u32
from . import story

FLAP_HEADER = 6


def proposal(cookie: bytes, name: str = "readme.txt") -> Block:
    return propose(
        cookie,
        Service.FILE_TRANSFER,
        *direct_libpurple(ALICE.address, 4443),
        sequence(1),
        request_host_check(),
        service_data(files(name, 1843)),
    )


def proposal_frame(client: Client, cookie: bytes, name: str = "readme.txt") -> bytes:
    return client.outgoing(rendezvous_to(BOB, proposal(cookie, name)))


def acceptance_frame(client: Client, cookie: bytes) -> bytes:
    return client.incoming(rendezvous_from(BOB, accept(cookie, Service.FILE_TRANSFER), unknown_after_block()))


def proposed_and_accepted(scene: Scene, client: Client, cookie: bytes = b"3141592\0") -> None:
    client.sends(BOB, proposal(cookie), ack_first=True)
    scene.pause(6)
    client.gets(BOB, accept(cookie, Service.FILE_TRANSFER), unknown_after_block())
    scene.pause(3)


@story("several-flaps-one-segment")
def several_flaps_one_segment() -> Scene:
    """An IM, two proposals and a keep-alive in one segment; two host acks, an acceptance and an IM in another."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    first, second = b"2718281\0", b"2718282\0"
    asking = [oscar.request_host_ack()]
    upward = [
        alice.outgoing(im_to(BOB, "here come both")),
        alice.outgoing(rendezvous_to(BOB, proposal(first, "one.txt"), before=asking).answering(0x40)),
        alice.outgoing(rendezvous_to(BOB, proposal(second, "two.txt"), before=asking).answering(0x41)),
        alice.outgoing_frame(FrameType.KEEP_ALIVE),
    ]
    alice.sends_bytes(b"".join(upward))
    scene.pause(5)
    downward = [
        alice.incoming(oscar.host_ack(first, Channel.RENDEZVOUS, BOB.name).answering(0x40)),
        alice.incoming(oscar.host_ack(second, Channel.RENDEZVOUS, BOB.name).answering(0x41)),
        acceptance_frame(alice, second),
        alice.incoming(im_from(BOB, "two will do")),
    ]
    alice.gets_bytes(b"".join(downward))
    scene.pause(20)
    alice.sends(BOB, cancel(first, Service.FILE_TRANSFER, cancel_reason(CancelReason.USER_CANCEL)))
    alice.sign_off()
    return scene


@story("flap-over-many-segments")
def flap_over_many_segments() -> Scene:
    """One proposal in a dozen segments, and one that begins in the segment in which another message ends."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    lines = [f"{number}. There is a lot to say about this room." for number in range(1, 61)]
    block = propose(
        b"1618033\0",
        Service.CHAT,
        sequence(1),
        request_host_check(),
        invitation("<HTML>" + "<BR>".join(lines) + "</HTML>"),
        service_data(chat_room("!aol://2719:10-4-longroom")),
    )
    frame = alice.outgoing(rendezvous_to(BOB, block))
    alice.sends_bytes(frame, cuts=range(300, len(frame), 300))
    im = alice.outgoing(im_to(BOB, "and one more thing"))
    alice.sends_bytes(im + proposal_frame(alice, b"1618034\0"), cuts=[len(im) - 5])
    scene.pause(6)
    alice.gets_bytes(acceptance_frame(alice, b"1618034\0"), cuts=[40, 41, 90])
    alice.sign_off()
    return scene


@story("flap-header-split")
def flap_header_split() -> Scene:
    """Proposals and answers cut at each byte of the FLAP header, and after ten bytes, as AOL once sent them."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    for cut in (*range(1, FLAP_HEADER + 1), 10):
        cookie = b"14142%02d\0" % cut
        alice.sends_bytes(proposal_frame(alice, cookie, f"cut{cut}.txt"), cuts=[cut])
        scene.pause(4)
        alice.gets_bytes(acceptance_frame(alice, cookie), cuts=[cut])
        scene.pause(10)
    alice.sign_off()
    return scene


@story("mid-stream")
def mid_stream() -> Scene:
    """The capture starts long after the connection was opened: no handshake, no sign-on."""
    scene = Scene()
    with scene.network.unseen():
        alice = scene.sign_on(ALICE)
    alice.sends_bytes(alice.outgoing_frame(FrameType.KEEP_ALIVE))
    scene.pause(15)
    proposed_and_accepted(scene, alice)
    alice.sign_off()
    return scene


@story("mid-flap-start")
def mid_flap_start() -> Scene:
    """The capture starts in the middle of a FLAP frame, whose first segments are missing."""
    scene = Scene()
    with scene.network.unseen():
        tcp = scene.connect(ALICE, BOS_SERVER, OSCAR_PORT)
        alice = scene.sign_on(ALICE, link=tcp)
        frame = alice.outgoing(im_to(BOB, "a long message * of which only the end is in the capture"))
        unseen, seen = tcp.segments(tcp.client, frame, cuts=[60])
        tcp.deliver(unseen)
    tcp.deliver(seen)
    scene.pause(2)
    proposed_and_accepted(scene, alice)
    alice.sign_off()
    return scene


@story("snaplen-cut")
def snaplen_cut() -> Scene:
    """Captured with a snap length of 150 bytes, which cuts the proposal in its tags and the answer in its UUID."""
    scene = Scene(snaplen=150)
    alice = scene.sign_on(ALICE)
    proposed_and_accepted(scene, alice)
    alice.sign_off()
    return scene


@story("port-443")
def port_443() -> Scene:
    """Plain OSCAR, without TLS, on port 443."""
    scene = Scene()
    alice = scene.sign_on(ALICE, port=443)
    proposed_and_accepted(scene, alice)
    alice.sign_off()
    return scene


@story("port-unclaimed")
def port_unclaimed() -> Scene:
    """OSCAR on port 9898, which no dissector claims."""
    scene = Scene()
    alice = scene.sign_on(ALICE, port=9898)
    proposed_and_accepted(scene, alice)
    alice.sign_off()
    return scene


@story("tls-oscar")
def tls_oscar() -> Scene:
    """OSCAR inside TLS on port 5223. The keys are in `tls-oscar.keys`."""
    scene = Scene()
    link = TlsLink(scene.connect(ALICE, BOS_SERVER, 5223), "bos.example")
    alice = scene.sign_on(ALICE, link=link)
    proposed_and_accepted(scene, alice)
    alice.sign_off()
    scene.extra_files[".keys"] = link.key_log()
    return scene


@story("tls-unclaimed-port")
def tls_unclaimed_port() -> Scene:
    """OSCAR inside TLS on port 9899, which no dissector has claimed, a message in two records; same keys as tls-oscar."""
    scene = Scene()
    link = TlsLink(scene.connect(ALICE, BOS_SERVER, 9899), "bos.example")
    alice = scene.sign_on(ALICE, link=link)
    alice.sends_bytes(alice.outgoing_frame(FrameType.KEEP_ALIVE))
    cookie = b"2236067\0"
    frame = proposal_frame(alice, cookie)
    alice.sends_bytes(frame[:50])
    alice.sends_bytes(frame[50:])
    scene.pause(6)
    alice.gets_bytes(acceptance_frame(alice, cookie))
    alice.sign_off()
    return scene


@story("socks5")
def socks5() -> Scene:
    """OSCAR through a SOCKS 5 proxy on port 1080."""
    scene = Scene()
    proxy = scene.connect(ALICE, "198.51.100.10", 1080)
    alice = scene.sign_on(ALICE, link=connect_through(proxy, BOS_SERVER, 5190))
    proposed_and_accepted(scene, alice)
    alice.sign_off()
    return scene


@story("retransmission")
def retransmission() -> Scene:
    """TCP sends a proposal and its answer twice; each counts as one message."""
    scene = Scene()
    tcp = scene.connect(ALICE, BOS_SERVER, OSCAR_PORT)
    alice = scene.sign_on(ALICE, link=tcp)
    cookie = b"5772156\0"
    sent = tcp.segments(tcp.client, proposal_frame(alice, cookie))
    tcp.deliver(*sent)
    scene.pause(1)
    tcp.deliver(*sent)
    scene.pause(5)
    # A frame in two segments, the first of which is retransmitted before the second.
    received = tcp.segments(tcp.server, acceptance_frame(alice, cookie), cuts=[50])
    tcp.deliver(received[0])
    scene.pause(1)
    tcp.deliver(received[0], received[1])
    alice.sign_off()
    return scene


@story("out-of-order")
def out_of_order() -> Scene:
    """TCP delivers the segments of a proposal, and whole messages, in the wrong order."""
    scene = Scene()
    tcp = scene.connect(ALICE, BOS_SERVER, OSCAR_PORT)
    alice = scene.sign_on(ALICE, link=tcp)
    cookie = b"6931471\0"
    a, b, c = tcp.segments(tcp.client, proposal_frame(alice, cookie), cuts=[4, 70])
    tcp.deliver(a, c, b)
    scene.pause(5)
    im = alice.incoming(im_from(BOB, "yes please"))
    first, second = tcp.segments(tcp.server, im + acceptance_frame(alice, cookie), cuts=[len(im)])
    tcp.deliver(second, first)
    alice.sign_off()
    return scene


@story("channel-4")
def channel_4() -> Scene:
    """ICQ messages on channel 4, whose TLV 5 is not a rendezvous block, and an ordinary message. No rendezvous."""
    scene = Scene()
    alice = scene.sign_on(ICQ_ALICE)
    # Little-endian: the sender's number, type and flags, text (Shutko: snac_04_06_ch4).
    cookie = le32(0x00A1B2C3) + le32(7)
    url = le32(ICQ_ALICE.uin) + b"\x04\x00" + icq.string16(icq.split("look", "http://www.example.org/"))
    alice.sends_snac(oscar.channel_msg_tohost(cookie, Channel.ICQ, ICQ_BOB.name, tlv(0x0005, url), tlv(0x0006)))
    scene.pause(10)
    cookie = le32(0x00A1B2D9) + le32(8)
    words = le32(ICQ_BOB.uin) + b"\x01\x00" + icq.string16("nice one")
    alice.gets_snac(oscar.channel_msg_toclient(cookie, Channel.ICQ, ICQ_BOB.name, ICQ_BOB.info(), tlv(0x0005, words)))
    alice.gets_im(ICQ_BOB, "and this is channel 1")
    alice.sends_snac(oscar.client_error(cookie, Channel.ICQ, ICQ_BOB.name, oscar.ErrorCode.BUSTED_PAYLOAD))
    alice.sign_off()
    return scene


@story("login-of-2000")
def login_of_2000() -> Scene:
    """A login as ICQ clients of 2000 did it: name and roasted password in the sign-on frame, no SNAC. No rendezvous."""
    scene = Scene()
    link = scene.connect(ICQ_ALICE, "198.51.100.40", OSCAR_PORT)
    client = Client(ICQ_ALICE, link)
    client.gets_bytes(client.incoming_frame(FrameType.SIGN_ON, u32(1)))
    client.sends_bytes(
        client.outgoing_frame(
            FrameType.SIGN_ON,
            u32(1)
            + tlv(0x0001, text(ICQ_ALICE.name))
            + tlv(0x0002, roasted("ocelot"))
            + tlv(0x0003, b"ICQ Inc. - Product of ICQ (TM).2000b.4.65.1.3281.85")
            + tlv(0x0016, u16(0x010A))
            + tlv(0x000F, b"en")
            + tlv(0x000E, b"us"),
        )
    )
    # Where to go next, and the cookie to show there.
    answer = tlv(0x0001, text(ICQ_ALICE.name)) + tlv(0x0005, f"{BOS_SERVER}:{OSCAR_PORT}".encode("ascii"))
    client.gets_bytes(client.incoming_frame(FrameType.SIGN_OFF, answer + tlv(0x0006, login_cookie(ICQ_ALICE.address))))
    link.close(link.server)
    return scene


# Not OSCAR.


@story("aol-p3-on-5190")
def aol_p3() -> Scene:
    """AOL's own client on port 5190: P3 frames, which begin with 0x5A. Not OSCAR."""
    scene = Scene()
    link = scene.connect(ALICE, BOS_SERVER, OSCAR_PORT)
    link.send(link.client, streams.p3_frame(streams.P3_INIT, 0x7F, 0x7F, streams.P3_INIT_DATA))
    link.send(link.server, streams.p3_frame(streams.P3_ACK, 0x7F, 0x7F))
    link.send(link.server, streams.p3_frame(streams.P3_DATA, 0x10, 0x7F, b"SD" + bytes(12)))
    link.send(link.client, streams.p3_frame(streams.P3_DATA, 0x10, 0x10, b"Dd" + b"* kestrel *" + bytes(8)))
    link.send(link.server, streams.p3_frame(streams.P3_HEARTBEAT, 0x11, 0x10))
    link.close(link.client)
    return scene


@story("aol-flap-like-not-snac")
def aol_flap_like() -> Scene:
    """Frames on port 5190 that begin with 0x2A, like OSCAR's, or with 0x5A 0x2A, but contain no SNACs. Not OSCAR."""
    scene = Scene()
    data = b"SD" + bytes(12)
    p3 = streams.p3_frame(streams.P3_DATA, 0x10, 0x7F, data)
    starred = streams.p3_frame(streams.P3_DATA, 0x10, 0x7F, data, start=b"*")
    both = streams.p3_frame(streams.P3_DATA, 0x10, 0x7F, data, checksum=0x2A02)
    for upward, downward in [
        # The same frame as in P3, except for its first byte.
        (starred, starred),
        # P3 inside frames that look like FLAP frames.
        (oscar.flap(FrameType.DATA, 1, p3), oscar.flap(FrameType.DATA, 1, p3)),
        # P3's marker followed by OSCAR's, which the authors of Wireshark's dissector have seen.
        (both, both),
        # First frames of AOL's client and its server: sign-on frames of the version that OSCAR has, too.
        (
            oscar.flap(FrameType.SIGN_ON, 0x7274, u32(1) + tlv(0x0001) + tlv(0x8003, u32(0x00100000))),
            oscar.flap(FrameType.SIGN_ON, 0x1545, u32(1)),
        ),
        # A first frame like a sign-on, but of a version that OSCAR never had, and a frame too short for a SNAC.
        (oscar.flap(FrameType.SIGN_ON, 1, u32(0x000C0004)), oscar.flap(FrameType.DATA, 1, b"\0\x01\0\x03")),
    ]:
        link = scene.connect(ALICE, BOS_SERVER, OSCAR_PORT)
        link.send(link.client, upward)
        link.send(link.server, downward)
        link.send(link.client, upward)
        link.close(link.client)
        scene.pause(5)
    return scene


@story("toc-on-5190")
def toc() -> Scene:
    """TOC, AOL's text protocol, on port 5190: FLAP frames with text in them instead of SNACs. Not OSCAR."""
    scene = Scene()
    for is_captured_whole in (True, False):
        link = scene.connect(ALICE, BOS_SERVER, OSCAR_PORT)
        with nullcontext() if is_captured_whole else scene.network.unseen():
            link.send(link.client, streams.TOC_FLAPON)
        link.send(link.server, oscar.flap(FrameType.SIGN_ON, 0, u32(1)))
        link.send(link.client, oscar.flap(FrameType.SIGN_ON, 0x0100, streams.toc_sign_on("kestrelwatch")))
        sign_on = 'toc_signon login.example 5159 kestrelwatch 0x2408105c23001130 english "TIC:sample"'
        link.send(link.client, oscar.flap(FrameType.DATA, 0x0101, streams.toc_command(sign_on)))
        link.send(link.server, oscar.flap(FrameType.DATA, 1, b"SIGN_ON:TOC1.0"))
        words = 'toc_send_im papercrane82 "hello"'
        link.send(link.client, oscar.flap(FrameType.DATA, 0x0102, streams.toc_command(words)))
        link.send(link.server, oscar.flap(FrameType.DATA, 2, b"IM_IN:paper crane 82:F:hello yourself"))
        link.close(link.client)
        scene.pause(5)
    return scene


@story("oft-on-5190")
def oft() -> Scene:
    """The file transfer that a rendezvous leads to (OFT2) on port 5190. Not OSCAR."""
    scene = Scene()
    link = scene.dial(BOB.address, ALICE.address, OSCAR_PORT)  # the recipient connects, and the sender begins
    content = b"* milk\n* flour\n* a kite\n"  # begins like a FLAP frame
    shopping = File("shopping.txt", content, modified=1_117_000_000)
    between(link, link.server, b"7174647\0", shopping, sending=AIM_2003, receiving=MIRANDA_ICQ).all()
    link.close(link.client)
    return scene


@story("odc-on-5190")
def odc() -> Scene:
    """The direct IM that a rendezvous leads to (ODC2) on port 5190. Not OSCAR."""
    scene = Scene()
    link = scene.connect(BOB, ALICE.address, 5190)
    cookie = b"7174648\0"
    link.send(link.client, bytes(Frame(cookie, BOB.name, flags=CONFIRMATION)))
    link.send(link.server, bytes(Frame(cookie, ALICE.name, flags=CONFIRMATION)))
    link.send(link.client, bytes(Frame(cookie, BOB.name, encoded(html("nobody in between now")))))
    link.close(link.client)
    return scene


@story("proxy-on-5190")
def proxy() -> Scene:
    """A file transfer through the rendezvous proxy, which listens on port 5190. Not OSCAR."""
    scene = Scene()
    link = scene.connect(ALICE, PROXY_SERVER, ars.PORT)
    cookie = b"7174649\0"
    link.send(link.client, ars.create(ALICE.name, cookie))
    link.send(link.server, ars.created(0x2F31, PROXY_SERVER))
    scene.pause(4)
    link.send(link.server, ars.ready())
    file = File("eight.txt", b"eight\n", modified=1_117_000_000)
    between(link, link.client, cookie, file, sending=MIRANDA_ICQ, receiving=MIRANDA_ICQ).all()
    link.close(link.server)
    return scene
