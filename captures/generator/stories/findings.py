# SPDX-License-Identifier: GPL-2.0-or-later
"""One capture for each finding.

Each is named for its finding, with "-" in place of ".". Everything else in it is correct, as far as that is possible.
"""

from dataclasses import replace

from .. import oscar
from ..oscar import Channel, ErrorCode
from ..rendezvous import (
    Block,
    CancelReason,
    Nak,
    Service,
    Type,
    accept,
    addr_list,
    block,
    cancel,
    cancel_reason,
    channel,
    direct,
    direct_libpurple,
    download_url,
    file_name_charset,
    ip_addr,
    ip_xor,
    max_version,
    min_version,
    port,
    port_xor,
    propose,
    proxied,
    request_host_check,
    requester_ip,
    sequence,
    service_data,
    verified_download_url,
    verified_ip,
)
from ..scene import ALICE, BOB, BOB_AT_HOME, PROXY_SERVER, Scene, rendezvous_from
from ..services import files
from ..wire import ipv4, string08, tlv, u16, u32, u8
from . import story

COOKIE = bytes.fromhex("2be4907d13560000")
FILE = [service_data(files("lake.jpg", 20512)), file_name_charset("us-ascii")]


def cookie(number: int) -> bytes:
    """A cookie for each rendezvous of a capture."""
    return COOKIE[:2] + u32(number) + bytes(2)


def from_alice(rendezvous: bytes = COOKIE, *more: bytes) -> Block:
    """A correct file proposal by Alice, with `more` tags before those of the file."""
    return propose(
        rendezvous, Service.FILE_TRANSFER, sequence(1), request_host_check(), *direct(ALICE.address, 4443), *more, *FILE
    )


def from_bob(*tags: bytes, rendezvous: bytes = COOKIE) -> Block:
    """A file proposal from Bob, who is behind a NAT, as the server passes it on."""
    return propose(
        rendezvous, Service.FILE_TRANSFER, sequence(1), request_host_check(), *tags, *FILE, verified_ip(BOB.address)
    )


def sent(*blocks: Block) -> Scene:
    """A capture in which Alice sends these blocks, one after the other."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    for each in blocks:
        alice.sends(BOB, each)
        scene.pause(10)
    alice.sign_off()
    return scene


def received(*blocks: Block) -> Scene:
    """A capture in which Alice gets these blocks."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    for each in blocks:
        alice.gets(BOB, each)
        scene.pause(10)
    alice.sign_off()
    return scene


def answered(*answers: Block) -> Scene:
    """A capture in which Alice proposes a file with the cookie of each answer, and gets the answer."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    for answer in answers:
        alice.sends(BOB, from_alice(answer.cookie))
        scene.pause(6)
        alice.gets(BOB, answer)
        scene.pause(10)
    alice.sign_off()
    return scene


# Values that contradict each other.


@story("finding-ip_xor-mismatch")
def ip_xor_mismatch() -> Scene:
    """A NAT has rewritten IP_ADDR, and IP_XOR still has the address that Bob sent."""
    inside, outside = BOB_AT_HOME.own_address, BOB.address
    return received(from_bob(ip_addr(outside), ip_xor(inside), requester_ip(inside), port(4099), port_xor(4099)))


@story("finding-port_xor-mismatch")
def port_xor_mismatch() -> Scene:
    """A NAT has rewritten PORT, and PORT_XOR still has the port that Bob sent."""
    inside = BOB_AT_HOME.own_address
    return received(from_bob(ip_addr(inside), ip_xor(inside), requester_ip(inside), port(40112), port_xor(4099)))


@story("finding-ip_xor-alone")
def ip_xor_alone() -> Scene:
    """An accept with IP_XOR, but without the IP_ADDR that it should protect."""
    return answered(accept(COOKIE, Service.FILE_TRANSFER, ip_xor(BOB.address)))


@story("finding-port_xor-alone")
def port_xor_alone() -> Scene:
    """An accept with PORT_XOR, but without the PORT that it should protect."""
    return answered(accept(COOKIE, Service.FILE_TRANSFER, port_xor(4099)))


@story("finding-version-range")
def version_range() -> Scene:
    """MIN_PROTOCOL_VERSION is above MAX_PROTOCOL_VERSION."""
    return sent(from_alice(COOKIE, max_version(1), min_version(3)))


@story("finding-cookie-mismatch")
def cookie_mismatch() -> Scene:
    """The cookie in the block is not the one at the start of the message: two bytes are swapped."""
    swapped = COOKIE[1::-1] + COOKIE[2:]
    return sent(replace(from_alice(), cookie=swapped))


# Tags in the wrong place, in a wrong number, or without a meaning.


@story("finding-tlv-out_of_order")
def tlv_out_of_order() -> Scene:
    """MAX_PROTOCOL_VERSION after the service data, where servers no longer read it."""
    # LibOrange writes its tags in this order.
    return sent(
        propose(
            COOKIE,
            Service.FILE_TRANSFER,
            sequence(1),
            *direct(ALICE.address, 4443),
            file_name_charset("us-ascii"),
            service_data(files("lake.jpg", 20512)),
            max_version(1),
        )
    )


@story("finding-tlv-server_only")
def tlv_server_only() -> Scene:
    """A client adds VERIFIED_IP_ADDR or VERIFIED_DOWNLOAD_URL, which only servers may do."""
    return sent(
        from_alice(cookie(1), verified_ip(ALICE.address)),
        from_alice(
            cookie(2), download_url("http://downloads.example/"), verified_download_url("http://downloads.example/")
        ),
    )


@story("finding-tlv-repeated")
def tlv_repeated() -> Scene:
    """A second PORT."""
    return sent(from_alice(COOKIE, port(4443)))


@story("finding-tlv-undefined")
def tlv_undefined() -> Scene:
    """Tags without a meaning: 0x0009, and 0x001B and 0x2710, the first and last before those of the services."""
    return sent(
        *(
            propose(
                cookie(number),
                Service.FILE_TRANSFER,
                sequence(1),
                request_host_check(),
                *direct(ALICE.address, 4443),
                *FILE,
                tlv(tag, b"\0\1"),
            )
            for number, tag in enumerate((0x0009, 0x001B, 0x2710))
        )
    )


@story("finding-sequence-missing")
def sequence_missing() -> Scene:
    """A proposal without SEQUENCE_NUM."""
    return sent(
        propose(COOKIE, Service.FILE_TRANSFER, *direct_libpurple(ALICE.address, 4443), request_host_check(), *FILE)
    )


@story("finding-sequence-unexpected")
def sequence_unexpected() -> Scene:
    """SEQUENCE_NUM in an accept."""
    return answered(accept(COOKIE, Service.FILE_TRANSFER, sequence(1)))


@story("finding-cancel_reason-missing")
def cancel_reason_missing() -> Scene:
    """A cancel without a reason, as MirandaAIM and MirandaICQ send it."""
    return answered(cancel(COOKIE, Service.FILE_TRANSFER))


@story("finding-cancel_reason-unexpected")
def cancel_reason_unexpected() -> Scene:
    """CANCEL_REASON in an accept."""
    return answered(accept(COOKIE, Service.FILE_TRANSFER, cancel_reason(CancelReason.UNKNOWN)))


@story("finding-verified_ip-missing")
def verified_ip_missing() -> Scene:
    """A proposal to the client has REQUESTER_IP_ADDR, and the server has not added VERIFIED_IP_ADDR."""
    return received(
        propose(COOKIE, Service.FILE_TRANSFER, sequence(1), request_host_check(), *direct(BOB.address, 4099), *FILE)
    )


@story("finding-no_endpoint")
def no_endpoint() -> Scene:
    """A proposal with neither CHANNEL nor an address and a port, and proposals with one of these or a list of addresses."""
    return sent(
        propose(cookie(1), Service.FILE_TRANSFER, sequence(1), request_host_check(), *FILE),
        propose(cookie(2), Service.FILE_TRANSFER, channel(2), sequence(1), request_host_check(), *FILE),
        propose(
            cookie(3), Service.FILE_TRANSFER, sequence(1), *proxied(PROXY_SERVER, 0x51C0), request_host_check(), *FILE
        ),
        propose(
            cookie(4), Service.FILE_TRANSFER, sequence(1), addr_list("203.0.113.9 4443"), request_host_check(), *FILE
        ),
    )


# Types of messages.


@story("finding-type-undocumented")
def type_undocumented() -> Scene:
    """A block of type 3, NAK, which the specification names but does not describe."""
    return answered(block(Type.NAK, COOKIE, Service.FILE_TRANSFER))


@story("finding-type-unknown")
def type_unknown() -> Scene:
    """Blocks of the types 4 and 0x8FE4."""
    return answered(block(4, cookie(1), Service.FILE_TRANSFER), block(0x8FE4, cookie(2), Service.FILE_TRANSFER))


@story("finding-nak-do_not_use")
def nak_do_not_use() -> Scene:
    """A proposal refused with NAK 2, which the specification says not to use."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends(
        BOB, propose(COOKIE, Service.DIRECT_ICBM, sequence(1), request_host_check(), *direct(ALICE.address, 4443))
    )
    scene.pause(3)
    alice.gets_nak(BOB, COOKIE, Nak.PROPOSAL_IGNORED)
    alice.sign_off()
    return scene


# Malformed.


@story("finding-tlv-bad_length")
def tlv_bad_length() -> Scene:
    """Numbers, addresses and flags of the wrong length, one in each message."""
    wrong = (
        tlv(0x0012),  # MAX_PROTOCOL_VERSION, empty
        tlv(0x0012, b"\1"),
        tlv(0x0012, u32(1)),
        tlv(0x0014, b"\0\0\x0A"),  # COUNTER_REASON in three bytes
        tlv(0x0010, b"\1"),  # USE_ARS with a value, which flags do not have
        tlv(0x0011, u16(1)),
    )  # REQUEST_SECURE
    blocks = [from_alice(cookie(number), tag) for number, tag in enumerate(wrong)]
    # An IPv6 address, and an address that is cut short.
    for number, address in enumerate(
        (bytes.fromhex("20010db8 00000000 00000000 00000011"), ipv4(ALICE.address)[:3]), start=0x20
    ):
        blocks.append(
            propose(
                cookie(number),
                Service.FILE_TRANSFER,
                sequence(1),
                request_host_check(),
                ip_addr(ALICE.address),
                ip_xor(ALICE.address),
                tlv(0x0003, address),
                port(4443),
                port_xor(4443),
                *FILE,
            )
        )
    return sent(*blocks)


@story("finding-tlv-truncated")
def tlv_truncated() -> Scene:
    """Blocks whose last TLV runs past the end, and blocks that end inside a tag or a length."""
    whole = [sequence(1), request_host_check(), *direct(ALICE.address, 4443)]
    return sent(
        *(
            propose(cookie(number), Service.FILE_TRANSFER, *whole, rest)
            for number, rest in enumerate(
                (tlv(0x2711, b"\0\1", length=0x40), tlv(0x0012, length=2), b"\x27\x11\0", b"\x27\x11", b"\x27")
            )
        )
    )


@story("finding-block-truncated")
def block_truncated() -> Scene:
    """Blocks of 25, 10, 9, 2, 1 and 0 bytes, too short for type, cookie and UUID."""
    return sent(
        *(
            replace(each, data=each.data[:length])
            for each, length in ((from_alice(cookie(length)), length) for length in (25, 10, 9, 2, 1, 0))
        )
    )


@story("finding-block-missing")
def block_missing() -> Scene:
    """Messages on the rendezvous channel without a TLV 5."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    alice.sends_snac(oscar.channel_msg_tohost(cookie(1), Channel.RENDEZVOUS, BOB.name, oscar.request_host_ack()))
    scene.pause(10)
    # The only TLV 5 is in the user info.
    alice.gets_snac(
        oscar.channel_msg_toclient(cookie(2), Channel.RENDEZVOUS, BOB.name, BOB.info(), oscar.unknown_after_block())
    )
    scene.pause(10)
    alice.sends_snac(oscar.channel_msg_tohost(cookie(3), Channel.RENDEZVOUS, BOB.name))
    scene.pause(10)
    # There is a block, but the count is one too high, so that the block belongs to the user info.
    misread = from_bob(rendezvous=cookie(4))
    alice.gets_snac(rendezvous_from(BOB, misread, user_info_count=len(BOB.info()) + 1))
    alice.sign_off()
    return scene


@story("finding-icbm-malformed")
def icbm_malformed() -> Scene:
    """Messages that are malformed before their TLV 5: wrong lengths, wrong counts, early ends."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    block_tlv = oscar.rendezvous_data(bytes(from_alice(cookie(1))))
    start = cookie(1) + u16(Channel.RENDEZVOUS)
    bodies_to_host = (
        start + u8(200) + string08(BOB.name)[1:] + block_tlv,  # the name reaches into the list
        start + string08(BOB.name) + tlv(0x0003, length=0x4000) + block_tlv,  # a TLV before the block overruns
        start + string08(BOB.name) + b"\0\x05",  # ends inside the header of the block
        start + u8(14),  # ends before the name
        start,
    )
    for body in bodies_to_host:
        alice.sends_snac(oscar.Snac(0x0004, 0x0006, body))
        scene.pause(5)
    # The count of the user info is higher than there are TLVs.
    alice.gets_snac(rendezvous_from(BOB, from_bob(rendezvous=cookie(2)), user_info_count=0xFFFF))
    scene.pause(5)
    alice.gets_snac(oscar.Snac(0x0004, 0x0007, start + string08(BOB.name) + u16(0)))  # ends before the count
    scene.pause(5)
    # The optional block declares more bytes than there are.
    alice.sends_snac(
        oscar.Snac(0x0004, 0x0006, u16(0x0400) + start + string08(BOB.name) + block_tlv, oscar.SNAC_OPTIONAL_BLOCK)
    )
    alice.sign_off()
    return scene


@story("finding-client_error-malformed")
def client_error_malformed() -> Scene:
    """Refusals that end too early, or whose error information has none of the known forms."""
    scene = Scene()
    alice = scene.sign_on(ALICE)
    for number, info in enumerate(
        (
            b"\0",  # half a length
            b"\0\2\0",  # half a NAK
            b"\0\2\0\1\0",  # one byte too many
            b"\0\3\0\1",  # a length that differs from that of what follows
            bytes(17),  # one byte short of a failed reverse connection
            b"\x1b\0\x08\0" + bytes(20),
        ),
        start=1,
    ):  # ICQ's first block cut short
        alice.sends(BOB, from_alice(cookie(number)))
        scene.pause(3)
        alice.gets_error(BOB, cookie(number), ErrorCode.CHANNEL_SPECIFIC, info)
        scene.pause(10)
    alice.sends(BOB, from_alice(cookie(7)))
    scene.pause(3)
    alice.gets_snac(
        oscar.Snac(0x0004, 0x000B, cookie(7) + u16(Channel.RENDEZVOUS) + string08(BOB.name) + b"\0")
    )  # half a code
    alice.sign_off()
    return scene


@story("finding-addr_list-malformed")
def addr_list_malformed() -> Scene:
    """Address lists with an entry that runs past the end, or is not "IP port", between correct ones."""
    good = f"{ALICE.address} 4443"
    return sent(
        from_alice(cookie(0), tlv(0x0018, string08(good) + u8(40) + b"192.0.2.17 4444")),
        *(
            from_alice(cookie(number), addr_list(good, bad, good))
            for number, bad in enumerate(
                (
                    "",
                    "192.0.2.17",
                    "192.0.2.17 ",
                    " 4443",
                    "192.0.2.17:4443",
                    "192.0.2.17 4443 ",
                    "192.0.2.17 65536",
                    "192.0.2.256 4443",
                    "2001:db8::11 4443",
                    "host.example 4443",
                    "192.0.2 4443",
                    "192.0.2.17 http",
                ),
                start=1,
            )
        ),
    )
