"""Text in a new workbook: the shared strings, escapes, runs of several looks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..limits import LONGEST, Limits, refused
from ..xml import Attributes, Events
from .text import Foreign, decoded, plain

_STRING = re.compile(r'<si><t(?: xml:space="preserve")?(?: ?/>|>([^<]*)</t>)</si>')


def shared_strings(pieces: Iterable[bytes], limits: Limits) -> list[str]:
    """The texts that cells name by number."""
    found: list[str] = []
    for block in _blocks(decoded(pieces)):
        texts = _STRING.findall(block)
        if block.count("<si") == len(texts):
            found += map(plain, texts)
        else:
            found += slow_strings(["<sst>", block, "</sst>"], limits)
        _judge(len(found), limits)
    return found


def _judge(count: int, limits: Limits) -> None:
    if count > limits.max_cells:
        raise refused("too-many-cells", "文字太多", "删去用不着的表，或者分成几个文件")


def _blocks(pieces: Iterable[str]) -> Iterator[str]:
    """Runs of whole strings, without what stands round them."""
    rest, began = "", False
    for piece in pieces:
        rest += piece
        if not began:
            at = rest.find("<si")
            if at < 0:
                rest = rest[-3:] if len(rest) > LONGEST else rest
                continue
            rest, began = rest[at:], True
        last = rest.rfind("</si>")
        if last >= 0:
            yield rest[: last + 5]
            rest = rest[last + 5 :]
        elif len(rest) > LONGEST:
            raise refused("cell-too-long", "有一格的内容太长", "把这一格的内容改短")
    if not began and "<sst" not in rest:
        raise Foreign


class _Strings(Events):
    """Strings with several runs, without the readings that stand over them."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.found: list[str] = []
        self._limits = limits
        self._reading = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "rPh":
            self._reading = True
        elif tag == "t" and not self._reading:
            self.listen(True)

    def end(self, tag: str) -> None:
        if tag == "t":
            self.listen(False)
        elif tag == "rPh":
            self._reading = False
        elif tag == "si":
            self.found.append(plain(self.taken(), entities=False))
            _judge(len(self.found), self._limits)


def slow_strings(pieces: Iterable[bytes | str], limits: Limits) -> list[str]:
    reader = _Strings(limits)
    reader.run(pieces)
    return reader.found
