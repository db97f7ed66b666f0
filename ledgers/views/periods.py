"""结账: the periods of a ledger, the books of one, closing and reopening it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.problems import Problem, Refused

from ..clock import today
from ..models import Period
from ..periods import closing
from ..periods.balance import broken
from ..periods.book import SHUT, every_of, rows_of, spans
from ..periods.rights import may_close
from ..periods.spans import Span, span_named
from ..registry import Live
from ..worker import problem as problem_of
from ..worker import status as status_of
from .frame import ledger_or_404, staff, who
from .listing import scope_words
from .period_words import (
    asked_place,
    looks,
    moment_words,
    odd_records,
    past_of,
    period_href,
    table,
    within,
)
from .ways import periods_href


def _ledger(request: HttpRequest, key: str) -> Live:
    ledger = ledger_or_404(request, key)
    if ledger.rules.periods is None:
        raise Http404
    return ledger


@staff
def periods(request: HttpRequest, key: str) -> HttpResponse:
    ledger = _ledger(request, key)
    rows = rows_of(ledger) if every_of(ledger) else []
    found = spans(ledger) if every_of(ledger) else []
    context = {
        "title": ledger.title,
        "words": scope_words(request, ledger),
        "back_href": reverse("ledger", args=[key]),
        "by_rounds": not every_of(ledger),
        "periods": [
            (span.label, _closed_words(rows, span), period_href(ledger, span), *_tag(rows, span))
            for span in found
        ],
    }
    return render(request, "web/periods.html", context)


def _tag(rows: Sequence[Period], span: Span) -> tuple[str, str]:
    return looks(rows, span, today())


def _closed_words(rows: Sequence[Period], span: Span) -> str:
    found = _shut(rows, span)
    if found is None or found.status != "closed":
        return f"{span.start.month}月{span.start.day}日至{span.end.month}月{span.end.day}日"
    return f"{found.asked_by.get_full_name()}，{moment_words(found.asked_at)}结"


def _shut(rows: Sequence[Period], span: Span) -> Period | None:
    return next((row for row in rows if row.key == span.key and row.status in SHUT), None)


@staff
def period(request: HttpRequest, key: str, period: str) -> HttpResponse:
    """Its books now, or as they were closed; what is posted closes, goes on or reopens."""
    ledger = _ledger(request, key)
    span = span_named(every_of(ledger), period)
    if span is None or span.start > today():
        raise Http404
    if request.method != "POST":
        return _page(request, ledger, span)
    if not may_close(who(request), ledger):
        raise Http404
    try:
        _act(request, ledger, span)
    except Refused as refused:
        return _page(request, ledger, span, list(refused), 422)
    return redirect("period", ledger.key, span.key)


def _act(request: HttpRequest, ledger: Live, span: Span) -> None:
    wanted, user = request.POST.get("do", ""), who(request)
    if wanted == "reopen":
        closing.reopen(user, ledger, span, request.POST.get("reason", ""))
    elif wanted == "go-on":
        closing.go_on(user, ledger, span)
    elif wanted == "close":
        closing.close(user, ledger, span)
    else:
        raise Refused(Problem("period.unknown", "没有做成，请再按一次下面的按钮"))


def _page(
    request: HttpRequest,
    ledger: Live,
    span: Span,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HttpResponse:
    rows = rows_of(ledger)
    row = _shut(rows, span)
    closer = may_close(who(request), ledger)
    context = {
        "title": f"{span.label}结账",
        "ledger_title": ledger.title,
        "back_href": periods_href(ledger),
        "problems": [Problem(p.code, _joined(p), place=p.place) for p in problems],
        "state": _tag(rows, span),
        "days": f"{span.start.month}月{span.start.day}日至{span.end.month}月{span.end.day}日",
        "past": past_of(rows, span),
        "reason": request.POST.get("reason", "")[: closing.REASON],
        "most": closing.REASON,
        "bound": _bound(ledger),
        **_wait(row),
        **(_closed(request, ledger, row) if row and row.status == "closed" else {}),
        "may_reopen": bool(closer and row and row.status == "closed" and _last(rows, row)),
        "may_close": False,
        "closer": closer,
    }
    if row is None:
        context |= _open(request, ledger, span, closer)
    return render(request, "web/period.html", {**_EMPTY, **context}, status=status)


_EMPTY: dict[str, Any] = {
    "lines": [],
    "sums": None,
    "where": "",
    "late": 0,
    "odd": [],
    "odd_more": 0,
    "closed_by": "",
    "obstacle": None,
    "changed_rules": False,
}


def _joined(found: Problem) -> str:
    return "。".join(bit.rstrip("。") for bit in (found.text, found.remedy) if bit)


def _bound(ledger: Live) -> str:
    """What is counted, in the words of the ledger's states."""
    finals = "、".join(state.label for state in ledger.rules.states if state.final)
    return "" if ledger.rules.in_force or not finals else f"除了{finals}，都算在内"


def _last(rows: Sequence[Period], row: Period) -> bool:
    return not any(other.end > row.end and other.status in SHUT for other in rows)


def _wait(row: Period | None) -> dict[str, Any]:
    """How far the task of a closing has come."""
    if row is None or row.status != "closing":
        return {"waiting": False, "stopped": False, "failed": None, "done": 0, "total": 0}
    found = status_of(row.task)
    failed = found is None or found.over
    told = problem_of(found.problem) if failed and found and found.problem else None
    return {
        "waiting": True,
        "failed": told,
        "stopped": failed,
        "done": found.done if found else 0,
        "total": found.total if found else 0,
    }


def _closed(request: HttpRequest, ledger: Live, row: Period) -> dict[str, Any]:
    return table(request, ledger, row.figures, asked_place(request, ledger)) | {
        "closed_by": f"{row.asked_by.get_full_name()}，{moment_words(row.asked_at)}",
        "late": row.late,
    }


def _open(request: HttpRequest, ledger: Live, span: Span, closer: bool) -> dict[str, Any]:
    """Reckoned now; only who closes is told what stands in the way."""
    asked = closing.reckoning(ledger, span)
    books = asked.books()
    wrong = broken(ledger, books.figures)
    shown = odd_records(request.user, books.odd)
    obstacle = closing.obstacle(ledger, span) if closer else None
    if obstacle is None and wrong and closer:
        obstacle = closing.unbalanced(wrong)
    return table(request, ledger, books.figures, asked_place(request, ledger)) | {
        "late": within(request.user, ledger, books.late),
        "odd": shown,
        "odd_more": max(0, len({pk for pk, _ in books.odd}) - len(shown)) if closer else 0,
        "changed_rules": bool(wrong and asked.base and asked.base.edition != ledger.edition),
        "obstacle": _joined(obstacle) if obstacle else "",
        "may_close": closer and obstacle is None,
    }
