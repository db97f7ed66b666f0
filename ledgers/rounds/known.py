"""The rounds that ask something of a place: all of them, the open one, the one before."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from people.paths import lies_in, line_of, range_of

from ..clock import today
from ..models import Record
from ..protect import ProtectedQuerySet
from ..registry import Live
from ..rows import wanted
from ..titles import title
from .setting import Setting, gone, setting_of

WHY = "a round is told to everybody whose results it asks for"


@dataclass(frozen=True, slots=True)
class RoundInfo:
    """A round: what it is called, for which part of the tree, of which day, from when to when."""

    uid: str
    number: str
    title: str
    area: str
    date: dt.date | None
    begins: dt.date | None
    ends: dt.date | None
    state: str
    open: bool

    def meets(self, paths: Iterable[str]) -> tuple[str, ...]:
        """The part of its area that lies in these places."""
        found = []
        for path in paths:
            if lies_in(path, self.area):
                found.append(path)
            elif lies_in(self.area, path):
                found.append(self.area)
        return tuple(sorted(set(found)))


def rounds_of(setting: Setting, paths: Iterable[str]) -> list[RoundInfo]:
    """Every round that speaks of one of these places, the newest first."""
    area, near = setting.rounds.slots[setting.told.area], Q(pk__in=())
    for path in paths:
        low, high = range_of(path)
        near |= Q(**{f"{area}__in": line_of(path)})
        near |= Q(**{f"{area}__gte": low, f"{area}__lt": high})
    return _infos(setting, _rows(setting).filter(near))


def round_of(setting: Setting, uid: str) -> RoundInfo | None:
    """A round by its outside identity."""
    try:
        asked = uuid.UUID(str(uid))
    except ValueError:
        return None
    return next(iter(_infos(setting, _rows(setting).filter(uid=asked))), None)


def open_round(ledger: Live, place: str) -> RoundInfo | None:
    """The round that runs for a place: not ended, begun; of several the one whose days hold today.

    None for a ledger without coverage.
    """
    setting = setting_of(ledger)
    if setting is None or not place:
        return None
    slots, day = setting.rounds.slots, today()
    area, begins = slots[setting.told.area], slots[setting.told.begins]
    final = [state.name for state in setting.rounds.rules.states if state.final]
    begun = Q(**{f"{begins}__lte": day}) | Q(**{f"{begins}__isnull": True})
    rows = _rows(setting).filter(begun, **{f"{area}__in": line_of(place)})
    found = _infos(setting, rows.exclude(state__in=final))
    running = [info for info in found if info.ends is None or info.ends >= day]
    return next(iter([*running, *found]), None)


def running(setting: Setting) -> list[RoundInfo]:
    """Those that have begun and that nobody has ended, anywhere; late ones too."""
    found = (info for info in _infos(setting, _rows(setting)) if info.open)
    return [info for info in found if info.begins is None or info.begins <= today()]


def preset(ledger: Live, place: str) -> dict[str, str]:
    """What a new result says of itself when nobody says otherwise: the open round of its place."""
    found = open_round(ledger, place)
    return {ledger.rules.coverage.round: found.uid} if found and ledger.rules.coverage else {}


def before(setting: Setting, info: RoundInfo) -> RoundInfo | None:
    """The round before this one in the same area, else the last one that held all of it."""
    earlier = [
        other
        for other in rounds_of(setting, (info.area,))
        if lies_in(info.area, other.area) and _earlier(other, info)
    ]
    same = [other for other in earlier if other.area == info.area]
    return next(iter([*same, *earlier]), None)


def _earlier(one: RoundInfo, other: RoundInfo) -> bool:
    if one.uid == other.uid or one.date is None or other.date is None:
        return False
    return one.date < other.date


def _rows(setting: Setting) -> ProtectedQuerySet:
    rows = Record.objects.unscoped(WHY).filter(ledger=setting.rounds.id)
    return rows.exclude(state__in=gone(setting.rounds))


def _infos(setting: Setting, rows: ProtectedQuerySet) -> list[RoundInfo]:
    rounds, told = setting.rounds, setting.told
    read = wanted(rounds, ())
    slots = [rounds.slots[name] for name in (told.area, told.date, told.begins, told.ends)]
    ordered = rows.order_by(F(slots[1]).desc(nulls_last=True), "-id")
    final = {state.name for state in rounds.rules.states if state.final}
    return [
        _info(read.row(values[: -len(slots)]), values[-len(slots) :], final)
        for values in ordered.values_list(*read.columns, *slots)
    ]


def _info(row: Any, dated: Sequence[Any], final: set[str]) -> RoundInfo:
    area, date, begins, ends = dated
    uid, words, still = str(row.uid), title(row), row.state not in final
    return RoundInfo(uid, row.number, words, area or "", date, begins, ends, row.state, still)
