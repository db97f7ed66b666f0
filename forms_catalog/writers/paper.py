"""A form as lines of a bordered table: which cells stand side by side, what is drawn in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..bundle import Bundle, Placed
from ..definition import Question
from ..questions import Context, is_missing, mask, show, type_of

FEW = 12
"""Options up to this number are drawn as boxes to tick; of more only the chosen one is written."""
WIDE_TYPES = frozenset({"long_text", "address", "note"})


@dataclass(slots=True)
class Cell:
    """A label and what stands beside it: words, boxes to tick, a table or an empty place."""

    label: str
    text: str = ""
    ticks: list[tuple[str, bool]] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    wide: bool = False
    tall: bool = False
    sign: bool = False
    note: bool = False


@dataclass(slots=True)
class Table:
    """A section: its heading and lines of one wide or two half cells."""

    label: str
    lines: list[list[Cell]]


def tables(
    bundle: Bundle, answers: Mapping[str, Any], ctx: Context, hidden: frozenset[str] = frozenset()
) -> list[Table]:
    """Every section as a table; record questions filled through are not cells of their own."""
    skip = hidden | frozenset(bundle.through)
    made = []
    for section in bundle.placed:
        cells = [_cell(q, answers.get(q.name), ctx) for q in _printed(section, skip)]
        if cells:
            made.append(Table(section.label, _lines(cells)))
    return made


def _printed(section: Placed, skip: frozenset[str]) -> list[Question]:
    return [question for question in section.questions if question.name not in skip]


def _lines(cells: list[Cell]) -> list[list[Cell]]:
    """Two half cells a line; what is wide has a line of its own, a lonely half grows."""
    lines: list[list[Cell]] = []
    for cell in cells:
        last = lines[-1] if lines else []
        if cell.wide or len(last) != 1 or last[0].wide:
            lines.append([cell])
        else:
            last.append(cell)
    return lines


def _cell(question: Question, answer: Any, ctx: Context) -> Cell:
    kind = type_of(question)
    cell = Cell(question.label, wide=question.type in WIDE_TYPES)
    cell.sign = question.type == "signature"
    cell.tall = question.type in {"long_text", "photo"}
    cell.note = question.type == "note"
    if kind.kind == "rows":
        _rows(cell, question, answer, ctx)
    elif (
        kind.kind == "list" and 0 < len(_options(question, ctx)) <= FEW
    ) or kind.kind == "boolean":
        _ticks(cell, question, answer, ctx)
    else:
        cell.text = _words(question, answer, ctx)
    return cell


def _words(question: Question, answer: Any, ctx: Context) -> str:
    if answer is None:
        return ""
    if is_missing(answer):
        return "—"
    return mask(question, answer) if question.sealed else show(question, answer, ctx)


def _options(question: Question, ctx: Context) -> list[tuple[str, str]]:
    if not question.option("choices", ""):
        return []
    return [(option.name, option.label) for option in ctx.choices(question) if not option.disabled]


def _ticks(cell: Cell, question: Question, answer: Any, ctx: Context) -> None:
    options = _options(question, ctx) or [("yes", "是"), ("no", "否")]
    chosen = set(answer) if isinstance(answer, list) else {answer}
    if is_missing(answer):
        chosen, cell.text = set(), "—"
    if question.sealed:
        chosen = set()
    cell.ticks = [(label, name in chosen) for name, label in options]
    cell.wide = sum(len(label) + 2 for _, label in options) > 24


def _rows(cell: Cell, question: Question, answer: Any, ctx: Context) -> None:
    cell.wide = True
    cell.head = [column.label for column in question.questions]
    for row in answer or ():
        cell.rows.append(
            [_words(column, row.get(column.name), ctx) for column in question.questions]
        )
    empty = 0 if answer else 4
    cell.rows += [["" for _ in cell.head] for _ in range(empty)]
