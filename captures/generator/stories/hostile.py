# SPDX-License-Identifier: GPL-2.0-or-later
"""Hostile input.

No client ever sent this. What can be decoded should be decoded, and nothing may break.
"""

from dataclasses import replace

from .. import oscar
from ..oscar import MAX_FLAP_DATA, Channel, FrameType
from ..rendezvous import (
    Block,
    Nak,
    Service,
    addr_list,
    direct,
    download_url,
    download_url2,
    file_name_charset,
    invitation,
    mime_charset,
    mime_language,
    mime_type,
    propose,
    request_host_check,
    rollover_id,
    sequence,
    service_data,
    session_id,
    verified_download_url,
    verified_ip,
)
from ..scene import ALICE, BOB, CAROL, Scene, rendezvous_to
from ..services import chat_room, files
from ..wire import string08, tlv, u16, u32, u8
from . import story


def cookie(number: int) -> bytes:
    return b"\x7f\xc0" + u32(number) + bytes(2)


def ordinary(number: int, *more: bytes) -> Block:
    return propose(
        cookie(number),
        Service.FILE_TRANSFER,
        sequence(1),
        request_host_check(),
        *direct(ALICE.address, 4443),
        *more,
        service_data(files("a.txt", 1)),
        file_name_charset("us-ascii"),
    )


@story("hostile-truncated")
def hostile_truncated() -> Scene:
    """A block cut at the start, middle and end of each of its parts, with correct lengths around it."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    whole = len(bytes(ordinary(0)))
    header, tags = range(0, 26, 3), range(26, whole, 5)
    for length in (*header, *tags, whole - 1):
        each = ordinary(length)
        alice.sends(BOB, replace(each, data=each.data[:length]))
    alice.sign_off()
    return scene


@story("hostile-overlong")
def hostile_overlong() -> Scene:
    """Lengths that reach beyond the tag, the block, the SNAC and the frame. The last frame has no end."""
    scene = Scene()
    alice = scene.sign_on(ALICE)

    def sends(snac: oscar.Snac) -> None:
        alice.sends_snac(snac)
        scene.pause(1)

    # A tag that runs past the block, by one byte and by as much as a length can express.
    for number, length in enumerate((11, 0x7FFF, 0x8000, 0xFFFF), start=1):
        alice.sends(BOB, propose(cookie(number), Service.CHAT, sequence(1), tlv(0x2711, chat_room("a"), length=length)))
    # A block that runs past the SNAC.
    for number, excess in enumerate((1, 4, 0x1000), start=5):
        data = bytes(ordinary(number))
        sends(
            oscar.channel_msg_tohost(
                cookie(number), Channel.RENDEZVOUS, BOB.name, oscar.rendezvous_data(data, length=len(data) + excess)
            )
        )
    # A block that declares too few bytes, so that its last tags become TLVs of the message.
    data = bytes(ordinary(8))
    sends(oscar.channel_msg_tohost(cookie(8), Channel.RENDEZVOUS, BOB.name, oscar.rendezvous_data(data, length=26)))
    # Two blocks, of which the second runs past the SNAC.
    sends(rendezvous_to(BOB, ordinary(9), after=[oscar.rendezvous_data(bytes(ordinary(9)), length=0xFFFF)]))
    # A name that runs past the SNAC.
    sends(oscar.Snac(0x0004, 0x0006, cookie(10) + u16(Channel.RENDEZVOUS) + u8(0xFF) + b"x"))
    # A SNAC that runs past the frame, which ends inside the SNAC's header or inside the message.
    whole = bytes(rendezvous_to(BOB, ordinary(11)).answering(0x60))
    for length in (0, 2, 9, 10, 18, 60):
        alice.sends_bytes(alice.outgoing_frame(FrameType.DATA, whole[:length]))
        scene.pause(1)
    # A frame that declares more bytes than ever come, so that it swallows the correct proposal after it.
    alice.sends_bytes(alice.outgoing_frame(FrameType.DATA, whole, length=0xFFFF))
    alice.sends(BOB, ordinary(12))
    alice.link.close(alice.link.client)
    return scene


@story("hostile-many-tlvs")
def hostile_many_tlvs() -> Scene:
    """A block of more than 16,000 empty TLVs, as many as a FLAP frame can hold, and a malformed file offer."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    broken = service_data(b"\0\1")
    before = len(bytes(rendezvous_to(BOB, propose(cookie(1), Service.FILE_TRANSFER, broken)).answering(0)))
    room = (MAX_FLAP_DATA - before) // len(tlv(0))
    repeated, different = room // 2, room - room // 2
    alice.sends(
        BOB,
        propose(
            cookie(1),
            Service.FILE_TRANSFER,
            request_host_check() * repeated,
            *(tlv(0x4000 + tag) for tag in range(different)),
            broken,
        ),
    )
    alice.sign_off()
    return scene


HOSTILE_TEXTS = (
    b"\x1b[31mred\x1b[0m\x07\x1b]0;title\x07\x9b2J",  # escape sequences of terminals, of 7 and of 8 bits
    b"two\r\nlines\tand\x0b\x0c\x08\x08\x7f",
    b"before\0after\0\0",
    b"\xff\xfe\xc0\xaf\xed\xa0\x80\xf5\x80\x80\x80\xe2\x82",  # not UTF-8: overlong, surrogate, too high, cut off
    # Characters that reverse the direction of what follows, and invisible ones.
    "photo\u202egpj.exe\u2066\u2069\ufeff\u200b\u2028".encode("utf-8"),
    "\U0010ffff\ufffe\ufdd0e\u0301".encode("utf-8"),  # valid UTF-8, but not characters
    b"%s%n%08x</field>&amp;<script>\"'\\",
    b"",
    b" ",
    b"A" * 600,
)


@story("hostile-text")
def hostile_text() -> Scene:
    """Control characters, escape sequences, broken UTF-8, bidirectional and long text, in tags, names and cookies."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    for number, words in enumerate(HOSTILE_TEXTS):
        # In every tag that contains text, and in the names in service data.
        alice.gets(
            BOB,
            propose(
                cookie(0x100 + number),
                Service.FILE_TRANSFER,
                download_url(words),
                download_url2(words),
                sequence(1),
                invitation(words),
                mime_charset(words),
                mime_language(words),
                request_host_check(),
                *direct(BOB.address, 4099),
                mime_type(words),
                addr_list(words[:255]),
                session_id(words),
                rollover_id(words),
                service_data(files(words, 1)),
                file_name_charset(words),
                verified_ip(BOB.address),
                verified_download_url(words),
            ),
        )
        # The invitation again, in each charset that may be declared for it.
        for place, charset in enumerate(
            ("us-ascii", "utf-8", "iso-8859-1", "unicode-2-0", "utf-16", "iso-2022-jp", None)
        ):
            alice.gets(
                BOB,
                propose(
                    cookie(0x1000 | number << 4 | place),
                    Service.CHAT,
                    sequence(1),
                    request_host_check(),
                    *([mime_charset(charset)] if charset else []),
                    invitation(words[:300]),
                    service_data(chat_room(words[:255])),
                ),
            )
        # In the names of the recipient and of the proposer.
        strange = replace(CAROL, name=words[:255])
        alice.sends(strange, ordinary(0x200 + number))
        alice.gets_nak(strange, cookie(0x200 + number), Nak.PROPOSAL_DENIED)
        alice.gets(strange, ordinary(0x300 + number))
        # In the cookie.
        alice.sends(
            BOB, propose(words.ljust(8, b"\0")[:8], Service.FILE_TRANSFER, sequence(1), *direct(ALICE.address, 4443))
        )
        scene.pause(5)
    alice.sign_off()
    return scene


# What no Unicode text can hold, in charsets whose converters may let it through: beyond the last character, and
# surrogates alone.
NO_CHARACTERS = (
    ("ucs-4", b"\x00\x11\x00\x00"),
    ("ucs-4", b"\x00\x00\x00a\x7f\xff\xff\xff\x00\x00\x00z"),
    ("ucs-4le", b"\x00\x00\x11\x00"),
    ("ucs-4", b"\x00\x00\xd8\x00"),
    ("utf-32", b"\x00\x00\xfe\xff\x00\x11\x00\x00"),
    ("ucs-2", b"\xd8\x00\x00a\xdc\x00"),
    ("utf-16", b"\xfe\xff\xd8\x00\x00a"),
    ("utf-16le", b"o\x00k\x00"),  # this one is text, and ends with half of a character that looks like a NUL
    ("utf-7", b"+2AA-"),
    ("gb18030", b"\xe3\x32\x9a\x36\x83\x36\xc7\x39"),
    ("iso-2022-kr", b"\x1b$)C\x0e\xff\x0f"),
    ("no-such-charset", b"\xff\xfe"),
)


@story("hostile-charsets")
def hostile_charsets() -> Scene:
    """Invitations and file names in charsets by whose rules they are no text."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    for number, (charset, words) in enumerate(NO_CHARACTERS):
        invited = [sequence(1), mime_charset(charset), invitation(words), service_data(chat_room("a"))]
        alice.gets(BOB, propose(cookie(2 * number), Service.CHAT, *invited))
        offered = [sequence(1), *direct(BOB.address, 4099), service_data(files(words, 1)), file_name_charset(charset)]
        alice.gets(BOB, propose(cookie(2 * number + 1), Service.FILE_TRANSFER, *offered))
        scene.pause(5)
    alice.sign_off()
    return scene


CLEF = "\U0001d11e"  # four bytes in UTF-8


@story("hostile-long-text")
def hostile_long_text() -> Scene:
    """File names too long for a label, in characters of several bytes; at the end more of them in one segment than Info holds."""
    scene = Scene()
    alice = scene.sign_on(ALICE)

    def offer(number: int, name: str) -> oscar.Snac:
        data = [service_data(files(name.encode("utf-8"), 12008)), file_name_charset("utf-8")]
        proposal = propose(cookie(number), Service.FILE_TRANSFER, sequence(1), *direct(ALICE.address, 4443), *data)
        return rendezvous_to(BOB, proposal)

    names = ["x" * count + CLEF * 100 for count in range(4)]
    for number, name in enumerate(names):
        alice.sends_snac(offer(number, name))
        scene.pause(1)
    many = b"".join(alice.outgoing(offer(0x100 + number, CLEF * 50)) for number in range(12))
    alice.sends_bytes(many, cuts=[1])
    alice.sign_off()
    return scene


@story("hostile-addr-list")
def hostile_addr_list() -> Scene:
    """Address lists that are empty, of a thousand entries, with endless digits, and with wrong lengths."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    for number, value in enumerate(
        (
            b"",
            bytes(1000),  # a thousand empty entries
            string08("1.1.1.1 1") * 400,
            string08(b"9" * 255) + string08(b"1." * 127) + string08(b" " * 255),
            u8(255),
            u8(255) + b"192.0.2.17 4443",
            string08("192.0.2.17 4443") + u8(1),
            string08("192.0.2.17 4443") + b"\0" + u8(16) + b"192.0.2.17 4443",
            string08("-1.-1.-1.-1 -1")
            + string08("+1.2.3.4 +5")
            + string08("0x7f.1 0x50")
            + string08("0300.0.2.21 010"),
            string08("4294967297.0.2.17 4294967297") + string08("192.0.2.17 00000000000000000000004443"),
            string08("192.0.2.17\0 4443")
            + string08("192.0.2.17 4443\0")
            + string08("192.0.2.17\t4443")
            + string08("192.0.2.17  4443"),
            string08("1.2.3.4 5 6.7.8.9 10") + string08("1..2.3 4") + string08("1.2.3.4. 5") + string08(".1.2.3.4 5"),
        )
    ):
        alice.sends(BOB, ordinary(number, tlv(0x0018, value)))
        scene.pause(5)
    alice.sign_off()
    return scene
