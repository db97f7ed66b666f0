"""Closing the books and opening them again: when it may be done, and who did it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from forms_catalog.ports import ports
from forms_catalog.problems import Problem, Refused, refuse
from forms_catalog.questions.base import tidy

from ..clock import now, today
from ..models import Period
from ..registry import Live
from ..worker import INTERACTIVE, enqueue
from .balance import broken
from .book import SHUT, before, last_closed
from .past import Cut
from .reckoning import Reckoning
from .rights import may_close
from .spans import Span
from .standing import write_standings

REASON = 200


def reckoning(ledger: Live, span: Span, moment: dt.datetime | None = None) -> Reckoning:
    return Reckoning(ledger, span, Cut(span.end, moment or now()), before(ledger, span))


def obstacle(ledger: Live, span: Span) -> Problem | None:
    """Why the books of this period cannot be closed now, whatever they say."""
    last = last_closed(ledger, SHUT)
    if last and last.end >= span.end:
        return Problem("period.closed", f"{span.label}已经结过了")
    if today() <= span.end:
        day = f"{span.next.start.month}月{span.next.start.day}日"
        return Problem("period.not-ended", f"{span.label}还没有过完", f"{day}起可以结账")
    if last and last.end != span.previous.end:
        return Problem("period.earlier-open", f"{span.previous.label}还没有结账", "先结前面的一期")
    if last and last.status == "closing":
        return Problem("period.earlier-open", f"{span.previous.label}正在结账", "等它结完再来")
    return None


def close(user: Any, ledger: Live, span: Span) -> Period:
    """Books that balance begin to close; raises Refused with the places where they do not."""
    if not may_close(user, ledger):
        raise refuse("period.not-yours", "您的岗位不能结账，请联系上级")
    if found := obstacle(ledger, span):
        raise Refused(found)
    moment = now()
    asked = reckoning(ledger, span, moment)
    if wrong := broken(ledger, asked.books().figures):
        raise Refused(unbalanced(wrong))
    try:
        with transaction.atomic():
            return _begun(user, ledger, span, moment)
    except IntegrityError:
        raise refuse("period.closed", f"{span.label}已经有人在结账") from None


def unbalanced(wrong: Sequence[str]) -> Problem:
    refs = [ports.places.place(path) for path in wrong]
    names = "、".join(ref.name for ref in refs[:5] if ref)
    more = f"等{len(wrong)}处" if len(wrong) > 5 else ""
    text = f"{names}{more}的账不平，不能结账"
    return Problem("period.not-balanced", text, "看下面不平的地方和记录，改对以后再结")


def _begun(user: Any, ledger: Live, span: Span, moment: dt.datetime) -> Period:
    row = Period.objects.create(
        ledger_id=ledger.id,
        key=span.key,
        start=span.start,
        end=span.end,
        asked_by=user,
        asked_at=moment,
        edition=ledger.edition,
    )
    _enqueue(row, user)
    return row


def _enqueue(row: Period, user: Any) -> None:
    row.task = enqueue(
        write_standings, row.pk, asked_by=user, unique=f"period:{row.pk}", priority=INTERACTIVE
    )
    row.save(update_fields=["task"])


def go_on(user: Any, ledger: Live, span: Span) -> None:
    """A closing whose task failed is taken up where it stopped."""
    if not may_close(user, ledger):
        raise refuse("period.not-yours", "您的岗位不能结账，请联系上级")
    with transaction.atomic():
        row = Period.objects.filter(ledger=ledger.id, key=span.key, status="closing").first()
        if row:
            _enqueue(row, user)


def reopen(user: Any, ledger: Live, span: Span, reason: str) -> None:
    """The last closed period is open again; its standings stay, as those of a closing taken back."""
    if not may_close(user, ledger):
        raise refuse("period.not-yours", "您的岗位不能重开，请联系上级")
    last = last_closed(ledger, SHUT)
    if last is None or last.key != span.key or last.status != "closed":
        raise refuse("period.not-last", "只能重开最近结账的一期", "后面的先重开，再重开这一期")
    if not reason.strip():
        raise Refused(Problem("period.no-reason", "请写明为什么重开").at(question="reason"))
    again = {
        "status": "reopened",
        "reopened_by": user,
        "reopened_at": now(),
        "reason": tidy(reason)[:REASON],
    }
    Period.objects.filter(pk=last.pk, status="closed").update(**again)
