"""What the expressions of derived columns may speak of: no clock, no chance, nothing sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...definition import Decision
from ...expressions import Node, Scope, check, is_expression, parse, walk
from ...expressions import names as names_in
from ...expressions.functions import FUNCTIONS
from ...expressions.lint import finding
from ...logic.derived import OWN, Ground, Grounds, take_of
from ...logic.reserved import RESERVED
from ...problems import Problem, Refused
from ..shape import Sheet

_CLOCK = frozenset(
    {"_today", "_now", "_ref", "_age", "_age_at", "_this_year", "_year", "_late_days", "_due_date"}
    | {"_period", "_period_start", "_period_end", "_updated"}
)
_CLOCKS = frozenset({"today", "now"})
_REMEDY_CLOCK = "这里只存日期，年龄和逾期在筛选时再算"


def tell_reading(text: str, scope: Scope, ground: Ground, path: str, sheet: Sheet) -> None:
    """Every finding of one expression; `ground` is the ledger that its plain names belong to."""
    node, problems = check(text, scope)
    said = list(_unsteady(node, ground)) if node else []
    told = {(problem.place.start, problem.place.end) for problem in said}
    others = [p for p in problems if (p.place.start, p.place.end) not in told]
    line, column, name = sheet.where.spot(path)
    for problem in (*said, *others):
        if problem.code == "expression.folded":
            continue
        place = replace(problem.place, file=sheet.where.file, sheet=name, line=line)
        sheet.problems.append(replace(problem, place=replace(place, column=column, path=path)))


def _unsteady(node: Node, ground: Ground) -> Iterator[Problem]:
    """What changes without an answer changing, or may not be read."""
    for part in walk(node):
        if part.op == "call" and part.value in _CLOCKS:
            yield _of_clock(f"{part.value}()", part)
        elif part.op == "call" and part.value in FUNCTIONS and not FUNCTIONS[part.value].steady:
            text = f"“{part.value}”每次不同，存下来的列不能用"
            yield finding("derived.uses-chance", text, "换一种算法", part)
        elif part.op == "name":
            yield from _of_name(part, ground)


def _of_clock(name: str, part: Node) -> Problem:
    return finding("derived.uses-clock", f"存下来的列不能用今天：“{name}”", _REMEDY_CLOCK, part)


def _of_name(part: Node, ground: Ground) -> Iterator[Problem]:
    name = str(part.value)
    bare = name.removeprefix(OWN)
    question = ground.questions.get(name)
    if bare in _CLOCK or bare.startswith("_turns_"):
        yield _of_clock(name, part)
    elif question is not None and question.sealed:
        yield finding("derived.sealed", f"“{name}”是加密题，不能用", "换一题", part)
    elif name in RESERVED and name not in ("_state", "_place", "_created"):
        text = f"存下来的列不能用“{name}”"
        yield finding("derived.reserved", text, "用题名，或“_state”“_place”", part)


def read_of(spot: tuple[str, str], grounds: Grounds) -> Iterator[tuple[str, str]]:
    """The derived columns, here and elsewhere, that one of them reads."""
    key, name = spot
    ground = grounds.get(key)
    rules = ground.rules if ground else None
    if rules is None:
        return
    table = next((item for item in rules.decisions if item.name == name), None)
    item = next((item for item in rules.derived if item.name == name), None)
    own = set(_of_table(table)) if table else _names(item.calculation) if item else set()
    theirs: set[str] = set()
    way = grounds.way(key, item) if item and item.take else None
    if item and way:
        read, take = _names(item.where), take_of(item.take)
        own |= {one.removeprefix(OWN) for one in read if one.startswith(OWN)}
        theirs = {one for one in read if not one.startswith(OWN)} | {take.what if take else ""}
    yield from ((key, one) for one in own if grounds.like(key, one))
    yield from ((way.source, one) for one in theirs if way and grounds.like(way.source, one))


def _of_table(table: Decision) -> Iterator[str]:
    for row in table.rows:
        yield from _names(row.when)
        yield from _names(row.then if is_expression(row.then) else "")


def _names(text: str) -> set[str]:
    try:
        return set(names_in(parse(text))) if text else set()
    except Refused:
        return set()
