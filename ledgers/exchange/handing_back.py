"""The rows that were not taken, as they stood in the file, with the reasons in front."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from forms_catalog.exchange.reading import Reading
from forms_catalog.exchange.writing import Cell, Page, write_xlsx
from forms_catalog.problems import Problem
from forms_catalog.tables import Table, letters

from ..models import Import
from .bringing import reading_of, tables_of
from .judging import CONFLICT, DOUBT, REFUSED, rows_of
from .undoing import KEPT
from .writing import LOST, problems_of

ERROR = "错误"
NOT_TAKEN = (REFUSED, CONFLICT, DOUBT, LOST, KEPT)


def hand_back(batch: Import, user: Any, target: str | BinaryIO) -> None:
    """One sheet for each sheet of the file that has such rows; every text stays text."""
    reasons = _reasons(batch, user)
    readings = {one.sheet: one for one in reading_of(batch).all()}
    tables = tables_of(batch)
    pages = [
        _page(readings[sheet], tables[readings[sheet].index], rows)
        for sheet, rows in reasons.items()
        if sheet in readings
    ]
    write_xlsx(pages or [Page(ERROR, [], (ERROR,), (ERROR,))], target)


def _reasons(batch: Import, user: Any) -> dict[str, dict[int, str]]:
    """Sheet -> row -> why."""
    main = reading_of(batch).sheet
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows_of(batch, user, *NOT_TAKEN).iterator(500):
        problems = list(problems_of(batch, row))
        sheet = problems[0].place.sheet if problems else main
        found[sheet or main][row.row] = "；".join(map(words_of, problems))
    return found


def words_of(problem: Problem) -> str:
    column = f"{letters(problem.place.column)}列：" if problem.place.column else ""
    return column + "。".join(bit.rstrip("。") for bit in (problem.text, problem.remedy) if bit)


def _page(one: Reading, table: Table, rows: dict[int, str]) -> Page:
    wide = max((len(table.rows[row - 1]) for row in rows), default=0)
    heads = _heads(one.headings.get(column, "") for column in range(1, wide + 1))
    told = (
        dict(zip((ERROR, *heads), (why, *map(_cell, _padded(table.rows[row - 1], wide))), strict=True))
        for row, why in sorted(rows.items())
    )  # fmt: skip
    return Page(
        one.sheet[:31] or ERROR, told, (ERROR, *heads), (ERROR, *heads), widths={ERROR: 48.0}
    )


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
