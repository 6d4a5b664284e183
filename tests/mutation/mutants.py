# SPDX-License-Identifier: GPL-2.0-or-later
"""Mutants: the source with one line changed.

Most are made from the text of the sources by the operators below. Which of all that could be made are
taken is decided by a hash of the line and its surroundings, so the choice stays the same for lines that
stay the same, wherever in the sources they are moved. Others are written by hand, in the file `by_hand`.
"""

import hashlib
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

LAYERS = ("core", "sessions", "epan")  # folders below plugin/


@dataclass(frozen=True)
class Mutant:
    """A line to be changed. What identifies it is `key`: no path, and no number of a line."""

    path: str  # from the top of the project
    line: int  # from 0
    operator: str
    context: str  # the line that begins the function or table
    before: str
    after: str
    occurrence: int = 0  # among those that are alike otherwise
    title: str = ""

    @property
    def layer(self):
        return self.path.split("/")[1]

    @property
    def key(self):
        return (self.context, self.before.strip(), self.after.strip(), self.occurrence)

    @property
    def name(self):
        return hashlib.sha256("\0".join(map(str, self.key)).encode()).hexdigest()[:12]

    def __str__(self):
        """As it is written in the lists."""
        again = f" #{self.occurrence + 1}" if self.occurrence else ""
        return f"@ {self.context}{again}\n- {self.before.strip()}\n+ {self.after.strip()}"

    def rank(self, seed):
        """Candidates are taken in the order of this number; an operator of twice the weight is taken twice as often."""
        digest = hashlib.sha256(f"{seed}\0{self.name}".encode()).digest()
        uniform = (int.from_bytes(digest[:8], "big") + 1) / (2**64 + 1)
        return -math.log(uniform) / WEIGHTS[self.operator]


# ---- Operators ----

# Tables are long, and one row is much like another.
WEIGHTS = {
    "relation": 3,
    "logic": 3,
    "negated": 3,
    "not removed": 3,
    "dropped": 3,
    "returned": 2,
    "boolean": 2,
    "swapped branches": 3,
    "arithmetic": 1.5,
    "constant": 0.4,
    "name of Wireshark": 3,
    "enumerator": 1,
    "tag": 1,
    "limit": 3,
    "text": 0.3,
}

_OTHER_OPERATOR = {
    "relation": {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">"},
    "logic": {"&&": "||", "||": "&&"},
    "arithmetic": {"+": "-", "-": "+", "&": "|", "|": "&", "^": "|", "+=": "-=", "-=": "+=", "|=": "&=", "^=": "|="},
}
_SHIFT = re.compile(r" (<<|>>) (?=\d)")
_INTEGER = re.compile(r"(?<![\w.'\"])(0x[0-9A-Fa-f]+|\d[\d']*)(?=(?:[uUlL]{0,3})(?![\w.']))")
_STATEMENT = re.compile(
    r"(?:continue|break|return)"
    r"|(?:\+\+|--)[\w.\->\[\]()*]+"
    r"|[\w.\->\[\]()*:]+ (?:=|[-+|&^]=|<<) .+"
    r"|(?:\([^;]*\)|(?!return\b|if\b|for\b|while\b|switch\b|static_assert\b|DISSECTOR_ASSERT\b)[\w:.]+)"
    r"(?:->|\.|[\w:]|<[\w:, ]+>)*\(.*\)"
)
_NAMES_OF_WIRESHARK = [
    ["FT_FRAMENUM_REQUEST", "FT_FRAMENUM_RESPONSE", "FT_FRAMENUM_NONE"],
    ["ABSOLUTE_TIME_UTC", "ABSOLUTE_TIME_LOCAL"],
    ["ENC_BIG_ENDIAN", "ENC_LITTLE_ENDIAN"],
    ["ENC_UTF_8", "ENC_ISO_8859_1", "ENC_WINDOWS_1252", "ENC_WINDOWS_1250", "ENC_WINDOWS_1251"],
    ["ENC_ISO_8859_2", "ENC_ISO_8859_5", "ENC_ISO_8859_7", "ENC_ISO_8859_8", "ENC_ISO_8859_9"],
    ["ENC_GB18030", "ENC_EUC_KR"],
    ["ENC_UTF_16", "ENC_UCS_2"],
    ["BASE_DEC", "BASE_HEX"],
    ["FT_UINT8", "FT_UINT16", "FT_UINT32"],
    ["FT_ABSOLUTE_TIME", "FT_RELATIVE_TIME"],
    ["FT_STRING", "FT_STRINGZ"],
    ["PI_CHAT", "PI_NOTE", "PI_WARN", "PI_ERROR"],
    ["PI_MALFORMED", "PI_PROTOCOL"],
    ["COL_INFO", "COL_PROTOCOL"],
    ["HEURISTIC_ENABLE", "HEURISTIC_DISABLE"],
    ["TAP_PACKET_REDRAW", "TAP_PACKET_DONT_REDRAW"],
    ["MN_INCREASE", "MN_SET"],
    ["STAT_DT_INT", "STAT_DT_FLOAT"],
    ["CONVERSATION_TCP", "CONVERSATION_UDP"],
]
_NAME_OF_WIRESHARK = {
    name: group[(place + 1) % len(group)] for group in _NAMES_OF_WIRESHARK for place, name in enumerate(group)
}
_ENUM = re.compile(r"enum class (\w+)[^{;]*\{([^}]*)\}", re.DOTALL)
_TAG = re.compile(r"inline constexpr std::uint16_t (k\w+) = 0x")


def _mask(line):
    """The line with its strings and its comment blanked out, of the same length."""
    masked = re.sub(
        r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])+\'', lambda m: m[0][0] + "_" * (len(m[0]) - 2) + m[0][-1], line
    )
    comment = masked.find("//")
    return masked if comment < 0 else masked[:comment] + " " * (len(masked) - comment)


def _replaced(line, start, end, text):
    return line[:start] + text + line[end:]


class Sources:
    """The text of the project, and the names in it that can stand for one another."""

    def __init__(self, top):
        self.top = Path(top)
        paths = sorted(path for layer in LAYERS for path in (self.top / "plugin" / layer).rglob("*"))
        self.texts = {
            str(path.relative_to(self.top)): path.read_text("utf-8")
            for path in paths
            if path.suffix in (".cpp", ".h", ".def")
        }
        self._enumerators = {}
        self._tags = []
        for text in self.texts.values():
            for name, body in _ENUM.findall(re.sub(r"//.*", "", text)):
                found = re.findall(r"(?:^|,)\s*(\w+)", body)
                self._enumerators.setdefault(name, found)
            self._tags += _TAG.findall(text)

    def lines(self, path):
        return self.texts[path].split("\n")

    def candidates(self, layer):
        """All mutants of a layer that the operators make."""
        found = [
            mutant
            for path in self.texts
            if path.split("/")[1] == layer
            for number, operator, context, before, after in self._in_file(path)
            for mutant in [Mutant(path, number, operator, context, before, after)]
        ]
        return _numbered(found)

    def _in_file(self, path):
        context, previous, passive = "", "", False
        for number, line in enumerate(self.lines(path)):
            code = _mask(line).strip()
            if not code or code.startswith(("#", "template", 'extern "')):
                continue
            if re.match(r"[A-Za-z]", line) and not code.startswith(
                ("namespace", "extern", "using", "public", "private")
            ):
                context = line.strip()
            # Assertions at compile time, and what merely declares.
            starts_passive = re.match(r"(?:static_assert|using|namespace|enum|friend|typedef)\b", code) is not None
            if starts_passive or passive:
                passive = not code.endswith((";", "{", "}"))
                previous = code
                continue
            for operator, after in self._of_line(line, previous):
                yield number, operator, context, line, after
            previous = code

    def _of_line(self, line, previous):
        masked = _mask(line)
        code = masked.strip()
        is_case = code.startswith(("case ", "default:"))
        if re.search(r"\bassert\(|ASSERT\(", code):
            return
        for operator, others in _OTHER_OPERATOR.items():
            for match in re.finditer(r" ([-+&|^<>=!]{1,2}) (?=\S)", masked):
                if match[1] in others and not (match[1] in "&*" and match.start() == 0):
                    yield operator, _replaced(line, *match.span(1), others[match[1]])
        for match in _SHIFT.finditer(masked):
            yield "arithmetic", _replaced(line, *match.span(1), ">>" if match[1] == "<<" else "<<")
        if match := re.fullmatch(r"(\s*(?:\} else )?if \()(.*)(\) \{)\s*", masked):
            inner = line[match.start(2) : match.end(2)]
            # With a declaration in it, only what is behind that is the condition.
            head, semicolon, condition = inner.rpartition("; ")
            if not re.match(r"(?:const )?[\w:<>*&]+\*? \w+ = ", condition):
                yield "negated", _replaced(line, *match.span(2), f"{head}{semicolon}!({condition})")
        if match := re.fullmatch(r"(\s*return )(.*(?: == | != | && | \|\| | < | > |^!|\bhas_|\bis_).*);\s*", masked):
            if "?" not in match[2]:
                yield "negated", _replaced(line, *match.span(2), f"!({line[match.start(2) : match.end(2)]})")
        for match in re.finditer(r"!(?=[\w(])", masked):
            yield "not removed", _replaced(line, *match.span(), "")
        for match in re.finditer(r"\b(?:true|false)\b", masked):
            yield "boolean", _replaced(line, *match.span(), "false" if match[0] == "true" else "true")
        if match := re.fullmatch(r"\s*return (.+);\s*", masked):
            if match[1] not in ("{}", "true", "false", "nullptr", "0") and not match[1].startswith("*this"):
                yield "returned", _replaced(line, *match.span(1), "{}")
        if previous.endswith((";", "{", "}", ":")) or not previous:
            if match := re.fullmatch(r"(\s+)(.*);\s*", masked):
                if _STATEMENT.fullmatch(match[2]) and not match[2].startswith("void "):
                    yield "dropped", match[1] + ";"
        yield from self._swapped_branches(line, masked)
        if not is_case:
            for match in _INTEGER.finditer(masked):
                yield "constant", _replaced(line, *match.span(1), _changed_number(match[1], +1))
                if int(match[1].replace("'", ""), 0) > 1:
                    yield "constant", _replaced(line, *match.span(1), _changed_number(match[1], -1))
            for match in re.finditer(r"\b(\w+)::(\w+)\b", masked):
                others = self._enumerators.get(match[1], [])
                if match[2] in others and len(others) > 1:
                    other = others[(others.index(match[2]) + 1) % len(others)]
                    yield "enumerator", _replaced(line, *match.span(2), other)
                elif match[1] == "tag" and match[2] in self._tags:
                    other = self._tags[(self._tags.index(match[2]) + 1) % len(self._tags)]
                    yield "tag", _replaced(line, *match.span(2), other)
        for match in re.finditer(r"\b[A-Z][A-Z_\d]+\b", masked):
            if match[0] in _NAME_OF_WIRESHARK:
                yield "name of Wireshark", _replaced(line, *match.span(), _NAME_OF_WIRESHARK[match[0]])
        for match in re.finditer(r"std::(min|max)\b", masked):
            yield "limit", _replaced(line, *match.span(1), "max" if match[1] == "min" else "min")
        for match in re.finditer(r'"_+"', masked):
            text = line[match.start() + 1 : match.end() - 1]
            if letters := re.match(r"[^%\\]*?[A-Za-z]", text):
                at = match.start() + 1 + letters.end()
                yield "text", _replaced(line, at, at, "x")

    @staticmethod
    def _swapped_branches(line, masked):
        """a ? b : c, if it is all on the line."""
        if masked.count(" ? ") != 1 or masked.count(" : ") != 1:
            return
        question, colon = masked.index(" ? "), masked.index(" : ")
        depth, end = 0, len(masked)
        for at in range(colon + 3, len(masked)):
            depth += masked[at] in "([{"
            depth -= masked[at] in ")]}"
            if depth < 0 or (depth == 0 and masked[at] in ",;"):
                end = at
                break
        first, second = line[question + 3 : colon], line[colon + 3 : end]
        if colon > question and end < len(masked) and first != second:
            yield "swapped branches", f"{line[:question]} ? {second} : {first}{line[end:]}"


def _changed_number(text, change):
    value = int(text.replace("'", ""), 0) + change
    return f"0x{value:0{len(text) - 2}X}" if text.startswith("0x") else str(value)


def _numbered(mutants):
    """Tells those apart that are alike otherwise; what would be the same change twice is left out."""
    seen, result = Counter(), []
    for mutant in dict.fromkeys(mutants):
        key = (mutant.context, mutant.before.strip(), mutant.after.strip())
        if mutant.before == mutant.after:
            continue
        result.append(
            Mutant(mutant.path, mutant.line, mutant.operator, mutant.context, mutant.before, mutant.after, seen[key])
        )
        seen[key] += 1
    return result


def ranked(sources, layer, seed):
    """The mutants of a layer in the order in which they are taken: one for a line, then again one for each line."""
    by_line = defaultdict(list)
    for mutant in sorted(sources.candidates(layer), key=lambda m: m.rank(seed)):
        by_line[mutant.path, mutant.line].append(mutant)
    rounds = max(map(len, by_line.values()))
    return [of_line[i] for i in range(rounds) for of_line in by_line.values() if i < len(of_line)]


# ---- Lists ----

_ENTRY = re.compile(r"((?:^[^-+@#\s].*\n)+)(?:^@ (.*)\n)?^- (.*)\n^\+(?: (.*))?\n", re.MULTILINE)


def read_list(path):
    """Entries of a list: what is said of it, context or None, before, after."""
    text = path.read_text("utf-8")
    entries = [
        (" ".join(said.split()), context or None, before, after)
        for said, context, before, after in _ENTRY.findall(text)
    ]
    rest = re.sub(r"^#.*\n", "", _ENTRY.sub("", text), flags=re.MULTILINE).strip()
    if rest:
        raise ValueError(f"{path}: this is not an entry: {rest.splitlines()[0]}")
    return entries


def by_hand(sources, path):
    """The mutants of the list. Each has to fit one line of the sources, or the list is out of date."""
    found = []
    for title, where, before, after in read_list(path):
        places = [
            (file, number, line)
            for file in sources.texts
            if where in (None, file)
            for number, line in enumerate(sources.lines(file))
            if before in line
        ]
        if len(places) != 1:
            raise ValueError(f"{path.name}: {len(places)} lines have '{before}' in them, for: {title}")
        ((file, number, line),) = places
        found.append(Mutant(file, number, "by hand", "", line, line.replace(before, after), 0, title))
    return found
