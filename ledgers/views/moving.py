"""The page that moves a record to the form's newer edition: first what would happen, then a button."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog import editions

from ..clock import now
from ..ids import show_number
from ..intake import accept
from ..models import Record
from ..moving import preview
from ..registry import Live
from ..submission import UPGRADE, Part, Submission
from ..titles import title
from .formpage import number
from .frame import staff, submission_key
from .record import found, may_move
from .showing import opened


@staff
def edition(request: HttpRequest, uid: str) -> HttpResponse:
    """GET says what moving would do; POST does it, where nobody changed the record meanwhile."""
    row, ledger = found(request, uid)
    if not may_move(request, row, ledger):
        raise Http404
    if row.edition_id == ledger.form_edition:
        return redirect("record", uid=uid)
    if request.method != "POST":
        return _page(request, row, ledger)
    key, part = submission_key(request), _part(request, row, ledger)
    result = accept(Submission(key, "web", request.user, None, (part,), clock=now()))
    if result.ok:
        return redirect(f"{reverse('record', args=[uid])}?saved=1")
    row, ledger = found(request, uid)
    status = 409 if result.status == "conflict" else 422
    return _page(request, row, ledger, result.problems[0].text, status)


def _part(request: HttpRequest, row: Record, ledger: Live) -> Part:
    return Part(
        ledger.key,
        {},
        str(row.uid),
        UPGRADE,
        number(request.POST.get("version", "")),
        edition=number(request.POST.get("edition", "")) or 0,
    )


def _page(
    request: HttpRequest, row: Record, ledger: Live, wrong: str = "", status: int = 200
) -> HttpResponse:
    item = opened(request.user, row, ledger)
    context = {
        "over": f"{item.bundle.form.title}，编号{show_number(row.number)}",
        "title": title(row, item.linked),
        "was": editions.number(row.edition_id),
        "now": editions.number(ledger.form_edition),
        "moving": preview(item),
        "wrong": wrong,
        "key": Submission.new_key(),
        "version": row.version,
        "edition": ledger.form_edition,
        "back_href": reverse("record", args=[row.uid]),
    }
    return render(request, "web/moving.html", context, status=status)
