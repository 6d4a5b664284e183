# SPDX-License-Identifier: GPL-2.0-or-later
"""Goldens: what Wireshark shows of the rendezvous messages in a capture, as text that reads well in a diff.

    frame 11                                                  each frame with a rendezvous message
      protocol  AIM Rendezvous                                its columns
      info      AIM Messaging, Outgoing to: ...
      layers    eth:ethertype:ip:tcp:aim:aim_messaging:aim_rendezvous
      AIM Rendezvous, Propose File Transfer  <aim_rendezvous @46+82>
        Message type: Propose (0)  <aim_rendezvous.type = 0 @46+2>
        ! Note, Protocol: what is wrong  <aim_rendezvous.type.undocumented>

The trees are those of a second pass, which knows the outcome of each rendezvous.
Each label is followed by the filter name, the value, and the offset and length of its bytes.
Versions of Wireshark differ in where they cut labels, in how they write times and control
characters, and in what they say about malformed packets. The rest is the same in all of
them; it is called the essence here.
"""

import hashlib
import re
from collections import defaultdict
from datetime import datetime
from functools import cache

import host
import pdml

# Hostile captures have thousands of items, and values of thousands of bytes. What is too
# long to read is replaced by its hash.
_MOST_CHILDREN = 50
_LONGEST_VALUE = 150

MADE_WITH = "4.0"  # the version of Wireshark
FOLDER = host.TOP / "tests" / "tshark" / "golden"

_OURS = f"(?:{'|'.join(pdml.PROTOCOLS)})\\b"
_ESSENCE = re.compile(rf"^frame .*|^  (?:protocol|info) .*|^ .*  <{_OURS}.*", re.MULTILINE)
_MALFORMED = re.compile(r"\[Malformed Packet.*?\]")
_CUT_MARK = re.compile(r" \[(?:truncated|…)\](?=: )")
_LABEL_END = re.compile(rf"(?<=.{{50}}).*(?=  <{_OURS})", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?:[0-3][0-7]{2}|x(?:fff[ef]|[0-9A-F]{2})|u[0-9A-F]{4}|U[0-9A-F]{8})")
_TIME_LABEL = re.compile(rf": .*(?=  <{_OURS}[\w.]*(?:\b|_)(?:time|duration|delay) = )")
_DATE = re.compile(r"([A-Z][a-z]{2} [ \d]\d, \d{4}) ([\d:.]+) UTC")
_BIT = re.compile(r"(?<= = )(?:True|False)(?= @)")
_FIELD = re.compile(rf"<({_OURS}[\w.]*)", re.MULTILINE)
_FINDING = re.compile(rf"^ *! (\w+), \w+: .*  <({_OURS}[\w.]*)>$", re.MULTILINE)


def of(capture):
    """The file of a capture's golden."""
    return FOLDER / f"{capture.stem}.txt"


def made_by(a_host, capture):
    """The text of a golden, as the host shows the capture now."""
    packets, summaries = list(a_host.packets(capture, "-2")), a_host.summary(capture)
    lines = [f"{len(packets)} frames"]
    for packet, summary in zip(packets, summaries, strict=True):
        if pdml.has_our_tree(packet):
            lines += ["", *_frame(packet, summary)]
    return "\n".join(lines) + "\n"


def essence(text):
    """The part of a golden that is the same in every version of Wireshark."""
    text = _DATE.sub(_in_figures, _ESCAPE.sub(_unescaped, text))
    text = _BIT.sub(lambda match: str(int(match.group() == "True")), text)
    for varies in (_MALFORMED, _TIME_LABEL, _CUT_MARK, _LABEL_END):
        text = varies.sub("", text)
    return "\n".join(_ESSENCE.findall(text))


def shown():
    """Every filter name that occurs in a golden."""
    return {name for golden in FOLDER.glob("*.txt") for name in _FIELD.findall(golden.read_text("utf-8"))}


@cache
def findings():
    """Every finding that occurs in a golden, with the severities that it has there."""
    severities = defaultdict(set)
    for golden in FOLDER.glob("*.txt"):
        for severity, name in _FINDING.findall(golden.read_text("utf-8")):
            severities[name].add(severity)
    return dict(severities)


def _unescaped(match):
    code = match[0][1:]
    return chr(int(code, 8)) if code.isdigit() else chr(int(code[1:], 16))


def _in_figures(match):
    return f"{datetime.strptime(match[1], '%b %d, %Y'):%Y-%m-%d}T{match[2]}Z"


def _frame(packet, summary):
    yield f"frame {summary.number}"
    yield f"  protocol  {summary.protocol}"
    yield f"  info      {summary.info}"
    yield f"  layers    {':'.join(pdml.layers(packet))}"
    for proto in pdml.element(packet).iterfind("proto"):
        # Our trees, and what Wireshark says about a packet that is cut short or malformed.
        if proto.get("name") in pdml.PROTOCOLS or proto.get("name").startswith("_ws."):
            yield from _item(proto, "  ")


def _item(item, indent):
    if item.get("name") == "_ws.expert":
        yield indent + _finding(item)
        return
    name = item.get("name") or "text"
    value = f" = {_cut(item.get('show'))}" if item.tag == "field" and item.get("show") else ""
    yield f"{indent}{_label(item)}  <{name}{value} @{item.get('pos')}+{item.get('size')}>"
    children = ["\n".join(_item(child, indent + "  ")) for child in item]
    if len(children) > _MOST_CHILDREN:
        left_out = children[_MOST_CHILDREN:]
        children[_MOST_CHILDREN:] = [f"{indent}  ({len(left_out)} more, {_hash(''.join(left_out))})"]
    yield from children


def _label(item):
    hidden = "(hidden) " if item.get("hide") == "yes" else ""
    return hidden + _cut(item.get("showname") or item.get("show") or "")


def _finding(item):
    values = {child.get("name"): child.get("showname", "").partition(": ")[2] for child in item}
    message, severity, group = (values.pop(f"_ws.expert.{part}") for part in ("message", "severity", "group"))
    (name,) = values
    return f"! {severity}, {group}: {_cut(message)}  <{name}>"


def _cut(value):
    if len(value) <= _LONGEST_VALUE:
        return value
    return f"{value[:_LONGEST_VALUE]}... ({len(value)} characters, {_hash(value)})"


def _hash(value):
    return hashlib.sha256(value.encode()).hexdigest()[:16]
