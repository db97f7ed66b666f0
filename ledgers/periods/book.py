"""Which periods of a ledger are closed, and which comes next."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Min

from people.prepared import Prepared

from ..clock import civil, today
from ..models import Period
from ..queries import all_of
from ..registry import Live
from .spans import MONTHS, Span, span_of

SHUT = ("closing", "closed")
"""From the moment somebody closes it nothing more is counted in a period."""
MOST_BACK = 12


def every_of(ledger: Live) -> str:
    """How often the ledger closes by the calendar; '' when it does not."""
    rules = ledger.rules.periods
    return rules.every if rules and rules.every in MONTHS else ""


@Prepared
def _shut_from(ledger: Any, day: Any) -> Any:
    found = Period.objects.filter(ledger=ledger, status__in=SHUT, end__gte=day)
    return found.order_by("end").values_list("pk")[:1]


def late(ledger: Live, day: dt.date) -> Period | None:
    """The closed period that a change of this day comes too late for; days before all books too.

    Nothing is asked of the database for a day of the period that runs.
    """
    every = every_of(ledger)
    if not every or day >= span_of(every, today()).start:
        return None
    found = _shut_from(ledger=ledger.id, day=day)
    return Period.objects.get(pk=found[0][0]) if found else None


def closed_until(ledger: Live) -> dt.date | None:
    """The last day of the closed books: whatever happened up to it is late."""
    last = last_closed(ledger, SHUT)
    return last.end if last else None


def last_closed(ledger: Live, statuses: tuple[str, ...] = ("closed",)) -> Period | None:
    if not every_of(ledger):
        return None
    found = Period.objects.filter(ledger=ledger.id, status__in=statuses)
    return found.order_by("-end").first()


def before(ledger: Live, span: Span) -> Period | None:
    """The closed period that these books open with."""
    found = Period.objects.filter(ledger=ledger.id, status="closed", end__lt=span.start)
    return found.order_by("-end").first()


def closed(ledger: Live, key: str) -> Period | None:
    return Period.objects.filter(ledger=ledger.id, key=key, status="closed").first()


def rows_of(ledger: Live) -> list[Period]:
    """Every closing there was, the newest first."""
    found = Period.objects.filter(ledger=ledger.id).select_related("asked_by", "reopened_by")
    return list(found.order_by("-end", "-pk"))


def spans(ledger: Live) -> list[Span]:
    """The periods that a page tells of, the newest first: down to the first book, or the first record."""
    every = every_of(ledger)
    first = Period.objects.filter(ledger=ledger.id).order_by("start").values_list("start").first()
    oldest = span_of(every, first[0] if first else _began(ledger))
    found = [span_of(every, today())]
    while found[-1].start > oldest.start and (first or len(found) < MOST_BACK):
        found.append(found[-1].previous)
    return found


def _began(ledger: Live) -> dt.date:
    rows = all_of(ledger, "only when the first of them was written")
    since = rows.aggregate(first=Min("created_at"))["first"]
    return civil(since) if since else today()
