"""What is different from the round before: units that are new, that are gone, whose result changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, IntegerField, Value, When
from django.db.models.functions import Cast

from forms_catalog.definition import Question
from forms_catalog.questions import Context, show, type_of
from people.paths import WIDTH

from ..clock import day_begins
from ..sight import Eyes
from .counting import places_of, plain
from .known import RoundInfo
from .setting import LEFT_OUT, Setting

NEW, GONE, CHANGED = "new", "gone", "changed"


@dataclass(frozen=True, slots=True)
class Differing:
    """A unit with a difference; `was` and `now` are words by the label of a column."""

    unit: str
    place: str
    kind: str
    columns: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class Difference:
    """All units of a place that differ, by what is different."""

    units: list[Differing] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """How many."""
        return sum(1 for one in self.units if one.kind == kind)

    def by_child(self, place: str) -> dict[str, Counter[str]]:
        """How many of each kind in every place right below."""
        found: dict[str, Counter[str]] = {}
        for one in self.units:
            found.setdefault(one.place[: len(place) + WIDTH], Counter())[one.kind] += 1
        return found


@dataclass(frozen=True, slots=True)
class _Result:
    """What one round says of a unit."""

    place: str
    left_out: bool
    values: tuple[Any, ...]


def compared(
    setting: Setting,
    info: RoundInfo,
    last: RoundInfo,
    place: str,
    sight: Eyes,
    worded: bool = True,
) -> Difference:
    """Between two rounds, for the units of a place; `worded` says what is different, not only where."""
    columns = list(_columns(setting, sight))
    here, there = (_results(setting, one, place, columns) for one in (info, last))
    units = _units(setting, info, last, place)
    found = Difference()
    for key, (path, young) in units.items():
        was, now = there.get(key), here.get(key)
        if was is None and young:
            found.units.append(Differing(key, path, NEW))
        elif was and now and was.values != now.values:
            told = _told(setting, columns, was, now) if worded else ()
            found.units.append(Differing(key, path, CHANGED, told))
    for key, result in there.items():
        if key not in units and not result.left_out:
            found.units.append(Differing(key, result.place, GONE))
    return found


def _columns(setting: Setting, sight: Eyes) -> Iterator[Question]:
    """What may differ: neither what names round and unit, nor days, which differ every time."""
    own = {setting.told.round, setting.told.unit}
    for name in setting.ledger.rules.columns:
        question = setting.ledger.questions.get(name)
        if question is None or name in own | sight.hidden or name not in setting.ledger.slots:
            continue
        if type_of(question).slot_family != "d":
            yield question


def _results(
    setting: Setting, info: RoundInfo, place: str, columns: Sequence[Question]
) -> dict[str, _Result]:
    slots = [setting.ledger.slots[question.name] for question in columns]
    rows = setting.results(info.uid, place).annotate(kind=setting.standing).order_by("id")
    return {
        plain(unit): _Result(path, kind == LEFT_OUT, tuple(values))
        for unit, path, kind, *values in rows.values_list(
            setting.unit_slot, "place_path", "kind", *slots
        )
        if unit
    }


def _units(
    setting: Setting, info: RoundInfo, last: RoundInfo, place: str
) -> dict[str, tuple[str, bool]]:
    """Unit -> its place, and whether it was listed only after the last round."""
    if setting.units is None:
        return {ref.path: (ref.path, False) for ref in places_of(info, place)}
    after = last.ends or last.date
    young: Any = Value(0)
    if after is not None:
        when = When(created_at__gt=day_begins(after), then=Value(1))
        young = Case(when, default=Value(0), output_field=IntegerField())
    rows = setting.unit_rows(place).annotate(key=Cast("uid", CharField()), young=young)
    return {
        plain(key): (path, bool(young))
        for key, path, young in rows.values_list("key", "place_path", "young")
    }


def _told(
    setting: Setting, columns: Sequence[Question], was: _Result, now: _Result
) -> tuple[tuple[str, str, str], ...]:
    """(label, words then, words now) of the columns that differ."""
    ctx = Context(options=setting.ledger.bundle.options)
    return tuple(
        (question.label, _words(question, old, ctx), _words(question, new, ctx))
        for question, old, new in zip(columns, was.values, now.values, strict=True)
        if old != new
    )


def _words(question: Question, value: Any, ctx: Context) -> str:
    """A column's value; a reason in its place, and a record whose words nobody asked for, are a dash."""
    if value is None or (isinstance(value, str) and value[:1] == "!"):
        return "—"
    if type_of(question).looks_out:
        return "…"
    return show(question, type_of(question).unslot(value), ctx)
