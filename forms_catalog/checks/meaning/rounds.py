"""What coverage means: which question names the round and the unit, and columns that can be counted by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...bundle import Book
from ...definition import Coverage, Ledger, Question
from ...expressions import Scope, check
from ...expressions.nodes import names
from ...logic.reserved import RESERVED
from ...logic.worth import kind_of
from ..shape import Sheet
from . import judges
from .ledgers import questions_of

ENGINE = frozenset({"_state", "_place", "_created", "_updated", "_today"})
"""The engine's own names that the database can answer for every record of a ledger."""
_REMEDY_COLUMN = "写进那个台账的“columns”"


@dataclass(frozen=True)
class _Side:
    """One of the ledgers that coverage speaks of; `questions` is None while its form is not known."""

    ledger: Ledger
    questions: Mapping[str, Question] | None

    def column(self, name: str) -> bool:
        derived = {column.name for column in self.ledger.derived or ()}
        return name in self.ledger.columns or name in derived


@judges("ledger")
def coverage(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    told, own = ledger.coverage, _Side(ledger, questions_of(ledger, book))
    if told is None or own.questions is None:
        return
    rounds = _target(own, "round", told.round, book, sheet, ("record",))
    if rounds:
        _dated(rounds, told, sheet)
    units = _target(own, "unit", told.unit, book, sheet, ("record", "division"))
    _condition("covered", told.covered, own, sheet)
    _condition("left_out", told.left_out, own, sheet)
    if units:
        _condition("units", told.units, units, sheet)
        if told.groups and not units.column(told.groups):
            _no_column("groups", told.groups, sheet)
    elif _kind(own, told.unit) == "division" and (told.units or told.groups):
        path = "coverage.units" if told.units else "coverage.groups"
        text = "单位是地方，没有自己的列"
        sheet.problem("coverage.places-have-no-columns", text, "删去这一项", path)


def _kind(side: _Side, name: str) -> str:
    found = (side.questions or {}).get(name)
    return found.type if found else ""


def _target(
    own: _Side, key: str, name: str, book: Book, sheet: Sheet, kinds: tuple[str, ...]
) -> _Side | None:
    """The ledger that a question points at; None where there is none, or it is still to come."""
    path = f"coverage.{key}"
    question = (own.questions or {}).get(name)
    if question is None or question.type not in kinds:
        text = f"“{name}”不是这张表里的{'记录题' if len(kinds) == 1 else '记录题或区划题'}"
        sheet.problem("coverage.unknown-question", text, "检查题名和题型", path)
        return None
    if not own.column(name):
        _no_column(key, name, sheet)
    other = book.get("ledger", question.option("record")) if question.type == "record" else None
    return _Side(other, questions_of(other, book)) if isinstance(other, Ledger) else None


def _no_column(key: str, name: str, sheet: Sheet) -> None:
    text = f"“{name}”不是台账的列，不能按它数"
    sheet.problem("coverage.not-a-column", text, _REMEDY_COLUMN, f"coverage.{key}")


def _dated(rounds: _Side, told: Coverage, sheet: Sheet) -> None:
    """The part of the tree, the reference date and the period of a round."""
    wanted = {"area": "division", "date": "date", "begins": "date", "ends": "date"}
    for key, kind in wanted.items() if rounds.questions is not None else ():
        name = getattr(told, key)
        if _kind(rounds, name) != kind:
            word = "区划题" if kind == "division" else "日期题"
            text = f"“{name}”不是轮次台账里的{word}"
            sheet.problem("coverage.round-question", text, "检查题名和题型", f"coverage.{key}")
        elif not rounds.column(name):
            _no_column(key, name, sheet)


def _condition(key: str, text: str, side: _Side, sheet: Sheet) -> None:
    """Read, and over columns of that ledger alone: every unit is asked in the database."""
    if not text or side.questions is None:
        return
    path = f"coverage.{key}"
    kinds = RESERVED | {name: kind_of(question) for name, question in side.questions.items()}
    kinds |= {column.name: "" for column in side.ledger.derived or ()}
    node, problems = check(text, Scope(kinds, condition=True))
    for problem in problems:
        sheet.problem(problem.code, problem.text, problem.remedy, path, warn=problem.warn)
    for name in sorted(names(node)) if node else ():
        if name in kinds and name not in ENGINE and not side.column(name):
            _no_column(key, name, sheet)
