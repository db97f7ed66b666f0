"""Queues: what waits to be verified, what came back, what is offered, in whose charge, in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from forms_catalog.definition import Action
from forms_catalog.definition.ledger import NO_QUEUE
from forms_catalog.ports import ports

from .. import errands, queries
from ..acting import verb_of
from ..models import Errand
from ..registry import Live, live_by_id
from ..scope import reach
from ..titles import linked, title
from . import held
from .frame import may, record_href, seen, staff
from .past import moment
from .showing import state_of

VERIFY = "verify"
type Chip = tuple[str, str, bool, int]


@dataclass(frozen=True)
class Queue:
    """One queue: its words, and what stands in it for a person."""

    title: str
    hint: str
    empty: str
    rows: Callable[[HttpRequest], Sequence[SimpleNamespace]]


@staff
def queue(request: HttpRequest, kind: str) -> HttpResponse:
    found = QUEUES.get(kind)
    if found is None:
        raise Http404
    rows = found.rows(request)
    chosen = request.GET.get("ledger", "")
    shown = [row for row in rows if chosen in ("", row.key)]
    context = {
        "title": found.title,
        "hint": found.hint,
        "empty": found.empty,
        "rows": shown[: errands.SHOWN],
        "more": max(0, len(shown) - errands.SHOWN),
        "tabs": [
            (
                other.title,
                reverse("queue", args=[name]),
                name == kind,
                len(rows if name == kind else other.rows(request)),
            )
            for name, other in QUEUES.items()
        ],
        "ledgers": _ledgers(kind, rows, chosen),
        "together": _together(request, chosen) if kind == VERIFY else "",
        "back_href": reverse("work"),
        "back_label": "回到今天",
    }
    return render(request, "web/queue.html", context)


def _ledgers(kind: str, rows: Sequence[SimpleNamespace], chosen: str) -> list[Chip]:
    """(ledger, address, whether chosen, how many), where the rows are of several."""
    here, names = reverse("queue", args=[kind]), {row.key: row.ledger for row in rows}
    counted = Counter(row.key for row in rows)
    if len(names) < 2:
        return []
    found = [(names[key], f"{here}?ledger={key}", key == chosen, counted[key]) for key in names]
    return [("各种台账", here, chosen not in names, len(rows)), *found]


def _together(request: HttpRequest, chosen: str) -> str:
    """Where those of one ledger are verified at once."""
    for ledger, action in verifiable(request):
        if ledger.key == chosen and action.bulk and action.from_:
            view = f"&view={action.queue}" if action.queue else ""
            return f"{reverse('ledger', args=[ledger.key])}?state={action.from_[0]}{view}"
    return ""


def waiting(request: HttpRequest) -> list[tuple[str, str, str]]:
    """(words, hint, address) of every queue that is not empty, for the page of the day."""
    found = []
    for kind, one in QUEUES.items():
        if number := len(one.rows(request)):
            words = f"{one.title}：{number}份" if number < errands.SHOWN else f"{one.title}：很多"
            found.append((words, one.hint, reverse("queue", args=[kind])))
    return found


def verifiable(request: HttpRequest) -> list[tuple[Live, Action]]:
    """What this person verifies; one that leaves a record where it stood would wait for ever."""
    return [
        (ledger, action)
        for ledger in seen(reach(request.user))
        for action in ledger.rules.actions
        if verb_of(action) == VERIFY and _queued(action) and may(request, ledger, action.name)
    ]


def _queued(action: Action) -> bool:
    leads_on = action.to and action.to not in action.from_
    return action.queue != NO_QUEUE and bool(action.queue or leads_on)


def _to_verify(request: HttpRequest) -> list[SimpleNamespace]:
    """The oldest first."""
    rows: list[Any] = []
    for ledger, action in verifiable(request):
        states = [state for state in action.from_ if state != "any"]
        rows += queries.in_states(request.user, ledger, states, errands.SHOWN, action.queue)
    titles = linked(request.user, rows)
    ordered = sorted(rows, key=lambda row: row.updated_at)
    return [
        _row(row, title(row, titles), moment(row.updated_at), record_href(row.uid))
        for row in ordered
    ]


def _row(record: Any, words: str, when: str, href: str, reason: str = "") -> SimpleNamespace:
    ledger = live_by_id(record.ledger_id)
    place = ports.places.place(record.place_path)
    label, tag = state_of(ledger, record.state)
    return SimpleNamespace(
        uid=str(record.uid),
        title=words,
        href=href,
        ledger=ledger.title,
        key=ledger.key,
        place=place.name if place else "",
        state=label,
        tag=tag,
        when=when,
        reason=reason,
    )


def _of_errands(found: Sequence[Errand], request: HttpRequest) -> list[SimpleNamespace]:
    titles = linked(request.user, [errand.record for errand in found])
    return [_errand(errand, title(errand.record, titles)) for errand in found]


def _errand(errand: Errand, words: str) -> SimpleNamespace:
    by = errand.asked_by.get_full_name() if errand.asked_by else ""
    offered = errand.kind == errands.TRANSFER
    href = reverse("offer", args=[errand.record.uid]) if offered else ""
    said = "：".join(text for text in (by, errand.reason) if text)
    return _row(
        errand.record, words, moment(errand.asked_at), href or record_href(errand.record.uid), said
    )


QUEUES: dict[str, Queue] = {
    "verify": Queue("等我审核的", "先交的排在前面", "没有等您审核的", _to_verify),
    "returned": Queue(
        "退回给我的",
        "照原因改好，再交上去",
        "没有退回给您的",
        lambda request: _of_errands(errands.mine(request.user, errands.RETURNED), request),
    ),
    "offered": Queue(
        "请求转入的",
        "看清是谁，再接收",
        "没有请求转到您这里的",
        lambda request: _of_errands(errands.offered(request.user), request),
    ),
    "assigned": Queue(
        "我负责的",
        "分派给您的记录",
        "还没有分派给您的",
        lambda request: _of_errands(errands.mine(request.user, errands.ASSIGNED), request),
    ),
    "held": Queue(
        "等人看的来件",
        "从网站等处来的，看清了再登记",
        "没有等人看的来件",
        held.rows,
    ),
    "flagged": Queue(
        "有疑问的",
        "问清楚以后消除疑问",
        "没有标了疑问的",
        lambda request: _of_errands(errands.in_doubt(request.user), request),
    ),
}
