# SPDX-License-Identifier: GPL-2.0-or-later
"""What a rendezvous is about: files, icons, rooms, lists.

Service data in each of its layouts, and with the mistakes that clients make in it. ICQ messages have a chapter of their
own.
"""

from typing import Sequence

from ..der import filler, signed_data
from ..images import GIF, JPEG, PNG
from ..rendezvous import (
    Block,
    CancelReason,
    Service,
    accept,
    cancel,
    cancel_reason,
    direct,
    download_url2,
    file_name_charset,
    invitation,
    ip_addr,
    ip_xor,
    max_version,
    mime_charset,
    mime_language,
    mime_type,
    port,
    propose,
    request_host_check,
    request_secure,
    requester_ip,
    sequence,
    service_data,
    verified_ip,
)
from ..scene import ALICE, BOB, CAROL, ICQ_ALICE, ICQ_BOB, NOON, Scene, User
from ..services import (
    SEVERAL_FILES,
    TrillianCommand,
    add_in,
    buddy_icon,
    buddy_list,
    chat_room,
    contact_nicks,
    files,
    get_file,
    ichat_host,
    icon_sum,
    reverse_connection,
    reverse_connection_failed,
    trillian,
    trillian_number,
)
from ..wire import inverted, le32, string08, string16, tlv, u16, u32, u64
from . import story

END = b"\0"


def cookie(number: int) -> bytes:
    return b"83190%02d\0" % number


def sent(*blocks: Block, proposer: User = ALICE, recipient: User = BOB) -> Scene:
    """A capture of these proposals, one after the other and without answers."""
    scene = Scene()
    alice = scene.sign_on(proposer)
    for block in blocks:
        alice.sends(recipient, block, ack=True)
        scene.pause(12)
    alice.sign_off()
    return scene


# Files.


def file_proposal(number: int, data: bytes, *more: bytes) -> Block:
    """A file proposal with the tags in the order of WinAIM 5 (Clark)."""
    tags = [sequence(1), request_host_check(), *direct(ALICE.address, 4443)]
    return propose(cookie(number), Service.FILE_TRANSFER, *tags, service_data(data), *more)


@story("file-name-nul-run")
def file_name_nul_run() -> Scene:
    """A file name followed by one NUL, by 46 NULs (joscar) and by none, and a name that consists of NULs."""
    us_ascii = file_name_charset("us-ascii")
    return sent(
        file_proposal(1, files("song.mp3", 3145728), us_ascii),
        file_proposal(2, files("song.mp3", 3145728, end=bytes(46)), us_ascii),
        file_proposal(3, files("song.mp3", 3145728, end=b""), us_ascii),
        file_proposal(4, files("", 3145728, end=bytes(16)), us_ascii),
    )


@story("file-name-ucs2")
def file_name_ucs2() -> Scene:
    """File names in unicode-2-0 (UCS-2), which are full of NULs."""
    ucs2 = file_name_charset("unicode-2-0")
    return sent(
        file_proposal(1, files("snow.txt".encode("utf-16-be"), 512, end=bytes(2)), ucs2),
        file_proposal(2, files("\u0441\u043d\u0435\u0433.txt".encode("utf-16-be"), 512, end=bytes(2)), ucs2),
        file_proposal(3, files("\u96ea.txt".encode("utf-16-be"), 512, end=bytes(46)), file_name_charset("UNICODE-2-0")),
        # One NUL, as after ASCII, and no NUL.
        file_proposal(4, files("\u96ea.txt".encode("utf-16-be"), 512, end=b"\0"), ucs2),
        file_proposal(5, files("\u96ea.txt".encode("utf-16-be"), 512, end=b""), ucs2),
    )


@story("file-name-charsets")
def file_name_charsets() -> Scene:
    """File names in iso-8859-1 (Kopete) and utf-8, and names without a charset in UTF-8 and in Windows-1252."""
    return sent(
        file_proposal(1, files("r\u00e9sum\u00e9.doc".encode("latin-1"), 20480), file_name_charset("iso-8859-1")),
        file_proposal(2, files("r\u00e9sum\u00e9.doc".encode("utf-8"), 20480), file_name_charset("utf-8")),
        file_proposal(3, files("r\u00e9sum\u00e9.doc".encode("utf-8"), 20480)),
        file_proposal(4, files("r\u00e9sum\u00e9 \u2013 new.doc".encode("cp1252"), 20480)),
        # LibOrange puts the charset before the name.
        propose(
            cookie(5),
            Service.FILE_TRANSFER,
            sequence(1),
            *direct(ALICE.address, 4443),
            file_name_charset("utf-8"),
            service_data(files("r\u00e9sum\u00e9.doc".encode("utf-8"), 20480)),
            max_version(1),
        ),
    )


@story("file-folder")
def file_folder() -> Scene:
    """A folder of twelve files with its name (WinAIM), and several files without a name (ICQ)."""
    return sent(
        file_proposal(1, files("holiday\\*", 8_812_544, 12, SEVERAL_FILES, bytes(8)), file_name_charset("us-ascii")),
        file_proposal(2, files("", 70_112, 3, SEVERAL_FILES)),
    )


@story("file-64-bit-size")
def file_64_bit_size() -> Scene:
    """A file of more than 4 GiB (ICQ 6): the low half of its size in the service data, all of it in tag 10003."""
    size = 4_812_931_072
    # An invitation in XML, and by mistake the inverted port under the tag of MIME_TYPE (MirandaICQ).
    about = "<ICQ_COOL_FT><FS>film.iso</FS><S>4812931072</S><SID>1</SID><DESC></DESC></ICQ_COOL_FT>"
    escaped = about.replace("<", "&lt;").replace(">", "&gt;")
    block = propose(
        le32(0x0081C2A4) + le32(0x000000C3),
        Service.FILE_TRANSFER,
        sequence(1),
        request_host_check(),
        mime_charset("utf-8"),
        invitation(escaped),
        ip_addr(ICQ_ALICE.address),
        ip_xor(ICQ_ALICE.address),
        requester_ip(ICQ_ALICE.address),
        port(4443),
        mime_type(inverted(u16(4443))),
        service_data(files("film.iso", size & 0xFFFFFFFF)),
        file_name_charset("utf-8"),
        tlv(10003, u64(size)),
    )
    return sent(block, proposer=ICQ_ALICE, recipient=ICQ_BOB)


@story("file-data-misfit")
def file_data_misfit() -> Scene:
    """File transfers with the wrong service data: that of another service, too little, or none."""
    return sent(
        file_proposal(1, get_file(2)),
        file_proposal(2, b""),
        file_proposal(3, u16(1)),
        file_proposal(4, u16(1) + u16(1) + u32(12008)),
        file_proposal(5, u16(7) + u16(0) + u32(0xFFFFFFFF) + b"odd.txt" + END),
        file_proposal(6, files("a.txt", 1), tlv(10003, b"\0\1")),  # a 64-bit size of 16 bits
    )


@story("get-file")
def get_file_story() -> Scene:
    """Requests to see the other user's shared files: version 1 (up to AIM 5.1), version 2, and cut short."""
    return sent(
        *(
            propose(
                cookie(number),
                Service.FILE_SHARING,
                sequence(1),
                request_host_check(),
                *direct(ALICE.address, 4443),
                service_data(data),
                file_name_charset("us-ascii"),
            )
            for number, data in enumerate((get_file(1, flags=0), get_file(2), get_file(2)[:6], get_file(9)))
        )
    )


# Icons.


def icon_proposal(number: int, data: bytes) -> Block:
    return propose(cookie(number), Service.BUDDY_ICON, sequence(1), request_host_check(), service_data(data))


@story("icon-gif")
def icon_gif() -> Scene:
    """A buddy icon that is a GIF."""
    return sent(icon_proposal(1, buddy_icon(GIF, NOON - 3600)))


@story("icon-png")
def icon_png() -> Scene:
    """A buddy icon that is a PNG."""
    return sent(icon_proposal(1, buddy_icon(PNG, NOON - 3600)))


@story("icon-jpeg")
def icon_jpeg() -> Scene:
    """A buddy icon that is a JPEG."""
    return sent(icon_proposal(1, buddy_icon(JPEG, NOON - 3600)))


@story("icon-wrong-checksum")
def icon_wrong_checksum() -> Scene:
    """A buddy icon with a wrong checksum, and one whose checksum has an upper half that is not zero."""
    right = icon_sum(GIF)
    return sent(
        icon_proposal(1, buddy_icon(GIF, NOON, checksum=right ^ 0x0100)),
        icon_proposal(2, buddy_icon(GIF, NOON, checksum=right | 0x00010000)),
    )


@story("icon-wrong-length")
def icon_wrong_length() -> Scene:
    """Buddy icons longer or shorter than declared, empty, of no known format, and without the text at the end."""
    unknown = b"no picture at all"
    return sent(
        icon_proposal(1, buddy_icon(GIF, NOON, length=len(GIF) + 3)),
        icon_proposal(2, buddy_icon(GIF, NOON, length=len(GIF) - 3)),
        icon_proposal(3, buddy_icon(GIF, NOON, length=0xFFFFFFFF)),
        icon_proposal(4, buddy_icon(b"", NOON)),
        icon_proposal(5, buddy_icon(unknown, NOON)),
        icon_proposal(6, buddy_icon(GIF, NOON)[: 12 + len(GIF)]),
        icon_proposal(7, u32(icon_sum(GIF)) + u16(0)),
    )


# Chat.


def chat_invitation(number: int, room: bytes, security: bytes | None = None) -> Block:
    tags = [sequence(1), request_host_check(), invitation("come in")]
    if security is None:
        return propose(cookie(number), Service.CHAT, *tags, service_data(room))
    return propose(cookie(number), Service.CHAT, *tags, request_secure(), service_data(room), tlv(10003, security))


@story("chat-1999")
def chat_1999() -> Scene:
    """Invitations of 1999: by WinAIM, accepted with a message, and by a Macintosh, with its tags out of order."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    short = b"30831\0\0\0"
    alice.sends(
        BOB,
        propose(
            short,
            Service.CHAT,
            sequence(1),
            request_host_check(),
            invitation("Join me in this Buddy Chat."),
            service_data(chat_room("kestrel_81_chat11")),
        ),
    )
    scene.pause(5)
    alice.gets(BOB, accept(short, Service.CHAT))
    scene.pause(60)
    # Charset and language are strings with a length of their own, and lack their last character (libfaim).
    alice.gets(
        CAROL,
        propose(
            b"4417\xff\xff\xff\xff",
            Service.CHAT,
            sequence(1),
            service_data(chat_room("tinroof_12_chat3")),
            request_host_check(),
            invitation("Hi from the Mac"),
            mime_charset(b"\x08us-asci"),
            mime_language(b"\x07englis"),
        ),
    )
    alice.sign_off()
    return scene


@story("chat-public")
def chat_public() -> Scene:
    """An invitation to the second instance of a public room (exchange 5)."""
    return sent(chat_invitation(1, chat_room("!aol://2719:10-5-Birds%20and%20Bees", exchange=5, instance=2)))


@story("chat-secure")
def chat_secure() -> Scene:
    """An invitation to an encrypted room: REQUEST_SECURE, and the key in a signed PKCS #7 block in tag 10003."""
    room = chat_room("!aol://2719:10-4-nestbox")
    key = filler("key of the room", 48)  # in place of the ASN.1 structure with the AES key
    signed = signed_data("kestrelwatch.example", room + string16(key))
    return sent(chat_invitation(1, room, signed))


@story("chat-data-misfit")
def chat_data_misfit() -> Scene:
    """Malformed chat rooms: cut off, with a name that is too long, and with bytes after the end."""
    room = chat_room("birdtalk")
    return sent(
        chat_invitation(1, room[:1]),
        chat_invitation(2, room[:2]),
        chat_invitation(3, room[:6]),
        chat_invitation(4, room[:-2]),
        chat_invitation(5, room[:-1]),
        chat_invitation(6, room + b"more"),
        chat_invitation(7, u16(4) + string08("") + u16(0)),
        chat_invitation(8, room, b"no PKCS #7"),
    )


# Lists.


@story("buddy-list")
def buddy_list_story() -> Scene:
    """A buddy list sent to a friend: three groups, one of them empty."""
    groups: dict[str, list[str]] = {"Buddies": ["TinRoofRust", "paper crane 82"], "Family": [], "Work": ["m gupta 7"]}
    block = propose(
        cookie(1), Service.SEND_BUDDY_LIST, sequence(1), request_host_check(), service_data(buddy_list(groups))
    )
    return sent(block)


@story("icq-contacts")
def icq_contacts() -> Scene:
    """Contacts sent by an ICQ client, with nick names in tag 10002; acknowledged by an acceptance with ack type 2."""
    scene = Scene()
    alice = scene.sign_on(ICQ_ALICE)
    rendezvous = le32(0x0091AA10) + le32(0x00000071)
    numbers = {"General": ["100600700", "100800900"], "": ["tinroofrust"]}
    nicks = {"General": ["J\u00f6rg", "\u041e\u043b\u044f"], "": ["Carol"]}
    alice.sends(
        ICQ_BOB,
        propose(
            rendezvous,
            Service.SEND_BUDDY_LIST,
            sequence(1),
            request_host_check(),
            service_data(buddy_list(numbers)),
            tlv(10002, contact_nicks(nicks)),
        ),
        ack=True,
    )
    scene.pause(3)
    alice.gets(ICQ_BOB, accept(rendezvous, Service.SEND_BUDDY_LIST, sequence(2)))
    alice.sign_off()
    return scene


@story("buddy-list-misfit")
def buddy_list_misfit() -> Scene:
    """Lists with wrong counts and lengths: more buddies than there are, fewer, a name that runs past the end."""
    whole = buddy_list({"Buddies": ["TinRoofRust", "paper crane 82"]})
    group, names = string16("Buddies"), [string16("TinRoofRust"), string16("paper crane 82")]
    lists: Sequence[bytes] = (
        group + u16(3) + b"".join(names),
        group + u16(1) + b"".join(names),  # the second name is taken for a group
        group + u16(0xFFFF) + b"".join(names),
        whole[:-4],
        whole + b"\0",
        u16(0x7FFF) + b"Buddies",
        b"",
    )
    blocks = [
        propose(cookie(number), Service.SEND_BUDDY_LIST, sequence(1), request_host_check(), service_data(data))
        for number, data in enumerate(lists, start=1)
    ]
    # Malformed nicks: an entry that is longer than the rest of the list, and one whose TLV is.
    start = string16("G") + u16(1)
    for number, nicks in enumerate((start + u16(40) + tlv(1, b"x"), start + u16(5) + tlv(1, b"x", length=9)), start=20):
        data = service_data(buddy_list({"G": ["100600700"]}))
        blocks.append(
            propose(cookie(number), Service.SEND_BUDDY_LIST, sequence(1), request_host_check(), data, tlv(10002, nicks))
        )
    return sent(*blocks)


# The rest.


@story("talk")
def talk() -> Scene:
    """Voice chats: version 1 and an address without a port (1999), then with a port, and with half a version."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    tags = [
        sequence(1),
        requester_ip(BOB.address),
        request_host_check(),
        service_data(u32(1)),
        verified_ip(BOB.address),
    ]
    alice.gets(BOB, propose(cookie(1), Service.VOICE_CHAT, *tags))
    scene.pause(5)
    alice.sends(BOB, cancel(cookie(1), Service.VOICE_CHAT, cancel_reason(CancelReason.USER_CANCEL)))
    scene.pause(20)
    for number, data in ((2, u32(1)), (3, b"\0\0")):
        here = direct(ALICE.address, 4443)
        alice.sends(
            BOB,
            propose(cookie(number), Service.VOICE_CHAT, sequence(1), request_host_check(), *here, service_data(data)),
        )
        scene.pause(20)
    alice.sign_off()
    return scene


@story("add-in")
def add_in_story() -> Scene:
    """A game that runs as an add-in, with its GUID, names and link, and the same with its data cut off."""
    data = add_in("3F2504E0-4F89-11D3-9A0C-0305E82C3301", "Hearts", "KESTREL-PC")
    link = download_url2("aim:AddGame?name=Hearts&go1st=true&multiplayer=true&url=http://games.example/hearts")
    return sent(
        *(
            propose(
                cookie(number),
                Service.ADD_INS,
                *direct(ALICE.address, 4443),
                link,
                sequence(1),
                request_host_check(),
                service_data(shown),
            )
            for number, shown in enumerate((data, data[:30], data[:10]), start=1)
        )
    )


@story("games")
def games() -> Scene:
    """Games, with the UUID in both byte orders. The layout of their data is unknown."""
    return sent(
        *(
            propose(
                cookie(number),
                service,
                sequence(1),
                request_host_check(),
                *direct(ALICE.address, 4443),
                service_data(filler("a game", 20)),
            )
            for number, service in enumerate((Service.GAMES, Service.GAMES_ALT), start=1)
        )
    )


@story("unknown-service-text")
def unknown_service_text() -> Scene:
    """Services that nobody knows, whose data is a URL, XML, and neither of the two."""
    return sent(
        *(
            propose(cookie(number), Service.GAMES, sequence(1), *direct(ALICE.address, 4443), service_data(data))
            for number, data in enumerate(
                (
                    b"aim-game://join?table=17",
                    b'<game name="chess"><table>17</table></game>\0',
                    b"chess, table 17",
                    b"not://text\x01",
                ),
                start=1,
            )
        )
    )


@story("reverse-connection")
def reverse_connection_story() -> Scene:
    """Requests for a reverse connection in ICQ, in the byte order of Licq and in that of MirandaICQ; both fail."""
    scene = Scene()
    alice = scene.sign_on(ICQ_ALICE)
    for number, big_endian in ((0x0071D55A, False), (0x0071D55B, True)):
        rendezvous = le32(number) + le32(0x00000143)
        data = reverse_connection(ICQ_ALICE.uin, ICQ_ALICE.address, 3570, 4711, number, big_endian=big_endian)
        alice.sends(
            ICQ_BOB,
            propose(rendezvous, Service.ROUTE_FINDER, sequence(1), request_host_check(), service_data(data)),
            ack=True,
        )
        scene.pause(6)
        alice.gets_error(ICQ_BOB, rendezvous, 3, reverse_connection_failed(ICQ_BOB.uin, 3570, 4711, number))
        scene.pause(20)
    # A request that is cut off.
    rendezvous = le32(0x0071D55C) + le32(0x00000143)
    alice.sends(
        ICQ_BOB, propose(rendezvous, Service.ROUTE_FINDER, sequence(1), request_host_check(), service_data(data[:20]))
    )
    alice.sign_off()
    return scene


@story("trillian-secure-im")
def trillian_secure_im() -> Scene:
    """Trillian agrees on a key and sends an encrypted message: each of its five commands, and an unknown one."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    modulus = trillian_number(0x03E9, "C3B2A19081726354F5E6D7C8B9AA9B8D")
    steps = (
        (True, trillian(TrillianCommand.REQUEST, modulus, trillian_number(0x03EA, "0A1B2C3D4E5F60718293A4B5C6D7E8F9"))),
        (False, trillian(TrillianCommand.ACCEPT, trillian_number(0x03EB, "9F8E7D6C5B4A39281706F5E4D3C2B1A0"))),
        (True, trillian(TrillianCommand.BEGIN)),
        (True, trillian(TrillianCommand.MESSAGE, tlv(0x03F2, filler("an encrypted message", 24)))),
        (False, trillian(TrillianCommand.CLOSE)),
        (False, trillian(9)),
    )
    for number, (outward, tags) in enumerate(steps, start=1):
        block = propose(cookie(number), Service.TRILLIAN_SECURE_IM, *tags)
        if outward:
            alice.sends(BOB, block)
        else:
            alice.gets(BOB, block)
        scene.pause(1)
    alice.sign_off()
    return scene


@story("ichat-av")
def ichat_av() -> Scene:
    """iChat's audio and video: hosts offered in tag 10100, accepted and declined with hosts in the service data."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    session = filler("an AV session", 11)
    hosts = ichat_host("192.168.1.10", 16402, "en0", session) + ichat_host(ALICE.address, 16402, "en0~", session)
    theirs = service_data(ichat_host(BOB.address, 16402, "en1", session))
    for number in (1, 2):
        alice.sends(
            BOB,
            propose(
                cookie(number),
                Service.ICHAT_AV,
                sequence(1),
                request_host_check(),
                requester_ip(ALICE.address),
                tlv(10100, hosts),
            ),
        )
        scene.pause(6)
        if number == 1:
            alice.gets(BOB, accept(cookie(number), Service.ICHAT_AV, theirs))
        else:
            alice.gets(BOB, cancel(cookie(number), Service.ICHAT_AV, cancel_reason(CancelReason.USER_CANCEL), theirs))
        scene.pause(20)
    # Half a host after a whole one.
    alice.sends(
        BOB, propose(cookie(3), Service.ICHAT_AV, sequence(1), requester_ip(ALICE.address), tlv(10100, hosts[:60]))
    )
    alice.sign_off()
    return scene


@story("unknown-service-data")
def unknown_service_data() -> Scene:
    """The tags from 10001 on with an unknown service."""
    return sent(
        propose(
            cookie(1),
            "E4A1B7C2-5D30-4F6B-9C18-2B7D0A53F611",
            sequence(1),
            request_host_check(),
            *direct(ALICE.address, 4443),
            service_data(files("looks like a file", 1)),
            tlv(10002, b"us-ascii"),
            tlv(10003, u64(1)),
            tlv(10100, bytes(40)),
        )
    )


# Findings.


@story("finding-service_data-malformed")
def service_data_malformed() -> Scene:
    """Service data that ends too early: of a file, a room, an icon and a list."""
    tags = [sequence(1), request_host_check(), *direct(ALICE.address, 4443)]
    return sent(
        propose(cookie(1), Service.FILE_TRANSFER, *tags, service_data(files("a.txt", 1)[:7])),
        propose(cookie(2), Service.CHAT, *tags, service_data(chat_room("birdtalk")[:8])),
        propose(cookie(3), Service.BUDDY_ICON, *tags, service_data(buddy_icon(GIF, NOON)[:40])),
        propose(cookie(4), Service.SEND_BUDDY_LIST, *tags, service_data(buddy_list({"Work": ["m gupta 7"]})[:-3])),
    )


@story("finding-service_data-trailing")
def service_data_trailing() -> Scene:
    """Bytes after the end of the service data: of a file (not just NULs), a room, and a talk proposal."""
    tags = [sequence(1), request_host_check(), *direct(ALICE.address, 4443)]
    return sent(
        propose(cookie(1), Service.FILE_TRANSFER, *tags, service_data(files("a.txt", 1) + b"\0\0left over")),
        propose(cookie(2), Service.CHAT, *tags, service_data(chat_room("birdtalk") + b"\0\1")),
        propose(cookie(3), Service.VOICE_CHAT, *tags, service_data(u32(1) + u16(7))),
    )
