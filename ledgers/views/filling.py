"""A form on one page, and changing a record later: drawn here, judged by the gate."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ..drafts import Drafts, Lost, Sheet
from ..intake import accept
from ..sealing import house_keys
from ..submission import Result
from . import renewing
from .desk import ALL, CHECK, Desk
from .formpage import both, desk_of, hidden, lost, new_desk, saved_words
from .frame import ledger_or_404, may, staff
from .live import page_data, unseen
from .looks import PAGES, door_of, switched
from .offering import first_call, pressed
from .sending import conflict, offer, sent, status_of
from .untouched import touched
from .wizard import MORE_ASKED, refusal


@staff
def fill(request: HttpRequest, key: str) -> HttpResponse:
    """A new record: GET draws the page, POST hands it to the gate and shows the receipt."""
    ledger = ledger_or_404(request, key)
    if not may(request, ledger, "opening"):
        raise Http404
    if request.method != "POST":
        house_keys()  # so that nobody types in vain
    return _serve(request, new_desk(request, ledger))


@staff
def whole(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A draft on one page."""
    desk = desk_of(request, uid)
    return desk if isinstance(desk, HttpResponse) else _serve(request, desk)


def _serve(request: HttpRequest, desk: Desk) -> HttpResponse:
    if desk.withdrawn:
        return renewing.instead(request, desk, "")
    if request.method != "POST":
        return page(request, desk)
    go = request.POST.get("go", "")
    if go == "switch" and not desk.kept and not touched(desk, "", request.POST):
        given = {name: there[0] for name, there in desk.content.through.items()}
        return switched(redirect(door_of(desk.ledger, PAGES, **given)), PAGES)
    try:
        return _bidden(request, desk, go) if go else _judge(request, desk)
    except Lost:
        return lost(request, desk.sheet.uid)
    except Exception as error:
        return _unkept(request, desk, error)


def _unkept(request: HttpRequest, desk: Desk, error: Exception) -> HttpResponse:
    """The page again, everything typed still on it."""
    status, problem = refusal(error)
    desk.hold("", request.POST)
    desk.problems += [problem] if problem else []
    return page(request, desk, there=getattr(error, "sheet", None), status=status)


def _bidden(request: HttpRequest, desk: Desk, go: str) -> HttpResponse:
    """先存下, the other look, or back after a new login: kept, not judged."""
    desk.keep("", request.POST, request.FILES)
    if desk.problems:
        return page(request, desk, status=422)
    if go == "later":
        return redirect("work")
    if go == "switch":
        return switched(redirect(desk.href(desk.first_gap())), PAGES)
    return redirect(desk.href(ALL))


def _judge(request: HttpRequest, desk: Desk) -> HttpResponse:
    keep = desk.keep if desk.kept else desk.hold
    keep("", request.POST, request.FILES)
    if more := request.POST.get("more"):
        return page(request, desk, more=more)
    parts = desk.read()
    if desk.problems:
        return page(request, desk, status=422)
    if _more_asked(request, desk):
        return page(request, desk, note=MORE_ASKED)
    result = accept(sent(desk, parts))
    if result.ok:
        Drafts(request.user).remove(desk.sheet.uid)
        return redirect("receipt", key=result.key)
    desk.problems = list(result.problems)
    return page(request, desk, result=result, status=status_of(result))


def _more_asked(request: HttpRequest, desk: Desk) -> bool:
    """Without JavaScript a question comes up only now; it is shown before anything is kept."""
    fresh = set(request.POST.get("unseen", "").split()) - desk.answered()
    asked = desk.bundle.questions
    return any(desk.shown(asked[name][0]) for name in fresh & asked.keys())


def page(
    request: HttpRequest,
    desk: Desk,
    more: str = "",
    result: Result | None = None,
    there: Sheet | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    found = conflict(request, desk, result)
    sitting, form = desk.sitting, desk.bundle.form
    if desk.content.values:
        desk.read()
    sitting.problems = sitting.in_order(desk.problems)
    blocks = sitting.blocks(more)
    context: dict[str, Any] = {
        "title": form.title,
        "words": form.unit,
        "note": note,
        "blocks": blocks,
        "live": page_data(sitting, desk.sheet.edition, desk.names()),
        "unseen": unseen(blocks),
        "problems": sitting.problems,
        "hidden": hidden(request, desk, "", there),
        "action": desk.href(ALL) + _query(request, desk),
        "save_href": desk.save_href,
        "saved": saved_words(desk),
        "submit_label": pressed(desk.ledger),
        "toc": True,
        "back_href": reverse("work") if desk.kept else reverse("ledger", args=[desk.ledger.key]),
        "back_label": "回到今天" if desk.kept else "回到台账",
        "blank_href": reverse("blank", args=[desk.ledger.key]),
        "check_href": desk.href(CHECK) if desk.kept else "",
        "conflict": found,
        "met": None,
        "both": both(desk, there, "") if there else None,
        "offer": offer(desk),
        "first_call": first_call(desk.ledger),
    }
    return render(request, "web/fill.html", context, status=status)


def _query(request: HttpRequest, desk: Desk) -> str:
    """The address of a page that nobody keeps yet says what it goes on from."""
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if query and not desk.kept else ""
