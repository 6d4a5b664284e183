# SPDX-License-Identifier: GPL-2.0-or-later
"""Each function marked `@story` makes one capture. The README lists it with the first line of its docstring."""

import importlib
from dataclasses import dataclass
from types import ModuleType
from typing import Callable

from ..scene import Scene

# In the order of the README; the first line of each module's docstring is a heading there.
CHAPTERS = (
    "basics",
    "courses",
    "transfers",
    "connections",
    "direct_ims",
    "icq_direct",
    "contents",
    "icq_relay",
    "values",
    "attaching",
    "exported",
    "findings",
    "data_findings",
    "hostile",
    "hostile_data",
)


@dataclass(frozen=True)
class Story:
    name: str  # the file name of the capture, without ".pcap"
    tell: Callable[[], Scene]
    chapter: str

    @property
    def summary(self) -> str:
        return first_line(self.tell.__doc__)


def first_line(docstring: str | None) -> str:
    return (docstring or "").strip().split("\n")[0]


_stories: dict[str, Story] = {}


def story(name: str) -> Callable[[Callable[[], Scene]], Callable[[], Scene]]:
    def register(tell: Callable[[], Scene]) -> Callable[[], Scene]:
        assert tell.__doc__, f"{name} does not say what it shows"
        assert name not in _stories, f"{name} is there twice"
        _stories[name] = Story(name, tell, tell.__module__.rpartition(".")[2])
        return tell

    return register


def chapters() -> list[tuple[str, list[Story]]]:
    """The headings of the README, and the stories under each."""
    result = []
    for chapter in CHAPTERS:
        module: ModuleType = importlib.import_module(f".{chapter}", __name__)
        heading = first_line(module.__doc__).rstrip(".")
        result.append((heading, [one for one in _stories.values() if one.chapter == chapter]))
    return result
