# SPDX-License-Identifier: GPL-2.0-or-later
"""What tshark prints about one packet with -T pdml, as text and as elements."""

import re
import xml.etree.ElementTree as ElementTree

# The protocols that the plugin registers, by the prefix of their filters; test_fields.py checks that none is missing.
PROTOCOLS = ("aim_rendezvous", "aim_oft", "aim_odc", "aim_ars", "icq_dc")
PROTOCOL = "aim_rendezvous"  # the one of the rendezvous messages

_PACKET = re.compile(rb"^<packet>$.*?^</packet>$", re.MULTILINE | re.DOTALL)
# Our layer, and those that service data is handed to. Only another FLAP frame can follow.
_OUR_LAYERS = re.compile(rf":{PROTOCOL}(?::(?!aim)[^:\"]+)*")
_OUR_TREE = re.compile(rf'^  <proto name="{PROTOCOL}".*?^  </proto>\n', re.MULTILINE | re.DOTALL)
_ANY_OF_OUR_TREES = re.compile(rf'^  <proto name="(?:{"|".join(PROTOCOLS)})"', re.MULTILINE)
_DATA = re.compile(
    r'^ +<(?:proto name="(?:aim_(?:oft|odc|ars)|icq_dc)"|field name="aim_rendezvous.session" showname="Session: \d+ \(this)',
    re.MULTILINE,
)
_TLS_STREAM = re.compile(r'^ *<field name="tls\.stream".*\n', re.MULTILINE)
_REASSEMBLED = re.compile(r'^    <field name="tcp\.(?:segment_data|reassembled_in)".*\n', re.MULTILINE)
_LAYERS = re.compile(r'^    <field name="frame.protocols".* show="(.*?)"/>$', re.MULTILINE)
_SESSION = re.compile(
    rf'^    <field name="{PROTOCOL}.session"(?:[^\n]*/>|.*?^    </field>)\n', re.MULTILINE | re.DOTALL
)
# Wireshark's own dissectors put some of these into their labels.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_ours(name):
    """Whether this is the name of one of the plugin's fields or findings."""
    return name.partition(".")[0] in PROTOCOLS and "." in name


def has_our_tree(packet):
    """Whether a packet has a tree of any of the plugin's protocols."""
    return _ANY_OF_OUR_TREES.search(packet) is not None


def is_of_data_connection(packet):
    """Whether a packet has a tree of what a rendezvous leads to, or says that its connection was expected to be that."""
    return _DATA.search(packet) is not None


def without_tls_stream(packet):
    """The packet without the number of its TLS stream, which 4.6 shows."""
    return _TLS_STREAM.sub("", packet)


def awaits_more(packet):
    """Whether TCP or TLS keeps bytes until more of what they are comes."""
    return "tcp.segment_data" in packet or "tls.segment.data" in packet


def up_to_tcp(packet):
    """What a packet shows from the network up to TCP, without what TCP reassembles for the dissectors above it."""
    shown = packet[packet.index('<proto name="eth"') : packet.index("  </proto>", packet.index('<proto name="tcp"'))]
    return _REASSEMBLED.sub("", shown)


def packets(output):
    """The packets in the output of tshark."""
    return (match.group() for match in _PACKET.finditer(output))


def element(text):
    """A packet or a tree, parsed."""
    return ElementTree.fromstring(_NOT_XML.sub(lambda match: f"\\x{ord(match.group()):02x}", text))


def layers(packet):
    """The value of frame.protocols, as a list."""
    return _LAYERS.search(packet).group(1).split(":")


def our_trees(packet):
    """The trees of the rendezvous messages in a packet."""
    return _OUR_TREE.findall(packet)


def without_session(tree):
    """The tree without its session, which depends on other messages."""
    return _SESSION.sub("", tree)


def without_us(packet):
    """The packet as it would be without the plugin."""
    packet = _LAYERS.sub(lambda match: _OUR_LAYERS.sub("", match.group()), packet)
    # If a packet is cut short in AIM's layer and in ours, Wireshark names the one that noticed last.
    packet = packet.replace("capture: AIM Rendezvous truncated", "capture: AIM truncated")
    return _OUR_TREE.sub("", packet)
