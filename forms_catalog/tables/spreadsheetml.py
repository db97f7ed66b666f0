"""Tables as the XML that spreadsheets wrote in 2003, often under the name `.xls`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from .limits import Budget, Limits
from .numbers import number
from .table import Draft, Table, Value
from .xml import Attributes, Events, whole

_NAME = "urn:schemas-microsoft-com:office:spreadsheet"
_HEAD = re.compile(r"\s*<\?xml[^>]*\?>")
_STEP = 1 << 16
_WIDEST = 16_384


def is_one(text: str) -> bool:
    head = text[:4096]
    return head.lstrip("\ufeff \t\r\n").startswith("<") and _NAME in head and "<html" not in head


def read(text: str, limits: Limits, wanted: Callable[[str], bool]) -> list[Table]:
    """Raises Refused."""
    text = _HEAD.sub("", text.lstrip("\ufeff"), count=1)
    sheets = _Sheets(Budget(limits), wanted)
    sheets.run(text[at : at + _STEP] for at in range(0, len(text), _STEP))
    return sheets.tables


class _Sheets(Events):
    """The cells of one sheet after another; places are counted, and now and then named."""

    def __init__(self, budget: Budget, wanted: Callable[[str], bool]) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._budget, self._wanted = budget, wanted
        self._draft: Draft | None = None
        self._taken = self._open = self._formula = False
        self._row = self._column = self._across = self._last = 0
        self._kind = ""
        self._starts = {
            "Cell": self._cell,
            "Row": self._begin_row,
            "Column": self._hide,
            "Data": self._data,
            "Visible": self._visible,
        }

    def start(self, tag: str, attributes: Attributes) -> None:
        said = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        if tag == "Worksheet":
            self._draft = Draft(said.get("Name", ""), self._budget)
            self._taken = self._wanted(self._draft.name)
            self._row = self._column = self._last = 0
        elif tag in self._starts and self._draft is not None:
            self._starts[tag](said)

    def end(self, tag: str) -> None:
        draft = self._draft
        if draft is None:
            return
        if tag == "Worksheet":
            self.tables.append(draft.table())
            self._draft = None
        elif tag == "Data":
            self.listen(False)
            self._value(draft, self.taken())
        elif tag == "Cell":
            if self._formula and self._taken:
                draft.trouble(self._row, self._column, "formula-without-value")
            self._column += self._across
        elif tag == "Visible":
            self.listen(False)
            draft.hidden = self.taken().strip() != "SheetVisible"

    def _begin_row(self, said: Attributes) -> None:
        self._row, self._column = max(whole(said.get("Index"), self._row + 1), 1), 0
        if self._draft is not None and said.get("Hidden") == "1":
            self._draft.hidden_rows.add(self._row)

    def _hide(self, said: Attributes) -> None:
        first = whole(said.get("Index"), self._last + 1)
        self._last = min(first + whole(said.get("Span"), 0), _WIDEST)
        if self._draft is not None and said.get("Hidden") == "1":
            self._draft.hidden_columns.update(range(first, self._last + 1))

    def _cell(self, said: Attributes) -> None:
        self._column = max(whole(said.get("Index"), self._column + 1), 1)
        self._across, down = whole(said.get("MergeAcross"), 0), whole(said.get("MergeDown"), 0)
        self._formula = "Formula" in said
        row, column = max(self._row, 1), self._column
        if self._draft is not None and self._taken:
            self._draft.merge(row, column, row + down, column + self._across)

    def _visible(self, said: Attributes) -> None:
        self.listen(True)

    def _data(self, said: Attributes) -> None:
        self._kind = said.get("Type", "")
        self.listen(True)

    def _value(self, draft: Draft, text: str) -> None:
        if not self._taken:
            return
        at = (max(self._row, 1), max(self._column, 1))
        if self._formula:
            draft.formula(*at)
            self._formula = False
        draft.put(*at, _meant(self._kind, text))
        if self._kind == "Error":
            draft.trouble(*at, "error-cell")


def _meant(kind: str, text: str) -> Value:
    if kind == "Number":
        return number(text)
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "DateTime":
        return _moment(text)
    return text


def _moment(text: str) -> Value:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    if found.year < 1900:  # the day nought: only the hour is meant
        return found.time()
    return found.date() if found.time() == dt.time() else found
