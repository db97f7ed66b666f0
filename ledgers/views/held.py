"""What came in and was not written: its problems in words; opened as a form, or put aside."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.ports import ports
from forms_catalog.questions.base import tidy
from people.models import User

from ..clock import now
from ..drafts import Content, Drafts, Sheet
from ..ids import show_number
from ..intake import holding
from ..models import Draft, Held
from ..registry import live_by_id
from ..witnessing.keeping import keep
from ..witnessing.shown import Shown, noting, saw
from .desk import ALL, draft_href
from .frame import staff, who
from .past import moment

SHOWN = 200
DOORS = {"public": "公开网站", "excel": "导入", "web": "网页"}
NO_REASON = "请写为什么不登记，一句话就行"
LONGEST = 500


def door_words(row: Held) -> str:
    return DOORS.get(row.door, row.door if not row.door.isascii() else "别的入口")


def rows(request: HttpRequest) -> Sequence[SimpleNamespace]:
    """The oldest first, each with what is wrong with it."""
    return [_row(row) for row in holding.in_the_queue(request.user, SHOWN)]


def _row(row: Held) -> SimpleNamespace:
    ledger = live_by_id(row.ledger_id)
    place = ports.places.place(row.place_path)
    return SimpleNamespace(
        uid=str(row.uid),
        title=f"{door_words(row)}来件{show_number(row.number)}",
        href=reverse("held", args=[row.uid]),
        ledger=ledger.title,
        key=ledger.key,
        place=place.name if place else "",
        state="等人看",
        tag="wait",
        when=moment(row.received_at),
        reason="；".join(problems(row)),
    )


def problems(row: Held) -> list[str]:
    return list(dict.fromkeys(text for _, text in holding.said(row)["problems"]))


@staff
def held(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One of them, for whoever may open a record where it belongs."""
    row = Held.objects.visible_to(request.user).filter(uid=uid).first()
    if row is None or row.queued:
        raise Http404
    if request.method != "POST" or not _waits(request, row):
        return _page(request, row)
    go = request.POST.get("go", "")
    if go == "dismiss":
        return _dismiss(request, row)
    return _open(request, row, take=go == "take")


def _waits(request: HttpRequest, row: Held) -> bool:
    rows = Held.objects.visible_to(request.user).filter(pk=row.pk)
    return bool(holding.waiting(rows).exists())


def _dismiss(request: HttpRequest, row: Held) -> HttpResponse:
    reason = tidy(request.POST.get("reason", ""))
    if not reason or len(reason) > LONGEST:
        words = NO_REASON if not reason else f"原因最多写{LONGEST}个字，请写短一些"
        return _page(request, row, words, reason, 422)
    holding.dismiss(row, who(request), reason)
    return redirect("queue", kind=holding.NAME)


def _open(request: HttpRequest, row: Held, take: bool) -> HttpResponse:
    """A draft of one's own, which becomes the record under the number that the sender was told."""
    user = who(request)
    if sheet := Drafts(user).open(row.uid):
        return redirect(draft_href(sheet, ALL))
    other = _opened_by(row)
    if other and not take:
        return _page(request, row)
    _witness(request, row)
    if other:
        drafts = Draft.objects.unscoped("taken over by somebody who may open what came in")
        drafts.filter(uid=row.uid).update(author=user, updated_at=now())
    else:
        Drafts(user).save(_sheet(row), lambda sheet: None)
    return redirect(draft_href(_sheet(row), ALL))


def _sheet(row: Held) -> Sheet:
    content = Content(values=holding.said(row)["values"], number=row.number, at=ALL)
    return Sheet(row.uid, row.ledger_id, row.edition_id, content)


def _witness(request: HttpRequest, row: Held) -> None:
    """It is kept who read what was sent; raises Unwitnessed where it cannot be."""
    ledger, values = live_by_id(row.ledger_id), holding.said(row)["values"]
    with noting() as shown:
        for name, question in ledger.questions.items():
            if any(values.get(name, ())):
                saw(question, clear=True)
    if shown.names:
        keep(request, Shown(shown.names, ledger.id, row.place_path))


def _opened_by(row: Held) -> Draft | None:
    rows = Draft.objects.unscoped("who is at work on it; nothing of the draft is read")
    found: Draft | None = rows.filter(uid=row.uid).select_related("author").first()
    return found


def _page(
    request: HttpRequest, row: Held, problem: str = "", reason: str = "", status: int = 200
) -> HttpResponse:
    ledger, place = live_by_id(row.ledger_id), ports.places.place(row.place_path)
    waits = _waits(request, row)
    other = _opened_by(row) if waits else None
    context: dict[str, Any] = {
        "ledger": ledger.title,
        "number": show_number(row.number),
        "door": door_words(row),
        "when": moment(row.received_at),
        "place": place.full_name if place else "",
        "lines": problems(row) if waits else [],
        "waits": waits,
        "aside": _aside(row),
        "other": _name(other, request.user) if other else "",
        "problem": problem,
        "reason": reason,
        "back_href": reverse("queue", args=[holding.NAME]),
    }
    return render(request, "web/held.html", context, status=status)


def _name(draft: Draft, user: Any) -> str:
    """Of somebody else who has it open."""
    author = draft.author
    assert isinstance(author, User)
    return "" if author.pk == user.pk else author.get_full_name()


def _aside(row: Held) -> str:
    """Who put it aside, when and why."""
    if row.dismissed_at is None:
        return ""
    by = row.dismissed_by.get_full_name() if row.dismissed_by else ""
    return f"{by}，{moment(row.dismissed_at)}：{row.reason}"
