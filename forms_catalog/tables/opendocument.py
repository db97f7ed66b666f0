"""OpenDocument spreadsheets (`.ods`): cells that stand for a million like them are counted, not laid out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from .limits import Budget, Limits, password
from .numbers import number
from .table import Draft, Table, Value
from .xml import Attributes, Events, elements, whole
from .zips import Zip

_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_WIDEST = 16_384
_MOST = 100_000
"""Cells with something in them that one cell may stand for."""
_CLOCK = re.compile(r"PT(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})(?:[.,]\d+)?S)?")


def is_one(file: Zip) -> bool:
    return "mimetype" in file and file.read("mimetype")[:60].startswith(_KIND)


def read(file: Zip, limits: Limits, wanted: Callable[[str], bool]) -> Iterator[Table]:
    """Raises Refused."""
    manifest = "META-INF/manifest.xml"
    if manifest in file and elements(file.pieces(manifest), "encryption-data"):
        raise password()
    sheets = _Sheets(Budget(limits), wanted)
    sheets.run(file.pieces("content.xml"))
    yield from sheets.tables


class _Sheets(Events):
    """The cells of one sheet after another, with the counts of those that repeat."""

    def __init__(self, budget: Budget, wanted: Callable[[str], bool]) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._budget, self._wanted = budget, wanted
        self._draft: Draft | None = None
        self._style = ""
        self._hidden: set[str] = set()
        self._deep = self._aside = self._row = self._rows = self._column = self._wide = 0
        self._cell: Attributes = {}
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "style": self._begin_style,
            "table-properties": self._hide_style,
            "table": self._begin_table,
            "table-column": self._begin_column,
            "table-row": self._begin_row,
            "table-cell": self._begin_cell,
            "covered-table-cell": self._begin_cell,
            "annotation": lambda _: self._put_aside(1),
            "p": lambda _: self._paragraph(),
            "s": lambda said: self._write(" " * min(whole(said.get("c"), 1), 1_000)),
            "tab": lambda _: self._write("\t"),
            "line-break": lambda _: self._write("\n"),
        }
        self._ends: dict[str, Callable[[], None]] = {
            "table": self._end_table,
            "table-cell": self._end_cell,
            "covered-table-cell": self._end_cell,
            "annotation": lambda: self._put_aside(-1),
            "p": lambda: self.listen(False),
        }

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag in self._starts:
            said = {name.rpartition(":")[2]: value for name, value in attributes.items()}
            if attributes.get("calcext:value-type") == "error":
                said["error"] = "error"
            self._starts[tag](said)

    def end(self, tag: str) -> None:
        if tag in self._ends:
            self._ends[tag]()

    def _begin_style(self, said: Attributes) -> None:
        self._style = said.get("name", "")

    def _hide_style(self, said: Attributes) -> None:
        if said.get("display") == "false":
            self._hidden.add(self._style)

    def _begin_table(self, said: Attributes) -> None:
        self._deep += 1
        if self._deep == 1:
            hidden = said.get("style-name") in self._hidden
            self._draft = Draft(said.get("name", ""), self._budget, hidden)
            self._row = self._rows = self._wide = 0

    def _end_table(self) -> None:
        self._deep -= 1
        if self._deep == 0 and self._draft is not None:
            self.tables.append(self._draft.table())
            self._draft = None

    def _begin_column(self, said: Attributes) -> None:
        count = min(_times(said, "columns"), _WIDEST)
        if said.get("visibility", "visible") != "visible" and self._draft is not None:
            self._draft.hidden_columns.update(range(self._wide + 1, self._wide + count + 1))
        self._wide = min(self._wide + count, _WIDEST)

    def _begin_row(self, said: Attributes) -> None:
        self._row, self._rows, self._column = self._row + self._rows, _times(said, "rows"), 0
        if said.get("visibility", "visible") != "visible" and self._draft is not None:
            first = self._row + 1
            last = min(self._row + self._rows, self._budget.limits.max_rows)
            self._draft.hidden_rows.update(range(first, last + 1))

    def _begin_cell(self, said: Attributes) -> None:
        self._cell = said
        self.parts.clear()

    def _paragraph(self) -> None:
        if self.parts:
            self._write("\n")
        self.listen(not self._aside)

    def _put_aside(self, step: int) -> None:
        """What stands in a comment is none of the cell."""
        self._aside += step
        self.listen(False)

    def _write(self, text: str) -> None:
        if not self._aside:
            self.parts.append(text)

    def _end_cell(self) -> None:
        said, text, times = self._cell, self.taken(), _times(self._cell, "columns")
        row, first = self._row + 1, self._column + 1
        self._column += times
        draft = self._draft
        if draft is None or self._deep != 1 or not self._wanted(draft.name):
            return
        down, right = whole(said.get("number-rows-spanned"), 1), _spanned(said)
        draft.merge(row, first, row + max(down, 1) - 1, first + max(right, 1) - 1)
        value = _meant(said, text)
        trouble = _trouble(said, value)
        if value is None and not trouble:
            return
        if times * self._rows > _MOST:
            raise self._budget.many(draft.name)
        for at_row in reversed(range(row, row + self._rows)):
            for column in reversed(range(first, first + times)):
                _put(draft, at_row, column, value, trouble, "formula" in said)


def _put(draft: Draft, row: int, column: int, value: Value, trouble: str, formula: bool) -> None:
    draft.put(row, column, value)
    if trouble:
        draft.trouble(row, column, trouble)
    elif formula:
        draft.formula(row, column)


def _times(said: Attributes, which: str) -> int:
    return max(whole(said.get(f"number-{which}-repeated"), 1), 1)


def _spanned(said: Attributes) -> int:
    return whole(said.get("number-columns-spanned"), 1)


def _trouble(said: Attributes, value: Value) -> str:
    if "error" in said:
        return "error-cell"
    return "formula-without-value" if "formula" in said and "value-type" not in said else ""


def _meant(said: Attributes, text: str) -> Value:
    kind = said.get("value-type", "")
    if kind in ("float", "percentage", "currency"):
        return number(said.get("value", text))
    if kind == "boolean":
        return said.get("boolean-value") == "true"
    if kind == "date":
        return _date(said.get("date-value", text))
    if kind == "time":
        return _time(said.get("time-value", text))
    return said.get("string-value", text) or None


def _date(text: str) -> Value:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return found.date() if len(text) <= 10 or found.time() == dt.time() else found


def _time(text: str) -> Value:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return text
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if hours < 24 and minutes < 60 and seconds < 60:
        return dt.time(hours, minutes, seconds)
    return f"{hours}:{minutes:02}:{seconds:02}"
