"""What duties mean: who does them, when they come round, what says that they are done, who is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ...bundle import Book
from ...definition import Calendar, Duty, Ledger, Pack, Question
from ...expressions import Scope, check, is_expression, parse
from ...expressions import names as names_in
from ...problems import Refused
from ..scalars import is_monthday
from ..shape import Sheet
from . import judges
from .ledgers import questions_of
from .life import kinds_for

_SPAN = re.compile(r"([0-9]+)(min|h|d|wd|w|mo|y)")
_DAYS = {"min": 0.0, "h": 0.0, "d": 1.0, "wd": 1.0, "w": 7.0, "mo": 28.0, "y": 365.0}
_TO = re.compile(r"([a-z][a-z0-9_]*)@([a-z][a-z0-9_]*)(\([a-z][a-z0-9_]*\))?")
_PEOPLE = ("_actor", "_filler", "_responsible")


def _days(span: object) -> float:
    """Roughly, and 0 for what is shorter than a day."""
    found = _SPAN.fullmatch(span) if isinstance(span, str) else None
    return int(found[1]) * _DAYS[found[2]] if found else 0.0


_ROUND = frozenset({"_period_start", "_due_date"})
"""By these a condition tells one round from the next."""


@judges("ledger")
def who(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    seen = {access.name for access in ledger.access}
    for duty in ledger.duties:
        path = f"duties.{duty.name}.who"
        if not duty.who:
            continue
        if not book.get("role", duty.who) and duty.who not in book.later():
            sheet.problem("duty.unknown-role", f"没有“{duty.who}”这个角色", "检查标识", path)
        elif duty.who not in seen:
            text = f"“{duty.who}”要做这件事，却看不到记录"
            sheet.problem("duty.role-no-access", text, "在“access”里加上这个角色", path)


@judges("ledger")
def rhythm(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    for duty in ledger.duties:
        path = f"duties.{duty.name}"
        if not duty.due and not duty.every:
            text = "没有写什么时候要做好"
            sheet.problem("duty.no-date", text, "写上“due”或“every”", path)
        if isinstance(duty.every, str) and duty.every and not _days(duty.every):
            text = "隔不到一天的事做不过来"
            sheet.problem("duty.every-too-often", text, "至少写“1d”", f"{path}.every")
        for day in () if isinstance(duty.every, str) else duty.every:
            if not is_monthday(day):
                text = f"看不懂“{day}”这个日子"
                sheet.problem("duty.unknown-day", text, "写成 03-15 这样的月-日", f"{path}.every")
        if duty.times is not None and duty.times < 1:
            sheet.problem("duty.times", "次数至少是1", "改成1以上，或删去", f"{path}.times")
        _dense(duty, book, sheet, f"{path}.dense")


def _dense(duty: Duty, book: Book, sheet: Sheet, path: str) -> None:
    dense = duty.dense
    if dense is None:
        return
    if not isinstance(duty.every, str) or not 0 < _days(dense.every) < _days(duty.every):
        text = "重点时段要比平时做得勤"
        sheet.problem("duty.dense-not-denser", text, "“every”写得比平时短", f"{path}.every")
    calendar = book.get("calendar", "")
    known = {span.name for span in calendar.periods} if isinstance(calendar, Calendar) else set()
    for name in dense.periods:
        if name not in known:
            words = f"日历里有：{'、'.join(sorted(known))}" if known else "先在日历里写上这个时段"
            text = f"日历里没有“{name}”这个重点时段"
            sheet.problem("duty.unknown-period", text, words, f"{path}.periods")


@judges("ledger")
def clocks(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    """Of the duties of a series the first that applies runs; one after it that always does is lost."""
    always: dict[str, str] = {}
    names = {duty.name: duty.series or duty.name for duty in ledger.duties}
    for duty in ledger.duties:
        series, path = duty.series or duty.name, f"duties.{duty.name}"
        if series in always:
            text = f"“{always[series]}”管所有的记录，轮不到“{duty.name}”"
            sheet.problem("duty.never-runs", text, "给前面那件写上“applies_to”", path)
        if not duty.applies_to:
            always.setdefault(series, duty.name)
        if duty.series != duty.name and names.get(duty.series, duty.series) != duty.series:
            text = f"“{duty.series}”是另一件事的名字，那件事在别的系列里"
            sheet.problem("duty.series-clash", text, "系列换一个名字", f"{path}.series")


@judges("ledger")
def conditions(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    """They are asked of thousands of records every night, so they speak of columns alone."""
    kinds = kinds_for(ledger, book) if ledger.duties else None
    if kinds is None:
        return
    usable = _usable(kinds, ledger)
    for duty in ledger.duties:
        for path, text, asks in _expressions(duty):
            _judged(path, text, Scope(usable, condition=asks), sheet)
        _resolved(duty, ledger, usable, book, sheet)


def _usable(kinds: dict[str, str], ledger: Ledger) -> dict[str, str]:
    columns = {
        *ledger.columns,
        *(c.name for c in ledger.derived),
        *(d.name for d in ledger.decisions),
    }
    if ledger.age_of:
        columns.add(ledger.age_of)
    return {name: kind for name, kind in kinds.items() if name in columns or name[:1] == "_"}


def _expressions(duty: Duty) -> Iterator[tuple[str, str, bool]]:
    """(place, text, whether it is a condition)."""
    head = f"duties.{duty.name}"
    pairs = [("applies_to", duty.applies_to), ("ends_when", duty.ends_when)]
    yield from ((f"{head}.{key}", text, True) for key, text in pairs if text)
    if duty.from_:
        yield f"{head}.from", duty.from_, False
    if isinstance(duty.due, str) and duty.due and not _SPAN.fullmatch(duty.due):
        yield f"{head}.due", duty.due, False
    for number, row in enumerate(() if isinstance(duty.due, str) else duty.due, 1):
        if row.when:
            yield f"{head}.due.{number}.when", row.when, True
        if is_expression(row.then):
            yield f"{head}.due.{number}.then", row.then, False
    for number, word in enumerate(duty.escalate, 1):
        if word.when:
            yield f"{head}.escalate.{number}.when", word.when, True


def _judged(path: str, text: str, scope: Scope, sheet: Sheet) -> None:
    for problem in check(text, scope)[1]:
        line, column, name = sheet.where.spot(path)
        if problem.code != "expression.folded":
            spot = replace(problem.place, file=sheet.where.file, sheet=name, line=line)
            sheet.problems.append(replace(problem, place=replace(spot, column=column, path=path)))


def _resolved(duty: Duty, ledger: Ledger, usable: dict[str, str], book: Book, sheet: Sheet) -> None:
    done, path = duty.resolved_by, f"duties.{duty.name}.resolved_by"
    if done is None:
        return
    if not done.ledger:
        if not done.where:
            sheet.problem("duty.never-done", "没有写怎样算做了", "写上条件或台账", path)
            return
        _judged(path, done.where, Scope(usable, condition=True), sheet)
        if duty.every and _ROUND.isdisjoint(_names(done.where)):
            text = "这个条件一成立就一直成立，下一次也会当成做过了"
            remedy = "和“${_period_start}”比一比，或由别的台账的记录完成"
            sheet.problem("duty.always-done", text, remedy, path)
        return
    source = book.get("ledger", done.ledger)
    if not isinstance(source, Ledger):
        if done.ledger not in book.later():
            text = f"没有“{done.ledger}”这个台账"
            sheet.problem("duty.unknown-ledger", text, "检查标识", f"{path}.ledger")
        return
    _by(duty, ledger, questions_of(source, book) or {}, sheet, f"{path}.by")
    kinds = kinds_for(source, book)
    if done.where and kinds is not None:
        own = {f"_own.{name}": kind for name, kind in usable.items()}
        _judged(
            f"{path}.where", done.where, Scope(_usable(kinds, source) | own, condition=True), sheet
        )


def _by(duty: Duty, ledger: Ledger, known: dict[str, Question], sheet: Sheet, path: str) -> None:
    done = duty.resolved_by
    assert done is not None
    there = [name for name, q in known.items() if q.option("record", "") == ledger.id]
    if done.by not in there and (done.by or len(there) != 1):
        words = f"可以写：{'、'.join(there)}" if there else "换一个台账"
        text = f"那边没有指向“{ledger.title}”的“{done.by}”" if done.by else "没有写由哪一题指向这里"
        sheet.problem("duty.unknown-by", text, words, path)


def _names(text: str) -> frozenset[str]:
    try:
        return names_in(parse(text))
    except Refused:
        return frozenset()


@judges("ledger")
def words(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    known = questions_of(ledger, book) if ledger.duties else None
    for duty in ledger.duties:
        told = [(f"remind.{n}", word.notice) for n, word in enumerate(duty.remind, 1)]
        told += [(f"escalate.{n}", word.notice) for n, word in enumerate(duty.escalate, 1)]
        for spot, notice in told:
            if notice and not book.get("notice", notice) and notice not in book.later():
                path = f"duties.{duty.name}.{spot}.notice"
                text = f"没有“{notice}”这个通知模板"
                sheet.problem("duty.unknown-notice", text, "检查标识，或先写这个通知", path)
        for number, word in enumerate(duty.escalate, 1):
            for one in word.to:
                path = f"duties.{duty.name}.escalate.{number}.to"
                _recipient(one, known or {}, book, sheet, path)


def _recipient(text: str, known: dict[str, Question], book: Book, sheet: Sheet, path: str) -> None:
    if text in _PEOPLE or text.startswith("${"):
        return
    found, pack = _TO.fullmatch(text), book.get("pack", "")
    if found is None:
        words = "写成“角色@record”“角色@级别”"
        sheet.problem("duty.bad-recipient", f"看不懂“{text}”是谁", words, path)
        return
    role, level = found[1], found[2]
    levels = {one.name for one in pack.levels} if isinstance(pack, Pack) else None
    if not book.get("role", role) and role not in book.later():
        sheet.problem("duty.unknown-role", f"没有“{role}”这个角色", "检查标识", path)
    if levels is not None and level not in ("record", "body", *levels) and level not in known:
        text = f"没有“{level}”这一级，表里也没有这一题"
        sheet.problem(
            "duty.bad-recipient", text, f"可以写：record {' '.join(sorted(levels))}", path
        )


@judges("ledger")
def effects(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    """A duty that an action begins or ends is one of this ledger, or of one that its records point at."""
    if not any(e.start or e.end for action in ledger.actions for e in action.effects):
        return
    near = [ledger]
    for question in (questions_of(ledger, book) or {}).values():
        other = (
            book.get("ledger", question.option("record", "")) if question.type == "record" else None
        )
        near += [other] if isinstance(other, Ledger) else []
    names = {name for one in near for duty in one.duties for name in (duty.name, duty.series)}
    for action in ledger.actions:
        for number, effect in enumerate(action.effects, 1):
            for key in ("start", "end"):
                name = getattr(effect, key)
                if name and name not in names:
                    path = f"actions.{action.name}.effects.{number}.{key}"
                    text = f"没有“{name}”这件要做的事"
                    sheet.problem("duty.effect-unknown", text, "检查“duties”里的名字", path)


@judges("ledger")
def next_days(ledger: Ledger, book: Book, sheet: Sheet) -> None:
    """Columns that hold the next day of a duty."""
    names = {name for duty in ledger.duties for name in (duty.name, duty.series)} - {""}
    for column in ledger.derived:
        if column.duty and column.duty not in names:
            path = f"derived.{column.name}.duty"
            text = f"没有“{column.duty}”这件要做的事"
            sheet.problem("duty.column-unknown", text, "检查“duties”里的名字", path)
