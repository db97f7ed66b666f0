"""What a ledger's tables and rosters mean: coded columns, numbers, levels; forms that are views."""

from __future__ import annotations

import re

from ...bundle import Book
from ...definition import FormDefinition, Ledger, Pack, Question, Table
from ...expressions import Scope, check
from ...logic.derived import Ground, Grounds, ground_of, of_book
from ...questions import TYPES
from ..shape import Sheet
from . import judges
from .life import kinds_for

STATE = "_state"
_TAKE = re.compile(r"count|(?:sum|mean)\(([a-z][a-z0-9_]*)\)")


def grounds_with(ledger: Ledger, book: Book) -> Grounds:
    """The ledgers of a book, this one as it is judged now."""
    others = of_book(book)

    def find(key: str) -> Ground | None:
        return ground_of(ledger, book) if key == ledger.id else others(key)

    return Grounds(find)


@judges("ledger")
def tables(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    grounds = grounds_with(ledger, book)
    if grounds.get(ledger.id) is None:
        return
    kinds = kinds_for(ledger, book) or {}
    for table in ledger.tables:
        path = f"tables.{table.name}"
        _side(table.columns, ledger, grounds, sheet, f"{path}.columns")
        if table.rows.startswith("_") and table.rows != STATE:
            _level(table.rows, book, sheet, f"{path}.rows")
        else:
            _side(table.rows, ledger, grounds, sheet, f"{path}.rows")
        _taken(table, ledger, grounds, sheet, f"{path}.take")
        names = columns_of(ledger)
        usable = {name: kind for name, kind in kinds.items() if name in names or name[:1] == "_"}
        filter_of_columns(table.filter, usable, sheet, f"{path}.filter")


def columns_of(ledger: Ledger) -> set[str]:
    derived = {column.name for column in ledger.derived} | {d.name for d in ledger.decisions}
    return {*ledger.columns, *derived}


def _column(name: str, ledger: Ledger, grounds: Grounds) -> Question | None:
    return grounds.column(ledger.id, name) if name in columns_of(ledger) else None


def _side(name: str, ledger: Ledger, grounds: Grounds, sheet: Sheet, path: str) -> None:
    if not name or name == STATE:
        return
    question = _column(name, ledger, grounds)
    if question is None:
        text, words = f"“{name}”不是列，统计不了", "先写进“columns”"
        sheet.problem("ledger.table-unknown", text, words, path)
    elif _family(question) != "c":
        text = f"“{name}”不是选项，一种一列排不开"
        sheet.problem("ledger.table-not-coded", text, "换一列有选项的", path)


def _family(question: Question) -> str:
    kind = TYPES.get(question.type)
    return "" if question.sealed or kind is None else kind.slot_family


def _level(name: str, book: Book, sheet: Sheet, path: str) -> None:
    pack = book.get("pack", "")
    if isinstance(pack, Pack) and not pack.level(name.removeprefix("_")):
        text = f"没有“{name.removeprefix('_')}”这一级地方"
        sheet.problem("ledger.table-level", text, "看“pack.yaml”的“levels”", path)


def _taken(table: Table, ledger: Ledger, grounds: Grounds, sheet: Sheet, path: str) -> None:
    found = _TAKE.fullmatch(table.take)
    if found is None:
        text = f"看不懂“{table.take}”"
        sheet.problem("ledger.table-take", text, "写“count”“sum(列)”或“mean(列)”", path)
    elif found[1]:
        question = _column(found[1], ledger, grounds)
        if question is None or _family(question) != "n":
            text = f"“{found[1]}”不是数字的列，加不起来"
            sheet.problem("ledger.table-take", text, "换一列数字的", path)


def filter_of_columns(text: str, kinds: dict[str, str], sheet: Sheet, path: str) -> None:
    for found in check(text, Scope(kinds, condition=True))[1] if text else ():
        if not found.warn:
            sheet.problem(found.code, found.text, found.remedy, path)


@judges("ledger")
def rosters(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    for name in ledger.rosters:
        form = book.get("form", name)
        if form is None and name in book.later():
            continue
        if not isinstance(form, FormDefinition) or form.view is None:
            text = f"“{name}”不是花名册"
            sheet.problem("ledger.roster-unknown", text, "写一张有“view”的表", "rosters")
        elif form.view.of not in ("", ledger.id):
            text = f"“{name}”是别的台账的花名册"
            sheet.problem("ledger.roster-unknown", text, "检查它的“view”", "rosters")
