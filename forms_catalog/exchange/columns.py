"""What a column of a data sheet is: one definition for what is written, read and handed out empty."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..bundle import Bundle, Placed
from ..definition import Question
from ..questions import REASONS, Context, type_of
from .labels import unit_of

NUMBER, VERSION, EDITION = "_number", "_version", "_edition"
ROW, ID, UP = "_row", "_id", "_up"
"""On the sheet of a table: the row of the main sheet, the identity of a row, the row it belongs to."""
WORDS = {NUMBER: "编号", VERSION: "版本", EDITION: "表单版次"}
WORDS |= {ROW: "行号", ID: "行标识", UP: "上级行"}
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f：？＊／＼]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: an engine's (no question) or a question's; `name` is unique on its sheet.

    `part` is the record question that its answer passes through, '' for the form's own record.
    `ignored` says why an import leaves it alone: computed | file.
    """

    name: str
    heading: str
    question: Question | None = None
    part: str = ""
    section: str = ""
    ignored: str = ""
    choices: tuple[str, ...] = ()
    link: bool = False
    """Whether it names the record that some of the other columns go to."""

    @property
    def hint(self) -> str:
        return self.question.hint if self.question else ""

    @property
    def required(self) -> bool:
        skipped = self.ignored or self.link
        return bool(self.question and self.question.required is True and not skipped)

    @property
    def kind(self) -> str:
        return type_of(self.question).kind if self.question else "text"

    @property
    def text(self) -> bool:
        """Whether its cells are text whatever is typed: long digits, codes, leading zeros."""
        return self.kind in ("text", "list", "file") or type_of_dates(self) not in ("", "ymd")

    @property
    def width(self) -> int:
        if self.question is None:
            return 12
        wide = {"w18": 22, "w11": 15, "w4": 9}.get(type_of(self.question).width, 0)
        return max(wide or _WIDTHS.get(self.kind, 14), min(2 * len(self.heading) + 3, 30))


_WIDTHS = {"text": 18, "integer": 10, "decimal": 12, "date": 13, "boolean": 8, "list": 16}


def type_of_dates(column: Column) -> str:
    """The boxes of a date, '' for any other kind; a time of day has none of its own."""
    if column.question is None or column.kind != "date":
        return ""
    return "".join(type_of(column.question).boxes) or "t"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a form's answers: the main one, or that of a table (`path`: its questions)."""

    name: str
    columns: tuple[Column, ...]
    path: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        return next((item for item in self.columns if item.name == name), None)


@dataclass(frozen=True, slots=True)
class Layout:
    """Every sheet of a form, the main one first; `links` are the record questions of linked parts."""

    bundle: Bundle
    sheets: tuple[Sheet, ...]
    links: tuple[str, ...]

    @property
    def main(self) -> Sheet:
        return self.sheets[0]

    def sheet(self, path: Sequence[str]) -> Sheet:
        return next(item for item in self.sheets if item.path == tuple(path))


def layout(bundle: Bundle) -> Layout:
    """The columns of every sheet, in the order of the form."""
    ctx = Context(options=bundle.options)
    links = tuple(bundle.through)
    names = _Names()
    main = Sheet(names.give(bundle.form.title), tuple(_main(bundle, links, ctx)))
    tables = [s for section in bundle.placed for s in _tables(section, (), ctx, names)]
    return Layout(bundle, (main, *tables), links)


def _main(bundle: Bundle, links: Sequence[str], ctx: Context) -> list[Column]:
    engine = [Column(name, WORDS[name]) for name in (NUMBER, VERSION, EDITION)]
    questions = []
    for section in bundle.placed:
        questions += [_column(question, section, ctx) for question in _plain(section.questions)]
    linked = [column for column in questions if column.name in links]
    for column in linked:
        engine.append(replace(column, link=True))
        engine += [
            Column(f"{name}.{column.name}", f"{column.heading}{WORDS[name]}")
            for name in (VERSION, EDITION)
        ]
    return unique([*engine, *(column for column in questions if column not in linked)])


def _plain(questions: Iterable[Question]) -> Iterator[Question]:
    """The questions that keep something and stand in one column."""
    return (q for q in questions if type_of(q).stored and not q.questions)


def _column(question: Question, section: Placed, ctx: Context) -> Column:
    own = type_of(question).unit
    heading = question.label
    if own and not unit_of(heading):
        heading += f"（{own}）"
    ignored = _ignored(question)
    choices = () if ignored else words_of(question, ctx)
    return Column(
        question.name, heading, question, section.through, section.label, ignored, choices
    )


def _ignored(question: Question) -> str:
    kind = type_of(question)
    if not kind.asked or question.calculation or question.number:
        return "computed"
    return "" if kind.in_cells else "file"


def words_of(question: Question, ctx: Context) -> tuple[str, ...]:
    """What can be chosen, as it stands in a cell: labels, and reasons for having no answer."""
    kind = type_of(question)
    reasons = tuple(REASONS[code] for code in question.missing if code in REASONS)
    if kind.kind == "file":
        return (kind.show(kind.sample, question, ctx),)
    if options := ctx.choices(question) if kind.kind == "list" else ():
        return tuple(option.label for option in options if not option.disabled) + reasons
    if kind.kind == "boolean":
        told = kind.schema(question, ctx)
        codes = told.get("enum") or [told["const"]]
        return tuple(str(kind.cell(code, question, ctx)) for code in codes) + reasons
    return ()


def _tables(section: Placed, path: tuple[str, ...], ctx: Context, names: _Names) -> Iterator[Sheet]:
    """A sheet for every table of a section, and for the tables in it."""
    for table in section.questions:
        if not table.questions:
            continue
        inner = replace(section, questions=table.questions, label=table.label)
        own = (*path, table.name)
        keys = [NUMBER, ROW, ID] if not path else [NUMBER, ROW, UP, ID]
        columns = [Column(name, WORDS[name]) for name in keys]
        columns += [_column(question, inner, ctx) for question in _plain(table.questions)]
        yield Sheet(names.give(table.label), tuple(unique(columns)), own)
        yield from _tables(inner, own, ctx, names)


def unique(columns: Iterable[Column]) -> list[Column]:
    """The same columns under headings that are each met once: the section's label stands in front."""
    found = list(columns)
    for front in ("section", "name"):
        met = Counter(column.heading for column in found)
        found = [
            replace(c, heading=f"{getattr(c, front)}·{c.heading}")
            if c.question and met[c.heading] > 1
            else c
            for c in found
        ]
    return found


def sheet_name(label: str) -> str:
    """A name as a workbook takes it: short, without some signs."""
    return _NOT_IN_NAMES.sub("", label).strip()[:28] or "表"


class _Names:
    """Names of sheets, each once."""

    def __init__(self) -> None:
        self.given: set[str] = set()

    def give(self, label: str) -> str:
        stem = sheet_name(label)
        name, number = stem, 1
        while name.casefold() in self.given:
            number += 1
            name = f"{stem}{number}"
        self.given.add(name.casefold())
        return name
