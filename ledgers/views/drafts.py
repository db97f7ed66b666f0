"""A draft's own addresses: where one stopped, the save in between, and throwing it away."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from ..drafts import Drafts, Lost, TooMuch, sent_before
from ..sealing import KeysMissing
from .check import note
from .desk import ALL, CHECK, Desk, Elsewhere
from .formpage import NO_KEYS, TOO_MUCH, both, desk_of
from .frame import may, staff, who
from .looks import WHOLE, look

CHANGED = "这一页在别处也改过"


@staff
def draft(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """On to the page where one stopped, in the look that one is used to."""
    desk = desk_of(request, uid)
    if isinstance(desk, HttpResponse):
        return desk
    if not desk.kept:
        raise Http404
    if desk.withdrawn:
        return redirect("draft-edition", uid=uid)
    step = desk.resume()
    if step != CHECK and look(request) == WHOLE:
        step = ALL
    return redirect(desk.href(desk.first_gap() if step == ALL and look(request) != WHOLE else step))


@staff
def delete(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Asks first, naming what goes."""
    desk = desk_of(request, uid)
    if isinstance(desk, HttpResponse):
        return desk
    if not desk.kept:
        raise Http404
    if request.method == "POST":
        Drafts(request.user).remove(uid)
        return redirect("work")
    context = {
        "what": described(desk),
        "done": len(desk.content.answered()),
        "action": reverse("draft-delete", args=[uid]),
        "back_href": reverse("work"),
    }
    return render(request, "web/draft_delete.html", context)


def described(desk: Desk) -> str:
    name, form = desk.title(), desk.bundle.form.title.replace("<wbr>", "")
    return f"{name}的{form}" if name else form


@never_cache
def save(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The save in between, for the page's script: never judged, texts only."""
    if not request.user.is_authenticated:
        return _sign_in(request)
    if request.method != "POST":
        return JsonResponse({"problem": "这个地址只收填的内容"}, status=405)
    try:
        return _saved(request, uid)
    except Elsewhere as error:
        return _elsewhere(request, uid, error)
    except Lost:
        return _gone(request, uid)
    except TooMuch:
        return JsonResponse({"problem": TOO_MUCH}, status=413)
    except KeysMissing:
        return JsonResponse({"problem": NO_KEYS}, status=503)


def _saved(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    desk, step = _desk(request, uid)
    if isinstance(desk, HttpResponse):
        return _gone(request, uid)
    if step == CHECK:
        note(request, desk)
    else:
        desk.keep(step, request.POST)
    at = desk.sheet.saved_at
    assert at is not None
    words = f"{timezone.localtime(at):%H:%M}"
    href = desk.href(step or ALL)
    return JsonResponse({"saved": words, "base": desk.base(step), "href": href})


def _desk(request: HttpRequest, uid: uuid.UUID) -> tuple[Desk | HttpResponse, str]:
    """The draft, and the page that posts; '' is the whole form."""
    desk = desk_of(request, uid)
    step = request.POST.get("step", "")
    if isinstance(desk, Desk):
        if not may(request, desk.ledger, "opening"):
            raise Http404
        known = desk.page(step) or (step == CHECK and desk.kept)
        if step and not known:
            raise Http404
    return desk, step


def _elsewhere(request: HttpRequest, uid: uuid.UUID, error: Elsewhere) -> HttpResponse:
    desk, step = _desk(request, uid)
    assert isinstance(desk, Desk)
    desk.hold(step, request.POST)
    theirs: list[Any] = [[label, there] for label, _, there in both(desk, error.sheet, step).rows]
    return JsonResponse({"problem": CHANGED, "theirs": theirs}, status=409)


def _gone(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    if sent_before(who(request), uid):
        return JsonResponse({"receipt": reverse("receipt", args=[uid.hex])}, status=410)
    raise Http404


def _sign_in(request: HttpRequest) -> HttpResponse:
    there = reverse("draft", args=[request.resolver_match.kwargs["uid"]])  # type: ignore[union-attr]
    return JsonResponse({"login": f"{reverse('login')}?next={there}"}, status=401)
