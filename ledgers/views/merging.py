"""Two records of the same thing made one: which other, which answers, then the gate."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forms_catalog.definition import Action, Question
from forms_catalog.ports import ports
from forms_catalog.problems import Problem
from forms_catalog.questions import type_of

from .. import queries
from ..acting import verb_of
from ..clock import now
from ..ids import show_number
from ..intake import accept
from ..models import Record
from ..registry import Live, live_by_id
from ..scope import reach
from ..similar import likely
from ..submission import Part, Submission
from ..titles import linked, title
from .doable import doable
from .formpage import number
from .frame import may, staff, submission_key
from .showing import Opened, opened

OTHER = "other"
"""Of a question on which the two differ: the answer of the record that goes."""


@staff
def merge(request: HttpRequest, uid: str, name: str) -> HttpResponse:
    """GET looks for the other one and compares; POST merges."""
    row = queries.record(request.user, uid)
    if row is None:
        raise Http404
    ledger = live_by_id(row.ledger_id)
    action = next((a for a in doable(request, row, ledger) if a.name == name), None)
    if action is None or verb_of(action) != "merge":
        raise Http404
    asked = request.POST.get("record") or request.GET.get("record", "")
    other = queries.record(request.user, asked, ledger) if asked else None
    if other is None or other.pk == row.pk or not may(request, ledger, name, other.place_path):
        return _choosing(request, row, ledger, action)
    if request.method == "POST":
        return _merged(request, row, other, ledger, action)
    return _comparing(request, row, other, ledger, action)


def _choosing(request: HttpRequest, row: Record, ledger: Live, action: Action) -> HttpResponse:
    text = request.POST.get("q", "").strip()[:40]
    item = opened(request.user, row, ledger)
    found = likely(request.user, ledger, item.answers, row.pk)
    if text:
        found = list(queries.candidates(request.user, ledger, text, 20))
    others = [
        one
        for one in found
        if one.pk != row.pk and may(request, ledger, action.name, one.place_path)
    ]
    titles = linked(request.user, others)
    context = _head(request, row, ledger, action) | {
        "q": text,
        "others": [_candidate(request, one, title(one, titles)) for one in others],
        "other": "",
        "rows": (),
        "problem": "",
    }
    return render(request, "web/merge.html", context)


def _candidate(request: HttpRequest, one: Record, words: str) -> tuple[str, str, str]:
    place = ports.places.place(one.place_path)
    where = f"{show_number(one.number)}，{place.name if place else ''}"
    return words, where, f"{request.path}?record={one.uid}"


def _head(request: HttpRequest, row: Record, ledger: Live, action: Action) -> dict[str, Any]:
    return {
        "label": action.label,
        "heading": title(row, linked(request.user, [row])),
        "number": show_number(row.number),
        "key": submission_key(request),
        "version": row.version,
        "back_href": reverse("record", args=[row.uid]),
        "back_label": "回到记录",
    }


def _comparing(
    request: HttpRequest,
    row: Record,
    other: Record,
    ledger: Live,
    action: Action,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    one, two = (opened(request.user, item, ledger) for item in (row, other))
    context = _head(request, row, ledger, action) | {
        "others": (),
        "other": str(other.uid),
        "other_title": title(other, linked(request.user, [other])),
        "other_number": show_number(other.number),
        "rows": _differing(one, two) if _chooses(request, ledger, action) else (),
        "same": not _differing(one, two),
        "problem": problems[0].text if problems else "",
    }
    return render(request, "web/merge.html", context, status=422 if problems else 200)


def _chooses(request: HttpRequest, ledger: Live, action: Action) -> bool:
    """Whether the person may write answers; else the record that stays keeps its own."""
    roles = [post.role for post in reach(request.user).posts if post.role in action.who]
    return any((access := ledger.rules.role(role)) and access.fill for role in roles)


def _differing(one: Opened, two: Opened) -> list[SimpleNamespace]:
    """Questions that a person answers and that the two answer otherwise."""
    found = []
    for question in one.bundle.part():
        name = question.name
        if name in one.sight.hidden or not _asked(question):
            continue
        here, there = one.answers.get(name), two.answers.get(name)
        if there is not None and here != there:
            words = [item.text(question, answer)[0] for item, answer in ((one, here), (two, there))]
            found.append(
                SimpleNamespace(name=name, label=question.label, here=words[0], there=words[1])
            )
    return found


def _asked(question: Question) -> bool:
    kind = type_of(question)
    return kind.stored and kind.asked and not question.number and not question.calculation


def _merged(
    request: HttpRequest, row: Record, other: Record, ledger: Live, action: Action
) -> HttpResponse:
    two = opened(request.user, other, ledger)
    taken = {
        question.name: two.answers.get(question.name)
        for question in two.bundle.part()
        if request.POST.get(f"take.{question.name}") == OTHER and _asked(question)
    }
    part = Part(
        ledger.key,
        taken,
        str(row.uid),
        action.name,
        number(request.POST.get("version", "")),
        reason=request.POST.get("reason", ""),
        said={"record": str(other.uid)},
    )
    key = submission_key(request)
    result = accept(Submission(key, "web", request.user, None, (part,), now()))
    if not result.ok:
        return _comparing(request, row, other, ledger, action, result.problems)
    return redirect(f"{reverse('record', args=[row.uid])}?saved=1")
