# SPDX-License-Identifier: GPL-2.0-or-later
"""ICQ messages through the server.

The messages of the service 09461349 and their acknowledgements, each type in a capture of its own.
"""

from dataclasses import dataclass

from .. import icq
from ..icq import Guid, Kind, Plugin, function_call, header, message, split
from ..oscar import ErrorCode
from ..rendezvous import (
    CancelReason,
    Nak,
    Service,
    accept,
    cancel,
    cancel_reason,
    port,
    propose,
    request_host_check,
    requester_ip,
    sequence,
    service_data,
    verified_ip,
)
from ..scene import ICQ_ALICE, ICQ_BOB, NOON, Scene
from ..wire import le16, le32
from . import story

MESSAGE, ACKNOWLEDGEMENT = 1, 2  # the meaning of SEQUENCE_NUM in this service (micq)


@dataclass(frozen=True)
class Sent:
    """What an answer has to repeat."""

    cookie: bytes
    counter: int


class Chat:
    """Two ICQ users who write to each other, captured at the first one."""

    def __init__(self) -> None:
        self.scene = Scene()
        self.client = self.scene.sign_on(ICQ_ALICE)
        self._count = 0

    def sends(self, content: bytes, *tags: bytes, blocks: bytes | None = None, plugin: str = Plugin.NONE) -> Sent:
        """Send `content` after the two blocks, which can be given too. Requests with an address have it in `tags`."""
        new = self._next()
        data = (header(new.counter, plugin=plugin) if blocks is None else blocks) + content
        order = [sequence(MESSAGE), request_host_check(), *tags, service_data(data)]  # Shutko; Licq
        self.client.sends(ICQ_BOB, propose(new.cookie, Service.ICQ_SERVER_RELAY, *order), ack=True)
        return new

    def gets(self, content: bytes, *tags: bytes, blocks: bytes | None = None, plugin: str = Plugin.NONE) -> Sent:
        new = self._next()
        data = (header(new.counter, plugin=plugin) if blocks is None else blocks) + content
        order = [sequence(MESSAGE), request_host_check(), *tags, service_data(data)]
        self.client.gets(ICQ_BOB, propose(new.cookie, Service.ICQ_SERVER_RELAY, *order))
        return new

    def is_answered(self, asked: Sent, content: bytes, plugin: str = Plugin.NONE, blocks: bytes | None = None) -> None:
        """The same data comes back in a client error, which is how ICQ acknowledges."""
        self.scene.pause(0.5)
        blocks = header(asked.counter, plugin=plugin, answer=True) if blocks is None else blocks
        self.client.gets_error(ICQ_BOB, asked.cookie, ErrorCode.CHANNEL_SPECIFIC, blocks + content)
        self.scene.pause(15)

    def answers(self, asked: Sent, content: bytes, plugin: str = Plugin.NONE) -> None:
        self.scene.pause(0.5)
        blocks = header(asked.counter, plugin=plugin, answer=True)
        self.client.sends_error(ICQ_BOB, asked.cookie, ErrorCode.CHANNEL_SPECIFIC, blocks + content)
        self.scene.pause(15)

    def ends(self) -> Scene:
        self.client.sign_off()
        return self.scene

    def _next(self) -> Sent:
        """Clients count down from 0xFFFF. Their cookies contain a tick count and a small number."""
        self._count += 1
        return Sent(le32(0x00B20000 + self._count * 0x1F5) + le32(0x00000E00 + self._count), 0x10000 - self._count)


def received(kind: int = Kind.PLAIN, *rest: bytes, status: int = icq.OK) -> bytes:
    """The empty text that acknowledges a message."""
    return message(kind, "", *rest, status=status, priority=0)


# Text.


@story("icq-plain")
def icq_plain() -> Scene:
    """Plain messages with colours, and acknowledgements with colours and without."""
    chat = Chat()
    asked = chat.sends(message(Kind.PLAIN, "how was the concert?", icq.COLOURS, priority=0x21))
    chat.is_answered(asked, received(Kind.PLAIN, icq.COLOURS))
    red_on_yellow = bytes.fromhex("ff0000 00" "ffff00 00")
    asked = chat.gets(message(Kind.PLAIN, "loud", red_on_yellow))
    chat.answers(asked, received())
    # To many users at once, and from a client that accepts connections.
    content = message(Kind.PLAIN, "party at my place!", icq.COLOURS, flags=icq.MULTI)
    asked = chat.gets(content, blocks=header(0xFFFD, connects=4))
    chat.answers(asked, received(Kind.PLAIN, icq.COLOURS))
    return chat.ends()


@story("icq-utf8")
def icq_utf8() -> Scene:
    """UTF-8 text, marked as such by a GUID at the end, also in lower case, and together with the GUID of RTF."""
    chat = Chat()
    words = "\u041f\u0440\u0438\u0432\u0435\u0442, \u4e16\u754c".encode("utf-8")
    chat.sends(message(Kind.PLAIN, words, icq.COLOURS, icq.mark(icq.UTF8_MARK)))
    chat.gets(message(Kind.PLAIN, words, icq.COLOURS, icq.mark(icq.UTF8_MARK.lower())))
    rtf = rb"{\rtf1\ansi both marks}"
    chat.gets(message(Kind.PLAIN, rtf, icq.COLOURS, icq.mark(icq.RTF_MARK), icq.mark(icq.UTF8_MARK)))
    return chat.ends()


@story("icq-rtf")
def icq_rtf() -> Scene:
    """Rich text, marked by a GUID at the end."""
    chat = Chat()
    rtf = b"{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\r\n\\f0\\fs20 see you \\b soon\\b0\\par\r\n}\r\n"
    asked = chat.sends(message(Kind.PLAIN, rtf, icq.COLOURS, icq.mark(icq.RTF_MARK), priority=0x21))
    chat.is_answered(asked, received(Kind.PLAIN, icq.COLOURS))
    return chat.ends()


@story("icq-legacy-text")
def icq_legacy_text() -> Scene:
    """Text in a code page that the message does not name: windows-1251, windows-1252, shift_jis; and unmarked UTF-8."""
    chat = Chat()
    for words, charset in (
        ("\u043f\u0440\u0438\u0432\u0435\u0442 \u0438\u0437 \u041c\u043e\u0441\u043a\u0432\u044b", "cp1251"),
        ("\u201cna\u00efve\u201d \u20ac5", "cp1252"),
        ("\u3053\u3093\u306b\u3061\u306f", "shift_jis"),
        ("sm\u00f8rrebr\u00f8d", "utf-8"),
    ):
        chat.gets(message(Kind.PLAIN, words.encode(charset), icq.COLOURS))
    return chat.ends()


# Fields in the text.


@story("icq-url")
def icq_url() -> Scene:
    """A URL with its description."""
    chat = Chat()
    asked = chat.sends(message(Kind.URL, split("the bird list", "http://www.example.org/birds")))
    chat.is_answered(asked, received(Kind.URL))
    return chat.ends()


@story("icq-authorization")
def icq_authorization() -> Scene:
    """Requests for authorization with nick, names, e-mail and reason, one granted and one denied."""
    chat = Chat()
    who = ("Bob", "Robert", "Crane", "bob@mail.example", "1")
    asked = chat.gets(message(Kind.AUTH_REQUEST, split(*who, "we met at the lake")))
    chat.answers(asked, received(Kind.AUTH_REQUEST))
    chat.sends(message(Kind.AUTH_GRANTED, ""))
    asked = chat.gets(message(Kind.AUTH_REQUEST, split(*who, "who are you?")))
    chat.answers(asked, received(Kind.AUTH_REQUEST))
    chat.sends(message(Kind.AUTH_DENIED, "I do not know you"))
    return chat.ends()


@story("icq-added")
def icq_added() -> Scene:
    """ "You were added", with the nick, names and e-mail of the user who did so."""
    chat = Chat()
    chat.gets(message(Kind.ADDED, split("Bob", "Robert", "Crane", "bob@mail.example")))
    return chat.ends()


@story("icq-mail-and-pager")
def icq_mail_and_pager() -> Scene:
    """Messages from the server, the web pager and by e-mail, with fields separated by 0xFE, some of them empty."""
    chat = Chat()
    chat.gets(message(Kind.SERVER, split("ICQ System", "", "", "admin@server.example", "", "maintenance tonight")))
    chat.gets(message(Kind.WEB_PAGER, split("Visitor", "", "", "visitor@mail.example", "", "nice page you have")))
    chat.gets(message(Kind.EMAIL_EXPRESS, split("Aunt May", "", "", "may@mail.example", "", "call me")))
    return chat.ends()


@story("icq-contacts-message")
def icq_contacts_message() -> Scene:
    """Contacts in a message: their count, then the number and nick of each; and a wrong count."""
    chat = Chat()
    asked = chat.sends(message(Kind.CONTACTS, split("2", "100600700", "Carol", "100800900", "Dmitri", "")))
    chat.is_answered(asked, received(Kind.CONTACTS))
    chat.gets(message(Kind.CONTACTS, split("9", "100600700", "Carol", "")))
    chat.gets(message(Kind.CONTACTS, "no fields at all"))
    return chat.ends()


# Away messages.


@story("icq-auto-message")
def icq_auto_message() -> Scene:
    """Requests for the away message in each of the five states, and the answers."""
    chat = Chat()
    for kind, status, words in (
        (Kind.AWAY, icq.IS_AWAY, "back at five"),
        (Kind.OCCUPIED, icq.IS_OCCUPIED, "thesis!"),
        (Kind.NOT_AVAILABLE, icq.IS_NA, "asleep"),
        (Kind.DO_NOT_DISTURB, icq.IS_DND, ""),
        (Kind.FREE_FOR_CHAT, icq.OK, "talk to me"),
    ):
        asked = chat.sends(message(kind, "", flags=icq.AUTO_MESSAGE))
        chat.is_answered(asked, message(kind, words, flags=icq.AUTO_MESSAGE, status=status, priority=0))
    # In the other direction; Licq adds the colours.
    asked = chat.gets(message(Kind.AWAY, "", icq.COLOURS, flags=icq.AUTO_MESSAGE))
    chat.answers(asked, message(Kind.AWAY, "gone fishing", icq.COLOURS, flags=icq.AUTO_MESSAGE, status=icq.IS_AWAY))
    return chat.ends()


@story("icq-status-message")
def icq_status_message() -> Scene:
    """Status messages of ICQ 6: functions of type 1A, with 17 bytes at the end of their first part, and a MIME type."""
    chat = Chat()
    status_type = le32(13) + b"text/x-aolrtf"  # MirandaICQ
    for number, name in enumerate(("Away Status Message", "Busy Status Message", "N/A Status Message"), start=1):
        call = function_call(Guid.STATUS_MESSAGE, number, name, b"", status_type, tail=17)
        asked = chat.sends(message(Kind.PLUGIN, "", call))
        call = function_call(Guid.STATUS_MESSAGE, number, name, b"lunch!", status_type, tail=17)
        chat.is_answered(asked, message(Kind.PLUGIN, "", call, priority=0))
    return chat.ends()


@story("icq-reply-status")
def icq_reply_status() -> Scene:
    """Acknowledgements with each status: refused, away, occupied, do not disturb, not available and the others."""
    chat = Chat()
    for status in (icq.REFUSED, icq.IS_AWAY, icq.IS_OCCUPIED, icq.IS_DND, icq.TO_CONTACT_LIST, icq.IS_NA, 0x77):
        asked = chat.sends(message(Kind.PLAIN, "are you there?", icq.COLOURS))
        chat.is_answered(asked, message(Kind.PLAIN, "my auto reply", icq.COLOURS, status=status, priority=0))
    return chat.ends()


# Requests.


@story("icq-chat-request")
def icq_chat_request() -> Scene:
    """Invitations to a direct chat, one accepted with the port in both byte orders, and one refused."""
    chat = Chat()
    asked = chat.sends(message(Kind.CHAT, "care for a chat?", icq.chat_request()))
    chat.is_answered(asked, message(Kind.CHAT, "", icq.chat_request(port=3571), priority=0))
    asked = chat.gets(message(Kind.CHAT, "join us", icq.chat_request("Carol, Dmitri", 3999)))
    chat.answers(asked, message(Kind.CHAT, "not now", icq.chat_request(), status=icq.REFUSED, priority=0))
    return chat.ends()


@story("icq-chat-request-1a")
def icq_chat_request_1a() -> Scene:
    """The same invitation as a function of type 1A."""
    chat = Chat()
    name = "Send / Start ICQ Chat"
    reason = b"care for a chat?"
    call = function_call(Guid.CHAT, 1, name, reason, icq.chat_request())
    asked = chat.sends(message(Kind.PLUGIN, "", call))
    call = function_call(Guid.CHAT, 1, name, b"", icq.chat_request(port=3571))
    chat.is_answered(asked, message(Kind.PLUGIN, "", call, priority=0))
    return chat.ends()


@story("icq-file-request")
def icq_file_request() -> Scene:
    """File requests of protocol 7 (type 03): accepted with the port, refused, and accepted with a block of type 2."""
    chat = Chat()
    here = [requester_ip(ICQ_ALICE.address), port(3570)]
    content = message(Kind.FILE, "", icq.file_request("the photo you wanted", "lake.jpg", 48200))
    asked = chat.sends(content, *here)
    chat.is_answered(asked, message(Kind.FILE, "", icq.file_request("", "lake.jpg", 48200, 3571), priority=0))
    asked = chat.sends(content, *here)
    refusal = message(Kind.FILE, "no thanks", icq.file_request("", "", 0), status=icq.REFUSED, priority=0)
    chat.is_answered(asked, refusal)
    asked = chat.sends(content, *here)
    chat.scene.pause(5)
    answer = header(asked.counter) + message(Kind.FILE, "", icq.file_request("", "lake.jpg", 48200, 3571), priority=0)
    chat.client.gets(  # micq
        ICQ_BOB,
        accept(
            asked.cookie,
            Service.ICQ_SERVER_RELAY,
            sequence(ACKNOWLEDGEMENT),
            requester_ip(ICQ_BOB.address),
            port(3571),
            service_data(answer),
            verified_ip(ICQ_BOB.address),
        ),
    )
    return chat.ends()


@story("icq-file-request-1a")
def icq_file_request_1a() -> Scene:
    """A file request of protocol 8 (type 1A, "File"), whose declared data length covers only the description."""
    chat = Chat()

    def call(description: bytes, listen_port: int) -> bytes:
        name = icq.string16("lake.jpg")
        behind = listen_port.to_bytes(2, "big") + le16(0) + name + le32(48200) + le32(listen_port)
        return function_call(Guid.FILE, 1, "File", description, behind)

    here = [requester_ip(ICQ_ALICE.address), port(3570)]
    asked = chat.sends(message(Kind.PLUGIN, "", call(b"the photo you wanted", 0)), *here)
    chat.is_answered(asked, message(Kind.PLUGIN, "", call(b"", 3571), priority=0))
    return chat.ends()


@story("icq-text-in-data")
def icq_text_in_data() -> Scene:
    """Functions whose data is text: a tZer of ICQ 6.5, which is XML; XML and a URL in functions that nobody knows."""
    chat = Chat()
    tzer = '<TZER ID="5"><NAME>Sunrise</NAME><URL>http://www.example.org/sunrise.swf</URL></TZER>'
    chat.gets(message(Kind.PLUGIN, "", function_call(Guid.TZER, 1, "tZer", tzer.encode())))
    nobody = "6F1F3A77-91E0-4F60-8C53-2B1D0C0FFEE5"
    for data in (b'<?xml version="1.0"?><card>hello</card>', b"http://www.example.org/card?id=7\0", b"no such thing"):
        chat.gets(message(Kind.PLUGIN, "", function_call(nobody, 0x0100, "A Plug-in of My Own", data)))
    return chat.ends()


@story("icq-functions")
def icq_functions() -> Scene:
    """Other functions of type 1A: a URL, contacts, messages, one of them with text length 0, and an unknown one."""
    chat = Chat()
    url = split("the bird list", "http://www.example.org/birds")
    chat.sends(message(Kind.PLUGIN, "", function_call(Guid.URL, 1, "Send Web Page Address (URL)", url)))
    contacts = split("1", "100600700", "Carol", "")
    chat.sends(message(Kind.PLUGIN, "", function_call(Guid.CONTACTS, 2, "Contacts", contacts)))
    chat.gets(message(Kind.PLUGIN, "", function_call(Guid.MESSAGE, 1, "Send Message", b"by plug-in")))
    # Licq and others omit even the NUL.
    call = function_call(Guid.MESSAGE, 1, "Send Message", b"no text before me")
    chat.gets(message(Kind.PLUGIN, "")[:-3] + le16(0) + call)
    nobody = "6F1F3A77-91E0-4F60-8C53-2B1D0C0FFEE5"
    chat.gets(message(Kind.PLUGIN, "", function_call(nobody, 0x0100, "A Plug-in of My Own", bytes(range(16)))))
    return chat.ends()


# Xtraz.

XTRAZ_NAME = "Script Plug-in: Remote Notification Arrive"
XTRAZ_NOTIFICATION = 8
CR_LF = b"\r\n"


def escaped(xml: str) -> str:
    return xml.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def xtraz_request(uin: int) -> bytes:
    query = escaped("<Q><PluginID>srvMng</PluginID></Q>")
    notify = escaped(
        "<srv><id>cAwaySrv</id><req><id>AwayStat</id><trans>1</trans>" f"<senderId>{uin}</senderId></req></srv>"
    )
    return f"<N><QUERY>{query}</QUERY><NOTIFY>{notify}</NOTIFY></N>".encode("ascii")


def xtraz_reply(uin: int, title: str, words: str) -> bytes:
    result = escaped(
        "<ret event='OnRemoteNotification'><srv><id>cAwaySrv</id><val srv_id='cAwaySrv'>"
        f"<Root><CASXtraSetAwayMessage></CASXtraSetAwayMessage><uin>{uin}</uin><index>1</index>"
        f"<title>{title}</title><desc>{words}</desc></Root></val></srv></ret>"
    )
    return f"<NR><RES>{result}</RES></NR>".encode("utf-8")


@story("icq-xtraz")
def icq_xtraz() -> Scene:
    """Xtraz: a request for a user's status, and the answer, as XML inside XML, with CR LF after the declared length."""
    chat = Chat()
    call = function_call(Guid.XTRAZ, XTRAZ_NOTIFICATION, XTRAZ_NAME, xtraz_request(ICQ_ALICE.uin), CR_LF)
    asked = chat.sends(message(Kind.PLUGIN, "", call))
    reply = xtraz_reply(ICQ_BOB.uin, "Studying", "until the bells ring \u266a")
    call = function_call(Guid.XTRAZ, XTRAZ_NOTIFICATION, XTRAZ_NAME, reply, CR_LF)
    chat.is_answered(asked, message(Kind.PLUGIN, "", call, priority=0), blocks=header(asked.counter, features=1))
    return chat.ends()


@story("icq-xtraz-wrong-lengths")
def icq_xtraz_wrong_lengths() -> Scene:
    """Xtraz with constant lengths that are always wrong (libpurple), and with lengths far beyond the end."""
    chat = Chat()
    xml = xtraz_request(ICQ_ALICE.uin)
    short = len(xtraz_request(12345678))  # right for eight digits, and Alice's number has nine
    reply = xtraz_reply(ICQ_BOB.uin, "Away", "")
    for data, following, length in (
        (xml, short + 4, short),
        (xml, 4 + len(xml) + 200, len(xml) + 200),
        (xml, 0, 0),
        (reply, 0xFFFFFFFF, 0xFFFFFFFF),
        (reply, len(reply) + 4, len(reply) + 900),
        (reply, 2, len(reply)),
    ):
        call = function_call(Guid.XTRAZ, XTRAZ_NOTIFICATION, XTRAZ_NAME, data, following=following, data_length=length)
        chat.gets(message(Kind.PLUGIN, "", call))
    # Wrong lengths of the first part, shorter than the name in it and longer than the message, and of the name in it.
    for length in (0x10, 0x16, 0x4000):
        call = function_call(Guid.XTRAZ, XTRAZ_NOTIFICATION, XTRAZ_NAME, xml, info_length=length)
        chat.gets(message(Kind.PLUGIN, "", call))
    call = function_call(Guid.XTRAZ, XTRAZ_NOTIFICATION, "", xml)
    endless_name = call[:20] + le32(0x7FFFFFFF) + call[24:]
    chat.gets(message(Kind.PLUGIN, "", endless_name))
    return chat.ends()


@story("icq-xtraz-cards")
def icq_xtraz_cards() -> Scene:
    """The functions of Xtraz cards: invitation, data, and user removed."""
    chat = Chat()
    for number, xml in (
        (1, b"<card><invite/></card>"),
        (2, b"<card><data>17</data></card>"),
        (4, b"<card><remove/></card>"),
    ):
        chat.gets(message(Kind.PLUGIN, "", function_call(Guid.XTRAZ, number, "Script Plug-in", xml)))
    return chat.ends()


# Managers.

INFO_LEVEL, STATUS_LEVEL = 2, 0
SUCCESS, STATUS_REPLY, ERROR, REJECTED, AWAY = 1, 2, 3, 4, 5


@story("icq-info-manager")
def icq_info_manager() -> Scene:
    """The info manager is asked for its plugins, a phone book and a picture; it answers, fails and refuses."""
    chat = Chat()
    manager = Plugin.INFO_MANAGER
    for wanted, command, data in (
        (Guid.INFO_PLUGIN_LIST, SUCCESS, le32(NOON) + le32(1) + le32(4) + le32(0)),
        (Guid.PHONE_BOOK, SUCCESS, le32(NOON) + le32(1) + icq.string16("+00 555 0100")),
        (Guid.PICTURE, ERROR, b""),
        (Guid.PICTURE, REJECTED, b""),
    ):
        asked = chat.sends(icq.manager_request(INFO_LEVEL, wanted), plugin=manager)
        chat.is_answered(asked, icq.manager_answer(INFO_LEVEL, command, data), plugin=manager)
    # A client without managers refuses with a NAK (Licq).
    asked = chat.gets(icq.manager_request(INFO_LEVEL, Guid.PHONE_BOOK, known_since=NOON - 86400), plugin=manager)
    chat.client.sends_nak(ICQ_BOB, asked.cookie, Nak.PROPOSAL_UNSUPPORTED)
    return chat.ends()


@story("icq-status-manager")
def icq_status_manager() -> Scene:
    """The status manager is asked for its plugins, "follow me" and the file server; one answer says that it is away."""
    chat = Chat()
    manager = Plugin.STATUS_MANAGER
    follow_me, file_server = (Guid.PHONE_BOOK, 2), (Guid.FILE, 4)
    for (wanted, sub_id), command in (
        ((Guid.STATUS_PLUGIN_LIST, 0), STATUS_REPLY),
        (follow_me, STATUS_REPLY),
        (file_server, AWAY),
    ):
        asked = chat.sends(icq.manager_request(STATUS_LEVEL, wanted, sub_id), plugin=manager)
        chat.is_answered(
            asked, icq.manager_answer(STATUS_LEVEL, command, le32(NOON) + le32(0) + le32(1)), plugin=manager
        )
    return chat.ends()


# ICQ data in other places, and with wrong lengths.


@story("icq-acknowledged-by-block")
def icq_acknowledged_by_block() -> Scene:
    """Acknowledgements by a rendezvous block: accepted without data, accepted with data and ack type 2, aborted."""
    chat = Chat()
    for number in range(3):
        asked = chat.sends(message(Kind.PLAIN, "did you get this?", icq.COLOURS))
        blob = service_data(header(asked.counter) + received(Kind.PLAIN, icq.COLOURS))
        answers = (
            accept(asked.cookie, Service.ICQ_SERVER_RELAY),
            accept(asked.cookie, Service.ICQ_SERVER_RELAY, sequence(ACKNOWLEDGEMENT), blob),
            cancel(asked.cookie, Service.ICQ_SERVER_RELAY, blob, cancel_reason(CancelReason.USER_CANCEL)),
        )
        chat.scene.pause(1)
        chat.client.gets(ICQ_BOB, answers[number])
        chat.scene.pause(10)
    return chat.ends()


@story("icq-versions")
def icq_versions() -> Scene:
    """Versions 7 to 11 of the direct connection protocol, and blocks longer than usual with correct lengths."""
    chat = Chat()
    for version in (7, 8, 9, 10, 11):
        chat.gets(
            message(Kind.PLAIN, f"version {version}", icq.COLOURS), blocks=header(0xFFF0 + version, version=version)
        )
    usual = header(0xFFE0)
    first, second = usual[2:29], usual[31:]
    longer = le16(len(first) + 4) + first + b"more" + le16(len(second) + 2) + second + b"\1\2"
    chat.gets(message(Kind.PLAIN, "long blocks", icq.COLOURS), blocks=longer)
    return chat.ends()


@story("icq-wrong-lengths")
def icq_wrong_lengths() -> Scene:
    """Wrong lengths of both blocks, the text and the GUID at the end; and messages that end too early."""
    chat = Chat()
    content = message(Kind.PLAIN, "all in order", icq.COLOURS)
    for first in (0x00, 0x1A, 0x1C, 0xFFFF):
        chat.gets(content, blocks=header(0xFFE8, first_length=first))
    for second in (0x00, 0x0D, 0xFFFF):
        chat.gets(content, blocks=header(0xFFE7, second_length=second))
    for length in (0, 1, 5, 14, 400, 0xFFFF):  # 13 is right
        chat.gets(message(Kind.PLAIN, "all in order", icq.COLOURS, length=length))
    for mark in (le32(0x27), le32(0xFFFFFFFF), le32(0), b"\x26\0"):
        chat.gets(message(Kind.PLAIN, "all in order", icq.COLOURS, mark + icq.UTF8_MARK.encode("ascii")))
    whole = header(0xFFE6) + content
    for length in (1, 2, 20, 29, 31, 44, 45, 46, 52, 60, len(whole) - 5):
        chat.gets(b"", blocks=whole[:length])
    return chat.ends()


@story("icq-answer-wrong-lengths")
def icq_answer_wrong_lengths() -> Scene:
    """The same in acknowledgements: client errors with wrong lengths, and with data that ends too early."""
    chat = Chat()
    whole = header(0xFFFF) + received(Kind.PLAIN, icq.COLOURS)
    for blob in (
        whole[:-4],
        whole[:-9],
        whole[:46],
        whole[:45],
        whole[:31],
        whole[:29],
        header(0xFFF8, second_length=0x4000),
    ):
        asked = chat.sends(message(Kind.PLAIN, "hello?", icq.COLOURS))
        chat.is_answered(asked, b"", blocks=blob)
    asked = chat.sends(message(Kind.PLAIN, "hello?", icq.COLOURS))
    chat.is_answered(asked, message(Kind.PLAIN, "too long", length=0x1000))
    return chat.ends()
