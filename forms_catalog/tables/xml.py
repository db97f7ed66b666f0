"""XML that strangers wrote, event by event: no document types, no entities, nothing held back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Any
from xml.parsers import expat

from .limits import LONGEST, refused, unreadable

Attributes = dict[str, str]


class Events(ABC):
    """Handlers of the elements by their plain names; text is gathered where a handler asks for it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._parser: Any = None

    @abstractmethod
    def start(self, tag: str, attributes: Attributes) -> None: ...

    @abstractmethod
    def end(self, tag: str) -> None: ...

    def listen(self, yes: bool) -> None:
        """Gather text from here on, or stop."""
        self._parser.CharacterDataHandler = self.parts.append if yes else None

    def taken(self) -> str:
        text = "".join(self.parts)
        self.parts.clear()
        return text

    def run(self, pieces: Iterable[bytes | str]) -> None:
        """Raises Refused for what is no XML that we take."""
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, found: self.start(tag.rpartition(":")[2], found)
        parser.EndElementHandler = lambda tag: self.end(tag.rpartition(":")[2])
        parser.StartDoctypeDeclHandler = _no_doctype
        fed = 0
        try:
            for piece in pieces:
                parser.Parse(piece)
                fed += len(piece)
                if fed - parser.CurrentByteIndex > LONGEST or len(self.parts) > _MANY:
                    raise refused("cell-too-long", "有一格的内容太长", "把这一格的内容改短")
            parser.Parse(b"", True)
        except (expat.ExpatError, UnicodeError, LookupError):
            raise unreadable() from None
        finally:
            self._parser = None


_MANY = 10_000


def _no_doctype(*_: Any) -> None:
    raise refused("unreadable", "文件里有不该有的声明")


class _Collector(Events):
    """The elements of some names with their attributes, in order."""

    def __init__(self, take: Callable[[str], bool]) -> None:
        super().__init__()
        self._take = take
        self.found: list[tuple[str, Attributes]] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        if self._take(tag):
            self.found.append((tag, attributes))

    def end(self, tag: str) -> None:
        pass


def elements(pieces: Iterable[bytes], *names: str) -> list[tuple[str, Attributes]]:
    collector = _Collector(frozenset(names).__contains__)
    collector.run(pieces)
    return collector.found


def whole(text: str | None, otherwise: int) -> int:
    """A number of an attribute, when it is one that a sheet can mean."""
    if text and len(text) < 9 and text.isascii() and text.isdigit():
        return int(text)
    return otherwise


def yes(text: str | None) -> bool:
    return text in ("1", "true")
