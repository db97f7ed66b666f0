"""Queues of what people are asked to do about records: came back, in charge, take over, in doubt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from forms_catalog.questions.base import tidy
from people.paths import range_of

from .clock import now
from .models import Errand
from .registry import all_live
from .scope import reach

if TYPE_CHECKING:
    from .intake.plan import Plan
    from .submission import Submission

RETURNED, ASSIGNED, FLAGGED, TRANSFER = "returned", "assigned", "flagged", "transfer"
SHOWN = 200


def put(
    plan: Plan, kind: str, submission: Submission, user: int | None = None, place: str = ""
) -> None:
    """One open errand of a kind at a record: another one takes its place."""
    done(plan.pk, kind, submission.actor)
    Errand.objects.create(
        record_id=plan.pk,
        ledger_id=plan.ledger.id,
        kind=kind,
        user_id=user,
        place_path=place,
        reason=tidy(plan.part.reason),
        asked_by_id=getattr(submission.actor, "pk", None),
        asked_post=plan.post,
        asked_at=now(),
    )


def done(record: int, kind: str, actor: Any, answer: str = "done") -> None:
    rows = Errand.objects.unscoped("of a record that is being written")
    fields = {"done_at": now(), "done_by_id": getattr(actor, "pk", None), "answer": answer}
    rows.filter(record=record, kind=kind, done_at=None).update(**fields)


def answered(records: Sequence[int], actor: Any, answer: str) -> None:
    """What came back of these waits no more."""
    rows = Errand.objects.unscoped("of records that are being written")
    fields = {"done_at": now(), "done_by_id": getattr(actor, "pk", None), "answer": answer}
    for start in range(0, len(records), 500):
        here = records[start : start + 500]
        rows.filter(record__in=here, kind=RETURNED, done_at=None).update(**fields)


def open_again(record: int, kind: str, since: dt.datetime) -> None:
    """What was done from then on is asked again, as what did it was taken back."""
    rows = Errand.objects.unscoped("of a record that is being written").filter(record=record)
    last = rows.filter(kind=kind).order_by("-asked_at").first()
    if last and last.answer == "done" and last.done_at >= since:
        fields = {"done_at": None, "done_by_id": None, "answer": ""}
        rows.filter(pk=last.pk).update(**fields)


def all_done(record: int, actor: Any) -> None:
    """Nothing is asked any more about a record that went away."""
    rows = Errand.objects.unscoped("of a record that is being written")
    fields = {"done_at": now(), "done_by_id": getattr(actor, "pk", None), "answer": "gone"}
    rows.filter(record=record, done_at=None).update(**fields)


def stands(record: int, kind: str) -> bool:
    rows = Errand.objects.unscoped("whether one stands at a record in scope")
    return bool(rows.filter(record=record, kind=kind, done_at=None).exists())


def responsible(record: int) -> int | None:
    """The person in charge, if anybody is."""
    rows = Errand.objects.unscoped("of a record in scope").filter(record=record, kind=ASSIGNED)
    found: int | None = rows.filter(done_at=None).values_list("user_id", flat=True).first()
    return found


def at(record: int) -> Sequence[Errand]:
    """What is open about a record in scope."""
    rows = Errand.objects.unscoped("of a record in scope").select_related("user", "asked_by")
    return list(rows.filter(record=record, done_at=None).order_by("asked_at"))


def mine(user: Any, kind: str) -> Sequence[Errand]:
    """What is addressed to this very person, of records still in scope."""
    rows = Errand.objects.visible_to(user).filter(user=user, kind=kind, done_at=None)
    return list(rows.select_related("record", "asked_by").order_by("-asked_at")[:SHOWN])


def in_doubt(user: Any) -> Sequence[Errand]:
    """Flags on records in scope."""
    rows = Errand.objects.visible_to(user).filter(kind=FLAGGED, done_at=None)
    return list(rows.select_related("record", "asked_by").order_by("-asked_at")[:SHOWN])


def offered(user: Any) -> Sequence[Errand]:
    """Records that other places would hand over to this person's own."""
    found = _to_places(user)
    rows = Errand.objects.unscoped("offered to the person's own places").filter(found)
    return list(rows.select_related("record", "asked_by").order_by("-asked_at")[:SHOWN])


def offer(user: Any, record: int) -> Errand | None:
    """The open offer of a record that this person may answer, or has made."""
    rows = Errand.objects.unscoped("answered where it goes to, or taken back by who made it")
    mine = Q(kind=TRANSFER, done_at=None, asked_by=user)
    found: Errand | None = rows.filter(mine | _to_places(user), record=record).first()
    return found


def _to_places(user: Any) -> Q:
    """Offers to places where a post of the person may take the ledger's records over."""
    found = Q(pk__in=())
    for ledger in all_live().values():
        movers = {r for a in ledger.rules.actions if (a.verb or a.name) == TRANSFER for r in a.who}
        for post in reach(user).posts if movers else ():
            if post.place_path and post.role in movers:
                low, high = range_of(post.place_path)
                found |= Q(ledger=ledger.id, place_path__gte=low, place_path__lt=high)
    return Q(kind=TRANSFER, done_at=None) & found
