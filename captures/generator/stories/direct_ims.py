# SPDX-License-Identifier: GPL-2.0-or-later
"""Direct IMs.

What is said and shown on a direct connection, together with the messages that set it up.
"""

from .. import ars
from ..images import GIF, JPEG, PNG
from ..odc import PAUSED, STOPPED, TYPING, Charset, Flag, binary, data, encoded, html, img
from ..offers import PORT, cookie, good_bye
from ..oscar import unknown_after_block
from ..rendezvous import direct, direct_libpurple, proxied, request_secure, verified_ip
from ..scene import ALICE, ALICE_AT_HOME, BOB, BOB_AT_HOME, PROXY_SERVER, Scene
from ..talk import Speaker, accepted, alice_asks, bob_connects, offer, speakers
from ..tcp import MSS
from ..tls import TlsLink
from ..writing import prose
from . import story
from .courses import relay


@story("direct-im")
def direct_im() -> Scene:
    """Two people talk on a direct connection: confirmations, typing notes, messages, an image, and an auto response."""
    scene = Scene()
    rendezvous = cookie(0x201)
    alice, link = alice_asks(scene, rendezvous)
    kestrel, crane = speakers(link, rendezvous)
    kestrel.types(TYPING)
    scene.pause(3)
    kestrel.types(PAUSED)
    scene.pause(2)
    kestrel.types(TYPING)
    scene.pause(1)
    kestrel.says('<FONT FACE="Arial">are you <B>there</B>?</FONT>')
    crane.types(TYPING)
    scene.pause(2)
    crane.types(STOPPED)
    scene.pause(5)
    crane.says("yes &amp; no<BR>what is it?")
    scene.pause(4)
    kestrel.sends(kestrel.shows("see you at eight ", {"pier.gif": GIF}))
    scene.pause(20)
    crane.says("I am out on the water.", flags=Flag.AUTO_RESPONSE)
    link.close(link.client)
    return good_bye(scene, alice)


@story("direct-im-images")
def direct_im_images() -> Scene:
    """Images: several, in several blocks with text between them, with ids that are no numbers, and tags in any case."""
    scene = Scene()
    rendezvous = cookie(0x202)
    alice, link = alice_asks(scene, rendezvous)
    kestrel, crane = speakers(link, rendezvous)
    kestrel.sends(kestrel.shows("three of them: ", {"wing.gif": GIF, "nest.jpg": JPEG, "reed.png": PNG}))
    scene.pause(9)
    # As digsby writes it: the path of the sender's own file.
    crane.sends(crane.shows("mine ", {"file:///C:/Documents/birds/heron": PNG}))
    scene.pause(9)
    # joscar's tests: blocks with text between them, ids that are no numbers, DATA without SIZE.
    first = encoded("<HTML>one " + img("one.gif", "first one", GIF)) + binary(data("first one", GIF))
    second = encoded(" two " + img("two.jpg", "b", JPEG)) + binary(data("b", JPEG), data("c", b"BM" + bytes(40)))
    third = encoded(' and <DATA ID="1"> is text</HTML>')
    kestrel.sends(kestrel.frame(payload=first + second + third))
    scene.pause(9)
    lower = b"<binary>\r\n<data size='%d' id=1>%s</data >\r\n</binary>" % (len(GIF), GIF)
    # A tag in the bytes of an image, and an empty image.
    disguised = b"GIF89a" + b"</DATA></BINARY><BINARY>" * 3
    crane.sends(crane.text("small letters", lower, binary(data("2", disguised), data("3", b""))))
    link.close(link.client)
    return good_bye(scene, alice)


@story("direct-im-charsets")
def direct_im_charsets() -> Scene:
    """Texts in UCS-2, in ISO-8859-1, in UTF-8 declared as ASCII, with references to characters, and without HTML."""
    scene = Scene()
    rendezvous = cookie(0x203)
    alice, link = alice_asks(scene, rendezvous)
    kestrel, crane = speakers(link, rendezvous)
    kestrel.says("\u0441\u043d\u0435\u0433 \u96ea \U0001f426", Charset.UCS2)
    crane.says("d\u00e9j\u00e0 vu", Charset.ISO_8859_1)
    kestrel.says("na\u00efve \u2603")
    crane.says("1 &lt; 2 &#8364; &#x2603; &nosuch; &quot;x&quot;&nbsp;&#0; a<!-- hidden -->b")
    kestrel.sends(kestrel.frame(payload=b"no tags at all, 1 < 2 & 3 > 2"))
    picture = encoded(html("\u96ea " + img("snow.png", "1", PNG)), Charset.UCS2)
    crane.sends(crane.frame(payload=picture + binary(data("1", PNG)), charset=Charset.UCS2))
    link.close(link.client)
    return good_bye(scene, alice)


@story("direct-im-redirected")
def direct_im_redirected() -> Scene:
    """The recipient cannot connect and offers an address instead; the proposer connects, and confirms first."""
    scene = Scene()
    rendezvous = cookie(0x204)
    alice = scene.sign_on(ALICE)
    inside = BOB_AT_HOME.own_address
    first = offer(rendezvous, direct_libpurple(inside, PORT))
    alice.gets(BOB, first.plus(verified_ip(BOB.address)), unknown_after_block())
    scene.pause(4)
    scene.unopened(ALICE.address, BOB.address, PORT).knock(refused=True)
    scene.pause(2)
    alice.sends(BOB, offer(rendezvous, direct_libpurple(ALICE.address, 4099), 2), ack_first=True)
    scene.pause(1)
    link = scene.dial(BOB.address, ALICE.address, 4099)
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    kestrel, crane = speakers(link, rendezvous)
    crane.says("that took a while")
    scene.pause(5)
    kestrel.says("it is the wall in your <I>router</I>")
    link.close(link.server)
    return good_bye(scene, alice)


@story("direct-im-joscar")
def direct_im_joscar() -> Scene:
    """A client that sends no confirmation, a cookie in its first frame only, and headers that are longer than 76 bytes."""
    scene = Scene()
    rendezvous = cookie(0x205)
    alice, link = alice_asks(scene, rendezvous)
    kestrel = Speaker(link, link.server, ALICE, rendezvous, more_header=bytes(4))
    crane = Speaker(link, link.client, BOB, bytes(8), more_header=b"more")
    kestrel.says("first")
    later = Speaker(link, link.server, ALICE, bytes(8))
    crane.says("second")
    later.says("third")
    later.says("")
    later.sends(later.frame())  # without any payload
    link.close(link.client)
    return good_bye(scene, alice)


@story("direct-im-proxy-receiver")
def direct_im_proxy_receiver() -> Scene:
    """Through the proxy, which the other user has opened; an image comes with "ready" in one segment."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous, pin = cookie(0x206), 0x0BB9
    alice.gets(BOB, offer(rendezvous, proxied(PROXY_SERVER, pin)))
    scene.pause(5)
    link = scene.connect(ALICE, PROXY_SERVER, ars.PORT)
    link.send(link.client, ars.join(ALICE.name, pin, rendezvous))
    alice.sends(BOB, accepted(rendezvous))
    kestrel = Speaker(link, link.client, ALICE, rendezvous)
    crane = Speaker(link, link.server, BOB, rendezvous)
    crane.sends(ars.ready(), crane.shows("from my window ", {"tide.png": PNG}))
    kestrel.says("who needs a wall")
    link.close(link.client)
    return good_bye(scene, alice)


@story("direct-im-nat-server-side")
def direct_im_nat_server_side() -> Scene:
    """Behind a NAT, seen from outside, where both clients' messages pass: only VERIFIED_IP has the address in use."""
    scene = Scene(at_server=True)
    rendezvous = cookie(0x207)
    alice, bob = scene.sign_on(ALICE_AT_HOME), scene.sign_on(BOB_AT_HOME)
    first = offer(rendezvous, direct(ALICE_AT_HOME.own_address, PORT))
    relay(alice, bob, first, first.plus(verified_ip(ALICE.address)), ack=True)
    scene.pause(6)
    link = scene.dial(BOB.address, ALICE.address, PORT)
    relay(bob, alice, accepted(rendezvous))
    kestrel, crane = speakers(link, rendezvous)
    kestrel.says("can you see my address?")
    crane.says("only the one on the wall")
    link.close(link.client)
    scene.pause(20)
    bob.sign_off()
    alice.sign_off()
    return scene


@story("direct-im-port-443")
def direct_im_port_443() -> Scene:
    """On port 443, which Wireshark takes for TLS."""
    scene = Scene()
    rendezvous = cookie(0x208)
    alice, link = alice_asks(scene, rendezvous, port=443)
    kestrel, crane = speakers(link, rendezvous)
    kestrel.says("this is not secret")
    link.close(link.client)
    return good_bye(scene, alice)


@story("direct-im-secure")
def direct_im_secure() -> Scene:
    """Inside TLS, as the proposal asks (REQUEST_SECURE); frames in parts of records; same keys as tls-oscar."""
    scene = Scene()
    rendezvous = cookie(0x210)
    alice = scene.sign_on(ALICE)
    where = [request_secure(), *direct(ALICE.address, PORT)]
    alice.sends(BOB, offer(rendezvous, where), ack=True)
    tcp = bob_connects(scene, rendezvous, alice)
    link = TlsLink(tcp, "alice.example")
    kestrel, crane = speakers(link, rendezvous)
    kestrel.says("nobody can read this")
    # A frame in three records of a segment, one in two segments, and two in a record.
    shown = bytes(crane.shows("and see this? ", {"secret.png": PNG}))
    link.send_records(link.client, shown[:4], shown[4:90], shown[90:])
    again = bytes(kestrel.shows("nor this ", {"large.gif": GIF + prose("behind the image", 9_000)}))
    link.send(link.server, again[:70])
    link.send(link.server, again[70:])
    crane.sends(crane.frame(flags=TYPING), crane.text("we hope"))
    link.close(link.client)
    return good_bye(scene, alice)


@story("direct-im-without-oscar")
def direct_im_without_oscar() -> Scene:
    """Only the data connection is in the capture; its first bytes say what it is."""
    scene = Scene()
    link = scene.dial(BOB.address, ALICE.address, PORT)
    kestrel, crane = speakers(link, cookie(0x209))
    crane.says("nobody knows how we met")
    link.close(link.client)
    return scene


@story("direct-im-mid-stream")
def direct_im_mid_stream() -> Scene:
    """Of the data connection, the capture has what comes after the start of an image: bytes of it, then messages."""
    scene = Scene()
    rendezvous = cookie(0x20A)
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, offer(rendezvous, direct(ALICE.address, PORT)), ack=True)
    scene.pause(6)
    with scene.network.unseen():
        link = scene.dial(BOB.address, ALICE.address, PORT)
    alice.gets(BOB, accepted(rendezvous), unknown_after_block())
    with scene.network.unseen():
        kestrel, crane = speakers(link, rendezvous)
    picture = bytes(kestrel.shows("look ", {"reed.gif": GIF + b"ODC2" + prose("comment", 5 * MSS)}))
    # The next frame begins in the middle of a segment, with the first three letters of its magic at the end of one.
    both = picture + bytes(kestrel.text("did it arrive?"))
    parts = link.segments(link.server, both, cuts=[2 * MSS, 4 * MSS, len(picture) + 3, len(picture) + 60])
    link.miss(*parts[:2])
    link.deliver(*parts[2:])
    crane.says("all of it")
    kestrel.says("good")
    link.close(link.client)
    return good_bye(scene, alice)


@story("direct-im-cuts")
def direct_im_cuts() -> Scene:
    """Frames cut at odd places, one byte at a time, and several in one segment."""
    scene = Scene()
    rendezvous = cookie(0x20B)
    alice, link = alice_asks(scene, rendezvous)
    kestrel = Speaker(link, link.server, ALICE, rendezvous)
    crane = Speaker(link, link.client, BOB, rendezvous)
    crane.sends(crane.frame(flags=0x60), cuts=[1, 2, 3, 4, 5, 6, 7, 10, 28, 31, 40, 75])
    hello = bytes(kestrel.text("cut anywhere"))
    kestrel.sends(hello, cuts=[4, 76, len(hello) - 1])
    kestrel.sends(kestrel.text("hi"), cuts=list(range(1, 79)))
    # Two frames and a part of a third, and what is missing of it together with the next.
    two = bytes(crane.text("two")) + bytes(crane.frame(flags=TYPING))
    third = bytes(crane.shows("three ", {"fog.png": PNG}))
    crane.sends(two + third[:50])
    crane.sends(third[50:] + bytes(crane.text("four")))
    # An image in many segments.
    large = GIF + prose("after the end", 9 * MSS)
    kestrel.sends(kestrel.shows("whole ", {"large.gif": large}), kestrel.text("behind it"))
    link.close(link.client)
    return good_bye(scene, alice)


@story("direct-im-long")
def direct_im_long() -> Scene:
    """Frames too long to be put together: an image of 3 MB, then two with text between them; the capture lacks most."""
    scene = Scene()
    rendezvous = cookie(0x20C)
    alice, link = alice_asks(scene, rendezvous)
    kestrel, crane = speakers(link, rendezvous)
    size = 3_000_000
    shown = b'<HTML><BODY>the whole bay <IMG SRC="bay.png" ID="1"></BODY></HTML><BINARY>'
    start = shown + b'<DATA ID="1" SIZE="%d">' % size
    end = b"</DATA></BINARY>"
    first = kestrel.frame(payload=start, payload_length=len(start) + size + len(end))
    gap = size - 66_000 - 2 * MSS
    # More than is put together at first.
    kestrel.sends(bytes(first) + PNG + prose("bay.png", 66_000 - len(PNG)))
    link.skip(link.server, gap)
    scene.pause(60)
    kestrel.sends(prose("the end of bay.png", 2 * MSS) + end + bytes(kestrel.text("that is it")))
    scene.pause(10)
    # Two images, and text between their blocks; the tag of the second is cut.
    half = 700_000
    words = '<HTML>left <IMG SRC="left.gif" ID="l"> and right <IMG SRC="right.gif" ID="r">'
    start = encoded(words) + b"<BINARY>" + b'<DATA ID="l" SIZE="%d">' % half
    middle = b"</DATA></BINARY>, and between them this<BINARY>" + b'<DATA ID="r" SIZE="%d">' % half
    end = b"</DATA></BINARY></HTML>"
    second = crane.frame(payload=start, payload_length=len(start) + len(middle) + len(end) + 2 * half)
    crane.sends(bytes(second) + GIF + prose("left.gif", 67_000 - len(GIF)))
    link.skip(link.client, half - 67_000 - MSS)
    crane.sends(prose("the end of left.gif", MSS) + middle[:60])
    crane.sends(middle[60:] + GIF + prose("right.gif", 66_000 - len(GIF)))
    link.skip(link.client, half - 66_000 - MSS)
    crane.sends(prose("the end of right.gif", MSS) + end)
    crane.says("both are there")
    link.close(link.client)
    return good_bye(scene, alice)


@story("direct-im-long-text")
def direct_im_long_text() -> Scene:
    """A frame that is too long to be put together, and all of it is text; the capture lacks most of it."""
    scene = Scene()
    rendezvous = cookie(0x20D)
    alice, link = alice_asks(scene, rendezvous)
    kestrel, crane = speakers(link, rendezvous)
    size = 1_200_000
    words = prose("a very long story", 68_000)
    kestrel.sends(bytes(kestrel.frame(payload=words, payload_length=size)))
    link.skip(link.server, size - len(words) - MSS)
    kestrel.sends(prose("the end of the story", MSS) + bytes(kestrel.text("did you get to the end?")))
    link.close(link.client)
    return good_bye(scene, alice)


@story("direct-im-missing-segment")
def direct_im_missing_segment() -> Scene:
    """Segments are not in the capture: a part of a message, of an image in a long frame, and a message."""
    scene = Scene()
    rendezvous = cookie(0x20E)
    alice, link = alice_asks(scene, rendezvous)
    kestrel, crane = speakers(link, rendezvous)
    parts = link.segments(link.client, bytes(crane.text("a message of which the end is missing")), cuts=[100])
    link.deliver(parts[0])
    link.miss(parts[1])
    crane.says("after it")
    (lost,) = link.segments(link.server, bytes(kestrel.text("nobody sees this")))
    link.miss(lost)
    kestrel.says("but this")
    link.close(link.client)
    return good_bye(scene, alice)


@story("direct-im-snaplen-cut")
def direct_im_snaplen_cut() -> Scene:
    """Captured with a snap length of 150 bytes, which cuts texts and images."""
    scene = Scene(snaplen=150)
    rendezvous = cookie(0x20F)
    alice, link = alice_asks(scene, rendezvous)
    kestrel, crane = speakers(link, rendezvous)
    kestrel.says("a message that is longer than the snap length leaves room for")
    crane.sends(crane.shows("cut ", {"cut.gif": GIF + prose("cut", 3 * MSS)}))
    crane.says("short")
    link.close(link.client)
    return good_bye(scene, alice)
