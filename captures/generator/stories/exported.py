# SPDX-License-Identifier: GPL-2.0-or-later
"""Exported PDUs.

Such a file names the dissector of each packet, and may hand it what is meant for a dissector below TCP. Whatever the
plugin has registered under a name can be called so, with any bytes.
"""

from .. import ars, odc, oft, pcap
from ..exported import Tag, Way, endpoints, pdu, tcp_info
from ..images import GIF
from ..oscar import FrameType
from ..rendezvous import CancelReason, Service, cancel, cancel_reason
from ..scene import ALICE, BOB, BOS_SERVER, OSCAR_PORT, Client, Scene, im_to, rendezvous_to
from ..services import files
from ..tcp import Endpoint
from . import story
from .attaching import acceptance_frame, proposal_frame

CLIENT, SERVER = Endpoint(ALICE.address, 1601), Endpoint(BOS_SERVER, OSCAR_PORT)


class Exporter:
    """Writes PDUs for one way in; whose cookies begin with a number of its own."""

    def __init__(self, scene: Scene, way: Way, number: int) -> None:
        self._network = scene.network
        self._way = way
        self._number = number
        self._sequence = 0x1F3A0001
        with scene.network.unseen():
            self.alice: Client = scene.sign_on(ALICE)

    def cookie(self, which: int) -> bytes:
        return b"%03d%04d\0" % (self._number, which)

    def put(self, data: bytes, *, up: bool = True, located: bool = False, below_tcp: bool = False) -> None:
        """With addresses and ports if `located`, with TCP's data if `below_tcp`."""
        tags = endpoints(*((CLIENT, SERVER) if up else (SERVER, CLIENT))) if located else []
        if below_tcp:
            tags.append(tcp_info(self._sequence, len(data)))
        self._sequence += len(data)
        self._network.put(pdu(self._way, data, *tags))

    def tell(self) -> None:
        """A proposal and its acceptance, with and without addresses and data."""
        for located in (False, True):
            for below_tcp in (False, True):
                cookie = self.cookie(2 * located + below_tcp)
                self.put(proposal_frame(self.alice, cookie), located=located, below_tcp=below_tcp)
                self.put(acceptance_frame(self.alice, cookie), up=False, located=located, below_tcp=below_tcp)

    def tell_oddities(self) -> None:
        """What a dissector meets that nothing reassembles for: several frames, parts of frames, and no frames."""
        cookie = self.cookie(10)
        proposal = proposal_frame(self.alice, cookie, "odd.txt")
        withdrawal = self.alice.outgoing(
            rendezvous_to(BOB, cancel(cookie, Service.FILE_TRANSFER, cancel_reason(CancelReason.USER_CANCEL)))
        )
        for data in (
            proposal + withdrawal,
            self.alice.outgoing(im_to(BOB, "no rendezvous")) + proposal_frame(self.alice, self.cookie(11)),
            proposal_frame(self.alice, self.cookie(12))[:100],
            proposal[:5],
            withdrawal[:26],
            self.alice.outgoing_frame(FrameType.KEEP_ALIVE),
            self.alice.outgoing_frame(FrameType.SIGN_ON, bytes((0, 0, 0, 1))),
            files("bare.txt", 12008),
            b"no FLAP frame at all",
            b"",
        ):
            self.put(data, below_tcp=True)

    def tell_data(self) -> None:
        """Headers, packets of the proxy and content: whole, in parts, and several at once."""
        cookie = self.cookie(20)
        content = b"exported " * 30
        prompt = bytes(
            oft.Header(oft.Type.PROMPT, cookie=cookie, name="exported.txt", size=len(content), total_size=len(content))
        )
        create = bytes(ars.create(ALICE.name, cookie))
        for located in (False, True):
            for below_tcp in (False, True):
                for data in (
                    create,
                    create[:30],
                    prompt[:200],
                    prompt,
                    content,
                    prompt + content[:100],
                    prompt[:5],
                    b"neither of them",
                    b"",
                ):
                    self.put(data, located=located, below_tcp=below_tcp)

    def tell_direct_ims(self) -> None:
        """Frames: whole, in parts, and several at once."""
        words, image = odc.encoded("exported "), odc.binary(odc.data("1", GIF))
        frame = bytes(odc.Frame(self.cookie(30), ALICE.name, words + image))
        note = bytes(odc.Frame(self.cookie(30), ALICE.name, flags=odc.TYPING))
        for located in (False, True):
            for below_tcp in (False, True):
                for data in (
                    note,
                    frame,
                    frame[:90],
                    note + frame[:50],
                    frame[:20],
                    frame[:5],
                    b"neither",
                    frame + note,
                ):
                    self.put(data, up=False, located=located, below_tcp=below_tcp)


def told(*ways: Way) -> Scene:
    scene = Scene(link_type=pcap.LINKTYPE_WIRESHARK_UPPER_PDU)
    for number, way in enumerate(ways):
        exporter = Exporter(scene, way, number)
        exporter.tell()
        exporter.tell_oddities()
        exporter.tell_data()
        exporter.tell_direct_ims()
        scene.pause(5)
    return scene


@story("exported-by-name")
def exported_by_name() -> Scene:
    """PDUs for dissectors by their names: `aim`, which shows no rendezvous, and those of the plugin."""
    return told(
        Way(Tag.DISSECTOR, "aim"),
        Way(Tag.DISSECTOR, "aim_rendezvous"),
        Way(Tag.DISSECTOR, "aim_rendezvous.stream"),
        Way(Tag.DISSECTOR, "aim_rendezvous.service_data"),
        Way(Tag.DISSECTOR, "aim_oft"),
        Way(Tag.DISSECTOR, "aim_odc"),
        Way(Tag.DISSECTOR, "aim_ars"),
    )


@story("exported-for-heuristics")
def exported_for_heuristics() -> Scene:
    """PDUs for the heuristics of TCP and of TLS by their names, though neither TCP nor TLS is there."""
    return told(Way(Tag.HEURISTIC, "aim_rendezvous_tcp"), Way(Tag.HEURISTIC, "aim_rendezvous_tls"))


@story("exported-for-tables")
def exported_for_tables() -> Scene:
    """PDUs for what stands in dissector tables: the port of AIM in those of TCP and TLS, and the table of the plugin."""
    return told(
        Way(Tag.TABLE, "tcp.port", OSCAR_PORT),
        Way(Tag.TABLE, "tls.port", 5223),
        Way(Tag.TABLE, "aim_rendezvous.aim", 0),
        Way(Tag.TABLE, "aim_rendezvous.aim", 1),
    )
