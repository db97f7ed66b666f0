"""A form as lines of a bordered table: which cells stand side by side, what is drawn in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..bundle import Bundle, Placed
from ..definition import Question
from ..expressions import parse
from ..expressions.words import say
from ..problems import Refused
from ..questions import Context, is_missing, mask, show, type_of

FEW = 12
"""Options up to this number are drawn as boxes to tick; of more only the chosen one is written."""
LONGEST = 26
"""Characters of a condition on paper; a longer one is told in general."""
WIDE_TYPES = frozenset({"long_text", "address", "note"})


@dataclass(slots=True)
class Cell:
    """A label and what stands beside it: words, boxes to tick, a table or an empty place.

    `when`: on blank paper, in which case it is to be filled. `below` holds for each row of a table
    the tables in it, drawn under its cells.
    """

    label: str
    text: str = ""
    ticks: list[tuple[str, bool]] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    below: list[list[Cell]] = field(default_factory=list)
    wide: bool = False
    tall: bool = False
    sign: bool = False
    note: bool = False
    when: str = ""


@dataclass(slots=True)
class Table:
    """A section: its heading and lines of one wide or two half cells; `when` it is to be filled."""

    label: str
    lines: list[list[Cell]]
    when: str = ""


NOBODY: frozenset[str] = frozenset()


def tables(
    bundle: Bundle,
    answers: Mapping[str, Any],
    ctx: Context,
    hidden: frozenset[str] = NOBODY,
    masked: frozenset[str] = NOBODY,
) -> list[Table]:
    """Every section as a table; record questions filled through are not cells of their own.

    `masked` are drawn like sealed ones: this reader may not know what was answered.
    """
    skip = hidden | frozenset(bundle.through)
    said = _words_of(bundle, ctx) if not answers else None
    made = []
    for section in bundle.placed:
        asked = [_veiled(question, masked) for question in _printed(section, skip)]
        cells = [_cell(question, answers.get(question.name), ctx) for question in asked]
        if cells and said:
            _conditions(cells, _printed(section, skip), said)
        if cells:
            when = said(" and ".join(f"({part})" for part in section.relevant)) if said else ""
            made.append(Table(section.label, _lines(cells), when))
    return made


def _conditions(cells: list[Cell], questions: list[Question], said: Callable[[str], str]) -> None:
    """Told once where several neighbours share it: paper is short."""
    before = ""
    for cell, question in zip(cells, questions, strict=True):
        cell.when = said(question.relevant) if question.relevant != before else ""
        before = question.relevant


def _words_of(bundle: Bundle, ctx: Context) -> Callable[[str], str]:
    """Says a condition for whoever fills with a pen."""
    asked = {name: question for name, (question, _) in bundle.questions.items()}
    labels = {name: question.label for name, question in asked.items()}
    options = {
        name: {option.name: option.label for option in ctx.choices(question)}
        for name, question in asked.items()
        if question.option("choices", "")
    }
    yes_no = {"yes": "是", "no": "否"}
    options |= {n: yes_no for n, q in asked.items() if type_of(q).kind == "boolean"}

    def said(condition: str) -> str:
        try:
            words = say(parse(condition), labels, options) if condition else ""
        except Refused:
            return ""
        return words if len(words) <= LONGEST else "符合上面的情形"

    return said


def _printed(section: Placed, skip: frozenset[str]) -> list[Question]:
    return [question for question in section.questions if question.name not in skip]


def _veiled(question: Question, masked: frozenset[str]) -> Question:
    if not masked:
        return question
    columns = tuple(_veiled(column, masked) for column in question.questions)
    return replace(question, sealed=question.sealed or question.name in masked, questions=columns)


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
    elif question.sealed and answer is not None:
        chosen, cell.text = set(), mask(question, answer)
    cell.ticks = [(label, name in chosen) for name, label in options]
    cell.wide = sum(len(label) + 2 for _, label in options) > 24


def _rows(cell: Cell, question: Question, answer: Any, ctx: Context, empty: int = 4) -> None:
    """Rows of words with their tables below; of a table nobody has filled, empty lines to write in."""
    cell.wide = True
    if is_missing(answer) or (question.sealed and answer):
        cell.text = _words(question, answer, ctx)
        return
    inner = [column for column in question.questions if column.questions]
    plain = [column for column in question.questions if not column.questions]
    cell.head = [column.label for column in plain]
    for row in answer or [{}] * empty:
        cell.rows.append([_words(column, row.get(column.name), ctx) for column in plain])
        cell.below.append([_inside(column, row.get(column.name), ctx) for column in inner])


def _inside(column: Question, answer: Any, ctx: Context) -> Cell:
    cell = Cell(column.label)
    _rows(cell, column, answer, ctx, empty=2)
    return cell
