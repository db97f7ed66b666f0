"""Changing a record: sealed values stay unless they are typed anew."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.definition import Action
from forms_catalog.problems import Problem

from .. import queries
from ..acting import SUBMIT, is_from, submit_of, verb_of
from ..clock import now
from ..intake import accept
from ..models import Record
from ..registry import Live, live_by_id
from ..sealing import KeysMissing
from ..submission import OPENING, UPDATE, Result, Submission
from .formpage import NO_KEYS, number
from .frame import WHOSE, mark_of, may, staff, submission_key
from .live import page_data, unseen
from .meeting import Meeting, overtaken
from .sending import offered, status_of
from .settling import settled
from .sitting import Sitting, editing


@staff
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    """GET draws the record with the form it was filled with, POST hands the changes to the gate."""
    record = queries.record(request.user, uid)
    if record is None:
        raise Http404
    ledger = live_by_id(record.ledger_id)
    version = number(request.POST.get("version-", ""))
    late = version is not None and version < record.version
    rule = changing(request, ledger, record, late)
    if rule is None:
        raise Http404
    sitting = editing(request.user, ledger, record, version, rule.name)
    sitting.settle = settled
    back = reverse("record", args=[uid])
    return (
        _judge(request, sitting, back)
        if request.method == "POST"
        else _page(request, sitting, back)
    )


def changing(
    request: HttpRequest, ledger: Live, record: Record, late: bool = False
) -> Action | None:
    """The action by which the page changes the record: the one asked for, else the first there is.

    A page that somebody else has overtaken is told by the gate what its record has become.
    """
    rule = submit_of(ledger.rules, record.state) or (submit_of(ledger.rules) if late else None)
    if name := request.GET.get("action") or request.POST.get("action"):
        asked = ledger.rules.action(name)
        rule = asked if asked and asked.name != OPENING and verb_of(asked) == SUBMIT else None
    here = rule and (late or is_from(rule, record.state))
    return rule if rule and here and may(request, ledger, rule.name, record.place_path) else None


def _judge(request: HttpRequest, sitting: Sitting, back: str) -> HttpResponse:
    post, meeting = request.POST, Meeting(sitting, request.POST)
    sitting.reasons = {
        name: post.get(f"{name}.why", "")
        for name in sitting.main.questions
        if f"{name}.why" in post
    }
    data, names = meeting.typed()
    parts = sitting.read(data, request.FILES, names)
    if post.get("more") or post.get("go"):
        return _page(request, sitting, back, more=post.get("more", ""), meeting=meeting)
    if sitting.problems:
        return _page(request, sitting, back, meeting=meeting, status=422)
    if meeting.open:
        return _undecided(request, sitting, back, meeting)
    given = tuple(meeting.chosen(part) for part in parts)
    try:
        result = accept(
            Submission(submission_key(request), "web", request.user, None, given, now())
        )
    except KeysMissing:
        sitting.problems = [Problem("keys.missing", NO_KEYS)]
        return _page(request, sitting, back, meeting=meeting, status=503)
    if result.ok:
        return redirect(f"{back}?saved=1")
    if overtaken(result):
        meeting.meet()
    sitting.problems = meeting.problems() or sitting.in_order(result.problems)
    return _page(request, sitting, back, result=result, meeting=meeting, status=status_of(result))


def _undecided(request: HttpRequest, sitting: Sitting, back: str, meeting: Meeting) -> HttpResponse:
    """Nothing is chosen for anybody; whoever was faster meanwhile is met at once."""
    meeting.meet()
    sitting.problems = meeting.problems()
    status = 409 if meeting.unseen else 422
    return _page(request, sitting, back, meeting=meeting, status=status)


def _page(
    request: HttpRequest,
    sitting: Sitting,
    back: str,
    more: str = "",
    result: Result | None = None,
    meeting: Meeting | None = None,
    status: int = 200,
) -> HttpResponse:
    met = meeting.shown() if meeting else None
    marks = [("key", _next_key(request, result)), (WHOSE, mark_of(request.user))]
    blocks = sitting.blocks(more)
    context = {
        "title": f"{_doing(sitting)}：{sitting.bundle.form.title}",
        "words": "",
        "note": "",
        "blocks": blocks,
        "live": page_data(sitting, sitting.edition, sitting.main.questions),
        "unseen": unseen(blocks),
        "problems": sitting.problems,
        "hidden": marks + sitting.hidden() + (met.marks if met else []),
        "action": request.get_full_path(),
        "save_href": "",
        "saved": "",
        "submit_label": "保存",
        "toc": True,
        "back_href": back,
        "back_label": "回到记录",
        "blank_href": "",
        "check_href": "",
        "conflict": None,
        "met": met,
        "both": None,
        "offer": offered(sitting.problems, ""),
    }
    return render(request, "web/fill.html", context, status=status)


def _doing(sitting: Sitting) -> str:
    """「更改」, or the name of another action that fills the form again."""
    rule = sitting.main.ledger.rules.action(sitting.main.action)
    return rule.label if rule and rule.name != UPDATE else "更改"


def _next_key(request: HttpRequest, result: Result | None) -> str:
    """The page's own again, unless it was used up: a change sent once more is then a change anew."""
    used = result is not None and result.status == "conflict"
    return Submission.new_key() if used else submission_key(request)
