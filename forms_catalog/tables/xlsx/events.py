"""The cells of a sheet of a new workbook by a parser of XML, for what the pattern does not know."""

from __future__ import annotations

import re

from ..table import Draft, column_of
from ..xml import Attributes, Events, whole, yes
from .cells import Meaning
from .text import plain

_REF = re.compile(r"([A-Z]+)([0-9]{1,8})")
_WIDEST = 16_384


class SheetEvents(Events):
    """Rows, cells, columns and merged cells go to the draft as their elements end."""

    def __init__(self, draft: Draft, meaning: Meaning) -> None:
        super().__init__()
        self._draft, self._meaning = draft, meaning
        self._row = self._column = 0
        self._cell: Attributes = {}
        self._formula = self._valued = self._reading = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._begin(attributes)
        elif tag in ("v", "t"):
            self._valued = True
            self.listen(not self._reading)
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._reading = True
        elif tag == "row":
            self._begin_row(attributes)
        elif tag == "col":
            self._hide(attributes)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self.listen(False)
        elif tag == "rPh":
            self._reading = False
        elif tag == "c":
            self._end()

    def _begin_row(self, attributes: Attributes) -> None:
        self._row, self._column = whole(attributes.get("r"), self._row + 1), 0
        if yes(attributes.get("hidden")):
            self._draft.hidden_rows.add(self._row)

    def _begin(self, attributes: Attributes) -> None:
        found = _REF.fullmatch(attributes.get("r", ""))
        self._column = column_of(found[1]) if found else self._column + 1
        self._row = whole(found[2], self._row) if found else max(self._row, 1)
        self._cell = attributes
        self._formula = self._valued = False

    def _end(self) -> None:
        text = self.taken()
        kind, style = self._cell.get("t", ""), self._cell.get("s", "")
        at = (self._row, self._column)
        if self._formula and not text and not (self._valued and kind == "str"):
            self._draft.trouble(*at, "formula-without-value")
            return
        if self._formula:
            self._draft.formula(*at)
        if text:
            said = plain(text, entities=False)
            self._draft.put(*at, self._meaning.value(kind, style, said))
        if kind == "e":
            self._draft.trouble(*at, "error-cell")

    def _hide(self, attributes: Attributes) -> None:
        if yes(attributes.get("hidden")):
            first, last = whole(attributes.get("min"), 1), whole(attributes.get("max"), 0)
            self._draft.hidden_columns.update(range(max(first, 1), min(last, _WIDEST) + 1))

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        start, end = _REF.fullmatch(first), _REF.fullmatch(last)
        if start and end:
            top, bottom = int(start[2]), int(end[2])
            self._draft.merge(top, column_of(start[1]), bottom, column_of(end[1]))
