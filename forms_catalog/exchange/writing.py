"""Records as sheets: every text stays text, whatever it begins with, and comes back as it went out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from ..questions import REASONS, Answer, Context, is_missing, type_of
from .columns import EDITION, ID, NUMBER, ROW, UP, VERSION, Column, Layout, Sheet

Cell = str | int | float | None
Shown = Callable[[Any, Answer], Cell]
"""What of an answer somebody is shown: (question, answer) -> a cell, masked or whole."""

DANGER = tuple("=+-@|%\t\r\n＝＋－＠\ufeff'")
_DIGITS = re.compile(r"0[0-9]+|[0-9]{12,}[0-9Xx]?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A record on its way out; `linked` are number, version and edition of what it is filled through."""

    number: str
    version: int | None
    edition: str
    answers: Mapping[str, Answer]
    linked: Mapping[str, tuple[str, int | None, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet ready to be written: headings, how each column looks, rows as heading -> cell."""

    name: str
    rows: Iterable[Mapping[str, Cell]]
    headings: tuple[str, ...]
    texts: tuple[str, ...] = ()
    grey: tuple[str, ...] = ()
    widths: Mapping[str, float] = field(default_factory=dict)
    title: str = ""
    """The line right above the headings."""


def pages(
    layout: Layout,
    entries: Iterable[Entry],
    ctx: Context,
    shown: Shown | None = None,
    only: Collection[str] | None = None,
) -> list[Page]:
    """The main sheet and those of the tables; rows are made while the sheets are written, in order."""
    collected: dict[tuple[str, ...], list[dict[str, Cell]]] = {
        s.path: [] for s in layout.sheets[1:]
    }
    wanted = [s for s in layout.sheets if not s.path or only is None or s.path[0] in only]
    out = _Out(layout, ctx, shown, only, collected)
    made = []
    for sheet in wanted:
        rows = out.main(entries) if not sheet.path else _later(collected[sheet.path])
        made.append(_page(sheet, rows, only))
    return made


def _later(rows: list[dict[str, Cell]]) -> Iterator[dict[str, Cell]]:
    yield from rows


def _page(sheet: Sheet, rows: Iterable[Mapping[str, Cell]], only: Collection[str] | None) -> Page:
    columns = [c for c in sheet.columns if _written(c, sheet, only)]
    return Page(
        sheet.name,
        rows,
        tuple(c.heading for c in columns),
        tuple(c.heading for c in columns if c.text),
        tuple(c.heading for c in columns if c.ignored or c.question is None),
        {c.heading: float(c.width) for c in columns},
    )


def _written(column: Column, sheet: Sheet, only: Collection[str] | None) -> bool:
    """Engine columns always, `行号` never: rows are known by the number of their record."""
    if column.question is None:
        return column.name != ROW
    return only is None or bool(sheet.path) or column.link or column.name in only


class _Out:
    """Makes the rows of every sheet from the entries."""

    def __init__(
        self,
        layout: Layout,
        ctx: Context,
        shown: Shown | None,
        only: Collection[str] | None,
        collected: dict[tuple[str, ...], list[dict[str, Cell]]],
    ) -> None:
        self.collected = collected
        self.puts = {
            sheet.path: [
                (c.heading, c.name, putter(c, ctx, shown))
                for c in sheet.columns
                if c.question and not c.link and _written(c, sheet, only)
            ]
            for sheet in layout.sheets
        }
        self.headings = {(s.path, c.name): c.heading for s in layout.sheets for c in s.columns}
        self.inner = {
            sheet.path: [s.path for s in layout.sheets if s.path[:-1] == sheet.path and s.path]
            for sheet in layout.sheets
        }
        self.blank = {
            c.heading: None for c in layout.main.columns if _written(c, layout.main, only)
        }

    def main(self, entries: Iterable[Entry]) -> Iterator[dict[str, Cell]]:
        puts = self.puts[()]
        for entry in entries:
            row: dict[str, Cell] = dict(self.blank)
            self._engine(row, entry)
            answers = entry.answers
            for heading, name, put in puts:
                answer = answers.get(name)
                if answer is not None:
                    row[heading] = put(answer)
            yield row
            for path in self.inner[()]:
                self._rows(path, entry.number, "", answers.get(path[0]) or ())

    def _engine(self, row: dict[str, Cell], entry: Entry) -> None:
        told = {NUMBER: entry.number, VERSION: entry.version, EDITION: entry.edition}
        for part, (number, version, edition) in entry.linked.items():
            told |= {part: number, f"{VERSION}.{part}": version, f"{EDITION}.{part}": edition}
        for name, value in told.items():
            if (heading := self.headings.get(((), name))) in row:
                row[str(heading)] = value

    def _rows(
        self, path: tuple[str, ...], number: str, up: str, rows: Iterable[Mapping[str, Answer]]
    ) -> None:
        for answers in rows:
            own = {NUMBER: number, UP: up, ID: answers.get("_id", "")}
            row: dict[str, Cell] = {
                self.headings[path, name]: value
                for name, value in own.items()
                if (path, name) in self.headings
            }
            for heading, name, put in self.puts[path]:
                row[heading] = None if answers.get(name) is None else put(answers[name])
            self.collected[path].append(row)
            for inner in self.inner[path]:
                self._rows(inner, number, str(own[ID]), answers.get(inner[-1]) or ())


def putter(column: Column, ctx: Context, shown: Shown | None = None) -> Callable[[Answer], Cell]:
    """An answer of the column to its cell; words of codes and dates are looked up once."""
    question = column.question
    assert question is not None
    kind = type_of(question)

    def plain(_: Any, answer: Answer) -> Cell:
        if is_missing(answer):
            return REASONS.get(answer["$missing"], "")
        return kind.cell(answer, question, ctx)

    make = shown or plain
    known: dict[str, Cell] = {}

    def put(answer: Answer) -> Cell:
        cell = make(question, answer)
        return "'" + cell if type(cell) is str and cell[:1] == "'" else cell

    def remembered(answer: Answer) -> Cell:
        if type(answer) is not str:
            return put(answer)
        if answer not in known:
            known[answer] = put(answer)
        return known[answer]

    return remembered if column.kind in ("list", "boolean", "date") else put


def write_xlsx(made: Iterable[Page], target: str | BinaryIO, mark: str = "") -> None:
    """Text cells in columns of text, the heading frozen; what an import leaves alone is grey.

    `mark` is the line over the heading of every sheet that says whose copy this is; paper has it too.
    """
    from rustpy_xlsxwriter import Format, write_worksheets  # not needed to fill in a form

    found = list(made)
    tops = {page.name: bool(mark) + bool(page.title) for page in found}
    text, grey = (
        Format().set_num_format("@"),
        Format().set_num_format("@").set_font_color("#767676"),
    )
    write_worksheets(
        [(page.name, _filled(page)) for page in found],
        target,
        freeze_panes={name: {"row": top + 1, "col": 1} for name, top in tops.items()},
        header_row=tops,
        merge_ranges={page.name: _over(page, mark) for page in found if tops[page.name]},
        page_setup={page.name: {"header": _paper(mark)} for page in found if mark},
        header_format={page.name: Format().set_bold().set_text_wrap() for page in found},
        column_widths={page.name: dict(page.widths) for page in found},
        column_formats={
            page.name: dict.fromkeys(page.texts, text) | dict.fromkeys(page.grey, grey)
            for page in found
        },
        ignore_errors={page.name: list(page.texts) for page in found if page.texts},
    )


def _over(page: Page, mark: str) -> list[Any]:
    """The mark, and below it the title of the sheet."""
    from rustpy_xlsxwriter import Format

    last = max(len(page.headings) - 1, 1)
    made: list[Any] = []
    if mark:
        made.append((0, 0, 0, last, mark))
    if page.title:
        look = Format().set_bold().set_font_size(14).set_align("center")
        made.append((len(made), 0, len(made), last, page.title, look))
    return made


def _paper(mark: str) -> str:
    """The head of every printed page: an ampersand would be a command, and there is an end to it."""
    return "&L" + mark[:100].replace("&", "＆")


def _filled(page: Page) -> Iterator[Mapping[str, Cell]]:
    """At least one row, so that a sheet without answers has its heading."""
    empty = True
    for row in page.rows:
        empty = False
        yield row
    if empty:
        yield dict.fromkeys(page.headings)


MARKED = "导出说明"
"""The column of a text file that says whose copy this is, on every row: a line would break it."""


def write_csv(page: Page, target: str | BinaryIO, mark: str = "") -> None:
    """One sheet as UTF-8 with its sign; texts that a spreadsheet would run or round are disarmed."""
    from rustpy_xlsxwriter import write_csv as write

    told: dict[str, Cell] = {MARKED: mark} if mark else {}
    rows = (
        {disarm(heading): disarm(cell) for heading, cell in (row | told).items()}
        for row in map(dict, _filled(page))
    )
    write(rows, target, bom=True)


def disarm(cell: Cell) -> Cell:
    """A text behind an apostrophe where it would become a formula or lose digits; `cells` takes it off."""
    if type(cell) is not str or not cell:
        return cell
    risky = cell.lstrip(" \u3000\xa0").startswith(DANGER) or cell.startswith(DANGER)
    if cell.startswith("''"):
        return cell
    return "'" + cell if risky or _DIGITS.fullmatch(cell) else cell
