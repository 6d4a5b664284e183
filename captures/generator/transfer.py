# SPDX-License-Identifier: GPL-2.0-or-later
"""Files on their way over a data connection, which is direct or leads through the proxy."""

from dataclasses import dataclass, replace
from typing import Any, Protocol, Sequence

from . import oft
from .oft import AIM, Client, Header, Type, checksum
from .tcp import Conversation, Side
from .writing import prose


@dataclass(frozen=True)
class File:
    """A file, and what its sender tells about it."""

    name: str
    content: bytes
    modified: int = 0
    resource: bytes = b""  # the second fork of a file of a Macintosh
    finder: bytes = bytes(16)
    encoding: int = oft.Encoding.ASCII

    @property
    def size(self) -> int:
        return len(self.content) + len(self.resource)


def text_file(name: str, size: int, *, encoding: int = oft.Encoding.ASCII, modified: int = 0) -> File:
    return File(name, prose(name.rpartition(oft.FOLDER_SEPARATOR)[2], size), modified, encoding=encoding)


class DataLink(Protocol):
    def send(self, sender: Side, data: bytes, cuts: Sequence[int] = ()) -> None:
        ...


class Relay:
    """Two connections to the proxy, which passes on what it gets from one client to the other."""

    def __init__(self, first: Conversation, second: Conversation) -> None:
        self._legs = {first.client: first, second.client: second}
        self._others = {first.client: second, second.client: first}

    def send(self, sender: Side, data: bytes, cuts: Sequence[int] = ()) -> None:
        self._legs[sender].send(sender, data, cuts)
        onward = self._others[sender]
        onward.send(onward.server, data, cuts)


class Transfer:
    """The conversation about some files. The client at `sender` has them, and speaks first."""

    def __init__(
        self,
        link: DataLink,
        sender: Side,
        receiver: Side,
        cookie: bytes,
        *files: File,
        sending: Client = AIM,
        receiving: Client = AIM,
    ) -> None:
        self.link, self.sender, self.receiver = link, sender, receiver
        self.cookie = cookie
        self.files = files
        self._sending, self._receiving = sending, receiving
        self._prompt = Header(Type.PROMPT)  # the latest one

    # Headers, for stories that put them into segments themselves.

    def prompt(self, number: int = 0, **changes: Any) -> Header:
        file = self.files[number]
        is_blank = number == 0 and not self._sending.cookie_at_once
        header = Header(
            Type.PROMPT,
            file.name,
            len(file.content),
            sum(each.size for each in self.files),
            bytes(8) if is_blank else self.cookie,
            files=len(self.files),
            files_left=len(self.files) - number,
            parts=2 if file.resource else 1,
            parts_left=2 if file.resource else 1,
            modified=file.modified,
            checksum=checksum(file.content),
            resource_size=len(file.resource),
            resource_checksum=checksum(file.resource),
            finder=file.finder,
            encoding=file.encoding,
        )
        self._prompt = replace(header, **self._sending.prompts | changes)
        return self._prompt

    def answer(self, header_type: int, **changes: Any) -> Header:
        """What the receiver says about the latest prompt: a copy of it, with the cookie and what else is known."""
        return replace(self._prompt, **{"type": header_type, "cookie": self.cookie} | self._receiving.answers | changes)

    def done(self, content: bytes, **changes: Any) -> Header:
        """The receiver has this content of the file and closes the matter."""
        told = {"received": len(content), "received_checksum": checksum(content)}
        return self.answer(Type.DONE, **told | self._receiving.dones | changes)

    # Headers and content on the wire.

    def sends(self, data: Header | bytes, cuts: Sequence[int] = ()) -> None:
        self.link.send(self.sender, bytes(data), cuts)

    def answers(self, data: Header | bytes, cuts: Sequence[int] = ()) -> None:
        self.link.send(self.receiver, bytes(data), cuts)

    def offers(self, number: int = 0, **changes: Any) -> None:
        """Prompt and acknowledgement."""
        self.sends(self.prompt(number, **changes))
        self.answers(self.answer(Type.ACKNOWLEDGE))

    def whole(self, number: int = 0) -> None:
        """One of the files, from its prompt to the end."""
        file = self.files[number]
        self.offers(number)
        if file.size:
            self.sends(file.content + file.resource)
        changes = {"resource_received_checksum": checksum(file.resource)} if file.resource else {}
        self.answers(self.done(file.content, **changes))

    def all(self) -> None:
        for number in range(len(self.files)):
            self.whole(number)


def between(link: Conversation, sender: Side, cookie: bytes, *files: File, **options: Any) -> Transfer:
    """A transfer over a connection that leads straight from one client to the other."""
    return Transfer(link, sender, sender.other, cookie, *files, **options)
