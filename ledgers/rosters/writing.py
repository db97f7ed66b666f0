"""A roster on paper, a sheet a place with its heading on every page, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from forms_catalog.exchange.writing import Cell, Page, write_xlsx
from forms_catalog.rendering import template
from forms_catalog.writers.pdf import printed

from .definition import Roster
from .drawing import Sheet

MANY = 14
"""Columns from which the letters are small."""
PLACE = "地方"


def paper(roster: Roster, sheets: Sequence[Sheet], secrecy: str, mark: str) -> bytes:
    page = template("print/roster.html").render(
        title=roster.form.title,
        code=roster.form.code,
        heads=[column.question.label for column in roster.columns],
        sheets=sheets,
        page=roster.page.lower().replace(" ", "-"),
        many=len(roster.columns) > MANY,
        secrecy=(roster.form.print.secrecy if roster.form.print else "") or secrecy,
        mark=mark,
    )
    return printed(page, "table.css", tags=False)


def workbook(roster: Roster, sheets: Sequence[Sheet], target: BinaryIO, mark: str) -> None:
    """One sheet; where there are several places, the first column says which."""
    several = len(sheets) > 1
    labels = [column.question.label for column in roster.columns]
    heads = _distinct([PLACE, *labels] if several else labels)
    page = Page(
        roster.form.title.translate(_NOT_IN_A_NAME)[:31],
        _rows(sheets, heads, several),
        tuple(heads),
        tuple(heads),
    )
    write_xlsx([page], target, mark)


_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def _rows(sheets: Sequence[Sheet], heads: list[str], several: bool) -> Iterator[dict[str, Cell]]:
    for sheet in sheets:
        for line in sheet.lines:
            cells = [sheet.where, *line] if several else line
            yield {
                head: "'" + cell if cell[:1] == "'" else cell or None
                for head, cell in zip(heads, cells, strict=True)
            }


def _distinct(heads: Sequence[str]) -> list[str]:
    """A sheet knows its columns by their headings."""
    made: list[str] = []
    for head in heads:
        again = sum(1 for known in made if known.split("（")[0] == head)
        made.append(f"{head}（{again + 1}）" if head in made else head)
    return made
