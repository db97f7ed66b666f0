"""Where a public form is sent: its page comes back with everything typed, or its receipt is shown.

No session and no cookie has a say: there is nobody to be acted for, and a page without them is
nobody's. The answer to the POST is the receipt itself, so that no code stands in an address.
"""

from __future__ import annotations

from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from forms_catalog.problems import Problem
from ledgers.ids import show_number
from ledgers.outside.door import Door, door_of
from ledgers.outside.receipts import groups
from ledgers.sealing import KeysMissing
from ledgers.views.live import page_data, unseen
from ledgers.views.wizard import MORE_ASKED
from public import tokens
from public.models import FormPage
from public.tokens import Token

POT = "website"
"""A field that people do not see: who fills it is asked to press once more."""
ONCE_MORE = "请再看一遍，再按一次“发出”。您填的都还在。"
NOT_KEPT = "没有发出去，请过一会儿再按一次。您填的都还在这页；急事请打页面上的电话。"
NO_FILES = "这里还不能传照片和文件，请用文字写。您填的都还在。"
SENT_BEFORE = "刚才那份已经收到，这次写的和它不同。要另外发一份，请再按一次“发出”。"


SHUT: dict[str, Any] = {"form": None, "problems": (), "urgent": False, "note": ""}


def drawn(page: FormPage) -> dict[str, Any]:
    """What the template needs of a form that nobody has typed into yet."""
    door = door_of(page.ledger)
    return _context(page, door, tokens.fresh()) if door else SHUT


def _context(page: FormPage, door: Door, token: Token, note: str = "") -> dict[str, Any]:
    sitting = door.sitting
    sitting.problems = sitting.in_order(door.problems)
    blocks = sitting.blocks()
    return {
        "form": door.ledger.bundle.form,
        "blocks": blocks,
        "problems": sitting.problems,
        "live": page_data(sitting, door.ledger.form_edition, door.names),
        "unseen": unseen(blocks),
        "token": token.signed(page.pk),
        "pot": POT,
        "note": note,
        "urgent": door.posted is not None and door.urgent,
    }


@csrf_exempt
@never_cache
@sensitive_post_parameters()
def send(request: HttpRequest, pk: int) -> HttpResponse:
    page = FormPage.objects.live().public().filter(pk=pk).first()
    if page is None:
        raise Http404
    if request.method != "POST":
        return redirect(page.url)
    door = door_of(page.ledger, MultiValueDict(dict(request.POST.lists())))
    if door is None:
        return redirect(page.url)
    token = tokens.read(request.POST.get("token", ""), page.pk)
    return _sent(request, page, door, token)


def _sent(request: HttpRequest, page: FormPage, door: Door, token: Token) -> HttpResponse:
    if request.FILES:
        door.problems.append(Problem("file.not-here", NO_FILES))
        return _again(request, page, door, token)
    if not token.good or request.POST.get(POT):
        return _again(request, page, door, token, ONCE_MORE, 200)
    if _more_asked(request, door):
        return _again(request, page, door, token, MORE_ASKED, 200)
    try:
        result, receipt = door.send(token.slip)
    except (OperationalError, KeysMissing):
        door.problems = [Problem("submission.not-kept", NOT_KEPT)]
        return _again(request, page, door, token, status=503)
    if any(problem.code == "submission.other-body" for problem in result.problems):
        door.problems = []
        return _again(request, page, door, tokens.fresh(), SENT_BEFORE, 200)
    if receipt is None:
        return _again(request, page, door, token, status=422)
    context = page.get_context(request) | {
        "number": show_number(receipt.number),
        "code": groups(token.slip.code),
        "words": door.ledger.rules.public.words if door.ledger.rules.public else "",
        "urgent": door.urgent,
    }
    return render(request, "public/sent.html", context)


def _more_asked(request: HttpRequest, door: Door) -> bool:
    """Without JavaScript a question comes up only now; it is shown before anything is sent."""
    outcome, carried = door.sitting.outcome, set(request.POST.get("unseen", "").split())
    if outcome is None:
        return False
    answered = {name for name in carried if any(request.POST.getlist(name))}
    return bool((carried & door.names) - answered - outcome.hidden)


def _again(
    request: HttpRequest,
    page: FormPage,
    door: Door,
    token: Token,
    note: str = "",
    status: int = 422,
) -> HttpResponse:
    """The page with everything typed, and a mark of now."""
    context = page.get_context(request) | _context(page, door, token, note)
    return render(request, "public/form.html", context, status=status)
