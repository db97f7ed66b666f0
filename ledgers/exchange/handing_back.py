"""The rows that were not taken, as they stood in the file, with the reasons in front."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from forms_catalog.exchange.columns import ROW
from forms_catalog.exchange.lines import Line
from forms_catalog.exchange.reading import Reading
from forms_catalog.exchange.writing import Cell, Page, write_xlsx
from forms_catalog.problems import Problem
from forms_catalog.tables import Table, letters

from ..models import Import
from .bringing import lines_of, reading_of, tables_of
from .judging import CONFLICT, DOUBT, REFUSED, context, rows_of
from .undoing import KEPT
from .writing import LOST, problems_of

ERROR = "错误"
ALONG = "主表里它的那一行没有收，这一行跟着它，改好以后一起再导入"
NOT_TAKEN = (REFUSED, CONFLICT, DOUBT, LOST, KEPT)


def hand_back(batch: Import, user: Any, target: str | BinaryIO) -> None:
    """One sheet for each sheet of the file that has such rows; every text stays text."""
    reading, tables = reading_of(batch), tables_of(batch)
    whole = _Returned(batch, user, reading)
    pages = [
        _page(one, tables[one.index], rows, whole.rows[reading.sheet])
        for one in reading.all()
        if (rows := whole.rows.get(one.sheet))
    ]
    write_xlsx(pages or [Page(ERROR, [], (ERROR,), (ERROR,))], target)


class _Returned:
    """Sheet -> row -> why, the rows of tables with the main row that they belong to."""

    def __init__(self, batch: Import, user: Any, reading: Reading) -> None:
        self.main = reading.sheet
        self.rows: dict[str, dict[int, str]] = defaultdict(dict)
        found = rows_of(batch, user, *NOT_TAKEN).iterator(500)
        problems = {row.place: (row.row, list(problems_of(batch, row))) for row in found}
        if reading.tables:
            self._with_tables(batch, user, problems)
        else:
            for row, own in problems.values():
                self.rows[self.main][row] = _words(own, self.main, row)

    def _with_tables(
        self, batch: Import, user: Any, problems: Mapping[int, tuple[int, list[Problem]]]
    ) -> None:
        for place, line in enumerate(lines_of(batch, context(batch, user))):
            if place in problems:
                self._line(line, problems[place][1])

    def _line(self, line: Line, problems: Sequence[Problem]) -> None:
        self.rows[line.sheet][line.row] = _words(problems, line.sheet, line.row)
        for sheet, row, _ in line.below.values():
            own = [p for p in problems if (p.place.sheet, p.place.line) == (sheet, row)]
            self.rows[sheet][row] = _words(own, sheet, row) if own else ALONG


def _words(problems: Iterable[Problem], sheet: str, row: int) -> str:
    """Every reason; one that lies elsewhere says where."""
    return "；".join(words_of(problem, sheet, row) for problem in problems)


def words_of(problem: Problem, sheet: str, row: int) -> str:
    place = problem.place
    there = bool(place.sheet and place.line) and (place.sheet, place.line) != (sheet, row)
    where = f"表“{place.sheet}”第{place.line}行" if there else ""
    where += f"{letters(place.column)}列" if place.column else ""
    words = "。".join(bit.rstrip("。") for bit in (problem.text, problem.remedy) if bit)
    return f"{where}：{words}" if where else words


def _page(one: Reading, table: Table, rows: dict[int, str], main: Iterable[int]) -> Page:
    wide = max((len(table.rows[row - 1]) for row in rows), default=0)
    heads = _heads(one.headings.get(column, "") for column in range(1, wide + 1))
    named = {name: column for column, name in one.mapped().items()}
    places = {row: place for place, row in enumerate(sorted(main), 2)} if one.path else {}
    told = (
        dict(zip((ERROR, *heads), (why, *_cells(table.rows[row - 1], wide, named, places)), strict=True))
        for row, why in sorted(rows.items())
    )  # fmt: skip
    return Page(
        one.sheet[:31] or ERROR, told, (ERROR, *heads), (ERROR, *heads), widths={ERROR: 48.0}
    )


def _cells(
    row: list[Any], wide: int, named: Mapping[str, int], places: Mapping[int, int]
) -> Iterator[Cell]:
    """As they stood; the number of the main row is the one it has among those handed back."""
    for column, value in enumerate(_padded(row, wide), 1):
        cell = _cell(value)
        if column == named.get(ROW) and str(cell or "").isdigit():
            cell = str(places.get(int(str(cell)), cell))
        yield cell


def _padded(row: list[Any], wide: int) -> list[Any]:
    return [*row, *[None] * (wide - len(row))]


def _heads(words: Iterable[str]) -> tuple[str, ...]:
    """Each once and none empty, as the writer wants them; told by the column's letter where need be."""
    return tuple(_unique(words))


def _unique(words: Iterable[str]) -> Iterator[str]:
    met = {ERROR}
    for column, word in enumerate(words, 1):
        name = word if word and word not in met else f"{word}（{letters(column)}列）"
        met.add(name)
        yield name


def _cell(value: Any) -> Cell:
    """As it stood; what a text cell would read otherwise is written as text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
