# SPDX-License-Identifier: GPL-2.0-or-later
"""From proposal to outcome.

What connects messages, and what only seems to. The captures named for findings show those findings that need more than
one message.
"""

from dataclasses import replace

from .. import oscar
from ..oscar import Channel
from ..rendezvous import (
    Block,
    CancelReason,
    Nak,
    Service,
    accept,
    cancel,
    cancel_reason,
    counter_reason,
    direct,
    direct_libpurple,
    file_name_charset,
    invitation,
    ip_addr,
    ip_xor,
    mime_charset,
    mime_language,
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
from ..scene import (
    ALICE,
    ALICE_AT_HOME,
    BOB,
    BOB_AT_HOME,
    CAROL,
    PROXY_SERVER,
    Client,
    Scene,
    User,
    im_to,
    rendezvous_to,
)
from ..services import chat_room, files
from ..wire import tlv, u16, u32
from . import story


def cookie(number: int) -> bytes:
    """A cookie like those of WinAIM 5: random bytes, and two zeros at the end."""
    return bytes.fromhex("c47a") + u32(0x19E30000 + number) + bytes(2)


def file_proposal(proposer: User, rendezvous: bytes, name: str = "garden.jpg", size: int = 48200) -> Block:
    """A first proposal as the sender writes it, with the tags in the order of WinAIM 5 (Clark)."""
    return propose(
        rendezvous,
        Service.FILE_TRANSFER,
        sequence(1),
        request_host_check(),
        mime_language("en"),
        mime_charset("us-ascii"),
        invitation("<HTML></HTML>"),
        *direct(proposer.own_address, 4443),
        service_data(files(name, size)),
        file_name_charset("us-ascii"),
    )


def counter_proposal(proposer: User, rendezvous: bytes, number: int) -> Block:
    """A later proposal, which replaces the address and omits the rest."""
    return propose(rendezvous, Service.FILE_TRANSFER, sequence(number), *direct(proposer.own_address, 4099))


def verified(proposer: User, block: Block) -> Block:
    """A proposal as the server passes it on, with the address that the server sees."""
    return block.plus(verified_ip(proposer.address))


def accepted(rendezvous: bytes, service: str = Service.FILE_TRANSFER) -> Block:
    return accept(rendezvous, service)


def cancelled(rendezvous: bytes, reason: int = CancelReason.USER_CANCEL, service: str = Service.FILE_TRANSFER) -> Block:
    return cancel(rendezvous, service, cancel_reason(reason))


def relay(sender: Client, recipient: Client, block: Block, relayed: Block | None = None, *, ack: bool = False) -> None:
    """What `sender` gives to the server, and what the server gives to `recipient`."""
    sender.sends(recipient.user, block, ack=ack)
    recipient.gets(sender.user, relayed or block)


# Captured at the server.


@story("both-sides")
def both_sides() -> Scene:
    """Both clients' connections: proposal, counter-proposal and accept on the way in and on the way out."""
    scene = Scene(at_server=True)
    alice, bob = scene.sign_on(ALICE_AT_HOME), scene.sign_on(BOB_AT_HOME)
    rendezvous = cookie(1)
    first = file_proposal(ALICE_AT_HOME, rendezvous)
    relay(alice, bob, first, verified(ALICE_AT_HOME, first), ack=True)
    scene.pause(8)
    second = counter_proposal(BOB_AT_HOME, rendezvous, 2)
    relay(bob, alice, second, verified(BOB_AT_HOME, second))
    scene.pause(2)
    relay(alice, bob, accepted(rendezvous))
    scene.pause(20)
    bob.sign_off()
    alice.sign_off()
    return scene


@story("both-sides-refused")
def both_sides_refused() -> Scene:
    """Both clients' connections: refused by NAK, by cancel, and withdrawn. Each side's NAK names the other user."""
    scene = Scene(at_server=True)
    alice, bob = scene.sign_on(ALICE), scene.sign_on(BOB)
    for number in (1, 2, 3):
        proposal = file_proposal(ALICE, cookie(number))
        relay(alice, bob, proposal, verified(ALICE, proposal), ack=True)
        scene.pause(7)
        if number == 1:
            bob.sends_nak(ALICE, cookie(number), Nak.PROPOSAL_DENIED)
            alice.gets_nak(BOB, cookie(number), Nak.PROPOSAL_DENIED)
        elif number == 2:
            relay(bob, alice, cancelled(cookie(number)))
        else:
            relay(alice, bob, cancelled(cookie(number)))
        scene.pause(15)
    bob.sign_off()
    alice.sign_off()
    return scene


@story("finding-relay-address_changed")
def relay_address_changed() -> Scene:
    """The server, or a NAT that rewrites payloads, changes REQUESTER_IP, IP_ADDR or PORT on the way."""
    scene = Scene(at_server=True)
    alice, bob = scene.sign_on(ALICE_AT_HOME), scene.sign_on(BOB)
    inside, outside = ALICE_AT_HOME.own_address, ALICE_AT_HOME.address

    def with_addresses(number: int, ip: str, requester: str, listen_port: int) -> Block:
        tags = [ip_addr(ip), requester_ip(requester), port(listen_port)]
        return propose(
            cookie(number),
            Service.FILE_TRANSFER,
            *tags,
            sequence(1),
            request_host_check(),
            service_data(files("garden.jpg", 48200)),
        )

    for number, (ip, requester, listen_port) in enumerate(
        [
            (inside, outside, 4443),  # open-oscar-server writes the address that it sees here
            (outside, inside, 4443),
            (inside, inside, 61004),
            (outside, outside, 61004),
        ],
        start=1,
    ):
        proposed = with_addresses(number, inside, inside, 4443)
        relay(alice, bob, proposed, verified(ALICE_AT_HOME, with_addresses(number, ip, requester, listen_port)))
        scene.pause(6)
        relay(bob, alice, accepted(cookie(number)))
        scene.pause(10)
    bob.sign_off()
    alice.sign_off()
    return scene


@story("finding-relay-tag_added")
def relay_tag_added() -> Scene:
    """The relayed copy has a tag that the server may add (VERIFIED_IP_ADDR), and one that it should not add."""
    scene = Scene(at_server=True)
    alice, bob = scene.sign_on(ALICE), scene.sign_on(BOB)
    proposal = file_proposal(ALICE, cookie(1))
    relay(alice, bob, proposal, verified(ALICE, proposal.plus(tlv(0x4E20, b"passed by"))))
    scene.pause(6)
    relay(bob, alice, accepted(cookie(1)), accept(cookie(1), Service.FILE_TRANSFER, tlv(0x4E20, b"passed by")))
    bob.sign_off()
    alice.sign_off()
    return scene


@story("finding-relay-tag_removed")
def relay_tag_removed() -> Scene:
    """The relayed copy lacks the XOR tags and the host check."""
    scene = Scene(at_server=True)
    alice, bob = scene.sign_on(ALICE), scene.sign_on(BOB)
    data = [service_data(files("garden.jpg", 48200)), file_name_charset("us-ascii")]
    kept = [ip_addr(ALICE.address), requester_ip(ALICE.address), port(4443)]
    sent = propose(
        cookie(1),
        Service.FILE_TRANSFER,
        sequence(1),
        request_host_check(),
        *kept,
        ip_xor(ALICE.address),
        port_xor(4443),
        *data,
    )
    relay(alice, bob, sent, verified(ALICE, propose(cookie(1), Service.FILE_TRANSFER, sequence(1), *kept, *data)))
    scene.pause(6)
    relay(bob, alice, accepted(cookie(1)))
    bob.sign_off()
    alice.sign_off()
    return scene


@story("finding-relay-server_tag_removed")
def relay_server_tag_removed() -> Scene:
    """A client claims to know its verified address. The server removes that, and does not put its own there."""
    scene = Scene(at_server=True)
    alice, bob = scene.sign_on(ALICE), scene.sign_on(BOB)
    data = [service_data(files("garden.jpg", 48200)), file_name_charset("us-ascii")]
    where = [ip_addr(ALICE.address), requester_ip(ALICE.address)]
    start = (cookie(1), Service.FILE_TRANSFER, sequence(1))
    sent = propose(*start, *where, verified_ip(ALICE.address), port(4443), *data)
    relay(alice, bob, sent, propose(*start, *where, port(4443), *data))
    scene.pause(6)
    relay(bob, alice, accepted(cookie(1)))
    bob.sign_off()
    alice.sign_off()
    return scene


# Outcomes.


@story("own-name-known")
def own_name_known() -> Scene:
    """The server tells the client its own screen name (0001/000F), so that both users of a session are known."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.asks_own_info()
    scene.pause(5)
    alice.sends(BOB, file_proposal(ALICE, cookie(1)), ack=True)
    scene.pause(5)
    alice.gets(BOB, accept(cookie(1), Service.FILE_TRANSFER))
    scene.pause(20)
    alice.gets(BOB, verified(BOB, file_proposal(BOB, cookie(2), "roof.jpg")))
    scene.pause(3)
    alice.sends(BOB, cancelled(cookie(2)))
    alice.sign_off()
    return scene


@story("declined")
def declined() -> Scene:
    """Proposals declined by the recipient, with a cancel and with a NAK, in both directions."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, file_proposal(ALICE, cookie(1)), ack=True)
    scene.pause(5)
    alice.gets(BOB, cancelled(cookie(1)))
    scene.pause(20)
    alice.sends(BOB, file_proposal(ALICE, cookie(2)), ack=True)
    scene.pause(5)
    alice.gets_nak(BOB, cookie(2), Nak.PROPOSAL_DENIED)
    scene.pause(20)
    alice.gets(CAROL, verified(CAROL, file_proposal(CAROL, cookie(3), "setup.exe")))
    scene.pause(3)
    alice.sends(CAROL, cancelled(cookie(3)))
    scene.pause(20)
    alice.gets(CAROL, verified(CAROL, file_proposal(CAROL, cookie(4), "setup.exe")))
    scene.pause(3)
    alice.sends_nak(CAROL, cookie(4), Nak.PROPOSAL_DENIED)
    alice.sign_off()
    return scene


@story("cancelled-by-proposer")
def cancelled_by_proposer() -> Scene:
    """Proposals withdrawn by the proposer, by timeout, after a counter-proposal, and because accepted elsewhere."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, file_proposal(ALICE, cookie(1)), ack=True)
    scene.pause(4)
    alice.sends(BOB, cancelled(cookie(1)))
    scene.pause(20)
    alice.gets(BOB, verified(BOB, file_proposal(BOB, cookie(2))))
    scene.pause(60)
    alice.gets(BOB, cancelled(cookie(2), CancelReason.TIMEOUT))
    scene.pause(20)
    # The recipient made the last proposal, but the first proposer gives up.
    alice.sends(BOB, file_proposal(ALICE, cookie(3)), ack=True)
    scene.pause(8)
    alice.gets(BOB, verified(BOB, counter_proposal(BOB, cookie(3), 2)))
    scene.pause(8)
    alice.sends(BOB, cancelled(cookie(3)))
    scene.pause(20)
    # Alice is signed on twice, and accepts Bob's proposal at the other place.
    alice.gets(BOB, verified(BOB, file_proposal(BOB, cookie(4))))
    scene.pause(5)
    alice.gets(BOB, cancelled(cookie(4), CancelReason.ACCEPTED_ELSEWHERE))
    alice.sign_off()
    return scene


@story("direct-im-failed")
def direct_im_failed() -> Scene:
    """A direct IM that fails: direct, redirected and proxied proposals, and then a cancel."""
    # As in the dump of WSWiki: one client marks its counter-proposals with COUNTER_REASON; the other one, which is
    # older, writes each proposal like the first, and neither IP_ADDR nor XOR tags.
    scene = Scene()
    alice = scene.sign_on(ALICE)
    rendezvous = cookie(1)
    plain = [request_host_check(), requester_ip(BOB.address), port(4443)]
    marked = [counter_reason(0x000A), *direct(ALICE.address, 5190)]
    by_proxy = [counter_reason(0x000A), *proxied(PROXY_SERVER, 0x3C17)]
    alice.gets(BOB, verified(BOB, propose(rendezvous, Service.DIRECT_ICBM, sequence(1), *plain)))
    scene.pause(6)
    alice.sends(BOB, propose(rendezvous, Service.DIRECT_ICBM, sequence(2), *marked))
    scene.pause(9)
    alice.gets(BOB, verified(BOB, propose(rendezvous, Service.DIRECT_ICBM, sequence(3), *plain)))
    scene.pause(6)
    alice.sends(BOB, propose(rendezvous, Service.DIRECT_ICBM, sequence(4), *by_proxy))
    scene.pause(12)
    alice.gets(BOB, cancelled(rendezvous, service=Service.DIRECT_ICBM))
    alice.sign_off()
    return scene


@story("proxy-last-resort")
def proxy_last_resort() -> Scene:
    """Direct, redirected, by the sender's proxy, then by the recipient's (sequence 4, MirandaICQ); accepted."""
    scene = Scene()
    alice = scene.sign_on(ALICE_AT_HOME)
    rendezvous = cookie(1)
    alice.sends(BOB, file_proposal(ALICE_AT_HOME, rendezvous), ack=True)
    scene.pause(8)
    alice.gets(BOB, verified(BOB, counter_proposal(BOB_AT_HOME, rendezvous, 2)))
    scene.pause(8)
    alice.sends(BOB, propose(rendezvous, Service.FILE_TRANSFER, sequence(3), *proxied(PROXY_SERVER, 0x0F01)))
    scene.pause(8)
    alice.gets(BOB, propose(rendezvous, Service.FILE_TRANSFER, sequence(4), *proxied("198.51.100.81", 0x0F02)))
    scene.pause(3)
    alice.sends(BOB, accepted(rendezvous))
    alice.sign_off()
    return scene


@story("unanswered")
def unanswered() -> Scene:
    """Proposals without an answer: one by Alice, one by Bob, and a counter-proposal."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, file_proposal(ALICE, cookie(1)), ack=True)
    scene.pause(30)
    alice.gets(BOB, verified(BOB, file_proposal(BOB, cookie(2), "answer.txt")))
    scene.pause(30)
    alice.sends(CAROL, file_proposal(ALICE, cookie(3)), ack=True)
    scene.pause(9)
    alice.gets(CAROL, verified(CAROL, counter_proposal(CAROL, cookie(3), 2)))
    scene.pause(120)
    alice.sign_off()
    return scene


# Errors.


@story("server-error")
def server_error() -> Scene:
    """Errors from the server (0004/0001), bare and with further TLVs. Only the request id says what failed."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    # The usual error if the recipient does not have the capability (Shutko; libfaim).
    failed = alice.sends(
        BOB,
        propose(
            cookie(1),
            Service.CHAT,
            sequence(1),
            request_host_check(),
            invitation("Join me in this Buddy Chat."),
            service_data(chat_room("!aol://2719:10-4-birdtalk")),
        ),
    )
    alice.gets_snac(oscar.snac_error(0x0009).answering(failed))
    scene.pause(10)
    # With everything that may follow the code: link, subcode, text (NINA: Errors).
    failed = alice.sends(BOB, file_proposal(ALICE, cookie(2)))
    details = [
        tlv(0x0004, b"http://help.example/offline"),
        tlv(0x0008, u16(0x000E)),
        tlv(0x001B, b"The user is offline."),
    ]
    alice.gets_snac(oscar.snac_error(0x0004, *details).answering(failed))
    scene.pause(10)
    # Errors in another order than the messages, with one about an ordinary message between them.
    first = alice.sends(BOB, file_proposal(ALICE, cookie(3), "first.txt"))
    second = alice.sends(CAROL, file_proposal(ALICE, cookie(4), "second.txt"))
    plain = alice.sends_snac(oscar.channel_msg_tohost(b"5B0A3E\0\0", Channel.IM, CAROL.name, oscar.im_data("hello?")))
    alice.gets_snac(oscar.snac_error(0x0010).answering(second))
    alice.gets_snac(oscar.snac_error(0x0004).answering(plain))
    alice.gets_snac(oscar.snac_error(0x000E).answering(first))
    scene.pause(10)
    # A cancel can fail like a proposal, here because its recipient has left.
    alice.gets(BOB, verified(BOB, file_proposal(BOB, cookie(5))))
    scene.pause(5)
    failed = alice.sends(BOB, cancelled(cookie(5)))
    alice.gets_snac(oscar.snac_error(0x0004).answering(failed))
    alice.sign_off()
    return scene


@story("server-error-two-connections")
def server_error_two_connections() -> Scene:
    """Two clients use the same request ids: the error on one connection is not about the proposal on the other."""
    scene = Scene(at_server=True)
    alice, carol = scene.sign_on(ALICE), scene.sign_on(CAROL)
    of_alice = alice.sends(BOB, file_proposal(ALICE, cookie(1), "alice.txt"))
    of_carol = carol.sends(BOB, file_proposal(CAROL, cookie(2), "carol.txt"))
    assert of_alice == of_carol
    carol.gets_snac(oscar.snac_error(0x0010).answering(of_carol))
    scene.pause(6)
    alice.gets(BOB, accepted(cookie(1)))
    carol.sign_off()
    alice.sign_off()
    return scene


@story("request-id-reused")
def request_id_reused() -> Scene:
    """Server errors with the request id of an older rendezvous that another message failed for, not that rendezvous."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    # The client uses the id of a proposal again, for an ordinary message, and that one fails.
    request = alice.sends(BOB, file_proposal(ALICE, cookie(1), "first.txt"))
    scene.pause(10)
    alice.sends_snac(im_to(CAROL, "hello?").answering(request))
    alice.gets_snac(oscar.snac_error(0x0004).answering(request))
    scene.pause(10)
    alice.gets(BOB, accepted(cookie(1)))
    scene.pause(10)
    # The server has acknowledged the proposal, and Bob has answered it, before an error names the id.
    request = alice.sends(BOB, file_proposal(ALICE, cookie(2), "second.txt"), ack=True)
    alice.gets_snac(oscar.snac_error(0x0004).answering(request))
    scene.pause(10)
    request = alice.sends(BOB, file_proposal(ALICE, cookie(3), "third.txt"))
    scene.pause(5)
    alice.gets(BOB, accepted(cookie(3)))
    alice.gets_snac(oscar.snac_error(0x0004).answering(request))
    scene.pause(10)
    # Used again for another proposal: the error is about the later one.
    request = alice.sends(BOB, file_proposal(ALICE, cookie(4), "fourth.txt"))
    scene.pause(10)
    later = rendezvous_to(CAROL, file_proposal(ALICE, cookie(5), "fifth.txt"))
    alice.sends_snac(later.answering(request))
    alice.gets_snac(oscar.snac_error(0x0004).answering(request))
    alice.sign_off()
    return scene


@story("nak-zero-cookie")
def nak_zero_cookie() -> Scene:
    """NAKs with a cookie of zeros (WinAIM): unambiguous with one open proposal to that user, ambiguous with two."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, file_proposal(ALICE, cookie(1)), ack=True)
    alice.sends(CAROL, file_proposal(ALICE, cookie(2)), ack=True)
    scene.pause(5)
    alice.gets_nak(CAROL, bytes(8), Nak.PROPOSAL_DENIED)
    scene.pause(2)
    alice.gets_nak(BOB, bytes(8), Nak.ONLINE_BUT_NOT_AVAILABLE)
    scene.pause(20)
    alice.sends(BOB, file_proposal(ALICE, cookie(3), "one.txt"), ack=True)
    alice.sends(BOB, file_proposal(ALICE, cookie(4), "other.txt"), ack=True)
    scene.pause(5)
    alice.gets_nak(BOB, bytes(8), Nak.PROPOSAL_DENIED)
    alice.sign_off()
    return scene


# Cookies.


@story("two-interleaved")
def two_interleaved() -> Scene:
    """Three transfers at once, two of them with the same user, with interleaved messages."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, file_proposal(ALICE, cookie(1), "first.txt"), ack=True)
    scene.pause(1)
    alice.sends(CAROL, file_proposal(ALICE, cookie(2), "second.txt"), ack=True)
    scene.pause(1)
    alice.gets(BOB, verified(BOB, file_proposal(BOB, cookie(3), "third.txt")))
    scene.pause(6)
    alice.gets(CAROL, verified(CAROL, counter_proposal(CAROL, cookie(2), 2)))
    scene.pause(1)
    alice.gets(BOB, accepted(cookie(1)))
    scene.pause(1)
    alice.sends(CAROL, accepted(cookie(2)))
    scene.pause(1)
    alice.sends(BOB, cancelled(cookie(3)))
    alice.sign_off()
    return scene


@story("busy-evening")
def busy_evening() -> Scene:
    """Several rendezvous: accepted, declined, refused, unanswered, and one with an address that a NAT has changed."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, file_proposal(ALICE, cookie(1), "lake.jpg"), ack=True)
    scene.pause(6)
    alice.gets(BOB, accepted(cookie(1)))
    scene.pause(40)
    inside = BOB_AT_HOME.own_address
    rewritten = [ip_addr(BOB.address), ip_xor(inside), requester_ip(inside), port(4099), port_xor(4099)]
    song = [service_data(files("song.mp3", 3412480)), file_name_charset("us-ascii")]
    alice.gets(
        BOB,
        propose(
            cookie(2),
            Service.FILE_TRANSFER,
            sequence(1),
            request_host_check(),
            *rewritten,
            *song,
            verified_ip(BOB.address),
        ),
    )
    scene.pause(4)
    alice.sends(BOB, accepted(cookie(2)))
    scene.pause(30)
    talk = [*direct(CAROL.address, 4443), verified_ip(CAROL.address)]
    alice.gets(CAROL, propose(cookie(3), Service.DIRECT_ICBM, sequence(1), request_host_check(), *talk))
    scene.pause(8)
    alice.sends(CAROL, cancelled(cookie(3), service=Service.DIRECT_ICBM))
    scene.pause(20)
    alice.sends(CAROL, file_proposal(ALICE, cookie(4), "minutes.txt"), ack=True)
    scene.pause(5)
    alice.gets_nak(CAROL, cookie(4), Nak.PROPOSAL_DENIED)
    scene.pause(60)
    alice.sends(BOB, file_proposal(ALICE, cookie(5), "good night.txt"), ack=True)
    alice.sign_off()
    return scene


@story("reused-cookie")
def reused_cookie() -> Scene:
    """One cookie for several rendezvous: again after an outcome, with another user, and for another service."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    same = b"1234567\0"
    alice.sends(BOB, file_proposal(ALICE, same, "first.txt"), ack=True)
    scene.pause(5)
    alice.gets(BOB, accepted(same))
    scene.pause(60)
    alice.sends(BOB, file_proposal(ALICE, same, "again.txt"), ack=True)
    scene.pause(5)
    alice.gets_nak(BOB, same, Nak.PROPOSAL_DENIED)
    scene.pause(60)
    # Two rendezvous that are open at the same time.
    alice.sends(BOB, file_proposal(ALICE, same, "for bob.txt"), ack=True)
    alice.sends(CAROL, file_proposal(ALICE, same, "for carol.txt"), ack=True)
    scene.pause(5)
    alice.gets(CAROL, accepted(same))
    alice.gets(BOB, cancelled(same))
    scene.pause(60)
    # Two services with one user.
    alice.sends(BOB, file_proposal(ALICE, same, "a file.txt"), ack=True)
    talk = direct_libpurple(ALICE.address, 5190)
    alice.sends(BOB, propose(same, Service.DIRECT_ICBM, *talk, sequence(1), request_host_check()), ack_first=True)
    scene.pause(5)
    alice.gets(BOB, accepted(same, Service.DIRECT_ICBM))
    alice.gets(BOB, cancelled(same))
    alice.sign_off()
    return scene


@story("zero-cookies")
def zero_cookies() -> Scene:
    """Chat invitations with a cookie of zeros (MirandaAIM) from three users, only one of which is withdrawn."""
    scene = Scene()
    alice = scene.sign_on(ALICE)

    def invited_to(room: str) -> Block:
        return propose(
            bytes(8),
            Service.CHAT,
            sequence(1),
            request_host_check(),
            invitation("Join me in this chat"),
            service_data(chat_room(f"!aol://2719:10-4-{room}")),
        )

    alice.gets(BOB, invited_to("craneroom"))
    scene.pause(3)
    alice.gets(CAROL, invited_to("tinroom"))
    scene.pause(3)
    alice.sends(BOB, invited_to("birdtalk"))
    scene.pause(3)
    alice.gets(CAROL, cancelled(bytes(8), service=Service.CHAT))
    alice.sign_off()
    return scene


@story("screen-name-spelling")
def screen_name_spelling() -> Scene:
    """One user, spelled with and without spaces and capitals, which is the same name in OSCAR."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    shouted = replace(BOB, name="PAPERCRANE82")
    small = replace(BOB, name="papercrane82")
    alice.sends(small, file_proposal(ALICE, cookie(1)), ack=True)
    scene.pause(5)
    alice.gets(BOB, accepted(cookie(1)))
    scene.pause(20)
    # With a cookie of zeros, only the name can tell.
    alice.sends(shouted, file_proposal(ALICE, cookie(2)), ack=True)
    scene.pause(5)
    alice.gets_nak(BOB, bytes(8), Nak.PROPOSAL_DENIED)
    alice.sign_off()
    return scene


@story("reconnected")
def reconnected() -> Scene:
    """The proposer loses the connection, signs on again, and gets the answer there."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, file_proposal(ALICE, cookie(1)), ack=True)
    scene.pause(2)
    alice.link.close(alice.link.server)
    scene.pause(4)
    alice = scene.sign_on(ALICE)
    alice.gets(BOB, accepted(cookie(1)))
    alice.sign_off()
    return scene


# Findings.


@story("finding-sequence-gap")
def sequence_gap() -> Scene:
    """Proposals whose number is not one more than the last: 3 after 1, and 2 after 2."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    for rendezvous, numbers in ((cookie(1), (3,)), (cookie(2), (2, 2))):
        alice.sends(BOB, file_proposal(ALICE, rendezvous))
        for number in numbers:
            scene.pause(8)
            alice.gets(BOB, verified(BOB, counter_proposal(BOB, rendezvous, number)))
        scene.pause(2)
        alice.sends(BOB, accepted(rendezvous))
        scene.pause(20)
    alice.sign_off()
    return scene


@story("finding-sequence-first")
def sequence_first() -> Scene:
    """The capture starts late; the first proposal in it is number 2."""
    scene = Scene()
    with scene.network.unseen():
        alice = scene.sign_on(ALICE)
        alice.sends(BOB, file_proposal(ALICE, cookie(1)), ack=True)
        scene.pause(6)
    alice.gets(BOB, verified(BOB, counter_proposal(BOB, cookie(1), 2)))
    scene.pause(2)
    alice.sends(BOB, accepted(cookie(1)))
    alice.sign_off()
    return scene


@story("finding-answer-unasked")
def answer_unasked() -> Scene:
    """An accept, a cancel and a NAK for proposals that are not in the capture."""
    scene = Scene()
    with scene.network.unseen():
        alice = scene.sign_on(ALICE)
        for number in (1, 2, 3):
            alice.sends(BOB, file_proposal(ALICE, cookie(number)), ack=True)
    alice.gets(BOB, accepted(cookie(1)))
    scene.pause(2)
    alice.gets(BOB, cancelled(cookie(2)))
    scene.pause(2)
    alice.gets_nak(BOB, cookie(3), Nak.PROPOSAL_DENIED)
    alice.sign_off()
    return scene


@story("finding-answer-other_user")
def answer_other_user() -> Scene:
    """Asked by mail address, answered under a screen name; and one answer that could be to either of two proposals."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    by_mail = replace(BOB, name="crane@mail.example")
    alice.sends(by_mail, file_proposal(ALICE, cookie(1)), ack=True)
    scene.pause(6)
    alice.gets(BOB, accepted(cookie(1)))
    scene.pause(4)
    alice.gets(BOB, cancelled(cookie(1)))
    scene.pause(20)
    alice.sends(by_mail, file_proposal(ALICE, cookie(2)))
    scene.pause(6)
    alice.gets_nak(BOB, cookie(2), Nak.PROPOSAL_DENIED)
    scene.pause(20)
    for user in (by_mail, CAROL):
        alice.sends(user, file_proposal(ALICE, cookie(3)))
    scene.pause(6)
    alice.gets(BOB, accepted(cookie(3)))
    alice.sign_off()
    return scene


@story("finding-after_outcome")
def after_outcome() -> Scene:
    """Messages after the outcome: a cancel that crosses the accept, a NAK after a cancel, a proposal after a NAK."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(BOB, file_proposal(ALICE, cookie(1)))
    scene.pause(8)
    alice.gets(BOB, accepted(cookie(1)))
    alice.sends(BOB, cancelled(cookie(1)))
    scene.pause(20)
    alice.sends(BOB, file_proposal(ALICE, cookie(2)))
    scene.pause(8)
    alice.sends(BOB, cancelled(cookie(2)))
    alice.gets_nak(BOB, cookie(2), Nak.PROPOSAL_TIMED_OUT)
    scene.pause(20)
    alice.sends(BOB, file_proposal(ALICE, cookie(3)))
    scene.pause(8)
    alice.gets_nak(BOB, cookie(3), Nak.PROPOSAL_TIMED_OUT)
    alice.gets(BOB, verified(BOB, counter_proposal(BOB, cookie(3), 2)))
    alice.sign_off()
    return scene
