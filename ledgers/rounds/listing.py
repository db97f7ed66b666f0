"""The units of one place by name, each with its result, in their groups."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forms_catalog.ports import PlaceRef
from forms_catalog.questions import Context, is_missing, show

from ..queries import Ask, narrowed
from ..registry import live
from ..rows import Row, wanted
from ..sight import Eyes, eyes
from ..titles import linked, title
from .counting import Tally, places_of, plain
from .known import RoundInfo
from .setting import COVERED, LEFT_OUT, Setting

MOST = 2_000
"""Units that one page lists; of more places only the numbers are told."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest result of a unit."""

    uid: uuid.UUID
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit with its result; `uid` is what the result's question answers."""

    uid: str
    title: str
    place: str
    group: str = ""
    kept: Kept | None = None

    @property
    def missing(self) -> bool:
        return self.kept is None or self.kept.kind not in (COVERED, LEFT_OUT)


@dataclass(slots=True)
class Group:
    """Units that belong together, the missing ones first; `key` is the value of their column."""

    key: str
    title: str
    units: list[Unit] = field(default_factory=list)

    @property
    def tally(self) -> Tally:
        found = Tally()
        for unit in self.units:
            found.add(unit.kept.kind if unit.kept else "")
        return found


def units_at(user: Any, setting: Setting, info: RoundInfo, place: str) -> list[Unit]:
    """By name; a place that is divided further only tells its numbers."""
    words = _Words(setting, eyes(user, setting.ledger, place))
    if setting.units is None:
        places = places_of(info, place)
        return _of_places(places, _kept(setting, info, [ref.path for ref in places], words))
    names = [setting.told.groups] if setting.told.groups else []
    read = wanted(setting.units, names)
    rows = setting.unit_rows(place).order_by("id").values_list(*read.columns)
    found = [read.row(values) for values in rows[:MOST]]
    kept = _kept(setting, info, [str(row.uid) for row in found], words)
    titles = linked(user, found)
    return sorted(
        (_unit(setting, row, title(row, titles), kept) for row in found), key=lambda u: u.title
    )


def _of_places(places: Sequence[PlaceRef], kept: Mapping[str, Kept]) -> list[Unit]:
    return [Unit(ref.path, ref.name, ref.path, "", kept.get(ref.path)) for ref in places]


def _unit(setting: Setting, row: Row, words: str, kept: Mapping[str, Kept]) -> Unit:
    answer = row.answers.get(setting.told.groups)
    group = str(answer) if answer is not None and not is_missing(answer) else ""
    return Unit(str(row.uid), words, row.place_path, group, kept.get(plain(str(row.uid))))


def _kept(
    setting: Setting, info: RoundInfo, units: Sequence[str], words: _Words
) -> dict[str, Kept]:
    """By unit: what stands, the newest where there are several."""
    column = setting.ledger.slots[words.told.name] if words.told else "state"
    rows = setting.results(info.uid).filter(**{f"{setting.unit_slot}__in": units})
    ordered = rows.annotate(kind=setting.standing).order_by("id")
    return {
        plain(unit): Kept(uid, kind, words.of(code))
        for unit, uid, kind, code in ordered.values_list(setting.unit_slot, "uid", "kind", column)
    }


class _Words:
    """What a result says in one word, put into words once; its state where that may not be seen."""

    def __init__(self, setting: Setting, sight: Eyes) -> None:
        self._ledger, found = setting.ledger, setting.said
        self.told = found if found and found.name not in sight.hidden | sight.masked else None
        self._known: dict[str, str] = {}

    def of(self, code: str | None) -> str:
        known = code or ""
        if known not in self._known:
            self._known[known] = self._said(known)
        return self._known[known]

    def _said(self, code: str) -> str:
        if self.told is None:
            state = self._ledger.rules.state(code)
            return state.label if state else code
        ctx = Context(options=self._ledger.bundle.options)
        return show(self.told, code, ctx) if code[:1].isalnum() else ""


def grouped(user: Any, setting: Setting, units: Sequence[Unit], place: str) -> list[Group]:
    """The groups of a place, also those without a unit; the unfinished first, then by title."""
    titles = _titles(user, setting, units, place)
    found = {key: Group(key, words) for key, words in titles.items()}
    for unit in units:
        if unit.group not in found:
            found[unit.group] = Group(unit.group, "")
        found[unit.group].units.append(unit)
    for group in found.values():
        group.units.sort(key=lambda unit: not unit.missing)
    return sorted(found.values(), key=lambda g: (g.tally.done, not g.title, g.title))


def _titles(user: Any, setting: Setting, units: Sequence[Unit], place: str) -> dict[str, str]:
    """Group -> its words: records of their own ledger, or the answer as it is shown."""
    question = setting.group
    keys = {unit.group for unit in units if unit.group}
    if question is None or setting.units is None:
        return {}
    if question.type != "record":
        ctx = Context(options=setting.units.bundle.options, user=user)
        return {key: show(question, key, ctx) for key in keys}
    return _of_records(user, setting, question.option("record"), place)


def _of_records(user: Any, setting: Setting, ledger: str, place: str) -> dict[str, str]:
    """All groups that stand in the place, so that one whose units nobody has listed is seen."""
    target = live(ledger)
    if target is None:
        return {}
    final = [state.name for state in target.rules.states if state.final]
    read = wanted(target, ())
    rows = narrowed(user, target, Ask(place=place)).exclude(state__in=final)
    found = [read.row(values) for values in rows.order_by("id").values_list(*read.columns)[:MOST]]
    titles = linked(user, found)
    return {str(row.uid): title(row, titles) for row in found}
