"""The cells of a sheet of a new workbook, as its XML streams by.

Spreadsheets write nearly the same few signs for every cell, so a pattern reads a row ten times as
fast as a parser of XML. A row in which it does not account for every cell goes through the parser,
and a sheet that is unusual as a whole (prefixes, comments, other encodings) does so from its start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ..limits import LONGEST
from ..table import Draft, Value, column_of, is_lost
from .cells import Meaning
from .events import SheetEvents
from .text import Foreign, decoded, plain

_CELL = '<c r="'
_BODY = re.compile(
    r'(?: s="(\d+)")?(?: t="(\w+)")?(?: s="(\d+)")?'
    r"(?: ?/>|>(<f[^<]*(?:</f>)?)?(?:<v ?/>|<v>([^<]*)</v>"
    r'|<is><t(?: xml:space="preserve")?(?: ?/>|>([^<]*)</t>)</is>)?</c>)\s*'
)
_ROW = re.compile(r'<row (?:[^<>]*? )?r="(\d{1,8})"[^<>]*>')
_HIDDEN = re.compile(r' hidden="(?:1|true)"')
_SAYS = re.compile(r"<[fvi]| hidden=|<row>")
_LETTERS = re.compile(r"[A-Z]{1,3}")
_COLUMN = re.compile(r"<col ([^<>]*?)/?>")
_MERGE = re.compile(r"<mergeCell ([^<>]*?)/?>")
_KEPT = 50_000
_UNSEEN = object()


class _Odd(Exception):
    """A row that the pattern does not account for."""


def read_sheet(pieces: Callable[[], Iterable[bytes]], draft: Draft, meaning: Meaning) -> None:
    """`pieces` begin anew each time they are called; raises Refused."""
    try:
        _Rows(draft, meaning).run(decoded(pieces()))
    except Foreign:
        draft.clear()
        SheetEvents(draft, meaning).run(pieces())


class _Rows:
    """The rows of a sheet by the pattern; raises Foreign."""

    def __init__(self, draft: Draft, meaning: Meaning) -> None:
        self._draft, self._meaning = draft, meaning
        self._columns: dict[str, int] = {}
        self._kept: dict[str, Value] = {}

    def run(self, pieces: Iterator[str]) -> None:
        rest = self._rows(self._head(pieces))
        for piece in pieces:
            if "</sheetData>" in rest:
                rest += piece
                break
            rest = self._rows(rest + piece)
        last, found, foot = rest.partition("</sheetData>")
        if not found or "<c" in last:
            raise Foreign
        self._foot(foot, pieces)

    def _head(self, pieces: Iterator[str]) -> str:
        text = ""
        for piece in pieces:
            head, found, rest = (text := text + piece).partition("<sheetData>")
            if found:
                self._parse("".join(f"<col {said}/>" for said in _COLUMN.findall(head)))
                return rest
            if len(text) > LONGEST:
                break
        raise Foreign

    def _foot(self, rest: str, pieces: Iterator[str]) -> None:
        """Merged cells; whatever else stands below the rows goes by."""
        for piece in pieces:
            self._merges(rest)
            rest = rest[max(rest.rfind("<"), 0) :][:LONGEST] + piece
        self._merges(rest)
        if "</worksheet>" not in rest:
            raise Foreign

    def _merges(self, text: str) -> None:
        self._parse("".join(f"<mergeCell {said}/>" for said in _MERGE.findall(text)))

    def _parse(self, text: str) -> None:
        if text:
            SheetEvents(self._draft, self._meaning).run([f"<x>{text}</x>"])

    def _rows(self, text: str) -> str:
        """Reads the rows that are whole, gives back the rest."""
        *rows, rest = text.split("</row>")
        if rows and _SAYS.search(text):
            for row in rows:
                self._row(row)
        if "</sheetData>" not in rest:
            rest = rest[max(rest.rfind("<row"), 0) :]
        if len(rest) > LONGEST:
            raise Foreign
        return rest

    def _row(self, text: str) -> None:
        at = text.rfind("<row")
        head = _ROW.match(text, max(at, 0))
        if head is None:
            raise Foreign
        try:
            line = self._line(head[1], text[head.end() :])
        except _Odd:
            self._parse(f"{text[at:]}</row>")
            return
        if _HIDDEN.search(head[0]):
            self._draft.hidden_rows.add(int(head[1]))
        self._draft.line(int(head[1]), line)

    def _line(self, name: str, text: str) -> list[Value]:
        """The values of a row; what stands behind a place is mostly known from rows before."""
        line: list[Value] = []
        wide, kept, columns, digits = 0, self._kept, self._columns, -len(name)
        cells = text.split(_CELL)
        if text.count("<c") != len(cells) - 1:
            raise _Odd
        for cell in cells[1:]:
            ref, _, body = cell.partition('"')
            value = kept.get(body, _UNSEEN)
            if value is _UNSEEN:
                value = self._new(ref, name, body)
            if value is None:
                continue
            column = columns.get(ref[:digits]) or self._column(ref[:digits])
            if column <= wide or not ref.endswith(name):
                raise _Odd
            if column > wide + 1:
                line += [None] * (column - wide - 1)
            line.append(value)  # type: ignore[arg-type]
            wide = column
        return line

    def _new(self, ref: str, name: str, body: str) -> Value:
        """The value of a cell that was not seen before; raises _Odd when anything is wrong with it."""
        found = _BODY.fullmatch(body)
        if found is None:
            raise _Odd
        style, kind, style_2, formula, text, inner = found.groups("")
        said = text or inner
        value = self._meaning.value(kind, style or style_2, plain(said)) if said else None
        if value == "":
            value = None
        if kind == "e" or is_lost(value):
            raise _Odd
        if formula:
            if value is None or not ref.endswith(name):
                raise _Odd
            self._draft.formula(int(name), self._column(ref.removesuffix(name)))
        else:
            if len(self._kept) > _KEPT:
                self._kept.clear()
            self._kept[body] = value
        return value

    def _column(self, letters: str) -> int:
        if not _LETTERS.fullmatch(letters):
            raise _Odd
        return self._columns.setdefault(letters, column_of(letters))
