"""What closing books means: how often, what must hold, what counts, who closes."""

from __future__ import annotations

from ...bundle import Book
from ...definition import Ledger
from ...expressions import Scope, check, parse
from ...expressions import names as names_in
from ...expressions.nodes import walk
from ...problems import Refused
from ..shape import Sheet
from . import judges
from .ledgers import questions_of

EVERY = ("month", "quarter", "halfyear", "year", "round")
FIGURES = ("_opening", "_entered", "_left", "_closing")
AT_ANY_TIME = frozenset({"_state", "_place", "_period_end"})
_CLOCK = frozenset({"today", "now"})
_RESERVED_CLOCK = frozenset({"_today", "_now", "_ref", "_age"})


@judges("ledger")
def periods(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    rules = ledger.periods
    if rules is None:
        return
    if rules.every and rules.every not in EVERY:
        text = f"没有“{rules.every}”这种期"
        remedy = f"只能用“{' '.join(EVERY)}”"
        sheet.problem("ledger.period-unknown", text, remedy, "periods.every")
    if rules.balance:
        kinds = dict.fromkeys(FIGURES, "number")
        _read(rules.balance, kinds, sheet, "periods.balance")
    for role in rules.close:
        if not any(access.name == role for access in ledger.access):
            text = f"“{role}”看不到这个台账，结不了账"
            sheet.problem(
                "ledger.period-close",
                text,
                "在“access”里加上这个角色，或从“close”里删去",
                "periods.close",
            )


@judges("ledger")
def in_force(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    """It is judged over what a record was on some day: by its own answers, state and place."""
    known = questions_of(ledger, book)
    if not ledger.in_force or known is None:
        return
    if ledger.periods is None:
        return
    used = _names(ledger.in_force)
    for name in sorted(used & {column.name for column in ledger.derived}):
        text = f"“{name}”是从别的记录得来的，过去某一天是什么查不到"
        sheet.problem("ledger.in-force-derived", text, "换成本表的题", "in_force")
    derived = {column.name for column in ledger.derived}
    for name in sorted(used - known.keys() - derived - AT_ANY_TIME - _RESERVED_CLOCK):
        sheet.problem("ledger.in-force-unknown", f"表里没有“{name}”这一题", "检查题名", "in_force")
    for name in sorted(used & {name for name, asked in known.items() if asked.sealed}):
        text = f"“{name}”是加密题，不能用来定“在册”"
        sheet.problem("ledger.in-force-sealed", text, "换一题不加密的", "in_force")
    if _clock(ledger.in_force):
        text = "“生效”里用了当天的日期，没有人动过的记录也会进出，账就不平"
        sheet.problem("ledger.in-force-clock", text, "到期时用一个动作改状态", "in_force")


def _names(text: str) -> frozenset[str]:
    try:
        return frozenset(name.partition(".")[0] for name in names_in(parse(text)))
    except Refused:
        return frozenset()


def _clock(text: str) -> bool:
    try:
        node = parse(text)
    except Refused:
        return False
    calls = {str(part.value) for part in walk(node) if part.op == "call"}
    return bool(calls & _CLOCK or names_in(node) & _RESERVED_CLOCK)


def _read(text: str, kinds: dict[str, str], sheet: Sheet, path: str) -> None:
    """Whether the condition can be read, and speaks of nothing else."""
    for found in check(text, Scope(kinds, condition=True))[1]:
        if not found.warn:
            sheet.problem(found.code, found.text, found.remedy, path)
