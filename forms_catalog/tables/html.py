"""Tables of a web page, which many an old program writes under the name `.xls`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from .limits import Budget, Limits, not_a_table
from .table import Draft, Table

_HEAD = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!doctype\b|<!--|<html\b|<head\b|<meta\b|<table\b)", re.I
)
_TAG = re.compile(r"<(/?)(table|tr|td|th|br|p|div|li)\b([^<>]*)>|<[a-z/!?][^<>]*>", re.I)
_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,5})", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BREAKS = frozenset(["br", "p", "div", "li"])


def is_one(text: str) -> bool:
    return bool(_HEAD.match(text[:4096].lstrip("\ufeff")))


def read(text: str, limits: Limits, name: str) -> list[Table]:
    """The outermost tables, each a sheet; raises Refused."""
    budget = Budget(limits)
    tables = _Tables(name, budget)
    for part in _TAG.finditer(text := _shown(text)):
        tables.piece(text[tables.at : part.start()])
        tables.at = part.end()
        if part[2]:
            tables.tag(part[2].lower(), bool(part[1]), part[3])
    found = list(tables.finished())
    if not found:
        raise not_a_table()
    return found


def _shown(text: str) -> str:
    """Without comments, scripts and styles."""
    head, *rest = text.split("<!--")
    text = head + "".join(part.partition("-->")[2] for part in rest)
    for word in ("script", "style"):
        head, *rest = re.split(rf"<{word}\b", text, flags=re.I)
        text = head + "".join(
            re.split(rf"</{word}\s*>", part, maxsplit=1, flags=re.I)[-1] for part in rest
        )
    return text


class _Tables:
    """The cells of one table after another; a table inside a cell is text of that cell."""

    def __init__(self, name: str, budget: Budget) -> None:
        self.at = 0
        self._name, self._budget = name, budget
        self._drafts: list[Draft] = []
        self._deep = self._row = self._column = 0
        self._cell: list[str] | None = None
        self._taken: dict[int, int] = {}
        self._size = (1, 1)

    def piece(self, text: str) -> None:
        if self._cell is not None and text:
            self._cell.append(_BLANKS.sub(" ", text))

    def tag(self, tag: str, ends: bool, said: str) -> None:
        if tag in _BREAKS:
            if self._cell is not None and (tag == "br" or ends):
                self._cell.append("\n")
        elif tag == "table":
            self._table(ends)
        elif self._deep == 1:
            self._close()
            if not ends:
                self._row_of() if tag == "tr" else self._open(said)

    def _table(self, ends: bool) -> None:
        if ends and self._deep == 1:
            self._close()
        self._deep = max(self._deep + (-1 if ends else 1), 0)
        if not ends and self._deep == 1:
            number = len(self._drafts) + 1
            self._drafts.append(
                Draft(self._name if number == 1 else f"{self._name} {number}", self._budget)
            )
            self._row, self._column, self._taken = 0, 0, {}

    def _row_of(self) -> None:
        self._row, self._column = self._row + 1, 0

    def _open(self, said: str) -> None:
        self._row = max(self._row, 1)
        spans = {which.lower(): int(count) for which, count in _SPAN.findall(said)}
        wide = min(max(spans.get("col", 1), 1), 1_000)
        self._column += 1
        while self._taken.get(self._column, 0) >= self._row:
            self._column += 1
        high = max(spans.get("row", 1), 1)
        self._size, self._cell = (high, wide), []
        for column in range(self._column, self._column + wide):
            self._taken[column] = self._row + high - 1

    def _close(self) -> None:
        if self._cell is None:
            return
        text = unescape("".join(self._cell)).replace("\xa0", " ")
        self._cell = None
        high, wide = self._size
        draft, row, column = self._drafts[-1], self._row, self._column
        draft.put(row, column, "\n".join(line.strip() for line in text.strip().split("\n")))
        draft.merge(row, column, row + high - 1, column + wide - 1)
        self._column += wide - 1

    def finished(self) -> Iterator[Table]:
        if self._deep:
            self._close()
        for draft in self._drafts:
            yield draft.table()
