"""Changing a record: sealed values stay unless they are typed anew."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.problems import Problem

from .. import queries
from ..clock import now
from ..intake import accept
from ..registry import live_by_id
from ..sealing import KeysMissing
from ..submission import UPDATE, Result, Submission
from .formpage import NO_KEYS, number
from .frame import WHOSE, mark_of, may, staff, submission_key
from .live import page_data, unseen
from .sending import differing, offered, status_of
from .settling import settled
from .sitting import Sitting, editing


@staff
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    """GET draws the record with the form it was filled with, POST hands the changes to the gate."""
    record = queries.record(request.user, uid)
    if record is None:
        raise Http404
    ledger = live_by_id(record.ledger_id)
    rule = ledger.rules.action(UPDATE)
    allowed = rule and ("any" in rule.from_ or record.state in rule.from_)
    if not allowed or not may(request, ledger, UPDATE, record.place_path):
        raise Http404
    version = number(request.POST.get("version-", ""))
    sitting = editing(request.user, ledger, record, version)
    sitting.settle = settled
    back = reverse("record", args=[uid])
    return (
        _judge(request, sitting, back)
        if request.method == "POST"
        else _page(request, sitting, back)
    )


def _judge(request: HttpRequest, sitting: Sitting, back: str) -> HttpResponse:
    post = request.POST
    sitting.reasons = {
        name: post.get(f"{name}.why", "")
        for name in sitting.main.questions
        if f"{name}.why" in post
    }
    parts = sitting.read(post, request.FILES)
    if post.get("more") or post.get("go"):
        return _page(request, sitting, back, more=post.get("more", ""))
    if sitting.problems:
        return _page(request, sitting, back, status=422)
    try:
        result = accept(
            Submission(submission_key(request), "web", request.user, None, parts, now())
        )
    except KeysMissing:
        sitting.problems = [Problem("keys.missing", NO_KEYS)]
        return _page(request, sitting, back, status=503)
    if result.ok:
        return redirect(f"{back}?saved=1")
    sitting.problems = sitting.in_order(result.problems)
    return _page(request, sitting, back, result=result, status=status_of(result))


def _page(
    request: HttpRequest,
    sitting: Sitting,
    back: str,
    more: str = "",
    result: Result | None = None,
    status: int = 200,
) -> HttpResponse:
    marks = [("key", _next_key(request, result)), (WHOSE, mark_of(request.user))]
    blocks = sitting.blocks(more)
    context = {
        "title": f"更改：{sitting.bundle.form.title}",
        "words": "",
        "note": "",
        "blocks": blocks,
        "live": page_data(sitting, sitting.edition, sitting.main.questions),
        "unseen": unseen(blocks),
        "problems": sitting.problems,
        "hidden": marks + sitting.hidden(),
        "action": request.path,
        "save_href": "",
        "saved": "",
        "submit_label": "保存",
        "toc": True,
        "back_href": back,
        "back_label": "回到记录",
        "blank_href": "",
        "check_href": "",
        "conflict": differing(sitting, result),
        "both": None,
        "offer": offered(sitting.problems, ""),
    }
    return render(request, "web/fill.html", context, status=status)


def _next_key(request: HttpRequest, result: Result | None) -> str:
    """The page's own again, unless it was used up: a change sent once more is then a change anew."""
    used = result is not None and result.status == "conflict"
    return Submission.new_key() if used else submission_key(request)
