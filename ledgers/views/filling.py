"""Filling a form on one page, and changing a record later: drawn here, judged by the gate."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.problems import Problem, Refused
from forms_catalog.questions import mask, read, show

from .. import queries
from ..clock import now
from ..intake import accept
from ..registry import Live, live_by_id
from ..sealing import KeysMissing, keyring
from ..submission import UPDATE, Result, Submission
from .frame import ledger_or_404, may, staff, submission_key
from .sitting import Sitting, editing, opening


@staff
def fill(request: HttpRequest, key: str) -> HttpResponse:
    """A new record: GET draws the page, POST hands it to the gate and shows the receipt."""
    ledger = ledger_or_404(request, key)
    if not may(request, ledger, "opening"):
        raise Http404
    if request.method != "POST":
        keyring()  # so that nobody types in vain
    return _serve(request, ledger, opening(request, ledger), reverse("ledger", args=[key]))


@staff
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    """An existing record: sealed values stay unless they are typed anew."""
    record = queries.record(request.user, uid)
    if record is None:
        raise Http404
    ledger = live_by_id(record.ledger_id)
    rule = ledger.rules.action(UPDATE)
    allowed = rule and ("any" in rule.from_ or record.state in rule.from_)
    if not allowed or not may(request, ledger, UPDATE, record.place_path):
        raise Http404
    return _serve(request, ledger, editing(request, ledger, record), reverse("record", args=[uid]))


def _serve(request: HttpRequest, ledger: Live, sitting: Sitting, back: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, ledger, sitting, back)
    try:
        return _judge(request, ledger, sitting, back)
    except KeysMissing:
        text = "没有存上：存放密钥的文件找不到，请告诉管理员。您填的还在这页"
        sitting.problems = [Problem("keys.missing", text)]
        return _page(request, ledger, sitting, back, status=503)


def _judge(request: HttpRequest, ledger: Live, sitting: Sitting, back: str) -> HttpResponse:
    parts = sitting.read(request)
    if request.POST.get("more"):
        return _page(request, ledger, sitting, back, more=request.POST["more"])
    if sitting.problems:
        return _page(request, ledger, sitting, back, status=422)
    result = accept(
        Submission(submission_key(request), "web", request.user, None, parts, clock=now())
    )
    if result.ok:
        return _done(sitting, result, back)
    sitting.problems = sitting.in_order(result.problems)
    return _page(request, ledger, sitting, back, result=result, status=_status(result))


def _next_key(request: HttpRequest, sitting: Sitting, result: Result | None) -> str:
    """The page's own again, so that a form sent once more opens no second record."""
    used = result and result.status == "conflict" and not sitting.opening
    return Submission.new_key() if used else submission_key(request)


def _status(result: Result) -> int:
    return 409 if result.status == "conflict" else 422


def _done(sitting: Sitting, result: Result, back: str) -> HttpResponse:
    if sitting.opening:
        return redirect("receipt", key=result.key)
    return redirect(f"{back}?saved=1")


def _page(
    request: HttpRequest,
    ledger: Live,
    sitting: Sitting,
    back: str,
    more: str = "",
    result: Result | None = None,
    status: int = 200,
) -> HttpResponse:
    conflict = _conflict(request, ledger, sitting, result)
    form = sitting.bundle.form
    context = {
        "title": form.title if sitting.opening else f"更改：{form.title}",
        "words": form.unit if sitting.opening else "",
        "blocks": sitting.blocks(request, more),
        "problems": sitting.problems,
        "key": _next_key(request, sitting, result),
        "hidden": sitting.hidden(),
        "submit_label": "保存",
        "toc": True,
        "back_href": back,
        "back_label": "回到台账" if sitting.opening else "回到记录",
        "blank_href": reverse("blank", args=[ledger.key]) if sitting.opening else "",
        "conflict": conflict,
        "offer": _offer(request, sitting),
    }
    return render(request, "web/fill.html", context, status=status)


def _offer(request: HttpRequest, sitting: Sitting) -> SimpleNamespace | None:
    """A double in sight is offered to be opened, and so is what this very page has saved before."""
    for problem in sitting.problems:
        data = dict(problem.data)
        if problem.code == "submission.other-body" and sitting.opening:
            href = reverse("receipt", args=[submission_key(request)])
            return SimpleNamespace(text=problem.text, href=href, label="打开已存的那份")
        if problem.code == "record.duplicate" and "uid" in data:
            return SimpleNamespace(
                text=problem.text, href=reverse("record", args=[data["uid"]]), label="打开那份"
            )
    return None


def _conflict(
    request: HttpRequest, ledger: Live, sitting: Sitting, result: Result | None
) -> SimpleNamespace | None:
    """Both versions, where somebody else saved first; the page then stands on the newer one."""
    if result is None or not any(p.code == "record.changed-meanwhile" for p in result.problems):
        return None
    rows: list[tuple[str, str, str]] = []
    for seat in sitting.seats:
        if seat.record is None:
            continue
        for name, question in seat.questions.items():
            if name in sitting.skip or name not in (sitting.posted or {}):
                continue
            theirs = seat.record.text(question, seat.record.answers.get(name))[0]
            yours = _typed(question, (sitting.posted or {}).get(name), seat.record.ctx)
            if yours != theirs:
                rows.append((question.label, yours, theirs))
    return SimpleNamespace(rows=rows)


def _typed(question: Any, raw: Any, ctx: Any) -> str:
    try:
        answer = read(question, raw, ctx)
    except Refused:
        return str(raw)
    if answer is None:
        return ""
    return mask(question, answer) if question.sealed else show(question, answer, ctx)
