# SPDX-License-Identifier: GPL-2.0-or-later
"""Every tag, code and charset.

These captures show values rather than stories. Together they contain every row of the specification's tables.
"""

from .. import icq, oscar
from ..oscar import Channel, ErrorCode, unknown_after_block
from ..rendezvous import (
    Block,
    CancelReason,
    Nak,
    Service,
    accept,
    addr_list,
    cancel,
    cancel_reason,
    channel,
    counter_reason,
    direct,
    direct_libpurple,
    download_url,
    download_url2,
    file_name_charset,
    invitation,
    ip_addr,
    ip_xor,
    max_version,
    mime_charset,
    mime_language,
    mime_type,
    min_version,
    nak_info,
    port,
    port_xor,
    propose,
    proxied,
    request_host_check,
    request_secure,
    requester_ip,
    rollover_id,
    sequence,
    service_data,
    session_id,
    verified_download_url,
    verified_ip,
)
from ..scene import (
    ALICE,
    ALICE_AT_HOME,
    BOB,
    CAROL,
    ICQ_ALICE,
    ICQ_BOB,
    PROXY_SERVER,
    Client,
    Scene,
    rendezvous_from,
    rendezvous_to,
)
from ..services import chat_room, files, reverse_connection, reverse_connection_failed
from ..wire import le32, tlv, u16, u32
from . import story


def numbered_cookie(number: int) -> bytes:
    """A cookie of seven digits and a NUL, as libpurple makes them."""
    return b"60420%02d\0" % number


def plain_file_proposal(cookie: bytes, name: str = "readme.txt", size: int = 1843) -> Block:
    """An ordinary proposal by Alice, with the tags in the order of libpurple."""
    return propose(
        cookie,
        Service.FILE_TRANSFER,
        *direct_libpurple(ALICE.address, 5190),
        sequence(1),
        request_host_check(),
        service_data(files(name, size)),
    )


@story("refused-each-nak")
def refused_each_nak() -> Scene:
    """File proposals refused with each NAK there is, with an unknown one, and once in the other direction."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    for number, code in enumerate([*Nak, 0x42]):
        cookie = numbered_cookie(number)
        alice.sends(BOB, plain_file_proposal(cookie), ack_first=True)
        scene.pause(6)
        alice.gets_nak(BOB, cookie, code)
        scene.pause(20)
    cookie = bytes.fromhex("5ad20917c3b40000")
    alice.gets(
        BOB,
        propose(
            cookie,
            Service.FILE_TRANSFER,
            sequence(1),
            request_host_check(),
            *direct(BOB.address, 4099),
            service_data(files("holiday.scr", 40960)),
            file_name_charset("us-ascii"),
            verified_ip(BOB.address),
        ),
    )
    scene.pause(3)
    alice.sends_nak(BOB, cookie, Nak.PROPOSAL_DENIED)
    alice.sign_off()
    return scene


@story("every-tag")
def every_tag() -> Scene:
    """Every tag and every cancel reason of the specification, and tags that it does not have."""
    scene = Scene()
    alice = scene.sign_on(ALICE_AT_HOME)
    cookie = numbered_cookie(1)
    home = ALICE_AT_HOME.own_address
    alice.sends(
        BOB,
        propose(
            cookie,
            Service.FILE_TRANSFER,
            channel(2),
            ip_addr(home),
            requester_ip(home),
            port(4443),
            download_url("http://downloads.example/transfer"),
            download_url2("http://downloads.example/transfer/2"),
            sequence(1),
            invitation("<HTML>the minutes</HTML>"),
            mime_charset("utf-8"),
            mime_language("en"),
            request_host_check(),
            request_secure(),
            max_version(3),
            min_version(1),
            mime_type("text/html"),
            ip_xor(home),
            port_xor(4443),
            addr_list(f"{home} 4443", f"{ALICE.address} 4443", "198.51.100.7 443"),
            session_id("session-20050601-17"),
            rollover_id("session-20050531-04"),
            service_data(files("minutes.txt", 5120)),
            file_name_charset("us-ascii"),
        ),
        ack=True,
    )
    scene.pause(10)
    alice.gets(
        BOB,
        propose(cookie, Service.FILE_TRANSFER, sequence(2), counter_reason(0x000A), *proxied(PROXY_SERVER, 0x1D0C)),
        unknown_after_block(),
    )
    scene.pause(2)
    alice.sends(BOB, accept(cookie, Service.FILE_TRANSFER, request_secure(), max_version(2)))
    scene.pause(40)

    # Tags that only a server may add, at the very end.
    cookie = numbered_cookie(2)
    alice.gets(
        BOB,
        propose(
            cookie,
            Service.ADD_INS,
            sequence(1),
            request_host_check(),
            *direct(BOB.address, 4099),
            download_url("http://downloads.example/game"),
            verified_ip(BOB.address),
            verified_download_url("http://downloads.example/verified/game"),
        ),
    )
    scene.pause(8)
    alice.sends(BOB, cancel(cookie, Service.ADD_INS, cancel_reason(CancelReason.USER_CANCEL)))
    scene.pause(40)

    # Tags that the specification does not have: some that a service uses, and some without a known use.
    for number, (reason, unknown) in enumerate(
        [
            (CancelReason.UNKNOWN, tlv(0x2713, bytes.fromhex("0000000000001400"))),
            (CancelReason.TIMEOUT, tlv(0x2774, bytes(40)) + tlv(0x277E, b"invitees")),
            (CancelReason.ACCEPTED_ELSEWHERE, tlv(0x4E20, b"from afar") + tlv(0xFFFF)),
            (0x0007, tlv(0x0009, b"?") + tlv(0x001B) + tlv(0x03E7, u16(1))),
        ],
        start=3,
    ):
        cookie = numbered_cookie(number)
        alice.gets(
            CAROL, propose(cookie, Service.FILE_TRANSFER, sequence(1), *proxied(PROXY_SERVER, 0x2A00 + number), unknown)
        )
        scene.pause(10)
        alice.gets(CAROL, cancel(cookie, Service.FILE_TRANSFER, cancel_reason(reason)))
        scene.pause(20)
    alice.sign_off()
    return scene


@story("client-error-forms")
def client_error_forms() -> Scene:
    """The four forms of a client error (NAK, NAK as code, ICQ data, reverse connection failed), and a zero cookie."""
    scene = Scene()
    alice = scene.sign_on(ALICE)

    # 1: a length and the NAK (libpurple, MirandaAIM, Kopete).
    cookie = numbered_cookie(1)
    alice.sends(BOB, plain_file_proposal(cookie))
    scene.pause(4)
    alice.gets_nak(BOB, cookie, Nak.PROPOSAL_DENIED)
    scene.pause(10)

    # 2: nothing after the code, which may then be the NAK of this number (joscar). 0 is not a code; 1 and 2 are codes,
    # unsupported channel and busted payload; 3 should have something after it, but does not here.
    for number, code in enumerate(
        (0, ErrorCode.UNSUPPORTED_CHANNEL, ErrorCode.BUSTED_PAYLOAD, ErrorCode.CHANNEL_SPECIFIC), start=2
    ):
        cookie = numbered_cookie(number)
        alice.sends(BOB, plain_file_proposal(cookie))
        scene.pause(4)
        alice.gets_error(BOB, cookie, code)
        scene.pause(10)

    # The same refusal as 1 with a cookie of zeros, as WinAIM is said to send it (joscar).
    alice.sends(CAROL, plain_file_proposal(numbered_cookie(6)))
    scene.pause(4)
    alice.gets_nak(CAROL, bytes(8), Nak.PROPOSAL_DENIED)
    alice.sign_off()
    scene.pause(60)

    icq_alice = scene.sign_on(ICQ_ALICE)
    # 3: ICQ's own data, with neither length nor NAK before it; here an away message.
    cookie = le32(0x0071B2C4) + le32(0x00000141)
    counter = 0xFFF0
    icq_alice.sends(
        ICQ_BOB,
        propose(
            cookie,
            Service.ICQ_SERVER_RELAY,
            sequence(1),
            request_host_check(),
            service_data(icq.header(counter) + icq.message(icq.Kind.AWAY, "", flags=icq.AUTO_MESSAGE)),
        ),
        ack=True,
    )
    icq_alice.gets_error(
        ICQ_BOB,
        cookie,
        ErrorCode.CHANNEL_SPECIFIC,
        icq.header(counter)
        + icq.message(icq.Kind.AWAY, "gone fishing", flags=icq.AUTO_MESSAGE, status=icq.IS_AWAY, priority=0),
    )
    scene.pause(10)
    # The same service in form 1: there is no manager for the plugin that was addressed (Licq).
    cookie = le32(0x0071C0F8) + le32(0x00000142)
    counter = 0xFFEF
    icq_alice.sends(
        ICQ_BOB,
        propose(
            cookie,
            Service.ICQ_SERVER_RELAY,
            sequence(1),
            request_host_check(),
            service_data(
                icq.header(counter, plugin=icq.Plugin.INFO_MANAGER) + icq.manager_request(2, icq.Guid.INFO_PLUGIN_LIST)
            ),
        ),
    )
    icq_alice.gets_nak(ICQ_BOB, cookie, Nak.PROPOSAL_UNSUPPORTED)
    scene.pause(10)

    # 4: 18 bytes about the reverse connection that failed (Licq, MirandaICQ).
    cookie = le32(0x0071D55A) + le32(0x00000143)
    icq_alice.sends(
        ICQ_BOB,
        propose(
            cookie,
            Service.ROUTE_FINDER,
            sequence(1),
            request_host_check(),
            service_data(reverse_connection(ICQ_ALICE.uin, ICQ_ALICE.address, 3570, 3571, 0x0071D55A)),
        ),
    )
    icq_alice.gets_error(
        ICQ_BOB, cookie, ErrorCode.CHANNEL_SPECIFIC, reverse_connection_failed(ICQ_BOB.uin, 3570, 3571, 0x0071D55A)
    )
    icq_alice.sign_off()
    return scene


@story("invitation-charsets")
def invitation_charsets() -> Scene:
    """Chat invitations in every charset that clients use, declared correctly, wrongly or not at all."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    invitations: list[tuple[str | bytes | None, str | bytes, bytes]] = [
        ("us-ascii", "en", b"Join me in this Buddy Chat."),
        ("utf-8", "en", "caf\u00e9 \u2013 \u0434\u0430\u0447\u0430 \u2013 \u65e5\u672c \U0001F426".encode("utf-8")),
        ("iso-8859-1", "en", "sm\u00f8rrebr\u00f8d at the caf\u00e9".encode("latin-1")),
        # Every other byte of these is NUL, none of which ends the text.
        ("unicode-2-0", "en", "Buddy Chat".encode("utf-16-be")),
        ("unicode-2-0", "en", "\u041f\u0440\u0438\u0432\u0435\u0442, \u4f60\u597d, \u0100".encode("utf-16-be")),
        ("UTF-8", "en", "d\u00e9j\u00e0 vu".encode("utf-8")),
        ("US-ASCII", "en", b"loud and clear"),
        ("Unicode-2-0", "en", "mixed case".encode("utf-16-be")),
        ("koi8-r", "ru", "\u043f\u0440\u0438\u0445\u043e\u0434\u0438".encode("koi8-r")),
        ("shift_jis", "ja", "\u3053\u3093\u306b\u3061\u306f".encode("shift_jis")),
        (None, "", "na\u00efve, but UTF-8".encode("utf-8")),
        (None, "", "na\u00efve \u201cWindows\u201d text".encode("cp1252")),
        # AIM for the Macintosh, 1999: a length inside the value, and the last letter missing (libfaim).
        (b"\x08us-asci", b"\x07englis", b"from a Macintosh"),
        ("x-unheard-of", "en", b"what charset may this be?"),
        # A charset that is declared but wrong: bytes that are not text in it, and half a character at the end.
        ("utf-8", "en", b"broken \xc3( here"),
        ("us-ascii", "en", b"not \xe9 ascii"),
        ("unicode-2-0", "en", "odd".encode("utf-16-be") + b"\x04"),
        ("unicode-2-0", "en", b"\xd8\x3d\0lone"),
    ]
    for number, (charset, language, words) in enumerate(invitations, start=10):
        alice.gets(
            BOB,
            propose(
                numbered_cookie(number),
                Service.CHAT,
                sequence(1),
                request_host_check(),
                *([mime_language(language), mime_charset(charset)] if charset else []),
                invitation(words),
                service_data(chat_room(f"!aol://2719:10-4-room{number}")),
            ),
        )
        scene.pause(15)
    alice.sign_off()
    return scene


@story("snac-flag-8000")
def snac_flag_8000() -> Scene:
    """SNACs with the flag 0x8000, which puts an optional block between header and body, before the cookie."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    version = tlv(0x0001, u16(1))  # of the foodgroup
    cookie = numbered_cookie(1)
    alice.sends(BOB, plain_file_proposal(cookie))
    scene.pause(5)
    # The second TLV seems to be a copy of a request id.
    acceptance = rendezvous_from(BOB, accept(cookie, Service.FILE_TRANSFER))
    alice.gets_snac(acceptance.with_optional_block(version, tlv(0x0002, u32(0x47))))
    scene.pause(20)

    # The other messages that can have the block. It may be empty, and the flag may be combined with another one.
    cookie = numbered_cookie(2)
    alice.sends_snac(rendezvous_to(BOB, plain_file_proposal(cookie, "second.txt")).with_optional_block(version))
    scene.pause(5)
    refusal = oscar.client_error(
        cookie, Channel.RENDEZVOUS, BOB.name, ErrorCode.CHANNEL_SPECIFIC, nak_info(Nak.PROPOSAL_DENIED)
    )
    alice.gets_snac(refusal.with_optional_block(version))
    scene.pause(20)
    cookie = numbered_cookie(3)
    alice.sends_snac(rendezvous_to(BOB, plain_file_proposal(cookie, "third.txt")).with_optional_block())
    alice.sign_off()
    return scene


@story("user-info-tlv5")
def user_info_tlv5() -> Scene:
    """A TLV 5 in the user info (member since) before the message's own TLV 5. Only the count distinguishes the two."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    since = tlv(0x0005, u32(0x4A834806))
    # A TLV 5 of 26 bytes that looks like a block, but is user info.
    decoy = tlv(0x0005, bytes(plain_file_proposal(b"decoy 1\0"))[:26])
    user_class, signed_on = tlv(0x0001, u16(0x0010)), tlv(0x0003, u32(0x4A83A485))
    lists: list[list[bytes]] = [
        [user_class, since, signed_on],
        [user_class, signed_on, since],
        [user_class, decoy, signed_on, since],
        [],
    ]
    for number, user_info in enumerate(lists, start=1):
        cookie = numbered_cookie(number)
        alice.sends(BOB, plain_file_proposal(cookie, f"part{number}.txt"))
        scene.pause(5)
        acceptance = accept(cookie, Service.FILE_TRANSFER)
        alice.gets_snac(rendezvous_from(BOB, acceptance, unknown_after_block(), user_info=user_info))
        scene.pause(20)
    alice.sign_off()
    return scene


@story("services")
def services() -> Scene:
    """A proposal for each known service UUID, and for some unknown ones."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    unknown = [
        "E4A1B7C2-5D30-4F6B-9C18-2B7D0A53F611",  # a private service, which NINA allows
        "09460142-4C7F-11D1-8222-444553540000",  # a short capability without a name
        "566F6963-6548-6F75-7365-000000000001",  # begins with ASCII text, as in a present-day client
        "09461343-4C7F-11D1-8222-444553540001",  # almost file transfer
    ]
    for number, service in enumerate([*Service, *unknown], start=10):
        _bare_proposal(alice, numbered_cookie(number), service)
        scene.pause(2)
    alice.sign_off()
    return scene


def _bare_proposal(client: Client, cookie: bytes, service: str) -> None:
    client.sends(BOB, propose(cookie, service, sequence(1), request_host_check(), *direct(ALICE.address, 4443)))
