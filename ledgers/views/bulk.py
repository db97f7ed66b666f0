"""Many records at once: the list or the ticked ones, looked at first, then done."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.definition import Action
from forms_catalog.ports import ports
from forms_catalog.questions.base import tidy

from .. import bulk, queries
from ..acting import verb_of
from ..actions import VERBS
from ..models import Bulk
from ..queries import narrowed
from ..registry import Live, live_by_id
from ..titles import linked, title
from .frame import ledger_or_404, may, record_href, staff
from .listing import asked_of

NAMED = 200


@staff
def start(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Posted by a list with its filters, or by a queue with what is ticked: fixes which are meant."""
    ledger = ledger_or_404(request, key)
    action = next((a for a in bulk.actions(ledger) if a.name == name), None)
    if action is None or request.method != "POST" or not may(request, ledger, name):
        raise Http404
    if ticked := request.POST.getlist("uid"):
        found = queries.by_uids(request.user, ticked[: bulk.MOST]).values()
        rows = queries.of_keys(request.user, ledger, [row.pk for row in found])
    else:
        rows = narrowed(request.user, ledger, asked_of(request, ledger))
    ids = bulk.fitting(request.user, ledger, action, rows)
    return redirect("bulk", uid=bulk.fix(request.user, ledger, name, ids).uid)


@staff
def one(request: HttpRequest, uid: str) -> HttpResponse:
    """Before: who is meant and what stands against it. After: what came of it."""
    row = Bulk.objects.visible_to(request.user).select_related("author").filter(uid=uid).first()
    if row is None:
        raise Http404
    ledger = live_by_id(row.ledger_id)
    action = ledger.rules.action(row.action)
    if action is None:
        raise Http404
    if request.method == "POST" and not row.begun:
        return _begun(request, row, ledger, action)
    return _page(request, row, ledger, action)


def _begun(request: HttpRequest, row: Bulk, ledger: Live, action: Action) -> HttpResponse:
    row.reason = tidy(request.POST.get("reason", ""))[:200]
    if _reasoned(action) and len(row.reason) < 2:
        return _page(request, row, ledger, action, f"请写明{action.label}的原因", 422)
    row.save(update_fields=["reason"])
    bulk.begin(row)
    return redirect("bulk", uid=row.uid)


def _reasoned(action: Action) -> bool:
    return action.reason or VERBS[verb_of(action)].reason


def _page(
    request: HttpRequest,
    row: Bulk,
    ledger: Live,
    action: Action,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    against = {} if row.begun else bulk.trial(row)
    told = against or {int(key): words for key, words in row.refused.items()}
    context = {
        "label": action.label,
        "ledger": ledger.title,
        "count": len(row.ids),
        "tried": min(len(row.ids), bulk.IN_REQUEST),
        "rows": _named(request, row, told),
        "against": len(told),
        "begun": row.begun,
        "done": row.done,
        "over": row.begun and row.done >= len(row.ids),
        "worker": bulk.standing(row),
        "reason": f"{action.label}的原因" if _reasoned(action) else "",
        "said": row.reason,
        "problem": problem,
        "back_href": reverse("ledger", args=[ledger.key]),
        "back_label": f"回到{ledger.title}",
    }
    return render(request, "web/bulk.html", context, status=status)


def _named(request: HttpRequest, row: Bulk, told: dict[int, str]) -> list[SimpleNamespace]:
    """Those that cannot be done first, then the others, by name."""
    keys = [*told, *(key for key in row.ids if key not in told)][:NAMED]
    found = queries.by_keys(request.user, keys)
    titles = linked(request.user, list(found.values()))
    return [_line(found[key], titles, told.get(key, "")) for key in keys if key in found]


def _line(record: Any, titles: Any, problem: str) -> SimpleNamespace:
    place = ports.places.place(record.place_path)
    return SimpleNamespace(
        title=title(record, titles),
        href=record_href(record.uid),
        place=place.name if place else "",
        problem=problem,
    )
