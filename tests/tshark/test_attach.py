# SPDX-License-Identifier: GPL-2.0-or-later
"""The plugin finds OSCAR wherever Wireshark would find AIM and on AIM's own port, claims
nothing else, and otherwise changes nothing that Wireshark shows."""

import difflib
import sys
import unittest

import host
import merged
import pdml

sys.path.insert(0, str(host.CAPTURES))

from generator.oscar import FrameType  # noqa: E402  (needs the path above)
from generator.scene import ALICE, BOS_SERVER, Client, Scene  # noqa: E402
from generator.socks import connect_through  # noqa: E402
from generator.stories.attaching import proposal_frame, proposed_and_accepted  # noqa: E402

PROPOSE, ACCEPT, CANCEL = "0", "2", "1"
COOKIE = b"3141592\0"
EXCHANGE = [(PROPOSE, COOKIE), (ACCEPT, COOKIE)]  # the messages of proposed_and_accepted()

NOT_OSCAR = ["aol-p3-on-5190", "aol-flap-like-not-snac", "toc-on-5190"]
NO_TCP_DESEGMENTATION = ("-o", "tcp.desegment_tcp_streams:FALSE")
NO_AIM_DESEGMENTATION = ("-o", "aim.desegment:FALSE")


def trees(capture, *arguments):
    """Filter names and values of each tree that the plugin shows, in order, without those of the session."""
    return [
        [(item.get("name"), item.get("show")) for item in pdml.element(pdml.without_session(tree)).iter("field")]
        for packet in host.plugin().packets(capture, *arguments)
        for tree in pdml.our_trees(packet)
    ]


def messages(capture, *arguments):
    """Type and cookie of each rendezvous message that the plugin shows."""
    return [
        (fields[f"{pdml.PROTOCOL}.type"], bytes.fromhex(fields[f"{pdml.PROTOCOL}.cookie"].replace(":", "")))
        for fields in map(dict, trees(capture, *arguments))
        if f"{pdml.PROTOCOL}.type" in fields
    ]


def session_on(port):
    """A capture of one exchange with a server on this port."""
    scene = Scene()
    alice = scene.sign_on(ALICE, port=port)
    proposed_and_accepted(scene, alice)
    alice.sign_off()
    return host.new_capture(f"session-on-{port}", scene.pcap())


class Ports(unittest.TestCase):
    def _check(self, expected, capture, *arguments):
        for passes in ((), ("-2",)):
            with self.subTest(capture=capture.name, options=arguments + passes):
                self.assertEqual(expected, messages(capture, *arguments, *passes))

    def test_own_port_needs_no_option(self):
        self._check(EXCHANGE, session_on(5190))

    def test_unclaimed_port_needs_no_option(self):
        self._check(EXCHANGE, session_on(9898))

    def test_decode_as(self):
        self._check(EXCHANGE, session_on(443), "-d", "tcp.port==443,aim")
        self._check(EXCHANGE, session_on(5190), "-d", "tcp.port==5190,aim")

    def test_port_preference(self):
        self._check(EXCHANGE, session_on(443), "-o", "aim.tcp.port:443")
        self._check(EXCHANGE, session_on(5190), "-o", "aim.tcp.port:443")

    def test_port_of_another_protocol_stays_its_own(self):
        self._check([], session_on(443))

    def test_tls_with_key_log(self):
        self._check(EXCHANGE, host.capture("tls-oscar"))

    def test_tls_needs_no_option_but_the_key_log(self):
        """The heuristic claims the session: a message in two records, and what no heuristic would claim, are AIM's too."""
        capture = host.capture("tls-unclaimed-port")
        cookie = b"2236067\0"
        self._check([(PROPOSE, cookie), (ACCEPT, cookie)], capture)
        infos = {line.info for line in host.plugin().summary(capture)}
        self.assertLessEqual({"Keep Alive", "Close Connection"}, infos)

    def test_socks(self):
        self._check(EXCHANGE, host.capture("socks5"))

    def test_socks_to_an_unclaimed_port(self):
        """The connection stays that of the proxy's dissector, which hands over what it carries."""
        scene = Scene()
        proxy = scene.connect(ALICE, "198.51.100.10", 1080)
        alice = scene.sign_on(ALICE, link=connect_through(proxy, BOS_SERVER, 9898))
        proposed_and_accepted(scene, alice)
        capture = host.new_capture("socks5-to-9898", scene.pcap())
        self._check(EXCHANGE, capture)
        layers = host.plugin().read(capture, "-2", "-Y", "aim", "-T", "fields", "-e", "frame.protocols").split()
        self.assertLess(5, len(layers))
        self.assertEqual([], [line for line in layers if ":socks:aim" not in line])


class Streams(unittest.TestCase):
    maxDiff = None

    def test_whatever_the_segments(self):
        """A proposal in two segments, cut at every place, and one in segments of one byte."""
        scene = Scene()
        alice = scene.sign_on(ALICE)
        length = len(proposal_frame(alice, COOKIE))
        ways = [[cut] for cut in range(1, length)] + [range(1, length)]
        cookies = [b"%07d\0" % number for number in range(len(ways))]
        for cookie, cuts in zip(cookies, ways):
            alice.sends_bytes(proposal_frame(alice, cookie), cuts)
        capture = host.new_capture("cut-everywhere", scene.pcap())

        self.assertEqual([(PROPOSE, cookie) for cookie in cookies], messages(capture))
        shown = [[field for field in fields if ".cookie" not in field[0]] for fields in trees(capture)]
        self.assertEqual(
            [], [cuts for cuts, values in zip(ways, shown) if values != shown[0]], "cuts that change values"
        )

    def test_desegmentation_off(self):
        """Messages that fit into one segment are shown nevertheless."""
        for off in (NO_TCP_DESEGMENTATION, NO_AIM_DESEGMENTATION):
            with self.subTest(options=off):
                self.assertEqual(EXCHANGE, messages(session_on(5190), *off))
                self.assertEqual(EXCHANGE, messages(session_on(443), "-d", "tcp.port==443,aim", *off))
                self.assertIn((CANCEL, b"2718281\0"), messages(host.capture("several-flaps-one-segment"), *off))

    def test_mid_stream(self):
        self.assertEqual(EXCHANGE, messages(host.capture("mid-stream")))
        self.assertEqual(EXCHANGE, messages(host.capture("mid-flap-start")))

    def test_what_came_before_looks_the_same_on_every_pass(self):
        """A connection is known to be OSCAR from a SNAC on; of a keep-alive alone, nobody can say."""
        scene = Scene()
        alice = Client(ALICE, scene.connect(ALICE, BOS_SERVER, 9898))
        alice.sends_bytes(alice.outgoing_frame(FrameType.KEEP_ALIVE))
        alice.sends_bytes(proposal_frame(alice, COOKIE))
        alice.sends_bytes(alice.outgoing_frame(FrameType.KEEP_ALIVE))
        capture = host.new_capture("keep-alive-first", scene.pcap())
        protocols = [line.protocol for line in host.plugin().summary(capture)]
        self.assertEqual(["TCP", "AIM Rendezvous", "AIM"], [protocols[number] for number in (3, 5, 7)])
        self.assertEqual(host.plugin().summary(capture), host.plugin().summary(capture, "-2"))

    def test_sign_on(self):
        """The server's frame proves nothing. It is shown as AIM by a second pass, which knows that OSCAR followed."""
        for capture in (session_on(5190), session_on(9898), host.capture("socks5"), host.capture("tls-unclaimed-port")):
            for passes, expected in (((), 1), (("-2",), 2)):
                with self.subTest(capture=capture.name, options=passes):
                    lines = host.plugin().summary(capture, *passes)
                    self.assertEqual(expected, [line.info for line in lines].count("New Connection"))

    def test_sign_on_without_snacs(self):
        """A name with its password is OSCAR's; what follows needs no further proof."""
        lines = [line.info for line in host.plugin().summary(host.capture("login-of-2000")) if line.protocol == "AIM"]
        self.assertEqual(["New Connection", "Close Connection"], lines)

    def test_end_of_a_message_and_start_of_the_next_in_a_segment(self):
        """Info has no separator where nothing is known of the second one yet."""
        scene = Scene()
        alice = scene.sign_on(ALICE)
        first, second = (proposal_frame(alice, b"%07d\0" % number) for number in (1, 2))
        alice.sends_bytes(first + second, [40, len(first) + 50])
        alice.sends_bytes(first)
        capture = host.new_capture("end-and-start", scene.pcap())
        info = [line.info for line in host.plugin().summary(capture) if line.protocol == "AIM Rendezvous"]
        self.assertEqual(3, len(info))
        self.assertTrue(info[0].startswith("Propose File Transfer"))
        self.assertEqual([info[2]] * 2, info[:2])

    def test_snaplen(self):
        self.assertEqual(EXCHANGE, messages(host.capture("snaplen-cut")))

    def test_several_frames_in_a_segment(self):
        first, second = b"2718281\0", b"2718282\0"
        expected = [(PROPOSE, first), (PROPOSE, second), (ACCEPT, second), (CANCEL, first)]
        self.assertEqual(expected, messages(host.capture("several-flaps-one-segment")))


class NothingElse(unittest.TestCase):
    """Comparisons with stock Wireshark, which gets the same options."""

    def test_other_protocols_are_not_claimed(self):
        for name in NOT_OSCAR:
            with self.subTest(capture=name):
                capture = host.capture(name)
                for passes in ((), ("-2",)):
                    outputs = (a_host.packets(capture, *passes) for a_host in (host.stock(), host.plugin()))
                    for number, (expected, found) in enumerate(zip(*outputs, strict=True), 1):
                        self._same(expected, found, f"frame {number}")

    def test_disabled_is_as_if_not_there(self):
        for where, expected, found in self._beside_stock(host.disabled()):
            self._same(expected, found, where)

    def test_adds_its_own_layer_and_nothing_else(self):
        for where, *shown in self._beside_stock(host.plugin()):
            # Stock Wireshark counts a transfer on port 443 as a stream of TLS.
            expected, found = map(pdml.without_tls_stream, shown)
            if pdml.is_of_data_connection(found) or pdml.awaits_more(found) > pdml.awaits_more(expected):
                # Stock Wireshark gives what is in it to somebody else, or shows it as bytes.
                self._same(pdml.up_to_tcp(expected), pdml.up_to_tcp(found), where)
            else:
                self._same(expected, pdml.without_us(found), where)
            self.assertEqual(len(pdml.our_trees(found)), pdml.layers(found).count(pdml.PROTOCOL), where)

    def _beside_stock(self, other):
        """Every frame of every capture: which one it is, what stock Wireshark shows, and what the other host shows."""
        outputs = (a_host.packets(merged.capture(), *host.DECODE_AS_AIM) for a_host in (host.stock(), other))
        number = 0
        for number, (expected, found) in enumerate(zip(*outputs, strict=True), 1):
            yield merged.origin(number), expected, found
        self.assertGreater(number, 0, "tshark shows no packet at all")

    def _same(self, expected, found, where):
        if expected != found:
            diff = difflib.ndiff(expected.splitlines(), found.splitlines())
            self.fail("\n".join([f"{where} differs", *(line for line in diff if line[0] in "+-")]))


if __name__ == "__main__":
    unittest.main()
