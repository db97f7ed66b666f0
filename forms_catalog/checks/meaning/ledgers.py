"""What a ledger means: its form, place, states, actions, columns, roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...bundle import Book, own_questions
from ...definition import FormDefinition, Ledger, Question
from ...definition.ledger import COLORS
from ...logic.derived import names_of
from ...placeholders import marks
from ...questions import TYPES
from ...slots import FAMILIES
from ..shape import Sheet
from . import judges

_FAMILY_WORDS = {"c": "编码", "t": "文字", "n": "数字", "d": "日期"}
_REMEDY_PLACE = "用地方题、机构题或记录题"
_REMEDY_STATE = "检查状态的值"
EXPORTS = ("no", "approval", "yes")
PLACES = frozenset({"_actor", "_body", "_parent", "_root"})


def questions_of(ledger: Ledger, book: Book) -> dict[str, Question] | None:
    """The questions whose answers the ledger keeps; None when its form is not known."""
    source, _, rows = ledger.form.partition(".")
    form = book.get("form", source)
    if not isinstance(form, FormDefinition):
        return None
    if rows:
        parent = form.question(rows)
        return {item.name: item for item in parent.questions} if parent else None
    return {question.name: question for question in own_questions(form, book)}


def _unknown(
    names: Iterable[str], known: dict[str, Question], sheet: Sheet, code: str, path: str
) -> None:
    for name in names:
        if name not in known:
            sheet.problem(code, f"表里没有“{name}”这一题", "检查题名", path)


@judges("ledger")
def form(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    known = questions_of(ledger, book)
    if known is None:
        if ledger.form:
            sheet.problem("ledger.unknown-form", f"没有“{ledger.form}”这张表", "检查标识", "form")
        return
    if ledger.place and not _can_place(ledger, known):
        sheet.problem("ledger.bad-place", f"“{ledger.place}”不能决定归属", _REMEDY_PLACE, "place")
    for access in ledger.access:
        for key in ("hidden", "masked", "clear"):
            path = f"access.{access.name}.{key}"
            names = [name for name in getattr(access, key) if name not in names_of(ledger)]
            _unknown(names, known, sheet, "ledger.access-unknown", path)


@judges("ledger")
def titles(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    """A title is read by everybody to whom the record is shown, whatever their role."""
    form, known = book.get("form", ledger.form), questions_of(ledger, book)
    if not isinstance(form, FormDefinition) or known is None:
        return
    named = {mark.name for mark in marks(form.instance_name)} & known.keys()
    for access in ledger.access:
        for key in ("hidden", "masked"):
            for name in sorted(named.intersection(getattr(access, key))):
                text = f"“{known[name].label}”写在记录的标题里，在这里遮了也看得见"
                remedy = "从表的标题里去掉这一题，或者不在这里遮"
                path = f"access.{access.name}.{key}"
                sheet.problem("ledger.access-titled", text, remedy, path, warn=True)


@judges("ledger")
def identity(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    known = questions_of(ledger, book)
    for rule in ledger.identity if known is not None else ():
        _unknown(rule, known or {}, sheet, "ledger.identity-unknown", "identity")
        if not rule:
            sheet.problem(
                "ledger.identity-empty", "有一组一题也没有", "写上题名，或删去", "identity"
            )


def _can_place(ledger: Ledger, known: dict[str, Question]) -> bool:
    question = known.get(ledger.place)
    kinds = {"division", "record", "body"}
    return ledger.place in PLACES or (question is not None and question.type in kinds)


@judges("ledger")
def columns(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    """Columns need slots: sealed answers and long ones have none, and slots are counted."""
    known = questions_of(ledger, book)
    if known is None:
        return
    names = [name for name in ledger.columns if name not in names_of(ledger)]
    _unknown(names, known, sheet, "ledger.column-unknown", "columns")
    used: Counter[str] = Counter()
    for name in ledger.columns:
        question = known.get(name)
        family = TYPES[question.type].slot_family if question and question.type in TYPES else ""
        if question is None:
            continue
        if question.sealed:
            sheet.problem(
                "ledger.column-sealed",
                f"“{name}”是加密题，不能作列",
                "从“columns”里删去",
                "columns",
            )
        elif not family:
            sheet.problem(
                "ledger.column-no-slot", f"“{name}”这种题型不能作列", "从“columns”里删去", "columns"
            )
        else:
            used[family] += 1
    for family, count in used.items():
        if count > FAMILIES[family]:
            text = f"{_FAMILY_WORDS[family]}类的列最多{FAMILIES[family]}个，现在是{count}个"
            sheet.problem("ledger.slots-full", text, "从“columns”里删去几个", "columns")


@judges("ledger")
def states(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    for state in ledger.states:
        if state.color not in COLORS:
            sheet.problem(
                "ledger.bad-color",
                f"没有“{state.color}”这种颜色",
                f"只能用“{' '.join(COLORS)}”",
                f"states.{state.name}.color",
            )


@judges("ledger")
def actions(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    codes = {state.name for state in ledger.states}
    if not any(action.name == "opening" for action in ledger.actions):
        sheet.problem(
            "ledger.no-opening", "没有“opening”动作，谁也建不了记录", "加上“opening”", "actions"
        )
    for action in ledger.actions:
        path = f"actions.{action.name}"
        for code in action.from_:
            if code not in codes | {"any"}:
                sheet.problem(
                    "ledger.unknown-state", f"没有“{code}”这个状态", _REMEDY_STATE, f"{path}.from"
                )
        if action.to and action.to not in codes:
            sheet.problem(
                "ledger.unknown-state", f"没有“{action.to}”这个状态", _REMEDY_STATE, f"{path}.to"
            )
        if action.name != "opening" and not action.from_:
            sheet.problem("ledger.action-no-from", "没有写从哪些状态可以做", "写上“from”", path)


@judges("ledger")
def roles(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    seen = {access.name for access in ledger.access}
    named = [(name, f"access.{name}") for name in sorted(seen)]
    named += [(role, f"actions.{a.name}.who") for a in ledger.actions for role in a.who]
    for access in ledger.access:
        if access.export not in EXPORTS:
            text = f"导出不能写“{access.export}”"
            sheet.problem(
                "ledger.bad-export", text, "只能用“no approval yes”", f"access.{access.name}.export"
            )
    for role, path in named:
        if not book.get("role", role) and role not in book.later():
            sheet.problem("ledger.unknown-role", f"没有“{role}”这个角色", "检查标识", path)
        elif path.startswith("actions") and role not in seen and role != "system":
            text = f"“{role}”能做动作却看不到记录"
            sheet.problem("ledger.role-no-access", text, "在“access”里加上这个角色", path)


@judges("ledger")
def retention(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    kept = ledger.retention
    if kept and [bool(kept.years), bool(kept.with_), kept.forever].count(True) != 1:
        text = "保留期限要写一种，只写一种"
        sheet.problem("ledger.bad-retention", text, "“years with forever”选一", "retention")
    known = questions_of(ledger, book)
    if kept and kept.with_ and known is not None:
        link = known.get(kept.with_)
        if link is None or link.type != "record":
            text = f"“{kept.with_}”不是表里的记录题"
            sheet.problem("ledger.retention-unknown", text, "检查题名", "retention.with")
