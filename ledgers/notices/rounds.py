"""What comes round: digests gathered, days on which notices go out; and what the engine itself did."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q

from forms_catalog.definition import Notice
from forms_catalog.expressions import parse
from forms_catalog.logic.reserved import OF_GAPS
from forms_catalog.problems import Refused

from ..clock import moment, now
from ..filtering import columns_of, compile_filter
from ..models import Message, Record
from ..registry import Live, live
from ..rounds import gaps
from ..submission import GONE
from . import asking
from .channels import CHANNELS
from .ground import WHY, Ground
from .house import house, thawed
from .states import DELIVERED, GATHERED, HELD, QUEUED
from .telling import WHY as OUTBOX
from .telling import Teller, opened, seal
from .terms import span
from .words import COUNT, says

MOST = 2000
"""Records about each of which one schedule may tell; more are told of by their number only."""
LINES = 20
"""So many are named in one gathered message."""


# ---- digests ----


def gather() -> int:
    """What waited for others goes out as one message a recipient and channel."""
    rows = Message.objects.unscoped(OUTBOX).filter(state=HELD, next_at__lte=now())
    found: dict[tuple[str, str, str], list[Message]] = defaultdict(list)
    for row in rows.order_by("id"):
        found[row.notice, row.whom, row.channel].append(row)
    for group in found.values():
        with transaction.atomic():
            _into_one(group)
    if found:
        asking.ask_to_send()
    return len(found)


def _into_one(group: Sequence[Message]) -> None:
    first, rest = group[0], group[1:]
    said, channel = opened(first), CHANNELS[first.channel]
    texts = [opened(row)["text"] for row in group]
    seal(first, said | {"text": joined(texts)})
    moment = now()
    first.state = DELIVERED if channel.begins == DELIVERED else QUEUED
    first.next_at = moment if channel.sends else None
    first.changed_at = moment
    if first.state == DELIVERED and first.edition_id:
        until = span(thawed(first.edition_id).ack)
        first.ack_by = moment + until if until else None
    first.save()
    others = Message.objects.unscoped(OUTBOX).filter(pk__in=[row.pk for row in rest])
    others.update(state=GATHERED, next_at=None, into=first.pk, changed_at=moment)


def joined(texts: Sequence[str]) -> str:
    """Equal texts once, with their number where they speak of one."""
    numbers: dict[str, int] = {}
    for text in texts:
        numbers[text] = numbers.get(text, 0) + 1
    lines = [text.replace(COUNT, str(number)) for text, number in numbers.items()]
    if len(lines) > LINES:
        return "\n".join([*lines[:LINES], f"还有{len(lines) - LINES}条，请登录查看。"])
    return "\n".join(lines)


# ---- the engine's own events ----


def engine(
    event: str,
    *,
    about: str,
    record: int | None = None,
    ledger: str = "",
    place: str = "",
    actor: int | None = None,
    values: dict[str, Any] | None = None,
    of: str = "",
) -> int:
    """Something the engine itself did: every notice that waits for it, of that ledger or of none."""
    row = Record.objects.unscoped(WHY).filter(pk=record).first() if record else None
    ground = Ground(row, values, place)
    key = ground.ledger.key if ground.ledger else ledger
    teller = Teller()
    for found in house().engine(event):
        if found.id != of and found.ledger in ("", key):
            teller.add(found, ground, actor=actor, about=about)
    return teller.write()


# ---- schedules ----


def scheduled(day: dt.date | None = None) -> int:
    """The notices whose day it is; however often it is asked on a day, each tells once."""
    here = day or moment(now()).date()
    return sum(_timed(found, here) for found in house().timed() if _falls(found, here))


def _falls(found: Notice, day: dt.date) -> bool:
    every = found.on.every if found.on else ""
    if not isinstance(every, str):
        return f"{day:%m-%d}" in every or (f"{day:%m-%d}" == "02-28" and _leapless(day, every))
    begins = {
        "day": True,
        "week": day.weekday() == 0,
        "month": day.day == 1,
        "quarter": day.day == 1 and day.month in (1, 4, 7, 10),
        "year": (day.month, day.day) == (1, 1),
    }
    return begins.get(every, False)


def _leapless(day: dt.date, every: Sequence[str]) -> bool:
    """The 29th of February is the 28th in most years."""
    return "02-29" in every and (day + dt.timedelta(days=1)).month == 3


def _timed(found: Notice, day: dt.date) -> int:
    ledger = live(found.ledger)
    if ledger is None:
        return 0
    teller, about = Teller(), f"every.{day:%Y%m%d}"
    if says(found, *OF_GAPS):
        for gap in gaps(ledger):
            ground = Ground(None, gap.said, gap.place)
            teller.add(found, ground, actor=None, about=f"{about}.{gap.round}.{gap.place}")
    elif says(found, "_count"):
        for path, number, first in _by_place(ledger, found.condition):
            ground = Ground(first, {"_count": number})
            teller.add(
                _unconditional(found), ground, actor=None, about=f"{about}.{path}", of_record=False
            )
    else:
        for row in _matching(ledger, found.condition)[:MOST]:
            teller.add(_unconditional(found), Ground(row), actor=None, about=about)
    return teller.write()


def _unconditional(found: Notice) -> Notice:
    """The database has asked the condition already."""
    return replace(found, condition="")


def _by_place(ledger: Live, condition: str) -> Iterator[tuple[str, int, Record]]:
    """Place, how many of its records meet the condition, one of them."""
    found: dict[str, list[int]] = defaultdict(list)
    for pk, path in _matching(ledger, condition).values_list("pk", "place_path"):
        found[path].append(pk)
    for path, pks in sorted(found.items()):
        first = Record.objects.unscoped(WHY).get(pk=pks[0])
        yield path, len(pks), first


def _matching(ledger: Live, condition: str) -> Any:
    rows = Record.objects.unscoped(WHY).filter(ledger=ledger.id).exclude(state__in=GONE)
    return rows.filter(_compiled(ledger, condition)).order_by("place_path", "pk")


def _compiled(ledger: Live, condition: str) -> Q:
    """Nobody is told by a condition that the database cannot be asked."""
    if not condition:
        return Q()
    here = moment(now())
    try:
        made = compile_filter(parse(condition), columns_of(ledger), here)
    except Refused:
        return Q(pk__in=())
    return Q(pk__in=()) if made.q is None else made.q
