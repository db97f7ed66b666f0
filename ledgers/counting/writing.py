"""A table of counts as a workbook and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, Protocol

from forms_catalog.exchange.writing import Cell, Page, write_xlsx
from forms_catalog.rendering import template
from forms_catalog.writers.pdf import printed

from .grid import Grid

SUM = "合计"
FEW = 7
"""Columns that fit upright on A4."""


class Sheet(Protocol):
    """Whatever has a heading, lines and their sums."""

    @property
    def title(self) -> str: ...

    @property
    def corner(self) -> str: ...

    @property
    def heads(self) -> Sequence[str]: ...

    @property
    def lines(self) -> Sequence[tuple[str, Sequence[Any]]]: ...

    @property
    def sums(self) -> Sequence[Any]: ...

    def number(self, value: Any) -> int | float | str: ...


def workbook(grid: Sheet, target: BinaryIO, mark: str) -> None:
    """One sheet: figures are numbers, a dash where there is none."""
    heads = _distinct([grid.corner, *grid.heads, SUM])
    page = Page(
        grid.title.translate(_NOT_IN_A_NAME)[:31],
        _rows(grid, heads),
        tuple(heads),
        (heads[0],),
        widths={heads[0]: 18.0},
    )
    write_xlsx([page], target, mark)


_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def _distinct(heads: list[str]) -> list[str]:
    """Two options may be called the same; a sheet knows its columns by their headings."""
    made: list[str] = []
    for head in heads:
        made.append(head if head not in made else f"{head}（{made.count(head) + len(made)}）")
    return made


def _rows(grid: Sheet, heads: list[str]) -> Iterator[dict[str, Cell]]:
    for words, figures in (*grid.lines, (SUM, grid.sums)):
        cells: list[Cell] = [words, *map(grid.number, figures)]
        yield dict(zip(heads, cells, strict=True))


def paper(grid: Grid, where: str, words: str, mark: str) -> bytes:
    """A4, the heading on every page; across when there are many columns."""
    lines = [
        (words_, [grid.words(figure) for figure in figures])
        for words_, figures in (*grid.lines, (SUM, grid.sums))
    ]
    page = template("print/counts.html").render(
        title=grid.title,
        where=where,
        words=words,
        heads=[grid.corner, *grid.heads, SUM],
        lines=lines,
        wide=len(grid.heads) > FEW,
        mark=mark,
    )
    return printed(page, "table.css")
